"""Statements: which words are whose, by which cue (direct, indirect or mixed)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from communique.code.actors import ActorIndex, Party
from communique.code.clauses import Clause
from communique.code.intervals import Intervals
from communique.code.match import phrase_bag
from communique.code.tree import Tree
from communique.model import (
    STATED,
    ActorMention,
    Article,
    Attribution,
    Code,
    QuoteMention,
    Statement,
    StatementKind,
    Turn,
    content_id,
    turn_at,
)
from communique.ontology.cues import Cue

ISSUER_SENTENCES = 3
DECLARES = frozenset(
    """welcome commend urge appreciate condemn congratulate encourage applaud thank call support
    reiterate reaffirm remain stand announce join extend offer express trust regret deplore hail
    strengthen demonstrate recognize recognise honor honour celebrate committed concerned pleased
    proud look continue affirm acknowledge mourn grieve salute mark release provide send""".split()
)
"""What the issuer of a statement does in it, so that its subject is who says "we"."""
NAME_STOPS = frozenset(
    {"acl", "acl:relcl", "appos", "punct", "conj", "cc", "parataxis", "advcl", "case", "mark"}
)
FIRST_PERSON = frozenset(
    {"i", "we", "my", "our", "us", "me", "ours", "mine", "myself", "ourselves"}
)
QUESTION_WORDS = frozenset({"who", "how", "whether", "why", "when", "where", "what", "if"})
CLOSING = ("”", '"', "’", "»")
EDGE = " \t\n,;:.—–-"


@dataclass(frozen=True, slots=True)
class Speech:
    """One attribution in the text: a cue, a speaker and the words."""

    sentence: int
    cue_head: int
    cue: str
    cue_kind: str
    speaker: str
    mentions: tuple[ActorMention, ...]
    start: int
    end: int
    kind: StatementKind
    addressee: tuple[Code, ...] = ()
    clause: bool = True
    """Whether the content is a clause or whole quotation, not a quoted name only."""
    codes: tuple[Code, ...] = field(init=False)
    """The speakers' codes."""
    party: Party | None = field(init=False)
    """The speakers as a side of what they say; None when they have no codes."""

    def __post_init__(self) -> None:
        codes = tuple(dict.fromkeys([c for m in self.mentions for c in m.codes]))
        party = Party(codes, self.mentions, "self") if codes else None
        object.__setattr__(self, "codes", codes)
        object.__setattr__(self, "party", party)


