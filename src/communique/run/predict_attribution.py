"""The task `attribution`: who says what, as spans of source, cue and content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from communique.code.actors import ActorIndex
from communique.code.clauses import Clause, ClauseReader
from communique.code.intervals import Intervals
from communique.code.speech import Speech, SpeechReader, find_issuer, lend_speakers
from communique.code.tree import Tree
from communique.errors import ItemError
from communique.model import Article, Mentions, QuoteMention, Record, Sentence, Span
from communique.ontology.cues import load_cues
from communique.ontology.engine import load_engine
from communique.run.coder import Coder, load_stages
from communique.run.predict_items import Item, answer_one, text_of
from communique.settings import Settings

Attributions = list[Item]

_NAME_STOPS = frozenset({"acl:relcl", "parataxis", "cc", "conj", "case", "mark", "advcl"})
_NOT_IN_CUE = frozenset("how why when where whether yet so still that".split())
_IN_CUE = frozenset({"aux", "aux:pass", "advmod"})
_AUTHORS = frozenset({"i", "we", "you", "one", "let"})
_MARKS = frozenset("“ ” \" '' `` ‘ ’ ,".split())
_BEFORE = _MARKS | {":"}
_REACH = 9
"""Words beside a quotation among which its cue is looked for."""
_NOMINAL = frozenset("PROPN NOUN PRON DET ADJ NUM PART".split())
_FEW = 30
"""Characters up to which quoted words are part of their sentence."""
_NEAR = 200
"""Characters after which a quotation no longer goes on with the one before."""
_MOVES = frozenset("urge encourage want order expect prefer demand wish".split())
"""Verbs that wish what somebody else does."""
_WISHES = _MOVES | frozenset(
    "hope plan intend promise vow pledge threaten agree refuse decide decline ask tell seek aim "
    "offer call swear choose".split()
)
"""Verbs whose infinitive is what somebody wishes."""
_SHOWS = frozenset("show find suggest indicate reveal worry".split())
_ABOUT = frozenset(
    "cite mention mock defend attack criticise criticize blast praise question discuss describe "
    "denounce condemn slam support oppose endorse back reject deny favor favour reference "
    "promote tout outline propose ridicule blame".split()
)
"""Verbs whose object is what somebody speaks of."""
_ABOUT_PREPOSITION = {
    "for": frozenset("call push argue".split()),
    "on": frozenset({"call"}),
    "to": frozenset("point refer allude respond object".split()),
    "about": frozenset("complain speak talk ask worry warn boast brag".split()),
    "of": frozenset("complain speak warn boast dream".split()),
    "against": frozenset({"argue"}),
    "at": frozenset({"hint"}),
}
"""The same through a preposition: "call for"."""
_CLAUSE_ONLY = frozenset(
    "say add find hold know learn see call read express report tell ask post publish issue note "
    "think remember feel understand imagine recall recognise recognize".split()
)
"""Reporting verbs whose object is seldom what is said."""


@dataclass(slots=True)
class SpeechTask:
    """Answers items with the attributions of their texts."""

    settings: Settings
    _found: dict[str, Attributions] = field(default_factory=dict)
    """By article, of the batch at hand."""
    _coder: Coder | None = None

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        """{"id", "attributions"} for each item with a text."""
        if self._coder is None:
            stages = load_stages(self.settings)
            self._coder = Coder(self.settings, stages=replace(stages, code=self._keep))
        self._found.clear()
        outcomes = self._coder.read_stories([str(item.get("text") or "") for item in items])
        return [
            answer_one(item, lambda item, outcome=outcome: self._answer(item, outcome))  # type: ignore[misc]
            for item, outcome in zip(items, outcomes, strict=True)
        ]

    def _answer(self, item: Item, outcome: Record | ItemError) -> Item:
        text_of(item)
        if isinstance(outcome, ItemError):
            raise outcome
        return {"attributions": self._found[outcome.article.id]}

    def _keep(self, article: Article, sentences: Sequence[Sentence], mentions: Mentions) -> Record:
        """Stands in the place of coding: keeps the attributions, codes nothing."""
        self._found[article.id] = list(attributions_of(article, sentences, mentions))
        return Record(article)


def attributions_of(
    article: Article, sentences: Sequence[Sentence], mentions: Mentions
) -> Iterator[Item]:
    """{"source", "cue", "content"} of every attribution, in the order of the cues."""
    trees = {n: Tree(s, n) for n, s in enumerate(sentences) if s.parsed and s.tokens}
    actors = ActorIndex(trees, mentions)
    cues, light = load_cues(), load_engine().light_verbs
    issuer = find_issuer(trees, Intervals(mentions.quotes), actors)
    reader = _Reader(article, cues, Intervals(mentions.quotes), issuer)
    found: list[_Found] = []
    for tree in trees.values():
        clauses = {c.head: c for c in ClauseReader(tree, frozenset(), light).read()}
        lend_speakers(tree, clauses, cues, actors)
        before = len(reader.found)
        reader.read(tree, clauses, actors)
        scene = _Scene(tree, clauses, reader.quotes)
        here = _of_speeches(scene, reader.found[before:])
        here += _of_verbs(scene, {item.cue_head for item in here})
        here += _beside_quotes(scene, {item.cue_head for item in here})
        here += _between_commas(scene, {item.cue_head for item in here})
        here = [item for item in here if not _is_authors(article.text, item)]
        found += sorted(here, key=lambda item: item.cue_head)
        _go_on(scene, found)
    for item in found:
        yield {
            "source": list(item.source) if item.source else None,
            "cue": list(item.cue),
            "content": [list(span) for span in item.content],
        }


class _Reader(SpeechReader):
    """Reads cues only: a quotation without one is joined to its attribution afterwards."""

    __slots__ = ()

    def _continued(self, tree: Tree) -> None:
        pass


@dataclass(slots=True)
class _Found:
    """One attribution in the making."""

    cue_head: int
    """Token in its sentence."""
    cue: Span
    source: Span | None
    content: list[Span]


@dataclass(frozen=True, slots=True)
class _Scene:
    """One sentence with its clauses, and the quotations of the text."""

    tree: Tree
    clauses: dict[int, Clause]
    quotes: Intervals[QuoteMention]

    def quoted(self, at: int) -> bool:
        """Whether the offset lies in a quotation of more than a few words."""
        return any(q.end - q.start > _FEW for q in self.quotes.touching(at, at + 1))


def _of_speeches(scene: _Scene, speeches: Sequence[Speech]) -> list[_Found]:
    """The record's attributions, less those inside quotations."""
    found: dict[int, _Found] = {}
    for speech in sorted(speeches, key=lambda s: s.start):
        content = _whole(scene, _with_tail(scene, speech))
        if scene.quoted(scene.tree.tokens[speech.cue_head].start):
            continue
        if speech.cue_head not in scene.clauses:
            content = _according_content(scene.tree, speech.cue_head, content)
        elif speech.cue_kind == "name":
            content = _named_content(scene.tree, speech.cue_head, content)
        if speech.cue_head in found:
            found[speech.cue_head].content.append(content)
        else:
            cue, source = _cue_and_source(scene, speech.cue_head)
            found[speech.cue_head] = _Found(speech.cue_head, cue, source, [content])
    return list(found.values())


