"""Cut a sentence into noun phrases and find the names and nouns of the actor registry in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from communique.model import Code, Sentence, Token
from communique.ontology.actors import ActorRegistry, Leader, Name, Noun, fold

JOINERS = frozenset(("-", "–", "‐", "‑"))
GENITIVE = frozenset(("'s", "’s", "'", "’", "'S", "’S"))
INSIDE = frozenset(("DET", "ADJ", "NOUN", "PROPN", "NUM"))
PARTICLES = frozenset(
    ("al", "el", "bin", "ibn", "ben", "bint", "de", "da", "do", "dos", "du", "la", "le", "van",
     "von", "der", "den", "di", "ur", "ul", "abu", "arap", "del", "ud", "uz")
)  # fmt: skip
LOWER_STARTS = frozenset(("al", "de", "von", "el", "bin", "the"))
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
OWNER_PRONOUNS = frozenset(("his", "her", "its", "their", "our", "my", "your", "whose"))
LONGEST_NAME = 6
PERSON_USES = ("adjective", "person", "people")
PLACE_USES = ("capital", "seat", "city", "region")


@dataclass(slots=True, eq=False)
class Unit:
    """A registry entry found at tokens [start, end): a name, a noun or a leader's full name."""

    start: int
    end: int
    name: Name | None = None
    noun: Noun | None = None
    leaders: list[Leader] | None = None
    code: Code = ""
    """Code of the name in this article; empty when it names no actor."""

    @property
    def use(self) -> str:
        """The name's use; empty for nouns and leaders."""
        return self.name.use if self.name is not None else ""


@dataclass(slots=True, eq=False)
class Phrase:
    """A base noun phrase: tokens [start, end)."""

    start: int
    end: int
    units: list[Unit]
    names: list[tuple[int, int]] = field(default_factory=list)
    """Runs of capitalised words outside the units."""
    pronoun: int | None = None
    """Token of a possessive pronoun in it."""
    count: bool = False
    """Whether it is only a number of parties: "the two", "both"."""
    owner: Phrase | None = None
    """The genitive before it ("Pakistan" of "Pakistan's ambassador")."""
    genitive: bool = False

    @property
    def tail(self) -> Unit | None:
        """The unit that ends the phrase."""
        return self.units[-1] if self.units and self.units[-1].end == self.end else None

    @property
    def noun(self) -> Noun | None:
        """The noun that ends the phrase."""
        tail = self.tail
        return tail.noun if tail is not None else None


def words_of(tokens: Sequence[Token], start: int, end: int) -> tuple[str, ...]:
    """The folded words of a span, without hyphens."""
    return tuple(fold(token.text) for token in tokens[start:end] if token.text not in JOINERS)