@dataclass(slots=True)
class SpeechReader:
    """Finds the attributions of one article, sentence by sentence."""

    article: Article
    cues: Mapping[str, tuple[Cue, ...]]
    quotes: Intervals[QuoteMention]
    issuer: ActorMention | None = None
    """Whose statement it is, for a text in the first person."""
    turns: Sequence[Turn] = ()
    """The turns of a transcript."""
    found: list[Speech] = field(default_factory=list)
    _spans: dict[tuple[int, int], int] = field(default_factory=dict)

    def read(self, tree: Tree, clauses: dict[int, Clause], actors: ActorIndex) -> None:
        """Adds the attributions of one sentence to `found`."""
        before = len(self.found)
        for clause in clauses.values():
            cue = self._cue(tree, clause) if clause.lemma in self.cues else None
            if cue is not None:
                self._of_cue(tree, clause, cue, actors)
        self._according_to(tree, actors)
        if len(self.found) == before:
            self._continued(tree)

    # cues

    def _cue(self, tree: Tree, clause: Clause) -> Cue | None:
        cues = self.cues.get(clause.lemma)
        if not cues or clause.kind == "adjective":
            return None
        for cue in cues:
            if len(cue.words) > 1:
                words = cue.words[1:]
                held = tree.vocabulary.issuperset(words)
                if not held or not phrase_bag(tree, clause).issuperset(words):
                    continue
            elif clause.kind == "noun":
                continue
            return cue
        return None

    def _of_cue(self, tree: Tree, clause: Clause, cue: Cue, actors: ActorIndex) -> None:
        heads = clause.roles.get("agent", []) or self._tag_subject(tree, clause)
        if not heads or (cue.kind == "say" and clause.negated):
            return
        contents = list(self._contents(tree, clause, cue))
        speaker, mentions = self._speaker(tree, heads, actors) if contents else ("", ())
        if not speaker:
            return
        addressee = self._addressee(clause, actors, mentions)
        cue_start, cue_end = tree.words(clause.trigger[0], clause.trigger[-1])
        for first, last, is_clause in contents:
            start, end, kind = self._widen(first, last, cue_start)
            if start <= cue_start < end:
                continue  # the cue is itself among the quoted words
            if end > start and not self._is_question(start, kind, cue):
                self._add(
                    Speech(
                        tree.index,
                        clause.head,
                        self.article.text[cue_start:cue_end],
                        cue.kind,
                        speaker,
                        mentions,
                        start,
                        end,
                        kind,
                        addressee,
                        is_clause,
                    )
                )

    @staticmethod
    def _tag_subject(tree: Tree, clause: Clause) -> list[int]:
        """', the ministry said.': the noun before the cue, where the parser gave it elsewhere."""
        for i in range(clause.head - 1, max(-1, clause.head - 12), -1):
            token = tree.tokens[i]
            if token.pos == "PUNCT":
                break
            if token.dep in ("nsubj", "nsubj:pass") and token.head != clause.head:
                return tree.conjuncts(i)
        if clause.head == 0 or tree.tokens[clause.head - 1].text not in (",", "”", '"', "’"):
            return []
        # '“…,” said the director': a parser may take who stands behind the cue for an object.
        behind = [k for k in tree.children(clause.head, "obj", "iobj") if k > clause.head]
        return tree.conjuncts(behind[0]) if behind and not clause.passive else []

    def _is_question(self, start: int, kind: StatementKind, cue: Cue) -> bool:
        """'explain how …', 'ask whether …' is no statement, 'says who will pay' neither."""
        if kind == "direct":
            return False
        word = self.article.text[start : start + 12].split(" ")[0].lower()
        return word in QUESTION_WORDS

    def _add(self, speech: Speech) -> None:
        span = (speech.start, speech.end)
        known = self._spans.get(span)
        if known is None:
            self._spans[span] = len(self.found)
            self.found.append(speech)
        elif self.found[known].cue_head < 0 <= speech.cue_head:
            # '“A. B,” said X': who is named at the end, not the speaker before.
            self.found[known] = speech

    def _contents(self, tree: Tree, clause: Clause, cue: Cue) -> Iterator[tuple[int, int, bool]]:
        """Spans of what is said, and whether each is a clause or whole quotation."""
        found = False
        if cue.takes != "quote":
            spans = self._clause_spans(tree, clause, cue)
            around = self._around(tree, clause) if not spans else None
            for span in spans if around is None else [around]:
                found = True
                yield (*span, True)
        if not found:
            quoted = self._quoted(tree, clause)
            if quoted is not None:
                yield quoted

    def _clause_spans(self, tree: Tree, clause: Clause, cue: Cue) -> list[tuple[int, int]]:
        """Spans of the content's clauses: one for coordinated ones unless each has its "that"."""
        spans: list[tuple[int, int]] = []
        for head in self._content_heads(tree, clause, cue):
            span = self._clause_span(tree, clause, head)
            if span is None:
                # 'urged them to stay and …': what is coordinated with an infinitive is none either.
                break
            apart = self._has_that(tree, head) or (spans and spans[-1][0] > span[0])
            if spans and not apart:
                spans[-1] = (spans[-1][0], max(spans[-1][1], span[1]))
            else:
                spans.append(span)
        return spans

    @staticmethod
    def _has_that(tree: Tree, head: int) -> bool:
        return any(tree.lower[k] == "that" for k in tree.children(head, "mark"))

    def _content_heads(self, tree: Tree, clause: Clause, cue: Cue) -> list[int]:
        heads = list(clause.roles.get("content", ()))
        if not heads or len(cue.words) > 1:
            # 'expressed optimism that …', 'declared in a message that …'
            for thing in tree.children(clause.head, "obj", "obl", "iobj"):
                below = tree.children(thing, "acl", "ccomp", "advcl", "acl:relcl")
                heads += [k for k in below if self._has_that(tree, k) and self._whole(tree, k)]
        return heads

    @staticmethod
    def _whole(tree: Tree, head: int) -> bool:
        """Has a subject besides "that": no relative clause."""
        subject = tree.child(head, "nsubj", "nsubj:pass", "expl")
        return subject is not None and tree.lower[subject] != "that"

    def _clause_span(self, tree: Tree, clause: Clause, head: int) -> tuple[int, int] | None:
        """The finite clause under the cue, without its subordinator; None for an infinitive."""
        token = tree.tokens[head]
        marks = list(tree.children(head, "mark"))
        finite = self._is_finite(tree, head)
        first, last = self._edges(tree, head, exclude=clause.head)
        if finite:
            last = self._cut_tail(tree, head, last)
        start, end = tree.words(first, last)
        if not finite and not self._in_quotes(start, end):
            return None
        if token.dep == "xcomp" and not self._in_quotes(start, end):
            return None
        if not any(self._has_that(tree, k) for k in tree.children(head, "conj")):
            last = self._last_of(tree, clause.head, last)
        start, end = tree.words(first, last)
        for mark in marks:
            if tree.lower[mark] == "that" and mark == first and first < last:
                start = tree.tokens[mark + 1].start
        return start, end

    def _last_of(self, tree: Tree, cue: int, last: int) -> int:
        """'said that A is and B was': a second clause hung on the cue, with a subject of its own
        and no comma or cue before it, still belongs to the content.
        """
        if last < cue:
            return last
        for kid in tree.children(cue, "conj"):
            own = tree.child(kid, "nsubj", "nsubj:pass")
            joined = kid > last and all(
                tree.tokens[k].text not in (",", ";", "—", "–") for k in range(last + 1, kid)
            )
            if own is not None and joined and tree.tokens[kid].lemma not in self.cues:
                last = max(last, tree.reach(kid)[1])
        return last

    @staticmethod
    def _is_finite(tree: Tree, head: int) -> bool:
        token = tree.tokens[head]
        if "Mood=Ind" in token.feats:
            return True
        modal = tree.child(head, "aux") is not None  # 'that Peru was to leave' is finite
        if not modal and any(tree.lower[k] == "to" for k in tree.children(head, "mark")):
            return False
        if tree.child(head, "cop", "nsubj", "nsubj:pass", "expl") is not None:
            return True
        return any(
            "VerbForm=Fin" in tree.tokens[k].feats
            or tree.tokens[k].lemma in ("will", "would", "can")
            for k in tree.children(head, "aux", "aux:pass", "cop")
        )

    def _edges(self, tree: Tree, head: int, exclude: int) -> tuple[int, int]:
        """First and last token of a content, on the side of its cue where its head stands."""
        keep = set(tree.subtree(head))
        for kid in tree.kids[head]:
            apart = tree.deps[kid] == "conj" and self._has_that(tree, kid)
            adding = tree.deps[kid] == "advcl" and self._is_tag(tree, kid)
            if kid == exclude or apart or adding:
                keep -= set(tree.subtree(kid))
        if exclude in keep:
            keep -= set(tree.subtree(exclude))
        keep = {k for k in keep if (k < exclude) == (head < exclude)} | {head}
        first, last = min(keep), max(keep)
        while first < last and tree.pos[first] == "PUNCT":
            first += 1
        while last > first and tree.pos[last] in ("PUNCT", "CCONJ"):
            last -= 1
        return first, last

    def _is_tag(self, tree: Tree, i: int) -> bool:
        """A participle such as "adding" that goes on with the same speaker."""
        token = tree.tokens[i]
        return token.text.lower().endswith("ing") and token.lemma in self.cues

    @staticmethod
    def _cut_tail(tree: Tree, head: int, last: int) -> int:
        """Without what a comma adds at the end: a relative clause or an apposition."""
        for at in range(last, head, -1):
            token = tree.tokens[at]
            if token.dep not in ("acl:relcl", "appos", "parataxis") or token.head <= head:
                continue
            first, end = tree.reach(at)
            comma = first > 0 and tree.tokens[first - 1].text == ","
            comma = comma or tree.tokens[first].text == ","
            if comma and end >= last and first > head + 2:
                cut = first - 1
                while cut > head and tree.pos[cut] == "PUNCT":
                    cut -= 1
                return cut
        return last

    def _around(self, tree: Tree, clause: Clause) -> tuple[int, int] | None:
        """'X, he said': the cue hangs as parataxis on the content."""
        token = tree.tokens[clause.head]
        if token.dep != "parataxis" or token.head < 0 or "content" in clause.roles:
            return None
        first, last = self._edges(tree, token.head, exclude=clause.head)
        return tree.words(first, last)

    def _quoted(self, tree: Tree, clause: Clause) -> tuple[int, int, bool] | None:
        """Quoted words below the cue or beside it in its sentence."""
        if not self.quotes.touching(tree.sentence.start, tree.sentence.end):
            return None
        below = tree.subtree(clause.head)
        start, end = tree.words(below[0], below[-1])
        for quote in self.quotes.touching(start, end):
            if start <= quote.start < end:
                whole = quote.end - quote.start > 40
                return quote.start, min(quote.end, max(end, quote.end)), whole
        return None

    # quotation marks

    def _in_quotes(self, start: int, end: int) -> bool:
        near = self.quotes.touching(start, end)
        return any(q.start - 1 <= start and end <= q.end + 1 for q in near)

    def _widen(self, start: int, end: int, cue: int = -1) -> tuple[int, int, StatementKind]:
        """The content with the whole quotation that it lies in, and its kind.

        `cue`: where the cue stands; words beside a cue of their own quotation are not widened.
        """
        text = self.article.text
        while start < end and text[start] in EDGE:
            start += 1
        while end > start and text[end - 1] in EDGE:
            end -= 1
        for quote in self.quotes.touching(start - 1, end + 1):
            if quote.start - 1 <= start < quote.end and end <= quote.end + 1:
                if quote.start <= cue < quote.end:
                    return max(start, quote.start), min(end, quote.end), "direct"
                return quote.start, quote.end, "direct"
        touched = self.quotes.touching(start, end)
        if touched:
            last = max(q.end for q in touched)
            if end < last <= end + 400:
                end = last
            if end == last and text[end : end + 1] in CLOSING:
                end += 1
            return start, end, "mixed"
        return start, end, "indirect"

    # speakers

    def _speaker(
        self, tree: Tree, heads: Sequence[int], actors: ActorIndex
    ) -> tuple[str, tuple[ActorMention, ...]]:
        names: list[str] = []
        mentions: list[ActorMention] = []
        for head in heads:
            mention = actors.at(tree.index, head)
            if mention is not None:
                mentions.append(mention)
            names.append(self._name(tree, head, mention))
        if not any(m.codes for m in mentions):
            mentions += actors.owners(tree.index, heads[0]) if heads else []
        return " and ".join(dict.fromkeys(n for n in names if n)), tuple(mentions)

    def _name(self, tree: Tree, head: int, mention: ActorMention | None) -> str:
        issuer = self.issuer
        first_person = tree.lower[head] in FIRST_PERSON
        turn = turn_at(self.turns, tree.tokens[head].start) if first_person else None
        if turn is not None and not _inside(self.quotes, tree.tokens[head].start):
            return turn.label  # "MS PORTER: I think …"
        if issuer is not None and first_person:
            return issuer.name or self.article.text[issuer.start : issuer.end]
        if mention is not None and mention.name:
            return mention.name
        if mention is not None and mention.kind == "anaphor" and mention.reason.startswith("="):
            return mention.reason[1:]
        first, last = tree.reach(head, NAME_STOPS)
        start, end = tree.words(first, last)
        return self.article.text[start:end]

    def _addressee(
        self, clause: Clause, actors: ActorIndex, speakers: Iterable[ActorMention]
    ) -> tuple[Code, ...]:
        own = {id(m) for m in speakers}
        for role in ("recipient", "patient", "to"):
            heads = clause.roles.get(role)
            party = (
                actors.party(clause.sentence, heads, owners=False, weak=False) if heads else None
            )
            if party is not None and not any(id(m) in own for m in party.mentions):
                return party.codes
        return ()

    def _according_to(self, tree: Tree, actors: ActorIndex) -> None:
        if "according" not in tree.vocabulary:
            return
        for token, word in zip(tree.tokens, tree.lower, strict=True):
            if word != "according" or token.head < 0:
                continue
            head = token.head if token.dep == "case" else None
            if head is None:
                head = next((k for k in tree.children(token.i, "obl", "nmod")), None)
                above = token.head
                whole = token.i
            else:
                above = tree.tokens[head].head
                whole = head
            if head is None or above < 0:
                continue
            first, last = self._edges(tree, above, exclude=whole)
            start, end, kind = self._widen(*tree.words(first, last))
            speaker, mentions = self._speaker(tree, [head], actors)
            if speaker and end > start:
                cue = self.article.text[token.start : token.end] + " to"
                self._add(
                    Speech(tree.index, token.i, cue, "say", speaker, mentions, start, end, kind, ())
                )

    # quotations that go on

    def _continued(self, tree: Tree) -> None:
        """A sentence in quotation marks without a cue belongs to the speaker before it."""
        sentence = tree.sentence
        quotes = self.quotes.touching(sentence.start, sentence.end)
        previous = next((s for s in reversed(self.found) if s.clause), None) if quotes else None
        if previous is None or previous.sentence < tree.index - 2:
            return
        for quote in quotes:
            starts = sentence.start <= quote.start < sentence.end
            if not starts or quote.start - sentence.start > 2 or quote.end - quote.start < 15:
                continue
            if previous.kind == "indirect" and previous.sentence < tree.index - 1:
                continue
            self._add(
                replace(
                    previous,
                    sentence=tree.index,
                    start=quote.start,
                    end=quote.end,
                    kind="direct",
                    cue_head=-1,
                )
            )


