"""What the tasks of `predict` share: an answer or an error for every item."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from communique.errors import CommuniqueError, ItemError, SettingsError
from communique.model import Article, Interval

Item = dict[str, Any]


def answer_each(items: Iterable[Item], work: Callable[[Item], Item]) -> list[Item]:
    """{"id", …} as `work` answers each item, {"id", "error"} where it raises ItemError or fails."""
    return [answer_one(item, work) for item in items]


def answer_one(item: Item, work: Callable[[Item], Item]) -> Item:
    """The same for one item; SettingsError goes through."""
    try:
        return {"id": item.get("id"), **work(item)}
    except SettingsError:
        raise
    except CommuniqueError as error:
        return {"id": item.get("id"), "error": str(error)}
    except Exception as error:  # one hostile line must not end the run
        what = f"a defect of the program: {type(error).__name__}: {error}"
        return {"id": item.get("id"), "error": what}


def text_of(item: Item, key: str = "text") -> str:
    """The words under a key; ItemError when there are none."""
    value = item.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ItemError(
            str(item.get("error") or f'needs a string "{key}" that is not empty'), "json"
        )
    return value


def day_of(item: Item, *keys: str) -> Interval | None:
    """The days of the first key that holds a date; None when none does, as with 03-02-2009."""
    from communique.run.look_day import read_day

    for key in keys:
        value = item.get(key)
        day = read_day(str(value), "given") if value else None
        if day is not None:
            return day
    return None


def story(text: str, published: Interval | None = None) -> Article:
    """An article that is story throughout."""
    from communique.model import Line, content_id

    return Article(
        id=content_id("story", text),
        source="text",
        text=text,
        lines=(Line(0, len(text), "story", "given"),),
        url=None,
        title=None,
        standfirst=None,
        dateline_place=None,
        dateline_agency=None,
        published=published,
        published_reason="given" if published else "not given",
        language="en",
        grade="good",
    )