class Scanner:
    """Finds registry entries, longest match first, without overlaps."""

    def __init__(self, registry: ActorRegistry, renamed: dict[str, Code]) -> None:
        """`renamed`: folded names that have another code in this article."""
        self.registry = registry
        self.renamed = renamed

    def scan(self, tokens: Sequence[Token]) -> list[Unit]:
        """The units of a sentence in order."""
        words: list[str] = []
        places: list[int] = []
        for token in tokens:
            if token.text not in JOINERS:
                words.append(fold(token.text))
                places.append(token.i)
        units: list[Unit] = []
        at, count = 0, len(words)
        names, nouns = self.registry.names, self.registry.nouns
        origins = self.registry.origins
        while at < count:
            word = words[at]
            unit, size = None, 0
            if word in names or word in origins:
                unit, size = self._named(tokens, words, places, at)
            if word in nouns:
                noun, length = self._noun(tokens, words, places, at)
                if length > size:
                    unit, size = noun, length
            if unit is not None and not self._of_person(tokens, unit):
                units.append(unit)
            at += max(size, 1)
        return units

    def _of_person(self, tokens: Sequence[Token], unit: Unit) -> bool:
        """Whether a place's name is part of a person's ("Michael Jordan", "Chad Smith")."""
        if unit.end - unit.start != 1 or unit.use not in ("name", "capital", "city", "region"):
            return False
        before = tokens[unit.start - 1] if unit.start else None
        if before is not None and before.pos == "PROPN" and before.text[0].isupper():
            word = fold(before.text)
            if word in self.registry.given or (len(word) == 1 and before.text[-1] == "."):
                return True
        after = tokens[unit.end] if unit.end < len(tokens) else None
        return (
            after is not None
            and after.dep == "flat"
            and after.head == unit.start
            and after.pos == "PROPN"
            and fold(after.text) not in self.registry.names
            and fold(after.text) not in self.registry.words["time"]
        )

    def _named(
        self, tokens: Sequence[Token], words: list[str], places: list[int], at: int
    ) -> tuple[Unit | None, int]:
        first = tokens[places[at]].text
        if not (first[0].isupper() or first[0].isdigit() or words[at] in LOWER_STARTS):
            return None, 0
        unit, size = None, 0
        for name in self.registry.names.get(words[at], ()):
            length = len(name.words)
            if tuple(words[at : at + length]) == name.words and _fits(name, tokens, places, at):
                own = "" if name.use == "private" else name.code
                code = self.renamed.get(" ".join(name.words), own)
                if name.use == "in context" and (not code or _goes_on(tokens, places, at, length)):
                    continue
                end = places[at + length - 1] + 1
                unit, size = Unit(places[at], end, name=name, code=code), length
                break
        if words[at] in self.registry.origins:
            for length in range(min(LONGEST_NAME, len(words) - at), max(1, size), -1):
                known = self.registry.leaders.get(" ".join(words[at : at + length]))
                if known:
                    return Unit(places[at], places[at + length - 1] + 1, leaders=known), length
        return unit, size

    def _noun(
        self, tokens: Sequence[Token], words: list[str], places: list[int], at: int
    ) -> tuple[Unit | None, int]:
        for noun in self.registry.nouns[words[at]]:
            length = len(noun.words)
            if tuple(words[at : at + length]) != noun.words:
                continue
            head = tokens[places[at + length - 1]]
            if head.pos in ("NOUN", "PROPN") or (
                head.pos in ("ADJ", "X") and (length > 1 or noun.plural or noun.sector == "PTY")
            ):
                return Unit(places[at], head.i + 1, noun=noun), length
        return None, 0


def _goes_on(tokens: Sequence[Token], places: Sequence[int], at: int, length: int) -> bool:
    """Whether a capitalised word follows ("the South | Korean …")."""
    after = at + length
    return after < len(places) and tokens[places[after]].text[0].isupper()


def _fits(name: Name, tokens: Sequence[Token], places: Sequence[int], at: int) -> bool:
    """Whether case and word class suit the name."""
    first = tokens[places[at]]
    if name.use == "abbreviation":
        if len(name.words) > 1:
            return first.text[0].isupper()
        after = tokens[first.i + 1] if first.i + 1 < len(tokens) else None
        if after is not None and after.start == first.end and after.text[0] == "$":
            return False
        return first.text.replace(".", "") == name.text.replace(".", "")
    if len(name.words) == 1:
        return first.pos not in ("VERB", "AUX", "ADP", "PRON", "DET", "PUNCT")
    last = tokens[places[at + len(name.words) - 1]].text
    return not last[0].islower() or name.text.split()[-1][0].islower()


