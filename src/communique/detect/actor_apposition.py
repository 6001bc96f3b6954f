"""Offices set beside names: "Lin Jian, a spokesman for …", "the foreign minister, Qin Gang"."""

from __future__ import annotations

from communique.detect.actor_people import PeopleReader
from communique.detect.actor_scan import Phrase, tops, words_of
from communique.detect.coreference import Person, Reading

MOST_PREPOSITIONS = 4


class AppositionReader(PeopleReader):
    """Reads offices and names that explain one another."""

    def set_beside(self, k: int) -> list[int]:
        """Phrases in apposition to phrase `k`: by the tree, or right after a comma."""
        found: list[int] = []
        phrase = self.phrases[k]
        if self.sentence.parsed:
            found = self._apposed(phrase)
        if not found and self.low(phrase.end) == ",":
            after = self.by_start.get(phrase.end + 1)
            after = self.possessed(after) if after is not None else None
            if after is not None and not self.phrases[after].names:
                found.append(after)
        return found

    def _apposed(self, phrase: Phrase) -> list[int]:
        tokens = self.tokens
        heads: list[int] = []
        for i in tops(self.sentence, phrase.start, phrase.end):
            if tokens[i].dep == "appos":
                heads.append(tokens[i].head)
        for token in tokens[phrase.end :]:
            if token.dep == "appos" and phrase.start <= token.head < phrase.end:
                heads.append(token.i)
        return [
            k
            for k, other in enumerate(self.phrases)
            if other is not phrase and any(other.start <= i < other.end for i in heads)
        ]

    def beside(self, k: int, person: Person) -> None:
        """Take office and codes from a phrase beside the name ("Lin Jian, a spokesman for …")."""
        for other in self.set_beside(k):
            noun = self.phrases[other].noun
            if noun is None or noun.plural or noun.kind not in ("office", "people"):
                continue
            if self.phrases[other].names:
                continue
            _, office = self.title(self.phrases[other], self.phrases[other].end)
            person.office = person.office or office
            person.gender = person.gender or noun.gender
            person.sector = person.sector or noun.sector
            self._complete(person, self._whose(other, noun, person.words))
            return
        self._led(k, person)

    def _led(self, k: int, person: Person) -> None:
        """As in "…, who leads the movement known as X", "…, who speaks for the African Union"."""
        end = self.phrases[k].end
        end += 1 if self.low(end) == "," else 0
        if self.low(end) not in ("who", "which"):
            return
        verb = next(
            (t.i for t in self.tokens[end + 1 : end + 4] if t.lemma in self._leading()), None
        )
        if verb is None:
            return
        step = verb + 2 if self.low(verb + 1) in ("for", "as") else verb + 1
        after = self.by_start.get(step)
        if after is None:
            return
        found = self.read(after)
        end = self.phrases[after].end
        if self.low(end) in ("known", "called", "named"):
            named = self.by_start.get(end + (2 if self.low(end + 1) == "as" else 1))
            found = (self.read(named) if named is not None else None) or found
        if found is not None and found.codes and found.kind in ("organisation", "group", "people"):
            person.codes, person.reason, person.sure = found.codes, "who leads it", True

    def _leading(self) -> frozenset[str]:
        return self.registry.words["leading"]

    def appositive(self, k: int) -> Reading | None:
        """As in "The foreign minister of China, Qin Gang": an office and the name after it."""
        phrase = self.phrases[k]
        noun = phrase.noun
        if noun is None or noun.plural or phrase.names:
            return None
        if noun.kind != "office" and (noun.term != "counterpart" or self.learning):
            return None
        last = k
        joined = self.and_noun(k)
        if joined is not None:
            second = self.phrases[joined].noun
            if second is not None and second.kind == "office" and not second.plural:
                last = joined
        name = self._name_after(phrase, self._prepositional_end(last))
        if name is None:
            name = self._name_within(last)
        if name is None:
            return None
        start, stop = self.phrases[name].start, self.phrases[name].end
        words = words_of(self.tokens, start, stop)
        tail = self.phrases[name].tail
        if tail is not None and tail.leaders is not None:
            reading = self.leader(name, tail.leaders)
            person = reading.person
            assert person is not None
        else:
            gender = noun.gender or self.registry.given.get(words[0], "")
            person = self._known(words, noun.term) or self.focus.learn(
                Person(words, self.text(start, stop), (), None, gender, noun.sector)
            )
        self._complete(person, self._whose(k, noun, words))
        _, office = self.title(phrase, phrase.end)
        if noun.bare == "other":
            office = self._office_of_owner(phrase)
        if office is not None and last != k:
            office += f" and {self.title(self.phrases[last], self.phrases[last].end)[1]}"
        person.office = person.office or office
        return self.of_person(person, office, noun)

    def _name_within(self, k: int) -> int | None:
        """The leader's name that runs on from "for …" ("Envoy for Forests Ola Nordmann")."""
        after = self.by_start.get(self.phrases[k].end + 1)
        if after is None or self.low(self.phrases[k].end) not in ("for", "of", "on"):
            return None
        phrase = self.phrases[after]
        tail = phrase.tail
        if tail is None or tail.leaders is None or not phrase.names:
            return None
        return after if phrase.names[0][0] == phrase.start else None

    def _prepositional_end(self, k: int) -> int:
        """Where the prepositional phrases after phrase `k` end ("… of China for Africa")."""
        end = self.phrases[k].end
        for _ in range(MOST_PREPOSITIONS):
            after = self.by_start.get(end + 1)
            if self.low(end) not in ("of", "for", "to", "in", "on", "at", "with", "from"):
                break
            if after is None:
                break
            last = self.possessed(after)
            if last is None:
                break
            end = self.phrases[last].end
        return end

    def _name_after(self, phrase: Phrase, end: int) -> int | None:
        """The bare name that the tree, or a comma, sets beside an office that ends there."""
        if self.sentence.parsed:
            for other in self._apposed(phrase):
                if self.phrases[other].start >= phrase.end and self._is_bare_name(other):
                    return other
        if end > phrase.end and end < len(self.tokens) and self.tokens[end].pos == "VERB":
            end += 1  # "an official with the firm involved, …"
        comma = self.low(end) == ","
        if not comma and end == phrase.end:
            return None
        other_k = self.by_start.get(end + 1 if comma else end)
        if other_k is None or not self._is_bare_name(other_k):
            return None
        after = self.low(self.phrases[other_k].end)
        return None if comma and after == "and" else other_k

    def _is_bare_name(self, k: int) -> bool:
        phrase = self.phrases[k]
        tail = phrase.tail
        if tail is not None:
            return tail.leaders is not None and tail.start == phrase.start
        if phrase.names != [(phrase.start, phrase.end)]:
            return False
        return not any(
            self.low(i) in self.registry.words["not person"]
            for i in range(phrase.start, phrase.end)
        )
