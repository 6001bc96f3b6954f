"""The mentions of one sentence: phrases, pronouns, relatives, and what they put in focus."""

from __future__ import annotations

from communique.detect.actor_owners import seen_of
from communique.detect.actor_phrases import Reader
from communique.detect.actor_scan import PERSON_USES, PLACE_USES, Phrase, Unit, tops
from communique.detect.coreference import PRONOUNS, SPEAKER, YOU, Reading, Seen
from communique.model import STATED, ActorMention, Code, Token

QUOTES = frozenset(('"', "“", "”", "``", "''", "„", "«", "»"))
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")
OPENING = frozenset(("“", "``", "„", "«"))
CLOSING = frozenset(("”", "''", "»"))
OWN = frozenset(("country", "government", "delegation", "nation", "people", "president"))
WE = frozenset(("we", "our", "us", "ours"))


class SentenceMentions:
    """Makes the mentions of a reader's sentence, left to right."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.sentence = reader.sentence
        self.tokens = reader.tokens
        self.focus = reader.focus
        self.number = reader.number
        self.found: dict[int, ActorMention] = {}
        self.joint: dict[int, tuple[Code, ...]] = {}
        """Head of joined subjects to the codes of all of them."""

    def all(self) -> list[ActorMention]:
        """All mentions, by head token."""
        covered: set[int] = set()
        steps: list[tuple[int, int]] = []
        for k, phrase in enumerate(self.reader.phrases):
            steps.append((phrase.start, k))
            covered.update(range(phrase.start, phrase.end))
        relatives, speakers, quotes = self._look(steps, covered)
        if speakers or quotes:
            self._speakers(quotes)
        if not steps and not self.reader.first_person:
            return []
        for i, k in sorted(steps):
            if k < 0:
                self._pronoun(self.tokens[i])
            else:
                self._phrase(k)
        if relatives and self.sentence.parsed:
            self._relatives()
        for i, reading in self.reader.first_person.items():
            self._put(i, i, i + 1, reading)
        self._pairs()
        return [self.found[i] for i in sorted(self.found)]

    def _look(self, steps: list[tuple[int, int]], covered: set[int]) -> tuple[bool, bool, bool]:
        """Add the pronouns to the steps; whether there are relatives, "we", quotation marks."""
        relatives = speakers = quotes = False
        for token in self.tokens:
            if token.pos != "PRON":
                quotes = quotes or token.text in QUOTES
                continue
            low = token.text.lower()
            if low in PRONOUNS and token.i not in covered:
                steps.append((token.i, -1))
            speakers = speakers or low in SPEAKER or low in YOU
            relatives = relatives or "PronType=Rel" in token.feats
        return relatives, speakers, quotes

    # Phrases.

    def _phrase(self, k: int) -> None:
        phrase = self.reader.phrases[k]
        if phrase.pronoun is not None and self.reader.low(phrase.pronoun) in PRONOUNS:
            self._pronoun(self.tokens[phrase.pronoun])
        reading = self.reader.read(k)
        for unit in phrase.units:
            if unit.code and unit.end != phrase.end and unit.use != "bloc":
                self._modifier(unit)
        if reading is None:
            return
        heads = self._heads(phrase, reading)
        for head in heads:
            self._put(head, phrase.start, phrase.end, reading)
        subject = any(self._is_subject(head) for head in heads)
        self.focus.note(seen_of(reading, self.number, heads[0], subject))
        if subject:
            self._joint(heads[0], reading)

    def _joint(self, head: int, reading: Reading) -> None:
        """Put joined subjects in focus together, for "they"."""
        token = self.tokens[head]
        first = self.found.get(token.head) if token.dep == "conj" else None
        if first is None or first.kind == "anaphor" or not reading.codes:
            return
        before = self.joint.setdefault(token.head, first.codes)
        for seen in self.focus.here(self.number):
            if seen.token in (head, token.head):
                seen.joined = True
        codes = self.joint[token.head] = tuple(dict.fromkeys(before + reading.codes))
        both = Reading(codes, "people", "joined", plural=True)
        self.focus.note(seen_of(both, self.number, head, True))

    def _heads(self, phrase: Phrase, reading: Reading) -> list[int]:
        """Tokens that may be the head: what the tree says, and each part of a title and name."""
        tail = phrase.tail
        if tail is not None and tail.name is not None:
            return tops(self.sentence, tail.start, tail.end)
        heads = tops(self.sentence, phrase.start, phrase.end)
        if reading.person is not None and reading.kind == "person":
            heads.append(phrase.end - 1)
            if phrase.names:
                heads += [phrase.names[-1][0], phrase.names[-1][1] - 1]
            for unit in phrase.units:
                if unit.noun is not None:
                    heads.append(unit.end - 1)
                elif unit.leaders is not None:
                    heads.append(unit.start)
        modifiers = {
            i
            for unit in phrase.units
            if unit.name is not None and unit.end != phrase.end
            for i in range(unit.start, unit.end)
        }
        kept = [i for i in dict.fromkeys(heads) if i not in modifiers and i != phrase.pronoun]
        return kept or [phrase.end - 1]

    def _modifier(self, unit: Unit) -> None:
        """A name inside a phrase: "Israeli attacks", "Pakistan-China relations"."""
        if unit.use in PERSON_USES:
            reading = Reading((unit.code,), "demonym", "adjective")
        elif unit.use in PLACE_USES:
            reading = Reading((unit.code,), "metonym", f"{unit.use} as a modifier", weak=True)
        else:
            sector = unit.name.sector if unit.name is not None else None
            reading = self.reader.of_name(unit, sector)
        for head in tops(self.sentence, unit.start, unit.end):
            self._put(head, unit.start, unit.end, reading)
        self.focus.note(seen_of(reading, self.number, unit.end - 1, False))

    def _put(self, head: int, start: int, end: int, reading: Reading) -> None:
        if head in self.found:
            return
        person = reading.person
        self.found[head] = ActorMention(
            self.number,
            head,
            self.tokens[start].start,
            self.tokens[end - 1].end,
            reading.codes,
            reading.kind,
            reading.sector,
            person.name if person is not None else None,
            reading.office,
            reading.reason,
            reading.weak,
        )

    def _is_subject(self, i: int) -> bool:
        token = self.tokens[i]
        if not self.sentence.parsed:
            return not any(t.pos == "VERB" for t in self.tokens[:i])
        if token.dep == "conj" and token.head >= 0:
            return self.tokens[token.head].dep in SUBJECTS
        return token.dep in SUBJECTS

    # Pronouns.

    def _pronoun(self, token: Token) -> None:
        if token.i in self.found or token.dep == "expl":
            return
        subject = self._is_subject(token.i)
        seen = self._beside(token) or self.focus.pronoun(
            token.text, self.number, subject, self._clause_subject(token)
        )
        if seen is None:
            return
        person = seen.person
        reading = Reading(
            seen.codes, "anaphor", f"{token.text} → in focus", seen.sector, person,
            person.office if person else None, seen.term, seen.plural,
        )  # fmt: skip
        self._put(token.i, token.i, token.i + 1, reading)
        again = seen_of(reading, self.number, token.i, subject)
        again.kind = seen.kind
        self.focus.note(again)

    def _clause_subject(self, token: Token) -> Seen | None:
        """The subject of the pronoun's own clause, whom an object cannot mean."""
        if not self.sentence.parsed or token.dep in (*SUBJECTS, "nmod:poss") or token.head < 0:
            return None
        verb = self.tokens[token.head]
        if verb.dep == "acl:relcl":
            subject = verb.head
        else:
            subject = next((t.i for t in self.tokens if t.head == verb.i and t.dep in SUBJECTS), -1)
        return next((s for s in self.focus.here(self.number) if s.token == subject), None)

    def _beside(self, token: Token) -> Seen | None:
        """As in "Norway and its people": what the possessive is joined to."""
        if token.text.lower() not in ("its", "their") or self.reader.low(token.i - 1) != "and":
            return None
        seen = self.focus.seen[-1] if self.focus.seen else None
        if seen is None or seen.sentence != self.number or seen.token != token.i - 2:
            return None
        return seen

    def _relatives(self) -> None:
        """Who and which are what they follow."""
        for token in self.tokens:
            if token.pos != "PRON" or "PronType=Rel" not in token.feats or token.i in self.found:
                continue
            verb = token
            for _ in range(3):
                if verb.head < 0 or verb.dep == "acl:relcl":
                    break
                verb = self.tokens[verb.head]
            if verb.dep == "acl:relcl" and verb.head in self.found:
                self._copy(self.found[verb.head], token, f"{token.text} → what it follows")

    def _speakers(self, quotes: bool) -> None:
        """In quotation marks, I and we are who speaks; outside, the text's own side."""
        said = self._speaker() if quotes else None
        speaker = said or self.focus.speaker
        for token in self.tokens:
            if token.text in QUOTES:
                self.focus.quoted = token.text in OPENING or (
                    token.text not in CLOSING and not self.focus.quoted
                )
                continue
            low = token.text.lower()
            if token.pos == "PRON" and low in YOU and not self.focus.quoted:
                self._addressed(token)
            if token.pos != "PRON" or low not in SPEAKER:
                continue
            if self.focus.quoted:
                if speaker is not None:
                    self.reader.first_person[token.i] = self._first(speaker, token, "who speaks")
            elif (
                low in WE
                or self.focus.issuer is not None
                or (low == "my" and self.reader.low(token.i + 1) in OWN)
            ):
                self._own_side(token)
        self.focus.speaker = said or self.focus.speaker

    @staticmethod
    def _first(speaker: Reading, token: Token, who: str) -> Reading:
        return Reading(
            speaker.codes, "anaphor", f"{token.text} → {who}", speaker.sector, speaker.person,
            speaker.office,
        )  # fmt: skip

    def _speaker(self) -> Reading | None:
        """Who says what is quoted in this sentence."""
        saying = self.reader.registry.words["saying"]
        for token in self.tokens:
            if (
                token.dep != "nsubj"
                or token.head < 0
                or (self.tokens[token.head].lemma not in saying)
            ):
                continue
            for k, phrase in enumerate(self.reader.phrases):
                if phrase.start <= token.i < phrase.end:
                    return self.reader.read(k)
            seen = (
                self.focus.pronoun(token.text, self.number, True)
                if (token.text.lower() in PRONOUNS)
                else None
            )
            if seen is not None:
                return Reading(seen.codes, "anaphor", "", seen.sector, seen.person)
        return None

    def _addressed(self, token: Token) -> None:
        code = self.focus.other_side()
        if code is not None:
            reading = Reading((code,), "anaphor", f"{token.text} → whom the speaker addresses")
            self.reader.first_person[token.i] = reading

    def _own_side(self, token: Token) -> None:
        code = self.focus.own_side()
        if code is not None:
            whose = STATED if code == self.focus.issuer else "whose text it is"
            joint = self.focus.signatories if code == self.focus.issuer else ()
            reading = Reading(joint or (code,), "anaphor", f"{token.text} → {whose}")
            self.reader.first_person[token.i] = reading

    def _copy(self, mention: ActorMention, token: Token, reason: str) -> None:
        self.found[token.i] = ActorMention(
            self.number, token.i, token.start, token.end, mention.codes, "anaphor",
            mention.sector, mention.name, mention.office, reason, mention.weak,
        )  # fmt: skip

    # Pairs.

    def _pairs(self) -> None:
        """Two parties joined by "and", for "both sides" later on."""
        joined: dict[int, list[str]] = {}
        for i, mention in self.found.items():
            token = self.tokens[i]
            if token.dep != "conj" or token.head not in self.found or mention.weak:
                continue
            if self.reader.low(i - 1) == ",":
                continue  # "between Oslo, Norway, and Turku, Finland"
            first = self.found[token.head]
            if not self._act_together(token.head):
                continue
            codes = joined.setdefault(token.head, list(first.codes))
            codes += [code for code in mention.codes if code not in codes]
        kind_of = self.reader.registry.kind_of
        for codes in joined.values():
            if len(codes) == 2 and any(kind_of(code) != "organisation" for code in codes):
                self.focus.note_pair(self.number, tuple(codes))

    def _act_together(self, i: int) -> bool:
        """Whether the words joined there are a subject or belong to one, or follow "between"."""
        above = self.tokens[i].head
        if self._is_subject(i) or (
            self.tokens[i].dep == "nmod" and above in self.found and self._is_subject(above)
        ):
            return True
        return any(
            token.head == i and token.dep == "case" and token.text.lower() == "between"
            for token in self.tokens
        )
