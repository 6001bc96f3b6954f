"""Quotation marks in pairs: curly, straight, low, guillemets; single marks, not apostrophes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from communique.model import QuoteMention, Span

_MARK = re.compile(r"``|''|[“”„‟«»\"‘’‚‹›']")
_DOUBLE = {"“", "”", "„", "‟", "«", "»", '"', "``", "''"}
_OPENS = {"“", "„", "«", "``", "‘", "‚", "‹"}
_CLOSES = {"”", "»", "''", "’", "›"}
# What closes what is opened by a mark; news mixes them, so a family is enough.
_FAMILY = {"«": "»", "»": "«", "‹": "›", "›": "‹"}
_ELISION = re.compile(r"['’](?:\d0s|\d\d\b|tis\b|twas\b|em\b|til\b|cause\b|n['’])", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…](?=\s+[A-Z“\"‘]|\s*$)")


class _Open(NamedTuple):
    mark: str
    inside: int
    """Offset of the first quoted character."""


def _double(mark: str) -> bool:
    return mark in _DOUBLE


def _side(text: str, start: int, end: int, span: Span) -> str:
    """Whether a mark opens, closes, or could do "either" or "neither", by its neighbours."""
    before = text[start - 1] if start > span.start else " "
    after = text[end] if end < span.end else " "
    opens = not before.isalnum() and before not in ".,!?;:%)]" and not after.isspace()
    closes = not before.isspace() and before not in "([" and not after.isalnum()
    if opens == closes:
        return "either" if opens else "neither"
    return "open" if opens else "close"


def _apostrophe(text: str, start: int, end: int, opened: bool) -> bool:
    """Whether a single mark is an apostrophe: inside a word, an elision, or a plural genitive."""
    before = text[start - 1 : start]
    after = text[end : end + 1]
    if before.isalnum() and after.isalnum():
        return True
    if not before.isalnum() and _ELISION.match(text, start):
        return True
    if not opened:
        return before.isalnum() or after.isspace()
    # "the ministers’ meeting" within single marks: a genitive goes on with a word, unquoted.
    rest = text[end : end + 60]
    return before == "s" and re.match(r"\s+[a-z]+\b", rest) is not None and _later(rest)


def _later(rest: str) -> bool:
    """Whether another single closing mark follows soon, before a new one opens."""
    return re.match(r"[^‘'’“”\"\n]*\w[.,!?]?[’'](?!\w)", rest) is not None


class _Paragraph:
    """The marks of one paragraph, paired."""

    def __init__(self, text: str, span: Span, carried: bool) -> None:
        self.text, self.span = text, span
        self.found: list[QuoteMention] = []
        self.stack: list[_Open] = []
        if carried:
            self.stack.append(_Open("“", span.start))
        self.reopened = False

    def pair(self) -> None:
        for match in _MARK.finditer(self.text, self.span.start, self.span.end):
            mark = match[0]
            single = not _double(mark) and mark not in {"‹", "›"}
            if single and mark != "‘" and self._is_apostrophe(match):
                continue
            if self._reopens(match):
                continue
            if self._closing(mark, match):
                self._close(mark, match.start())
            elif self._opening(mark, match):
                self.stack.append(_Open(mark, match.end()))

    def _is_apostrophe(self, match: re.Match[str]) -> bool:
        opened = any(not _double(o.mark) for o in self.stack)
        return _apostrophe(self.text, match.start(), match.end(), opened)

    def _reopens(self, match: re.Match[str]) -> bool:
        """A quotation that runs over paragraphs opens each of them anew."""
        at_start = not self.text[self.span.start : match.start()].strip()
        if at_start and len(self.stack) == 1 and _double(match[0]) and not self.reopened:
            self.reopened = True
            self.stack[0] = _Open(self.stack[0].mark, match.end())
            return True
        return False

    def _level(self, mark: str) -> int | None:
        """Index on the stack of the quotation that a mark may close."""
        for index in range(len(self.stack) - 1, -1, -1):
            opened = self.stack[index].mark
            if mark in _FAMILY or opened in _FAMILY:
                if _FAMILY.get(opened) == mark:
                    return index
            elif _double(opened) == _double(mark):
                return index
        return None

    def _closing(self, mark: str, match: re.Match[str]) -> bool:
        if self._level(mark) is None:
            return False
        side = _side(self.text, match.start(), match.end(), self.span)
        if mark in _CLOSES:
            return side != "open"
        if mark in _OPENS:
            return side == "close"
        return side in {"close", "either", "neither"}

    def _opening(self, mark: str, match: re.Match[str]) -> bool:
        side = _side(self.text, match.start(), match.end(), self.span)
        if mark in _OPENS:
            return side != "close"
        return side == "open"

    def _close(self, mark: str, at: int) -> None:
        level = self._level(mark)
        if level is None:
            return
        opened = self.stack[level]
        del self.stack[level:]
        self._add(opened.inside, at)

    def _add(self, start: int, end: int) -> None:
        if self.text[start:end].strip():
            self.found.append(QuoteMention(start, end))

    def leave_open(self, carries: bool) -> None:
        """Ends what is still open: at the paragraph's end where the next one goes on with it."""
        opened = next((o for o in self.stack if _double(o.mark)), None)
        if opened is None:
            return
        if carries:
            self._add(opened.inside, self.span.end)
            return
        end = _SENTENCE_END.search(self.text, opened.inside, self.span.end)
        self._add(opened.inside, end.end() if end else self.span.end)


def detect_quotes(text: str, spans: Iterable[Span]) -> tuple[QuoteMention, ...]:
    """The words inside quotation marks, outer and inner ones, in order.

    `spans` are the paragraphs of the story in reading order. A quotation over several paragraphs
    gives one mention in each. A mark without a partner ends with its sentence; a closing mark
    without an opening one is left out.
    """
    return tuple(sorted(_pairs(text, list(spans)), key=lambda q: (q.start, -q.end)))


def _pairs(text: str, spans: list[Span]) -> Iterator[QuoteMention]:
    carried = False
    for index, span in enumerate(spans):
        paragraph = _Paragraph(text, span, carried)
        paragraph.pair()
        still_open = any(_double(o.mark) for o in paragraph.stack)
        following = spans[index + 1] if index + 1 < len(spans) else None
        carried = still_open and following is not None and _goes_on(text, following)
        paragraph.leave_open(carried)
        yield from paragraph.found


def _goes_on(text: str, span: Span) -> bool:
    """Whether a paragraph continues an open quotation: it reopens it or closes it first."""
    words = text[span.start : span.end].lstrip()
    if words[:1] in {"“", '"', "„", "«"}:
        return True
    first = re.search(r"[“”\"„«»]", words)
    return first is not None and first[0] in {"”", "»"}
