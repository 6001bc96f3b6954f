"""What one article tells of one happening: its reports of the same act, joined.

This is the item stage of merging (one article in, any number of tellings out); `merge.py` is the
group stage. Both work on plain values, and the order in which reports come changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.model import Code, Status, content_id

JOINT = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types whose parties are compared without direction."""
SPOKEN = frozenset({"SUPPORT", "ACCUSE", "REQUEST", "AGREE", "REJECT", "THREATEN"})
"""Types that are done by speaking: the same words on two occasions are two acts."""
LASTING = frozenset(
    {"aggression", "invasion", "invade", "invaded", "invading", "occupation", "war"}
)
"""Triggers that name a whole campaign, which goes on: no single attack of it."""
CLASSES: dict[Status, str] = {
    "occurred": "held",
    "ongoing": "held",
    "recalled": "held",
    "planned": "planned",
    "hypothetical": "hypothetical",
    "denied": "denied",
}
"""Statuses that one happening may have in several reports."""

_WIDE = frozenset({"country", "region", "state", "continent", "disputed", "sea", "ocean"})
_SHARED = 3
_ALIKE = 0.35
"""Content words, and part of the shorter sentence's, that two reports of one act share."""
_POINTING = frozenset("the this these that those its their his her".split())
_SHARED_SPOKEN = 4
_ALIKE_SPOKEN = 0.5
"""The same for what is done by speaking: a speech says much that is alike."""
_RECENT = 7
"""Days before publication in which an undated act lies; what is dated earlier is another one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as far as merging compares it."""

    id: str
    kind: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Teller:
    """The article of a report."""

    article: str
    cluster: str
    """The article itself or the earliest one of which it is a copy."""
    published: tuple[int, int] | None
    """First and last day (proleptic ordinals); None when unknown or open."""
    parties: frozenset[Code]
    """Actors of the meetings that the article tells as held: the occasion of what is said in it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One report as far as merging compares it."""

    id: str
    start: int
    """Offset of its sentence."""
    type: str
    mode: str | None
    status: Status
    sources: tuple[Code, ...]
    targets: tuple[Code, ...]
    days: tuple[int, int] | None
    """First and last day (proleptic ordinals), None when unknown or open at one end."""
    spot: Spot | None
    people: frozenset[tuple[Code, str]]
    """Whose surnames the report gives, by the actor for whom they act; of meetings alone."""
    trigger: str
    words: frozenset[str]
    """Content words of the sentence (`content_words`)."""
    names: frozenset[str]
    """Its proper names (`proper_names`)."""
    definite: bool
    """Whether the sentence points back at the act ("the attack")."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One happening as one article tells it."""

    id: str
    teller: Teller
    told: tuple[Told, ...]
    """Its reports in the order of the text."""
    type: str
    kind: str
    """A value of `CLASSES`."""
    mode: str | None
    sources: tuple[Code, ...]
    targets: tuple[Code, ...]
    days: tuple[int, int] | None
    spot: Spot | None
    people: frozenset[tuple[Code, str]]
    lasting: bool

    @property
    def actors(self) -> frozenset[Code]:
        """All parties, without direction."""
        return frozenset(self.sources) | frozenset(self.targets)


def is_lasting(trigger: str) -> bool:
    """Whether a trigger ends in a word of `LASTING`."""
    return trigger.lower().rpartition(" ")[2] in LASTING


def points_back(sentence: str, trigger: str) -> bool:
    """Whether the sentence has the trigger under a word that points at something known."""
    words = sentence[:4000].lower().split()
    last = trigger.lower().rpartition(" ")[2]
    # A past participle there is a verb: "the police arrested them".
    if not last or last.endswith("ed"):
        return False
    return any(
        word.startswith(last) and not _POINTING.isdisjoint(words[max(0, at - 2) : at])
        for at, word in enumerate(words)
    )


def tell(teller: Teller, reports: Iterable[Told]) -> list[Telling]:
    """The happenings that one article tells, each with all its reports."""
    blocks: dict[tuple[str, str], list[list[Told]]] = {}
    # Those that name most parties first: what names fewer joins what names more.
    for report in sorted(reports, key=lambda r: (-len(_parties(r)), r.start, r.id)):
        block = blocks.setdefault((report.type, CLASSES[report.status]), [])
        homes = [d for d in block[:_MOST_DRAFTS] if _one_act(teller, d, report)]
        equal = [draft for draft in homes if _parties(draft[0]) == _parties(report)]
        if equal or len(homes) == 1:
            (equal or homes)[0].append(report)
        else:
            block.append([report])
    return [_telling(teller, draft) for block in blocks.values() for draft in block]