def chain_of(speeches: Intervals[Speech], start: int, end: int, besides: int = -1) -> list[Speech]:
    """The attributions whose content holds the words, the nearest first.

    `besides`: head of a cue that is not its own attribution.
    """
    holding = [s for s in speeches.holding(start, end) if s.clause and s.cue_head != besides]
    if len(holding) > 1:
        holding.sort(key=lambda s: s.end - s.start)
    return holding


def as_attributions(speeches: Iterable[Speech]) -> tuple[Attribution, ...]:
    """The chain as values of the record."""
    return tuple(Attribution(s.speaker, s.codes, s.cue) for s in speeches)


def first_person(
    trees: Mapping[int, Tree],
    speeches: Intervals[Speech],
    quotes: Intervals[QuoteMention],
    issuer: ActorMention | None,
) -> list[ActorMention]:
    """Mentions for "I", "we", "our": the quoted speaker's, outside quotations the issuer's."""
    out: list[ActorMention] = []
    quoted = Intervals(s for s in speeches if s.kind != "indirect" and s.codes)
    for index, tree in trees.items():
        if FIRST_PERSON.isdisjoint(tree.vocabulary):
            continue
        for i, word in enumerate(tree.lower):
            if word not in FIRST_PERSON:
                continue
            token = tree.tokens[i]
            speech = next(iter(quoted.holding(token.start, token.end)), None)
            if speech is not None:
                codes: tuple[Code, ...] = speech.codes
                name: str | None = speech.speaker
                reason = "first person of the quoted speaker"
            elif issuer is not None and not _inside(quotes, token.start):
                codes, name = issuer.codes, issuer.name
                reason = "first person of who issued the statement"
            else:
                continue
            out.append(
                ActorMention(
                    index,
                    token.i,
                    token.start,
                    token.end,
                    codes,
                    "anaphor",
                    "GOV",
                    name,
                    None,
                    reason,
                )
            )
    return out


