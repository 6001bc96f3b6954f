"""What the codebook does not know: predicates between coded actors that no rule codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from communique.code import ArticleCoder
from communique.code.actors import ActorIndex, Party
from communique.code.clauses import TIMES, Clause, ClauseReader
from communique.code.match import Match, Matcher, Miss
from communique.code.told import SWALLOWS
from communique.code.tree import Tree
from communique.errors import ItemError
from communique.model import Article, Mentions, Page, Record, Sentence
from communique.ontology.codebook import Codebook, load_codebook
from communique.ontology.cues import load_cues
from communique.read import iter_sources
from communique.run.coder import Coder, load_stages
from communique.run.show import plain
from communique.settings import Settings

CHUNK = 32
"""Articles that are parsed together."""
EXAMPLES = 3
"""Sentences kept of each gap: they are the user's text, so they are shown and never stored."""
EMPTY_VERBS = frozenset({"be", "have", "do", "get", "become", "remain", "seem", "say"})
"""Verbs that tell no act alone; a gap there is one of their noun or adjective."""
PARTNERS = frozenset(
    """patient recipient with to on upon against toward towards over for from of about between among
    into behind alongside""".split()
)
"""Roles that may hold the other side; an actor in any other says when, where or why."""
NOUN_PARTNERS = ("with", "to", "on", "against", "toward", "towards", "over", "for", "from")
NEAR = 3
"""Near misses shown of each gap."""
MAX_EXAMPLE = 300
"""Characters of an example that are kept."""

Notify = Callable[[int, Sequence[ItemError]], None]
"""Called after every batch with the articles read so far and what could not be read."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with the predicate and the codes around it."""

    source: str
    """File, address or id of the article."""
    text: str
    words: str
    actors: str
    """"NOR → FIN"; "NOR" alone where the other side is no actor."""


