"""Named issues of the registry in the text; bare place names only where they stand for an issue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from communique.model import Article, IssueMention, Sentence
from communique.ontology.issues import Issue, load_issues

_WORD = re.compile(r"[^\W_]+")
_PLAIN = str.maketrans("’‘‑–", "''--")
_REACH = 200
"""How far, in characters, a list may run from the word that makes it a list of issues."""

_BEHIND = re.compile(
    r"(?:[\s/,]|\b(?:and|or|the|other|related)\b|\b[A-Z][\w-]*){0,9}?[\s-]*"
    r"\b(?:issues?|questions?|disputes?|problems?|conflicts?|matters?|stance|policy|policies|file)\b"
)
_CUE = re.compile(
    r"\b(?:issues?|questions?|disputes?|matters?|interests?|stances?|stand|positions?|policy|policies|"
    r"views?|concerns?|differences|disagreements?|tensions?|topics?|problems?|situations?|"
    r"(?:support\w*|back\w*|stood|stands?)\s+(?:\w+\s+){1,3}?(?=on\b))",
    re.IGNORECASE,
)
# Possessive: a hostile run of blanks must not be tried in every division.
_LIST = re.compile(
    r"(?:[\s,:;()‘’“”\"'/&–-]++|(?:including|especially|particularly|notably|namely|such|as|like|on|of|"
    r"over|about|regarding|concerning|related|relating|pertaining|to|in|around|across|surrounding|the|"
    r"and|or|its|with|both|well|those|is|are|were|was|policy|principle|status|issues?|questions?|"
    r"disputes?|conflict|war|crisis|one)\b|[A-Z][\w'’&-]*+)*+"
)


class _Name(NamedTuple):
    """One name of one issue."""

    folded: str
    exact: bool
    """Case matters: acronyms and single words."""
    issue: Issue
    side: str | None
    contextual: bool


@cache
def _names() -> Mapping[str, tuple[_Name, ...]]:
    """Names by their first word in small letters, the longest first."""
    table: dict[str, list[_Name]] = {}
    for issue in load_issues().values():
        entries: list[tuple[str, str | None, bool]] = [(n, None, False) for n in issue.names]
        entries += [(n, side, False) for n, side in issue.wordings]
        entries += [(n, None, True) for n in issue.contextual]
        for name, side, contextual in entries:
            plain = name.translate(_PLAIN)
            first = _WORD.match(plain)
            if first is None:
                continue
            exact = contextual or " " not in plain
            entry = _Name(plain if exact else plain.lower(), exact, issue, side, contextual)
            table.setdefault(first[0].lower(), []).append(entry)
    return {
        word: tuple(sorted(names, key=lambda n: -len(n.folded))) for word, names in table.items()
    }


def detect_issues(article: Article, sentences: Sequence[Sentence]) -> tuple[IssueMention, ...]:
    """The issues that the sentences name, longest name first, without overlaps.

    A bare name such as "Taiwan" counts only near a word like "issue", "stance" or "dispute", or in
    a list that such a word opens ("core issues, including …").
    """
    table = _names()
    return tuple(
        mention
        for index, sentence in enumerate(sentences)
        for mention in _in_sentence(article.text, index, sentence, table)
    )


def _in_sentence(
    text: str, index: int, sentence: Sentence, table: Mapping[str, tuple[_Name, ...]]
) -> Iterator[IssueMention]:
    free = sentence.start
    for word in _WORD.finditer(text, sentence.start, sentence.end):
        names = table.get(word[0].lower())
        if names is None or word.start() < free:
            continue
        name = _match(text, word.start(), sentence, names)
        if name is None:
            continue
        free = word.start() + len(name.folded)
        yield IssueMention(index, word.start(), free, name.issue.id, name.issue.name, name.side)


def _match(text: str, start: int, sentence: Sentence, names: tuple[_Name, ...]) -> _Name | None:
    longest = len(names[0].folded)
    window = text[start : min(start + longest, sentence.end)].translate(_PLAIN)
    lowered = window.lower()
    if len(lowered) != len(window):
        lowered = window
    for name in names:
        if not (_says(window, name) if name.exact else lowered.startswith(name.folded)):
            continue
        end = start + len(name.folded)
        if end < len(text) and (text[end].isalnum() or text[end] == "-"):
            continue
        if not name.contextual or _is_issue_here(text, start, end, sentence):
            return name
    return None


def _says(window: str, name: _Name) -> bool:
    if window.startswith(name.folded):
        return True
    # A small first letter may be a capital at the start of a sentence or in a headline.
    return (
        name.folded[0].islower()
        and window[0].isupper()
        and window.lower().startswith(name.folded.lower())
    )


def _is_issue_here(text: str, start: int, end: int, sentence: Sentence) -> bool:
    """The context test of a bare name."""
    if _BEHIND.match(text, end, min(sentence.end, end + 60)):
        return True
    floor = max(sentence.start, start - _REACH)
    cues = _CUE.finditer(text, floor, start)
    return any(_LIST.fullmatch(text, cue.end(), start) for cue in cues)