def _with_tail(scene: _Scene, speech: Speech) -> Span:
    """An indirect content with the relative clauses at its end, which the record leaves out."""
    tree = scene.tree
    first = tree.tokens[speech.cue_head].start
    if speech.kind == "direct" or speech.start < first:
        return Span(speech.start, speech.end)
    heads = [
        k
        for k in tree.children(speech.cue_head, "ccomp")
        if speech.start <= tree.tokens[k].start < speech.end
    ]
    last = max((k for head in heads for k in tree.subtree(head)), default=None)
    while last and tree.tokens[last].pos == "PUNCT":
        last -= 1
    return Span(speech.start, max(speech.end, tree.tokens[last].end if last else 0))


def _go_on(scene: _Scene, found: list[_Found]) -> None:
    """Joins a quotation that ends here and has no cue of its own to the attribution before it."""
    sentence = scene.tree.sentence
    for quote in scene.quotes.touching(sentence.start, sentence.end + 1):
        span = Span(quote.start, quote.end)
        ends = sentence.start < quote.end <= sentence.end + 1
        if not ends or quote.end - quote.start < _FEW or not found:
            continue
        last = max(end for _, end in found[-1].content)
        free = not any(_touch(span, content) for item in found[-4:] for content in item.content)
        if free and 0 <= quote.start - max(last, found[-1].cue.end) < _NEAR:
            found[-1].content.append(span)


