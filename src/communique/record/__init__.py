"""The record on disk, and SQL over it."""

from communique.record.query import select
from communique.record.rows import rows_of
from communique.record.store import Added, Found, Store
from communique.record.tables import RUN_COLUMNS, TABLES, Row, Rows

__all__ = [
    "RUN_COLUMNS",
    "TABLES",
    "Added",
    "Found",
    "Row",
    "Rows",
    "Store",
    "rows_of",
    "select",
]