@dataclass(slots=True)
class Gap:
    """A predicate without a rule, and where it stands."""

    predicate: str
    """Lemma with particle, and the preposition of the other side: "reach out to"."""
    kind: str
    """verb, noun or adjective."""
    count: int = 0
    between: int = 0
    """How many of these stand between two coded actors, not an actor and a thing or clause."""
    examples: list[Example] = field(default_factory=list)
    misses: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Rules that name the predicate, with the reason why they do not fit."""

    def as_json(self) -> dict[str, Any]:
        """All of it for programs."""
        return {
            "predicate": self.predicate,
            "kind": self.kind,
            "count": self.count,
            "between": self.between,
            "near": [
                {"rule": rule, "why": why, "count": n}
                for (rule, why), n in self.misses.most_common()
            ],
            "examples": [
                {"source": e.source, "words": e.words, "actors": e.actors, "text": e.text}
                for e in self.examples
            ],
        }


@dataclass(slots=True)
class Gaps:
    """All that a corpus told."""

    articles: int = 0
    sentences: int = 0
    coded: int = 0
    """Reports that the codebook gave."""
    dropped: Counter[str] = field(default_factory=Counter)
    """Items that could not be read, by reason word."""
    found: dict[tuple[str, str], Gap] = field(default_factory=dict)

    def as_json(self, number: int, between: bool = False) -> dict[str, Any]:
        """The most frequent gaps for programs."""
        return {
            "articles": self.articles,
            "sentences": self.sentences,
            "coded": self.coded,
            "dropped": dict(self.dropped),
            "gaps": [gap.as_json() for gap in self.top(number, between)],
        }

    def top(self, number: int, between: bool = False) -> list[Gap]:
        """The most frequent gaps; with `between` only what stands between two actors counts."""

        def order(gap: Gap) -> tuple[int, int, str, str]:
            first = gap.between if between else gap.count
            return -first, -gap.between, gap.predicate, gap.kind

        gaps = (gap for gap in self.found.values() if gap.between or not between)
        return sorted(gaps, key=order)[:number]


class _AnyWord(frozenset[str]):
    """Holds every word, so that every noun is read as a predicate that it might be."""

    def __contains__(self, word: object) -> bool:
        return True


class GapFinder:
    """Codes articles and collects what no rule took; its `code` is a stage of the coder."""

    def __init__(self, codebook: Codebook) -> None:
        self.gaps = Gaps()
        self._coder = ArticleCoder(codebook)
        self._cues = load_cues()
        engine = self._coder.engine
        self._governors = engine.hope_governors | engine.plan_governors | engine.fail_governors

    def code(self, article: Article, sentences: Sequence[Sentence], mentions: Mentions) -> Record:
        """The article's record; its gaps are added to `gaps`."""
        record = self._coder.code(article, sentences, mentions)
        trees = {n: Tree(s, n) for n, s in enumerate(sentences) if s.parsed and s.tokens}
        matcher = Matcher(self._coder.codebook, self._coder.engine, ActorIndex(trees, mentions))
        told = [(e.start, e.end) for e in (report.evidence[0] for report in record.reports)]
        self.gaps.articles += 1
        self.gaps.sentences += len(trees)
        self.gaps.coded += len(record.reports)
        for tree in trees.values():
            self._look(article, _Sentence(tree, matcher, self._coder), told)
        return record

    def _look(self, article: Article, sentence: _Sentence, told: list[tuple[int, int]]) -> None:
        tree = sentence.tree
        for clause in sentence.open_clauses():
            token = tree.tokens[clause.head]
            if any(start <= token.start < end for start, end in told) or self._is_cue(clause):
                continue
            found = sentence.frame(clause)
            if found is not None:
                self._add(article, sentence, clause, found)

    def _is_cue(self, clause: Clause) -> bool:
        """'said that …' and 'try to …' wait for no rule: their content is told or weighed."""
        if "content" not in clause.roles:
            return False
        return clause.lemma in self._governors or (
            clause.kind == "verb" and clause.lemma in self._cues
        )

    def _add(
        self, article: Article, sentence: _Sentence, clause: Clause, found: tuple[str, Party, Party]
    ) -> None:
        tail, source, target = found
        name = " ".join(dict.fromkeys((clause.lemma, *_particles(sentence.tree, clause), tail)))
        gap = self.gaps.found.setdefault(
            (name.strip(), clause.kind), Gap(name.strip(), clause.kind)
        )
        gap.count += 1
        gap.between += bool(target.codes)
        gap.misses.update((miss.rule, miss.why) for miss in sentence.misses[clause.head])
        start, end = sentence.tree.sentence.start, sentence.tree.sentence.end
        text = " ".join(article.text[start:end].split())[:MAX_EXAMPLE]
        if len(gap.examples) < EXAMPLES and all(text != old.text for old in gap.examples):
            first, last = sentence.tree.words(clause.trigger[0], clause.trigger[-1])
            sides = " → ".join(" ".join(side.codes) for side in (source, target) if side.codes)
            words = " ".join(article.text[first:last].split())
            gap.examples.append(Example(article.source, text, words, sides))


