"""The record for a terminal: rich renderables, made of text that cannot command the terminal."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from communique.model import (
    Article,
    Commitment,
    Interval,
    Meeting,
    Participant,
    PlaceMention,
    Position,
    Record,
    Report,
    Statement,
)

if TYPE_CHECKING:
    from communique.code.codebook import Check
    from communique.record import Found, Store
    from communique.run.batch import Summary

_QUAD = {1: "black on green3", 2: "white on blue", 3: "black on yellow3", 4: "white on red3"}
"""Verbal and material cooperation, verbal and material conflict."""
_STATUS = {
    "occurred": "green",
    "ongoing": "green",
    "planned": "cyan",
    "hypothetical": "magenta",
    "denied": "red",
    "recalled": "bright_black",
}
_STANCE = {"support": "supports", "oppose": "opposes", "concern": "is concerned about"}
_LABEL = 11
"""Width of the column of badges, that of the longest PLOVER type with a space on each side."""
_DEBRIS_LINES = 3
"""Lines of debris shown of each kind; the rest is counted."""
# Escape sequences, bells, and marks that turn the direction of what follows.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(value: object) -> str:
    """The value on one line, without characters that a terminal would obey."""
    return _UNSAFE.sub("\ufffd", " ".join(str(value).split()))


Entry = list[tuple[Text, list[Text]]]
"""Rows of a badge and what stands beside it."""


def show_record(record: Record) -> RenderableType:
    """Everything one page gave: header, debris, meetings, events, statements, promises, stands."""
    parts: list[RenderableType] = [_header(record.article)]
    debris = _debris(record.article)
    if debris is not None:
        parts.append(debris)
    parts += [_meeting(meeting) for meeting in record.meetings]
    sections = (
        ("Events", len(record.reports), [_events(g) for g in _by_sentence(record.reports)]),
        ("Statements", len(record.statements), [_statement(s) for s in record.statements]),
        ("Commitments", len(record.commitments), [_commitment(c) for c in record.commitments]),
        ("Positions", len(record.positions), [_position(p) for p in record.positions]),
    )
    for name, count, entries in sections:
        if count:
            parts += [_heading(name, count), *(_entry(entry) for entry in entries)]
    parts.append(_footer(record))
    return Group(*parts)


def _heading(name: str, count: int) -> RenderableType:
    return Padding(
        Rule(Text.assemble((name, "bold"), (f" {count}", "dim")), align="left", style="dim"),
        (1, 0, 0, 0),
    )


def _entry(rows: Entry) -> RenderableType:
    """Badges, and beside them the lines of a claim, or of the claims of one sentence."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(min_width=_LABEL, no_wrap=True)
    grid.add_column(overflow="fold")
    for badge, lines in rows:
        grid.add_row(badge, Group(*lines))
    return Padding(grid, (0, 0, 1, 0))


def _badge(name: str, style: str) -> Text:
    return Text(f" {plain(name)} ", style=style)


def _header(article: Article) -> RenderableType:
    lines: list[RenderableType] = [Text(plain(article.title or "Untitled"), style="bold")]
    if article.standfirst and article.standfirst != article.title:
        lines.append(Text(plain(article.standfirst), style="italic"))
    source = plain(article.url or article.source)
    place = plain(article.dateline_place or "")
    agency = plain(article.dateline_agency or "")
    lines.append(Text(" · ".join(part for part in (source, place, agency) if part), style="cyan"))
    lines += _published(article)
    if article.grade != "good":
        lines.append(Text(f"Reading: {_GRADE.get(article.grade, article.grade)}", style="yellow"))
    return Panel(Group(*lines), box=box.HEAVY_HEAD, border_style="dim", padding=(0, 1))


_GRADE = {
    "thin": "thin, the story has few words",
    "look": "worth a look, most of this page was taken for debris",
}


_IDLE = "excludes nothing more"
"""End of the reasons that did not narrow a window; `--json` has them."""


