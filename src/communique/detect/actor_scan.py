"""Cut a sentence into noun phrases and find the names and nouns of the actor registry in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from communique.model import Sentence, Token
from communique.ontology.actors import ActorRegistry, Leader, Name, Noun, fold

JOINERS = frozenset(("-", "–", "‐", "‑"))
GENITIVE = frozenset(("'s", "’s", "'", "’", "s'"))
INSIDE = frozenset(("DET", "ADJ", "NOUN", "PROPN", "NUM"))
NAME_PARTICLES = frozenset(
    [
        "al",
        "el",
        "bin",
        "ibn",
        "ben",
        "bint",
        "de",
        "da",
        "do",
        "dos",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "di",
        "ur",
        "ul",
        "e",
        "i",
        "abu",
        "arap",
    ]
)
LOWER_STARTS = frozenset(("al", "de", "von", "el", "bin"))
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
OWNER_PRONOUNS = frozenset(("his", "her", "its", "their", "our", "my", "your"))
BACKED = frozenset(
    [
        "backed",
        "supported",
        "funded",
        "brokered",
        "sponsored",
        "allied",
        "controlled",
        "occupied",
        "held",
        "based",
        "made",
        "built",
        "mediated",
        "administered",
        "trained",
        "owned",
        "imposed",
        "supplied",
        "financed",
        "proxy",
        "armed",
        "friendly",
        "born",
        "educated",
        "designated",
        "aligned",
        "run",
        "drafted",
        "style",
        "appointed",
        "installed",
        "hosted",
    ]
)


@dataclass(slots=True)
class Unit:
    """A registry entry found at tokens [start, end)."""

    start: int
    end: int
    name: Name | None = None
    noun: Noun | None = None
    leaders: list[Leader] | None = None

    @property
    def place(self) -> bool:
        """Whether the words are a capital, seat, city or region."""
        return self.name is not None and self.name.use in ("capital", "seat", "city", "region")


@dataclass(slots=True)
class Phrase:
    """A base noun phrase: tokens [start, end) without articles of the next and without its owner."""

    start: int
    end: int
    units: list[Unit]
    owner: Phrase | None = None
    """The genitive before it ("Pakistan" of "Pakistan's ambassador")."""
    pronoun: int | None = None
    """Token of a possessive pronoun in it."""
    genitive: bool = False
    names: list[tuple[int, int]] = field(default_factory=list)
    """Runs of capitalised words outside the units."""


def scan(sentence: Sentence, registry: ActorRegistry) -> list[Unit]:
    """The registry's names, nouns and leaders in the sentence, longest match first, no overlaps."""
    tokens = sentence.tokens
    words: list[str] = []
    places: list[int] = []
    for token in tokens:
        if token.text not in JOINERS:
            words.append(fold(token.text))
            places.append(token.i)
    units: list[Unit] = []
    at, count = 0, len(words)
    names, nouns, leaders = registry.names, registry.nouns, registry.leaders
    while at < count:
        word = words[at]
        best: Unit | None = None
        length = 0
        if word in names and _may_start(tokens[places[at]], word):
            for name in names[word]:
                size = len(name.words)
                if tuple(words[at : at + size]) == name.words and _fits(name, tokens, places, at):
                    best, length = Unit(places[at], places[at + size - 1] + 1, name=name), size
                    break
        if word in registry.origins and tokens[places[at]].text[:1].isupper():
            for size in range(min(6, count - at), max(1, length), -1):
                known = leaders.get(" ".join(words[at : at + size]))
                if known:
                    best = Unit(places[at], places[at + size - 1] + 1, leaders=known)
                    length = size
                    break
        if word in nouns:
            for noun in nouns[word]:
                size = len(noun.words)
                if size <= length:
                    break
                if tuple(words[at : at + size]) == noun.words and _is_noun(
                    tokens, places[at], places[at + size - 1], noun
                ):
                    best, length = Unit(places[at], places[at + size - 1] + 1, noun=noun), size
                    break
        if best is None:
            at += 1
        else:
            units.append(best)
            at += length
    return units


def _may_start(token: Token, word: str) -> bool:
    return token.text[0].isupper() or token.text[0].isdigit() or word in LOWER_STARTS


def _fits(name: Name, tokens: Sequence[Token], places: Sequence[int], at: int) -> bool:
    """Whether case and word class suit the name."""
    first = tokens[places[at]]
    last = tokens[places[at + len(name.words) - 1]]
    if name.use == "abbreviation":
        return (len(name.words) > 1 and first.text[0].isupper()) or (
            first.text.replace(".", "") == name.text.replace(".", "")
        )
    if len(name.words) == 1:
        return first.pos in ("PROPN", "ADJ", "NOUN", "X", "ADV") or (
            first.text[0].isupper() and (first.pos not in ("VERB", "AUX", "ADP", "PRON", "DET"))
        )
    return (
        last.text[0].isupper()
        or last.text[0] in "'’0123456789"
        or (name.text[-1:].islower() and (not name.text.split()[-1][0].isupper()))
    )


