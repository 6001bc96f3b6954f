"""Who held an office on a day: the tables of tenures and of leaders as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from communique.detect.actor_people import FORMER
from communique.model import ActorMention
from communique.ontology.actors import ActorRegistry, Leader, fold, name_words
from communique.ontology.offices import Tenure, load_offices, plain

# The first that fits counts, so "vice president" stands before "vice" and "president".
_KINDS: tuple[tuple[str, str], ...] = (
    ("", r"deputy|assistant|former|ex|under|first|second|executive"),
    ("vice-president", r"vice[\s-]president"),
    ("", r"vice"),
    ("crown-prince", r"crown prince"),
    ("supreme-leader", r"supreme leader"),
    ("commission-president", r"commission president|president of the (?:european )?commission"),
    ("council-president", r"council president|president of the european council"),
    ("high-representative", r"high representative|foreign policy chief"),
    ("secretary-general", r"secretary[\s-]general"),
    ("director-general", r"director[\s-]general"),
    ("managing-director", r"managing director"),
    ("un-ambassador", r"ambassador to the (?:united nations|un)\b"),
    (
        "foreign-minister",
        r"foreign (?:affairs )?minister|minister (?:of|for) (?:foreign|external) affairs|"
        r"(?:external|foreign) affairs minister|foreign secretary|secretary of state\b|"
        r"minister of (?:the )?foreign|minister of international relations|"
        r"minister of global affairs|eam|fm",
    ),
    (
        "defence-minister",
        r"defen[cs]e (?:minister|secretary)|minister (?:of|for) (?:national )?defen[cs]e|"
        r"secretary of (?:state for )?defen[cs]e",
    ),
    (
        "finance-minister",
        r"finance minister|minister of finance|treasury secretary|secretary of the treasury|"
        r"chancellor of the exchequer",
    ),
    ("security-adviser", r"national security advis[eo]r"),
    ("army-chief", r"army chief|chief of (?:the )?army staff"),
    ("chief-adviser", r"chief advis[eo]r"),
    ("prime-minister", r"prime minister|premier|taoiseach|pm"),
    ("president", r"president"),
    ("chancellor", r"chancellor"),
    ("monarch", r"king|queen|emperor|emir|amir|sultan"),
    ("pope", r"pope"),
    ("leader", r"leader"),
)
_KIND = [(kind, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for kind, pattern in _KINDS]
_LEAST = 2
"""Words that a name must share with a phrase."""
_ACTING = frozenset({"acting", "interim", "caretaker"})


@dataclass(frozen=True, slots=True)
class Spell:
    """One person in one office of one country or organisation."""

    person: str
    office: str
    """As worded, "Foreign Minister"."""
    kind: str
    """"foreign-minister"; "" for an office of no such kind."""
    country: str
    start: str
    end: str | None
    """Both ISO days; None: still in office at the date of the table."""
    source: str

    def holds(self, day: str) -> bool:
        """Whether the ISO day lies in the spell, both ends included."""
        return self.start <= day and (self.end is None or day <= self.end)


def kind_of(words: str) -> str:
    """The kind of office that words name; "" for none, a deputy's and a former one."""
    return next((kind for kind, pattern in _KIND if pattern.search(words)), "")


def holders(country: str, kind: str, day: str) -> tuple[Spell, ...]:
    """Who held a kind of office on an ISO day, the last to come in first.

    The table of tenures answers; where it is silent the table of leaders does.
    """
    tenures, leaders = _by_office()
    for table in (tenures, leaders):
        found = [s for s in table.get((country, kind), ()) if s.holds(day)]
        if found:
            return tuple(sorted(found, key=lambda s: s.start, reverse=True))
    return ()


def spells_of(name: str) -> tuple[Spell, ...]:
    """The offices of a person by full name or alias, the earliest first."""
    leaders = ActorRegistry.load().leaders.get(" ".join(name_words(name)), ())
    worded = {(s.country, s.kind): s for s in map(_of_leader, leaders)}
    found = set()
    for tenure in map(_of_tenure, load_offices().held(plain(name))):
        same = worded.get((tenure.country, tenure.kind))
        found.add(replace(tenure, office=same.office) if same else tenure)
    known = {(s.country, s.kind) for s in found}
    found.update(s for s in map(_of_leader, leaders) if (s.country, s.kind) not in known)
    return tuple(sorted(found, key=lambda s: (s.start, s.office)))


