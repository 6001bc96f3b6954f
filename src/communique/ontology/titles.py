"""Titles of offices in text, and which office each names: "Secretary of State" in the USA."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from communique.errors import SettingsError
from communique.ontology.offices import DATA, plain, read_rows

_COLUMNS = ["title", "kind", "countries", "portfolio"]
_FORMS = (
    "{} minister",
    "minister of {}",
    "minister for {}",
    "{} secretary",
    "secretary of {}",
    "secretary for {}",
)
_DEPUTY = (
    r"(?:(?:first|second|third|senior|executive)\s+)?"
    r"(?:deputy|vice|assistant|associate|alternate|shadow)"
)
_SPACES = re.compile(r"[\s-]+")
# Spelling and hyphens say nothing about the office.
_AMERICAN = (("defense", "defence"), ("advisor", "adviser"), ("counselor", "counsellor"))


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it stands in a text."""

    start: int
    end: int
    words: str
    """As worded."""
    name: str
    """The same in lower case with single spaces, as the table writes it."""
    deputy: str
    """"deputy", "assistant", … before a title that the table has without it, else ""."""


class Titles:
    """The table of titles; get it with `load_titles`."""

    def __init__(self, kinds: dict[str, list[tuple[frozenset[str], str]]]) -> None:
        self._kinds = kinds
        self._longest: dict[str, Title | None] = {}
        """The longest title in the words that the tables of leaders and users give."""
        # One word of each title: looked for first, because most words stand near no title.
        heads = {re.split(r" (?:of|for|to) ", title)[0].split()[-1] for title in kinds}
        self._heads = re.compile("|".join(sorted(_pattern(head) for head in heads)), re.IGNORECASE)
        words = "|".join(_pattern(title) for title in sorted(kinds, key=len, reverse=True))
        self._any = re.compile(
            rf"(?<![\w’'.])(?:(?P<deputy>{_DEPUTY})[\s-]+)?(?P<known>{words})(?![\w’'])",
            re.IGNORECASE,
        )

    def find(self, text: str, start: int, end: int) -> Iterator[Title]:
        """The titles between two offsets, left to right, the longest at each place."""
        if self._heads.search(text, start, end) is None:
            return
        for match in self._any.finditer(text, start, end):
            words = match["known"]
            if is_initials(words) and not words.isupper():
                continue
            deputy = _folded(match["deputy"] or "")
            yield Title(match.start(), match.end(), match[0], _folded(words), deputy)

    def kind(self, title: Title, country: str) -> str:
        """The kind of office of a title in a country ("foreign-minister"); "" for no one office."""
        whole = f"{title.deputy} {title.name}".strip()
        if whole in self._kinds:
            return self._of(whole, country)
        base = self._of(title.name, country)
        return f"{slug(title.deputy)}-{base}" if base else ""

    def _of(self, name: str, country: str) -> str:
        fitting = (kind for where, kind in self._kinds[name] if not where or country in where)
        return next(fitting, "")

    def kind_of(self, words: str, country: str) -> str:
        """The kind of office that words name ("Secretary of State"); "" for none."""
        if words not in self._longest:
            found = self.find(words, 0, len(words))
            self._longest[words] = max(found, key=lambda t: t.end - t.start, default=None)
        longest = self._longest[words]
        return self.kind(longest, country) if longest is not None else ""


def is_initials(title: str) -> bool:
    """Whether the title is a short form that other words may share: "FM"."""
    return title.lower() in {"pm", "fm", "eam", "nsa", "coas"}


def _folded(words: str) -> str:
    low = " ".join(_SPACES.split(words.lower().replace("’", "'"))).strip()
    for american, british in _AMERICAN:
        low = low.replace(american, british)
    return low


def slug(words: str) -> str:
    """The words as part of a kind: "Emergency Situations" → "emergency-situations"."""
    return re.sub(r"[^a-z]+", "-", plain(words).lower()).strip("-")


def _pattern(title: str) -> str:
    pattern = re.escape(title).replace(r"\ ", r"[\s-]+").replace("'", "[’']")
    for american, british in _AMERICAN:
        pattern = pattern.replace(british, f"(?:{british}|{american})")
    return pattern


@cache
def load_titles() -> Titles:
    """The shipped table; SettingsError, with file and line, for a broken row."""
    kinds: dict[str, list[tuple[frozenset[str], str]]] = {}
    for where, row in read_rows(DATA / "titles.csv", _COLUMNS):
        title, kind, countries, portfolio = row
        if not title or portfolio not in ("", "yes"):
            raise SettingsError(f"{where}: needs a title, and portfolio must be empty or 'yes'")
        places = frozenset(filter(None, countries.split("|")))
        forms = [form.format(title) for form in _FORMS] if portfolio else [title]
        name = f"{kind}-minister" if portfolio else kind
        for form in forms:
            kinds.setdefault(_folded(form), []).append((places, name))
    return Titles(kinds)
