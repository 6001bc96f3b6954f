"""Joins the offices that articles show into spells, and lays them against the shipped tables.

A group step: it needs the claims of many articles. Nothing is settled here: what contradicts stays
beside what it contradicts, and the reason says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from communique.model import GUESSED, OfficeClaim, OfficeVerdict
from communique.ontology.spells import SpellTable, same_person
from communique.resolve.office_claims import bounds, compare_claim, is_single

_FIRM = 62
"""Days within which a claim must lie to tell when somebody was in office."""
_RANK: tuple[OfficeVerdict, ...] = ("contradicts", "extends", "confirms", "new")


@dataclass(frozen=True, slots=True)
class LearnedSpell:
    """One person in one office, as far as articles show it."""

    person: str
    country: str
    kind: str
    office: str
    """As most often worded."""
    first_seen: str | None
    last_seen: str | None
    """ISO days between which articles show the person in office; None when they only tell of it
    as past, or as to come."""
    articles: int
    acting: bool
    """Whether all of them say acting, interim or caretaker."""
    ended_before: str | None
    """The first day on which an article says "former" of it."""
    begins_after: str | None
    """The last day on which an article says "-elect" of it."""
    verdict: OfficeVerdict
    """Of its claims, what weighs most: contradicts, extends, confirms, new."""
    reasons: tuple[str, ...]
    rivals: tuple[str, ...]
    """Whom other articles show in the same office at the same time."""
    claims: tuple[OfficeClaim, ...]


def join_claims(claims: Iterable[OfficeClaim], table: SpellTable) -> tuple[LearnedSpell, ...]:
    """The claims of any number of articles as spells, by country, office and first day seen.

    One person has two spells in an office where somebody else held it in between, or an article
    in between says "former". Other claims join the spell that they lie nearest to.
    """
    offices: dict[tuple[str, str], list[OfficeClaim]] = {}
    for claim in sorted(_placed(claims), key=lambda c: (c.country, c.kind, _bounds(c), c.id)):
        offices.setdefault((claim.country, claim.kind), []).append(claim)
    spells: list[LearnedSpell] = []
    for found in offices.values():
        groups = [part for people in _by_person(found) for part in _split(people, found)]
        spells += [_spell(group, groups, table) for group in groups]
    return tuple(sorted(spells, key=lambda s: (s.country, s.kind, s.first_seen or "", s.person)))


def _placed(claims: Iterable[OfficeClaim]) -> list[OfficeClaim]:
    """The claims, a guessed country turned to the one that other articles give the person."""
    found = list(claims)
    sure: dict[tuple[str, str], set[str]] = {}
    for claim in found:
        if claim.country_reason != GUESSED and " " in claim.person:
            sure.setdefault((claim.person, claim.kind), set()).add(claim.country)
    placed = []
    for claim in found:
        told = sure.get((claim.person, claim.kind), set())
        if claim.country_reason == GUESSED and len(told) == 1:
            country = next(iter(told))
            placed.append(replace(claim, country=country, country_reason="other articles"))
        else:
            placed.append(claim)
    return placed


def _bounds(claim: OfficeClaim) -> tuple[date, date]:
    return bounds(claim.held)


def _by_person(claims: Sequence[OfficeClaim]) -> list[list[OfficeClaim]]:
    """The claims of one office by person, fuller names first, so that short ones find them."""
    people: list[list[OfficeClaim]] = []
    for claim in sorted(claims, key=lambda c: -len(c.person.split())):
        same = [group for group in people if same_person(group[0].person, claim.person)]
        if same:
            min(same, key=lambda group: _distance(group, claim)).append(claim)
        else:
            people.append([claim])
    return people


def _distance(group: Sequence[OfficeClaim], claim: OfficeClaim) -> int:
    first, last = _bounds(claim)
    days = [_bounds(other) for other in group]
    return min(max((a - last).days, (first - b).days, 0) for a, b in days)


def _is_firm(claim: OfficeClaim) -> bool:
    """Whether the claim tells that somebody was in office at a time that is known closely."""
    held = claim.held
    if (
        held is None
        or claim.marker not in ("holds", "acting")
        or held.basis != "day of publication"
    ):
        return False
    first, last = _bounds(claim)
    return (last - first).days <= _FIRM


def _split(person: list[OfficeClaim], office: Sequence[OfficeClaim]) -> list[list[OfficeClaim]]:
    firm = sorted((c for c in person if _is_firm(c)), key=_bounds)
    if not firm:
        return [person]
    parts = [[firm[0]]]
    for before, after in pairwise(firm):
        if _interrupted(_bounds(before)[1], _bounds(after)[0], person, office):
            parts.append([])
        parts[-1].append(after)
    for claim in person:
        if not _is_firm(claim):
            # "Former" tells of a spell before it, "-elect" of one behind it.
            parts[_nearest(parts, claim)].append(claim)
    return parts


def _nearest(parts: Sequence[Sequence[OfficeClaim]], claim: OfficeClaim) -> int:
    first, last = _bounds(claim)
    starts = [_bounds(part[0])[0] for part in parts]
    if claim.marker == "elect":
        return next((i for i, start in enumerate(starts) if start >= first), len(parts) - 1)
    return max((i for i, start in enumerate(starts) if start <= last), default=0)


def _interrupted(
    before: date, after: date, person: Sequence[OfficeClaim], office: Sequence[OfficeClaim]
) -> bool:
    if any(c.marker == "former" and before < _bounds(c)[1] < after for c in person):
        return True
    if not person or not is_single(person[0].kind):
        return False
    return any(
        _is_firm(c) and before < _bounds(c)[0] and _bounds(c)[1] < after
        for c in office
        if not same_person(c.person, person[0].person)
    )


def _spell(
    group: list[OfficeClaim], groups: Sequence[Sequence[OfficeClaim]], table: SpellTable
) -> LearnedSpell:
    seen = _seen(group)
    compared = [compare_claim(claim, table) for claim in group]
    verdict = min((c.verdict for c in compared), key=_RANK.index)
    reasons = dict.fromkeys(c.reason for c in compared if c.verdict == verdict)
    articles = {claim.article for claim in group}
    fullest = max(group, key=lambda c: (len(c.person.split()), len(c.person)))
    return LearnedSpell(
        person=fullest.person,
        country=fullest.country,
        kind=fullest.kind,
        office=Counter(claim.office for claim in group).most_common(1)[0][0],
        first_seen=seen[0].isoformat() if seen else None,
        last_seen=seen[1].isoformat() if seen else None,
        articles=len(articles),
        acting=all(claim.marker == "acting" for claim in group),
        ended_before=min(_edges(group, "former"), default=None),
        begins_after=max(_edges(group, "elect"), default=None),
        verdict=verdict,
        reasons=tuple(reasons),
        rivals=_rivals(group, groups),
        claims=tuple(group),
    )


def _seen(group: Sequence[OfficeClaim]) -> tuple[date, date] | None:
    days = [_bounds(claim) for claim in group if _is_firm(claim)]
    return (min(a for a, _ in days), max(b for _, b in days)) if days else None


def _edges(group: Sequence[OfficeClaim], marker: str) -> list[str]:
    """The known ends of the times of "former" claims, or the begins of "elect" ones."""
    held = [claim.held for claim in group if claim.marker == marker and claim.held is not None]
    days = [h.end if marker == "former" else h.start for h in held]
    return [day[:10] for day in days if day]


def _rivals(
    group: Sequence[OfficeClaim], groups: Sequence[Sequence[OfficeClaim]]
) -> tuple[str, ...]:
    seen = _seen(group)
    if seen is None or not is_single(group[0].kind):
        return ()
    found = []
    for other in groups:
        theirs = _seen(other)
        if other is group or theirs is None or same_person(other[0].person, group[0].person):
            continue
        if seen[0] <= theirs[1] and theirs[0] <= seen[1]:
            found.append(other[0].person)
    return tuple(dict.fromkeys(found))
