"""The relation between two given parties: the codebook's answer, else that of its nearest word.

The task names the parties, so their words are made actors whoever they are ("police", "a judge")
and the codebook looks for what one does to the other. Where no rule fits, the predicate of some
rule that stands nearest to both parties in the tree decides, without the rule's other conditions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from communique.errors import ItemError
from communique.model import ActorMention, Mentions, Report, Sentence, Span
from communique.ontology.codebook import Codebook, Entry, Rule, load_codebook
from communique.ontology.relation_words import load_relation_words
from communique.run.coder import Coder

SOURCE, TARGET = "SOURCE", "TARGET"
"""Codes of the two parties while their relation is coded."""
_NO_ANSWER = "CONSULT"
"""The type where not even a word of the codebook stands in the text."""
_SURE = 2
"""The least fit of a report that goes before the nearest word."""
_NOT = frozenset({"not", "never", "n't", "n’t"})
_COOPERATION = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
_PROMISED = _COOPERATION - {"AGREE"}
_HARM = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST"})
_FAR = 99
_DETOUR = 2
"""Steps that a predicate seems farther away when its doer is not the source."""


@dataclass(slots=True)
class _Pair:
    """One item: where its parties stand, and the sentences that were parsed."""

    spans: dict[str, list[Span]]
    sentences: Sequence[Sentence] = ()
    heads: dict[str, list[tuple[int, int]]] = field(
        default_factory=lambda: {SOURCE: [], TARGET: []}
    )
    """Sentence and token of each place where a party stands."""


def answer_relations(coder: Coder, items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """{"id", "type"} for each item with text, source and target; "error" where there is no text."""
    texts = [str(item.get("text") or "") for item in items]
    pairs = [_pair(text, item) for text, item in zip(texts, items, strict=True)]

    def revise(number: int, sentences: Sequence[Sentence], mentions: Mentions) -> Mentions:
        pairs[number].sentences = sentences
        return _with_parties(pairs[number], mentions)

    outcomes = coder.read_stories(texts, revise)
    codebook = load_codebook(coder.settings.codebook)
    answers = []
    for item, pair, outcome in zip(items, pairs, outcomes, strict=True):
        if isinstance(outcome, ItemError):
            error = item.get("error") or str(outcome)
            answers.append({"id": item.get("id"), "type": _NO_ANSWER, "error": error})
            continue
        found = (
            _of_reports(outcome.reports, _SURE)
            or _of_words(pair, codebook)
            or _of_reports(outcome.reports, 1)
            or _NO_ANSWER
        )
        answers.append({"id": item.get("id"), "type": found})
    return answers


def _pair(text: str, item: dict[str, Any]) -> _Pair:
    spans = {}
    for role, key in ((SOURCE, "source"), (TARGET, "target")):
        words = str(item.get(key) or "").strip()
        found = re.finditer(re.escape(words), text, re.IGNORECASE) if words else ()
        spans[role] = [Span(*match.span()) for match in found if _whole(text, match)]
    return _Pair(spans)


def _whole(text: str, match: re.Match[str]) -> bool:
    """Whether the match neither begins nor ends inside a word."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return not (before.isalnum() or after.isalnum())


def _with_parties(pair: _Pair, mentions: Mentions) -> Mentions:
    """The mentions with both parties among them, under their codes of this task."""
    known = {(mention.sentence, mention.head): mention for mention in mentions.actors}
    made: dict[tuple[int, int], ActorMention] = {}
    stand_for: dict[tuple[str, ...], str] = {}
    for role, spans in pair.spans.items():
        for span in spans:
            for place in _heads(pair.sentences, span):
                pair.heads[role].append(place)
                old = known.get(place)
                if old is not None and old.codes:
                    stand_for.setdefault(old.codes, role)
                made.setdefault(place, _mention(place, span, role, old))
    others = [
        replace(mention, codes=(stand_for[mention.codes],))
        if mention.kind == "anaphor" and mention.codes in stand_for
        else mention
        for place, mention in known.items()
        if place not in made
    ]
    return replace(mentions, actors=(*made.values(), *others))


def _mention(
    place: tuple[int, int], span: Span, code: str, old: ActorMention | None
) -> ActorMention:
    if old is not None:
        return replace(old, codes=(code,), weak=False)
    return ActorMention(*place, span.start, span.end, (code,), "organisation", reason="given")


def _heads(sentences: Sequence[Sentence], span: Span) -> Iterator[tuple[int, int]]:
    """The token of the span that the rest of it hangs on."""
    for number, sentence in enumerate(sentences):
        if not (sentence.start <= span.start and span.end <= sentence.end):
            continue
        inside = [t.i for t in sentence.tokens if t.start < span.end and span.start < t.end]
        for i in inside:
            if sentence.tokens[i].head not in inside:
                yield number, i
                return


