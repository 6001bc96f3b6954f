"""Many sources to pages: files, folders, globs, JSONL."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path
from typing import IO, Any, cast

from communique.errors import ItemError
from communique.model import CATALOGUE, Page
from communique.read.address import is_url
from communique.read.decode import tidy
from communique.read.html import is_html
from communique.read.source import read_html, read_source, read_text

MAX_LINE = 64 * 1024 * 1024
"""Bytes of the longest JSONL line read."""


def iter_sources(paths: Sequence[str]) -> Iterator[Page | ItemError]:
    """A Page, or the ItemError that says why not, for every item of the paths, in order.

    A path is a file, a folder (all files in it, sorted, hidden ones and records left out), a
    glob, a JSONL file (.jsonl or .jsonl.gz with keys id, text, title, url, published or date), or
    an address. RetryError of an address passes through.
    """
    for path in paths:
        for name in _files(path):
            if isinstance(name, ItemError):
                yield name
            elif name.endswith((".jsonl", ".jsonl.gz")):
                yield from _jsonl(Path(name))
            else:
                yield _try(name)


def _try(name: str) -> Page | ItemError:
    try:
        return read_source(name)
    except ItemError as error:
        return error


def _files(path: str) -> Iterator[str | ItemError]:
    if is_url(path) or path == "-":
        yield path
        return
    try:
        folder = Path(path).is_dir()
        exists = Path(path).exists()
    except (OSError, ValueError) as error:
        yield ItemError(f"{path!r}: cannot be read: {error}", "missing")
        return
    if folder and (Path(path) / CATALOGUE).exists():
        yield ItemError(
            f"{path}: is a record, which keeps what was coded and not the texts; give the texts "
            "themselves here, or ask the record with `query`",
            "binary",
        )
    elif folder:
        yield from _folder(Path(path))
    elif not exists and has_magic(path):
        # glob and not Path.glob: the pattern may be absolute.
        names = sorted(glob(path, recursive=True))  # noqa: PTH207
        if not names:
            yield ItemError(f"{path}: matches no file", "missing")
        yield from (name for name in names if Path(name).is_file())
    else:
        yield path


def _folder(folder: Path) -> Iterator[str]:
    """The files in it; those of a record that lies among them are no texts."""
    found = sorted(folder.rglob("*"))
    records = {path.parent for path in found if path.name == CATALOGUE}
    for path in found:
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and records.isdisjoint(path.parents):
            yield str(path)


def _jsonl(path: Path) -> Iterator[Page | ItemError]:
    try:
        with _open(path) as file:
            number = 0
            while line := file.readline(MAX_LINE):
                number += 1
                if line.strip():
                    yield _item(f"{path}:{number}", line)
    except (OSError, EOFError, zlib.error) as error:
        yield ItemError(f"{path}: cannot be read on: {error}", "missing")


def _open(path: Path) -> IO[bytes]:
    if path.name.endswith(".gz"):
        return cast(IO[bytes], gzip.open(path, "rb"))
    return path.open("rb")


def _item(where: str, line: bytes) -> Page | ItemError:
    try:
        item = json.loads(line)
    except (ValueError, RecursionError) as error:
        return ItemError(f"{where}: not JSON: {error}", "json")
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        return ItemError(f'{where}: needs an object with a string "text"', "json")
    try:
        return read_item(item, where)
    except ItemError as error:
        return error


def read_item(item: dict[str, Any], where: str) -> Page:
    """The page of one JSON object with keys text, and id, title, url, published or date.

    `where` names the item when it has no id. Raises ItemError as `read_text` does.
    """
    text = item["text"]
    name = _word(item, "id") or _word(item, "url") or where
    url = _word(item, "url")
    published = _word(item, "published") or _word(item, "date")
    if is_html(text):
        return read_html(tidy(text), source=name, published=published, url=url)
    return read_text(text, source=name, title=_word(item, "title"), url=url, published=published)


def _word(item: dict[str, Any], key: str) -> str | None:
    value = item.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None
