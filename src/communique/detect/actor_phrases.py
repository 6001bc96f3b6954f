"""Say of a noun phrase which actor it names, from its own words and what stands around it."""

from __future__ import annotations

from communique.detect.actor_apposition import AppositionReader
from communique.detect.actor_people import FORMER
from communique.detect.actor_scan import JOINERS, PERSON_USES, PLACE_USES, Phrase, Unit, tops
from communique.detect.coreference import COUNTRY_KINDS, Reading
from communique.model import Code, MentionKind
from communique.ontology.actors import Noun

FRIENDS = ("ally", "partner")
NEAR = 4
"""Within how many words the doer of an act stands before whom it is done to."""
CONTAINERS = frozenset(("group", "team", "member", "unit", "community"))
INDEFINITE = frozenset(
    ("a", "an", "any", "another", "each", "every", "no", "some", "other", "many", "several",
     "most", "which", "what", "all")
)  # fmt: skip
NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "2": 2, "3": 3}
PAIR_WORDS = frozenset((*NUMBERS, "the", "these", "those", "all"))
STRONG_CASES = frozenset(("between", "with", "by", "against", "and", "for", "among"))
PLACE_DEPS = frozenset(("obl", "nmod", "obl:tmod", "compound", "appos", "dep", "obl:npmod"))
KINDS: dict[str, MentionKind] = {
    "office": "office", "body": "organisation", "people": "people", "asset": "people",
    "relation": "anaphor", "place": "anaphor",
}  # fmt: skip
_BODIES = {
    "PTY": "party, by name", "BUS": "firm, by name", "JRN": "news service, by name",
    "EDU": "school or institute, by name", "OPP": "opposition, by name", "CVL": "body, by name",
    "MED": "body of health, by name", "LAB": "union, by name", "REL": "body of faith, by name",
}  # fmt: skip
"""Sectors of named bodies that are not of the state."""


