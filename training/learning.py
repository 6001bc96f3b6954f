"""What teacher and student share: the losses on gold trees, a step down, the scores on dev."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

MEASURES = ("UPOS", "FEATS", "UAS", "LAS")


class Targets(Protocol):
    """A batch with its targets; -1 means nothing to learn, and head 0 is the root."""

    upos: Tensor
    feats: Tensor
    heads: Tensor
    deps: Tensor


def cross_entropy(scores: Tensor, target: Tensor) -> Tensor:
    """The mean over the words that have a target."""
    return functional.cross_entropy(
        scores.reshape(-1, scores.shape[-1]).float(), target.reshape(-1), ignore_index=-1
    )


def gold_loss(
    upos: Tensor, feats: Tensor, arcs: Tensor, labels: Tensor, batch: Targets, tags: float = 0.5
) -> Tensor:
    """Summed cross-entropies; `tags` is the weight of UPOS and FEATS, arcs and labels weigh 1."""
    return (
        tags * cross_entropy(upos, batch.upos)
        + tags * cross_entropy(feats, batch.feats)
        + cross_entropy(arcs, batch.heads)
        + cross_entropy(labels, batch.deps)
    )


class Descent:
    """Steps down the gradient; prints the mean loss and the speed of every `shown` steps."""

    def __init__(
        self, model: nn.Module, optimizer: torch.optim.Optimizer, clip: float, shown: int
    ) -> None:
        self.model = model
        self.optimizer = optimizer
        self.clip = clip
        self.shown = shown
        self.steps = 0
        self._restart()

    def _restart(self) -> None:
        self.words, self.total, self.began = 0, 0.0, time.time()

    def step(self, loss: Tensor, batch: Targets, how_far: str) -> None:
        """One step; `how_far` stands at the head of the line that may be printed."""
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.clip)
        self.optimizer.step()
        self.steps += 1
        self.total += loss.item()
        self.words += int((batch.heads >= 0).sum())
        if self.steps % self.shown == 0:
            rate = self.words / max(1e-9, time.time() - self.began)
            mean = self.total / self.shown
            print(f"{self.steps} {how_far} loss {mean:.3f} {rate:.0f} words/s", flush=True)
            self._restart()


def scores(model: nn.Module, batches: Iterable[Targets]) -> dict[str, float]:
    """UPOS, FEATS, UAS and LAS on gold tokens, without a tree constraint."""
    right = dict.fromkeys(MEASURES, 0)
    count = 0
    model.eval()
    with torch.inference_mode():
        for batch in batches:
            upos, feats, arcs, dependents, governors = model(batch)
            heads = arcs.argmax(-1)
            deps = model.label_scores(dependents, governors, heads).argmax(-1)
            here = batch.heads >= 0
            arc = (heads == batch.heads) & here
            found = (
                (upos.argmax(-1) == batch.upos) & here,
                (feats.argmax(-1) == batch.feats) & here,
                arc,
                arc & (deps == batch.deps),
            )
            for name, hits in zip(MEASURES, found, strict=True):
                right[name] += int(hits.sum())
            count += int(here.sum())
    model.train()
    return {name: round(100 * n / count, 2) for name, n in right.items()}
