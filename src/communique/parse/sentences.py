"""Cut text into sentences: at stops, unless what stands around the stop speaks against it."""

from __future__ import annotations

import re

from communique.parse.abbreviations import kind_of

Span = tuple[int, int]

LONGEST = 2_000
"""Characters; whatever is longer is no sentence and is cut at white space."""

_CLOSING = "\"'”’»)\\]"
_OPENING = "\"'“‘«(\\["
_CANDIDATE = re.compile(
    rf"[\n\r\u2028\u2029\x0b\x0c]"
    rf"|[.!?…]+[{_CLOSING}]*(?:\s?\[\d{{1,3}}\])*(?=\s|$)"
    rf"|(?<=[a-z]{{3}})[.!?][{_CLOSING}]?(?=[“\"]?[A-Z][a-z]*[\s,])"
    rf"|[。！？।]+[{_CLOSING}」』]*"
)
_NEXT = re.compile(rf"\s*[{_OPENING}\-–—\s•*]*")
_WORD_BEFORE = re.compile(r"[^\s\"'“”‘’«»(\[]*$")
_WORD_AFTER = re.compile(r"[\w’'-]+\.?")
_SAID = re.compile(
    r"(?:(?!The|It|In|He|She|They|We|I|But)[A-Z][\w.’'-]*\s+){1,4}"
    r"(?:said|says|asked|told|added|wrote|declared|replied|tweeted|shouted|warned)\b"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]|[A-Z][a-z]?(?:\.-?[A-Z])+")
_NUMERAL = re.compile(r"\d|[IVXLC]+\b")

# Words that open a sentence far more often than they follow an abbreviation inside one.
_STARTERS = frozenset(
    """
    The A An This That These Those He She It They We You I His Her Its Their Our My Your There Here
    In On At By For From With Without Within After Before Since Until During Under Over Among
    Between Through Despite Although Though While When Where What Who Why How Which Whether If As
    Because But And Or Yet So However Moreover Meanwhile Also Then Thus Therefore Still Instead
    Nevertheless Nonetheless Furthermore Additionally Earlier Later Now Today Yesterday Both Each
    Every Some Many Most Several Few All Any Another Other Others Such No Not Nor Neither Either
    One Two Only Even Once Last According Asked Mr Mr. Mrs Mrs. Ms Ms. To Of Let Please Do Does Did
    Is Are Was Were Has Have Had Can Could Will Would Should May Might Must Nothing Everyone Nobody
    Someone Something Speaking Addressing Separately Recently Officials Police Analysts Critics
    """.split()
)


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the sentences between two offsets, without white space around them.

    A line break always ends a sentence.
    """
    limit = len(text) if end is None else end
    spans: list[Span] = []
    begin = start
    for match in _CANDIDATE.finditer(text, start, limit):
        if match.start() < begin or not _ends(text, begin, match, limit):
            continue
        _add(spans, text, begin, match.end())
        begin = match.end()
    _add(spans, text, begin, limit)
    return spans


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        _add(spans, text, start, cut)
        start = cut
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        left = start + len(piece) - len(piece.lstrip())
        spans.append((left, left + len(bare)))


def _ends(text: str, begin: int, match: re.Match[str], limit: int) -> bool:
    """Whether the candidate ends the sentence that began at `begin`."""
    mark = match.group()
    if mark[0] in "\n\r\u2028\u2029\x0b\x0c。！？।":
        return True
    follows = _NEXT.match(text, match.end(), limit)
    here = follows.end() if follows else match.end()
    if here >= limit or "\n" in text[match.end() : here]:
        return True
    upcoming = text[here]
    if upcoming.islower() or upcoming in ",;:.":
        return False
    if mark[0] != "." or mark.startswith(".."):
        return not (mark[-1] in "\"'”’»" and _SAID.match(text, here, limit))
    return _stop_ends(text, max(begin, match.start() - 40), match.start(), here, begin)


def _stop_ends(text: str, left: int, stop: int, here: int, begin: int) -> bool:
    """Whether a single full stop at `stop` ends a sentence when the text at `here` follows."""
    before = _WORD_BEFORE.search(text, left, stop)
    word = before.group() if before else ""
    if not word:
        return True
    after = _WORD_AFTER.match(text, here)
    starter = after is not None and after.group() in _STARTERS
    kind = kind_of(word) or kind_of(re.split(r"[-–/]", word)[-1])
    if kind is None:
        if _INITIALS.fullmatch(word):
            return starter
        # "1. Introduction": the number of a list item stands alone before the stop.
        return not (word.isdigit() and stop - len(word) <= begin + 1)
    if kind in {"title", "inside"}:
        return False
    if kind == "number" and _NUMERAL.match(text, here):
        return False
    if word == "No":
        return starter or stop - 2 <= begin + 1
    return starter
