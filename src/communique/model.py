"""The values that travel between rooms; imports nothing of ours.

Offsets are half-open and count code points of `Article.text`, the text of the page as read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

_TURN = re.compile(r"([A-Z][A-Z .'’-]{2,40}|Q|Q\.):\s|(Q)\s{1,3}(?=[A-Z])")

CATALOGUE = "catalog.sqlite"
"""The file that makes a folder a record."""

ArticleId = str
Code = str
"""An actor code: ISO 3166 alpha-3 for countries, a word in capitals for others ("UN", "HAMAS")."""

LineLabel = Literal[
    "headline", "standfirst", "dateline", "story", "caption", "rail", "furniture", "repeat", "blank"
]
Status = Literal["occurred", "ongoing", "planned", "hypothetical", "denied", "recalled"]
StatementKind = Literal["direct", "indirect", "mixed"]
Stance = Literal["support", "oppose", "concern"]


def content_id(*parts: object) -> str:
    """A 32-digit hexadecimal id made of the parts' text; equal content gives equal ids."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class Token(NamedTuple):
    """A syntactic word (Universal Dependencies v2)."""

    i: int
    """Index in its sentence."""
    text: str
    lemma: str
    pos: str
    """UPOS."""
    feats: str
    """UD features, "Mood=Ind|Tense=Past"; "" when there are none."""
    head: int
    """Index in the sentence, -1 for the root."""
    dep: str
    """UD relation with subtype; "" in a sentence that was tagged and not parsed."""
    start: int
    end: int


class Span(NamedTuple):
    """Half-open, code points of `Article.text`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as tagged and, where `parsed`, with its dependency tree."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    parsed: bool


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from and to, both included, as ISO dates; None is an open or unknown end."""

    start: str | None
    end: str | None
    basis: str
    """Why: "metadata", "dateline", "weekday before publication", "offices held", …"""


@dataclass(frozen=True, slots=True)
class Page:
    """What one source gave, decoded to text."""

    source: str
    """File name or URL as given by the user."""
    text: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    """ISO date or time from metadata or the user; None when unknown."""
    published_basis: str | None = None
    language: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page, what it is, and why."""

    start: int
    end: int
    label: LineLabel
    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Exact words of an article. Made by `Article.quote`."""

    article: ArticleId
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a speaker takes over in a transcript, and how the text calls him."""

    start: int
    label: str
    """As it stands: "MS PORTER", "QUESTION"."""

    @property
    def asks(self) -> bool:
        """Whether a reporter has the turn."""
        return self.label.rstrip(".") in ("Q", "QUESTION", "REPORTER")


def turn_at(turns: Sequence[Turn], at: int) -> Turn | None:
    """The turn in which that place lies; None before the first."""
    return next((turn for turn in reversed(turns) if turn.start <= at), None)


@dataclass(frozen=True, slots=True)
class Article:
    """A page whose lines are labelled; its text never changes from here on."""

    id: ArticleId
    source: str
    text: str
    lines: tuple[Line, ...]
    url: str | None
    title: str | None
    standfirst: str | None
    dateline_place: str | None
    dateline_agency: str | None
    published: Interval | None
    """When it was published; None with `published_reason` when nothing tells."""
    published_reason: str
    language: str
    grade: str
    """"good", "thin" (few story lines) or "look" (under a third of the words kept)."""

    def quote(self, start: int, end: int) -> Evidence:
        """The words from start to end as evidence; raises ValueError when they are empty."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no words at {start}-{end} of article {self.id}")
        return Evidence(self.id, start, end, self.text[start:end])

    def is_transcript(self) -> bool:
        """Whether speakers take turns, "MR PRICE: …", so that "we" is now one, now another."""
        lines = (self.text[line.start : line.start + 60] for line in self.lines)
        return sum(bool(_TURN.match(line)) for line in lines) > 1

    def turns(self) -> tuple[Turn, ...]:
        """The turns of a transcript, each lasting to the next; () for other texts."""
        if not self.is_transcript():
            return ()
        found = ((x.start, _TURN.match(self.text[x.start : x.start + 60])) for x in self.lines)
        return tuple(Turn(start, m.group(1) or m.group(2)) for start, m in found if m is not None)

    def story(self) -> tuple[Span, ...]:
        """The story lines, in order; a dateline at the head of the first is left out."""
        return tuple(Span(line.start, line.end) for line in self.lines if line.label == "story")


MentionKind = Literal[
    "country",
    "demonym",
    "metonym",
    "organisation",
    "group",
    "person",
    "office",
    "people",
    "anaphor",
]


