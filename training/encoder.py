"""A BERT encoder in plain PyTorch, read from a safetensors file: no transformers package needed."""

from __future__ import annotations

import json
import struct
import unicodedata
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

UNKNOWN, CLS, SEP = 100, 101, 102


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """All float tensors of a safetensors file."""
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if entry.get("dtype") != "F32":
            continue
        begin, end = entry["data_offsets"]
        data = bytearray(raw[8 + length + begin : 8 + length + end])
        tensors[name] = torch.frombuffer(data, dtype=torch.float32).reshape(entry["shape"])
    return tensors


class WordPieces:
    """Uncased word pieces of single words, cached."""

    def __init__(self, vocabulary: Path) -> None:
        lines = vocabulary.read_text("utf-8").splitlines()
        self.ids = {piece: number for number, piece in enumerate(lines)}
        self.cache: dict[str, list[int]] = {}

    def __call__(self, word: str) -> list[int]:
        """Piece ids, at most eight."""
        pieces = self.cache.get(word)
        if pieces is None:
            pieces = self.cache[word] = self._split(word)[:8]
        return pieces

    def _split(self, word: str) -> list[int]:
        folded = unicodedata.normalize("NFD", word.lower())
        folded = "".join(c for c in folded if unicodedata.category(c) != "Mn")
        parts: list[str] = []
        for character in folded:
            if not character.isalnum() or not parts or not parts[-1][-1].isalnum():
                parts.append(character)
            else:
                parts[-1] += character
        pieces = [piece for part in parts for piece in self._greedy(part)]
        return pieces or [UNKNOWN]

    def _greedy(self, part: str) -> list[int]:
        pieces, begin = [], 0
        while begin < len(part):
            for end in range(len(part), begin, -1):
                piece = ("##" if begin else "") + part[begin:end]
                if piece in self.ids:
                    pieces.append(self.ids[piece])
                    begin = end
                    break
            else:
                return [UNKNOWN]
        return pieces


class Dropout(nn.Module):
    """Drops the same features at every place of a sentence: better for parsing, and cheaper."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """The same values, some features of each sentence zeroed while training."""
        if not self.training:
            return x
        keep = torch.rand(x.shape[0], 1, x.shape[2]) >= self.rate
        return x * (keep.to(x.dtype) / (1 - self.rate))


class Layer(nn.Module):
    """One transformer layer, with BERT's order of normalisation."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """States one layer up; `mask` is added to the attention scores."""
        batch, length, width = x.shape
        qkv = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        weights = (query @ key.transpose(-1, -2)) * (width // self.heads) ** -0.5 + mask
        mixed = torch.softmax(weights, -1).to(value.dtype) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word-piece ids to one vector for each, a learned mix of the layers."""

    def __init__(self, weights: dict[str, Tensor], heads: int = 12, dropout: float = 0.1) -> None:
        super().__init__()
        words = weights["embeddings.word_embeddings.weight"]
        self.width = words.shape[1]
        self.words = nn.Embedding.from_pretrained(words)
        positions = weights["embeddings.position_embeddings.weight"]
        kinds = weights["embeddings.token_type_embeddings.weight"]
        self.positions = nn.Parameter(positions + kinds[0])
        self.norm = nn.LayerNorm(self.width, eps=1e-12)
        self.norm.load_state_dict(_part(weights, "embeddings.LayerNorm"))
        self.dropout = Dropout(dropout)
        depth = 1 + max(int(n.split(".")[2]) for n in weights if n.startswith("encoder.layer"))
        inner = weights["encoder.layer.0.intermediate.dense.bias"].shape[0]
        self.layers = nn.ModuleList(Layer(self.width, heads, inner, dropout) for _ in range(depth))
        for number, layer in enumerate(self.layers):
            _fill(layer, weights, f"encoder.layer.{number}")
        self.mix = nn.Parameter(torch.zeros(depth + 1))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """One vector for each word piece; `mask` is False on padding."""
        x = self.dropout(self.norm(self.words(ids) + self.positions[: ids.shape[1]]))
        states = [x]
        wide = (~mask).float()[:, None, None, :] * -1e4
        for layer in self.layers:
            states.append(layer(states[-1], wide))
        shares = torch.softmax(self.mix, 0)
        return sum((s * x for s, x in zip(shares, states, strict=True)), torch.zeros_like(x))


def _part(weights: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {"weight": weights[f"{prefix}.weight"], "bias": weights[f"{prefix}.bias"]}


def _fill(layer: nn.Module, weights: dict[str, Tensor], prefix: str) -> None:
    own = f"{prefix}.attention.self"
    state = {
        f"qkv.{kind}": torch.cat(
            [weights[f"{own}.{part}.{kind}"] for part in ("query", "key", "value")]
        )
        for kind in ("weight", "bias")
    }
    for ours, theirs in (
        ("out", "attention.output.dense"),
        ("norm1", "attention.output.LayerNorm"),
        ("up", "intermediate.dense"),
        ("down", "output.dense"),
        ("norm2", "output.LayerNorm"),
    ):
        for kind, tensor in _part(weights, f"{prefix}.{theirs}").items():
            state[f"{ours}.{kind}"] = tensor
    layer.load_state_dict(state)
