"""The table of lemmas that the rules of `communique.parse.lemmas` cannot know."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from communique.parse.lemmas import Lemmas, _kind
from treebank import Tree

_TAGS = {"verb": "VERB", "noun": "NOUN", "adj": "ADJ"}
_KINDS = {
    "verb": ("VERB", "VERB|Tense=Past", "VERB|Tense=Pres"),
    "noun": ("NOUN|Number=Plur",),
    "adj": ("ADJ",),
}
_NOUN_BASES = ("se", "xe", "che", "she", "ze", "oe", "ie", "o", "x", "ch", "sh", "z")


def write_lemmas(trees: Sequence[Tree], lookups: Path, out: Path) -> None:
    """Bases and irregular forms of WordNet, and what the treebanks' lemmas add to them."""
    lines = [f"{tag}\t{' '.join(words)}" for tag, words in _bases(lookups).items()]
    irregular = _irregular(lookups)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _ in range(2):
            rows = [f"{tag}\t{form}\t{lemma}" for (tag, form), lemma in sorted(irregular.items())]
            (folder / out.name).write_text("\n".join([*lines, *rows]), "utf-8")
            irregular.update(_corrections(trees, Lemmas(folder)))
    rows = [f"{tag}\t{form}\t{lemma}" for (tag, form), lemma in sorted(irregular.items())]
    out.write_text("\n".join([*lines, *rows]), "utf-8")


def _load(path: Path) -> dict[str, dict[str, list[str]]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        loaded: dict[str, dict[str, list[str]]] = json.load(stream)
    return loaded


def _bases(lookups: Path) -> dict[str, list[str]]:
    found = {}
    for name, words in _load(lookups / "en_lemma_index.json.gz").items():
        if name in _TAGS:
            plain = (w for w in words if w.isalpha() and w.islower() and w.isascii())
            kept = sorted(w for w in plain if name != "noun" or w.endswith(_NOUN_BASES))
            found[_TAGS[name]] = [w for w in kept if len(w) > 1]
    return found


def _irregular(lookups: Path) -> dict[tuple[str, str], str]:
    table = {}
    for name, forms in _load(lookups / "en_lemma_exc.json.gz").items():
        if name in _TAGS:
            for form, lemmas in forms.items():
                if form.isalpha() and lemmas[0].isalpha() and form != lemmas[0]:
                    for kind in _KINDS[name]:
                        table[kind, form] = lemmas[0]
    return table


def _corrections(trees: Sequence[Tree], lemmas: Lemmas) -> dict[tuple[str, str], str]:
    """Lemmas that the treebanks agree on and that the table so far gets wrong."""
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    feats: dict[tuple[str, str], str] = {}
    for tree in trees:
        for word, lemma, pos, bundle in zip(
            tree.words, tree.lemmas, tree.upos, tree.feats, strict=True
        ):
            if pos in {"PROPN", "X", "PUNCT", "SYM"} or "Typo=Yes" in bundle or lemma == "_":
                continue
            key = (_kind(pos, bundle), word.lower().replace("’", "'"))
            votes[key][lemma.lower()] += 1
            feats[key] = bundle
    wrong = {}
    for (tag, form), counter in votes.items():
        best, count = counter.most_common(1)[0]
        given = lemmas.lemma(form, tag.split("|")[0], feats[tag, form])
        if given != best and count >= 2 and "\t" not in form:
            wrong[tag, form] = best
    return wrong
