"""Whether probabilities hold: shares of reports that are right, and the picture of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.errors import SettingsError

BINS = 5
"""Groups of equal size, from the least to the most probable reports."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Reports of like probability."""

    count: int
    said: float
    """Mean probability."""
    was: float
    """Share that is right."""


def brier(said: Sequence[float], right: Sequence[bool]) -> float:
    """Mean squared difference between what was said and what was; 0 is best.

    Raises SettingsError without any report.
    """
    if not said:
        raise SettingsError("no report to judge")
    return sum((p - y) ** 2 for p, y in zip(said, right, strict=True)) / len(said)


def reliability(said: Sequence[float], right: Sequence[bool], number: int = BINS) -> list[Bin]:
    """Groups of near equal size, from the least to the most probable; equal ones stay together."""
    order = sorted(zip(said, right, strict=True), key=lambda pair: pair[0])
    size = max(1, -(-len(order) // number))
    groups: list[list[tuple[float, bool]]] = []
    for pair in order:
        if groups and (len(groups[-1]) < size or groups[-1][-1][0] == pair[0]):
            groups[-1].append(pair)
        else:
            groups.append([pair])
    return [
        Bin(len(g), sum(p for p, _ in g) / len(g), sum(y for _, y in g) / len(g)) for g in groups
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Mean distance between what the groups said and what was, weighted by their size."""
    whole = sum(group.count for group in bins)
    return sum(group.count * abs(group.said - group.was) for group in bins) / max(1, whole)


_SIDE, _LEFT, _TOP = 320, 64, 24


def draw(series: Sequence[tuple[str, str, Sequence[Bin]]], note: str) -> str:
    """An SVG of the groups of every series (name, colour, groups) against the diagonal.

    The area of a point is the number of its reports.
    """
    width, height = _LEFT + _SIDE + 24, _TOP + _SIDE + 92
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" font-family="sans-serif" font-size="12" role="img" '
        f'aria-label="{_plain(note)}">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for step in range(0, 11, 2):
        x, y = _at(step / 10, step / 10)
        tick = f"{step / 10:.1f}"
        parts += [
            f'<path d="M{x:.1f} {_TOP}V{_TOP + _SIDE}M{_LEFT} {y:.1f}H{_LEFT + _SIDE}" '
            'stroke="#e3e3e3"/>',
            f'<text x="{x:.1f}" y="{_TOP + _SIDE + 16}" text-anchor="middle">{tick}</text>',
            f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{tick}</text>',
        ]
    parts.append(
        f'<path d="M{_LEFT} {_TOP + _SIDE}L{_LEFT + _SIDE} {_TOP}" stroke="#777777" '
        'stroke-dasharray="4 4"/>'
    )
    for number, (name, colour, bins) in enumerate(series):
        parts += _points(colour, bins)
        y = _TOP + _SIDE + 54 + 18 * number
        parts.append(f'<circle cx="{_LEFT + 6}" cy="{y - 4}" r="5" fill="{colour}"/>')
        parts.append(f'<text x="{_LEFT + 18}" y="{y}">{_plain(name)}</text>')
    middle = _TOP + _SIDE / 2
    parts += [
        f'<text x="{_LEFT + _SIDE / 2}" y="{_TOP + _SIDE + 34}" text-anchor="middle">'
        "probability given</text>",
        f'<text x="18" y="{middle}" text-anchor="middle" transform="rotate(-90 18 {middle})">'
        "share right</text>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _points(colour: str, bins: Sequence[Bin]) -> Iterator[str]:
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_at(b.said, b.was) for b in bins))
    yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
    for group in bins:
        x, y = _at(group.said, group.was)
        radius = 1.1 * group.count**0.5
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}"/>'


def _at(said: float, was: float) -> tuple[float, float]:
    return _LEFT + said * _SIDE, _TOP + (1 - was) * _SIDE


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
