"""Whose a noun is by its own phrase: genitives, demonyms, of-phrases."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from communique.detect.actor_scan import JOINERS, PERSON_USES, Phrase, tops
from communique.detect.coreference import PRONOUNS, Focus, Reading, Seen
from communique.model import Code, Sentence
from communique.ontology.actors import fold

DEFINITE = frozenset(("the", "this", "that", "these", "those"))
GROUPS = ("organisation", "group")
SHARING = ("office", "body")
"""Kinds of nouns that share a modifier with the noun that they are joined to."""
MAX_LIST = 40
ALONG = ("as", "well", "as")


class OwnerReader(ABC):
    """The phrases of one sentence and who owns them."""

    def __init__(self, sentence: Sentence, found: Sequence[Phrase], focus: Focus) -> None:
        """`found`: the sentence's phrases in order; `focus` holds what came before."""
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.phrases = found
        self.focus = focus
        self.registry = focus.registry
        self.number = 0
        """Which sentence of the article."""
        self.learning = False
        """Whether this is the first reading, which only meets people."""
        self.by_start = {phrase.start: k for k, phrase in enumerate(found)}
        self.first_person: dict[int, Reading] = {}
        """Tokens of "I", "we", "our" to whom they mean."""
        self._done: dict[int, Reading | None] = {}

    def read(self, k: int) -> Reading | None:
        """The reading of phrase `k`; None when it names no actor."""
        if k not in self._done:
            self._done[k] = None  # a phrase that leads back to itself names nobody
            self._done[k] = self._read(k)
        return self._done[k]

    @abstractmethod
    def _read(self, k: int) -> Reading | None: ...

    def low(self, i: int) -> str:
        """The folded word at that token; empty outside the sentence."""
        return fold(self.tokens[i].text) if 0 <= i < len(self.tokens) else ""

    def text(self, start: int, end: int) -> str:
        """The words of a span as they stand."""
        parts: list[str] = []
        for token in self.tokens[start:end]:
            if parts and token.start > self.tokens[token.i - 1].end:
                parts.append(" ")
            parts.append(token.text)
        return "".join(parts)

    def definite(self, phrase: Phrase) -> bool:
        """Whether the phrase begins with "the", "this", …"""
        return self.low(phrase.start) in DEFINITE

    # What the phrase itself says.

    def explicit(self, k: int) -> Reading | None:
        """Whose phrase `k` is by its own words: genitive, demonym, of-phrase."""
        phrase = self.phrases[k]
        nouns = [unit for unit in phrase.units if unit.noun is not None]
        before = nouns[-1].start if nouns else phrase.end
        return (
            self.adjectives(phrase, before)
            or self.owner(phrase)
            or self._after(k)
            or self._of_first(phrase)
        )

    def _of_first(self, phrase: Phrase) -> Reading | None:
        """Whose the noun is that this one without article is joined to: "Peru's army and navy"."""
        noun = phrase.noun
        if noun is None or noun.kind not in SHARING or not self.sentence.parsed:
            return None
        if (
            self.low(phrase.start - 1) not in ("and", "or")
            or self.tokens[phrase.start].pos == "DET"
        ):
            return None
        last = self.tokens[phrase.end - 1]
        if last.dep != "conj" or last.head >= phrase.start or len(phrase.units) > 1:
            return None
        for before in reversed(self.phrases):
            if before.end > last.head + 1 or before.start < last.head - 6:
                continue
            for unit in reversed(before.units):
                token = self.tokens[unit.end - 1]
                owns = token.head == last.head and token.dep in ("amod", "compound", "nmod:poss")
                if owns and unit.code and unit.use != "bloc":
                    return Reading((unit.code,), "demonym", "modifier of the noun before")
        return None

    def adjectives(self, phrase: Phrase, before: int) -> Reading | None:
        """The actors named inside the phrase before that token ("Chinese", "US-Iran")."""
        codes: list[Code] = []
        joined = False
        for unit in phrase.units:
            if unit.end > before or self._backed(unit.end):
                continue
            if not unit.code or unit.use == "bloc" or (codes and not joined):
                continue
            codes.append(unit.code)
            joined = self.tokens[unit.end].text in JOINERS if unit.end < phrase.end else False
        if codes:
            codes = self._coordinated(phrase) + codes
            return Reading(tuple(dict.fromkeys(codes)), "demonym", "modifier")
        return self._bloc(phrase)

    def _bloc(self, phrase: Phrase) -> Reading | None:
        noun = phrase.noun
        if noun is None or not noun.plural or "bloc" not in noun.traits:
            return None
        for unit in phrase.units:
            if unit.use == "bloc" and unit.code:
                return Reading((unit.code,), "organisation", "region for its organisation")
        return None

    def _backed(self, end: int) -> bool:
        return self.low(end) in JOINERS and self.low(end + 1) in self.registry.words["backed"]

    def _coordinated(self, phrase: Phrase) -> list[Code]:
        """Codes of adjectives listed before it ("the Norwegian, Finnish and … governments")."""
        codes: list[Code] = []
        first = phrase.units[0]
        start = phrase.start
        if first.start != start or first.use not in ("adjective", "abbreviation", "name"):
            return codes
        while self.low(start - 1) in ("and", ",", "or", "&"):
            before = next((p for p in self.phrases if p.end == start - 1), None)
            unit = before.tail if before is not None else None
            if before is None or unit is None or not unit.code:
                break
            inside = phrase.start <= self.tokens[unit.end - 1].head < phrase.end
            if unit.use not in (*PERSON_USES, "abbreviation") and not inside:
                break  # "between Norway and Finland officials" may be about a country and men
            codes.insert(0, unit.code)
            start = before.start
        return codes

    def owner(self, phrase: Phrase) -> Reading | None:
        """The genitive or possessive pronoun's actor."""
        if phrase.owner is not None:
            return self.read(self.by_start[phrase.owner.start])
        if phrase.pronoun is None:
            return None
        if phrase.pronoun in self.first_person:
            return self.first_person[phrase.pronoun]
        word = self.low(phrase.pronoun)
        if word == "whose":
            before = next(
                (s for s in self.focus.here(self.number) if s.token < phrase.start and s.codes),
                None,
            )
            return Reading(before.codes, "anaphor", "whose → before it") if before else None
        seen = self.focus.pronoun(word, self.number, False) if word in PRONOUNS else None
        if seen is None:
            return None
        office = seen.person.office if seen.person else None
        return Reading(seen.codes, "anaphor", f"{word} → in focus", office=office)

    def of_phrase(self, k: int) -> int | None:
        """The phrase after "of", "for", … right behind phrase `k`, when it may say whose it is."""
        end = self.phrases[k].end
        word = self.low(end)
        if word not in ("of", "for", "from", "in", "at", "with"):
            return None
        after = self.by_start.get(end + 1)
        if after is None:
            return None
        noun = self.phrases[k].noun
        traits = noun.traits if noun is not None else frozenset()
        if word == "for":
            return after if "for" in traits or self._is_body(after) else None
        if word != "of" and (noun is None or "abroad" in traits or "away" in traits):
            return None
        return after

    def _is_body(self, k: int) -> bool:
        """Whether the phrase is an organisation or body, no country."""
        phrase = self.phrases[k]
        noun, tail = phrase.noun, phrase.tail
        if noun is not None:
            return noun.kind == "body"
        return (
            tail is not None
            and bool(tail.code)
            and (tail.use == "agency" or not self.registry.is_country(tail.code))
        )

    def _after(self, k: int, holder: int | None = None) -> Reading | None:
        """Whose phrase `k` is by the phrase behind it, which may hang on `holder` instead."""
        after = self._behind(k, holder)
        if after is None:
            return self._shared(k)
        noun = self.phrases[k].noun
        whole = noun is not None and noun.term == "government" and not noun.plural
        if not (self.phrases[after].genitive and (whole or self._hangs_on(after, k))):
            owned = self.possessed(after)  # but "the Government of Norway's plans" is Norway's
            if owned is None:
                return None
            after = owned
        if self._only_near(k, after, holder):
            return None
        word = self.low(self.phrases[k].end)
        found = self.read(after)
        if found is None or not found.codes:
            found = self._owner_of_named(after)
        if (found is None or not found.codes) and noun is not None and noun.kind == "office":
            found = self._after(after, k)  # "Head of the Bureau at Poland's Chancellery"
        if found is None or not found.codes:
            return None
        codes = found.codes
        if noun is not None and (noun.plural or noun.kind != "office"):
            codes += self._listed(after)
        return Reading(tuple(dict.fromkeys(codes)), "demonym", f"{word} + actor", found.sector)

    def _behind(self, k: int, holder: int | None) -> int | None:
        """The phrase behind phrase `k` that may own it; behind a held one also after "at"."""
        end = self.phrases[k].end
        if holder is not None and self.low(end) == "at":
            return self.by_start.get(end + 1)
        return self.of_phrase(k)

    def _only_near(self, k: int, after: int, holder: int | None) -> bool:
        """Whether the phrase after only says where the doer is, or belongs to another word."""
        noun, word = self.phrases[k].noun, self.low(self.phrases[k].end)
        if word in ("in", "at") and noun is not None and noun.sector == "UAF":
            return True  # "gunmen in Norway" may be anybody's
        unnamed = word in ("in", "from") and not self._is_name(after)
        if unnamed and (word == "in" or not self._is_body(after)):
            return True
        if word not in ("from", "at", "with") or (noun is not None and noun.term == "counterpart"):
            return False
        return not (
            self._hangs_on(after, k) or (holder is not None and self._hangs_on(after, holder))
        )

    def _owner_of_named(self, k: int) -> Reading | None:
        """Whose a body is that the registry does not know ("Norway's Coast Chancellery")."""
        phrase = self.phrases[k]
        if phrase.owner is None or not phrase.names:
            return None
        return self.read(self.by_start[phrase.owner.start])

    def possessed(self, k: int) -> int | None:
        """Phrase `k`, or what it owns when it is a genitive; None for a thing."""
        while self.phrases[k].genitive:
            if k + 1 >= len(self.phrases) or self.phrases[k + 1].owner is not self.phrases[k]:
                return None
            k += 1
        return k

    def _hangs_on(self, k: int, above: int) -> bool:
        """Whether the tree hangs phrase `k` on the other; without a tree it does."""
        if not self.sentence.parsed:
            return True
        owner = self.phrases[above]
        return any(
            owner.start <= self.tokens[i].head < owner.end
            for i in tops(self.sentence, self.phrases[k].start, self.phrases[k].end)
        )

    def _is_name(self, k: int) -> bool:
        """Whether the phrase ends in a country, place, organisation or group."""
        tail = self.phrases[k].tail
        return tail is not None and bool(tail.code) and tail.use not in PERSON_USES

    def _shared(self, k: int) -> Reading | None:
        """The of-phrase of the second noun serves both: "the people and government of China"."""
        after = self.and_noun(k)
        if after is None:
            return None
        phrase = self.phrases[after]
        if self.adjectives(phrase, phrase.units[-1].start) or phrase.names:
            return None
        return self._after(after)

    def and_noun(self, k: int) -> int | None:
        """The noun phrase without article joined to phrase `k` by "and"."""
        end = self.phrases[k].end
        if self.low(end) != "and":
            return None
        after = self.by_start.get(end + 1)
        if after is None or self.tokens[end + 1].pos == "DET" or self.phrases[after].noun is None:
            return None
        return after

    def _listed(self, k: int) -> tuple[Code, ...]:
        """Codes of the bare names that follow in a list ("of Norway, Sweden and Finland")."""
        codes: list[Code] = []
        end = self.phrases[k].end
        if not self._is_name(k):
            return ()
        closed = self.low(end) == "and"
        for _ in range(MAX_LIST):
            step = end
            while self.low(step) in (",", "and"):
                closed = closed or self.low(step) == "and"
                step += 1
            along = tuple(self.low(step + i) for i in range(3)) == ALONG
            if along:
                step, closed = step + len(ALONG), True
            after = self.by_start.get(step) if step > end else None
            if along and after is not None and not self._is_name(after):
                last = self.read(after)  # "…, as well as the Norwegian minister"
                codes += last.codes if last is not None and last.kind == "office" else ()
                break
            if after is None or not self._is_name(after) or len(self.phrases[after].units) > 1:
                break
            codes.append(self.phrases[after].units[0].code)
            end = self.phrases[after].end
        return tuple(codes) if closed else ()


def seen_of(reading: Reading, sentence: int, token: int, subject: bool) -> Seen:
    """The reading as a mention in focus."""
    return Seen(
        sentence, token, reading.codes, reading.kind, reading.person, subject, reading.plural,
        reading.term, reading.weak, reading.sector,
    )  # fmt: skip