def people_named(word: str) -> tuple[str, ...]:
    """Full names of those who go by a last or family name."""
    registry, offices = ActorRegistry.load(), load_offices()
    found = [t.person for t in offices.by_family_name.get(plain(word), ())]
    found += [leader.name for leader in registry.surnames.get(fold(word), ())]
    return tuple(dict.fromkeys(found))


def titled(phrase: str, day: str | None) -> str | None:
    """The full name of the one person whom a title and a family name mean ("Secretary Hicks").

    The title must be of an office that the person holds on the ISO day, or held where no day is
    given. None for nobody and for more than one.
    """
    kind, title = kind_of(phrase), set(name_words(phrase)[:-1])
    fitting = {
        person
        for person in people_named(phrase.rsplit(maxsplit=1)[-1] if phrase.strip() else "")
        for spell in spells_of(person)
        if (day is None or spell.holds(day))
        and ((kind and spell.kind == kind) or title & set(name_words(spell.office)))
    }
    return fitting.pop() if len(fitting) == 1 else None


def in_full(phrase: str) -> str | None:
    """The one person of the tables whose name has two words or more in common with the phrase.

    All words of the shorter one must be among those of the longer: "Bilawal Bhutto" is Bilawal
    Bhutto Zardari. None for nobody and for more than one.
    """
    words = frozenset(name_words(phrase))
    if len(words) < _LEAST:
        return None
    fitting = {
        person
        for person, own in _words_of_people()
        if len(own & words) >= _LEAST and (own <= words or words <= own)
    }
    codes = {spell.country for person in fitting for spell in spells_of(person)}
    return min(fitting) if len(codes) == 1 else None


def as_mention(person: str, day: str | None) -> ActorMention | None:
    """A person of the tables as a text that names nobody else would have it; None for nobody.

    The sector is that of the office held on the ISO day, ELI for who holds none any more.
    """
    spells = spells_of(person)
    if not spells:
        return None
    now = [s for s in spells if (s.holds(day) if day else s.end is None)]
    spell = (now or spells)[-1]
    sector = ActorRegistry.load().sector_of(spell.office) if now else FORMER
    office = spell.office if now and day else None
    return ActorMention(
        0, 0, 0, len(person), (spell.country,), "person", sector, person, office, "by the tables"
    )


@cache
def _words_of_people() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((person, frozenset(name_words(person))) for person in dict.fromkeys(all_people()))


@cache
def _by_office() -> tuple[dict[tuple[str, str], list[Spell]], dict[tuple[str, str], list[Spell]]]:
    leaders = ActorRegistry.load().leaders.values()
    return (
        _grouped(map(_of_tenure, load_offices().tenures)),
        _grouped(_of_leader(leader) for group in leaders for leader in group),
    )


def _grouped(spells: Iterable[Spell]) -> dict[tuple[str, str], list[Spell]]:
    table: dict[tuple[str, str], list[Spell]] = {}
    for spell in spells:
        table.setdefault((spell.country, spell.kind), []).append(spell)
    return table


def _of_tenure(tenure: Tenure) -> Spell:
    return Spell(
        tenure.person,
        tenure.office.replace("-", " ").capitalize(),
        tenure.office,
        tenure.country,
        tenure.start.isoformat(),
        tenure.end.isoformat() if tenure.end else None,
        f"table of offices, {tenure.source}",
    )


def _of_leader(leader: Leader) -> Spell:
    words = " ".join(w for w in leader.office.split() if w.lower() not in _ACTING)
    return Spell(
        leader.name,
        leader.office,
        kind_of(words),
        leader.code,
        leader.since or "0001-01-01",
        leader.until or None,
        "table of leaders",
    )


def all_people() -> Iterator[str]:
    """The names of everybody in both tables."""
    yield from (tenure.person for tenure in load_offices().tenures)
    for group in ActorRegistry.load().leaders.values():
        yield from (leader.name for leader in group)