def _published(article: Article) -> list[RenderableType]:
    """When, and why; each reason of a window on a line of its own."""
    reasons = [plain(reason) for reason in article.published_reason.split("; ") if reason]
    if article.published is None:
        when = Text("unknown", style="yellow")
    else:
        when = Text(days(article.published), style="bold green")
        reasons.insert(0, plain(article.published.basis))
    head = Text.assemble(("Published ", "dim"), when)
    reasons = [reason for reason in dict.fromkeys(reasons) if not reason.endswith(_IDLE)]
    if len(reasons) <= 2:
        head.append(f"  {', '.join(reasons)}" if reasons else "", style="dim")
        return [head]
    head.append(f"  {reasons[0]}", style="dim")
    return [
        head,
        *(Padding(Text(f"· {reason}", style="dim"), (0, 0, 0, 2)) for reason in reasons[1:]),
    ]


def days(interval: Interval | None) -> str:
    """An interval in words: one day, or the days between which it lies."""
    if interval is None or (interval.start is None and interval.end is None):
        return "date unknown"
    if interval.start == interval.end:
        return str(interval.start)
    if interval.start is None:
        return f"until {interval.end}"
    if interval.end is None:
        return f"since {interval.start}"
    return f"{interval.start} to {interval.end}"


def _debris(article: Article) -> RenderableType | None:
    """What the page holds beside the story: a few lines of each kind, and how many more."""
    kinds: dict[str, list[str]] = {}
    for line in article.lines:
        if line.label not in ("story", "blank", "headline", "standfirst", "dateline"):
            kinds.setdefault(line.label, []).append(article.text[line.start : line.end])
    if not kinds:
        return None
    grid = Table.grid(padding=(0, 1))
    heads = {label: f"{label} {len(texts)}" for label, texts in kinds.items()}
    grid.add_column(no_wrap=True, style="dim bold", min_width=max(map(len, heads.values())))
    grid.add_column(no_wrap=True, overflow="ellipsis", style="dim", ratio=1)
    for label, texts in kinds.items():
        shown = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))[:_DEBRIS_LINES]
        for row, index in enumerate(sorted(shown)):
            # A Text, for a string would be read as markup.
            words = Text(plain(texts[index]), no_wrap=True, overflow="ellipsis")
            grid.add_row(heads[label] if row == 0 else "", words)
        if len(texts) > len(shown):
            grid.add_row("", f"… {len(texts) - len(shown)} more")
    return Panel(
        grid,
        title=Text("Not the story", style="dim"),
        title_align="left",
        box=box.ROUNDED,
        border_style="dim",
        padding=(0, 1),
    )


def _meeting(meeting: Meeting) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for row, person in enumerate(meeting.participants):
        grid.add_row("Who" if row == 0 else "", _person(person))
    if meeting.delegation:
        grid.add_row("", Text("with a delegation", style="dim"))
    place = _where(meeting.place) or plain(meeting.place_text or "")
    if meeting.place_text and meeting.place and meeting.place_text != meeting.place.name:
        place = f"{plain(meeting.place_text)}, {place}"
    grid.add_row("Where", Text(place or "place unknown", style="" if place else "dim"))
    grid.add_row("When", Text(_when(meeting.when)))
    if meeting.topics:
        grid.add_row("About", Text(", ".join(map(plain, meeting.topics))))
    grid.add_row("Words", _words(meeting.evidence[-1].text))
    return Panel(
        grid,
        title=Text.assemble(
            ("Meeting", "bold"), f" · {plain(meeting.format)} · ", _status(meeting.status)
        ),
        title_align="left",
        box=box.ROUNDED,
        border_style="green3",
        padding=(0, 1),
    )


def _person(person: Participant) -> Text:
    text = Text(plain(person.name or person.office or "unnamed"), style="bold")
    if person.name and person.office:
        text.append(f", {plain(person.office)}", style="not bold")
    if person.actor:
        text.append(f"  {plain(person.actor)}", style="not bold cyan")
    return text


