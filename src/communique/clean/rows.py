"""Physical lines to rows: wrapped paragraphs joined, glued debris split off, facts per row."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from communique.clean.rules import TAIL, Rule, line_rules
from communique.errors import ItemError
from communique.model import LineLabel

WRAP = (30, 110)
"""Lengths between which a physical line may be part of a wrapped paragraph."""
MANY = 20_000
"""Lines of a page that is hardly an article any more."""
SHORT = 16
"""Characters of a line in a list of words."""
LONGEST = 400
"""Words of the longest line that is looked at as a whole."""
LONGEST_CHARACTERS = 4_000
"""Of a longer line only the end is looked at: it is a whole article or junk."""
FULL = 0.75
"""A wrapped line shorter than this share of the width ends a paragraph."""
MARGIN = 40
"""Most white space before a line's first character."""
WRAPPED_SHARE = 0.35
"""A page is wrapped when this share of its line pairs runs on in lower case."""
_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(r"[.!?…][\"”’'»)\]*\d]{0,4}(?:\s*\([^()\n]{1,40}\))?$")
_TRUNCATED = re.compile(r"(?:\.\.\.|…)[\"”’]?$")
_BULLET = re.compile(r"(?:[•●▪◦■*·–—-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)])\s*\S")
_COLON_TURN = re.compile(
    r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}:(?=\s|$)|\(\([^()\n]{1,40}\)\)|Q(?=\s+[A-Z(“])"
)
_NORMAL = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Row:
    """One logical line while it is being labelled."""

    start: int
    end: int
    text: str
    """Without outer space; inner line ends of a wrapped paragraph are spaces."""
    words: int
    stop: bool
    """Ends like a sentence."""
    rule: Rule | None = None
    turn: bool = False
    """Opens with the name of a speaker, as transcripts do."""
    label: LineLabel | None = None
    reason: str = ""
    _normal: str | None = field(default=None, repr=False)

    @property
    def kind(self) -> str:
        """Kind of the rule that hit, "" for none."""
        return self.rule.kind if self.rule else ""

    @property
    def normal(self) -> str:
        """The words in lower case with one space between them, for comparing."""
        if self._normal is None:
            self._normal = normal(self.text)
        return self._normal

    @property
    def prose(self) -> bool:
        """A sentence or more, and no known debris."""
        return self.rule is None and (
            self.turn or (self.stop and self.words >= 4) or self.words >= 25
        )

    @property
    def bullet(self) -> bool:
        """Opens with a list mark or number."""
        return bool(_BULLET.match(self.text))

    @property
    def truncated(self) -> bool:
        """Ends in an ellipsis."""
        return bool(_TRUNCATED.search(self.text[-6:]))

    def mark(self, label: LineLabel, reason: str) -> None:
        """Give the row its label, once: a later pass does not overrule an earlier one."""
        if self.label is None:
            self.label, self.reason = label, reason


def normal(text: str) -> str:
    """The words of a text in lower case with one space between them."""
    return _NORMAL.sub(" ", text.lower().replace("’", "").replace("'", "")).strip()


def make_rows(text: str) -> tuple[list[Row], list[tuple[int, int]]]:
    """The rows of a text in order, and the spans of its lines of mere white space.

    Raises ItemError with reason "not an article" for a list of very many words.
    """
    lines: list[tuple[int, int]] = []
    blanks: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        (blanks if match.group().isspace() else lines).append(match.span())
    if len(lines) > MANY and sum(end - start for start, end in lines) < SHORT * len(lines):
        message = f"not an article: {len(lines)} lines of a word or two"
        raise ItemError(message, "not an article")
    spans = list(_join(text, lines))
    rows = [row for start, end in spans for row in _split(text, start, end)]
    _find_turns(rows)
    return rows, [blank for blank in blanks if not _inside(blank, spans)]


def _inside(blank: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, blank) - 1
    return at >= 0 and blank[1] <= spans[at][1]


