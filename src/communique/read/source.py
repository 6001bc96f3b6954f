"""One source to one Page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from communique.errors import ItemError, SettingsError
from communique.model import Page
from communique.read.address import is_url
from communique.read.decode import decode, tidy
from communique.read.html import extract_html, is_html
from communique.read.language import guess_language, languages

MAX_CHARACTERS = 2_000_000
MAX_BYTES = 64 * 1024 * 1024
"""More of a file is not read; a page of two million characters is far smaller."""
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}\S*)?)?)?$")


def read_source(
    source: str,
    *,
    published: str | None = None,
    stdin: bytes | None = None,
    max_characters: int = MAX_CHARACTERS,
) -> Page:
    """The page at a path, at an http(s) address, or in `stdin` when the source is "-".

    `published` is an ISO day, month or year given by the user and wins over the page's own.
    Raises ItemError (missing, folder, empty, binary, language, too big), RetryError for a network
    that fails for now, SettingsError when `published` is no date.
    """
    if published is not None and iso_date(published) is None:
        raise SettingsError(f"published {published!r} is no date; write it as 2023-05-05")
    url = content_type = None
    if source == "-":
        data = stdin or b""
    elif is_url(source):
        # Imported here: urllib takes a tenth of a second that files must not pay for.
        from communique.read.fetch import fetch

        url = source
        data, content_type = fetch(source)
    else:
        data = read_file(Path(source))
    page = read_bytes(
        data,
        source=source,
        content_type=content_type,
        published=published,
        url=url,
        max_characters=max_characters,
    )
    return page if published is None else replace(page, published_basis="user")


def read_file(path: Path) -> bytes:
    """The bytes of a regular file, at most MAX_BYTES; ItemError when it cannot be read."""
    try:
        if path.is_dir():
            raise ItemError(f"{path} is a folder; use `add` for folders", "folder")
        if not path.is_file():
            raise ItemError(f"{path}: no such file", "missing")
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except (OSError, ValueError) as error:
        # ValueError: a NUL inside the path.
        raise ItemError(f"{path}: cannot be read: {error}", "missing") from error


def read_bytes(
    data: bytes,
    *,
    source: str,
    content_type: str | None = None,
    published: str | None = None,
    url: str | None = None,
    max_characters: int = MAX_CHARACTERS,
) -> Page:
    """The page in these bytes, text or HTML told by content.

    Raises ItemError with reason "binary", "empty" or "language".
    """
    try:
        text, warnings = decode(data, content_type)
    except ItemError as error:
        raise ItemError(f"{source}: {error}", error.reason) from error
    if is_html(text):
        page = _html_page(text, source, published, url)
        page = replace(page, warnings=warnings + page.warnings)
        return _page(page, max_characters)
    text = text.replace("\r\n", "\n")
    return _page(Page(source, text, url, None, published, None, None, warnings), max_characters)


def read_html(
    html: str, *, source: str, published: str | None = None, url: str | None = None
) -> Page:
    """The page in this HTML; ItemError with reason "empty" or "language"."""
    return _page(_html_page(html, source, published, url), MAX_CHARACTERS)


def _html_page(html: str, source: str, published: str | None, url: str | None) -> Page:
    """What the HTML gives, unchecked; a day given by the caller wins over the page's own."""
    found = extract_html(html, url)
    day, basis = (published, None) if published else (found.published, found.basis)
    return Page(source, found.text, found.url, found.title, day, basis, None, found.warnings)


def read_text(
    text: str,
    *,
    source: str,
    title: str | None = None,
    url: str | None = None,
    published: str | None = None,
    max_characters: int = MAX_CHARACTERS,
) -> Page:
    """The page in this plain text; offsets of the page's text are those of `text`.

    Raises ItemError with reason "empty" or "language".
    """
    return _page(Page(source, text, url, title, published, None, None, ()), max_characters)


def _page(raw: Page, max_characters: int) -> Page:
    """The raw page with text tidied, cut, and its language and date checked."""
    warnings = list(raw.warnings)
    text = tidy(raw.text)
    if not text.strip():
        raise ItemError(f"{raw.source}: empty; nothing to read", "empty")
    if len(text) > max_characters:
        text = _cut(text, max_characters)
        warnings.append(f"cut at {len(text)} of {len(raw.text)} characters")
    language = guess_language(text)
    if language != "en":
        name = languages()[language][0] if language in languages() else "unknown"
        raise ItemError(
            f"{raw.source}: language {language} ({name}) is not read yet; only English is",
            "language",
        )
    published = iso_date(raw.published) if raw.published else None
    if raw.published and not published:
        warnings.append(f"published {raw.published!r} is no date and was left out")
    basis = (raw.published_basis or "metadata") if published else None
    title = " ".join(tidy(raw.title).split()) if raw.title else None
    return Page(
        raw.source,
        text,
        raw.url or None,
        title or None,
        published,
        basis,
        language,
        tuple(warnings),
    )


def _cut(text: str, limit: int) -> str:
    """The text up to the last line end, else the last space, before the limit."""
    for mark in ("\n", " "):
        at = text.rfind(mark, limit // 2, limit)
        if at > 0:
            return text[:at]
    return text[:limit]


def iso_date(value: str) -> str | None:
    """An ISO day, month, year or time for a date as metadata gives it; None for no date."""
    value = value.strip()
    if _ISO.match(value):
        parts = [int(part) for part in value[:10].split("-")]
        try:
            date(*[*parts, 1, 1][:3])
        except ValueError:
            return None
        return value
    # Imported here: only feeds write dates as mail does.
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(value).isoformat()
    except (TypeError, ValueError, IndexError):
        return None
