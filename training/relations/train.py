"""Trains the statistical part of `communique predict relations` and says how good it is.

python training/relations/train.py --data DIR [--held-out FILE] [--seeds N] [--out FILE]

DIR holds the labelled sets relations-plv_train.jsonl.gz and relations-aw_wiki_train.jsonl.gz.
Before the model is made of all lines, it is cross-validated in five parts, over N shuffles, with
the encoder's answers to lines that it has not learnt from, which `encode.py` writes to FILE.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from communique.errors import ItemError
from communique.evaluate.relations import score_relations
from communique.ontology.plover import load_plover
from communique.run.coder import Coder
from communique.run.relation_features import Features
from communique.run.relation_model import SHIPPED, RelationModel, feature_key
from communique.run.relations import Evidence, decide, gather_evidence, root_of
from communique.settings import Settings

NEWS, WAR = "plv_train", "aw_wiki_train"
WAR_SHARE = 0.1
"""Weight of a line of the second set in the choice of a type: its types follow another scheme."""
WAR_SIDE_SHARE = 0.5
"""Weight of such a line in the choice between cooperation and conflict."""
QUAD_SHARE, SIDE_SHARE = 0.5, 1.0
"""How much the scores of a type's quad, and of its side, add to its own."""
STRENGTH = 3.0
"""Inverse of the regularisation."""
RARE = 0.7
"""How far rare classes are lifted: 0 not at all, 1 to equal weight."""
LEAST = 2
"""Lines in which a feature must stand."""
SCALES = {
    **dict.fromkeys(("rw", "sgn", "p"), 1.5),
    "w": 1.3,
    **dict.fromkeys(("cb", "cbp", "cbn", "sgp", "c", "r1", "w2"), 1.0),
    "b": 0.8,
    "w3": 0.5,
    **dict.fromkeys(("r2", "rf3", "rf4", "rr"), 0.4),
}
"""How freely the features of a group may be used. The rules were written with these sets in view,
so what they say is held back: trusted fully, it costs two points of macro F1."""
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
    """The model of these lines, its weights for unscaled features.

    Three linear models learn type, quad and side (cooperation or conflict); as all are linear,
    the sum of their scores for a type is one linear model.
    """
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([scaled(e.features) for e in (*news.evidence, *war.evidence)])
    kept = np.flatnonzero(np.asarray((matrix != 0).sum(0)).ravel() >= LEAST)
    names = vectorizer.get_feature_names_out()[kept]
    classes = np.unique(np.concatenate([news.labels, war.labels]))
    table = np.zeros((len(classes), len(names) + 1))
    for level, share, war_share in (
        (root_of, 1.0, WAR_SHARE),
        (quad_of, QUAD_SHARE, WAR_SHARE),
        (side_of, SIDE_SHARE, WAR_SIDE_SHARE),
    ):
        own, other = (np.array([level(root) for root in x.labels]) for x in (news, war))
        # The second set is nearly all conflict, so its sides are evened out by themselves.
        lifts = (lifted(own, own), war_share * lifted(other, other if level is side_of else own))
        groups, learnt = learn(matrix[:, kept], np.concatenate([own, other]), np.concatenate(lifts))
        table += share * learnt[np.searchsorted(groups, [level(root) for root in classes])]
    table[:, :-1] *= [scale_of(name) for name in names]
    return RelationModel(
        tuple(str(name) for name in classes),
        {feature_key(str(name)): row for row, name in enumerate(names)},
        table[:, :-1].T.astype(np.float32),
        table[:, -1].astype(np.float32),
    )


def learn(matrix: Any, labels: np.ndarray, importance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The classes in order, and for each its weights with the offset last."""
    learner = LogisticRegression(C=STRENGTH, max_iter=300)
    learner.fit(matrix, labels, sample_weight=importance)
    table = np.column_stack([learner.coef_, learner.intercept_])
    # For two classes the learner gives the difference alone.
    return learner.classes_, np.vstack([-table, table]) / 2 if len(table) == 1 else table


def lifted(labels: np.ndarray, among: np.ndarray) -> np.ndarray:
    """The importance of each label, more for those that are rare among the others."""
    kinds, counts = np.unique(among, return_counts=True)
    lift = dict(zip(kinds, (len(among) / len(kinds) / counts) ** RARE, strict=True))
    return np.array([lift[label] for label in labels])


def quad_of(root: str) -> int:
    """1 to 4: verbal and material cooperation, verbal and material conflict."""
    return load_plover().types["RETREAT" if root == "YIELD" else root].quad


def side_of(root: str) -> int:
    """0 for cooperation, 1 for conflict."""
    return (quad_of(root) - 1) // 2


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


def cross_validate(
    news: Lines, war: Lines, seed: int, votes: Mapping[str, dict[str, float]]
) -> tuple[list[Any], list[Any]]:
    """Answers to every line of both sets by models that have not seen it.

    `votes` has the encoder's scores of each line, by its id.
    """
    answers: tuple[list[Any], list[Any]] = ([], [])
    for (learn, ask), (learn_war, ask_war) in zip(
        folds(news.labels, seed), folds(war.labels, seed), strict=True
    ):
        model = fit(news.part(learn), war.part(learn_war))
        for lines, rows, out in ((news, ask, answers[0]), (war, ask_war, answers[1])):
            for item, found in zip(lines.part(rows).items, lines.part(rows).evidence, strict=True):
                answer = decide(found, model, votes.get(item["id"]))
                out.append({"id": item["id"]} | answer)
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
    parser.add_argument("--held-out", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    asked = parser.parse_args()
    coder = Coder(Settings())
    news, war = (read_lines(asked.data, name, coder) for name in (NEWS, WAR))
    votes = json.loads(asked.held_out.read_text("utf-8")) if asked.held_out else {}
    rounds = [cross_validate(news, war, seed, votes) for seed in range(asked.seeds)]
    if rounds:
        report(NEWS, news, [first for first, _ in rounds])
        report(WAR, war, [second for _, second in rounds])
    model = fit(news, war)
    save(model, asked.out)
    print(f"{asked.out}: {len(model.keys)} features, {asked.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