def _when(interval: Interval | None) -> str:
    if interval is None:
        return days(None)
    basis = f" ({plain(interval.basis)})" if interval.basis else ""
    return days(interval) + basis


def _where(place: PlaceMention | None) -> str:
    if place is None:
        return ""
    if place.claimed_by:
        who = ", ".join(place.administered_by) or "no one"
        claims = ", ".join(place.claimed_by)
        return plain(f"{place.name} (administered by {who}, claimed by {claims})")
    if place.country and place.kind != "country":
        return plain(f"{place.name} ({place.country})")
    return plain(place.name)


def _status(status: str) -> Text:
    return Text(plain(status), style=_STATUS.get(status, ""))


def _codes(codes: Iterable[str]) -> str:
    return plain(" ".join(codes)) or "—"


def _parties(sources: Sequence[str], targets: Sequence[str]) -> Text:
    """Who to whom; the parties of a joint act stand beside each other."""
    if not targets and len(sources) > 1:
        return Text(plain(" ↔ ".join(sources)), style="bold")
    if not targets:
        return Text(_codes(sources), style="bold")
    return Text(f"{_codes(sources)} → {_codes(targets)}", style="bold")


def _words(words: str) -> Text:
    return Text(f"“{plain(words)}”", style="italic")


def _foot(*parts: str) -> Text:
    return Text(" · ".join(part for part in map(plain, parts) if part), style="dim")


def _by_sentence(reports: Iterable[Report]) -> list[list[Report]]:
    """The reports in order, those that follow each other out of one sentence together."""
    return [list(group) for _, group in groupby(reports, key=lambda report: report.evidence[-1])]


def _events(reports: Sequence[Report]) -> Entry:
    """What one sentence says: each event with why it was coded, then the sentence once."""
    rows: Entry = []
    words = _words(reports[0].evidence[-1].text)
    for report in reports:
        cameo = f"CAMEO {report.cameo}" if report.cameo else ""
        no_date = report.when_reason if report.when is None else ""
        sure = f"p {report.probability:.2f}"
        foot = _foot(report.rule, cameo, sure, no_date, report.id[:8])
        badge = _badge(report.type, _QUAD.get(report.quad, "reverse"))
        rows.append((badge, [*_event(report), foot]))
        words.highlight_regex(re.escape(plain(report.evidence[0].text)), "bold underline")
    rows.append((Text(), [words]))
    return rows


def _event(report: Report) -> list[Text]:
    head = _parties(report.sources, report.targets)
    if report.mode:
        head.append(f"  {plain(report.mode)}", style="not bold")
    head.append("  ")
    head.append_text(_status(report.status))
    lines = [head]
    scene = [_when(report.when)] if report.when else []
    if report.where:
        scene.append(_where(report.where))
    if report.attribution:
        said = (plain(f"{link.speaker} ({link.cue})") for link in report.attribution)
        scene.append(f"as told by {', '.join(said)}")
    if scene:
        lines.append(Text(" · ".join(scene)))
    return lines


def _statement(statement: Statement) -> Entry:
    head = Text(plain(statement.speaker), style="bold")
    if statement.office and statement.office not in statement.speaker:
        head.append(f", {plain(statement.office)}", style="not bold")
    if statement.actor:
        head.append(f"  {_codes(statement.actor)}", style="not bold cyan")
    head.append(f"  {plain(statement.cue)}", style="not bold")
    if statement.addressee:
        head.append(f" → {_codes(statement.addressee)}", style="not bold cyan")
    lines = [head, *(_words(piece.text) for piece in statement.evidence)]
    lines.append(_foot(", ".join(statement.topics), statement.id[:8]))
    return [(_badge(statement.kind, "black on grey62"), lines)]


