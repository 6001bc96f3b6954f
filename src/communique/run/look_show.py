"""An answer for a terminal: the reading, its facts, the reasons, and what else it may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from communique.ontology.actors import ActorRegistry
from communique.run.look import Answer, Facts, Reading
from communique.run.show import plain

_CODES = frozenset({"country", "code", "codes", "administered_by", "claimed_by", "wording_of"})
"""Facts that are codes, shown with the names."""
_LOUD = {"claimed_by": "yellow", "wording_of": "magenta", "from": "green", "to": "green"}
_LONGEST = 200
"""Characters of unknown words that are said back."""
_HIDDEN = frozenset(
    {"id", "offices", "country", "source", "in_office", "days", "type", "value", "basis"}
)
"""What the line of another candidate leaves out, or shows in its own way."""


def show_answer(answer: Answer) -> RenderableType:
    """The whole answer."""
    if answer.best is None:
        return Group(*_unknown(answer))
    parts: list[RenderableType] = [
        Panel(
            Group(*_body(answer.best)),
            title=Text(plain(answer.best.name), style="bold"),
            title_align="left",
            box=box.ROUNDED,
            border_style="dim",
            expand=False,
        )
    ]
    if answer.reasons:
        parts.append(_reasons(answer.reasons))
    if answer.others:
        parts += [Text("\nalso possible", style="dim"), _candidates(answer.others)]
    return Group(*parts)


def _unknown(answer: Answer) -> Iterator[RenderableType]:
    asked = plain(answer.asked)
    asked = asked if len(asked) <= _LONGEST else asked[:_LONGEST] + " …"
    yield Text.assemble((asked or '""', "bold"), (" is not known", "yellow"))
    if answer.reasons:
        yield _reasons(answer.reasons)
    if answer.nearest:
        yield Text.assemble(("nearest: ", "dim"), ", ".join(map(plain, answer.nearest)))


def _reasons(reasons: Sequence[str]) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for reason in reasons:
        grid.add_row("  •", Text(plain(reason)))
    return grid


def _body(reading: Reading) -> Iterator[RenderableType]:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in _told(reading.facts):
        if name not in ("offices", "basis"):
            grid.add_row(name.replace("_", " "), _value(name, value))
    yield grid
    offices = reading.facts.get("offices")
    if offices:
        yield Padding(_spells(offices), (1, 0, 0, 0))


def _told(facts: Facts) -> Iterator[tuple[str, Any]]:
    """Facts worth a line: latitude and longitude as one, no code that says nothing new."""
    for name, value in facts.items():
        if value is None or value == [] or name == "lon":
            continue
        if name == "country" and facts.get("code") == value:
            continue
        if name == "to" and facts.get("from") == value:
            continue
        if name == "lat":
            yield "lies at", f"{_degrees(value, 'NS')} {_degrees(facts['lon'], 'EW')}"
        else:
            yield name, value


def _value(name: str, value: Any) -> Text:
    if name in _CODES:
        codes = value if isinstance(value, list) else [value]
        return Text(", ".join(map(_named, codes)), style=_LOUD.get(name, ""))
    if isinstance(value, int) and not isinstance(value, bool):
        return Text(f"{value:,}")
    if name in ("from", "to"):
        from communique.run.look_when import weekday

        return Text.assemble((plain(value), _LOUD[name]), (f" {weekday(value)}", "dim"))
    return Text(plain(value))


def _named(code: str) -> str:
    actor = ActorRegistry.load().actors.get(code)
    return f"{plain(code)} {actor.name}" if actor else plain(code)


def _degrees(value: float, signs: str) -> str:
    return f"{abs(value):.2f}°{signs[value < 0]}"


def _spells(offices: Sequence[Facts]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, header_style="dim", padding=(0, 1))
    for title in ("office", "of", "from", "to", "source"):
        table.add_column(title, overflow="fold")
    for spell in offices:
        style = "green" if spell["in_office"] else "dim" if spell["in_office"] is False else ""
        table.add_row(
            plain(spell["office"]),
            plain(spell["country"]),
            spell["from"],
            spell["to"] or "—",
            plain(spell["source"]),
            style=style,
        )
    return table


def _candidates(others: Sequence[Reading]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(style="dim", overflow="fold")
    for other in others:
        grid.add_row(Text(f"  {plain(other.name)}"), _brief(other.facts))
    return grid


def _term(facts: Facts) -> str:
    """From when to when; of one day its weekday too."""
    start, end = facts.get("from"), facts.get("to")
    if start and start == end:
        from communique.run.look_when import weekday

        return f"{start} {weekday(start)}"
    ends = (f"from {start}" if start else "", f"to {end}" if end else "")
    return " ".join(part for part in ends if part)


def _brief(facts: Facts) -> Text:
    parts = []
    if facts.get("country"):
        parts.append(_named(facts["country"]))
    term = _term(facts)
    for name, value in _told(facts):
        if name in _HIDDEN:
            continue
        if name in ("from", "to"):
            parts += [term] if term else []
            term = ""
            continue
        shown = _value(name, value).plain
        parts.append(f"{shown} people" if name == "people" else shown)
    return Text(", ".join(parts))
