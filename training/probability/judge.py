"""Which reports of annotated articles are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from communique.errors import ItemError
from communique.evaluate.gold_page import GoldPage, Item
from communique.model import Report
from communique.read import read_text
from communique.run.coder import Coder


@dataclass(frozen=True, slots=True)
class Judged:
    """A report, whether gold has it in its sentence with this type and these actors."""

    article: str
    report: Report
    right: bool


def judge(coder: Coder, gold: Iterable[Item]) -> Iterator[Judged]:
    """Every report that the coder makes of the gold articles, judged as `evaluate articles` does.

    Actors count without direction; of two equal reports in a sentence gold must have two. Raises
    SettingsError for gold that breaks its format and ItemError for an article that cannot be read.
    """
    for item in gold:
        page = GoldPage(item)
        wanted = Counter(_key(page, event) for event in page.events)
        outcome = coder.read_many(
            [
                read_text(
                    page.text,
                    source=str(item.get("id")),
                    title=item.get("title"),
                    url=item.get("url"),
                    published=item.get("published"),
                )
            ]
        )[0]
        if isinstance(outcome, ItemError):
            if outcome.reason == "defect":
                raise outcome
            continue
        for report in outcome.reports:
            key = _key(page, _as_event(report))
            wanted[key] -= 1
            yield Judged(str(item.get("id")), report, wanted[key] >= 0)


def _as_event(report: Report) -> Item:
    words = report.evidence[0]
    return {
        "type": report.type,
        "source": list(report.sources),
        "target": list(report.targets),
        "start": words.start,
        "end": words.end,
    }


def _key(page: GoldPage, event: Item) -> tuple[int | None, str, frozenset[str]]:
    return page.sentence(event), event["type"], frozenset(event["source"] + event["target"])