class Reader(AppositionReader):
    """Reads all phrases of one sentence."""

    def _read(self, k: int) -> Reading | None:
        phrase = self.phrases[k]
        unit = phrase.tail
        if phrase.count:
            return self._both(phrase)
        if unit is None:
            head = phrase.units[-1] if phrase.units else None
            if head is not None and head.leaders and phrase.names[-1:] == [(head.end, phrase.end)]:
                return self.leader(k, head.leaders)  # "Iván Duque Márquez"
            return self.named(k)
        if unit.leaders is not None:
            return self.leader(k, unit.leaders)
        if unit.noun is not None:
            return self.appositive(k) or self._noun(k, unit.noun)
        return self._name(phrase, unit)

    def _both(self, phrase: Phrase) -> Reading | None:
        """As in "The two condemned …": people of the last sentence, or the parties in focus."""
        if self.learning or self.low(phrase.end) == "of":
            return None
        seen = self.focus.pronoun("they", self.number, True)
        codes: tuple[Code, ...] = ()
        if seen is not None and len(seen.codes) == 2:
            codes = seen.codes
        codes = codes or self.focus.pair(self.number)
        return Reading(codes, "anaphor", "the two → in focus", plural=True) if codes else None

    # Names.

    def _name(self, phrase: Phrase, unit: Unit) -> Reading | None:
        if not unit.code or unit.use == "bloc" or unit.name is None:
            return None
        if unit.use in PERSON_USES:
            return self._demonym(phrase, unit)
        sector = unit.name.sector
        if unit.use in PLACE_USES:
            reason = f"{unit.use} for its government"
            return Reading(
                (unit.code,), "metonym", reason, "GOV", weak=self._is_place(phrase, unit)
            )
        return self.of_name(unit, sector)

    def of_name(self, unit: Unit, sector: str | None = None) -> Reading:
        """The reading of a country, organisation, group or body by name."""
        if unit.use == "agency" or (sector and self.registry.is_country(unit.code)):
            what = _BODIES.get(sector or "", "body of the state")
            return Reading((unit.code,), "organisation", what, sector)
        kind = self.registry.kind_of(unit.code)
        if kind in ("country", "territory"):
            return Reading((unit.code,), "country", "name")
        if kind == "group":
            plural = unit.name is not None and unit.name.text.endswith("s")
            if self.focus.governing(unit.code) != unit.code:
                sector = "GOV"
            return Reading((unit.code,), "group", "name", sector, plural=plural)
        return Reading((unit.code,), "organisation", "name", sector)

    def _demonym(self, phrase: Phrase, unit: Unit) -> Reading | None:
        if self.low(phrase.start - 1) == "in" and unit.start == phrase.start:
            return None  # "in Chinese": a language
        plural = unit.use == "people" or any(
            self.tokens[i].pos == "NUM" or self.low(i) == "the"
            for i in range(phrase.start, unit.start)
        )
        if unit.use == "adjective" and not plural and unit.start == phrase.start:
            return Reading((unit.code,), "demonym", "adjective", weak=True)
        return Reading((unit.code,), "demonym", "people by nation", "CVL", plural=plural)

    def _is_place(self, phrase: Phrase, unit: Unit) -> bool:
        """Whether a seat or city only says where."""
        if unit.use in ("city", "region"):
            return True
        if phrase.genitive:
            return False
        if self._named_with_country(phrase, unit):
            return True
        before = self.low(phrase.start - 1)
        if before in self.registry.words["place preposition"]:
            return True
        if not self.sentence.parsed or before in STRONG_CASES:
            return False
        return any(
            self.tokens[i].dep in PLACE_DEPS or self._is_reached(i)
            for i in tops(self.sentence, phrase.start, phrase.end)
        )

    def _is_reached(self, i: int) -> bool:
        """Whether the token is the object of a verb like visit, leave or bomb."""
        token = self.tokens[i]
        if token.dep != "obj" or token.head < 0:
            return False
        return self.tokens[token.head].lemma in self.registry.words["place verb"]

    def _named_with_country(self, phrase: Phrase, unit: Unit) -> bool:
        """Whether a town's country follows ("Oslo, Norway")."""
        after = self.by_start.get(phrase.end + 1) if self.low(phrase.end) == "," else None
        tail = self.phrases[after].tail if after is not None else None
        return tail is not None and tail.code == unit.code and tail.use in ("name", "abbreviation")

    # Nouns for doers.

    def _noun(self, k: int, noun: Noun) -> Reading | None:
        phrase = self.phrases[k]
        if not self._is_doer(phrase, noun):
            return None
        pair = self._parties(k, noun)
        if pair is not None:
            return pair
        if noun.bare == "other":
            far = noun.term == "counterpart" and self.low(phrase.end) in ("from", "of")
            told = self._after(k) if far else None
            return told or self._other(phrase, noun)
        found = self._whose_noun(k, noun)
        if found is not None and found.codes:
            return self._of_noun(phrase, noun, found)
        if self.learning or noun.kind in ("asset", "relation", "place"):
            return None
        return Reading(
            (), KINDS[noun.kind], "nobody's by the text", noun.sector, term=noun.term,
            plural=noun.plural,
        )  # fmt: skip

    def _of_noun(self, phrase: Phrase, noun: Noun, found: Reading) -> Reading:
        """The reading of a noun whose owner has been found."""
        office = person = None
        if noun.kind == "office":
            _, office = self.title(phrase, phrase.end)
            person = None if noun.plural else found.person
        kind = KINDS[noun.kind]
        if noun.kind == "relation":
            kind = found.kind
            if kind == "demonym":
                kind = "organisation" if noun.bare == "group" else "country"
        sector = noun.sector
        if noun.term in CONTAINERS:
            sector = found.sector or sector
        elif noun.bare == "unknown":
            sector = self._of_group(phrase) or sector
        elif noun.kind == "office" and self.was(phrase):
            sector = FORMER
        return Reading(
            self._sectored(found, noun), kind, found.reason, sector, person, office,
            noun.term, noun.plural,
        )  # fmt: skip

    def _of_group(self, phrase: Phrase) -> str | None:
        """The sector of the group whose fighters they are."""
        for unit in phrase.units:
            if unit.name is not None and self.registry.kind_of(unit.code) == "group":
                return unit.name.sector
        return None

    def _is_doer(self, phrase: Phrase, noun: Noun) -> bool:
        """Whether number and capital letters allow the noun to be one."""
        if "many" in noun.traits and not noun.plural:
            return False
        if "to" in noun.traits and self.low(phrase.end) == "to":
            return False
        if "the" in noun.traits and not (
            self.definite(phrase) or phrase.owner or phrase.pronoun is not None
        ):
            return phrase.units[0].noun is not noun  # a demonym before it will do
        if "capital" not in noun.traits or self.tokens[phrase.end - 1].text[0].isupper():
            return True
        return self.definite(phrase) and self.focus.same_noun(noun.term, noun.plural) is not None

    def _whose_noun(self, k: int, noun: Noun) -> Reading | None:
        phrase = self.phrases[k]
        found = self._own_name(phrase, noun) or self.explicit(k)
        if found is not None:
            return found
        if "abroad" in noun.traits and self.low(phrase.start) in INDEFINITE:
            return None
        if noun.kind in ("relation", "place"):
            if self.low(phrase.start) in INDEFINITE or phrase.end - phrase.start == 1:
                return None
            if noun.bare in ("country", "side", "place"):
                return self._country_word(phrase, noun)
        if noun.kind == "asset" and not self.learning:
            seen = self.focus.same_noun(noun.term, noun.plural) if self.definite(phrase) else None
            return Reading(seen.codes, "anaphor", f"the {noun.term} → before") if seen else None
        return self.bare(k, noun, ())

    def _sectored(self, found: Reading, noun: Noun) -> tuple[Code, ...]:
        """The codes with the word of a group, or the country that a ruling group governs."""
        if "ruling" in noun.traits:
            return self.governed(found.codes, noun)
        told = found.reason == "modifier" or (
            noun.term in self.registry.words["against a state"] and found.reason.endswith("+ actor")
        )
        if not told or len(found.codes) != 1:
            return found.codes
        code = found.codes[0]
        if not self.registry.is_country(code):
            return found.codes
        if noun.sector == "REB" and noun.kind == "people":
            return (code + "REB",)
        if noun.sector == "OPP" and noun.term.startswith("opposition"):
            return (code + "OPP",)
        return found.codes

    def _parties(self, k: int, noun: Noun) -> Reading | None:
        """As in "Both sides", "the two ministers", "the neighbours", "the parties"."""
        if self.learning or not noun.plural:
            return None
        if "partners" in noun.traits and self.phrases[k].end - self.phrases[k].start == 1:
            return Reading(("INTL",), "people", "unnamed partners", noun.sector, plural=True)
        phrase = self.phrases[k]
        unit = phrase.units[-1]
        words = [self.low(i) for i in range(phrase.start, unit.start)]
        if "side" not in noun.traits or not words or not PAIR_WORDS.issuperset(words):
            return None
        if phrase.owner or phrase.pronoun is not None or self._owned(phrase):
            return None
        if noun.kind != "relation" and words[0] in NUMBERS and words[0] != "both":
            return None  # "killed two people": nobody named before
        count = next((NUMBERS[word] for word in words if word in NUMBERS), 0)
        if not count and noun.kind == "office" and words == ["the"]:
            return self._those_met(noun)
        if (not count and noun.kind != "relation") or (
            noun.term in ("country", "nation") and not count
        ):
            return None
        codes = self._in_focus(phrase, count)
        if not codes:
            return None
        reason = f"{' '.join(words)} {unit.noun.words[-1] if unit.noun else ''} → in focus"
        return Reading(codes, "anaphor", reason, noun.sector, term=noun.term, plural=True)

    def _those_met(self, noun: Noun) -> Reading | None:
        """As in "The leaders affirmed …" after a sentence that names several of them."""
        codes = self.focus.people_met(self.number)
        if len(codes) < 2:
            return None
        return Reading(
            codes,
            "anaphor",
            f"the {noun.words[-1]} → the last ones named",
            noun.sector,
            term=noun.term,
            plural=True,
        )

    def _in_focus(self, phrase: Phrase, count: int) -> tuple[Code, ...]:
        noun = phrase.noun
        if not count and noun is not None and noun.term in ("party", "side"):
            return self.focus.parties(self.number)
        if count and noun is not None and noun.kind == "office":
            people = self.focus.listed(count, self.number)
            if people:
                return people
        count = count or 2
        but: tuple[Code, ...] = ()
        if not self.is_subject(phrase):
            own = self.focus.subject_codes(self.number)
            but = own if len(own) == 1 else ()
        return self.focus.several(count, self.number, but) or self.focus.several(count, self.number)

    def is_subject(self, phrase: Phrase) -> bool:
        """Whether the phrase is a subject; where nothing is parsed, whether it comes first."""
        if not self.sentence.parsed:
            return not self.focus.here(self.number)
        return any(
            self.tokens[i].dep.startswith("nsubj")
            for i in tops(self.sentence, phrase.start, phrase.end)
        )

    def _owned(self, phrase: Phrase) -> bool:
        """Whether an of-phrase says whose ("the two sides of the river")."""
        return self.low(phrase.end) == "of"

    def _other(self, phrase: Phrase, noun: Noun) -> Reading | None:
        """As in "His Chinese counterpart", "his guest", "its enemy", "the visitor"."""
        if self.learning:
            return None
        unit = phrase.units[-1]
        owner = self.owner(phrase)
        found = self.adjectives(phrase, unit.start)
        person = None
        friends = noun.plural and noun.term in FRIENDS and phrase.pronoun is not None
        if found is None and friends:  # "our allies"
            return Reading(("INTL",), "people", "unnamed partners", noun.sector, plural=True)
        if found is None:
            if owner is None and not (self.definite(phrase) and phrase.end - phrase.start == 2):
                return None
            found = self.other_party(phrase)
            if found is None:
                return None
            if noun.term in ("guest", "host", "visitor", "counterpart"):
                person = self.focus.latest_person(found.codes)
        office = owner.office if owner is not None and noun.term == "counterpart" else None
        return Reading(
            found.codes, "people" if noun.plural else "office", found.reason, noun.sector,
            person, office, noun.term, noun.plural,
        )  # fmt: skip

    def _country_word(self, phrase: Phrase, noun: Noun) -> Reading | None:
        """As in "The country", "the island", "the kingdom", "the enclave"."""
        if self.learning or noun.plural or not self.definite(phrase):
            return None
        if phrase.end - phrase.start > 2:
            return None  # "the first Nordic country"
        if noun.term == "kingdom":
            code = self.focus.latest_of(self.registry.kingdoms)
        elif noun.term in ("enclave", "territory", "strip"):
            code = self.focus.latest_of({"PSE", "HKG", "ESH", "XKX"})
        else:
            held = phrase.genitive or self.is_subject(phrase)
            but = () if held else self.focus.subject_codes(self.number)
            but = self._doers_before(phrase) or but
            seen = (
                self.focus.latest(COUNTRY_KINDS, but) if self.low(phrase.start) == "that" else None
            )
            code = seen.codes[0] if seen is not None else self._last_country(but)
        if code is None:
            return None
        return Reading((code,), "anaphor", f"the {noun.term} → in focus")

    def _doers_before(self, phrase: Phrase) -> tuple[Code, ...]:
        """Whose act is done to it ("Norwegian sanctions against | the country")."""
        if self.low(phrase.start - 1) not in ("against", "on"):
            return ()
        before = next((s for s in self.focus.here(self.number) if s.codes), None)
        near = before is not None and phrase.start - before.token <= NEAR
        return before.codes if before is not None and near else ()

    def _last_country(self, but: tuple[Code, ...]) -> Code | None:
        """The country last named that is not the subject, else whom the article is about."""
        alone = self.focus.alone()
        if alone is not None and alone not in but:
            return alone
        main = self.focus.main()
        if main is not None and main not in but and self.focus.lately(main, self.number):
            return main
        seen = self.focus.latest(COUNTRY_KINDS, but)
        if seen is not None:
            return seen.codes[0]
        return main if main not in but else next(iter(but), None)

    def _own_name(self, phrase: Phrase, noun: Noun) -> Reading | None:
        """A code of its own for a named movement ("Baloch Yakjehti Committee" → BYC)."""
        if "named" not in noun.traits or not phrase.names:
            return None
        unit = phrase.units[-1]
        start, end = phrase.names[-1]
        if end != unit.start or not self.tokens[unit.start].text[:1].isupper():
            return None
        words = [t.text for t in self.tokens[start : unit.end] if t.text not in JOINERS]
        if self.low(start - 1) == "and" or self.adjectives(phrase, start) is not None:
            return None
        if len(words) < 3 and noun.term not in (
            "foundation",
            "movement",
            "party",
            "front",
            "tehreek",
        ):
            return None
        code = words[0].upper() if len(words) < 3 else "".join(word[0] for word in words).upper()
        kind: MentionKind = "organisation" if noun.bare == "ngo" else "group"
        return Reading((code,), kind, "own name", noun.sector)
