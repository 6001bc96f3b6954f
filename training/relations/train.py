"""Trains the statistical part of `communique predict relations` and says how good it is.

python training/relations/train.py --data DIR [--seeds N] [--out FILE]

DIR holds the labelled sets relations-plv_train.jsonl.gz and relations-aw_wiki_train.jsonl.gz.
Before the model is made of all lines, it is cross-validated in five parts, over N shuffles.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from communique.errors import ItemError
from communique.evaluate.relations import score_relations
from communique.run.coder import Coder
from communique.run.relation_features import Features
from communique.run.relation_model import SHIPPED, RelationModel, feature_key
from communique.run.relations import Evidence, decide, gather_evidence, root_of
from communique.settings import Settings

NEWS, WAR = "plv_train", "aw_wiki_train"
WAR_SHARE = 0.2
"""Weight of a line of the second set; its types follow another scheme."""
STRENGTH = 3.0
"""Inverse of the regularisation."""
RARE = 0.7
"""How far rare classes are lifted: 0 not at all, 1 to equal weight."""
LEAST = 2
"""Lines in which a feature must stand."""
SCALES = {
    **{"r2": 2.0, "rw": 1.5, "rf4": 1.5, "sgn": 1.5, "p": 1.5, "w2": 0.7, "w3": 0.5, "b": 0.5},
    **dict.fromkeys(("r1", "rf3", "cb", "cbp", "cbn", "sgp", "c", "w"), 1.0),
    "rr": 0.5,
}
"""How freely the features of a group may be used."""
OTHER_SCALE = 0.7


@dataclass(frozen=True)
class Lines:
    """One labelled set with what the program sees of it."""

    items: list[dict[str, Any]]
    evidence: list[Evidence]
    labels: np.ndarray

    def part(self, rows: np.ndarray) -> Lines:
        """The lines of these numbers."""
        return Lines(
            [self.items[i] for i in rows], [self.evidence[i] for i in rows], self.labels[rows]
        )


def read_lines(folder: Path, name: str, coder: Coder) -> Lines:
    """A labelled set, parsed and coded."""
    with gzip.open(folder / f"relations-{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        items = [item for item in map(json.loads, file) if item["plover"]]
    evidence: list[Evidence] = []
    for begin in range(0, len(items), 64):
        for found in gather_evidence(coder, items[begin : begin + 64]):
            if isinstance(found, ItemError):
                raise found
            evidence.append(found)
    return Lines(items, evidence, np.array([root_of(item["plover"]) for item in items]))


def scale_of(name: str) -> float:
    """The scale of a feature's group."""
    return SCALES.get(name.partition("=")[0], OTHER_SCALE)


def scaled(features: Features) -> Features:
    """The features as the learner sees them."""
    return {name: value * scale_of(name) for name, value in features.items()}


def fit(news: Lines, war: Lines) -> RelationModel:
    """The model of these lines, its weights for unscaled features."""
    rows = [scaled(line.features) for line in (*news.evidence, *war.evidence)]
    labels = np.concatenate([news.labels, war.labels])
    kinds, counts = np.unique(news.labels, return_counts=True)
    lift = dict(zip(kinds, (len(news.labels) / len(kinds) / counts) ** RARE, strict=True))
    share = np.repeat([1.0, WAR_SHARE], [len(news.labels), len(war.labels)])
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    kept = np.flatnonzero(np.asarray((matrix != 0).sum(0)).ravel() >= LEAST)
    learner = LogisticRegression(C=STRENGTH, max_iter=300)
    learner.fit(matrix[:, kept], labels, sample_weight=share * [lift[name] for name in labels])
    names = vectorizer.get_feature_names_out()[kept]
    weights = learner.coef_.T * np.array([[scale_of(name)] for name in names])
    return RelationModel(
        tuple(str(name) for name in learner.classes_),
        {feature_key(str(name)): row for row, name in enumerate(names)},
        weights.astype(np.float32),
        learner.intercept_.astype(np.float32),
    )


def save(model: RelationModel, file: Path) -> None:
    """Write the model with weights of eight bits and one scale for each feature."""
    keys = np.array(sorted(model.keys), dtype=np.uint32)
    weights = model.weights[[model.keys[int(key)] for key in keys]]
    scales = np.maximum(np.abs(weights).max(1, keepdims=True), 1e-6) / 127
    np.savez_compressed(
        file,
        keys=keys,
        weights=np.round(weights / scales).astype(np.int8),
        scales=scales.astype(np.float16),
        classes=np.array(model.classes),
        bias=model.bias,
    )


def folds(labels: np.ndarray, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows to learn from and rows to answer."""
    yield from StratifiedKFold(5, shuffle=True, random_state=seed).split(labels, labels)


def cross_validate(news: Lines, war: Lines, seed: int) -> tuple[list[Any], list[Any]]:
    """Answers to every line of both sets by models that have not seen it."""
    answers: tuple[list[Any], list[Any]] = ([], [])
    for (learn, ask), (learn_war, ask_war) in zip(
        folds(news.labels, seed), folds(war.labels, seed), strict=True
    ):
        model = fit(news.part(learn), war.part(learn_war))
        for lines, rows, out in ((news, ask, answers[0]), (war, ask_war, answers[1])):
            for item, found in zip(lines.part(rows).items, lines.part(rows).evidence, strict=True):
                out.append({"id": item["id"]} | decide(found, model))
    return answers


def report(name: str, lines: Lines, rounds: Sequence[list[Any]]) -> None:
    """Print mean and spread of the scores, and how often each basis decided and was right."""
    scores = [score_relations(lines.items, answers) for answers in rounds]
    for kind in ("root", "quad", "binary"):
        values = np.array([getattr(score, kind) for score in scores])
        print(f"{name} {kind} {values.mean():.1f} ({values.min():.1f} to {values.max():.1f})")
    gold = {item["id"]: label for item, label in zip(lines.items, lines.labels, strict=True)}
    every = [answer for answers in rounds for answer in answers]
    for basis in ("rule", "class", "model"):
        hits = [root_of(a["type"]) == gold[a["id"]] for a in every if a["basis"] == basis]
        if hits:
            share = len(hits) / len(every)
            print(f"{name} {basis}: {share:.0%} of lines, {np.mean(hits):.0%} right")


def main() -> None:
    """Cross-validate, then make the model of all lines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    asked = parser.parse_args()
    coder = Coder(Settings())
    news, war = (read_lines(asked.data, name, coder) for name in (NEWS, WAR))
    rounds = [cross_validate(news, war, seed) for seed in range(asked.seeds)]
    if rounds:
        report(NEWS, news, [first for first, _ in rounds])
        report(WAR, war, [second for _, second in rounds])
    model = fit(news, war)
    save(model, asked.out)
    print(f"{asked.out}: {len(model.keys)} features, {asked.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
