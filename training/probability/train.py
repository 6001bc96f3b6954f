"""Finds the weights of `communique.code.probability` from gold articles.

    python training/probability/train.py GOLD.jsonl... [--known GOLD.jsonl...] [--write]

Codes the articles, judges every report against gold, fits a ridge logistic model, and measures it
by leaving articles out. Articles that the rules were written by go under `--known`: more of their
reports are right, and the model learns by how much, so that it promises no more than holds for new
text. `--write` replaces the weights, and the picture in docs/. The gold stays where it is: only
weights and shares are written.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from judge import Judged, judge
from numpy.typing import NDArray

from communique.code import reporting
from communique.code.probability import BOUNDS, FEATURES, WEIGHTS
from communique.run.calibrate import brier, calibration_error, draw, reliability
from communique.run.coder import Coder
from communique.run.predict import read_jsonl

Array = NDArray[np.float64]
PICTURE = Path(__file__).parents[2] / "docs" / "reliability.svg"
RIDGES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
KNOWN = "known article"
"""A feature of training alone: new text never has it."""
NAMES = (*FEATURES, KNOWN)
FREE = ("base", KNOWN)
"""Features that are not held back: they say how many reports are right at all."""


@dataclass(frozen=True)
class Data:
    """Judged reports as numbers, one row each."""

    features: Array
    right: Array
    article: NDArray[np.int64]
    """Number of its article."""
    first: Array
    """What a rule of thumb says, for comparison."""


def read_data(gold: Sequence[Path], known: Sequence[Path]) -> Data:
    """Code the gold articles and judge what comes out; `known` articles are marked."""
    kept: list[dict[str, float]] = []

    def remember(features: dict[str, float]) -> float:
        # A report carries the number of its features in place of a probability.
        kept.append(features)
        return float(len(kept) - 1)

    reporting.probability = remember  # type: ignore[assignment]
    coder = Coder()
    fresh = list(judge(coder, (item for path in gold for item in read_jsonl(path))))
    judged = fresh + list(judge(coder, (item for path in known for item in read_jsonl(path))))
    rows = [kept[int(one.report.probability)] for one in judged]
    for row in rows[len(fresh) :]:
        row[KNOWN] = 1.0
    articles = {name: n for n, name in enumerate(sorted({one.article for one in judged}))}
    return Data(
        np.array([[row.get(name, 0.0) for name in NAMES] for row in rows]),
        np.array([float(one.right) for one in judged]),
        np.array([articles[one.article] for one in judged]),
        np.array([thumb(one, row) for one, row in zip(judged, rows, strict=True)]),
    )


def thumb(one: Judged, row: dict[str, float]) -> float:
    """Less for what was inferred than for what was read: the estimate before there were weights."""
    value = 0.8
    value -= 0.1 * row.get("source owner", 0) + 0.1 * (not one.report.targets)
    value -= 0.15 * row.get("target implied", 0) + 0.1 * row.get("noun", 0)
    return max(0.2, value - 0.05 * row.get("inherited", 0))


def fit(x: Array, y: Array, ridge: float) -> Array:
    """Weights that are most likely, small ones before large."""
    weights = np.zeros(x.shape[1])
    held = np.full(x.shape[1], ridge)
    held[[NAMES.index(name) for name in FREE]] = 1e-3
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + held * weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + np.diag(held)
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def said(x: Array, weights: Array) -> Array:
    """Probabilities within the bounds of the model."""
    found: Array = np.clip(1 / (1 + np.exp(-x @ weights)), *BOUNDS)
    return found


def left_out(data: Data, ridge: float) -> Array:
    """Probabilities of every report by weights that its own article had no part in."""
    out = np.zeros(len(data.right))
    for article in set(data.article.tolist()):
        test = data.article == article
        if not test.all():
            out[test] = said(
                data.features[test], fit(data.features[~test], data.right[~test], ridge)
            )
    return out


def loss(p: Array, y: Array) -> float:
    """Mean negative log likelihood."""
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


def write_weights(weights: Array, reports: int, articles: int) -> None:
    """Replace the data file."""
    lines = [
        f"# version: {date.today():%Y.%m.%d}",
        f"# source: fitted to {reports} judged reports of {articles} annotated articles by "
        "training/probability/train.py",
        "# licence: Apache-2.0",
        "feature,weight",
        *(
            f"{name},{value:.3f}"
            for name, value in zip(NAMES, weights, strict=True)
            if name != KNOWN
        ),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Train, measure, and write where asked to."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("gold", nargs="+", type=Path)
    options.add_argument("--known", nargs="+", type=Path, default=[], help="gold of the rules")
    options.add_argument("--write", action="store_true", help="replace weights and picture")
    asked = options.parse_args()
    data = read_data(asked.gold, asked.known)
    right = [bool(y) for y in data.right]
    ridge = min(RIDGES, key=lambda r: loss(left_out(data, r), data.right))
    after, before = left_out(data, ridge), data.first
    base = np.full(len(right), data.right.mean())
    fresh = data.features[:, -1] == 0
    print(f"{fresh.sum()} reports of new articles, {data.right[fresh].mean():.3f} right")
    print(f"{len(right)} reports, {sum(right)} right ({data.right.mean():.3f}); ridge {ridge:g}")
    series = []
    for name, colour, p in (
        ("one number for all", "", base),
        ("rule of thumb", "#b0672b", before),
        ("model, articles left out", "#1f5fa8", after),
    ):
        bins = reliability(p.tolist(), right)
        score, error = brier(p.tolist(), right), calibration_error(bins)
        print(
            f"{name:26} Brier {score:.3f}  calibration error {error:.3f}  "
            f"right above wrong {above(p, data.right):.3f}"
        )
        print("    " + "  ".join(f"{b.said:.2f}→{b.was:.2f} ({b.count})" for b in bins))
        if colour:
            series.append((f"{name}: Brier {score:.3f}, error {error:.3f}", colour, bins))
    weights = fit(data.features, data.right, ridge)
    for name, value in sorted(zip(NAMES, weights, strict=True), key=lambda nv: -abs(nv[1])):
        print(f"{value:7.2f}  {name} ({int((data.features[:, NAMES.index(name)] != 0).sum())})")
    if asked.write:
        articles = sum(len(read_jsonl(path)) for path in (*asked.gold, *asked.known))
        write_weights(weights, len(right), articles)
        PICTURE.write_text(draw(series, "Probability of reports and share that is right"), "utf-8")


def above(p: Array, y: Array) -> float:
    """How often a right report is given more than a wrong one; 0.5 is chance."""
    good, bad = p[y == 1], p[y == 0]
    if not len(good) or not len(bad):
        return math.nan
    more = (good[:, None] > bad[None, :]).mean() + 0.5 * (good[:, None] == bad[None, :]).mean()
    return float(more)


if __name__ == "__main__":
    main()