def _inside(quotes: Intervals[QuoteMention], at: int) -> bool:
    return bool(quotes.touching(at, at + 1))


def find_issuer(
    trees: Mapping[int, Tree],
    quotes: Intervals[QuoteMention],
    actors: ActorIndex,
    owner: Code | None = None,
) -> ActorMention | None:
    """Whose statement a text in the first person is; None for a text that is no statement.

    'On behalf of' tells, else the first actor that is the subject of a main clause; where the page
    itself is somebody's (`owner`), he and no other.
    """
    own = [
        (index, i)
        for index, tree in trees.items()
        if not FIRST_PERSON.isdisjoint(tree.vocabulary)
        for i, word in enumerate(tree.lower)
        if word in FIRST_PERSON and not _inside(quotes, tree.tokens[i].start)
    ]
    if not own:
        return None
    subjects: list[ActorMention] = []
    for index, tree in list(trees.items())[:ISSUER_SENTENCES]:
        for token in tree.tokens:
            mention = actors.coded(index, token.i)
            if mention is None or mention.weak:
                continue
            if tree.case_of(token.i).endswith("behalf of") or _on_behalf(tree, token.i):
                return mention
            verb = tree.tokens[token.head]
            declares = verb.dep in ("root", "conj") and verb.lemma in DECLARES
            if token.dep.startswith("nsubj") and declares:
                subjects.append(mention)
    meant = (actors.coded(index, i) for index, i in own)
    stated = next((m for m in meant if m is not None and m.reason.endswith(STATED)), None)
    if stated is None:
        return subjects[0] if subjects else None
    if subjects:
        return next((m for m in subjects if m.codes == stated.codes), stated)
    return stated if owner in stated.codes else None


