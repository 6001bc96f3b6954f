"""The task `pages`: the story of a page in a file, its title and its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.clean import clean_page
from communique.errors import ItemError
from communique.model import Article, Interval
from communique.run.predict_items import Item, answer_each


@dataclass(frozen=True, slots=True)
class PageTask:
    """Answers items that name a file; paths are tried as they stand, then from `folder`."""

    folder: Path = Path()

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        """{"id", "text", "title", "published"} for each item with html_file or text_file."""
        return answer_each(items, self._answer)

    def _answer(self, item: Item) -> Item:
        from communique.read import read_bytes
        from communique.read.source import read_file

        path, kind = self._path(item)
        url = item.get("url")
        page = read_bytes(
            read_file(path),
            source=str(path),
            content_type="text/html" if kind == "html_file" else None,
            url=url if isinstance(url, str) and url else None,
        )
        article = clean_page(page)
        return {
            "text": story_text(article),
            "title": article.title,
            "published": _day(article.published),
        }

    def _path(self, item: Item) -> tuple[Path, str]:
        for key in ("html_file", "text_file"):
            value = item.get(key)
            if isinstance(value, str) and value:
                given = Path(value)
                return (given if given.exists() else self.folder / given), key
        raise ItemError(str(item.get("error") or 'needs "html_file" or "text_file"'), "json")


def story_text(article: Article) -> str:
    """The story's lines, each a paragraph."""
    return "\n".join(
        article.text[line.start : line.end] for line in article.lines if line.label == "story"
    )


def _day(published: Interval | None) -> str | None:
    """The day, "2023-05-05"; None for a window or none."""
    if published is None or published.start is None or published.start != published.end:
        return None
    return published.start[:10]