STATED = "whose statement it is"
"""Ends the reason of a "we" that is the side whose own page the text is."""
GUESSED = "country of the article"
"""Reason of a mention whose country nothing near it tells."""
LEADER = "leader of the registry"
"""Reason of a mention whose country the registry of leaders tells."""


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A noun phrase that names an actor, found by its head word."""

    sentence: int
    head: int
    """Index of the head token in its sentence: what a dependency relation points at."""
    start: int
    end: int
    codes: tuple[Code, ...]
    """() for a private person or an actor without a code; more than one for "the two sides"."""
    kind: MentionKind
    sector: str | None = None
    """PLOVER sector: GOV, MIL, LEG, JUD, COP, OPP, REB, CVL, BUS, JRN, …"""
    name: str | None = None
    """Full personal name where the article gives one ("Qin Gang" for a later "He" or "Mr Qin")."""
    office: str | None = None
    """Office as worded ("Foreign Minister")."""
    reason: str = ""
    """Why these codes: "demonym + agent noun", "he → last male subject", …"""
    weak: bool = False
    """True where the words only may stand for the actor (a bare capital or demonym as a place)."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in the text, with its best candidate."""

    sentence: int
    start: int
    end: int
    name: str
    """Neutral name."""
    lat: float | None
    lon: float | None
    country: str | None
    """ISO 3166 alpha-3 of who administers it; None for the high seas and disputed areas."""
    kind: str
    """country, region, city, pass, port, strait, sea, seat, base, disputed, …"""
    administered_by: tuple[str, ...] = ()
    claimed_by: tuple[str, ...] = ()
    wording_of: str | None = None
    """Code of the side whose loaded name the text uses; None for a neutral name."""
    place_id: str = ""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A temporal expression; kind and value follow TIMEX3 (TimeML 1.2.1)."""

    sentence: int
    start: int
    end: int
    kind: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    """TIMEX3 value, "2023-05-05", "XXXX-WXX-5" for a Friday without an anchor."""
    interval: Interval | None
    """None while unresolved; the basis says how it was resolved."""


@dataclass(frozen=True, slots=True)
class QuoteMention:
    """A pair of quotation marks: start and end enclose the words inside the marks."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IssueMention:
    """A named issue of the registry."""

    sentence: int
    start: int
    end: int
    issue: str
    """Registry id ("one-china-policy")."""
    name: str
    """Neutral name ("One-China policy")."""
    wording_of: str | None = None


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that detection found in one article."""

    actors: tuple[ActorMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    quotes: tuple[QuoteMention, ...] = ()
    issues: tuple[IssueMention, ...] = ()
    owner: Code | None = None
    """The country or body whose own statement the page is; None for news."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One link of the chain of who says so, the nearest to the claim first."""

    speaker: str
    actor: tuple[Code, ...]
    cue: str


@dataclass(frozen=True, slots=True)
class Report:
    """One coded claim in one article (the record's "report")."""

    id: str
    article: ArticleId
    type: str
    """PLOVER type."""
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None
    quad: int
    intensity: float
    sources: tuple[Code, ...]
    targets: tuple[Code, ...]
    source_text: str
    target_text: str | None
    status: Status
    when: Interval | None
    when_reason: str
    where: PlaceMention | None
    attribution: tuple[Attribution, ...]
    evidence: tuple[Evidence, ...]
    """The trigger words first, then the sentence."""
    rule: str
    roles: tuple[tuple[str, str], ...]
    """Role name and its words."""
    dropped: tuple[str, ...]
    """Rules that were considered and lost, each with the reason."""
    probability: float


@dataclass(frozen=True, slots=True)
class Participant:
    name: str | None
    office: str | None
    actor: Code | None


@dataclass(frozen=True, slots=True)
class Meeting:
    id: str
    article: ArticleId
    participants: tuple[Participant, ...]
    place: PlaceMention | None
    place_text: str | None
    when: Interval | None
    format: str
    """visit, call, summit, talks or sidelines."""
    delegation: bool
    topics: tuple[str, ...]
    status: Status
    reports: tuple[str, ...]
    """Ids of the reports that are this meeting."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    id: str
    article: ArticleId
    speaker: str
    office: str | None
    actor: tuple[Code, ...]
    cue: str
    kind: StatementKind
    addressee: tuple[Code, ...]
    topics: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    """The content's words."""
    chain: tuple[Attribution, ...] = ()


@dataclass(frozen=True, slots=True)
class Commitment:
    id: str
    article: ArticleId
    promisor: tuple[Code, ...]
    beneficiary: tuple[Code, ...]
    act: str
    sector: str | None
    project: str | None
    place: str | None
    amount: str | None
    condition: str | None
    due: Interval | None
    strength: Literal["firm", "soft"]
    form: str
    """signed_instrument, joint_statement, official_statement or reported_remark."""
    state: str
    """announced, agreed, in_progress, partly_delivered, delivered, stalled, withdrawn, …"""
    evidence: tuple[Evidence, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Position:
    id: str
    article: ArticleId
    actor: tuple[Code, ...]
    issue: str
    issue_id: str | None
    stance: Stance
    toward: tuple[Code, ...]
    as_worded: str
    evidence: tuple[Evidence, ...]
    rule: str


OfficeMarker = Literal["holds", "former", "then", "acting", "elect"]
"""What stands beside the title: nothing for "holds"; "then" held it at the time told of."""
OfficeVerdict = Literal["confirms", "extends", "contradicts", "new"]
"""extends: the same person, beyond the table's days, and nobody else's; new: the tables are
silent."""


@dataclass(frozen=True, slots=True)
class OfficeClaim:
    """One article's evidence that somebody holds, held or is to hold an office."""

    id: str
    article: str
    person: str
    """As fully as the article names the person."""
    office: str
    """As worded ("Minister for Foreign Affairs")."""
    kind: str
    """Kind of office, deputies apart: "foreign-minister", "deputy-prime-minister"."""
    country: Code
    """Code of the state or organisation."""
    country_reason: str
    """Why this country, as detection says."""
    marker: OfficeMarker
    held: Interval | None
    """In office on some day of it; None when nothing tells. "former": out of it at its end;
    "elect": not before its start."""
    evidence: Evidence
    verdict: OfficeVerdict = "new"
    """How the claim stands to the tables of offices and leaders when it was read."""
    verdict_reason: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """All that one article gave."""

    article: Article
    reports: tuple[Report, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    statements: tuple[Statement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    positions: tuple[Position, ...] = ()
    offices: tuple[OfficeClaim, ...] = ()
    dropped: dict[str, int] = field(default_factory=dict)
    """Sentences that gave nothing, counted by reason."""
