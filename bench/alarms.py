"""Reports of documents that tell no politics, drawn by chance, for a reader to judge.

    python bench/alarms.py FILE... --seed 1 --most 300 [--category sport --category disaster]

FILE is JSONL (`.jsonl` or `.jsonl.gz`) with `id`, `text`, `title`, `date` and `url`; with
`--category` only the items whose `meta.category` holds one of the words are drawn. Prints how many
sentences were read and every report with its sentence. Which are false is for a human eye: the
rate in docs/codebook.md is the number of false ones for 1,000 sentences.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique import Coder
from communique.errors import ItemError
from communique.model import Record
from communique.parse import split_sentences
from communique.read import read_text


def items(file: Path, categories: list[str]) -> Iterator[dict[str, Any]]:
    """The items of the wanted categories."""
    with gzip.open(file, "rt") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            category = str((item.get("meta") or {}).get("category") or "").lower()
            if not categories or any(word in category for word in categories):
                yield item


def sentences_of(record: Record) -> int:
    """How many sentences the story has."""
    text = record.article.text
    return sum(1 for x in record.article.story() for _ in split_sentences(text, x.start, x.end))


def main() -> None:
    """Draw, read, print."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--seed", default="1")
    options.add_argument("--most", type=int, default=300, help="documents")
    options.add_argument("--category", action="append", default=[], help="word of a category")
    asked = options.parse_args()
    wanted = [word.lower() for word in asked.category]
    pool = [item for file in asked.files for item in items(file, wanted)]
    random.Random(asked.seed).shuffle(pool)
    coder = Coder()
    sentences = reports = 0
    for item in pool[: asked.most]:
        day = str(item.get("date") or "")[:10]
        page = read_text(
            item["text"],
            source=str(item["id"]),
            title=item.get("title") or None,
            published=day if len(day) == len("2020-01-31") else None,
            url=item.get("url") or None,
        )
        try:
            record = coder.read(page)
        except ItemError:
            continue
        sentences += sentences_of(record)
        for report in record.reports:
            reports += 1
            sys.stdout.write(
                f"{item['id']} {report.type} {report.rule} {' '.join(report.sources)} -> "
                f"{' '.join(report.targets)} {report.status} «{report.evidence[0].text}» | "
                f"{' '.join(report.evidence[-1].text.split())}\n"
            )
    sys.stdout.write(f"{len(pool)} in the pool, {sentences} sentences read, {reports} reports\n")


if __name__ == "__main__":
    main()
