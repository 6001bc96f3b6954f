"""Tellings of one happening in several articles become one; what contradicts stays beside it.

The group stage of merging: `block_of` gives the key, `merge_block` joins the tellings of one key.
Nothing is compared across keys, so blocks may be split over any number of workers. Within a block
tellings are taken in an order that their content alone gives, and each joins the most similar
happening that it fits, so neither the order of articles nor the split changes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from communique.model import Code, Status
from communique.resolve.telling import (
    JOINT,
    SPOKEN,
    Spot,
    Telling,
    Told,
    days_fit,
    people_fit,
    spots_fit,
)

Block = tuple[str, tuple[Code, ...], tuple[Code, ...]]
Days = tuple[int, int]

_WIDEST = 7
"""Days; what is dated more loosely ("in 2021") is not joined across articles."""
_TOLD_AFTER = 1
"""Days that an undated act may lie before the day on which it is told."""
_DENIED_AFTER = 7
"""Days after an act within which an undated denial of it may come."""
_PLANNED_BEFORE = 7
"""Days before an act within which an undated plan of it may come."""
_SHARED = 3
_ALIKE = 0.35
"""Words, and part of the smaller set of them, that tellings of repeatable acts share."""
_SHARED_MORE = 5
_ALIKE_MORE = 0.5
"""The same for what is done by speaking, where two occasions share the usual formulas, and for
undated acts told on different days, which are mostly different acts."""
_COPIED = 0.6
_FIRM: tuple[Status, ...] = (
    "occurred",
    "ongoing",
    "recalled",
    "planned",
    "denied",
    "hypothetical",
)
_COMPARED = 4
"""Reports of one telling, and tellings of one happening, that are compared word by word."""
_CANDIDATES = 128
"""Happenings of one day, or with one word on one day, that a telling is compared with."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event: its tellings, and its ties to other events of the record."""

    id: str
    """The id of `tellings[0]`, the one published first."""
    tellings: tuple[Telling, ...]
    days: Days | None
    """What all dated tellings have in common; None when none is dated."""
    spot: Spot | None
    fulfils: tuple[str, ...] = ()
    """Ids of planned events that this one carries out."""
    contradicts: tuple[str, ...] = ()
    """Ids of events whose tellings deny this one, or that this one denies."""

    @property
    def told(self) -> tuple[Told, ...]:
        """All reports, those of the earliest article first."""
        return tuple(report for telling in self.tellings for report in telling.told)

    @property
    def lead(self) -> Told:
        """The report whose coding stands for the event: most parties, earliest article."""
        return max(self.tellings[0].told, key=lambda r: len({*r.sources, *r.targets}))

    @property
    def dated(self) -> Told | None:
        """The report whose days are the narrowest; None when none is dated."""
        known = [(report.days, report) for report in self.told if report.days]
        return min(known, key=lambda pair: pair[0][1] - pair[0][0])[1] if known else None

    @property
    def placed(self) -> Told | None:
        """A report that tells the place; None when none does."""
        return next(
            (report for report in self.told if report.spot and report.spot == self.spot), None
        )

    @property
    def status(self) -> Status:
        """What most firmly holds of its reports' statuses."""
        return min((report.status for report in self.told), key=_FIRM.index)

    @property
    def sources(self) -> int:
        """How many independent articles tell it: copies of one count once."""
        return len({telling.teller.cluster for telling in self.tellings})


def block_of(telling: Telling) -> Block:
    """The key of the block in which a telling is compared: its type and parties."""
    if telling.type in JOINT:
        return telling.type, tuple(sorted(telling.actors)), ()
    return telling.type, tuple(sorted({*telling.sources})), tuple(sorted({*telling.targets}))


def merge(tellings: Iterable[Telling]) -> list[Happening]:
    """All happenings of these tellings, sorted by id; every telling is in exactly one."""
    blocks: dict[Block, list[Telling]] = {}
    for telling in tellings:
        blocks.setdefault(block_of(telling), []).append(telling)
    found = [event for block in blocks.values() for event in merge_block(block)]
    return sorted(found, key=lambda event: event.id)


def merge_block(block: Sequence[Telling]) -> list[Happening]:
    """The happenings of tellings that have one `block_of`, with their ties."""
    if len(block) == 1:
        only = block[0]
        return [Happening(only.id, (only,), only.days, only.spot)]
    drafts: dict[str, _Drafts] = {}
    for telling in sorted({telling.id: telling for telling in block}.values(), key=_order):
        drafts.setdefault(telling.kind, _Drafts()).take(telling)
    return [draft.happening() for draft in _tied(drafts)]


def _order(telling: Telling) -> tuple[object, ...]:
    """The firmly dated first, so that the others find them; then as published."""
    window = window_of(telling)
    told = window_of(telling) is not None and telling.days is None
    return (window is None, told, window or (0, 0), *_published(telling))


