"""Codes one article: clauses, who says so, events, and what follows from them."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from communique.code.actors import ActorIndex
from communique.code.clauses import Clause, ClauseReader
from communique.code.coded import Coded
from communique.code.commitments import LedgerReader
from communique.code.events import EventCoder
from communique.code.home import find_home, is_at_home
from communique.code.intervals import Intervals
from communique.code.match import Matcher
from communique.code.meetings import gather_meetings
from communique.code.positions import find_positions
from communique.code.reporting import Reporter, unite, with_target
from communique.code.setting import Setting
from communique.code.speech import (
    Speech,
    SpeechReader,
    as_statement,
    chain_of,
    find_issuer,
    first_person,
    lend_speakers,
)
from communique.code.topic import lacks_partner
from communique.code.tree import Tree
from communique.model import (
    ActorMention,
    Article,
    Mentions,
    Record,
    Report,
    Sentence,
    Statement,
)
from communique.ontology.codebook import Codebook, load_codebook
from communique.ontology.cues import load_cues
from communique.ontology.engine import load_engine
from communique.ontology.ledger import load_ledger
from communique.ontology.plover import load_plover
from communique.ontology.stances import load_stances

LEAD_SENTENCES = 2
Told = list[tuple[Tree, Coded, Report]]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without Python's cycle collector for as long as an article takes.

    Its trees and clauses form no cycles and live to the end of the article: the collector would
    walk over them again and again, for some tenth of the time, and find nothing.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class ArticleCoder:
    """Codes articles with one codebook; keeps nothing between them."""

    def __init__(self, codebook: Codebook | None = None) -> None:
        self.codebook = codebook or load_codebook()
        self.engine = load_engine()
        self.cues = load_cues()
        self.plover = load_plover()
        stances = load_stances()
        self.nouns = frozenset(
            (*self.codebook.nouns, *self.codebook.light, *stances.nouns, *stances.light_nouns)
        )

    def code(self, article: Article, sentences: Sequence[Sentence], mentions: Mentions) -> Record:
        """The record of one article; sentences that were not parsed are counted, not coded."""
        with _collector_paused():
            return self._code(article, sentences, mentions)

    def _code(self, article: Article, sentences: Sequence[Sentence], mentions: Mentions) -> Record:
        trees = {n: Tree(s, n) for n, s in enumerate(sentences) if s.parsed and s.tokens}
        clauses = {
            n: {c.head: c for c in ClauseReader(tree, self.nouns).read()}
            for n, tree in trees.items()
        }
        speeches, mentions, issuer = self._speeches(article, trees, clauses, mentions)
        told, coder = self._events(article, trees, clauses, mentions, speeches, issuer)
        ledger = LedgerReader(article, mentions, coder.actors, load_ledger(), coder.story.pair())
        dropped = Counter({"not parsed": len(sentences) - len(trees)})
        coded = {tree.index for tree, _, _ in told}
        dropped["no event"] = len(trees) - len(coded)
        reports = unite(report for _, _, report in told)
        return Record(
            article=article,
            reports=tuple(reports),
            meetings=tuple(gather_meetings(article, told, self.engine)),
            statements=self._statements(article, speeches),
            commitments=tuple(ledger.read(told, trees, clauses)),
            positions=tuple(
                find_positions(article, trees, clauses, mentions, speeches, coder.actors)
            ),
            dropped={reason: count for reason, count in dropped.items() if count},
        )

    def _speeches(
        self,
        article: Article,
        trees: dict[int, Tree],
        clauses: dict[int, dict[int, Clause]],
        mentions: Mentions,
    ) -> tuple[Intervals[Speech], Mentions, ActorMention | None]:
        actors = ActorIndex(trees, mentions)
        quotes = Intervals(mentions.quotes)
        issuer = None
        if not article.is_transcript():
            issuer = find_issuer(trees, quotes, actors, mentions.owner)
        if issuer is not None:
            own = first_person(trees, Intervals(()), quotes, issuer)
            actors = ActorIndex(trees, replace(mentions, actors=(*own, *mentions.actors)))
        reader = SpeechReader(article, self.cues, quotes, issuer, article.turns())
        for n, tree in trees.items():
            known = clauses[n]
            lend_speakers(tree, known, self.cues, actors)
            reader.read(tree, known, actors)
        speeches = Intervals(reader.found)
        own = first_person(trees, speeches, quotes, issuer)
        return speeches, replace(mentions, actors=(*own, *mentions.actors)), issuer

    def _events(
        self,
        article: Article,
        trees: dict[int, Tree],
        clauses: dict[int, dict[int, Clause]],
        mentions: Mentions,
        speeches: Intervals[Speech],
        issuer: ActorMention | None,
    ) -> tuple[Told, EventCoder]:
        actors = ActorIndex(trees, mentions)
        matcher = Matcher(self.codebook, self.engine, actors)
        setting = Setting(article, mentions, clauses)
        coder = EventCoder(article, matcher, self.plover, speeches, setting)
        coder.voices.issuer = issuer
        reporter = Reporter(article, self.codebook, self.plover, setting)
        owner = () if mentions.owner is None else (mentions.owner,)
        coder.story.writers = frozenset(issuer.codes if issuer is not None else owner)
        coder.story.lead = frozenset(
            code for m in mentions.actors if m.sentence < LEAD_SENTENCES for code in m.codes
        )
        coder.story.count(code for mention in mentions.actors for code in mention.codes)
        found = [(tree, act) for n, tree in trees.items() for act in coder.code(tree, clauses[n])]
        home = find_home(mentions.owner, mentions.actors, [act for _, act in found], self.engine)
        told: Told = []
        for tree, act in found:
            if is_at_home(act, home, self.engine):
                continue
            missing = act.target is None and not act.joint
            coded = with_target(act, coder.story.implied_target(act)) if missing else act
            if lacks_partner(tree, coded, actors):
                continue
            told.append((tree, coded, reporter.report(tree, coded)))
        matcher.scene = None  # the coder and its matcher would hold each other
        return told, coder

    def _statements(self, article: Article, speeches: Intervals[Speech]) -> tuple[Statement, ...]:
        out = []
        for speech in speeches:
            chain = [
                s
                for s in chain_of(speeches, speech.start, speech.end, speech.cue_head)
                if s is not speech
            ]
            out.append(as_statement(article, speech, chain))
        return tuple(out)


def code_article(article: Article, sentences: Sequence[Sentence], mentions: Mentions) -> Record:
    """The record of one article with the shipped codebook."""
    return ArticleCoder().code(article, sentences, mentions)