def _commitment(promise: Commitment) -> Entry:
    head = _parties(promise.promisor, promise.beneficiary)
    head.append(f"  {plain(promise.act)}", style="not bold")
    details = [
        f"{name}: {value}"
        for name, value in (
            ("project", promise.project),
            ("sector", promise.sector),
            ("place", promise.place),
            ("amount", promise.amount),
            ("if", promise.condition),
            ("due", days(promise.due) if promise.due else None),
        )
        if value
    ]
    form = promise.form.replace("_", " ")
    lines = [head, Text(plain(" · ".join([f"{promise.strength} {form}", *details])))]
    lines += [_words(piece.text) for piece in promise.evidence[:1]]
    lines.append(_foot(promise.rule, promise.id[:8]))
    return [(_badge(promise.state.replace("_", " "), "black on cyan"), lines)]


def _position(position: Position) -> Entry:
    head = Text(_codes(position.actor), style="bold")
    head.append(f" {_STANCE.get(position.stance, position.stance)} ", style="not bold")
    head.append(plain(position.issue))
    if position.toward:
        head.append(f" → {_codes(position.toward)}", style="not bold cyan")
    lines = [head, *(_words(piece.text) for piece in position.evidence[:1])]
    lines.append(_foot(position.rule, position.id[:8]))
    style = "black on green3" if position.stance == "support" else "black on yellow3"
    return [(_badge(position.stance, style), lines)]


def _footer(record: Record) -> Text:
    counts = Counter(line.label for line in record.article.lines)
    told, lines = counts["story"], len(record.article.lines) - counts["blank"]
    story = f"{told} story line{'' if told == 1 else 's'} of {lines}"
    silent = [f"{count} {reason}" for reason, count in sorted(record.dropped.items())]
    sentences = f"sentences that gave no event: {', '.join(silent)}" if silent else ""
    found = "" if record.reports or record.statements else "nothing found in the story"
    return _foot(story, found, sentences)


def show_rows(
    names: Sequence[str], rows: Sequence[tuple[Any, ...]], width: int = 80
) -> RenderableType:
    """The answer to a query: a table, or where that is too wide a list of values for each row."""
    count = Text(f"{len(rows)} row{'' if len(rows) == 1 else 's'}", style="dim")
    if len(names) * _NARROWEST > width:
        return Group(*(_card(names, row) for row in rows), count)
    return Group(_table(names, rows), count)


_NARROWEST = 11
"""Characters that a column of a table needs at least."""


def _card(names: Sequence[str], row: tuple[Any, ...]) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in zip(names, row, strict=True):
        grid.add_row(Text(plain(name)), _cell(value))
    return Padding(grid, (0, 0, 1, 0))


