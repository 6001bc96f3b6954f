"""What another codebook would change in a corpus: both code the same parsed sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from communique.code import ArticleCoder
from communique.errors import SettingsError
from communique.model import Article, Mentions, Record, Report, Sentence
from communique.ontology.codebook import Codebook, load_codebook
from communique.run.coder import Coder, load_stages
from communique.run.gaps import Notify, code_sources
from communique.run.show import plain
from communique.settings import Settings

SHIPPED = "shipped"
FIELDS = ("type", "mode", "sources", "targets", "status", "rule")
"""What of a report is compared."""
_NOTHING = "(none)"


@dataclass(frozen=True, slots=True)
class Change:
    """One report that differs: told by A, by B, or otherwise by both."""

    kind: str
    """added, dropped or changed."""
    article: str
    """Source of the article as the user named it."""
    start: int
    end: int
    words: str
    sentence: str
    before: dict[str, str]
    """Type, mode, sources, targets, status and rule by A; empty for an added report."""
    after: dict[str, str]

    @property
    def differs(self) -> tuple[str, ...]:
        """The fields that differ; () unless the report is changed."""
        if self.kind != "changed":
            return ()
        return tuple(name for name in FIELDS if self.before[name] != self.after[name])

    @property
    def rules(self) -> tuple[str, str]:
        """The rule by A and by B, "(none)" for the side that is silent."""
        return self.before.get("rule", _NOTHING), self.after.get("rule", _NOTHING)


@dataclass(slots=True)
class Diff:
    """All changes of a corpus, in its order."""

    articles: int = 0
    reports: tuple[int, int] = (0, 0)
    """How many A and B gave."""
    changes: list[Change] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    """Items that could not be read, by reason word."""

    def by_rule(self) -> list[tuple[str, str, str, int]]:
        """(kind, rule of A, rule of B, count), the most frequent first."""
        counts = Counter((change.kind, *change.rules) for change in self.changes)
        return [(*key, n) for key, n in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))]

    def as_json(self) -> dict[str, Any]:
        """All of it for programs."""
        return {
            "articles": self.articles,
            "reports": {"a": self.reports[0], "b": self.reports[1]},
            "dropped": dict(self.dropped),
            "by_rule": [
                {"kind": kind, "a": a, "b": b, "count": n} for kind, a, b, n in self.by_rule()
            ],
            "changes": [
                {**asdict(change), "differs": list(change.differs)} for change in self.changes
            ],
        }


class _Both:
    """Codes every article with both codebooks; a stage of the coder."""

    def __init__(self, before: Codebook, after: Codebook) -> None:
        self.diff = Diff()
        self._before, self._after = ArticleCoder(before), ArticleCoder(after)

    def code(self, article: Article, sentences: Sequence[Sentence], mentions: Mentions) -> Record:
        record = self._before.code(article, sentences, mentions)
        other = self._after.code(article, sentences, mentions)
        old, new = self.diff.reports
        self.diff.articles += 1
        self.diff.reports = (old + len(record.reports), new + len(other.reports))
        self.diff.changes += changes_of(article, record.reports, other.reports)
        return record


def diff_codebooks(
    before: str,
    after: str,
    sources: Sequence[str],
    settings: Settings,
    notify: Notify = lambda articles, dropped: None,
) -> Diff:
    """What becomes of the reports of the sources when codebook `after` takes the place of `before`.

    Each is a folder that is laid over the shipped codebook, or "shipped" for that one alone.
    Raises SettingsError for a folder that cannot be read, RetryError for an address that does not
    answer.
    """
    both = _Both(load_codebook(_folder(before)), load_codebook(_folder(after)))
    coder = Coder(settings, stages=replace(load_stages(settings), code=both.code))
    for errors in code_sources(coder, sources):
        both.diff.dropped.update(error.reason for error in errors)
        notify(both.diff.articles, errors)
    return both.diff


def _folder(name: str) -> Path | None:
    if name == SHIPPED:
        return None
    path = Path(name)
    if not path.is_dir():
        raise SettingsError(f"codebook: {name} is no folder; give one, or {SHIPPED!r}")
    return path


def changes_of(
    article: Article, before: Iterable[Report], after: Iterable[Report]
) -> Iterator[Change]:
    """How two lists of reports of one article differ, in the order of the words.

    Reports are the same report where the words of their predicates overlap.
    """
    old, new = list(before), list(after)
    for report in [r for r in old if _values(r) in [_values(n) for n in new if _meet(r, n)]]:
        twin = next(n for n in new if _meet(report, n) and _values(report) == _values(n))
        old.remove(report)
        new.remove(twin)
    found = []
    for report in old:
        other = next((n for n in new if _meet(report, n)), None)
        if other is not None:
            new.remove(other)
        found.append(_change(article, report, report, other))
    found += [_change(article, report, None, report) for report in new]
    yield from sorted(found, key=lambda change: (change.start, change.end, change.kind))


def _meet(one: Report, other: Report) -> bool:
    a, b = one.evidence[0], other.evidence[0]
    return a.start < b.end and b.start < a.end


def _change(article: Article, told: Report, before: Report | None, after: Report | None) -> Change:
    words, sentence = told.evidence[0], told.evidence[1]
    kind = "changed" if before and after else "dropped" if before else "added"
    return Change(
        kind,
        article.source,
        words.start,
        words.end,
        words.text,
        sentence.text,
        _values(before) if before else {},
        _values(after) if after else {},
    )


def _values(report: Report) -> dict[str, str]:
    return {
        "type": report.type,
        "mode": report.mode or "",
        "sources": " ".join(report.sources),
        "targets": " ".join(report.targets),
        "status": report.status,
        "rule": report.rule,
    }


def show_diff(diff: Diff) -> RenderableType:
    """Counts by rule, then every change with its words."""
    table = Table("changes", "what", "rule of A", "rule of B", box=None)
    for kind, a, b, n in diff.by_rule():
        table.add_row(*(Text(plain(value)) for value in (n, kind, a, b)))
    lines = [_line(change) for change in diff.changes]
    old, new = diff.reports
    foot = f"{diff.articles} articles: {old} events by A, {new} by B, {len(diff.changes)} differ"
    parts: list[RenderableType] = [*lines, table] if lines else []
    return Group(*parts, Text(foot))


def _line(change: Change) -> Text:
    sides = [
        f"{v['type']} {v['sources']} → {v['targets'] or '–'} {v['status']} ({v['rule']})"
        for v in (change.before, change.after)
        if v
    ]
    style = {"added": "green", "dropped": "red", "changed": "yellow"}[change.kind]
    return Text.assemble(
        (f"{change.kind:8}", style),
        plain("  ⇒  ".join(sides)),
        "\n        ",
        (plain(change.words), "bold"),
        f"  {plain(change.sentence)}  ",
        (plain(change.article), "bright_black"),
    )
