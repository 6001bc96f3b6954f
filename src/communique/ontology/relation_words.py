"""What a single word tells of two given parties, where no rule of the codebook fits."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from communique.errors import SettingsError
from communique.ontology.plover import load_plover

SHIPPED = Path(__file__).parent / "data" / "relations" / "words.csv"
_COLUMNS = ["word", "pos", "type"]
_HEADER = ("# version:", "# source:", "# licence:")


@cache
def load_relation_words(file: Path = SHIPPED) -> Mapping[tuple[str, str], str]:
    """PLOVER type by (lemma, UPOS).

    Raises SettingsError, with file and line, for a word given twice and for an unknown type.
    """
    types = load_plover().types
    found: dict[tuple[str, str], str] = {}
    lines = file.read_text("utf-8").splitlines()
    if not all(line.startswith(start) for line, start in zip(lines, _HEADER, strict=False)):
        raise SettingsError(f"{file}: must begin with {', '.join(_HEADER)}")
    rows = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    for (number, _), row in zip(rows, csv.reader(line for _, line in rows), strict=True):
        where = f"{file}:{number}"
        if number == rows[0][0]:
            if row != _COLUMNS:
                raise SettingsError(f"{where}: columns are {row}, must be {_COLUMNS}")
            continue
        if len(row) != len(_COLUMNS) or row[1] not in ("VERB", "NOUN") or row[2] not in types:
            raise SettingsError(f"{where}: needs a word, VERB or NOUN, and a PLOVER type: {row}")
        if (row[0], row[1]) in found:
            raise SettingsError(f"{where}: {row[0]} {row[1]} is given twice")
        found[row[0], row[1]] = row[2]
    return found
