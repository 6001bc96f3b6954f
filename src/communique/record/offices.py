"""The table `offices`: what articles show of offices, and the spells that they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from communique.model import Evidence, Interval, OfficeClaim, OfficeMarker, OfficeVerdict
from communique.ontology.spells import SpellTable, load_spells, same_person
from communique.record.store import Store
from communique.resolve.spells import LearnedSpell, join_claims

_COLUMNS = (
    "id, article, person, office, kind, country, country_reason, marker, "
    "date_from, date_to, date_basis, verdict, verdict_reason, start_char, end_char, words"
)


def learned_spells(
    store: Store,
    name: str | None = None,
    *,
    country: str | None = None,
    table: SpellTable | None = None,
) -> list[LearnedSpell]:
    """The spells that the record's articles show, of one person and one country where given.

    `name` is a full or a family name in any spelling. Each spell is laid against `table` (the
    shipped tables by default) as they are now; the `verdict` of a line of the record is of the
    day when it was read. Sorted by country, kind of office and first day seen.
    """
    where, values = ("WHERE country = ?", [country]) if country is not None else ("", [])
    with store.connect() as connection:
        rows = connection.execute(f"SELECT {_COLUMNS} FROM offices {where}", values).fetchall()
    spells = join_claims(_claims(rows), table or load_spells())
    return [spell for spell in spells if name is None or same_person(name, spell.person)]


def _claims(rows: Iterable[tuple[Any, ...]]) -> list[OfficeClaim]:
    return [_claim(dict(zip(_COLUMNS.split(", "), row, strict=True))) for row in rows]


def _claim(row: dict[str, Any]) -> OfficeClaim:
    marker: OfficeMarker = next((m for m in get_args(OfficeMarker) if m == row["marker"]), "holds")
    verdict: OfficeVerdict = next(
        (v for v in get_args(OfficeVerdict) if v == row["verdict"]), "new"
    )
    start, end = (day.isoformat() if day else None for day in (row["date_from"], row["date_to"]))
    return OfficeClaim(
        id=row["id"],
        article=row["article"],
        person=row["person"],
        office=row["office"],
        kind=row["kind"],
        country=row["country"],
        country_reason=row["country_reason"],
        marker=marker,
        held=Interval(start, end, row["date_basis"]) if row["date_basis"] else None,
        evidence=Evidence(row["article"], row["start_char"], row["end_char"], row["words"]),
        verdict=verdict,
        verdict_reason=row["verdict_reason"] or "",
    )
