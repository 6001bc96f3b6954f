"""People in noun phrases: titles, offices set beside names, later short forms."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from communique.detect.actor_context import ContextReader
from communique.detect.actor_scan import PARTICLES, Phrase, tops, words_of
from communique.detect.coreference import Person, Reading
from communique.model import GUESSED, LEADER, Code
from communique.ontology.actors import Leader, Noun, fold, name_words

FORMER = "ELI"
WAS = frozenset(("former", "ex", "retired", "ousted", "deposed", "erstwhile"))
MOST_NAME_WORDS = 5
NAME_DEPS = frozenset(("nsubj", "appos", "flat"))


class PeopleReader(ContextReader):
    """Reads the phrases that name a person."""

    def title(self, phrase: Phrase, before: int) -> tuple[Noun | None, str | None]:
        """The last noun of office in the phrase before that token, and the office as worded."""
        nouns = [u for u in phrase.units if u.noun is not None and u.end <= before]
        if not nouns:
            return None, None
        start = nouns[0].start
        taken = {i for u in phrase.units if u.noun is None for i in range(u.start, u.end)}
        while (
            start > phrase.start
            and start - 1 not in taken
            and (
                self.tokens[start - 1].pos in ("PROPN", "NOUN")
                or (
                    self.tokens[start - 1].pos == "ADJ" and self.tokens[start - 1].text[0].isupper()
                )
            )
        ):
            start -= 1
        return nouns[-1].noun, self.text(start, nouns[-1].end)

    def leader(self, k: int, leaders: Sequence[Leader]) -> Reading:
        """A phrase that ends in the full name of a leader of the registry."""
        phrase = self.phrases[k]
        leader = self.by_date(leaders)
        unit = phrase.units[-1]
        noun, office = self.title(phrase, unit.start)
        person = self.focus.learn(
            Person(
                words_of(self.tokens, unit.start, unit.end),
                self.text(unit.start, unit.end),
                (leader.code,),
                office,
                leader.gender,
                self._sector(leader, noun, phrase),
                LEADER,
                True,
            )
        )
        if noun is not None and noun.bare != "other":
            said = self.adjectives(phrase, unit.start) or self._of_person_owner(phrase)
            codes = self.governed(said.codes, noun) if said is not None else ()
            if said is not None and not set(codes) & set(person.codes):
                person.codes, person.reason = codes, said.reason
        self.beside(k, person)
        if office is None or (noun is not None and noun.bare == "other"):
            office = self._office_on_day(leader) or self._office_of_owner(phrase)
            person.office = office or person.office
        return self.of_person(person, office, noun)

    def _office_of_owner(self, phrase: Phrase) -> str | None:
        """The office that a "counterpart" shares with whose counterpart it is."""
        owner = self.owner(phrase)
        return owner.office if owner is not None else None

    def governed(self, codes: tuple[Code, ...], noun: Noun) -> tuple[Code, ...]:
        """The codes, a ruling group's turned to its country's for ministers and the like."""
        if "ruling" not in noun.traits:
            return codes
        return tuple(self.focus.governing(code) for code in codes)

    def _of_person_owner(self, phrase: Phrase) -> Reading | None:
        return self.owner(phrase) if phrase.owner is not None else None

    def _office_on_day(self, leader: Leader) -> str | None:
        day = self.focus.published
        if day is None or leader.since > day or (leader.until and leader.until < day):
            return None
        return leader.office

    def _sector(self, leader: Leader, noun: Noun | None, phrase: Phrase | None) -> str:
        """By the title that stands there, else the office; ELI for who has left it."""
        if phrase is not None and self.was(phrase):
            return FORMER
        if noun is not None:
            return noun.sector
        day = self.focus.published
        titled = name_words(leader.name)[0]  # "Pope", "King"
        if day is None and any(n.words == (titled,) for n in self.registry.nouns.get(titled, ())):
            return self.registry.sector_of(leader.name)
        if leader.until and (day is None or leader.until < day):
            return FORMER
        return self.registry.sector_of(leader.office)

    def was(self, phrase: Phrase) -> bool:
        """Whether the phrase says "former" of its office."""
        return any(self.low(i) in WAS for i in range(phrase.start, phrase.end))

    def of_person(
        self, person: Person, office: str | None = None, noun: Noun | None = None
    ) -> Reading:
        """The reading of a phrase that names this person, with the noun before the name."""
        return Reading(
            person.codes, "person", person.reason, person.sector, person,
            office or person.office, noun.term if noun is not None else None,
        )  # fmt: skip

    def named(self, k: int) -> Reading | None:
        """A phrase that ends in capitalised words the registry does not have."""
        phrase = self.phrases[k]
        if not phrase.names or phrase.names[-1][1] != phrase.end:
            return None
        start, end = self._name_start(phrase), phrase.end
        honour: str | None = None
        while start < end and self.low(start) in self.registry.titles:
            honour = self.registry.titles[self.low(start)] or honour or ""
            start += 1
        words = words_of(self.tokens, start, end)
        if not words:
            return None
        noun, office = self.title(phrase, start)
        person = self._known(words, noun.term if noun is not None else honour)
        if person is None:
            return self._new(k, (start, end), noun, honour)
        person.gender = person.gender or honour or ""
        person.office = person.office or office
        if noun is not None and not person.sure:
            other = noun.bare == "other"  # "his counterpart Ola Nordmann" is not his own side's
            self._complete(person, self._whose(k, noun, words) if other else self.explicit(k))
            person.sector = person.sector or noun.sector
        self.beside(k, person)
        found = self.of_person(person, office, noun)
        if noun is not None and self.was(phrase):
            found.sector = FORMER
        elif noun is not None and found.sector == FORMER and self.focus.published is None:
            found.sector = noun.sector
        return found

    def _name_start(self, phrase: Phrase) -> int:
        """Where the name begins in the last run ("… and Resources | Ola Nordmann")."""
        start, end = phrase.names[-1]
        if phrase.start == start and self.low(start - 1) in ("and", "for", "of"):
            for i in range(end - 2, start, -1):
                if self.low(i - 1) in self.registry.words["not person"]:
                    return i
        if (
            end - start > 2
            and phrase.start == start
            and (start and self.tokens[start - 1].pos in ("CCONJ", "ADP"))
        ):
            heads = tops(self.sentence, start, end)
            if len(heads) > 1 and heads[-1] < end - 1:
                return heads[-1]
        return start

    def _known(self, words: tuple[str, ...], title: str | None) -> Person | None:
        """Who bears that name, in the article or by the registry.

        `title`: the noun before it, "" or a gender for "Mr" and the like, None for a bare name.
        """
        known = self.focus.person(words)
        if known is not None:
            return known
        fitting = [
            leader
            for leader in self.registry.surnames.get(" ".join(words), ())
            if (title is not None and _holds(leader, title))
            or (leader.alone and self._in_time(leader))
        ]
        if not fitting:
            return None
        here = [leader for leader in fitting if self.focus.counts[leader.code]]
        chosen = here or fitting
        if len({leader.code for leader in chosen}) > 1 and self.focus.published is None:
            return None
        leader = self.by_date(chosen)
        if title is not None and not here and not leader.alone:
            return None
        return self.focus.learn(
            Person(
                tuple(fold(w) for w in leader.name.replace("-", " ").split()),
                leader.name,
                (leader.code,),
                self._office_on_day(leader),
                leader.gender,
                self._sector(leader, None, None),
                LEADER,
                True,
            )
        )

    def _complete(self, person: Person, found: Reading | None) -> None:
        """Give the person the codes of words beside the name."""
        if found is None or not found.codes or person.sure:
            return
        if person.codes and found.reason == GUESSED:
            return
        person.codes, person.reason = found.codes, found.reason
        person.sure = found.reason != GUESSED and found.kind != "anaphor"

    def _new(
        self, k: int, span: tuple[int, int], noun: Noun | None, honour: str | None
    ) -> Reading | None:
        """Somebody met for the first time; None when the words are no person's name."""
        start, end = span
        phrase = self.phrases[k]
        words = words_of(self.tokens, start, end)
        if noun is None and honour is None and not self._like_a_name(k, words):
            return None
        if noun is not None and noun.kind not in ("office", "people") and noun.bare != "other":
            return None
        gender = honour or (noun.gender if noun else "") or self.registry.given.get(words[0], "")
        _, office = self.title(phrase, start)
        if noun is not None and noun.bare == "other":
            office = self._office_of_owner(phrase)
        person = Person(
            words, self.text(start, end), (), office, gender, noun.sector if noun else None
        )
        if noun is not None:
            self._complete(person, self._whose(k, noun, words))
        self.beside(k, person)
        if not person.codes and noun is None:
            self._complete(person, self._unit_of(k) or self.adjectives(phrase, start))
        if len(words) == 1 and not person.codes and noun is None and honour is None:
            return None
        return self.of_person(self.focus.learn(person), office, noun)

    def _unit_of(self, k: int) -> Reading | None:
        """What gives a bare name its side: "Presidents A and B", "A of the chamber of trade"."""
        phrase = self.phrases[k]
        before = self.phrases[k - 1] if k else None
        if (
            before is not None
            and before.end == phrase.start - 1
            and (self.low(before.end) in ("and", ","))
        ):
            noun, _ = self.title(before, before.end)
            first = self.read(k - 1) if noun is not None and noun.plural else None
            if first is not None and first.kind == "person":
                return Reading(first.codes, "person", first.reason)
        if self.low(phrase.end) not in ("of", "from", "with"):
            return None
        after = self.by_start.get(phrase.end + 1)
        noun = self.phrases[after].noun if after is not None else None
        if after is None or noun is None or noun.kind not in ("body", "relation"):
            return None
        return self.read(after)

    def _whose(self, k: int, noun: Noun, words: tuple[str, ...]) -> Reading | None:
        if noun.bare == "other":
            phrase = self.phrases[k]
            before = next(u.start for u in phrase.units if u.noun is not None)
            return self.adjectives(phrase, before) or self.other_party(phrase)
        found = self.explicit(k) or self._led_by(k)
        if found is not None:
            found.codes = self.governed(found.codes, noun)
        elif noun.bare not in ("none", "unknown"):
            found = self.bare(k, noun, words)
        return found

    def _led_by(self, k: int) -> Reading | None:
        """As in "the Norwegian delegation, led by Foreign Minister …": the delegation's side."""
        start = self.phrases[k].start
        if (
            self.low(start - 1) != "by"
            or start < 2
            or (self.tokens[start - 2].lemma not in self.registry.words["leading"])
        ):
            return None
        for before in range(k - 1, -1, -1):
            found = self.read(before)
            if found is not None and found.codes:
                return Reading(found.codes, "person", "leads it")
        return None

    def other_party(self, phrase: Phrase) -> Reading | None:
        """Who "his counterpart", "the guest" is, as codes."""
        if self.learning:
            return None
        owner = self.owner(phrase)
        own = owner.codes if owner is not None else self.focus.subject_codes(self.number)
        noun = phrase.noun
        if noun is not None and noun.plural and noun.term in ("neighbour", "neighbor"):
            both = self.focus.pair(self.number, own)
            if len(both) == 2:
                return Reading(both, "anaphor", "the other parties")
        friend = phrase.noun is not None and phrase.noun.term in ("ally", "partner")
        codes = self.focus.other(own, self.number, friend)
        return Reading(codes, "anaphor", "the other party") if codes else None

    def _like_a_name(self, k: int, words: tuple[str, ...]) -> bool:
        phrase = self.phrases[k]
        if not 1 < len(words) <= MOST_NAME_WORDS or self.tokens[phrase.start].pos == "DET":
            return False
        if any(word in self.registry.words["not person"] or word.isdigit() for word in words):
            return False
        if any(
            word in self.registry.given
            or (word in self.registry.origins and word not in PARTICLES and len(word) > 2)
            for word in words
        ):
            return True
        if any(self.phrases[other].noun is not None for other in self.set_beside(k)):
            return True
        return any(
            self.tokens[i].dep.split(":")[0] in NAME_DEPS
            for i in tops(self.sentence, phrase.start, phrase.end)
        ) and not self._is_place_like(phrase)

    def _is_place_like(self, phrase: Phrase) -> bool:
        return self.low(phrase.start - 1) in self.registry.words["place preposition"] and (
            self.low(phrase.start - 1) != "to"
        )

    @abstractmethod
    def set_beside(self, k: int) -> list[int]:
        """Phrases in apposition to phrase `k`."""

    @abstractmethod
    def beside(self, k: int, person: Person) -> None:
        """Take office and codes from a phrase beside the name."""

    # Time.

    def by_date(self, leaders: Sequence[Leader]) -> Leader:
        """The leader whose term holds the day of publication, else the nearest to it."""
        day = self.focus.published
        if day is None or len(leaders) == 1:
            return leaders[-1]
        return min(leaders, key=lambda leader: _distance(leader, day[:10]))

    def _in_time(self, leader: Leader) -> bool:
        day = self.focus.published
        return day is None or leader.since[:4] <= day[:4]


def _holds(leader: Leader, title: str) -> bool:
    """Whether a title before the name suits the leader's office; "Mr" suits all."""
    return title in ("", "m", "f") or title.rsplit(maxsplit=1)[-1] in leader.office.lower()


def _distance(leader: Leader, day: str) -> int:
    """Months between the day and the term; 0 inside it."""
    if leader.since <= day and (not leader.until or day <= leader.until):
        return 0
    edge = leader.since if day < leader.since else leader.until
    return abs(_months(day) - _months(edge)) + 1


def _months(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7] or 1)