class _Sentence:
    """The clauses of one sentence that no rule codes."""

    def __init__(self, tree: Tree, matcher: Matcher, coder: ArticleCoder) -> None:
        self.tree, self._matcher, self._actors = tree, matcher, matcher.actors
        self._known = coder.nouns
        reader = ClauseReader(tree, _AnyWord())
        self._clauses = {clause.head: clause for clause in reader.read()}
        self._matches: dict[int, Match] = {}
        self.misses: dict[int, list[Miss]] = {}
        self._light: set[int | None] = set()

    def open_clauses(self) -> Iterator[Clause]:
        """Clauses that name an act, have no rule, and lie in no coded request or promise."""
        for head, clause in self._clauses.items():
            match, self.misses[head] = self._matcher.match(self.tree, clause, self._clauses)
            if match is not None:
                self._matches[head] = match
                if clause.link == "light":
                    self._light.add(clause.governor)
        for head, clause in self._clauses.items():
            if head not in self._matches and self._may_act(clause) and not self._inside(clause):
                yield clause

    def _may_act(self, clause: Clause) -> bool:
        if clause.kind == "verb":
            return clause.lemma not in EMPTY_VERBS and clause.head not in self._light
        if clause.kind == "adjective":
            return True
        known = self._actors.at(clause.sentence, clause.head)
        return known is None and clause.lemma not in TIMES and clause.lemma.isalpha()

    def _inside(self, clause: Clause) -> bool:
        """Whether a coded request, threat, promise or refusal has it as content."""
        at: Clause | None = clause
        for _ in range(6):
            above = at.governor if at is not None else None
            match = self._matches.get(above) if above is not None else None
            if match is not None and match.rule.type in SWALLOWS:
                return True
            at = self._clauses.get(above) if above is not None else None
        return False

    def frame(self, clause: Clause) -> tuple[str, Party, Party] | None:
        """How the other side is tied to the predicate, and the two sides; None without a frame.

        The other side is an actor, or has no codes where it is a thing or a clause.
        """
        agents = (
            []
            if "agent" in clause.implied and clause.kind == "noun"
            else clause.roles.get("agent", [])
        )
        source = self._actors.party(clause.sentence, agents, owners=False, weak=False)
        if clause.kind == "noun":
            return self._noun_frame(clause, source)
        if source is None:
            return None
        for role, heads in clause.roles.items():
            if role not in PARTNERS:
                continue
            party = self._actors.party(clause.sentence, heads, weak=False)
            if party is not None and not set(party.codes) & set(source.codes):
                return ("" if role in ("patient", "recipient") else role), source, party
        if "content" in clause.roles or "patient" in clause.roles:
            return "", source, Party((), (), "thing")
        return None

    def _noun_frame(self, clause: Clause, source: Party | None) -> tuple[str, Party, Party] | None:
        """A noun counts between two actors alone: 'China's detente with Japan', 'between'."""
        both = self._actors.party(clause.sentence, clause.roles.get("between", ()), owners=False)
        if both is not None and len(both.codes) > 1:
            return "between", Party(both.codes[:1], (), "self"), Party(both.codes[1:], (), "self")
        if source is None:
            return None
        for role in NOUN_PARTNERS:
            heads = [] if role in clause.implied else clause.roles.get(role, [])
            party = self._actors.party(clause.sentence, heads, owners=False)
            if party is not None and not set(party.codes) & set(source.codes):
                return role, source, party
        return None


def _particles(tree: Tree, clause: Clause) -> list[str]:
    return [tree.tokens[k].text.lower() for k in tree.children(clause.head, "compound:prt")]


def find_gaps(
    sources: Sequence[str], settings: Settings, notify: Notify = lambda articles, dropped: None
) -> Gaps:
    """The gaps of the codebook of the settings in everything that the sources name.

    What cannot be read is counted under its reason word and given to `notify`. Raises
    SettingsError when nothing can be coded at all, RetryError for an address that does not answer.
    """
    finder = GapFinder(load_codebook(settings.codebook))
    coder = Coder(settings, stages=replace(load_stages(settings), code=finder.code))
    for errors in code_sources(coder, sources):
        finder.gaps.dropped.update(error.reason for error in errors)
        notify(finder.gaps.articles, errors)
    return finder.gaps


def code_sources(coder: Coder, sources: Sequence[str]) -> Iterator[list[ItemError]]:
    """Codes all items of the sources batch by batch; gives what of each batch failed."""
    for chunk in _chunks(iter_sources(sources)):
        pages = [item for item in chunk if not isinstance(item, ItemError)]
        errors = [item for item in chunk if isinstance(item, ItemError)]
        outcomes = coder.read_many(pages)
        yield [*errors, *(item for item in outcomes if isinstance(item, ItemError))]


def _chunks(items: Iterable[Page | ItemError]) -> Iterator[list[Page | ItemError]]:
    stream = iter(items)
    while chunk := list(islice(stream, CHUNK)):
        yield chunk


def show_gaps(gaps: Gaps, number: int, between: bool = False) -> RenderableType:
    """The most frequent gaps with near misses and sentences, for a terminal."""
    lines = [_lines(gap) for gap in gaps.top(number, between)]
    foot = (
        f"{len(gaps.found)} predicates without a rule in {gaps.sentences} sentences of "
        f"{gaps.articles} articles; {gaps.coded} events coded"
    )
    return Group(*lines, Text(foot))


def _lines(gap: Gap) -> Text:
    text = Text.assemble(
        f"{gap.count:6}",
        f"{gap.between:6} between two  ",
        (plain(gap.predicate), "bold"),
        f"  {gap.kind}\n",
    )
    for (rule, why), n in gap.misses.most_common(NEAR):
        text.append(f"{'':14}near {plain(rule)}: {plain(why)} ({n})\n", "yellow")
    for example in gap.examples:
        text.append(f"{'':14}{plain(example.actors)}: {plain(example.text)}\n", "bright_black")
    return text
