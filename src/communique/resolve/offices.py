"""Offices learned from articles: who is named with which title on which day.

"Foreign Minister Qin Gang" in an article of May 2023 is evidence that he held the office then.
`spells.py` beside this joins such claims of many articles.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from communique.model import (
    GUESSED,
    LEADER,
    ActorMention,
    Article,
    Code,
    Interval,
    Mentions,
    OfficeClaim,
    OfficeMarker,
    Sentence,
    Token,
    content_id,
)
from communique.ontology.actors import ActorRegistry, fold, name_words
from communique.ontology.offices import Offices
from communique.ontology.spells import Spell, SpellTable, load_spells, same_person
from communique.ontology.titles import Title, is_initials, load_titles, slug
from communique.resolve.office_claims import UNDATED, bounds, compare_claim, is_single

_REACH = 120
"""Characters before and after a name in which its title stands."""
_LATER = 45
"""Days between what a sentence tells of and the publication from which they are told apart."""
# One title, many institutions: what stands beside them tells which.
_GENERIC = frozenset(
    "president vice-president speaker governor chief-executive secretary-general "
    "director-general".split()
)
_STATES = frozenset("country republic nation federation state union kingdom islands".split())
# Beside a title these tell of time or rank and not of a body.
_PLAIN = frozenset(
    "current new newly elected re-elected incumbent sitting then long-time former ex late past "
    "previous acting interim caretaker transitional provisional incoming outgoing designated "
    "mr ms mrs madam mme madame dr honorable honourable dear fellow late".split()
)
_ABROAD = ("ambassador", "special-", "high-commissioner", "permanent-", "charge-")
"""Offices that are held in other countries, where the country of the article tells nothing."""
_PORTFOLIO = frozenset(
    "affairs rights operations democracy energy environment trade labor labour growth reform "
    "technology culture justice industry development".split()
)
"""Last words of long titles, which can be taken for given names."""
_PARTIES = frozenset({"country", "demonym", "metonym", "organisation", "group"})
_MODIFIERS = frozenset({"compound", "amod", "flat", "nmod", "nmod:poss", "appos", "nsubj", "root"})

_HONOUR = (
    r"(?:(?:of\s+)?(?:the\s+)?Hon(?:ou?rable|\.)|"
    r"(?:Dr|Mr|Mrs|Ms|Gen|Lt|Maj|Col|Prof|Adm|Sen|H\.?E)\.?|(?:(?:His|Her)\s+)?Excellency|Sir|"
    r"Dame|Lord|Sheikh|Shaikh|Sayyid|Syed|General|Lieutenant|Major|Colonel|Admiral|Marshal|Field|"
    r"Prince|Senator|Professor|Shri|Smt\.?|Madame|Haji|Mullah|Maulana)"
)
_COMPLEMENT = (
    r"(?:\s+(?:of|for|to|on)\s+(?:the\s+)?[A-Z][\w’'.-]*"
    r"(?:(?:\s+(?:of|for|and|the|&|on)|,?\s+[A-Z][\w’'.-]*)){0,9}?)"
)
_GAP = re.compile(
    rf"(?P<of>{_COMPLEMENT})?(?P<at>\s+at\s+the\s+time)?(?P<mark>[\s-]+(?:designate|elect))?"
    rf"(?P<comma>,)?\s+(?:{_HONOUR}\s+)*[“\"]?"
)
_JOINED = re.compile(
    r"\s*(?:,|&|/|,?\s+and(?:\s+the)?|\s)\s*(?:(?:now|current|currently|new|today)\s+)?"
)
_BETWEEN = r"(?:(?-i:[A-Z][\w.’'-]*)\s+|(?:deputy|vice|first|federal|caretaker)\s+){0,3}"
_BEFORE: tuple[tuple[OfficeMarker, re.Pattern[str]], ...] = (
    (
        "former",
        re.compile(
            rf"\b(?:former|formerly|ex|erstwhile|one-time|onetime|previous|retired|ousted|deposed|"
            rf"toppled|past|late|immediate\s+past)[\s-]+(?:the\s+)?{_BETWEEN}$",
            re.IGNORECASE,
        ),
    ),
    (
        "then",
        re.compile(
            rf"\b(?:then|(?:assassination|killing|murder|death|overthrow|ouster|fall)\s+of)[\s-]+"
            rf"{_BETWEEN}$",
            re.IGNORECASE,
        ),
    ),
    (
        "acting",
        re.compile(
            rf"\b(?:acting|interim|caretaker|transitional|provisional)[\s-]+{_BETWEEN}$",
            re.IGNORECASE,
        ),
    ),
    (
        "elect",
        re.compile(rf"\b(?:incoming|designated|future|would-be)[\s-]+{_BETWEEN}$", re.IGNORECASE),
    ),
)
_NOW = re.compile(r"\b(?:now|current|currently|new|today)\s+(?:the\s+)?$", re.IGNORECASE)
_ELECT = re.compile(r"[\s-]+(?:elect|designate|to-be)\b")
# Whoever stands there is no president: "candidate for", "the envoy of the".
_NOT_THEIRS = re.compile(
    r"(?:\b(?:candidate|nominee|nomination|bid|run|running|hopeful|contender)\s+for\s+(?:the\s+)?|"
    r"\b(?:aide|advis[eo]r|assistant|deputy|spokes\w+|envoy|representative)\s+(?:of|to|for)\s+the\s+"
    rf"{_BETWEEN})$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:,\s+\d{2})?,\s+(?:who\s+(?:is|(?P<was>was|served\s+as))\s+)?"
    r"(?:(?:the|a|an|its|their|his|her|our|my)\s+)?"
    r"(?:(?!(?:of|to|for|by|with|in|at|on|from|and|who|which|that)\s)[\w.’'-]+\s+){0,5}"
)
_OF_COMMON = re.compile(
    r"\s+(?:and\s+(?:(?:co-?)?founder|owner|chief\s+executive|CEO|manager)|of\s+(?:the|a|an|its|his|her|their|our)\s+"
    r"(?P<common>[a-z][\w’'-]*(?:\s+[a-z][\w-]*)?))"
)
_OWNER_GAP = re.compile(
    r"(?:['’]s?)?[\s-]+(?:(?:then|former|ex|acting|interim|new|current|late)[\s-]+)*"
)
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_WORD = re.compile(r"[^\s,;()“”\"]+")


class _Person(NamedTuple):
    """A named person in a sentence: the mention and where the name itself stands."""

    mention: ActorMention
    start: int
    end: int


class _Found(NamedTuple):
    title: Title
    kind: str
    marker: OfficeMarker
    start: int
    end: int
    """Of the words that are the evidence."""
    titles: tuple[int, int]
    """Where the titles that are joined to this one begin and end."""


def learn_offices(
    article: Article,
    sentences: Sequence[Sentence],
    mentions: Mentions,
    offices: Offices | None = None,
) -> tuple[OfficeClaim, ...]:
    """Every office that the article gives to a named person, each once, with its first words.

    People without a code, or with several, give nothing. A title alone ("the president") is no
    evidence; "Secretary Rice" names no one office. `offices` (the shipped ones by default) complete
    family names and countries that detection guessed; they never change what an article says.
    """
    reader = _Reader(article, sentences, mentions, load_spells(offices))
    claims: dict[tuple[object, ...], OfficeClaim] = {}
    for person in reader.people():
        for found in reader.offices(person):
            claim = reader.claim(person, found)
            if claim is None:
                continue
            held = claim.held and (claim.held.start, claim.held.end)
            key = (fold(claim.person), claim.kind, claim.country, claim.marker, held)
            claims.setdefault(key, claim)
    return tuple(_judged(claim, reader.table) for claim in claims.values())


def _judged(claim: OfficeClaim, table: SpellTable) -> OfficeClaim:
    found = compare_claim(claim, table)
    return replace(claim, verdict=found.verdict, verdict_reason=found.reason)


class _Reader:
    """Reads the people of one article with their titles."""

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        mentions: Mentions,
        table: SpellTable,
    ) -> None:
        self.article = article
        self.text = article.text
        self.sentences = sentences
        self.titles = load_titles()
        self.table = table
        self.named = {code for mention in mentions.actors for code in mention.codes}
        self.told: dict[int, list[str]] = {}
        """First days of the dates of each sentence."""
        for told in mentions.dates:
            if told.interval is not None and told.interval.start:
                self.told.setdefault(told.sentence, []).append(told.interval.start)
        self.first: dict[int, str | None] = {}
        """The first day that each sentence names, once asked for."""
        self.mentions = sorted(mentions.actors, key=lambda m: (m.start, m.end))

    def people(self) -> Iterator[_Person]:
        """The people who are named with a name and one code, each mention once."""
        last: tuple[int, int] | None = None
        for mention in self.mentions:
            if mention.kind != "person" or not mention.name or len(mention.codes) != 1:
                continue
            span = self._name(mention)
            if span is not None and span != last:
                last = span
                yield _Person(mention, *span)

    def _near(self, person: _Person) -> list[ActorMention]:
        """The mentions that begin near the person, in the order of the text."""
        low = bisect_left(self.mentions, person.start - 2 * _REACH, key=lambda m: m.start)
        high = bisect_left(self.mentions, person.end + 2 * _REACH, key=lambda m: m.start)
        return self.mentions[low:high]

    @staticmethod
    def _tokens(sentence: Sentence, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that begin between two offsets."""
        tokens = sentence.tokens
        low = bisect_left(tokens, start, key=lambda t: t.start)
        return tokens[low : bisect_left(tokens, end, key=lambda t: t.start)]

    def _name(self, mention: ActorMention) -> tuple[int, int] | None:
        """Where the name stands at the end of the mention; None where only a title does."""
        known = {fold(w) for w in re.split(r"[\s-]+", mention.name or "")}
        start = end = -1
        for word in reversed(list(_WORD.finditer(self.text, mention.start, mention.end))):
            bare = re.sub(r"['’]s?$", "", word[0])
            parts = [fold(part) for part in bare.split("-") if part]
            if not parts or not (set(parts) & known or (start >= 0 and len(bare.rstrip(".")) == 1)):
                break
            start = word.start()
            end = end if end >= 0 else word.start() + len(bare)
        return (start, end) if 0 <= start < end else None

    def offices(self, person: _Person) -> list[_Found]:
        """The offices whose titles stand before the name, or else beside it."""
        sentence = self.sentences[person.mention.sentence]
        return self._before(person, sentence) or self._after(person, sentence)

    # Before the name.

    def _before(self, person: _Person, sentence: Sentence) -> list[_Found]:
        low = max(sentence.start, person.start - _REACH)
        titles = list(self.titles.find(self.text, low, person.start))
        if not titles:
            return []
        last = titles.pop()
        gap = _GAP.fullmatch(self.text, last.end, person.start)
        if gap is None or re.search(rf"\band\s+{_HONOUR}", gap["of"] or ""):
            return []
        if _NOT_THEIRS.search(self.text, low, last.start):
            return []
        if gap["comma"] and not self._tied(person, last):
            return []
        chain = [last]
        while titles and _JOINED.fullmatch(self.text, titles[-1].end, chain[0].start):
            chain.insert(0, titles.pop())
        ends = chain[0].start, last.end
        found: list[_Found] = []
        marker: OfficeMarker = "holds"
        for title in chain:
            own, start = self._marker(title, low, gap if title is last else None)
            # "former President and now Foreign Minister": what is said of one title holds on.
            if own != "holds" or _NOW.search(self.text, low, title.start):
                marker = own
            kind = self._kind(person, sentence, title, gap["of"] if title is last else None)
            if kind:
                found.append(_Found(title, kind, marker, start, person.end, ends))
        return found

    def _tied(self, person: _Person, title: Title) -> bool:
        """Whether detection too takes the title before a comma for this person's."""
        return any(
            m.name == person.mention.name and m.start < title.end <= m.end and m.end < person.start
            for m in self._near(person)
        )

    def _marker(
        self, title: Title, low: int, gap: re.Match[str] | None
    ) -> tuple[OfficeMarker, int]:
        """What stands beside the title, and where its words with the title's begin."""
        for marker, pattern in _BEFORE:
            match = pattern.search(self.text, low, title.start)
            if match is not None:
                return marker, match.start()
        if (gap is not None and gap["mark"]) or _ELECT.match(self.text, title.end):
            return "elect", title.start
        return "then" if gap is not None and gap["at"] else "holds", title.start

    # Beside the name.

    def _after(self, person: _Person, sentence: Sentence) -> list[_Found]:
        """As in "Qin Gang, China's foreign minister, …"."""
        high = min(sentence.end, person.end + _REACH)
        for title in self.titles.find(self.text, person.end, high):
            beside = _BESIDE.fullmatch(self.text, person.end, title.start)
            if beside is None or self._verb_between(sentence, person.end, title.start):
                return []
            of = re.compile(rf"{_COMPLEMENT}?").match(self.text, title.end, high)
            stop = of.end() if of is not None else title.end
            if self._another_name(person, title.start, stop):
                return []
            marker, _ = self._marker(title, person.end, None)
            if beside["was"]:
                marker = "then"
            kind = self._kind(person, sentence, title, of[0] if of is not None else None)
            elect = _ELECT.match(self.text, title.end)
            end = elect.end() if elect is not None else title.end
            ends = title.start, title.end
            return [_Found(title, kind, marker, person.start, end, ends)] if kind else []
        return []

    def _verb_between(self, sentence: Sentence, start: int, end: int) -> bool:
        between = self._tokens(sentence, start, end)
        return any(t.pos == "VERB" for t in between if t.dep != "amod")

    def _another_name(self, person: _Person, start: int, stop: int) -> bool:
        """Whether the title is the beginning of another name: "Biden, President Xi and …"."""
        for other in self._near(person):
            if other.kind != "person" or other.name in (None, person.mention.name):
                continue
            if other.start < stop + 2 and other.end > start:
                return True
        return self.text[stop : stop + 2].strip()[:1].isupper()

    # What the title names.

    def _kind(self, person: _Person, sentence: Sentence, title: Title, of: str | None) -> str:
        kind = self.titles.kind(title, person.mention.codes[0])
        if title.name == "minister" and not kind:
            return self._ministry(person, sentence, title, of)
        if kind not in _GENERIC:
            return kind
        common = _OF_COMMON.match(self.text, title.end)
        if common is not None and not self._is_state(common):
            return ""
        words = self._modifier(person, sentence, title)
        if words is None and of and of.lstrip().startswith(("of", "for")):
            whose = title.end + len(of) - 1, title.end + len(of)
            words = None if self._party(person, *whose) else of.split(maxsplit=1)[-1]
        return f"{slug(words)}-{kind}" if words else kind

    @staticmethod
    def _is_state(common: re.Match[str]) -> bool:
        """Whether "president of the country" is meant, not "of the country's chess club"."""
        words = (common["common"] or "").split()
        return bool(words) and words[0] in _STATES

    def _ministry(self, person: _Person, sentence: Sentence, title: Title, of: str | None) -> str:
        """The kind of a minister whose portfolio the table lacks; "" where none is named."""
        deputy = f"{slug(title.deputy)}-" if title.deputy else ""
        if of and not self._party(person, title.end, title.end + len(of)):
            words = re.sub(r"^\s+(?:of|for)\s+(?:the\s+)?", "", of)
            return f"{deputy}{slug(words)}-minister" if words != of else ""
        before: list[str] = []
        for token in reversed(self._tokens(sentence, person.mention.start, title.start)):
            if not token.text[0].isupper() or self._party(person, token.start, token.end):
                break
            before.insert(0, token.text)
        return f"{deputy}{slug(' '.join(before))}-minister" if before else ""

    def _modifier(self, person: _Person, sentence: Sentence, title: Title) -> str | None:
        """The body before a title that many bodies have: "Senate President"."""
        close = self._tokens(sentence, title.start - _REACH, title.start)
        if not close or title.start - close[-1].end > 1:
            return None
        before = close[-1]
        if before.text[0].islower():
            lesser = before.pos in ("ADJ", "NOUN") and before.dep in ("amod", "compound")
            return before.text if lesser and before.text not in _PLAIN else None
        if fold(before.text) in _PLAIN:
            return None
        if before.pos not in ("PROPN", "NOUN") or before.dep.split(":")[0] not in _MODIFIERS:
            return None
        head = sentence.tokens[before.head] if before.head >= 0 else before
        if not title.start <= head.start < person.end:
            return None
        return None if self._party(person, before.start, before.end) else before.text

    def _party(self, person: _Person, start: int, end: int) -> bool:
        """Whether a country or body is named there."""
        return any(
            other.kind in _PARTIES and other.start < end and other.end > start
            for other in self._near(person)
        )

    # The claim.

    def claim(self, person: _Person, found: _Found) -> OfficeClaim | None:
        """The claim; None where neither article nor tables tell whose office it is."""
        mention = person.mention
        held = self._held(self.sentences[mention.sentence], mention.sentence, found.marker)
        settled = self._settled(person, found, held)
        if settled is None:
            return None
        name, country, reason = settled
        evidence = self.article.quote(min(found.start, person.start), max(found.end, person.end))
        parts = (name, found.kind, country, found.marker, evidence.start)
        return OfficeClaim(
            content_id("office", self.article.id, *parts), self.article.id, name,
            self.text[found.title.start : found.title.end], found.kind, country,
            reason, found.marker, held, evidence,
        )  # fmt: skip

    def _settled(
        self, person: _Person, found: _Found, held: Interval | None
    ) -> tuple[str, Code, str] | None:
        """The person's full name, the country, and why it is that one.

        A family name becomes that of the office's only holder of that name. A country that
        detection only guessed gives way to the one where the person held the office, and is no
        country where the tables have somebody else.
        """
        mention = person.mention
        shown = _cased(self.text[person.start : person.end])
        name = _cased(_name_alone(mention.name or ""))
        if not name:
            return None
        country, reason = self._country(person, found)
        first, last = bounds(held)
        here = self.table.holders(country, found.kind, first, last)
        if len(shown.split()) == 1:
            bearers = {s.person for s in here if _fits(shown, s)}
            if len(bearers) == 1 and not any(_fits(name, s) for s in here):
                name = bearers.pop()
            elif not bearers and is_initials(found.title.name) and len(name.split()) == 1:
                return None
        if self._is_namesake(shown, name, mention, found.kind):
            return None
        if reason != GUESSED or any(_fits(name, s) for s in here):
            return name, country, reason
        elsewhere = {
            s.country
            for s in self.table.of_kind(found.kind)
            if s.holds(first, last) and _fits(name, s) and self._may_be(name, s.country)
        }
        if len(elsewhere) == 1:
            return name, elsewhere.pop(), "holder by the tables"
        vague = (is_single(found.kind) and here) or found.kind.startswith(_ABROAD)
        return None if vague else (name, country, reason)

    def _is_namesake(self, shown: str, name: str, mention: ActorMention, kind: str) -> bool:
        """Whether a family name was taken for a leader whom neither title nor article names."""
        if mention.reason != LEADER or len(shown.split()) > 1 or name in self.text:
            return False
        leaders = ActorRegistry.load().leaders.get(" ".join(name_words(name)), ())
        return all(self.titles.kind_of(one.office, one.code) != kind for one in leaders)

    def _may_be(self, name: str, country: Code) -> bool:
        """A full name may be of any country, a family name only of one that the article names."""
        return len(name.split()) > 1 or country in self.named

    def _country(self, person: _Person, found: _Found) -> tuple[Code, str]:
        """The code of the office, and why: words beside the title, else what detection says.

        Where detection went by a leader's name, the leader's rows may give the office another
        code: "former Prime Minister Tusk" was no prime minister of the body that he led later.
        """
        mention = person.mention
        code = mention.codes[0]
        if mention.reason not in (GUESSED, LEADER):
            return code, mention.reason
        beside = self._beside_title(person, found)
        if beside is not None:
            return beside, "words beside the title"
        if mention.reason == LEADER:
            leaders = ActorRegistry.load().leaders.get(" ".join(name_words(mention.name or "")), ())
            held = {x.code for x in leaders if self.titles.kind_of(x.office, x.code) == found.kind}
            if len(held) == 1 and code not in held:
                return held.pop(), LEADER
        return code, mention.reason

    def _beside_title(self, person: _Person, found: _Found) -> Code | None:
        """The one code that stands right before the first title, or in "of …" behind the last."""
        first, last = found.titles
        for other in self._near(person):
            if other.kind not in _PARTIES or len(other.codes) != 1:
                continue
            if other.end <= first and _OWNER_GAP.fullmatch(self.text, other.end, first):
                return other.codes[0]
            if other.start >= last and _OF.fullmatch(self.text, last, other.start):
                return other.codes[0]
        return None

    def _held(self, sentence: Sentence, number: int, marker: OfficeMarker) -> Interval | None:
        published = self.article.published
        if published is None or not (published.start or published.end):
            return None
        told = self._told_day(sentence, number)
        if marker == "former":
            return Interval(None, published.end, "before publication")
        if marker == "elect":
            return Interval(told or published.start, None, "after publication")
        if marker == "then":
            return Interval(told, published.end, "at the time told of")
        if told is not None:
            return Interval(told, published.end, "between what is told of and publication")
        if published.basis == UNDATED:
            return published
        return Interval(published.start, published.end, "day of publication")

    def _first_told(self, sentence: Sentence, number: int) -> str | None:
        if number not in self.first:
            years = _YEAR.finditer(self.text, sentence.start, sentence.end)
            days = [*self.told.get(number, ()), *(f"{year[0]}-01-01" for year in years)]
            self.first[number] = min(days, default=None)
        return self.first[number]

    def _told_day(self, sentence: Sentence, number: int) -> str | None:
        """The first day of what the sentence tells of, where that lies well before publication."""
        published = self.article.published
        if published is None or published.start is None:
            return None
        edge = date.fromisoformat(published.start[:10]) - timedelta(_LATER)
        first = self._first_told(sentence, number)
        return first if first is not None and first < edge.isoformat() else None


def _fits(name: str, spell: Spell) -> bool:
    return any(same_person(name, known) for known in spell.names)


def _name_alone(name: str) -> str:
    """The name without honours and without what a long title left before it."""
    words = re.sub(rf"^(?:{_HONOUR}\s+)+", "", name).split()
    none = ActorRegistry.load().words["not person"] | _PORTFOLIO
    last = max((i for i, word in enumerate(words) if fold(word) in none), default=-1)
    return " ".join(words[last + 1 :])


def _cased(name: str) -> str:
    """A name in capitals ("LIIMETS") as names are written elsewhere."""
    return name.title() if name.isupper() and len(name) > 3 else name