class Chunker:
    """Cuts a sentence into base noun phrases."""

    def __init__(
        self, tokens: Sequence[Token], units: Sequence[Unit], registry: ActorRegistry
    ) -> None:
        self.tokens = tokens
        self.units = units
        self.time = registry.words["time"]
        self.name_parts = registry.origins
        self.unit_at = {i: unit for unit in units for i in range(unit.start, unit.end)}
        self.found: list[Phrase] = []
        self.capitals: bool | None = None
        self.start: int | None = None
        self.owner: Phrase | None = None

    def phrases(self) -> list[Phrase]:
        """Phrases that hold a name, noun or possessive, in order; a genitive is one of its own."""
        i, count = 0, len(self.tokens)
        while i < count:
            token = self.tokens[i]
            unit = self.unit_at.get(i)
            if unit is not None and unit.start == i:
                self._open(i, unit)
                i = unit.end
                continue
            if token.text in GENITIVE and token.pos == "PART" and self.start is not None:
                self.owner = self._close(i, True)
                if self.owner is not None and i + 1 < count and self._follows(i + 1):
                    self.start = i + 1
            elif self._inside(i) and not self._time_after(i):
                if self.start is not None and (
                    (token.pos in ("DET", "PRON") and not self._goes_on(i))
                    or self._after_time(i)
                    or self._after_place(i)
                    or self._apposed(i)
                ):
                    self._close(i)
                if self.start is None:
                    self.start = i
            else:
                self._close(i)
            i += 1
        self._close(count)
        return self.found

    def _open(self, i: int, unit: Unit) -> None:
        before = self.tokens[i - 1] if i else None
        if self.start is not None and (
            self._after_time(i)
            or (before is not None and before.dep in ("obl:tmod", "nmod:tmod", "iobj"))
            or (before is not None and self._place_before(i, unit))
        ):
            self._close(i)
        if self.start is None:
            self.start = i

    def _place_before(self, i: int, unit: Unit) -> bool:
        """A place after a preposition ends the phrase: "… for Finland | Ola Nordmann"."""
        start = self.start
        if unit.leaders is None or start is None or not start:
            return False
        place = self.unit_at.get(i - 1)
        return (
            place is not None
            and place.start - start <= 1
            and place.use == "name"
            and (self.tokens[start - 1].pos == "ADP")
        )

    def _after_place(self, i: int) -> bool:
        """As in "… for the UK | Ola Nordmann": where the tree lets a name begin after a place."""
        start, place = self.start, self.unit_at.get(i - 1)
        if start is None or not start or place is None or place.use not in ("name", "abbreviation"):
            return False
        if self.tokens[i].pos != "PROPN" or self.tokens[i].dep in ("", "flat"):
            return False
        if place.start - start > 1 or self.tokens[start - 1].pos != "ADP":
            return False
        return all(
            self.tokens[j].dep in ("nmod", "obl", "conj", "compound", "flat")
            and not (self.tokens[j].head >= i)
            for j in (place.end - 1,)
        )

    def _apposed(self, i: int) -> bool:
        """As in "Secretary for Human Rights | Ana Rojas": the name says who the secretary is."""
        token = self.tokens[i]
        return (
            self.start is not None
            and token.dep == "appos"
            and token.pos == "PROPN"
            and 0 <= token.head < self.start
        )

    def _time_after(self, i: int) -> bool:
        """As in "President Nordmann | today said": a word of time ends what was named."""
        if self.start is None or fold(self.tokens[i].text) not in self.time:
            return False
        return any(j in self.unit_at for j in range(self.start, i))

    def _after_time(self, i: int) -> bool:
        """As in "On Monday | Nordmann …": words of time do not begin a name."""
        start = self.start
        if start is None or fold(self.tokens[i - 1].text) not in self.time:
            return False
        if self.tokens[i].pos not in ("PROPN", "DET") and i not in self.unit_at:
            return False
        return not any(j in self.unit_at for j in range(start, i))

    def _follows(self, i: int) -> bool:
        return i in self.unit_at or self._inside(i)

    def _close(self, end: int, genitive: bool = False) -> Phrase | None:
        start, self.start = self.start, None
        owner, self.owner = self.owner, None
        if start is None or end <= start:
            return None
        phrase = self._phrase(start, end)
        if phrase is None:
            return None
        phrase.owner, phrase.genitive = owner, genitive
        self.found.append(phrase)
        return phrase

    def _inside(self, i: int) -> bool:
        token = self.tokens[i]
        pos = token.pos
        if pos in INSIDE or _is_odd(token):
            return True
        if self._particle(i):
            return True
        if pos == "PRON":
            return token.text.lower() in OWNER_PRONOUNS
        if self.start is None or i + 1 >= len(self.tokens):
            return False
        following = self.tokens[i + 1]
        if token.text in JOINERS:
            return token.start == self.tokens[i - 1].end and token.end == following.start
        if pos == "VERB":
            return self._attribute(token, following)
        if pos == "ADV" and token.head in (-1, i + 1):
            return token.dep in ("advmod", "") and (
                following.pos == "ADJ" or (following.pos == "VERB" and following.dep == "amod")
            )
        return False

    def _particle(self, i: int) -> bool:
        """A word inside a name ("Hidayat ur Rehman", "Haq Do Tehreek"), whatever its tag."""
        token = self.tokens[i]
        if self.start is None or i + 1 >= len(self.tokens):
            return False
        before, after = self.tokens[i - 1], self.tokens[i + 1]
        if token.text in PARTICLES:
            return before.text[0].isupper() and after.text[0].isupper()
        if not token.text[0].isupper() or token.pos == "PUNCT" or i - 1 in self.unit_at:
            return False
        return before.pos == "PROPN" and after.pos == "PROPN" and not self._all_capitals()

    def _goes_on(self, i: int) -> bool:
        """Whether an article or pronoun stands inside the phrase ("both the countries")."""
        return self._particle(i) or fold(self.tokens[i - 1].text) in ("both", "all", "half")

    def _all_capitals(self) -> bool:
        """Whether most words have a capital letter, as in headlines."""
        if self.capitals is None:
            words = [token.text for token in self.tokens if token.text[0].isalpha()]
            self.capitals = 2 * sum(word[0].isupper() for word in words) > len(words)
        return self.capitals

    def _attribute(self, token: Token, following: Token) -> bool:
        before = self.unit_at.get(token.i - 1)
        if before is not None and before.use != "adjective":
            return False  # "the opposition blamed officers"
        if token.dep:
            return token.dep in ("amod", "compound") and token.head > token.i
        return self.tokens[token.i - 1].pos == "DET" and following.pos in INSIDE

    def _phrase(self, start: int, end: int) -> Phrase | None:
        units = self._units_in(start, end)
        phrase = Phrase(start, end, units)
        run: int | None = None
        for i in range(start, end):
            if self.tokens[i].text.lower() in OWNER_PRONOUNS and i not in self.unit_at:
                phrase.pronoun = i
            named = i not in self.unit_at and self._of_name(i, run is not None, end)
            if named and run is None:
                run = i
            elif not named and run is not None:
                phrase.names.append((run, i))
                run = None
        if run is not None:
            phrase.names.append((run, end))
        if not units and not phrase.names and phrase.pronoun is None:
            last = fold(self.tokens[end - 1].text)
            phrase.count = (last == "two" and end - start == 2) or (
                last == "both" and end - start == 1
            )
            return phrase if phrase.count else None
        return phrase

    def _units_in(self, start: int, end: int) -> list[Unit]:
        found: list[Unit] = []
        for i in range(start, end):
            unit = self.unit_at.get(i)
            if unit is not None and unit.start == i:
                found.append(unit)
        return found

    def _of_name(self, i: int, running: bool, end: int) -> bool:
        token = self.tokens[i]
        if token.text[0].isupper() and (
            token.pos in ("PROPN", "X")
            or _is_odd(token)
            or (token.pos in ("NOUN", "ADJ") and self._capital(i, running, end))
        ):
            return True
        if running and (self.tokens[i - 1].text in JOINERS or token.text[0].isupper()):
            return True  # "Byoung-sam", "Haq Do Tehreek"
        if i + 1 >= end:
            return running and fold(token.text) in SUFFIXES
        if token.text in JOINERS:
            return running and i + 1 not in self.unit_at
        low = fold(token.text)
        return (
            low in PARTICLES
            and self.tokens[i + 1].text[0] not in "'’"
            and (running or (low in LOWER_STARTS and self._capital_after(i)))
        )

    def _capital_after(self, i: int) -> bool:
        """Whether the next word that is no hyphen has a capital letter."""
        after = i + 2 if self.tokens[i + 1].text in JOINERS else i + 1
        return after < len(self.tokens) and self.tokens[after].text[0].isupper()

    def _capital(self, i: int, running: bool, end: int) -> bool:
        """Whether a capital letter on a common noun or adjective tells of a name."""
        if running or (end == i + 1 and fold(self.tokens[i].text) in self.name_parts):
            return True
        after = self.tokens[i + 1] if i + 1 < end else None
        return after is not None and after.pos == "PROPN" and i + 1 not in self.unit_at


def _is_odd(token: Token) -> bool:
    """Whether a capitalised word is tagged as a mark, as happens to rare short names."""
    return (
        token.pos in ("PUNCT", "SYM", "INTJ")
        and token.text.isalpha()
        and (token.text[0].isupper() and len(token.text) > 1)
    )


def tops(sentence: Sentence, start: int, end: int) -> list[int]:
    """Tokens of [start, end) that depend on something outside; the last token when not parsed."""
    if not sentence.parsed:
        return [end - 1]
    tokens = sentence.tokens
    found = [
        i
        for i in range(start, end)
        if not start <= tokens[i].head < end and tokens[i].pos not in ("PUNCT", "PART", "DET")
    ]
    return found or [end - 1]
