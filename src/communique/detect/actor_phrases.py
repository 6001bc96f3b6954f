"""Say of a noun phrase which actor it names, from its own words and what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.detect.actor_scan import BACKED, JOINERS, Phrase, Unit, tops
from communique.detect.coreference import PRONOUNS, SPEAKER, Focus, Person, Seen
from communique.model import Code, MentionKind, Sentence
from communique.ontology.actors import ActorRegistry, Leader, Noun, fold

TITLES = {
    "mr": "m", "mr.": "m", "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "miss": "f",
    "dr": "", "dr.": "", "sir": "m", "lord": "m", "lady": "f", "dame": "f", "messrs": "m",
    "maulana": "m", "mullah": "m", "ayatollah": "m", "sheikh": "m", "sheikha": "f", "sen.": "",
    "rep.": "", "gen.": "", "col.": "", "lt.": "", "maj.": "", "prof.": "", "rev.": "m",
    "professor": "", "capt.": "", "adm.": "", "gov.": "", "hon.": "", "h.e.": "",
}  # fmt: skip
NOT_PEOPLE = frozenset(
    [
        "airport",
        "port",
        "pass",
        "road",
        "street",
        "avenue",
        "river",
        "bay",
        "cup",
        "court",
        "party",
        "university",
        "college",
        "bank",
        "company",
        "corp",
        "inc",
        "ltd",
        "group",
        "corridor",
        "province",
        "district",
        "county",
        "city",
        "state",
        "region",
        "valley",
        "mountain",
        "mountains",
        "lake",
        "sea",
        "ocean",
        "island",
        "islands",
        "peninsula",
        "strait",
        "canal",
        "bridge",
        "square",
        "palace",
        "house",
        "hotel",
        "hall",
        "centre",
        "center",
        "institute",
        "institution",
        "school",
        "hospital",
        "stadium",
        "park",
        "base",
        "camp",
        "act",
        "bill",
        "law",
        "agreement",
        "accord",
        "treaty",
        "pact",
        "protocol",
        "convention",
        "declaration",
        "plan",
        "programme",
        "program",
        "project",
        "initiative",
        "summit",
        "conference",
        "forum",
        "dialogue",
        "war",
        "battle",
        "operation",
        "day",
        "week",
        "month",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "news",
        "times",
        "post",
        "daily",
        "agency",
        "television",
        "tv",
        "radio",
        "magazine",
        "journal",
        "press",
        "award",
        "prize",
        "medal",
        "order",
        "league",
        "association",
        "federation",
        "federal",
        "foundation",
        "ministry",
        "department",
        "office",
        "committee",
        "council",
        "commission",
        "assembly",
        "parliament",
        "senate",
        "army",
        "navy",
        "force",
        "forces",
        "police",
        "union",
        "front",
        "movement",
        "church",
        "mosque",
        "temple",
        "express",
        "airlines",
        "air",
        "airways",
        "covid",
        "internet",
        "god",
        "islam",
        "christmas",
        "ramadan",
        "eid",
        "olympics",
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "asia",
        "africa",
        "europe",
        "america",
    ]
)
IN_PLACE = frozenset(
    (
        "in",
        "at",
        "to",
        "from",
        "near",
        "into",
        "around",
        "outside",
        "inside",
        "across",
        "through",
        "via",
        "within",
        "toward",
        "throughout",
    )
)
FOR_NOUNS = frozenset(
    [
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "spokespeople",
        "attorney",
        "lawyer",
        "minister",
        "secretary",
    ]
)
ABROAD = frozenset(
    (
        "embassy",
        "ambassador",
        "consulate",
        "consulate general",
        "mission",
        "envoy",
        "diplomat",
        "high commission",
        "high commissioner",
        "special envoy",
        "special representative",
        "peacekeeper",
        "troop",
        "representative",
        "chargé d'affaires",
        "consul",
    )
)
RULING = frozenset(
    (
        "government",
        "administration",
        "regime",
        "authority",
        "ministry",
        "foreign minister",
        "minister",
        "prime minister",
        "spokesman",
        "official",
        "embassy",
        "foreign ministry",
    )
)
PAIRS = frozenset(("both", "two"))
SIDE_TERMS = frozenset(
    (
        "side",
        "party",
        "country",
        "nation",
        "state",
        "leader",
        "government",
        "minister",
        "neighbour",
        "neighbor",
        "partner",
        "ally",
        "president",
        "military",
        "delegation",
        "army",
        "foreign minister",
        "prime minister",
        "people",
        "capital",
        "rival",
        "official",
        "diplomat",
        "defence minister",
        "defense minister",
        "head of state",
        "republic",
        "adversary",
        "enemy",
        "counterpart",
        "faction",
        "negotiator",
    )
)
INDEFINITE = frozenset(
    [
        "a",
        "an",
        "any",
        "another",
        "each",
        "every",
        "no",
        "some",
        "other",
        "many",
        "several",
        "most",
        "which",
        "what",
    ]
)
NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "2": 2, "3": 3}
GROUPS = ("organisation", "group")
COUNTRIES = ("country", "metonym", "demonym")


@dataclass(slots=True)
class Reading:
    """What a phrase means."""

    codes: tuple[Code, ...]
    kind: MentionKind
    reason: str
    sector: str | None = None
    person: Person | None = None
    office: str | None = None
    term: str | None = None
    plural: bool = False
    weak: bool = False


class Reader:
    """Reads the phrases of one sentence against the focus."""

    def __init__(
        self, sentence: Sentence, found: Sequence[Phrase], focus: Focus, published: str | None
    ) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.phrases = found
        self.focus = focus
        self.registry: ActorRegistry = focus.registry
        self.published = published
        self.number = 0
        self._by_start = {phrase.start: k for k, phrase in enumerate(found)}
        self._done: dict[int, Reading | None] = {}

    def read(self, k: int) -> Reading | None:
        """The reading of phrase `k`; None when it names no actor."""
        if k not in self._done:
            self._done[k] = None  # a phrase that leads back to itself names nobody
            self._done[k] = self._read(k)
        return self._done[k]

    def _read(self, k: int) -> Reading | None:
        phrase = self.phrases[k]
        unit = _tail(phrase)
        if unit is None:
            return self._named(k)
        if unit.leaders is not None:
            return self._leader(k, unit.leaders)
        if unit.noun is not None:
            return self._appositive(k) or self._noun(k, unit.noun)
        return self._name(k, unit)

    # People.

    def title(self, phrase: Phrase, before: int) -> tuple[Noun | None, str | None]:
        """The office noun in the phrase before that token, and the whole office as worded."""
        nouns = [u for u in phrase.units if u.noun is not None and u.end <= before]
        if not nouns:
            return None, None
        noun = nouns[-1].noun
        first = nouns[0].start
        for unit in nouns:
            first = min(first, unit.start)
        text = self._words(first, nouns[-1].end)
        return noun, text

    def _words(self, start: int, end: int) -> str:
        base = self.tokens[start].start
        return (
            "".join(
                ("" if i == start or self.tokens[i].start == self.tokens[i - 1].end else " ")
                + self.tokens[i].text
                for i in range(start, end)
            )
            if base >= 0
            else ""
        )

    def _leader(self, k: int, leaders: Sequence[Leader]) -> Reading:
        phrase = self.phrases[k]
        leader = by_date(leaders, self.published)
        start = phrase.units[-1].start
        noun, office = self.title(phrase, start)
        end = phrase.units[-1].end
        person = self.focus.learn(
            Person(
                tuple(fold(t.text) for t in self.tokens[start:end] if t.text not in JOINERS),
                self._words(start, end),
                (leader.code,),
                office,
                leader.gender,
                noun.sector if noun else "GOV",
                "leader of the registry",
                True,
            )
        )
        explicit = self._explicit(k) if noun else None
        if explicit and explicit.codes and not set(explicit.codes) & set(person.codes):
            person.codes, person.reason = explicit.codes, explicit.reason
        self._apposed_office(k, person)
        return self._of_person(person, office or leader.office)

    def _of_person(self, person: Person, office: str | None = None) -> Reading:
        return Reading(
            person.codes,
            "person",
            person.reason,
            person.sector,
            person,
            office or person.office,
            None,
        )

    def _named(self, k: int) -> Reading | None:
        """A phrase that ends in capitalised words the registry does not have."""
        phrase = self.phrases[k]
        if not phrase.names or phrase.names[-1][1] != phrase.end:
            return None
        start, end = phrase.names[-1]
        honour = ""
        titled = False
        while start < end and self.tokens[start].text.lower() in TITLES:
            honour = TITLES[self.tokens[start].text.lower()] or honour
            start, titled = start + 1, True
        words = tuple(fold(t.text) for t in self.tokens[start:end] if t.text not in JOINERS)
        if not words:
            return None
        noun, office = self.title(phrase, start)
        person = self._known(words, titled or noun is not None)
        if person is not None:
            person.gender = person.gender or honour
            if office and not person.office:
                person.office = office
            if noun is not None and not person.sure:
                self._complete(k, person, noun)
            self._apposed_office(k, person)
            return self._of_person(person, office)
        return self._new_person(k, (start, end), words, noun, honour if titled else None)

    def _known(self, words: tuple[str, ...], titled: bool) -> Person | None:
        known = self.focus.person(words)
        if known is not None:
            return known
        leaders = self.registry.surnames.get(" ".join(words))
        if not leaders:
            return None
        fitting = [x for x in leaders if x.alone or titled]
        if not fitting:
            return None
        named = [x for x in fitting if self.focus.counts[x.code]]
        if len({x.code for x in named or fitting}) > 1 and not self.published:
            return None
        leader = by_date(named or fitting, self.published)
        if not titled and not _in_time(leader, self.published):
            return None
        return self.focus.learn(
            Person(
                tuple(fold(w) for w in leader.name.replace("-", " ").split()),
                leader.name,
                (leader.code,),
                leader.office,
                leader.gender,
                "GOV",
                "leader of the registry",
                True,
            )
        )

    def _complete(self, k: int, person: Person, noun: Noun) -> None:
        found = self._explicit(k)
        if found is not None and found.codes:
            person.codes, person.reason, person.sure = found.codes, found.reason, True
        person.sector = person.sector or noun.sector

    def _new_person(
        self,
        k: int,
        span: tuple[int, int],
        words: tuple[str, ...],
        noun: Noun | None,
        honour: str | None,
    ) -> Reading | None:
        start, end = span
        phrase = self.phrases[k]
        gender = honour or (noun.gender if noun else "") or self.registry.given.get(words[0], "")
        name = self._words(start, end)
        if noun is None and honour is None and (len(words) < 2 or not self._like_a_name(k, words)):
            return None
        _, office = self.title(phrase, start)
        person = Person(words, name, (), office, gender, noun.sector if noun else None, "named")
        if noun is not None:
            found = self._explicit(k)
            if found is None and noun.bare != "none":
                found = self._bare(k, noun, words)
            if found is not None:
                person.codes, person.reason = found.codes, found.reason
                person.sure = found.reason != "country of the article"
        self._apposed_office(k, person)
        if not person.codes and noun is None:
            self._modified(k, person)
        if len(words) == 1 and not person.codes and noun is None:
            return None
        return self._of_person(self.focus.learn(person), office)

    def _modified(self, k: int, person: Person) -> None:
        found = self._modifiers(k, self.phrases[k].end)
        if found is not None:
            person.codes, person.reason = found.codes, found.reason

    def _like_a_name(self, k: int, words: tuple[str, ...]) -> bool:
        phrase = self.phrases[k]
        if any(word in NOT_PEOPLE or word.isdigit() for word in words) or len(words) > 5:
            return False
        if words[0] in self.registry.given or words[0] in self.registry.origins:
            return True
        first = self.tokens[phrase.start]
        if first.pos == "DET":
            return False
        beside = [_tail(self.phrases[other]) for other in self._beside(k)]
        if beside and beside[0] is not None and beside[0].noun is not None:
            return True
        deps = {self.tokens[i].dep.split(":")[0] for i in tops(self.sentence, *_span(phrase))}
        return bool(deps & {"nsubj", "appos", "conj", "flat"})

    def _apposed_office(self, k: int, person: Person) -> None:
        """Take office and codes from a phrase set beside the name ("Lin Jian, a spokesman for …")."""
        for other in self._beside(k):
            unit = _tail(self.phrases[other])
            if unit is None or unit.noun is None or unit.noun.kind not in ("office", "people"):
                continue
            if unit.noun.plural:
                continue
            person.office = person.office or self._words(unit.start, unit.end)
            person.gender = person.gender or unit.noun.gender
            person.sector = person.sector or unit.noun.sector
            if not person.codes or not person.sure:
                found = self._explicit(other) or (
                    self._bare(other, unit.noun, person.words) if not person.codes else None
                )
                if found is not None and found.codes:
                    person.codes, person.reason = found.codes, found.reason
                    person.sure = found.reason != "country of the article"
            return

    def _beside(self, k: int) -> list[int]:
        """Phrases set off by a comma right after phrase `k`."""
        end = self.phrases[k].end
        if end >= len(self.tokens) or self.tokens[end].text != ",":
            return []
        after = self._by_start.get(end + 1)
        if after is None:
            return []
        first = self.tokens[end + 1]
        if self.phrases[after].genitive and after + 1 < len(self.phrases):
            after += 1
        names = self.phrases[after].names
        return (
            []
            if (names and names[-1][1] == self.phrases[after].end) or first.pos == "NUM"
            else [after]
        )

    def _appositive(self, k: int) -> Reading | None:
        """ "The foreign minister of China, Qin Gang": the name that follows an office."""
        phrase = self.phrases[k]
        unit = _tail(phrase)
        if unit is None or unit.noun is None or unit.noun.plural or unit.noun.kind != "office":
            return None
        if phrase.names:
            return None
        end = phrase.end
        follow = self._of_phrase(k)
        while follow is not None:
            end = self.phrases[follow].end
            follow = self._of_phrase(follow)
        if end >= len(self.tokens):
            return None
        if self.tokens[end].text == ",":
            end += 1
        elif end == phrase.end:
            return None
        other = self._by_start.get(end)
        if other is None or not self._is_bare_name(other):
            return None
        name = self.phrases[other]
        after = self.tokens[name.end].text if name.end < len(self.tokens) else "."
        if end == phrase.end + 1 and after == "and":
            return None
        found = self._explicit(k)
        start = name.start
        words = tuple(fold(t.text) for t in self.tokens[start : name.end] if t.text not in JOINERS)
        person = self._known(words, True) or Person(
            words,
            self._words(start, name.end),
            (),
            None,
            unit.noun.gender or self.registry.given.get(words[0], ""),
            unit.noun.sector,
            "named",
        )
        if found is None and not person.codes:
            found = self._bare(k, unit.noun, words)
        if found is not None and not person.sure:
            person.codes, person.reason = found.codes, found.reason
            person.sure = found.reason != "country of the article"
        _, office = self.title(phrase, phrase.end)
        person.office = person.office or office
        person = self.focus.learn(person)
        return self._of_person(person, office)

    def _is_bare_name(self, k: int) -> bool:
        phrase = self.phrases[k]
        unit = _tail(phrase)
        if unit is not None:
            return unit.leaders is not None and unit.start == phrase.start
        return (
            len(phrase.names) == 1
            and phrase.names[0] == (phrase.start, phrase.end)
            and not any(
                fold(self.tokens[i].text) in NOT_PEOPLE for i in range(phrase.start, phrase.end)
            )
        )

    # Names of actors.

    def _name(self, k: int, unit: Unit) -> Reading | None:
        phrase = self.phrases[k]
        name = unit.name
        if name is None or not name.code:
            return None
        code, sector = self._code_here(unit), name.sector
        before = self.tokens[phrase.start - 1].text.lower() if phrase.start else ""
        if name.use in ("adjective", "person", "people"):
            return self._demonym(phrase, unit, before)
        if unit.place:
            reason = f"{name.use} for its government"
            return Reading((code,), "metonym", reason, "GOV", weak=self._is_place(phrase, unit))
        kind = self.registry.kind_of(code)
        if name.use == "agency":
            return Reading((code,), "organisation", "body of the state", sector)
        if kind in ("country", "territory") and not sector:
            return Reading((code,), "country", "name", None)
        own: MentionKind = "group" if kind == "group" else "organisation"
        plural = name.text.endswith("s") and kind == "group"
        return Reading((code,), own, "name", sector, plural=plural)

    def _code_here(self, unit: Unit) -> Code:
        name = unit.name
        assert name is not None
        return self.focus.renamed.get(" ".join(name.words), name.code)

    def _demonym(self, phrase: Phrase, unit: Unit, before: str) -> Reading | None:
        name = unit.name
        assert name is not None
        code = self._code_here(unit)
        if before == "in" and unit.start == phrase.start:
            return None  # "in Chinese": a language
        plural = name.use == "people" or any(
            self.tokens[i].pos == "NUM" or fold(self.tokens[i].text) == "the"
            for i in range(phrase.start, unit.start)
        )
        if name.use == "adjective" and not plural and unit.start == phrase.start:
            return Reading((code,), "demonym", "adjective", weak=True)
        return Reading((code,), "demonym", "people by nation", "CVL", plural=plural)

    def _is_place(self, phrase: Phrase, unit: Unit) -> bool:
        """Whether a seat or city only says where."""
        name = unit.name
        assert name is not None
        if name.use in ("city", "region"):
            return True
        if phrase.genitive:
            return False
        before = self.tokens[phrase.start - 1].text.lower() if phrase.start else ""
        if before in IN_PLACE:
            return True
        if self.sentence.parsed:
            token = self.tokens[unit.end - 1]
            return token.dep in ("obl", "nmod", "obj", "obl:tmod", "compound", "appos", "dep") and (
                before not in ("between", "with", "by", "against", "and", "of", "for")
            )
        return False

    # Nouns for doers.

    def _noun(self, k: int, noun: Noun) -> Reading | None:
        phrase = self.phrases[k]
        kind: MentionKind = _KIND[noun.kind]
        pair = self._pair(phrase, noun)
        if pair is not None:
            return pair
        found = None
        if noun.bare == "other":
            return self._relation(k, noun)
        if noun.bare in ("side", "place") or (noun.kind == "relation" and noun.bare == "country"):
            found = self._explicit(k) or self._country_word(phrase, noun)
        else:
            found = self._explicit(k)
        if found is None and noun.kind == "relation":
            first = self.tokens[phrase.start]
            if first.text.lower() in INDEFINITE or first.i == phrase.end - 1:
                return None
        if found is None:
            found = self._own_name(phrase, noun) or self._bare(k, noun, ())
        if found is None or not found.codes:
            return None
        codes = self._sectored(found, noun)
        office = None
        if noun.kind == "office":
            _, office = self.title(phrase, phrase.end)
        person = found.person if noun.kind == "office" and not noun.plural else None
        return Reading(
            codes,
            kind if found.kind != "anaphor" or noun.kind != "relation" else found.kind,
            found.reason,
            noun.sector,
            person,
            office,
            noun.term,
            noun.plural,
        )

    def _sectored(self, found: Reading, noun: Noun) -> tuple[Code, ...]:
        if noun.term in RULING:
            return tuple(self.focus.governing(code, self.published) for code in found.codes)
        if found.reason != "modifier" or len(found.codes) != 1:
            return found.codes
        code = found.codes[0]
        if self.registry.kind_of(code) not in ("country", "territory"):
            return found.codes
        if noun.sector == "REB":
            return (code + "REB",) if noun.kind == "people" else found.codes
        if noun.term in ("opposition", "opposition leader", "opposition party"):
            return (code + "OPP",)
        return found.codes

    def _pair(self, phrase: Phrase, noun: Noun) -> Reading | None:
        """ "Both sides", "the two ministers", "the neighbours", "the parties"."""
        if not noun.plural or noun.term not in SIDE_TERMS:
            return None
        unit = phrase.units[-1]
        words = [fold(self.tokens[i].text) for i in range(phrase.start, unit.start)]
        count = next((NUMBERS[w] for w in words if w in NUMBERS), 0)
        bare = all(
            w in ("the", "both", "two", "three", "these", "those", "all", "2") for w in words
        )
        alone = noun.term in ("side", "party", "neighbour", "neighbor", "partner") and bool(words)
        if phrase.owner or not bare or not (count or alone) or self._of_phrase_at(phrase):
            return None
        codes = self.focus.several(count or 2, self.number)
        if not codes:
            return None
        return Reading(
            codes,
            "anaphor",
            f"{' '.join(words)} {noun.term}s → in focus",
            noun.sector,
            term=noun.term,
            plural=True,
        )

    def _relation(self, k: int, noun: Noun) -> Reading | None:
        """ "His Chinese counterpart", "his guest", "its enemy", "the visitor"."""
        phrase = self.phrases[k]
        unit = phrase.units[-1]
        found = self._units_before(phrase, unit.start)
        owner = self._owner(phrase)
        person = None
        if found is None:
            own = owner.codes if owner is not None else ()
            if not own and not self._definite(phrase):
                return None
            codes = self.focus.other(own, self.number)
            if not codes:
                return None
            found = Reading(codes, "anaphor", "the other party")
            last = self.focus.latest_person(codes) if noun.bare == "other" else None
            person = last if noun.term in ("guest", "host", "visitor", "counterpart") else None
        office = owner.office if owner is not None else None
        return Reading(
            found.codes,
            "office" if not noun.plural else "people",
            found.reason,
            noun.sector,
            person,
            office,
            noun.term,
            noun.plural,
        )

    def _country_word(self, phrase: Phrase, noun: Noun) -> Reading | None:
        """ "The country", "his country", "the island", "the Chinese side"."""
        owner = self._owner(phrase)
        if owner is not None and owner.codes:
            return owner
        if not self._definite(phrase) or noun.plural:
            return None
        seen = self.focus.latest(COUNTRIES)
        if seen is None:
            return None
        return Reading(seen.codes[:1], "anaphor", f"the {noun.term} → last country")

    def _definite(self, phrase: Phrase) -> bool:
        return self.tokens[phrase.start].text.lower() in ("the", "this", "that", "these", "those")

    def _own_name(self, phrase: Phrase, noun: Noun) -> Reading | None:
        """A code of its own for a named movement ("Haq Do Tehreek" → HDT)."""
        if noun.bare not in ("group", "ngo") and noun.term not in ("committee", "party"):
            return None
        unit = phrase.units[-1]
        if not phrase.names or phrase.names[-1][1] != unit.start:
            return None
        start = phrase.names[-1][0]
        if not self.tokens[unit.start].text[:1].isupper():
            return None
        words = [t.text for t in self.tokens[start : unit.end] if t.text not in JOINERS]
        code = words[0].upper() if len(words) < 3 else "".join(w[0] for w in words).upper()
        kind: MentionKind = "organisation" if noun.bare == "ngo" else "group"
        return Reading((code,), kind, "own name", noun.sector)

    # Whose.

    def _explicit(self, k: int) -> Reading | None:
        """Whose a noun is by its own words: genitive, demonym, of-phrase."""
        phrase = self.phrases[k]
        unit = phrase.units[-1] if phrase.units else None
        nouns = [u for u in phrase.units if u.noun is not None]
        before = (nouns[-1] if nouns else unit).start if unit else phrase.end  # type: ignore[union-attr]
        found = self._modifiers(k, before)
        if found is not None:
            return found
        return self._after(k)

    def _modifiers(self, k: int, before: int) -> Reading | None:
        phrase = self.phrases[k]
        return self._units_before(phrase, before) or self._owner(phrase)

    def _units_before(self, phrase: Phrase, before: int) -> Reading | None:
        codes: list[Code] = []
        joined = False
        for unit in phrase.units:
            if unit.name is None or not unit.name.code or unit.end > before:
                continue
            if self._backed(unit.end):
                continue
            if codes and not joined:
                break
            codes.append(self._code_here(unit))
            joined = self.tokens[unit.end].text in JOINERS if unit.end < phrase.end else False
        if not codes:
            return None
        codes = self._coordinated(phrase) + codes
        return Reading(tuple(dict.fromkeys(codes)), "demonym", "modifier")

    def _backed(self, end: int) -> bool:
        tokens = self.tokens
        return (
            end + 1 < len(tokens)
            and tokens[end].text in JOINERS
            and (tokens[end + 1].text.lower() in BACKED)
        )

    def _coordinated(self, phrase: Phrase) -> list[Code]:
        """Codes of adjectives listed before the phrase ("the Israeli, Greek and … governments")."""
        codes: list[Code] = []
        start = phrase.start
        if not phrase.units or phrase.units[0].start != start or phrase.units[0].name is None:
            return codes
        while start >= 2 and self.tokens[start - 1].text.lower() in ("and", ",", "or", "&"):
            before = next((p for p in self.phrases if p.end == start - 1), None)
            unit = _tail(before) if before is not None else None
            if before is None or unit is None or unit.name is None or not unit.name.code:
                break
            if unit.name.use not in ("adjective", "abbreviation") and unit.name.text[-1:] != "h":
                break
            if phrase.units[0].name.use not in ("adjective", "abbreviation"):
                break
            codes.insert(0, self._code_here(unit))
            start = before.start
        return codes

    def _owner(self, phrase: Phrase) -> Reading | None:
        if phrase.owner is not None:
            return self.read(self._by_start[phrase.owner.start])
        if phrase.pronoun is None:
            return None
        word = self.tokens[phrase.pronoun].text.lower()
        seen = self.focus.pronoun(word, self.number, False) if word in PRONOUNS else None
        if seen is None:
            return None
        office = seen.person.office if seen.person else None
        return Reading(seen.codes, "anaphor", f"{word} → in focus", office=office)

    def _of_phrase_at(self, phrase: Phrase) -> int | None:
        return self._of_phrase(self._by_start[phrase.start])

    def _of_phrase(self, k: int) -> int | None:
        """The phrase after "of", "for", … right behind phrase `k`, when it may say whose it is."""
        end = self.phrases[k].end
        if end + 1 >= len(self.tokens):
            return None
        word = self.tokens[end].text.lower()
        if word not in ("of", "for", "from", "in", "at", "with"):
            return None
        after = self._by_start.get(end + 1)
        if after is None:
            return None
        unit = _tail(self.phrases[k])
        noun = unit.noun if unit is not None else None
        if word == "for" and (noun is None or noun.term not in FOR_NOUNS):
            return None
        if word in ("in", "at", "from", "with") and (noun is None or noun.term in ABROAD):
            return None
        return after

    def _after(self, k: int) -> Reading | None:
        after = self._of_phrase(k)
        if after is None:
            return self._shared_of(k)
        if self.phrases[after].genitive and after + 1 < len(self.phrases):
            after += 1
        word = self.tokens[self.phrases[k].end].text.lower()
        unit = _tail(self.phrases[k])
        if word in ("in", "at", "from", "with") and not self._local(after):
            found = self.read(after) if word in {"with", "at"} else None
            if found is None:
                return None
        found = self.read(after)
        if found is None or not found.codes:
            return None
        codes = found.codes
        if (
            unit is not None
            and unit.noun is not None
            and (unit.noun.plural or unit.noun.kind != "office")
        ):
            codes = codes + self._listed(after)
        return Reading(tuple(dict.fromkeys(codes)), "demonym", f"{word} + actor")

    def _local(self, k: int) -> bool:
        """Whether the phrase is a bare place or country."""
        unit = _tail(self.phrases[k])
        return (
            unit is not None
            and unit.name is not None
            and unit.name.use not in ("adjective", "person", "people")
        )

    def _shared_of(self, k: int) -> Reading | None:
        """ "The people and government of China": the of-phrase of the second noun serves both."""
        end = self.phrases[k].end
        if end >= len(self.tokens) or self.tokens[end].text.lower() != "and":
            return None
        after = self._by_start.get(end + 1)
        if after is None or self.tokens[self.phrases[after].start].pos == "DET":
            return None
        unit = _tail(self.phrases[after])
        if unit is None or unit.noun is None:
            return None
        if self._units_before(self.phrases[after], unit.start) or self.phrases[after].names:
            return None
        return self._after(after) if self._of_phrase(after) is not None else None

    def _listed(self, k: int) -> tuple[Code, ...]:
        """Codes of the bare names that follow in a list ("of Lithuania, Latvia and Estonia")."""
        codes: list[Code] = []
        end = self.phrases[k].end
        if not self._local(k):
            return ()
        for _ in range(12):
            step = end
            while step < len(self.tokens) and self.tokens[step].text.lower() in (",", "and"):
                step += 1
            after = self._by_start.get(step) if step > end else None
            if (
                after is None
                or not self._local(after)
                or (self.phrases[after].units[0].start > self.phrases[after].start + 1)
            ):
                break
            found = self.read(after)
            if found is None:
                break
            codes += found.codes
            end = self.phrases[after].end
        closed = (
            end < len(self.tokens) and self.tokens[end].pos in ("VERB", "AUX") and (len(codes) == 1)
        )
        return () if closed and self.tokens[self.phrases[k].end].text == "," else tuple(codes)

    def _bare(self, k: int, noun: Noun, words: tuple[str, ...]) -> Reading | None:
        """Whose a noun without owner is: the last of its name, the named one's, the article's."""
        phrase = self.phrases[k]
        first = self.tokens[phrase.start].text.lower()
        if (not words and first in ("the", "this", "these", "those", "that")) or (
            not words and phrase.start == phrase.end - 1
        ):
            seen = self.focus.same_noun(noun.term)
            if seen is not None and (seen.plural == noun.plural or noun.kind == "body"):
                return Reading(
                    seen.codes,
                    "anaphor",
                    f"the {noun.term} → last of that name",
                    person=seen.person,
                )
        return self._bare_code(phrase, noun, words)

    def _bare_code(self, phrase: Phrase, noun: Noun, words: tuple[str, ...]) -> Reading | None:
        if noun.bare == "unknown":
            return Reading(("UNK",), "people", "unnamed attackers")
        if noun.bare == "group":
            seen = self.focus.latest(GROUPS) if self._definite(phrase) and not noun.plural else None
            return Reading(seen.codes, "anaphor", f"the {noun.term} → last group") if seen else None
        if noun.bare == "firm":
            return self._firm(phrase, noun)
        if noun.bare == "ngo":
            return Reading(("NGO",), "organisation", "organisation without a country")
        if noun.bare == "usa" and self.focus.counts["USA"]:
            return Reading(("USA",), "organisation", "body of the state")
        if noun.bare not in ("country", "usa"):
            return None
        code = self.focus.origin(words) or self.focus.main()
        return Reading((code,), "office", "country of the article") if code else None

    def _firm(self, phrase: Phrase, noun: Noun) -> Reading | None:
        if self._definite(phrase) and not noun.plural:
            seen = self.focus.latest(("organisation",))
            if seen is not None:
                return Reading(seen.codes, "anaphor", f"the {noun.term} → last organisation")
        return Reading(("MNC",), "organisation", "firm without a country")


_KIND: dict[str, MentionKind] = {
    "office": "office",
    "body": "organisation",
    "people": "people",
    "asset": "people",
    "relation": "anaphor",
    "place": "anaphor",
}


def by_date(leaders: Sequence[Leader], published: str | None) -> Leader:
    """The leader whose term holds that day, else the one nearest; the last without a day."""
    if published is None or len(leaders) == 1:
        return leaders[-1]
    day = published[:10]
    return min(leaders, key=lambda leader: _distance(leader, day))


def _distance(leader: Leader, day: str) -> int:
    if leader.since <= day and (not leader.until or day <= leader.until):
        return 0
    edge = leader.since if day < leader.since else leader.until
    return (
        abs(int(day[:4]) * 12 + int(day[5:7] or 1) - int(edge[:4]) * 12 - int(edge[5:7] or 1)) + 1
    )


def _in_time(leader: Leader, published: str | None) -> bool:
    return published is None or not leader.since or leader.since[:4] <= published[:4]


def _tail(phrase: Phrase) -> Unit | None:
    """The unit that ends the phrase."""
    unit = phrase.units[-1] if phrase.units else None
    return unit if unit is not None and unit.end == phrase.end else None


def _span(phrase: Phrase) -> tuple[int, int]:
    return phrase.start, phrase.end


def seen_of(reading: Reading, sentence: int, token: int, subject: bool) -> Seen:
    """The reading as a mention in focus."""
    return Seen(
        sentence,
        token,
        reading.codes,
        reading.kind,
        reading.person,
        subject,
        reading.plural,
        reading.term,
        reading.weak,
        reading.sector,
    )


__all__ = ["SPEAKER", "Reader", "Reading", "seen_of"]
