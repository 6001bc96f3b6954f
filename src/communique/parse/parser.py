"""Sentences in, tagged and parsed sentences out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from communique.model import Sentence, Token
from communique.parse.readings import as_read
from communique.parse.titles import join_titles
from communique.parse.tokens import tokenize

if TYPE_CHECKING:
    from communique.parse.lemmas import Lemmas
    from communique.parse.network import Floats, Network

T = TypeVar("T")
Wanted = Callable[[Sentence], bool]

_TABLES = Path(__file__).parent
"""Here lie the tables of abbreviations, joined words and lost apostrophes."""

_LONGEST = 200
"""Words the network reads at once; a longer sentence is read in parts."""

_BATCH = 2_000
"""Words in one batch: enough to keep the processor busy, little enough for its cache."""

_BLOCK = 2_000
"""Sentences held in memory at once."""


class _Piece(NamedTuple):
    """A sentence, or the part of a long one that starts at token `first`."""

    sentence: int
    first: int
    words: list[str]


class _Tagged(NamedTuple):
    """A piece with the numbers of its tags and the tagger's states."""

    piece: _Piece
    tokens: list[Token]
    states: Floats


class Parser:
    """Tagger, lemmatizer and dependency parser for English."""

    def __init__(self, network: Network, lemmas: Lemmas, model_hash: str) -> None:
        self._network = network
        self._lemmas = lemmas
        self.model_hash = model_hash
        """Changes with the model and the tables that cut text into sentences and words.

        What one parser decided can so be told from what another did.
        """

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """The parser of a model folder; None takes the one that the package ships."""
        # NumPy takes a tenth of a second to import: only those pay who parse.
        from communique.parse.lemmas import Lemmas
        from communique.parse.network import Network, use_one_thread

        use_one_thread()
        folder = path or Path(__file__).parent / "model"
        return cls(Network(folder), Lemmas(folder), _hash(folder))

    def parse(
        self, texts: Sequence[tuple[int, str]], wanted: Wanted | None = None
    ) -> list[Sentence]:
        """A `Sentence` for each (offset in the article, text), in order.

        Where `wanted` says False of the tagged sentence, it stays without a tree.
        """
        found: list[Sentence] = []
        for start in range(0, len(texts), _BLOCK):
            found += self._block(texts[start : start + _BLOCK], wanted)
        return found

    def _block(self, texts: Sequence[tuple[int, str]], wanted: Wanted | None) -> list[Sentence]:
        spans = [tokenize(text) for _, text in texts]
        tagged: list[list[_Tagged]] = [[] for _ in texts]
        for batch in _batches(list(_pieces(texts, spans)), lambda piece: len(piece.words)):
            for part in self._tag(batch, texts, spans):
                tagged[part.piece.sentence].append(part)
        sentences = []
        waiting: list[_Tagged] = []
        for (offset, text), parts in zip(texts, tagged, strict=True):
            parts.sort(key=lambda part: part.piece.first)
            tokens = tuple(token for part in parts for token in part.tokens)
            sentence = Sentence(offset, offset + len(text), tokens, parsed=False)
            if tokens and (wanted is None or wanted(sentence)):
                waiting += parts
            sentences.append(sentence)
        self._grow_trees(sentences, waiting)
        return sentences

    def _tag(
        self,
        batch: Sequence[_Piece],
        texts: Sequence[tuple[int, str]],
        spans: Sequence[Sequence[tuple[int, int]]],
    ) -> Iterator[_Tagged]:
        network, lemma = self._network, self._lemmas.lemma
        upos, feats, states = network.tag([as_read(piece.words) for piece in batch])
        tags, bundles = network.upos, network.feats
        numbers = list(zip(upos.tolist(), feats.tolist(), strict=True))
        begin = 0
        for piece in batch:
            offset = texts[piece.sentence][0]
            end = begin + len(piece.words)
            where = spans[piece.sentence][piece.first : piece.first + len(piece.words)]
            tokens = []
            for index, (word, (tag, bundle), (left, right)) in enumerate(
                zip(piece.words, numbers[begin:end], where, strict=True), piece.first
            ):
                pos, features = tags[tag], bundles[bundle]
                name = lemma(word, pos, features)
                tokens.append(
                    Token(index, word, name, pos, features, -1, "", offset + left, offset + right)
                )
            yield _Tagged(piece, tokens, states[begin:end])
            begin = end

    def _grow_trees(self, sentences: list[Sentence], waiting: list[_Tagged]) -> None:
        """Put the parsed sentence in the place of each tagged one whose parts are given."""
        import numpy as np

        grown: dict[int, list[tuple[int, list[Token]]]] = {}
        deps = self._network.deps
        for batch in _batches(waiting, lambda part: len(part.tokens)):
            states = np.concatenate([part.states for part in batch])
            trees, relations = self._network.parse(states, [len(p.tokens) for p in batch])
            labels = iter(relations)
            for part, heads in zip(batch, trees, strict=True):
                first = part.piece.first
                tokens = [
                    Token(i, text, lemma, pos, feats, head + first if head >= 0 else -1, dep, a, b)
                    for (i, text, lemma, pos, feats, _, _, a, b), head, dep in zip(
                        part.tokens, heads, (deps[next(labels)] for _ in heads), strict=True
                    )
                ]
                grown.setdefault(part.piece.sentence, []).append(
                    (first, join_titles(tokens, first))
                )
        for index, parts in grown.items():
            old = sentences[index]
            sentences[index] = Sentence(old.start, old.end, _joined(parts), parsed=True)


def _hash(folder: Path) -> str:
    model = [folder / name for name in ("weights.npz", "labels.json", "words.txt", "lemmas.txt")]
    digest = blake2b(digest_size=8)
    for path in (*model, *sorted(_TABLES.glob("*.csv"))):
        digest.update(path.name.encode() + path.stat().st_size.to_bytes(8))
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _pieces(
    texts: Sequence[tuple[int, str]], spans: Sequence[Sequence[tuple[int, int]]]
) -> Iterator[_Piece]:
    for index, ((_, text), where) in enumerate(zip(texts, spans, strict=True)):
        words = [text[start:end] for start, end in where]
        if len(words) <= _LONGEST:
            if words:
                yield _Piece(index, 0, words)
            continue
        for first in range(0, len(words), _LONGEST):
            yield _Piece(index, first, words[first : first + _LONGEST])


def _batches(items: list[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Items of like size together, longest first, about `_BATCH` words each."""
    batch: list[T] = []
    words = 0
    for item in sorted(items, key=size, reverse=True):
        batch.append(item)
        words += size(item)
        if words >= _BATCH:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch


def _joined(parts: list[tuple[int, list[Token]]]) -> tuple[Token, ...]:
    """One tree of the parts' trees: later roots hang on the first."""
    parts.sort()
    tokens = [token for _, part in parts for token in part]
    if len(parts) > 1:
        root = next(token.i for token in tokens if token.head == -1)
        tokens = [
            token._replace(head=root, dep="parataxis")
            if token.head == -1 and token.i != root
            else token
            for token in tokens
        ]
    return tuple(tokens)