def _of_reports(reports: Iterable[Report], least: int) -> str | None:
    """The type of the report that fits the pair best; None when none fits that well."""
    ranked = [
        (fit, report.probability, -n, _as_said(report))
        for n, report in enumerate(reports)
        if (fit := _fit(report)) >= least
    ]
    return max(ranked)[-1] if ranked else None


def _as_said(report: Report) -> str:
    """The type of the saying, as PLOVER has it for acts that are yet to come.

    A denied kindness is a refusal, one to come an agreement, a planned harm a threat.
    """
    if report.status == "denied" and report.type in _COOPERATION:
        return "REJECT"
    if report.status in ("planned", "hypothetical") and report.type in _PROMISED:
        return "AGREE"
    return "THREATEN" if report.status == "planned" and report.type in _HARM else report.type


def _fit(report: Report) -> int:
    """Both in their places 4, one of them 3, turned or joint 2, one turned 1, else 0."""
    sources, targets = set(report.sources), set(report.targets)
    if SOURCE in sources and TARGET in targets:
        return 4
    if SOURCE in sources or TARGET in targets:
        return 3
    return len({SOURCE, TARGET} & (sources | targets))


def _of_words(pair: _Pair, codebook: Codebook) -> str | None:
    """The type of the predicate, or of the telling word, that stands nearest to both parties."""
    single = load_relation_words()
    best: tuple[int, int, int] | None = None
    found = None
    for number, sentence in enumerate(pair.sentences):
        ways = [_distances(sentence, heads) for heads in _in_sentence(pair, number)]
        others = _of_others(sentence, [i for n, i in pair.heads[SOURCE] if n == number])
        words = {token.lemma.lower() for token in sentence.tokens}
        words |= {token.text.lower() for token in sentence.tokens}
        for token in sentence.tokens:
            lemma = token.lemma.lower()
            rule = _rule_of(_entries(codebook, token.pos, lemma), words)
            kind = rule.type if rule else single.get((lemma, token.pos))
            if kind is None:
                continue
            far = sum(way[token.i] for way in ways) + _DETOUR * (token.i in others)
            rank = (far, int(token.pos != "VERB"), token.i)
            if best is None or rank < best:
                best, found = rank, _refused(kind, sentence, token.i)
    return found


def _of_others(sentence: Sentence, sources: Sequence[int]) -> set[int]:
    """Predicates that somebody else does: "Colombia blamed the group", asked for the group."""
    doers = {
        token.head: token.i for token in sentence.tokens if token.dep in ("nsubj", "obl:agent")
    }
    mine: set[int] = set()
    suffered: set[int] = set()
    for i in sources:
        at = i
        while at >= 0:
            mine.add(at)
            head = sentence.tokens[at].head
            if sentence.tokens[at].dep in ("obj", "iobj", "nsubj:pass"):
                suffered.add(head)
            at = head
    others = {verb for verb, doer in doers.items() if doer not in mine}
    return others | suffered


def _refused(kind: str, sentence: Sentence, predicate: int) -> str:
    """REJECT for a cooperative act that is said not to be done: "will not lift the embargo"."""
    refused = any(t.head == predicate and t.lemma in _NOT for t in sentence.tokens)
    return "REJECT" if refused and kind in _COOPERATION else kind


def _in_sentence(pair: _Pair, number: int) -> list[list[int]]:
    return [[i for n, i in heads if n == number] for heads in pair.heads.values()]


def _distances(sentence: Sentence, heads: Sequence[int]) -> list[int]:
    """Steps in the tree from each token to the nearest of the heads; far where there is none."""
    steps = [_FAR] * len(sentence.tokens)
    edge = list(heads)
    for head in heads:
        steps[head] = 0
    near: list[list[int]] = [[] for _ in sentence.tokens]
    for token in sentence.tokens:
        if token.head >= 0:
            near[token.i].append(token.head)
            near[token.head].append(token.i)
    while edge:
        following = []
        for i in edge:
            for other in near[i]:
                if steps[other] == _FAR:
                    steps[other] = steps[i] + 1
                    following.append(other)
        edge = following
    return steps


def _entries(codebook: Codebook, pos: str, lemma: str) -> Sequence[Entry]:
    if pos == "VERB":
        return codebook.verbs.get(lemma, ())
    if pos in ("NOUN", "PROPN"):
        return codebook.nouns.get(lemma, ())
    return codebook.adjectives.get(lemma, ()) if pos == "ADJ" else ()


def _rule_of(entries: Iterable[Entry], words: set[str]) -> Rule | None:
    """The rule with the longest predicate in the text, of these the one that asks for least."""
    fitting = [
        (-len(tail), rule.constraints, rule.id, rule)
        for tail, rule in entries
        if words.issuperset(tail)
        and all(words & listed for _, listed in rule.words)
        and rule.content in (None, "none", "any")
        and rule.tense is None
    ]
    return min(fitting)[-1] if fitting else None
