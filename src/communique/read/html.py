"""HTML to text: the story's paragraphs, the title and the date."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from html.parser import HTMLParser

_START = re.compile(
    r"(?:(?:<\?xml[^>]{0,300}>|<!--(?:(?!-->).){0,2000}-->)\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_TAG = re.compile(
    r"</?(?:p|div|a|br|span|li|ul|ol|h[1-6]|table|td|tr|article|section|strong|em|b|i)\b[^<>]{0,400}>",
    re.I,
)
_SPACES = re.compile(r"[^\S\n]+")
BLOCKS = re.compile(
    r"p|div|br|li|ul|ol|h[1-6]|table|t[rdh]|article|section|header|footer|nav|aside|blockquote"
    r"|figure|figcaption|main|pre|form|title|d[dt]|hr"
)
UNSEEN = re.compile(r"script|style|noscript|template|svg|iframe|head|select|textarea")


@dataclass(frozen=True, slots=True)
class Extract:
    """What an HTML page gave."""

    text: str
    """Paragraphs separated by a blank line; "" when nothing was found."""
    title: str | None
    published: str | None
    """ISO day; None when the page does not tell."""
    basis: str | None
    """How the day was found."""
    url: str | None
    warnings: tuple[str, ...]


def is_html(text: str) -> bool:
    """True when the text is an HTML page or fragment: by its first tag or by many tags."""
    head = text[:20_000].lstrip()
    if _START.match(head[:8_192]):
        return True
    tags = [match.group().lower() for match in _TAG.finditer(head)]
    closing = sum(tag.startswith("</") for tag in tags)
    return (
        len(tags) >= 3
        and closing >= 1
        and (head[:1] == "<" or sum(map(len, tags)) * 20 > len(head))
    )


def extract_html(html: str, url: str | None = None) -> Extract:
    """Story, title and date of an HTML page; falls back to all its text, with a warning."""
    # Imported here: half a second that plain text must not pay for.
    import trafilatura
    from trafilatura.settings import Extractor

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    options = Extractor(
        output_format="python",
        precision=True,
        comments=False,
        with_metadata=True,
        url=url,
    )
    options.date_params = {"original_date": True, "extensive_search": False}
    found = None
    try:
        found = trafilatura.bare_extraction(html, options=options)
    except Exception:  # a hostile page may break the extractor in any way
        found = None
    return _with_fallback(html, url, found)


def _with_fallback(html: str, url: str | None, found: object) -> Extract:
    text = _paragraphs(str(getattr(found, "text", None) or ""))
    title = _line(getattr(found, "title", None))
    published, basis = _date(html, url, getattr(found, "date", None))
    warnings: tuple[str, ...] = ()
    if len(text) < 100:
        stripped = strip_tags(html)
        if len(stripped) > len(text):
            text, warnings = stripped, ("no story found in the HTML; all its text was taken",)
    link = getattr(found, "url", None)
    return Extract(text, title, published, basis, url or (str(link) if link else None), warnings)


def _date(html: str, url: str | None, found: object) -> tuple[str | None, str | None]:
    if found:
        return str(found)[:10], "html metadata"
    from htmldate import find_date

    try:
        day = find_date(html, original_date=True, extensive_search=True, url=url)
    except Exception:  # a hostile page may break the search in any way
        day = None
    # The search makes "© 2023" a first of January.
    if not day or str(day)[5:10] == "01-01":
        return None, None
    return str(day)[:10], "html text, uncertain"


def _line(value: object) -> str | None:
    line = " ".join(str(value).split()) if value else ""
    return line or None


def _paragraphs(text: str) -> str:
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line)


def strip_tags(html: str) -> str:
    """All text of an HTML page, a blank line between its blocks; deep nesting does no harm."""
    stripper = _Stripper()
    try:
        stripper.feed(html)
        stripper.close()
    except (AssertionError, ValueError):
        # html.parser gives up on some broken declarations; what was read so far is kept.
        pass
    return _paragraphs("".join(stripper.parts))


class _Stripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if UNSEEN.fullmatch(tag):
            self.unseen += 1
        elif tag == "body":
            self.unseen = 0
        elif BLOCKS.fullmatch(tag):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if UNSEEN.fullmatch(tag):
            self.unseen = max(0, self.unseen - 1)
        elif BLOCKS.fullmatch(tag):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data.replace("\n", " "))