def _join(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of logical lines: physical lines of one wrapped paragraph become one span."""
    gap = 1
    width = _width(text, lines, gap)
    if not width and not any(k[0] - i[1] == 1 for i, k in pairwise(lines)):
        # Text copied from a PDF often has an empty line after every line.
        gap = 2
        width = _width(text, lines, gap)
    current: tuple[int, int] | None = None
    for number, line in enumerate(lines):
        near = number and line[0] - lines[number - 1][1] <= (gap if width else 1)
        if current and near and _runs_on(text, lines, number, width):
            current = (current[0], line[1])
        else:
            if current:
                yield current
            current = line
    if current:
        yield current


def _width(text: str, lines: list[tuple[int, int]], gap: int) -> int:
    """The width to which the page is wrapped, 0 for a page that is not."""
    pairs = running = 0
    for (start, end), (following, _) in pairwise(lines):
        if following - end <= gap and WRAP[0] <= end - start <= WRAP[1]:
            pairs += 1
            running += _first(text, following).islower() and _open(text[start:end])
    if running < 2 or running < WRAPPED_SHARE * pairs:
        return 0
    lengths = sorted(end - start for start, end in lines)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    return width if width <= WRAP[1] else 0


def _first(text: str, start: int) -> str:
    """The first character of a line that is no white space."""
    return text[start : start + MARGIN].lstrip()[:1]


def _open(line: str) -> bool:
    """True when the line stops inside a sentence."""
    last = line.rstrip()[-1:]
    return last.isalnum() or last in {",", "-", "–", "—", "”", '"', "’", "'", ")", "%"}


def _runs_on(text: str, lines: list[tuple[int, int]], number: int, width: int) -> bool:
    """True when the line goes on with the paragraph of the one before."""
    (start, end), line = lines[number - 1], lines[number]
    before, length = text[start:end], end - start
    if length >= WRAP[0] and _first(text, line[0]).islower() and _open(before):
        return length <= WRAP[1] or not width
    indented = text[line[0]].isspace() and not text[start].isspace()
    if not width or number == 1 or indented:
        return False
    # After a full stop the paragraph goes on only where the next word found no room.
    word = text[line[0] : line[1]].split(None, 1)[0]
    ended = length < FULL * width if _open(before) else length + 1 + len(word) <= width
    if ended or _BULLET.match(text[line[0] : line[0] + 8]):
        return False
    ages = (
        text[lines[k][0] : lines[k][1]].rstrip() for k in (number, number + 1) if k < len(lines)
    )
    return not any(age.endswith(" ago") and len(age) < WRAP[0] for age in ages)


def _split(text: str, start: int, end: int) -> Iterator[Row]:
    """The rows of one logical line: debris glued to its end becomes a row of its own."""
    row = _row(text, start, end)
    row.rule = _hit(row)
    if row.rule is None or row.rule.kind not in {"glue", "agency"}:
        yield row
        return
    at = row.rule.find(row.text)
    cut = start + (len(text[start:end]) - len(text[start:end].lstrip())) + (at or 0)
    if not text[start:cut].strip():
        yield row
        return
    tail = _row(text, cut, end)
    tail.rule = row.rule
    head = _row(text, start, cut)
    head.rule = _hit(head)
    if head.rule is not None and head.rule.kind in {"glue", "agency"}:
        head.rule = None
    yield head
    yield tail


def _row(text: str, start: int, end: int) -> Row:
    line = text[start:end].strip()
    if "\n" in line:
        line = line.replace("\n", " ")
    return Row(start, end, line, line.count(" ") + 1, bool(_STOP.search(line[-50:])))


def _hit(row: Row) -> Rule | None:
    """The first rule that hits the row."""
    count = LONGEST + 1 if len(row.text) > LONGEST_CHARACTERS else min(row.words, LONGEST + 1)
    low = row.text.lower() if count <= LONGEST else row.text[-TAIL:].lower()
    for rule in _by_length(count):
        if rule.has and not any(part in low for part in rule.has):
            continue
        line = row.text[-TAIL:] if rule.where == "end" else row.text
        if rule.find(line) is not None:
            return rule
    return None


@cache
def _by_length(count: int) -> tuple[Rule, ...]:
    """The rules that look at lines of so many words."""
    return tuple(
        rule for rule in line_rules() if count <= rule.most or rule.kind in {"glue", "agency"}
    )


def _find_turns(rows: list[Row]) -> None:
    """Mark the turns of a transcript: labels before a colon of which one or more recur."""
    seen: dict[str, int] = {}
    labels: list[str | None] = []
    for row in rows:
        match = _COLON_TURN.match(row.text) if row.rule is None else None
        label = match.group() if match else None
        labels.append(label)
        if label:
            seen[label] = seen.get(label, 0) + 1
    if not any(count >= 2 for count in seen.values()):
        return
    for row, label in zip(rows, labels, strict=True):
        if label and (seen[label] >= 2 or label.isupper()):
            row.turn = True
