"""Who is in focus: the people and actors an article has named, for later short forms and pronouns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from communique.model import Code
from communique.ontology.actors import ActorRegistry

MEN = frozenset(("he", "his", "him", "himself"))
WOMEN = frozenset(("she", "her", "hers", "herself"))
THINGS = frozenset(("it", "its", "itself"))
MANY = frozenset(("they", "their", "them", "theirs", "themselves"))
PRONOUNS = MEN | WOMEN | THINGS | MANY
SPEAKER = frozenset(("i", "we", "our", "my", "us", "me", "ours", "mine", "ourselves"))
REACH = 6
"""How many sentences back a pronoun looks."""


@dataclass(slots=True)
class Person:
    """Somebody the article names."""

    words: tuple[str, ...]
    """Folded words of the name."""
    name: str
    codes: tuple[Code, ...]
    office: str | None
    gender: str
    sector: str | None
    reason: str
    sure: bool = False
    """Whether the codes come from the registry or from words beside the name."""


@dataclass(slots=True)
class Seen:
    """One mention in focus."""

    sentence: int
    token: int
    codes: tuple[Code, ...]
    kind: str
    person: Person | None
    subject: bool
    plural: bool
    term: str | None
    weak: bool
    sector: str | None = None
    quoted: bool = False


class Focus:
    """What has been mentioned so far, and by whom the article is about."""

    def __init__(self, registry: ActorRegistry) -> None:
        self.registry = registry
        self.people: list[Person] = []
        self.seen: list[Seen] = []
        self.counts: Counter[Code] = Counter()
        """How often each code is named in the whole article."""
        self.home: Code | None = None
        """The country of the dateline."""
        self.renamed: dict[str, Code] = {}
        """Folded names that have another code in this article ("Georgia", the US state)."""
        self._pairs: list[tuple[int, tuple[Code, ...]]] = []

    # People.

    def learn(self, person: Person) -> Person:
        """Add a person, or complete the one known by that name."""
        known = self.person(person.words, exact=True)
        if known is None:
            self.people.append(person)
            return person
        if person.codes and (not known.codes or (person.sure and not known.sure)):
            known.codes, known.reason, known.sure = person.codes, person.reason, person.sure
        if len(person.words) > len(known.words):
            known.words, known.name = person.words, person.name
        known.office = known.office or person.office
        known.gender = known.gender or person.gender
        known.sector = known.sector or person.sector
        return known

    def person(self, words: Sequence[str], exact: bool = False) -> Person | None:
        """The latest person whose name holds these words; `exact`: of two words and more only."""
        given = set(words)
        for person in reversed(self.people):
            own = set(person.words)
            if given == own:
                return person
            if len(given) == 1 and not exact:
                if words[0] in (person.words[-1], person.words[0]) or (
                    len(person.words) > 2 and words[0] in own
                ):
                    return person
            elif len(given) > 1 and (given <= own or (own <= given and len(own) > 1)):
                return person
        return None

    # Mentions.

    def note(self, seen: Seen) -> None:
        """Put a mention in focus."""
        self.seen.append(seen)

    def note_pair(self, sentence: int, codes: tuple[Code, ...]) -> None:
        """Two parties that the text names together."""
        self._pairs.append((sentence, codes))

    def pronoun(self, word: str, sentence: int, subject: bool) -> Seen | None:
        """Whom the pronoun means; None when nobody fits."""
        word = word.lower()
        if word in MEN:
            return self._best(sentence, subject, lambda s: _is_person(s, "f"))
        if word in WOMEN:
            return self._best(sentence, subject, lambda s: _is_person(s, "m"))
        if word in THINGS:
            return self._best(sentence, subject, _is_thing)
        found = self._best(sentence, subject, _is_many)
        return found or self._best(sentence, subject, _is_thing)

    def _best(self, sentence: int, subject: bool, fits: object) -> Seen | None:
        best: Seen | None = None
        score = -99.0
        for rank, seen in enumerate(reversed(self.seen)):
            gap = sentence - seen.sentence
            if gap > REACH or rank > 60:
                break
            if (not seen.codes and seen.person is None) or not fits(seen):  # type: ignore[operator]
                continue
            value = -1.5 * gap - 0.05 * rank + (1.2 if seen.subject else 0.0)
            value -= 0.8 if seen.weak else 0.0
            if gap == 0 and subject and not seen.subject:
                value -= 1.0
            if value > score:
                best, score = seen, value
        return best

    def same_noun(self, term: str) -> Seen | None:
        """The latest mention by that noun or office."""
        for seen in reversed(self.seen):
            if seen.codes and (
                seen.term == term
                or (
                    seen.person is not None
                    and seen.person.office is not None
                    and term in seen.person.office.lower()
                )
            ):
                return seen
        return None

    def latest(self, kinds: Sequence[str]) -> Seen | None:
        """The latest mention of one of the kinds."""
        for seen in reversed(self.seen):
            if seen.kind in kinds and seen.codes and not seen.weak:
                return seen
        return None

    # Codes.

    def main(self) -> Code | None:
        """The country the article is about: the dateline's when it is named, else the most named."""
        if self.home is not None and self.counts[self.home]:
            return self.home
        for code, _ in self.counts.most_common():
            if self.registry.kind_of(code) in ("country", "territory"):
                return code
        return self.home

    def pair(self, sentence: int) -> tuple[Code, ...]:
        """The two parties in focus; () when there are not two."""
        here: list[Code] = []
        for seen in reversed(self.seen):
            if seen.sentence != sentence:
                break
            here += [code for code in seen.codes if code not in here and not seen.weak]
        if len(here) == 2:
            return tuple(reversed(here))
        if self._pairs and sentence - self._pairs[-1][0] <= REACH:
            return self._pairs[-1][1]
        codes: list[Code] = []
        for seen in reversed(self.seen):
            for code in seen.codes:
                if code not in codes and not seen.weak:
                    codes.append(code)
            if len(codes) >= 2:
                return tuple(sorted(codes[:2], key=lambda c: -self.counts[c]))
        if self._pairs:
            return self._pairs[-1][1]
        common = [code for code, _ in self.counts.most_common(2)]
        return tuple(common) if len(common) == 2 else ()

    def several(self, count: int, sentence: int) -> tuple[Code, ...]:
        """The two, three, … parties in focus; () when there are not that many."""
        if count == 2:
            return self.pair(sentence)
        codes: list[Code] = []
        for seen in reversed(self.seen):
            if len(seen.codes) == count:
                return seen.codes
            codes += [code for code in seen.codes if code not in codes and not seen.weak]
            if len(codes) >= count:
                return tuple(codes[:count])
        return ()

    def latest_person(self, codes: Sequence[Code]) -> Person | None:
        """The person last mentioned who acts for one of these codes."""
        for seen in reversed(self.seen):
            if seen.person is not None and set(seen.codes) & set(codes):
                return seen.person
        return None

    def origin(self, words: Sequence[str]) -> Code | None:
        """The country of the article whose leaders bear one of these names; None if not just one."""
        votes: Counter[Code] = Counter()
        for word in words:
            bearers = self.registry.origins.get(word, set())
            here = {code for code in bearers if self.counts[code]}
            if len(here) == 1:
                votes.update(here)
        best = votes.most_common(2)
        if not best or (len(best) > 1 and best[0][1] == best[1][1]):
            return None
        return best[0][0]

    def governing(self, code: Code, published: str | None) -> Code:
        """The country where that group is the government on that day, else the code."""
        actor = self.registry.actors.get(code)
        if actor is None or not actor.governs or actor.country is None:
            return code
        return actor.country if (published or "9999") >= actor.governs else code

    def other(self, own: Sequence[Code], sentence: int) -> tuple[Code, ...]:
        """The party that is not `own`."""
        rest = tuple(code for code in self.pair(sentence) if code not in own)
        if rest and len(rest) < 2:
            return rest
        for seen in reversed(self.seen):
            if seen.codes and not seen.weak and not set(seen.codes) & set(own):
                return seen.codes
        for code, _ in self.counts.most_common():
            if code not in own:
                return (code,)
        return ()


def _is_person(seen: Seen, not_gender: str) -> bool:
    person = seen.person
    if person is not None:
        return person.gender != not_gender
    return seen.kind == "office" and not seen.plural


def _is_thing(seen: Seen) -> bool:
    return (
        seen.person is None
        and not seen.plural
        and seen.kind in ("country", "metonym", "organisation", "group")
    )


def _is_many(seen: Seen) -> bool:
    return seen.plural or len(seen.codes) > 1 or seen.kind == "group"