def _published(telling: Telling) -> tuple[object, ...]:
    first = telling.teller.published
    return (first is None, first or (0, 0), telling.teller.article, telling.id)


def window_of(telling: Telling) -> Days | None:
    """The days in which it happened as far as that can be compared; None when it cannot.

    What is told without a date as just happened lies on the day of publication or the day before.
    """
    if telling.days is not None:
        return telling.days if telling.days[1] - telling.days[0] <= _WIDEST else None
    published = telling.teller.published
    if published is None or published[1] - published[0] > _TOLD_AFTER:
        return None
    if telling.kind == "hypothetical" or all(r.status == "recalled" for r in telling.told):
        return None
    return published[0] - _TOLD_AFTER, published[1]


@dataclass(slots=True, eq=False)
class _Draft:
    """A happening in the making."""

    number: int
    """Place in the order of its block."""
    tellings: list[Telling]
    window: Days | None
    spot: Spot | None
    people: frozenset[tuple[Code, str]]
    words: frozenset[str]
    """Of its first telling."""
    fulfils: list[str] = field(default_factory=list)
    contradicts: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return min(self.tellings, key=_published).id

    def happening(self) -> Happening:
        tellings = tuple(sorted(self.tellings, key=_published))
        return Happening(
            id=tellings[0].id,
            tellings=tellings,
            days=_common([telling.days for telling in tellings if telling.days]),
            spot=self.spot,
            fulfils=tuple(sorted(self.fulfils)),
            contradicts=tuple(sorted(self.contradicts)),
        )


class _Drafts:
    """The happenings of one block and one class of status, found by day and word."""

    def __init__(self) -> None:
        self.all: list[_Draft] = []
        self._days: dict[int, list[int]] = {}
        self._words: dict[tuple[int, str], list[int]] = {}
        self._copies: dict[tuple[str, frozenset[str]], _Draft] = {}

    def take(self, telling: Telling) -> None:
        """Join the telling to the happening that it fits best, or begin one with it."""
        window = window_of(telling)
        home = self._copied(telling) or self._best(telling, window)
        if home is None:
            home = _Draft(len(self.all), [], None, None, frozenset(), _first_words(telling))
            self.all.append(home)
        if window is not None:
            if home.window is None:
                self._note(home, window)
            else:
                home.window = _common([home.window, window])
        home.tellings.append(telling)
        home.people |= telling.people
        home.spot = _narrower(home.spot, telling.spot)
        self._copies.setdefault((telling.teller.cluster, telling.told[0].words), home)

    def near(self, telling: Telling, window: Days) -> list[_Draft]:
        """Happenings whose days overlap the window, those that share most words first."""
        words = _first_words(telling)
        numbers: set[int] = set()
        for day in range(window[0], window[1] + 1):
            known = self._days.get(day, [])
            numbers.update(known)
            if len(known) == _CANDIDATES:
                for word in words:
                    numbers.update(self._words.get((day, word), ()))
        near = [self.all[number] for number in numbers]
        near = [draft for draft in near if days_fit(draft.window, window)]
        near.sort(key=lambda draft: (-len(words & draft.words), draft.number))
        return near[:_CANDIDATES]

    def _copied(self, telling: Telling) -> _Draft | None:
        """The happening that another copy of the article tells in the same words."""
        copied = self._copies.get((telling.teller.cluster, telling.told[0].words))
        if copied and any(t.teller.article == telling.teller.article for t in copied.tellings):
            return None
        return copied

    def _best(self, telling: Telling, window: Days | None) -> _Draft | None:
        if window is None:
            return None
        for draft in self.near(telling, window):
            if _fits(draft, telling) and any(
                same(known, telling) for known in draft.tellings[:_COMPARED]
            ):
                return draft
        return None

    def _note(self, draft: _Draft, window: Days) -> None:
        """Let the draft be found: by its days, and on crowded ones by its words."""
        draft.window = window
        for day in range(window[0], window[1] + 1):
            known = self._days.setdefault(day, [])
            if len(known) < _CANDIDATES:
                known.append(draft.number)
                continue
            for word in draft.words:
                some = self._words.setdefault((day, word), [])
                if len(some) < _CANDIDATES:
                    some.append(draft.number)


def _first_words(telling: Telling) -> frozenset[str]:
    return frozenset().union(*(report.words for report in telling.told[:_COMPARED]))


def _fits(draft: _Draft, telling: Telling) -> bool:
    return people_fit(draft.people, telling.people) and spots_fit(draft.spot, telling.spot)


def same(one: Telling, other: Telling) -> bool:
    """Whether two tellings of one block, whose days, places and people fit, tell one happening."""
    if one.teller.article == other.teller.article:
        return False  # `tell` has compared these.
    if one.lasting and other.lasting:
        return True
    if not _one_direction(one, other):
        return False
    if one.teller.cluster == other.teller.cluster and _alike(one, other, _SHARED, _COPIED):
        return True
    if one.type == "CONSULT":
        return _one_meeting(one, other)
    if one.type in SPOKEN:
        mine, theirs = one.teller.parties, other.teller.parties
        return (mine <= theirs or theirs <= mine) and _told_alike(one, other)
    return _told_alike(one, other)