def _table(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, header_style="bold", padding=(0, 1))
    for index, name in enumerate(names):
        numbers = bool(rows) and all(
            isinstance(row[index], int | float) and not isinstance(row[index], bool)
            for row in rows
            if row[index] is not None
        )
        table.add_column(Text(plain(name)), justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    return table


def _cell(value: Any) -> Text:
    if value is None:
        return Text("—", style="dim")
    if isinstance(value, dict):
        return _struct(value)
    if isinstance(value, list):
        return Text(", ".join(_cell(item).plain for item in value))
    if isinstance(value, float):
        return Text(f"{value:.6g}")
    return Text(plain(value))


def write_csv(names: Sequence[str], rows: Iterable[tuple[Any, ...]], file: IO[str]) -> None:
    """The answer as CSV: lists joined by "|", lists of fields as JSON, unknown values empty."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])


def _csv_cell(value: Any) -> Any:
    if not isinstance(value, list | dict):
        return value
    if isinstance(value, dict) or any(isinstance(item, list | dict) for item in value):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "|".join(map(str, value))


def show_summary(summary: Summary, store: Store) -> RenderableType:
    """What an `add` took in, and what became of it."""
    head = Text.assemble(
        (f"{summary.taken}", "bold"),
        f" item{'' if summary.taken == 1 else 's'} in, ",
        (f"{summary.passed}", "bold green"),
        " added",
    )
    for reason, count in sorted(summary.dropped.items()):
        head.append(f", {count} {plain(reason)}", style="dim" if reason == "known" else "yellow")
    new = ", ".join(
        f"{count} {table}" for table, count in summary.rows.items() if table != "observations"
    )
    total = store.counts()
    lines = [head]
    if summary.warned:
        one = summary.warned == 1
        lines.append(Text(f"{summary.warned} item{' has' if one else 's have'} a warning:"))
        lines += [Text(f"  {plain(warning)}", style="yellow") for warning in summary.warnings]
        if summary.warned > len(summary.warnings):
            lines.append(Text(f"  … {summary.warned - len(summary.warnings)} more"))
    if new:
        lines.append(Text(f"new: {new}"))
    if summary.silent:
        lines.append(
            Text(f"{summary.silent} of them tell no event; `codebook gaps` lists what has no rule")
        )
    lines.append(
        Text(
            f"{plain(store.path)} now holds {total['articles']} articles, "
            f"{total['reports']} reports, {total['statements']} statements, "
            f"{total['commitments']} commitments, {total['positions']} positions",
            style="dim",
        )
    )
    return Group(*lines)


def show_line(found: Found) -> RenderableType:
    """One line of the record with all its columns, and the words around it in the article."""
    row, article = found.row, found.article
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in row.items():
        if value in (None, [], "") or name in _ELSEWHERE:
            continue
        if isinstance(value, list) and isinstance(value[0], dict):
            for index, item in enumerate(value):
                grid.add_row(name if index == 0 else "", _struct(item))
        elif name == "dropped":
            for index, item in enumerate(value):
                grid.add_row("considered" if index == 0 else "", Text(plain(item)))
        else:
            grid.add_row(name, _cell(value))
    title = Text.assemble((found.table, "bold"), f" {row['id']}")
    parts: list[RenderableType] = [
        Panel(grid, title=title, title_align="left", box=box.ROUNDED, border_style="dim")
    ]
    if found.table != "articles":
        parts.append(_context(row, article))
    return Group(*parts)


_ELSEWHERE = frozenset({"id", "text", "lines", "words", "start_char", "end_char"})


def _struct(item: dict[str, Any]) -> Text:
    """One entry of a list of evidence, roles, attribution or participants."""
    if "start_char" in item:
        rest = (str(item[key]) for key in ("label", "words", "reason") if item.get(key))
        return Text(plain(f"{item['start_char']}–{item['end_char']}  {'  '.join(rest)}"))
    if "role" in item:
        return Text(plain(f"{item['role']}: {item['words']}"))
    values = (
        " ".join(value) if isinstance(value, list) else str(value)
        for value in item.values()
        if value not in (None, [], "")
    )
    return Text(plain(", ".join(values)))


def _context(row: dict[str, Any], article: dict[str, Any]) -> RenderableType:
    """The words where they stand, with a little of the article on either side."""
    text, start, end = article["text"], row["start_char"], row["end_char"]
    before = text[max(0, start - 160) : start].rsplit("\n", 1)[-1]
    after = text[end : end + 160].split("\n", 1)[0]
    words = Text.assemble(
        (f"…{plain(before)} " if before.strip() else "", "dim"),
        (plain(text[start:end]), "bold"),
        (f" {plain(after)}…" if after.strip() else "", "dim"),
    )
    source = plain(article["url"] or article["source"])
    head = Text(f"{plain(article['title'] or 'Untitled')}, {source}, {start}–{end}", style="cyan")
    return Group(head, words)


def show_checks(checks: Sequence[Check]) -> RenderableType:
    """The examples that fail, and how many hold."""
    failed = [check for check in checks if not check.ok]
    rules = len({check.rule for check in checks})
    lines = [
        Text.assemble(
            (plain(check.rule), "bold red"),
            f"  {plain(check.sentence)}\n    {plain(check.message)}",
        )
        for check in failed
    ]
    held = len(checks) - len(failed)
    style = "green" if not failed else "yellow"
    lines.append(Text(f"{held} of {len(checks)} examples of {rules} rules hold", style=style))
    return Group(*lines)
