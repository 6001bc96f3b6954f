"""Whose a noun is: genitives, demonyms, of-phrases, and what the article is about."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from communique.detect.actor_scan import JOINERS, PERSON_USES, Phrase, Unit, tops
from communique.detect.coreference import COUNTRY_KINDS, PRONOUNS, Focus, Reading, Seen
from communique.model import Code, Sentence
from communique.ontology.actors import Noun, fold

DEFINITE = frozenset(("the", "this", "that", "these", "those"))
GROUPS = ("organisation", "group")
GUESS = "country of the article"
MAX_LIST = 40


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
        return self.adjectives(phrase, before) or self.owner(phrase) or self._after(k)

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
        """Codes of adjectives listed before the phrase ("the Israeli, Greek and … governments")."""
        codes: list[Code] = []
        first = phrase.units[0]
        start = phrase.start
        if first.start != start or first.use not in ("adjective", "abbreviation"):
            return codes
        while self.low(start - 1) in ("and", ",", "or", "&"):
            before = next((p for p in self.phrases if p.end == start - 1), None)
            unit = before.tail if before is not None else None
            if before is None or unit is None or not unit.code:
                break
            if unit.use not in (*PERSON_USES, "abbreviation"):
                break
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

    def _after(self, k: int) -> Reading | None:
        after = self.of_phrase(k)
        if after is None:
            return self._shared(k)
        if not (self.phrases[after].genitive and self._hangs_on(after, k)):
            owned = self.possessed(after)  # but "the Government of Egypt's efforts" is Egypt's
            if owned is None:
                return None
            after = owned
        word = self.low(self.phrases[k].end)
        if (
            word in ("in", "from")
            and not self._is_name(after)
            and (word == "in" or not self._is_body(after))
        ):
            return None
        if word in ("from", "at", "with") and not self._hangs_on(after, k):
            return None
        found = self.read(after)
        if found is None or not found.codes:
            return None
        codes = found.codes
        noun = self.phrases[k].noun
        if noun is not None and (noun.plural or noun.kind != "office"):
            codes += self._listed(after)
        return Reading(tuple(dict.fromkeys(codes)), "demonym", f"{word} + actor", found.sector)

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
        """Codes of the bare names that follow in a list ("of Lithuania, Latvia and Estonia")."""
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
            after = self.by_start.get(step) if step > end else None
            if after is None or not self._is_name(after) or len(self.phrases[after].units) > 1:
                break
            codes.append(self.phrases[after].units[0].code)
            end = self.phrases[after].end
        return tuple(codes) if closed else ()

    # What the article says.

    def bare(self, k: int, noun: Noun, words: tuple[str, ...]) -> Reading | None:
        """Whose a noun without owner is; `words`: the name that goes with it."""
        phrase = self.phrases[k]
        if words or self.learning:
            return self._by_kind(phrase, noun, words)
        one = phrase.end - phrase.start == 1
        topic = self._topic(noun)
        if topic is not None:
            return topic
        if (self.definite(phrase) and not self._narrowed(phrase)) or (one and not noun.plural):
            seen = self.focus.same_noun(noun.term, noun.plural)
            if seen is None and noun.kind == "office" and not noun.plural:
                seen = self.focus.same_office(noun.term, self.number)
            if seen is not None:
                return Reading(
                    seen.codes, "anaphor", f"the {noun.term} → last of that name",
                    person=seen.person,
                )  # fmt: skip
        return self._by_kind(phrase, noun, words)

    def _narrowed(self, phrase: Phrase) -> bool:
        """Whether a noun before it makes it another ("the transport minister")."""
        return any(
            self.tokens[i].pos in ("NOUN", "PROPN")
            for i in range(phrase.start + 1, phrase.units[-1].start)
        )

    def _topic(self, noun: Noun) -> Reading | None:
        """A country set before the sentence: "In Burkina Faso, … the transition government"."""
        if noun.bare != "country" or not self.phrases or self.phrases[0].start != 1:
            return None
        first = self.phrases[0]
        if self.low(0) not in ("in", "inside") or not self._is_name(0):
            return None
        if self.low(first.end) != "," and first.end < len(self.tokens):
            return None
        return Reading((first.units[-1].code,), "anaphor", "country set before the sentence")

    def _by_kind(self, phrase: Phrase, noun: Noun, words: tuple[str, ...]) -> Reading | None:
        rule = {
            "unknown": self._unknown, "group": self._group, "firm": self._firm, "ngo": self._ngo,
            "intl": self._partners, "usa": self._american,
        }.get(noun.bare)  # fmt: skip
        if rule is not None:
            return rule(phrase, noun)
        if noun.bare != "country":
            if noun.kind == "asset" and self.definite(phrase):
                return None
            return None
        return self._local(phrase, noun, words)

    def _local(self, phrase: Phrase, noun: Noun, words: tuple[str, ...]) -> Reading | None:
        """The country of a noun: by the name with it, by what stands near, by the article."""
        if "abroad" in noun.traits:
            code = self.focus.abroad()
            return Reading((code,), "office", GUESS) if code else None
        if self._elsewhere(phrase, noun):
            return None
        code = self.focus.origin(words) or self._office_of_issuer(phrase, noun)
        if code is None and not words and not self.learning:
            code = (
                self._below(phrase)
                or self._where(phrase)
                or self._near(phrase, noun)
                or self._scene(phrase, noun)
            )
            if code is not None:
                return Reading((code,), "office", "country named near it")
        if code is None and not self.learning and self.definite(phrase):
            code = self.focus.carried_on(self.number)
        if code is None and self.focus.short:
            code = self._only_country()
        code = code or self.focus.main()
        return Reading((code,), "office", GUESS) if code else None

    def _office_of_issuer(self, phrase: Phrase, noun: Noun) -> Code | None:
        """In a state's own statement "the Secretary", "the Department" are its own."""
        code = self.focus.issuer
        if code is None or not self.registry.is_country(code):
            return None
        own = noun.kind == "office" or noun.term in ("department", "administration")
        return (
            code
            if own and not noun.plural and self.tokens[phrase.end - 1].text[0].isupper()
            else None
        )

    def _elsewhere(self, phrase: Phrase, noun: Noun) -> bool:
        """Whether an adjective says that it is not the article's country ("foreign …")."""
        first = phrase.units[0].start if phrase.units else phrase.end
        words = self.registry.words["elsewhere"]
        before = [self.low(i) for i in range(phrase.start, first)]
        if "other" in before and noun.kind in ("office", "body"):
            return True
        return any(word in words for word in before)

    def _below(self, phrase: Phrase) -> Code | None:
        """A place inside what describes the noun ("the officers that seized power in Niger")."""
        if not self.sentence.parsed:
            return None
        head = phrase.end - 1
        for other in self.phrases:
            if other.start <= head or not other.start or self.low(other.start - 1) not in (
                "in", "of", "from", "across", "throughout", "inside",
            ):  # fmt: skip
                continue
            tail = other.tail
            if tail is None or not tail.code or tail.use in PERSON_USES:
                continue
            if self._under(other.end - 1, head):
                return tail.code if self.registry.is_country(tail.code) else None
        return None

    def _under(self, i: int, head: int) -> bool:
        """Whether that token depends on `head`, in eight steps at most."""
        for _ in range(8):
            i = self.tokens[i].head
            if i < 0 or i == head:
                return i == head
        return False

    def _where(self, phrase: Phrase) -> Code | None:
        """As in "…to the United States, where prosecutors …": the country before "where"."""
        for i in range(phrase.start - 1, max(-1, phrase.start - 6), -1):
            if self.low(i) == "where":
                seen = next((s for s in self.focus.here(self.number) if s.token < i), None)
                return seen.codes[0] if seen is not None and seen.codes else None
        return None

    def _near(self, phrase: Phrase, noun: Noun) -> Code | None:
        """The country last named in the sentence before the noun."""
        if not self.definite(phrase) or noun.kind == "asset":
            return None
        for seen in self.focus.here(self.number):
            if seen.weak or len(seen.codes) != 1 or seen.token >= phrase.start:
                continue
            if self.registry.is_country(seen.codes[0]):
                return seen.codes[0]
        return None

    def _scene(self, phrase: Phrase, noun: Noun) -> Code | None:
        """Where the sentence puts what people do ("protesters marched in Lahore")."""
        if noun.kind not in ("people", "body") or "away" in noun.traits:
            return None
        for other in self.phrases:
            tail = other.tail
            if other.start <= phrase.end or tail is None or not tail.code:
                continue
            if self.low(other.start - 1) not in ("in", "at", "across", "outside", "near"):
                continue
            if (
                tail.use not in PERSON_USES
                and self.registry.is_country(tail.code)
                and (self._under(other.end - 1, self._verb(phrase)))
            ):
                return tail.code
        return None

    def _verb(self, phrase: Phrase) -> int:
        """The verb that the phrase depends on, through nouns."""
        i = self.tokens[phrase.end - 1].head
        for _ in range(3):
            if i < 0 or self.tokens[i].pos == "VERB":
                break
            i = self.tokens[i].head
        return i

    def _only_country(self) -> Code | None:
        """The country of a sentence that names just one."""
        codes = {
            unit.code
            for phrase in self.phrases
            for unit in phrase.units
            if unit.code and self.registry.is_country(unit.code)
        }
        return next(iter(codes)) if len(codes) == 1 else None

    def _unknown(self, _phrase: Phrase, _noun: Noun) -> Reading | None:
        return Reading(("UNK",), "people", "unnamed attackers")

    def _ngo(self, phrase: Phrase, noun: Noun) -> Reading | None:
        if self.definite(phrase) and not noun.plural:
            return self._group(phrase, noun)
        return Reading(("NGO",), "organisation", "organisation without a country")

    def _partners(self, _phrase: Phrase, _noun: Noun) -> Reading | None:
        return Reading(("INTL",), "people", "unnamed partners")

    def _group(self, phrase: Phrase, noun: Noun) -> Reading | None:
        if not self.definite(phrase) or noun.plural or phrase.names:
            return None
        seen = self.focus.latest(GROUPS)
        return Reading(seen.codes, "anaphor", f"the {noun.term} → last group") if seen else None

    def _firm(self, phrase: Phrase, noun: Noun) -> Reading | None:
        alone = self.definite(phrase) and not phrase.names and not noun.plural
        seen = self.focus.latest(("organisation",)) if alone else None
        if seen is not None:
            return Reading(seen.codes, "anaphor", f"the {noun.term} → last organisation")
        return Reading(("MNC",), "organisation", "firm without a country")

    def _american(self, phrase: Phrase, noun: Noun) -> Reading | None:
        if self.focus.counts["USA"]:
            return Reading(("USA",), "organisation", "body of the state", noun.sector)
        return self._local(phrase, noun, ())


def seen_of(reading: Reading, sentence: int, token: int, subject: bool) -> Seen:
    """The reading as a mention in focus."""
    return Seen(
        sentence, token, reading.codes, reading.kind, reading.person, subject, reading.plural,
        reading.term, reading.weak, reading.sector,
    )  # fmt: skip


__all__ = ["COUNTRY_KINDS", "GUESS", "OwnerReader", "Reading", "Unit", "seen_of"]