def _on_behalf(tree: Tree, i: int) -> bool:
    head = tree.tokens[i].head
    return head >= 0 and tree.tokens[head].lemma == "behalf"


def as_statement(article: Article, speech: Speech, chain: Iterable[Speech]) -> Statement:
    """The record's statement for one attribution."""
    office = next((m.office for m in speech.mentions if m.office), None)
    return Statement(
        id=content_id(article.id, "statement", speech.start, speech.end, speech.cue),
        article=article.id,
        speaker=speech.speaker,
        office=office,
        actor=speech.codes,
        cue=speech.cue,
        kind=speech.kind,
        addressee=speech.addressee,
        topics=(),
        evidence=(article.quote(speech.start, speech.end),),
        chain=as_attributions(chain),
    )


def lend_speakers(
    tree: Tree,
    clauses: Mapping[int, Clause],
    cues: Mapping[str, tuple[Cue, ...]],
    actors: ActorIndex,
) -> None:
    """Gives participles and coordinated verbs that a parser hung on what is said to who says it.

    'He said the tents had come, adding that …': tents add nothing. Where the inherited doer is no
    actor, the doer of the nearest reporting verb above is taken.
    """
    verbs = [c for c in clauses.values() if c.kind == "verb"]
    reporting = frozenset([c.head for c in verbs if c.lemma in cues])
    if not reporting or len(verbs) == 1:
        return
    for clause in verbs:
        link = tree.deps[clause.head]
        if link not in ("conj", "advcl"):
            continue
        tag = link == "advcl" and clause.lemma in cues and clause.form.endswith("ing")
        if not tag and link != "conj":
            continue
        if reporting.isdisjoint(tree.ancestors(clause.head)) or "agent" not in clause.implied:
            continue
        heads = clause.doers()
        if not tag and not heads:
            continue
        if not tag and any(actors.at(tree.index, h) is not None for h in heads):
            continue
        above = _reporting_above(tree, clause, clauses, cues, actors)
        if above is not None:
            # For this clause alone: a noun below it has what its verb has by grammar.
            clause.roles = {**clause.roles, "agent": list(above.roles["agent"])}


def _reporting_above(
    tree: Tree,
    clause: Clause,
    clauses: Mapping[int, Clause],
    cues: Mapping[str, tuple[Cue, ...]],
    actors: ActorIndex,
) -> Clause | None:
    for at in tree.ancestors(clause.head):
        known = clauses.get(at)
        if known is None or known.kind != "verb" or known.lemma not in cues:
            continue
        if any(actors.at(tree.index, h) is not None for h in known.roles.get("agent", ())):
            return known
    return None
