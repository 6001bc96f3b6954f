"""Adds records of invented articles to a record, for the tests that kill it.

usage: writer.py FOLDER FIRST LAST BATCH [MANY] ; a line for each batch that `add` acknowledged.
With MANY, segments are merged whenever a table has more than so many.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from communique.record import Store


def main(folder: str, first: int, last: int, size: int, many: int = 0) -> None:
    found = importlib.util.spec_from_file_location(
        "conftest", Path(__file__).parent.parent / "conftest.py"
    )
    assert found and found.loader
    conftest = importlib.util.module_from_spec(found)
    found.loader.exec_module(conftest)
    store = Store(folder)
    run = store.start_run("test")
    for start in range(first, last, size):
        numbers = range(start, min(start + size, last))
        store.add([conftest.make_record(number) for number in numbers], run)
        sys.stdout.write(f"{numbers[-1]}\n")
        sys.stdout.flush()
        if many:
            store.compact(many)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:6]))