def _is_noun(tokens: Sequence[Token], first: int, last: int, noun: Noun) -> bool:
    head = tokens[last]
    if head.pos in ("NOUN", "PROPN"):
        return True
    return (first != last and head.pos in ("ADJ", "X")) or (head.pos == "ADJ" and noun.plural)


def phrases(sentence: Sentence, units: Sequence[Unit]) -> list[Phrase]:
    """Base noun phrases in order; a genitive is a phrase of its own, linked from its possession."""
    tokens = sentence.tokens
    unit_at = {i: unit for unit in units for i in range(unit.start, unit.end)}
    found: list[Phrase] = []
    start = 0
    owner: Phrase | None = None
    i, count = 0, len(tokens)
    open_ = False

    def close(end: int, genitive: bool = False) -> Phrase | None:
        nonlocal owner
        if not open_ or end <= start:
            owner = None
            return None
        phrase = _phrase(tokens, start, end, units, unit_at)
        phrase.owner, phrase.genitive = owner, genitive
        owner = None
        found.append(phrase)
        return phrase

    while i < count:
        token = tokens[i]
        unit = unit_at.get(i)
        if unit is not None and unit.start == i:
            if open_ and _breaks(tokens, start, i, unit):
                close(i)
                open_ = False
            if not open_:
                start, open_ = i, True
            i = unit.end
            continue
        if token.pos == "PART" and token.text in GENITIVE and open_:
            made = close(i, True)
            open_ = False
            owner = made
            i += 1
            if owner is not None and i < count:
                start, open_ = i, True
            continue
        if _inside(tokens, i, open_, start):
            if open_ and token.pos in ("DET", "PRON") and i > start:
                close(i)
                open_ = False
            if not open_:
                start, open_ = i, True
            i += 1
            continue
        close(i)
        open_ = False
        i += 1
    close(count)
    return found


def _breaks(tokens: Sequence[Token], start: int, i: int, unit: Unit) -> bool:
    """Whether a new phrase begins at a unit though nothing stands between ("Monday Pakistan …")."""
    before = tokens[i - 1]
    if before.pos not in {"PROPN", "NOUN"}:
        return False
    here = tokens[unit.end - 1]
    if not before.dep or unit.noun is not None:
        return False
    return before.dep in ("obl:tmod", "nmod:tmod", "obl:unmarked", "iobj") and here.head != before.i


def _inside(tokens: Sequence[Token], i: int, open_: bool, start: int) -> bool:
    token = tokens[i]
    pos = token.pos
    if pos in INSIDE:
        return True
    if pos == "PRON":
        return token.text.lower() in OWNER_PRONOUNS
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None:
        return False
    if token.text in JOINERS:
        return open_ and token.start == tokens[i - 1].end and token.end == following.start
    if pos == "VERB":
        if token.dep:
            return token.dep in ("amod", "compound") and open_ and token.head > i
        return open_ and tokens[i - 1].pos == "DET" and following.pos in INSIDE
    if pos == "ADV":
        return (
            open_
            and (token.dep == "advmod" or not token.dep)
            and (following.pos == "ADJ" or (following.pos == "VERB" and following.dep == "amod"))
        )
    if pos in {"ADP", "X"}:
        return open_ and token.text.lower() in NAME_PARTICLES and following.pos == "PROPN"
    return False


def _phrase(
    tokens: Sequence[Token], start: int, end: int, units: Sequence[Unit], unit_at: dict[int, Unit]
) -> Phrase:
    inside = [unit for unit in units if start <= unit.start < end]
    phrase = Phrase(start, end, inside)
    run: int | None = None
    for i in range(start, end):
        token = tokens[i]
        if token.pos == "PRON":
            phrase.pronoun = i
        named = i not in unit_at and (
            (token.pos in ("PROPN", "X") and token.text[:1].isupper())
            or (run is not None and _continues(tokens, i, end))
            or (run is None and token.text.lower() in LOWER_STARTS and _continues(tokens, i, end))
        )
        if named and run is None:
            run = i
        elif not named and run is not None:
            phrase.names.append((run, i))
            run = None
    if run is not None:
        phrase.names.append((run, end))
    return phrase


def _continues(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether a word inside a name goes on: "al-", "bin", hyphens, "Jr"."""
    text = tokens[i].text
    if text in JOINERS:
        return i + 1 < end
    low = fold(text)
    return low in SUFFIXES or (low in NAME_PARTICLES and i + 1 < end)


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