def _named_content(tree: Tree, cue: int, found: Span) -> Span:
    """'Called X a liar': X and what X is called."""
    thing = tree.child(cue, "obj")
    if thing is None or not cue < thing:
        return found
    first = min(k for k in tree.subtree(thing) if k > cue)
    return Span(min(found.start, tree.tokens[first].start), found.end)


def _is_authors(text: str, item: _Found) -> bool:
    """'I think', 'you know' outside quotations: what the author thinks is nobody else's."""
    source = item.source
    return source is not None and text[source.start : source.end].lower() in _AUTHORS


def _touch(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _whole(scene: _Scene, content: Span) -> Span:
    """The content with the "that" before it, and with all of a quotation of many sentences."""
    sentence = scene.tree.sentence
    for quote in scene.quotes.touching(content.start, content.end):
        if quote.start < sentence.start or quote.end > sentence.end:
            return Span(min(content.start, quote.start), max(content.end, quote.end))
    before = [t for t in scene.tree.tokens if t.end <= content.start]
    if before and before[-1].text.lower() == "that" and before[-1].pos == "SCONJ":
        return Span(before[-1].start, content.end)
    return content


def _cue_and_source(scene: _Scene, head: int) -> tuple[Span, Span | None]:
    clause = scene.clauses.get(head)
    if clause is None:
        return _according(scene.tree, head)
    return _cue(scene.tree, clause), _source(scene, clause)


def _cue(tree: Tree, clause: Clause) -> Span:
    """The verb with its auxiliaries and adverbs, and its particles."""
    first = min(clause.trigger)
    while (
        first
        and tree.tokens[first - 1].dep in _IN_CUE
        and tree.tokens[first - 1].head == clause.head
        and tree.tokens[first - 1].text.lower() not in _NOT_IN_CUE
    ):
        first -= 1
    return Span(*tree.words(first, max(clause.trigger)))


def _source(scene: _Scene, clause: Clause) -> Span | None:
    """The noun phrases that speak, on their side of the cue; "who" for whom it stands for."""
    tree, cue = scene.tree, clause.head
    own = tree.child(cue, "nsubj", "nsubj:pass")
    heads = clause.roles.get("agent", []) if own is None else tree.conjuncts(own)
    spans = []
    for head in heads:
        inside = scene.quoted(tree.tokens[head].start)
        keep = [
            k
            for k in tree.subtree(head)
            if (k < cue) == (head < cue)
            and k != cue
            and not _cut_off(tree, head, k)
            and scene.quoted(tree.tokens[k].start) == inside
        ]
        keep = [k for k in keep if tree.tokens[k].pos != "PUNCT"] or [head]
        spans.append(tree.words(min(keep), max(keep)))
    if not spans:
        return None
    return Span(min(start for start, _ in spans), max(end for _, end in spans))


def _cut_off(tree: Tree, head: int, k: int) -> bool:
    """Whether a child of the head that is no part of its name holds the token."""
    while k != head and tree.tokens[k].head >= 0:
        if tree.tokens[k].head == head and tree.tokens[k].dep in _NAME_STOPS:
            return True
        k = tree.tokens[k].head
    return False


def _according(tree: Tree, at: int) -> tuple[Span, Span | None]:
    """'According to X': the two words, and X."""
    token = tree.tokens[at]
    last = at + 1 < len(tree.tokens) and tree.tokens[at + 1].text.lower() == "to"
    cue = Span(token.start, tree.tokens[at + 1].end if last else token.end)
    keep = _according_whom(tree, at)
    return cue, Span(*tree.words(keep[0], keep[-1])) if keep else None


def _according_whom(tree: Tree, at: int) -> list[int]:
    token = tree.tokens[at]
    head = token.head if token.dep == "case" else tree.child(at, "obl", "nmod")
    if head is None or head < 0:
        return []
    keep = [k for k in tree.subtree(head) if k > at + 1 and not _cut_off(tree, head, k)]
    while keep and tree.tokens[keep[-1]].pos == "PUNCT":
        keep.pop()
    return keep


def _according_content(tree: Tree, at: int, found: Span) -> Span:
    """The rest of the sentence, where the phrase stands at its end behind a comma, or begins it."""
    words, whom = tree.tokens, _according_whom(tree, at)
    end = whom[-1] if whom else at
    rest = [k for k in range(end + 1, len(words)) if words[k].pos != "PUNCT"]
    if at == 0 and rest:
        return Span(words[rest[0]].start, words[rest[-1]].end)
    if not rest and at > 1 and words[at - 1].text == ",":
        return Span(words[0].start, max(found.end, words[at - 2].end))
    return found


def _of_verbs(scene: _Scene, known: set[int]) -> list[_Found]:
    """What is wished, asked, doubted and blamed: no statements of the record, but attributions."""
    found = []
    for clause in scene.clauses.values():
        start = scene.tree.tokens[clause.head].start
        inverted = _inverted(scene, clause)
        if inverted is not None and clause.head not in known:
            found.append(inverted)
            continue
        speaks = clause.kind == "verb" and clause.roles.get("agent")
        if not speaks or clause.head in known or scene.quoted(start):
            continue
        content, cue = _wide_content(scene.tree, clause)
        if content is not None and not content.start <= start < content.end:
            found.append(_Found(clause.head, cue, _source(scene, clause), [content]))
    return found


def _beside_quotes(scene: _Scene, known: set[int]) -> Iterator[_Found]:
    """'“…,” X said', '“…,” said X', 'X said: “…”' by their words, where the tree tells nothing."""
    tree = scene.tree
    for quote in scene.quotes.touching(tree.sentence.start, tree.sentence.end):
        if quote.end - quote.start < _FEW:
            continue
        behind = [t.i for t in tree.tokens if t.start >= quote.end and t.text not in _MARKS]
        before = [t.i for t in tree.tokens if t.end <= quote.start and t.text not in _BEFORE]
        found = _cue_behind(tree, behind[:_REACH]) or _cue_before(tree, before[-_REACH:])
        if found is not None and found[0] not in known:
            cue, source = found
            known.add(cue)
            words = Span(tree.tokens[cue].start, tree.tokens[cue].end)
            yield _Found(cue, words, Span(*tree.words(*source)), [Span(quote.start, quote.end)])


def _cue_behind(tree: Tree, run: list[int]) -> tuple[int, tuple[int, int]] | None:
    """The verb behind a quotation, and the first and last word of who speaks."""
    nominal = list(takewhile(lambda i: tree.tokens[i].pos in _NOMINAL, run))
    if nominal and len(nominal) < len(run) and _says(tree, run[len(nominal)]):
        return run[len(nominal)], (nominal[0], nominal[-1])
    if run and _says(tree, run[0]):
        after = list(takewhile(lambda i: tree.tokens[i].pos in _NOMINAL, run[1:]))
        return (run[0], (after[0], after[-1])) if after else None
    return None


def _cue_before(tree: Tree, run: list[int]) -> tuple[int, tuple[int, int]] | None:
    """The verb that leads to a quotation, and the first and last word of who speaks."""
    if not run or not _says(tree, run[-1]):
        return None
    nominal = list(takewhile(lambda i: tree.tokens[i].pos in _NOMINAL, reversed(run[:-1])))
    return (run[-1], (nominal[-1], nominal[0])) if nominal else None


def _between_commas(scene: _Scene, known: set[int]) -> Iterator[_Found]:
    """'…, X said.' and '…, said X, …' by their words: all else in the sentence is said."""
    tree = scene.tree
    words = [t.i for t in tree.tokens]
    for comma in words[1:]:
        if tree.tokens[comma].text != "," or scene.quoted(tree.tokens[comma].start):
            continue
        found = _cue_behind(tree, words[comma + 1 : comma + 1 + _REACH])
        if found is None or found[0] in known:
            continue
        last = max(found[0], found[1][1])
        ends = last + 1 >= len(words) or tree.tokens[last + 1].text in (",", ".")
        if not ends or scene.quoted(tree.tokens[comma - 1].start):
            continue
        known.add(found[0])
        rest = [i for i in words[last + 1 :] if tree.tokens[i].pos != "PUNCT"]
        spans = [Span(*tree.words(0, comma - 1))]
        spans += [Span(*tree.words(rest[0], rest[-1]))] if rest else []
        cue = tree.tokens[found[0]]
        yield _Found(cue.i, Span(cue.start, cue.end), Span(*tree.words(*found[1])), spans)


def _says(tree: Tree, i: int) -> bool:
    token = tree.tokens[i]
    cues = load_cues().get(token.lemma, ()) if token.pos == "VERB" else ()
    return any(cue.kind == "say" and len(cue.words) == 1 for cue in cues)


def _inverted(scene: _Scene, clause: Clause) -> _Found | None:
    """'…, said one of them': who speaks, where the parser took the words behind for an object."""
    tree, head = scene.tree, clause.head
    said = tree.child(head, "ccomp", "parataxis")
    who = tree.child(head, "obj", "iobj")
    if said is None or who is None or not said < head < who or clause.roles.get("agent"):
        return None
    known = any(cue.kind == "say" for cue in load_cues().get(clause.lemma, ()))
    if not known or scene.quoted(tree.tokens[head].start):
        return None
    keep = [k for k in tree.subtree(said) if k < head and tree.tokens[k].text not in _MARKS]
    keep = keep or [said]
    content = _whole(scene, Span(*tree.words(min(keep), max(keep))))
    source = Span(*tree.words(who, max(k for k in tree.subtree(who) if not _cut_off(tree, who, k))))
    first = min(k for k in tree.subtree(who) if k > head)
    source = Span(tree.tokens[first].start, source.end)
    return _Found(head, _cue(tree, clause), source, [content])


def _wide_content(tree: Tree, clause: Clause) -> tuple[Span | None, Span]:
    """What follows a verb of wish, doubt or blame, and its cue."""
    verb, cue = clause.lemma, _cue(tree, clause)
    reports = any(len(known.words) == 1 for known in load_cues().get(verb, ()))
    for kid in tree.children(clause.head, "ccomp", "xcomp", "advcl"):
        to = any(tree.tokens[k].text.lower() == "to" for k in tree.children(kid, "mark"))
        finite = tree.tokens[kid].dep == "ccomp"
        if (to and verb in _WISHES) or (finite and (reports or verb in _WISHES | _SHOWS)):
            moved = tree.child(clause.head, "obj", "iobj") if verb in _MOVES else None
            first = kid if moved is None or moved < clause.head else moved
            return _behind(tree, clause, (first, kid)), cue
    if verb in _ABOUT or (reports and verb not in _CLAUSE_ONLY):
        for thing in clause.roles.get("patient", ()):
            if thing > clause.head:
                reason = [k for k in tree.children(clause.head, "obl") if tree.case_of(k) == "for"]
                return _behind(tree, clause, (thing, *(k for k in reason if k > thing))), cue
    for thing in tree.children(clause.head, "obl"):
        case = tree.child(thing, "case")
        if case is not None and verb in _ABOUT_PREPOSITION.get(tree.case_of(thing), ()):
            span = _behind(tree, clause, (thing,))
            token = tree.tokens[case]
            if span is not None and span.start == token.start and token.end < span.end:
                after = next(t.start for t in tree.tokens if t.start >= token.end)
                return Span(after, span.end), Span(cue.start, token.end)
    return None, cue


def _behind(tree: Tree, clause: Clause, heads: Sequence[int]) -> Span | None:
    """The words under the heads that stand behind the cue."""
    keep = sorted({k for head in heads for k in tree.subtree(head) if k > clause.head})
    if not keep:
        return None
    while len(keep) > 1 and tree.tokens[keep[-1]].pos in ("PUNCT", "CCONJ"):
        keep.pop()
    while len(keep) > 1 and tree.tokens[keep[0]].pos == "PUNCT":
        keep.pop(0)
    return Span(*tree.words(keep[0], keep[-1]))
