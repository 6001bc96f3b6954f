"""How fast parsed sentences become events, on one core.

    python bench/coding.py [SOURCE...] [--profile]

Parses and detects first; the time is that of clauses, matching and the record alone (the whole of
`communique.code`). Without sources the codebook's own examples are coded.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import sys
import time
from dataclasses import replace
from itertools import islice

from communique.code import ArticleCoder
from communique.code.actors import ActorIndex
from communique.code.clauses import Clause, ClauseReader
from communique.code.match import Matcher
from communique.code.tree import Tree
from communique.model import Article, Mentions, Record, Sentence
from communique.ontology.codebook import load_codebook
from communique.read import iter_sources
from communique.run.coder import Coder, load_stages
from communique.settings import load_settings

Parsed = tuple[Article, list[Sentence], Mentions]


def parse(sources: list[str], most: int) -> list[Parsed]:
    """Every article with its sentences and mentions."""
    settings = load_settings()
    kept: list[Parsed] = []

    def keep(article: Article, sentences: list[Sentence], mentions: Mentions) -> Record:
        kept.append((article, sentences, mentions))
        return Record(article)

    coder = Coder(settings, stages=replace(load_stages(settings), code=keep))
    if sources:
        pages = (item for item in iter_sources(sources) if not isinstance(item, Exception))
        while batch := list(islice(pages, 32)):
            coder.read_many(batch)
            if len(kept) >= most:
                break
    else:
        examples = [example.text for rule in load_codebook().rules for example in rule.match]
        coder.read_stories(examples)
    return kept[:most]


def read_clauses(coder: ArticleCoder, parsed: Parsed) -> dict[int, tuple[Tree, dict[int, Clause]]]:
    """The first step: the clauses of every tree, their fields unread until something asks."""
    found = {}
    for number, sentence in enumerate(parsed[1]):
        tree = Tree(sentence, number)
        reader = ClauseReader(tree, coder.nouns)
        found[number] = tree, {clause.head: clause for clause in reader.read()}
    return found


def match_clauses(coder: ArticleCoder, parsed: Parsed) -> int:
    """Both steps: how many clauses have a rule."""
    found = read_clauses(coder, parsed)
    actors = ActorIndex({n: tree for n, (tree, _) in found.items()}, parsed[2])
    matcher = Matcher(coder.codebook, coder.engine, actors)
    return sum(
        matcher.match(tree, clause, clauses)[0] is not None
        for tree, clauses in found.values()
        for clause in clauses.values()
    )


def main() -> None:
    """Print sentences a second."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("sources", nargs="*")
    options.add_argument("--most", type=int, default=400, help="articles")
    options.add_argument("--profile", action="store_true")
    asked = options.parse_args()
    parsed = parse(asked.sources, asked.most)
    sentences = sum(len(found) for _, found, _ in parsed)
    words = sum(len(s.tokens) for _, found, _ in parsed for s in found)
    coder = ArticleCoder()
    gc.collect()
    gc.freeze()  # a run holds one batch of parsed articles, not all of them
    best = reading = fitting = float("inf")
    profile = cProfile.Profile()
    for _ in range(5):
        start = time.process_time()
        for each in parsed:
            read_clauses(coder, each)
        reading = min(reading, time.process_time() - start)
        start = time.process_time()
        for each in parsed:
            match_clauses(coder, each)
        fitting = min(fitting, time.process_time() - start)
        if asked.profile:
            profile.enable()
        start = time.process_time()
        events = sum(len(coder.code(*each).reports) for each in parsed)
        best = min(best, time.process_time() - start)
        profile.disable()
    sys.stdout.write(
        f"{len(parsed)} articles, {sentences} sentences, {words} words, {events} events: "
        f"{best:.2f} s, {sentences / best:,.0f} sentences a second, "
        f"{1e6 * best / words:.1f} microseconds a word; clauses alone "
        f"{sentences / reading:,.0f} sentences a second, with matching {sentences / fitting:,.0f}\n"
    )
    if asked.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(35)


if __name__ == "__main__":
    main()
