"""The line rules of data/lines.csv and the word lists of data/words.csv."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from communique.errors import SettingsError
from communique.model import LineLabel

DATA = Path(__file__).parent / "data"
COLUMNS = ["id", "label", "kind", "where", "most", "has", "pattern", "match", "reject"]
LABELS: dict[str, LineLabel] = {
    "rail": "rail",
    "furniture": "furniture",
    "caption": "caption",
}
WHERE = frozenset({"whole", "start", "end", "within"})
TAIL = 240
"""Characters at the end of a line in which "end" rules look."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of debris line."""

    id: str
    label: LineLabel
    kind: str
    where: str
    most: int
    """Longer lines, in words, are not looked at."""
    has: tuple[str, ...]
    """The line, in lower case, must hold one of these for the pattern to be tried."""
    pattern: re.Pattern[str]
    match: str
    """A line the rule must hit."""
    reject: str
    """A line it must leave alone."""

    def find(self, line: str) -> int | None:
        """Where in the stripped line the rule hits; None when it does not."""
        if self.where == "whole":
            return 0 if self.pattern.fullmatch(line) else None
        if self.where == "start":
            return 0 if self.pattern.match(line) else None
        base = max(0, len(line) - TAIL) if self.where == "end" else 0
        found = self.pattern.search(line, base)
        return found.start() if found else None


@cache
def line_rules() -> tuple[Rule, ...]:
    """All line rules in file order; SettingsError names file and line of a bad one."""
    return tuple(load_rules(DATA / "lines.csv"))


def load_rules(file: Path) -> list[Rule]:
    """The rules of a file; SettingsError for a wrong column, label, place, id or pattern."""
    rules: list[Rule] = []
    for number, row in _rows(file, COLUMNS):
        where = f"{file}:{number}"
        if row["label"] not in LABELS or row["where"] not in WHERE or not row["most"].isdigit():
            raise SettingsError(f"{where}: unknown label or place, or no number in `most`")
        if any(rule.id == row["id"] for rule in rules):
            raise SettingsError(f"{where}: rule {row['id']!r} is there twice")
        anchored = rf"(?:{row['pattern']})\s*\Z" if row["where"] == "end" else row["pattern"]
        try:
            pattern = re.compile(anchored, re.I)
        except re.error as error:
            raise SettingsError(f"{where}: pattern of {row['id']!r}: {error}") from error
        rules.append(
            Rule(
                row["id"],
                LABELS[row["label"]],
                row["kind"],
                row["where"],
                int(row["most"]),
                tuple(row["has"].split("|")) if row["has"] else (),
                pattern,
                row["match"],
                row["reject"],
            )
        )
    return rules


@cache
def words(kind: str) -> frozenset[str]:
    """A word list of data/words.csv; KeyError for an unknown kind is our own bug."""
    return {row["kind"]: frozenset(row["words"].split()) for _, row in _words()}[kind]


@cache
def _words() -> tuple[tuple[int, dict[str, str]], ...]:
    return tuple(_rows(DATA / "words.csv", ["kind", "words"]))


def _rows(file: Path, columns: list[str]) -> list[tuple[int, dict[str, str]]]:
    lines = file.read_text("utf-8").splitlines()
    skipped = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.reader(lines[skipped:], strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        for fields in reader:
            number = skipped + reader.line_num
            if number == skipped + 1:
                if fields != columns:
                    raise SettingsError(f"{file}:{number}: columns must be {','.join(columns)}")
                continue
            if len(fields) != len(columns):
                raise SettingsError(f"{file}:{number}: {len(fields)} fields, not {len(columns)}")
            rows.append((number, dict(zip(columns, fields, strict=True))))
    except csv.Error as error:
        raise SettingsError(f"{file}: {error}") from error
    return rows
