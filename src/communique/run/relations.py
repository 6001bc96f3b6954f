"""The relation between two given parties: always one PLOVER type, and what decided it.

The task names the parties, so their words are made actors whoever they are ("police", "a judge")
and the codebook looks for what one does to the other. Where no rule fits, the predicate of some
rule that stands nearest to both parties is asked, without the rule's other conditions. A small
linear model weighs both answers with the words and the tree around the parties, an encoder reads
the text as a whole, and the two vote; docs/relations.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from communique.errors import ItemError
from communique.model import ActorMention, Mentions, Report, Sentence, Span
from communique.ontology.codebook import Codebook, Entry, Rule, load_codebook
from communique.ontology.relation_words import load_relation_words
from communique.run.coder import Coder
from communique.run.relation_encoder import Marked, load_relation_encoder, marked_words
from communique.run.relation_features import Features, features_of, features_of_rules
from communique.run.relation_model import RelationModel, load_relation_model
from communique.run.relation_pair import (
    SOURCE,
    TARGET,
    Pair,
    distances,
    entries_of,
    find_pair,
    heads_of,
    words_of,
)

_NO_ANSWER = "CONSULT"
"""The type for an item that has no text."""
_SURE = 2
"""The least fit of a report that counts as the rules' answer."""
_NOT = frozenset({"not", "never", "n't", "n’t"})
_COOPERATION = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
_PROMISED = frozenset({"COOPERATE", "AID", "CONCEDE", "RETREAT"})
_HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST"})
_DETOUR = 2
"""Steps that a predicate seems farther away when its doer is not the source."""
ENCODER_SHARE = 0.75
"""What the encoder's vote counts against the linear model's."""
_LEAST_SHARE = 1e-9
_ROOTS = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
"""Types that the model does not tell apart."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What each way of answering says of one pair."""

    rule: str | None
    """Type by the rule that fits the pair."""
    rule_id: str | None
    word: str | None
    """Type by the predicate nearest to both parties."""
    features: Features
    marked: tuple[Marked, ...] = ()
    """The words for the encoder."""


def answer_relations(coder: Coder, items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """{"id", "type", "basis"} for each item with text, source and target.

    `basis` is "rule" (then "rule" has its id), "class" or "model". Without text there is an
    "error" beside the type.
    """
    answers = []
    for item, found in zip(items, gather_evidence(coder, items), strict=True):
        if isinstance(found, ItemError):
            error = item.get("error") or str(found)
            answers.append({"id": item.get("id"), "type": _NO_ANSWER, "error": error})
        else:
            votes = load_relation_encoder().scores(found.marked)
            answers.append({"id": item.get("id")} | decide(found, load_relation_model(), votes))
    return answers


def gather_evidence(coder: Coder, items: Sequence[Mapping[str, Any]]) -> list[Evidence | ItemError]:
    """The evidence on each item, parsed in one batch; an ItemError for one that has no text."""
    texts = [str(item.get("text") or "") for item in items]
    pairs = [find_pair(text, item) for text, item in zip(texts, items, strict=True)]

    def revise(number: int, sentences: Sequence[Sentence], mentions: Mentions) -> Mentions:
        pairs[number].sentences = sentences
        return _with_parties(pairs[number], mentions)

    outcomes = coder.read_stories(texts, revise)
    codebook = load_codebook(coder.settings.codebook)
    return [
        outcome if isinstance(outcome, ItemError) else _evidence(pair, outcome.reports, codebook)
        for pair, outcome in zip(pairs, outcomes, strict=True)
    ]


def root_of(kind: str) -> str:
    """The class of the model that a PLOVER type belongs to: CONCEDE and RETREAT are YIELD."""
    return _ROOTS.get(kind, kind)


def _evidence(pair: Pair, reports: Sequence[Report], codebook: Codebook) -> Evidence:
    best = _of_reports(reports, _SURE)
    turned = _of_reports(reports, 1)
    word = _of_words(pair, codebook)
    rule = _as_said(best) if best else None
    features = features_of(pair, codebook) | features_of_rules(
        [(_fit(report), report) for report in reports],
        rule,
        _as_said(turned) if turned else None,
        word,
    )
    return Evidence(rule, best.rule if best else None, word, features, marked_words(pair))


def decide(
    evidence: Evidence, model: RelationModel, votes: Mapping[str, float] | None = None
) -> dict[str, str]:
    """The most probable type, and the plainest of the ways that lead to it.

    `votes` are the encoder's logarithms of the shares; without them the linear model decides.
    """
    totals = {
        name: math.log(share + _LEAST_SHARE) + ENCODER_SHARE * (votes[name] if votes else 0.0)
        for name, share in model.probabilities(evidence.features).items()
    }
    root = max(totals, key=lambda name: (totals[name], name))
    if evidence.rule and evidence.rule_id and root_of(evidence.rule) == root:
        return {"type": evidence.rule, "basis": "rule", "rule": evidence.rule_id}
    if evidence.word and root_of(evidence.word) == root:
        return {"type": evidence.word, "basis": "class"}
    return {"type": "CONCEDE" if root == "YIELD" else root, "basis": "model"}


def _with_parties(pair: Pair, mentions: Mentions) -> Mentions:
    """The mentions with both parties among them, under their codes of this task."""
    known = {(mention.sentence, mention.head): mention for mention in mentions.actors}
    made: dict[tuple[int, int], ActorMention] = {}
    stand_for: dict[tuple[str, ...], str] = {}
    for role, spans in pair.spans.items():
        for span in spans:
            for place in heads_of(pair.sentences, span):
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


def _of_reports(reports: Iterable[Report], least: int) -> Report | None:
    """The report that fits the pair best; None when none fits that well."""
    ranked = [
        (fit, report.probability, -n, report)
        for n, report in enumerate(reports)
        if (fit := _fit(report)) >= least
    ]
    return max(ranked, key=lambda entry: entry[:3])[-1] if ranked else None


def _as_said(report: Report) -> str:
    """The type of the saying: a denied act is refused, a planned one promised or threatened."""
    if report.status == "denied" and report.type in _COOPERATION:
        return "REJECT"
    if report.status in ("planned", "hypothetical"):
        if report.type in _PROMISED:
            return "AGREE"
        if report.type in _HOSTILE:
            return "THREATEN"
    return report.type


def _fit(report: Report) -> int:
    """Both in their places 4, one of them 3, turned or joint 2, one turned 1, else 0."""
    sources, targets = set(report.sources), set(report.targets)
    if SOURCE in sources and TARGET in targets:
        return 4
    if SOURCE in sources or TARGET in targets:
        return 3
    return len({SOURCE, TARGET} & (sources | targets))


def _of_words(pair: Pair, codebook: Codebook) -> str | None:
    """The type of the predicate, or of the telling word, that stands nearest to both parties."""
    single = load_relation_words()
    best: tuple[int, int, int] | None = None
    found = None
    for number, sentence in enumerate(pair.sentences):
        ways = [distances(sentence, pair.in_sentence(role, number)) for role in pair.heads]
        others = _of_others(sentence, pair.in_sentence(SOURCE, number))
        words = words_of(sentence)
        for token in sentence.tokens:
            rule = _rule_of(entries_of(codebook, token), words)
            kind = rule.type if rule else single.get((token.lemma.lower(), token.pos))
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
