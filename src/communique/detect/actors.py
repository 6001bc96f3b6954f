"""Actors in an article: who is named, by which code, and whom later words mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.detect.actor_phrases import SPEAKER, Reader, Reading, seen_of
from communique.detect.actor_scan import Phrase, Unit, phrases, scan, tops
from communique.detect.coreference import PRONOUNS, Focus, Seen
from communique.model import ActorMention, Article, Code, Interval, Sentence, Token
from communique.ontology.actors import ActorRegistry, fold

SAYING = frozenset(
    [
        "say",
        "tell",
        "add",
        "state",
        "declare",
        "announce",
        "warn",
        "claim",
        "note",
        "insist",
        "stress",
        "write",
        "tweet",
        "argue",
        "ask",
        "reply",
        "explain",
        "emphasise",
        "emphasize",
        "urge",
        "vow",
        "pledge",
        "promise",
        "describe",
        "call",
        "comment",
        "remark",
    ]
)
QUOTES = frozenset(('"', "“", "”", "``", "''", "‘"))
SPORT_WORDS = 2
SHARED_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "nsubj:outer")


@dataclass(slots=True)
class _Scanned:
    sentence: Sentence
    units: list[Unit]
    phrases: list[Phrase]


def detect_actors(
    article: Article, sentences: Sequence[Sentence], registry: ActorRegistry | None = None
) -> tuple[ActorMention, ...]:
    """Every noun phrase and pronoun that names an actor, in reading order.

    A mention stands at each token that may be the head of its phrase, so one phrase can have
    several with equal codes. Genitives, demonyms and of-phrases are mentions of their own.
    """
    registry = registry or ActorRegistry.load()
    focus = Focus(registry)
    scanned = [_scan(sentence, registry) for sentence in sentences]
    _prepare(focus, article, scanned)
    published = _day(article.published)
    for part in scanned:
        _learn(Reader(part.sentence, part.phrases, focus, published))
    mentions: list[ActorMention] = []
    for number, part in enumerate(scanned):
        reader = Reader(part.sentence, part.phrases, focus, published)
        reader.number = number
        mentions += _Sentence(number, part, reader).mentions()
    return tuple(mentions)


def _scan(sentence: Sentence, registry: ActorRegistry) -> _Scanned:
    units = scan(sentence, registry)
    if units and _is_sport(sentence, registry):
        units = [unit for unit in units if unit.noun is not None and unit.noun.kind == "office"]
    return _Scanned(sentence, units, phrases(sentence, units))


def _is_sport(sentence: Sentence, registry: ActorRegistry) -> bool:
    words = {fold(token.text) for token in sentence.tokens}
    return len(words & registry.sports) >= SPORT_WORDS


def _prepare(focus: Focus, article: Article, scanned: Sequence[_Scanned]) -> None:
    for name, (code, words) in focus.registry.contexts.items():
        if any(word in article.text for word in words):
            focus.renamed[name] = code
    for part in scanned:
        for unit in part.units:
            if unit.name is not None and unit.name.code:
                focus.counts[focus.renamed.get(" ".join(unit.name.words), unit.name.code)] += 1
            elif unit.leaders is not None:
                focus.counts[unit.leaders[-1].code] += 1
    if article.dateline_place:
        focus.home = _country_of_place(article.dateline_place, focus.registry)


def _country_of_place(place: str, registry: ActorRegistry) -> Code | None:
    words = tuple(fold(word) for word in place.replace(",", " ").replace("-", " ").split())
    for size in range(len(words), 0, -1):
        for name in registry.names.get(words[0], ()):
            if name.words == words[:size] and name.use not in ("adjective", "person", "people"):
                return name.code or None
    return None


def _day(interval: Interval | None) -> str | None:
    return (interval.start or interval.end) if interval is not None else None


def _learn(reader: Reader) -> None:
    """Meet the people who are named with their office, wherever in the article that is."""
    for k, phrase in enumerate(reader.phrases):
        unit = phrase.units[-1] if phrase.units else None
        if (
            (unit is not None and (unit.leaders or (unit.noun is not None and phrase.names)))
            or (
                phrase.names
                and phrase.end < len(reader.tokens)
                and (reader.tokens[phrase.end].text == ",")
            )
            or (
                unit is not None
                and unit.noun is not None
                and unit.noun.kind == "office"
                and (not unit.noun.plural)
            )
        ):
            reader.read(k)


class _Sentence:
    """The mentions of one sentence, made left to right."""

    def __init__(self, number: int, part: _Scanned, reader: Reader) -> None:
        self.number = number
        self.sentence = part.sentence
        self.tokens = part.sentence.tokens
        self.part = part
        self.reader = reader
        self.focus = reader.focus
        self.found: dict[int, ActorMention] = {}
        self.seen_at: dict[int, Seen] = {}
        self.first_verb = next((t.i for t in self.tokens if t.pos == "VERB"), len(self.tokens))

    def mentions(self) -> list[ActorMention]:
        """All mentions, by head token."""
        covered: set[int] = set()
        steps: list[tuple[int, int]] = []
        for k, phrase in enumerate(self.part.phrases):
            steps.append((phrase.start, k))
            covered.update(range(phrase.start, phrase.end))
        steps += [
            (token.i, -1)
            for token in self.tokens
            if token.pos == "PRON" and token.i not in covered and token.text.lower() in PRONOUNS
        ]
        for i, k in sorted(steps):
            if k < 0:
                self._pronoun(self.tokens[i])
            else:
                self._phrase(k)
        self._relatives()
        self._speakers()
        self._pairs()
        return [self.found[i] for i in sorted(self.found)]

    def _phrase(self, k: int) -> None:
        phrase = self.part.phrases[k]
        if phrase.pronoun is not None:
            self._pronoun(self.tokens[phrase.pronoun])
        reading = self.reader.read(k)
        tail = phrase.units[-1] if phrase.units else None
        for unit in phrase.units:
            if unit.name is not None and (unit is not tail or unit.end != phrase.end):
                self._modifier(unit)
        if reading is None:
            return
        heads = self._heads(phrase, reading)
        if not heads:
            return
        for head in heads:
            self._put(head, phrase.start, phrase.end, reading)
        self._note(reading, heads[0])

    def _heads(self, phrase: Phrase, reading: Reading) -> list[int]:
        heads = tops(self.sentence, phrase.start, phrase.end)
        if reading.person is not None and reading.kind == "person":
            heads += [phrase.end - 1]
            if phrase.names:
                heads += [phrase.names[-1][0], phrase.names[-1][1] - 1]
            heads += [u.end - 1 for u in phrase.units if u.noun is not None]
            heads += [u.start for u in phrase.units if u.leaders is not None]
        tail = phrase.units[-1] if phrase.units else None
        modifiers = {
            i
            for unit in phrase.units
            if unit.name is not None and not (unit is tail and unit.end == phrase.end)
            for i in range(unit.start, unit.end)
        }
        kept = [h for h in dict.fromkeys(heads) if h not in modifiers and h != phrase.pronoun]
        return kept or [phrase.end - 1]

    def _modifier(self, unit: Unit) -> None:
        """A name inside a phrase: "Israeli attacks", "Pakistan-China relations"."""
        name = unit.name
        if name is None or not name.code:
            return
        code = self.focus.renamed.get(" ".join(name.words), name.code)
        kind = self.focus.registry.kind_of(code)
        if name.use in ("adjective", "person", "people"):
            reading = Reading((code,), "demonym", "adjective")
        elif unit.place:
            reading = Reading((code,), "metonym", f"{name.use} as a modifier", weak=True)
        elif kind in ("country", "territory") and name.use != "agency":
            reading = Reading((code,), "country", "name as a modifier")
        else:
            own = "group" if kind == "group" else "organisation"
            reading = Reading((code,), own, "name as a modifier", name.sector)  # type: ignore[arg-type]
        for head in tops(self.sentence, unit.start, unit.end):
            self._put(head, unit.start, unit.end, reading)
        self._note(reading, unit.end - 1)

    def _pronoun(self, token: Token) -> None:
        if token.i in self.found or token.dep == "expl":
            return
        subject = self._is_subject(token.i)
        seen = self.focus.pronoun(token.text, self.number, subject)
        if seen is None:
            return
        person = seen.person
        reading = Reading(
            seen.codes,
            "anaphor",
            f"{token.text} → in focus",
            seen.sector,
            person,
            person.office if person else None,
            seen.term,
            seen.plural,
        )
        self._put(token.i, token.i, token.i + 1, reading)
        again = seen_of(reading, self.number, token.i, subject)
        again.kind = seen.kind
        self.focus.note(again)

    def _put(self, head: int, start: int, end: int, reading: Reading) -> None:
        if head in self.found:
            return
        person = reading.person
        self.found[head] = ActorMention(
            sentence=self.number,
            head=head,
            start=self.tokens[start].start,
            end=self.tokens[end - 1].end,
            codes=reading.codes,
            kind=reading.kind,
            sector=reading.sector,
            name=person.name if person else None,
            office=reading.office,
            reason=reading.reason,
            weak=reading.weak,
        )

    def _note(self, reading: Reading, head: int) -> None:
        self.focus.note(seen_of(reading, self.number, head, self._is_subject(head)))

    def _is_subject(self, i: int) -> bool:
        dep = self.tokens[i].dep
        if dep:
            return dep in SHARED_SUBJECTS or (
                dep == "conj" and (self.tokens[self.tokens[i].head].dep in SHARED_SUBJECTS)
            )
        return i < self.first_verb

    def _relatives(self) -> None:
        """Who and which are what they follow."""
        if not self.sentence.parsed:
            return
        for token in self.tokens:
            if token.pos != "PRON" or "PronType=Rel" not in token.feats or token.i in self.found:
                continue
            verb = self.tokens[token.head] if token.head >= 0 else token
            if verb.dep != "acl:relcl" or verb.head not in self.found:
                continue
            self._copy(self.found[verb.head], token, f"{token.text} → what it follows")

    def _speakers(self) -> None:
        """I and we are who speaks in this sentence."""
        first = [t for t in self.tokens if t.pos == "PRON" and t.text.lower() in SPEAKER]
        if (
            not first
            or not self.sentence.parsed
            or not any(token.text in QUOTES for token in self.tokens)
        ):
            return
        speaker = next(
            (
                self.found[token.i]
                for token in self.tokens
                if token.dep == "nsubj"
                and token.i in self.found
                and token.head >= 0
                and self.tokens[token.head].lemma in SAYING
            ),
            None,
        )
        if speaker is None:
            return
        for token in first:
            if token.i not in self.found:
                self._copy(speaker, token, f"{token.text} → who speaks")

    def _copy(self, mention: ActorMention, token: Token, reason: str) -> None:
        self.found[token.i] = ActorMention(
            self.number,
            token.i,
            token.start,
            token.end,
            mention.codes,
            "anaphor",
            mention.sector,
            mention.name,
            mention.office,
            reason,
            mention.weak,
        )

    def _pairs(self) -> None:
        """Parties named together, for "both sides" later on."""
        strong = [m for m in self.found.values() if m.codes and not m.weak]
        for mention in strong:
            token = self.tokens[mention.head]
            if token.dep == "conj" and token.head in self.found:
                codes = tuple(dict.fromkeys(self.found[token.head].codes + mention.codes))
                if len(codes) == 2:
                    self.focus.note_pair(self.number, codes)
                    return
        codes = tuple(dict.fromkeys(_codes(strong)))
        if len(codes) == 2:
            self.focus.note_pair(self.number, codes)


def _codes(mentions: Iterable[ActorMention]) -> list[Code]:
    return [code for mention in mentions for code in mention.codes]