def _one_meeting(one: Telling, other: Telling) -> bool:
    """Whether people of two sides at least are the same, or as many words as of other acts."""
    if (one.mode == "phone") != (other.mode == "phone") and "visit" in (one.mode, other.mode):
        return False
    if len({code for code, _ in one.people & other.people}) > 1:
        return one.days is not None or other.days is not None or _one_day(one, other)
    return len(one.actors) > 1 and _told_alike(one, other)


def _one_day(one: Telling, other: Telling) -> bool:
    return one.teller.published == other.teller.published


def _told_alike(one: Telling, other: Telling) -> bool:
    undated = one.days is None and other.days is None
    if one.type in SPOKEN or (undated and not _one_day(one, other)):
        return _alike(one, other, _SHARED_MORE, _ALIKE_MORE)
    return _alike(one, other, _SHARED, _ALIKE)


def _one_direction(one: Telling, other: Telling) -> bool:
    """False for promises that run in opposite ways."""
    if one.type != "AGREE" or not one.targets or not other.targets:
        return True
    return set(one.sources) == set(other.sources)


def _alike(one: Telling, other: Telling, least: int, part: float) -> bool:
    """Whether two of their sentences share so many words and, where both have names, a name."""
    known = {code.lower() for code in one.actors}
    for mine in one.told[:_COMPARED]:
        for theirs in other.told[:_COMPARED]:
            shared = (mine.words & theirs.words) - known
            if len(shared) < least or len(shared) < part * min(len(mine.words), len(theirs.words)):
                continue
            if not mine.names or not theirs.names or (mine.names & theirs.names) - known:
                return True
    return False


def _common(dated: list[Days]) -> Days | None:
    """The days that all spans share; of spans that share none, the narrowest."""
    if not dated:
        return None
    first, last = max(days[0] for days in dated), min(days[1] for days in dated)
    return (first, last) if first <= last else min(dated, key=lambda d: (d[1] - d[0], d))


def _narrower(known: Spot | None, new: Spot | None) -> Spot | None:
    if known is None or new is None:
        return known or new
    return new if known.kind in ("country", "continent") and new.kind != known.kind else known


def _tied(drafts: dict[str, _Drafts]) -> list[_Draft]:
    """All happenings of a block, after plans and denials are tied to what they are about."""
    held = drafts.get("held", _Drafts())
    for plan in drafts["planned"].all if "planned" in drafts else ():
        event = _carried_out(held, plan)
        if event is not None:
            event.fulfils.append(plan.id)
    for denial in drafts["denied"].all if "denied" in drafts else ():
        for event in _near(held, denial, before=_DENIED_AFTER, after=0):
            if _any_pair(event, denial, _denies):
                event.contradicts.append(denial.id)
                denial.contradicts.append(event.id)
    return [draft for some in drafts.values() for draft in some.all]


def _carried_out(held: _Drafts, plan: _Draft) -> _Draft | None:
    """The first event, told in a later article, that carries out a plan."""
    if plan.tellings[0].type in SPOKEN or any(telling.lasting for telling in plan.tellings):
        return None
    told = max(telling.teller.published or (0, 0) for telling in plan.tellings)
    events = [
        event
        for event in _near(held, plan, before=0, after=_PLANNED_BEFORE)
        if event.window and event.window[1] >= told[0] and _any_pair(event, plan, _carries_out)
    ]
    return min(events, key=lambda event: (event.window, event.number), default=None)


def _near(held: _Drafts, draft: _Draft, before: int, after: int) -> list[_Draft]:
    """What was held in the days of `draft`, or so many before and after if it is undated."""
    window = draft.window
    if window is None:
        return []
    if all(telling.days is None for telling in draft.tellings):
        window = window[0] - before, window[1] + after
    first = draft.tellings[0]
    return [event for event in held.near(first, window) if _fits(event, first)]


def _any_pair(event: _Draft, draft: _Draft, fits: Callable[[Telling, Telling], bool]) -> bool:
    return any(
        fits(known, telling)
        for known in event.tellings[:_COMPARED]
        for telling in draft.tellings[:_COMPARED]
    )


def _carries_out(event: Telling, plan: Telling) -> bool:
    if event.teller.article == plan.teller.article:
        return False
    sides = len({code for code, _ in event.people & plan.people})
    if event.type == "CONSULT" and len(event.actors) > 1 and sides:
        return sides > 1 or plan.days is not None
    return _alike(event, plan, _SHARED, _ALIKE)


def _denies(event: Telling, denial: Telling) -> bool:
    return _one_direction(event, denial) and _alike(event, denial, _SHARED, _ALIKE)
