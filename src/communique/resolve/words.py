"""Content words of evidence, and surnames: what two tellings of one happening share."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache

from communique.ontology.places import DATA

_WORD = re.compile(r"[^\W\d_]{3,}|\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=[ (‘“'\"–—-])[A-Z][^\W\d_]{2,}")
_ENDINGS = ("ings", "ing", "ied", "ies", "ed", "es", "s", "e")
_NONE = frozenset({""})
_LEAST_STEM = 4
_AFTER_NAMES = frozenset({"jr", "sr", "ii", "iii", "iv", "vi", "vii", "viii", "xii", "xiv", "xvi"})
_MOST_CHARACTERS = 2000
"""Characters read of one sentence: longer ones are lists, and hostile pages must not cost more."""

_EMPTY = frozenset(
    """
    about above after again against all along also although among and another any are around because
    been before being below between both but called calls came can come could day days did does
    doing down during each early efforts either even ever every few first for former from further
    get give given going had has have having her here hers him his how however including into its
    itself last late later least less like made make many may might more most much must near new
    next nor not now off one only onto other others our ours out over own part people per rather
    said same say saying says see seen several shall she should since some still such take taken
    than that the their theirs them then there these they this those three through throughout time
    today together too toward towards two under until upon very was way well went were what when
    where whether which while who whom whose why will with within without would yesterday yet you
    your year years official officials government president minister secretary state foreign prime
    spokesperson department country countries united states monday tuesday wednesday thursday friday
    saturday sunday january february march april june july august september october november
    december province oblast region district city capital town village army armed forces troops
    """.split()
)


def content_words(text: str) -> frozenset[str]:
    """The stems of the content words and the numbers of a text.

    Left out are titles, days and what names a country: reports that are compared have the same
    parties anyhow.
    """
    found = _WORD.findall(text[:_MOST_CHARACTERS].lower())
    return frozenset(map(_stem, found)) - _NONE


def proper_names(text: str) -> frozenset[str]:
    """Those of the content words that stand in capitals after the first word of the text."""
    found = _NAME.findall(text[:_MOST_CHARACTERS])
    return frozenset(map(_stem, map(str.lower, found))) - _NONE


def surname(name: str) -> str:
    """The last word of a person's name without accents or case; "" when there is none.

    "Jr" and numbers of kings are passed over.
    """
    plain = unicodedata.normalize("NFKD", name[:200])
    folded = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    words = [word for word in re.findall(r"[^\W\d_]{2,}", folded) if word not in _AFTER_NAMES]
    return words[-1] if words else ""


@cache
def _without_content() -> frozenset[str]:
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        names = " ".join(f"{r['name']} {r['aliases']} {r['demonyms']}" for r in rows)
    return _EMPTY | frozenset(_WORD.findall(names.lower()))


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    """The word without its ending; "" for one without content."""
    if word in _without_content():
        return ""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word
