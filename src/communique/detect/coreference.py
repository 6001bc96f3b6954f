"""Who is in focus: the people and actors an article has named, for later words that mean them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from communique.model import Code, MentionKind, Turn
from communique.ontology.actors import ActorRegistry

MEN = frozenset(("he", "his", "him", "himself"))
WOMEN = frozenset(("she", "her", "hers", "herself"))
THINGS = frozenset(("it", "its", "itself"))
MANY = frozenset(("they", "their", "them", "theirs", "themselves"))
ALONE = 12
"""How often the country must be named that an article is said to be about alone."""
ALONE_SHARE = 0.9
"""The part of all names that it must make up."""
PRONOUNS = MEN | WOMEN | THINGS | MANY
YOU = frozenset(("you", "your", "yours"))
SPEAKER = frozenset(("i", "we", "our", "my", "us", "me", "ours", "mine", "ourselves"))
REACH = 6
"""How many sentences back a pronoun looks."""
PAIR_REACH = 8
LOOKED_AT = 60
REMEMBERED = 400
UNNAMED = ("UNK",)
LATEST = "9999-12-31"
OFFICE_REACH = 4
ANY_OFFICE = frozenset(("politician", "official", "leader", "statesman", "diplomat"))
COUNTRY_KINDS = ("country", "metonym", "demonym")


@dataclass(slots=True, eq=False)
class Person:
    """Somebody the article names."""

    words: tuple[str, ...]
    """Folded words of the name."""
    name: str
    codes: tuple[Code, ...] = ()
    office: str | None = None
    gender: str = ""
    sector: str | None = None
    reason: str = "named"
    sure: bool = False
    """Whether the codes come from the registry or from words beside the name."""
    times: int = 0
    """How often the whole name has been met."""


@dataclass(slots=True, eq=False)
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


@dataclass(slots=True, eq=False)
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
    joined: bool = False
    """Whether it is one of several joined by "and"."""


class Focus:
    """What has been mentioned so far, and whom the article is about."""

    def __init__(self, registry: ActorRegistry, published: str | None = None) -> None:
        """`published`: ISO date that decides who holds an office; None when unknown."""
        self.registry = registry
        self.published = published
        self._named: dict[str, list[Person]] = {}
        self.seen: deque[Seen] = deque(maxlen=REMEMBERED)
        """The latest mentions, the last at the end."""
        self.counts: Counter[Code] = Counter()
        """How often each code is named in the whole article."""
        self.titled: tuple[Code, ...] = ()
        """Who is named in the title, each once."""
        self.home: Code | None = None
        """The country of the dateline."""
        self.quoted = False
        """Whether the text stands inside quotation marks."""
        self.speaker: Reading | None = None
        """Who spoke last in this paragraph."""
        self.short = False
        """Whether the article is so short that its sentences say more than its counts."""
        self.issuer: Code | None = None
        """Whose own statement the article is; None for news."""
        self.signatories: tuple[Code, ...] = ()
        """Whose joint statement the article is, the issuer among them."""
        self.guest: Code | None = None
        """The one other country whose leader speaks in a transcript of the issuer."""
        self.in_turns = False
        """Whether the text is a transcript, in which "we" is now one speaker, now another."""
        self.turn: Turn | None = None
        """The turn being read; None in a text without turns."""
        self.turn_of: Code | None = None
        """The country of who has that turn, where its label tells."""
        self._pairs: deque[tuple[int, tuple[Code, ...]]] = deque(maxlen=REMEMBERED)
        self._subjects: Counter[Code] = Counter()
        self._main: Code | None = None
        self._ranks: list[tuple[Code, int]] | None = None

    # People.

    def learn(self, person: Person) -> Person:
        """Add a person, or complete the one known by that name."""
        known = self.person(person.words, exact=True)
        if known is None:
            self._index(person)
            return person
        known.times += 1
        if person.codes and (not known.codes or (person.sure and not known.sure)):
            known.codes, known.reason, known.sure = person.codes, person.reason, person.sure
        if len(person.words) > len(known.words):
            known.words, known.name = person.words, person.name
            self._index(known)
        known.office = known.office or person.office
        known.gender = known.gender or person.gender
        known.sector = known.sector or person.sector
        return known

    def person(self, words: Sequence[str], exact: bool = False) -> Person | None:
        """The person whose name holds these words; `exact`: no single word will do.

        Of several the one with a side, then the one named most, then the latest.
        """
        given = set(words)
        best: Person | None = None
        known = [p for word in {words[0], words[-1]} for p in self._named.get(word, ())]
        for person in known:
            own = set(person.words)
            if len(given) == 1:
                fits = given == own or (not exact and _short_form(words[0], person.words))
            else:
                fits = given <= own or (own <= given and len(own) > 1)
            if fits and (
                best is None or (bool(person.codes), person.times) >= (bool(best.codes), best.times)
            ):
                best = person
        return best

    def _index(self, person: Person) -> None:
        for word in person.words:
            same = self._named.setdefault(word, [])
            if person not in same:
                same.append(person)

    def latest_person(self, codes: Sequence[Code]) -> Person | None:
        """The person last mentioned who acts for one of these codes."""
        for seen in reversed(self.seen):
            if seen.person is not None and set(seen.codes) & set(codes):
                return seen.person
        return None

    # Mentions.

    def note(self, seen: Seen) -> None:
        """Put a mention in focus."""
        self.seen.append(seen)
        if seen.subject and len(seen.codes) == 1 and seen.kind in ("country", "organisation"):
            self._subjects[seen.codes[0]] += 1

    def note_pair(self, sentence: int, codes: tuple[Code, ...]) -> None:
        """Two parties that the text names together."""
        self._pairs.append((sentence, codes))

    def pronoun(
        self, word: str, sentence: int, subject: bool, but: Seen | None = None
    ) -> Seen | None:
        """Whom the pronoun means, not `but`; None when nobody fits."""
        word = word.lower()
        if word in MEN or word in WOMEN:
            wrong = "f" if word in MEN else "m"
            return self._best(
                sentence, subject, lambda seen: _is_person(seen, wrong) and _other(seen, but)
            )
        if word in THINGS:
            return self._best(sentence, subject, lambda seen: _is_thing(seen) and _other(seen, but))
        many = self._best(sentence, subject, lambda seen: _is_many(seen) and _other(seen, but))
        if many is None or not (many.sentence == sentence or many.subject):
            many = self._two(sentence) or many
        return many or self._best(sentence, subject, _is_thing)

    def _two(self, sentence: int) -> Seen | None:
        """The two people, or else parties, of the last sentence together."""
        last = [s for s in islice(reversed(self.seen), LOOKED_AT) if s.sentence == sentence - 1]
        last.reverse()
        for fitting in (
            [seen for seen in last if seen.person is not None or seen.kind == "office"],
            [seen for seen in last if seen.kind == "country"],
        ):
            codes = tuple(dict.fromkeys(code for seen in fitting for code in seen.codes))
            if len(codes) == 2:
                token = fitting[0].token
                return Seen(sentence - 1, token, codes, "people", None, True, True, None, False)
        return None

    def _best(self, sentence: int, subject: bool, fits: Callable[[Seen], bool]) -> Seen | None:
        best: Seen | None = None
        score = -99.0
        for rank, seen in enumerate(reversed(self.seen)):
            gap = sentence - seen.sentence
            if gap > REACH or rank > LOOKED_AT:
                break
            if (not seen.codes and seen.person is None) or not fits(seen):
                continue
            value = -1.5 * gap - 0.05 * rank + (1.2 if seen.subject else 0.0)
            value -= 0.8 if seen.weak else 0.0
            value -= 1.5 if seen.codes == UNNAMED else 0.0
            if gap == 0 and subject and not seen.subject:
                value -= 1.0
            if value > score:
                best, score = seen, value
        return best

    def same_noun(self, term: str, plural: bool) -> Seen | None:
        """The latest mention by that noun or office, singular or plural.

        On a state's own page "the Secretary" is its own, whoever else is called so.
        """
        own = None if plural else self._own_office(term)
        if own is not None:
            return own
        for seen in reversed(self.seen):
            if not seen.codes:
                continue
            office = seen.person.office if seen.person is not None else None
            if (seen.term == term and seen.plural == plural) or (
                not plural and office is not None and office.lower().endswith(term)
            ):
                return seen
        return self._several_of(term) if plural else None

    def _own_office(self, term: str) -> Seen | None:
        """The last person of the issuer whose office begins with the term."""
        if self.issuer is None:
            return None
        for seen in reversed(self.seen):
            office = seen.person.office if seen.person is not None else None
            own = office is not None and seen.codes == (self.issuer,)
            if own and office is not None and office.lower().startswith(term):
                return seen
        return None

    def same_office(self, term: str, sentence: int) -> Seen | None:
        """The last person who may be called that: "the foreign minister", "the politician"."""
        words = set(term.split())
        for seen in reversed(self.seen):
            if sentence - seen.sentence > OFFICE_REACH:
                return None
            person = seen.person
            if person is None or not person.codes or not person.office:
                continue
            if words & set(person.office.lower().split()) or term in ANY_OFFICE:
                return seen
        return None

    def _several_of(self, term: str) -> Seen | None:
        """The last holders of one office together ("the special representatives")."""
        codes: list[Code] = []
        last: Seen | None = None
        for seen in islice(reversed(self.seen), LOOKED_AT):
            office = seen.person.office if seen.person is not None else None
            if seen.term == term or (office is not None and office.lower().endswith(term)):
                last = last or seen
                codes += [code for code in seen.codes if code not in codes]
        if last is None or len(codes) < 2:
            return None
        return Seen(
            last.sentence, last.token, tuple(codes[:2]), "office", None, True, True, term, False
        )

    def latest(self, kinds: Sequence[str], but: Sequence[Code] = ()) -> Seen | None:
        """The latest mention of one of the kinds whose codes are not `but`."""
        for seen in reversed(self.seen):
            if (
                seen.kind in kinds
                and seen.codes
                and not seen.weak
                and not (set(seen.codes) & set(but))
            ):
                return seen
        return None

    def lately(self, code: Code, sentence: int) -> bool:
        """Whether the code was named in this sentence or the three before."""
        for seen in reversed(self.seen):
            if sentence - seen.sentence > 3:
                return False
            if code in seen.codes:
                return True
        return False

    def latest_of(self, codes: set[Code]) -> Code | None:
        """The latest code among these."""
        for seen in reversed(self.seen):
            for code in seen.codes:
                if code in codes:
                    return code
        return None

    def here(self, sentence: int) -> list[Seen]:
        """Mentions of this sentence so far, the latest first."""
        found: list[Seen] = []
        for seen in reversed(self.seen):
            if seen.sentence != sentence:
                break
            found.append(seen)
        return found

    def subject_codes(self, sentence: int) -> tuple[Code, ...]:
        """Codes of the latest subject in this sentence."""
        return next((s.codes for s in self.here(sentence) if s.subject and s.codes), ())

    # Codes.

    def own_side(self) -> Code | None:
        """Whom "we" means in a text that speaks for itself: its issuer, else its usual subject."""
        if self.turn_of is not None:
            return self.turn_of
        if self.turn is not None and self.turn.asks:
            return None
        if self.turn is not None and self.is_guest(self.turn):
            return self.guest
        if self.issuer is not None or self.in_turns:
            return self.issuer
        return self._subjects.most_common(1)[0][0] if self._subjects else None

    def other_side(self) -> Code | None:
        """Whom "you" means between the two who speak in a transcript; None in other texts."""
        own = self.own_side() if self.guest is not None and self.turn is not None else None
        if own is None:
            return None
        return self.guest if own == self.issuer else self.issuer if own == self.guest else None

    def is_guest(self, turn: Turn) -> bool:
        """Whether the label names an office that guests of a transcript's issuer bear."""
        label = turn.label.lower()
        return any(label.startswith(office) for office in self.registry.words["guest office"])

    def main(self) -> Code | None:
        """The country the article is about: the most named, with a start for the dateline's."""
        if self._main is None:
            best = 0.0
            for code, count in self.counts.items():
                if not self.registry.is_country(code):
                    continue
                weight = count * 2.5 + 1 if code == self.home else float(count)
                if weight > best:
                    self._main, best = code, weight
        return self._main or self.home

    def alone(self) -> Code | None:
        """The country that is nearly all that the article names; None for a story about more."""
        main, total = self.main(), self.counts.total()
        most = self.counts[main] if main is not None else 0
        return main if most >= ALONE and most >= ALONE_SHARE * total else None

    def group_of(self, country: Code, sentence: int) -> Code | None:
        """The group of that country named in this sentence or the one before; None for several."""
        named = {
            code
            for seen in islice(reversed(self.seen), LOOKED_AT)
            if sentence - seen.sentence <= 1 and seen.kind == "group"
            for code in seen.codes
            if self.registry.country_of(code) == country
        }
        return named.pop() if len(named) == 1 else None

    def only(self) -> Code | None:
        """The one country that the article names; None for none or several."""
        named = [code for code in self.counts if self.registry.is_country(code)]
        return named[0] if len(named) == 1 else None

    def most_named(self, codes: set[Code]) -> Code | None:
        """The code named most among these."""
        return next((code for code, _ in self._ranked() if code in codes), None)

    def _ranked(self) -> list[tuple[Code, int]]:
        """The counts, highest first; they stand once the article has been counted."""
        if self._ranks is None:
            self._ranks = self.counts.most_common()
        return self._ranks

    def carried_on(self, sentence: int) -> Code | None:
        """The country of the last sentence's subject, when hardly any other is named more."""
        main = self.main()
        for seen in reversed(self.seen):
            if seen.sentence < sentence - 1:
                return None
            if seen.sentence == sentence or not seen.subject or len(seen.codes) != 1:
                continue
            code = seen.codes[0]
            if self.registry.is_country(code):
                lead = 1 if main == self.home else -1
                close = main is None or self.counts[code] >= self.counts[main] + lead
                return code if close else None
        return None

    def pair(self, sentence: int, but: Sequence[Code] = ()) -> tuple[Code, ...]:
        """The two parties in focus, none of them in `but`; () when there are not two."""
        here: list[Code] = []
        for seen in self.here(sentence):
            here += [code for code in seen.codes if code not in here and not seen.weak]
        if not but and len(here) == 2 and all(self._party(code) for code in here):
            return tuple(reversed(here))
        for number, codes in reversed(self._pairs):
            if sentence - number <= PAIR_REACH and not set(codes) & set(but):
                return codes
        common = [code for code, _ in self._ranked() if self._party(code) and code not in but]
        return tuple(common[:2]) if len(common) >= 2 else ()

    def parties(self, sentence: int) -> tuple[Code, ...]:
        """The parties to what the article is about: a pair named together, else its country."""
        for number, codes in reversed(self._pairs):
            if sentence - number <= PAIR_REACH:
                return codes
        rest = [c for c, _ in self._ranked() if self.registry.is_country(c)]
        away = [code for code in rest if code not in self.subject_codes(sentence)]
        return tuple(away[:1])

    def people_met(self, sentence: int) -> tuple[Code, ...]:
        """The countries of the persons named in the last sentence that names persons of several."""
        for number in range(sentence - 1, max(-1, sentence - 1 - PAIR_REACH), -1):
            met = [s for s in self.seen if s.sentence == number and s.kind == "person"]
            codes = tuple(dict.fromkeys(code for s in met for code in s.codes))
            if len(codes) > 1:
                return codes
        return ()

    def listed(self, count: int, sentence: int) -> tuple[Code, ...]:
        """Whose people are meant by "the four leaders": the last sentence that names as many.

        One more is named where one of them met the others: the subject is left out.
        """
        for number in range(sentence - 1, max(-1, sentence - 1 - PAIR_REACH), -1):
            people: dict[int, Seen] = {}
            for seen in self.seen:
                if seen.sentence == number and seen.person is not None and seen.codes:
                    people.setdefault(id(seen.person), seen)
            named = list(people.values())
            if len(named) == count + 1 and named[0].subject:
                named = named[1:]
            codes = tuple(dict.fromkeys(code for seen in named for code in seen.codes))
            if len(named) == count and len(codes) > 1:
                return codes
        return ()

    def _party(self, code: Code) -> bool:
        return self.registry.kind_of(code) in ("country", "territory", "group")

    def several(self, count: int, sentence: int, but: Sequence[Code] = ()) -> tuple[Code, ...]:
        """The two, three, … parties in focus; () when there are not that many."""
        if count == 2:
            return self.pair(sentence, but)
        codes: list[Code] = []
        for seen in reversed(self.seen):
            if len(seen.codes) == count:
                return seen.codes
            codes += [code for code in seen.codes if code not in codes and not seen.weak]
            if len(codes) >= count:
                return tuple(codes[:count])
        return ()

    def other(self, own: Sequence[Code], sentence: int, friend: bool = False) -> tuple[Code, ...]:
        """The party that is not `own`; a friend is rather whom the article is about."""
        main = self.main() if friend else None
        if main is not None and main not in own:
            return (main,)
        for number, codes in reversed(self._pairs):
            if sentence - number <= PAIR_REACH and set(codes) & set(own):
                rest = tuple(code for code in codes if code not in own)
                if rest:
                    return rest
        for code, _ in self._ranked():
            if code not in own and self._party(code):
                return (code,)
        return ()

    def abroad(self) -> Code | None:
        """Whose an embassy is when nothing says: not the dateline's, the most named country."""
        away = self.home or self.main()
        for code, count in self._ranked():
            if code != away and self.registry.is_country(code) and count > 1:
                return code
        return away

    def origin(self, words: Sequence[str]) -> Code | None:
        """The one country of the article whose leaders bear these names; None for several."""
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

    def governing(self, code: Code) -> Code:
        """The country where that group is the government on that day, else the code."""
        actor = self.registry.actors.get(code)
        if actor is None or not actor.governs or actor.country is None:
            return code
        since, _, until = actor.governs.partition("..")
        day = self.published or LATEST
        return actor.country if since <= day <= (until or LATEST) else code


def _short_form(word: str, name: Sequence[str]) -> bool:
    """Whether one word of a name may stand for it."""
    return word in (name[-1], name[0]) or (len(name) > 2 and word in name)


def _is_person(seen: Seen, wrong_gender: str) -> bool:
    if seen.person is not None:
        return seen.person.gender != wrong_gender
    return seen.kind == "office" and not seen.plural


def _is_thing(seen: Seen) -> bool:
    return (
        seen.person is None
        and not seen.plural
        and not seen.joined
        and (seen.kind != "anaphor" or seen.term is not None)
        and (seen.kind in ("country", "metonym", "organisation", "group", "anaphor"))
    )


def _other(seen: Seen, but: Seen | None) -> bool:
    """Whether these are not the same person or actor."""
    if but is None:
        return True
    if seen.person is not None or but.person is not None:
        return seen.person is not but.person
    if seen.token == but.token and seen.sentence == but.sentence:
        return False
    return seen.codes != but.codes or seen.term != but.term


def _is_many(seen: Seen) -> bool:
    return seen.plural or len(seen.codes) > 1 or seen.kind == "group"
