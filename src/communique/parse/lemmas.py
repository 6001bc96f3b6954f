"""Dictionary forms: a table of irregular words first, then endings checked against known bases."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

Candidates = list[str]


class Lemmas:
    """Lemmas by word, tag and features; the tables come from the model folder."""

    def __init__(self, folder: Path) -> None:
        self._irregular: dict[tuple[str, str], str] = {}
        self._bases: dict[str, frozenset[str]] = {}
        for line in (folder / "lemmas.txt").read_text("utf-8").splitlines():
            tag, form, *lemma = line.split("\t")
            if lemma:
                self._irregular[tag, form] = lemma[0]
            else:
                self._bases[tag] = frozenset(form.split())
        with Path(__file__).with_name("verbs.csv").open(encoding="utf-8", newline="") as rows:
            listed = csv.DictReader(row for row in rows if not row.startswith("#"))
            self._meant = frozenset(row["verb"] for row in listed)
        self.lemma = lru_cache(maxsize=50_000)(self._lemma)

    def _lemma(self, word: str, pos: str, feats: str) -> str:
        """In lower case, but for proper nouns, which keep their form."""
        if pos == "PROPN":
            return word
        form = word.lower().replace("’", "'")
        kind = _kind(pos, feats)
        found = self._irregular.get((kind, form))
        if found is None and kind != "VERB|VerbForm=Inf":
            found = self._irregular.get((pos, form))
        if found is not None:
            return found
        if pos == "NUM":
            return form.replace(",", "")
        return self._regular(form, pos, feats)

    def _regular(self, form: str, pos: str, feats: str) -> str:
        if pos == "NOUN":
            return self._noun(form) if "Number=Plur" in feats else form
        if pos in {"VERB", "AUX"}:
            return self._verb(form, feats)
        if pos in {"ADJ", "ADV"} and ("Degree=Cmp" in feats or "Degree=Sup" in feats):
            return self._first(_compared(form), "ADJ", form)
        return form

    def _noun(self, form: str) -> str:
        if form.endswith("men") and len(form) > 4:
            return form[:-3] + "man"
        if form.endswith("children"):
            return form[:-3]
        if not form.endswith("s") or form.endswith(("ss", "us")) or len(form) < 3:
            return form
        if form.endswith(("'s", ".s")):
            return form[:-2]
        return self._first(_plural(form), "NOUN", form)

    def _verb(self, form: str, feats: str) -> str:
        if "VerbForm=Inf" in feats or "Mood=Imp" in feats:
            return form
        if form.endswith("ing") and len(form) > 4:
            return self._first(_cut_back(form[:-3]), "VERB", form)
        if form.endswith("ied") and len(form) > 4:
            return form[:-3] + "y"
        if form.endswith("ed") and len(form) > 3:
            return self._first(_cut_back(form[:-2]), "VERB", form)
        if form.endswith("s") and not form.endswith("ss") and len(form) > 2:
            return self._first(_plural(form), "VERB", form)
        return form

    def _first(self, candidates: Candidates, tag: str, form: str) -> str:
        known = self._bases.get(tag, frozenset())
        for candidate in candidates:
            if tag == "VERB" and candidate.rpartition("-")[2] in self._meant:
                return candidate
        # A compound without a hyphen has the ending of its last part: "outsourced" like "sourced".
        for start in range(min(5, max(1, len(form) - 5))):
            for candidate in candidates:
                if candidate[start:] in known:
                    return candidate
        return candidates[0]


def _kind(pos: str, feats: str) -> str:
    """The tag with the feature that tells two readings of a form apart: "found", "left", "saw"."""
    for feature in ("VerbForm=Inf", "Tense=Past", "Tense=Pres", "Case=Acc", "Number=Plur"):
        if feature in feats:
            return f"{pos}|{feature}"
    return pos


def _plural(form: str) -> Candidates:
    if form.endswith("ies") and len(form) > 4:
        return [form[:-3] + "y", form[:-1]]
    if form.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        return [form[:-2], form[:-1]]
    return [form[:-1]]


def _compared(form: str) -> Candidates:
    for ending in ("er", "est"):
        if form.endswith(ending):
            stem = form[: -len(ending)]
            if stem.endswith("i"):
                return [stem[:-1] + "y"]
            return _cut_back(stem)
    return [form]


def _cut_back(stem: str) -> Candidates:
    """Bases that a stem before "-ed" or "-ing" may have, the likeliest first."""
    doubled = stem[-1:] == stem[-2:-1] and stem[-1:] not in "aeiou"
    if doubled and stem[-1:] not in "lsfz":
        return [stem[:-1], stem, stem + "e"]
    if doubled:
        return [stem, stem[:-1], stem + "e"]
    if stem.endswith(("at", "iz", "is", "u", "v", "c", "rg", "dg", "ng", "bl", "pl", "tl", "dl")):
        return [stem + "e", stem]
    return [stem, stem + "e"]