_MOST_DRAFTS = 256
"""Acts of one type in one article that a report is compared with."""


def _parties(report: Told) -> set[Code]:
    return {*report.sources, *report.targets}


def _one_act(teller: Teller, draft: Sequence[Told], report: Told) -> bool:
    first = draft[0]
    if not _parties_fit(first, report):
        return False
    if not all(_settings_fit(teller, known, report) for known in draft):
        return False
    if report.type != "CONSULT" or len(_parties(first)) == 1:
        return any(_same_words(known, report) for known in draft)
    if first.mode != report.mode and "phone" in (first.mode, report.mode):
        return False
    if _parties(first) == _parties(report):
        return True
    return report.definite or any(known.people & report.people for known in draft)


def _parties_fit(known: Told, report: Told) -> bool:
    if report.type in JOINT:
        mine, theirs = _parties(report), _parties(known)
        return mine == theirs or (len(mine) == 1 and mine < theirs)
    if set(known.sources) != set(report.sources):
        return False
    return not report.targets or set(known.targets) == set(report.targets)


def _settings_fit(teller: Teller, known: Told, report: Told) -> bool:
    return (
        _days_fit(teller, known, report)
        and spots_fit(known.spot, report.spot)
        and people_fit(known.people, report.people)
    )


def _days_fit(teller: Teller, known: Told, report: Told) -> bool:
    """Whether the days overlap; an undated act is as recent as the article, unless recalled."""
    one, other = known.days, report.days
    if one is None and other is None:
        return (known.status == "recalled") == (report.status == "recalled")
    if one is None or other is None:
        undated = known if one is None else report
        if undated.status == "recalled":
            return False
        if CLASSES[undated.status] != "held" or teller.published is None:
            return True
        recent = teller.published[1] - _RECENT, teller.published[1]
        one, other = one or recent, other or recent
    wide = max(one[1] - one[0], other[1] - other[0]) > _RECENT
    return one == other or (not wide and days_fit(one, other))


def _same_words(known: Told, report: Told) -> bool:
    if is_lasting(known.trigger) and is_lasting(report.trigger):
        return True
    if known.start == report.start:
        return report.type not in SPOKEN or known.trigger == report.trigger
    if report.type in SPOKEN:
        return alike(known.words, report.words, _SHARED_SPOKEN, _ALIKE_SPOKEN)
    if report.definite and known.trigger.lower()[:4] == report.trigger.lower()[:4]:
        return True
    return alike(known.words, report.words, _SHARED, _ALIKE)


def alike(one: frozenset[str], other: frozenset[str], least: int, part: float) -> bool:
    """Whether two sets share so many words, and so large a part of the smaller."""
    shared = len(one & other)
    return shared >= least and shared >= part * min(len(one), len(other))


def days_fit(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    """Whether two spans of days overlap; an unknown one fits all."""
    return one is None or other is None or (one[0] <= other[1] and other[0] <= one[1])


def spots_fit(one: Spot | None, other: Spot | None) -> bool:
    """Whether two places may be one: the same, unknown, or one wide and both of one country."""
    if one is None or other is None or one.id == other.id:
        return True
    if one.kind not in _WIDE and other.kind not in _WIDE:
        return False
    return one.country is None or other.country is None or one.country == other.country


def people_fit(one: frozenset[tuple[Code, str]], other: frozenset[tuple[Code, str]]) -> bool:
    """False when both name people who act for one party, and none of them is the same."""
    shared_actors = {code for code, _ in one} & {code for code, _ in other}
    shared = one & other
    return all(any(code == actor for code, _ in shared) for actor in shared_actors)


def _telling(teller: Teller, draft: list[Told]) -> Telling:
    told = tuple(sorted(draft, key=lambda r: (r.start, r.id)))
    full = draft[0]
    dated = [report.days for report in told if report.days]
    spots = [report.spot for report in told if report.spot]
    return Telling(
        id=content_id("event", told[0].id),
        teller=teller,
        told=told,
        type=full.type,
        kind=CLASSES[full.status],
        mode=full.mode or next((report.mode for report in told if report.mode), None),
        sources=full.sources,
        targets=full.targets,
        days=min(dated, key=lambda days: (days[1] - days[0], days)) if dated else None,
        spot=min(spots, key=lambda spot: spot.kind in _WIDE) if spots else None,
        people=frozenset().union(*(report.people for report in told)),
        lasting=any(is_lasting(report.trigger) for report in told),
    )
