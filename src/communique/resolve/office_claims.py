"""What an article shows of an office, and how such a claim stands to the shipped tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from communique.model import Interval, OfficeClaim, OfficeVerdict
from communique.ontology.spells import Spell, SpellTable, same_person

UNDATED = "dated by what the page says"
"""Basis of a window that other offices gave: no new evidence for one."""

_EXTENDS = 400
"""Days beyond a table's spell for which an article still extends it; longer contradicts it."""
# Offices that several people hold at once, so that another holder contradicts nobody.
_MANY = (
    "deputy-",
    "vice-",
    "assistant-",
    "associate-",
    "under-",
    "first-",
    "special-",
    "minister-",
)
_MANY_KINDS = frozenset(
    "ambassador high-commissioner governor lieutenant-governor mayor permanent-representative "
    "press-secretary chief-of-staff attorney-general speaker chief-minister premier secretary "
    "state-councillor state-counsellor chief-justice governor-general majority-leader "
    "minority-leader commission-vice-president charge-daffaires".split()
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a claim stands to the tables."""

    verdict: OfficeVerdict
    """confirms; extends: the same person, beyond the table's days, and nobody else's; contradicts;
    new: the tables say nothing."""
    reason: str
    spells: tuple[Spell, ...] = ()
    """The rows that decided."""


def compare_claim(claim: OfficeClaim, table: SpellTable) -> Comparison:
    """How a claim stands to the tables of offices and leaders."""
    spells = table.of_office(claim.country, claim.kind)
    own = [s for s in spells if any(same_person(claim.person, name) for name in s.names)]
    if claim.held is None:
        return Comparison("new", "the article has no date", tuple(own))
    first, last = bounds(claim.held)
    if claim.marker == "former":
        return _former(own, last)
    if claim.marker == "elect":
        return _elect(own, first)
    held = tuple(s for s in own if s.holds(first, last))
    if held:
        return Comparison("confirms", _told(held[-1]), held)
    if own:
        return _outside(own, table, claim)
    return _stranger(table, claim)


def _former(own: Sequence[Spell], last: date) -> Comparison:
    ended = tuple(s for s in own if s.end is not None and s.end <= last)
    if ended:
        return Comparison("confirms", _told(ended[-1]), ended)
    if own:
        return Comparison("contradicts", f"called former, but {_told(own[0])}", tuple(own))
    return Comparison("new", "no table has this person in this office")


def _elect(own: Sequence[Spell], first: date) -> Comparison:
    coming = tuple(s for s in own if s.start >= first)
    if coming:
        return Comparison("confirms", _told(coming[0]), coming)
    held = tuple(s for s in own if s.holds(first, first))
    if held:
        return Comparison("contradicts", f"told as to come, but {_told(held[0])}", held)
    return Comparison("new", "no table has this person in this office from then on")


def _outside(own: Sequence[Spell], table: SpellTable, claim: OfficeClaim) -> Comparison:
    """The person held the office, but by the table at another time."""
    first, last = bounds(claim.held)
    near = min(own, key=lambda s: max((s.start - last).days, (first - (s.end or first)).days))
    others = _others(table, claim, own)
    apart = max((near.start - last).days, (first - (near.end or first)).days)
    if others or apart > _EXTENDS:
        kept = "; a title is often kept out of courtesy" if near.end and near.end < first else ""
        then = f", and at that time {_told(others[-1])}" if others else ""
        return Comparison("contradicts", f"{_told(near)}{then}{kept}", (near, *others))
    return Comparison("extends", _told(near), (near,))


def _stranger(table: SpellTable, claim: OfficeClaim) -> Comparison:
    """No table has the person in this office."""
    others = _others(table, claim, ())
    if not others:
        return Comparison("new", "no table has anybody in this office then")
    if claim.marker == "acting":
        return Comparison("new", f"acting, while {_told(others[-1])}", others)
    return Comparison("contradicts", _told(others[-1]), others)


def _others(table: SpellTable, claim: OfficeClaim, own: Sequence[Spell]) -> tuple[Spell, ...]:
    """Other people whom the tables have in this office during all of the claim's time."""
    if not is_single(claim.kind):
        return ()
    first, last = bounds(claim.held)
    if first == date.min or last == date.max:
        return ()
    found = table.holders(claim.country, claim.kind, first, last)
    day = first
    rest = [s for s in found if s not in own]
    for spell in sorted(rest, key=lambda s: s.start):
        if spell.start > day:
            return ()
        if spell.end is None or spell.end >= last:
            return tuple(rest)
        day = max(day, spell.end)
    return ()


def _told(spell: Spell) -> str:
    end = f"to {spell.end.isoformat()}" if spell.end else "on"
    begin = "from the beginning" if spell.start == date.min else f"from {spell.start.isoformat()}"
    return f"{spell.person} held it {begin} {end} ({spell.source})"


def bounds(held: Interval | None) -> tuple[date, date]:
    """First and last day of an interval; an open end is the first or last day of all."""
    first = date.fromisoformat(held.start[:10]) if held and held.start else date.min
    last = date.fromisoformat(held.end[:10]) if held and held.end else date.max
    return first, last


def is_single(kind: str) -> bool:
    """Whether one person at a time holds such an office."""
    return kind not in _MANY_KINDS and not kind.startswith(_MANY)
