"""Progress of a batch on standard error: a moving line on a terminal, else a line now and then."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console

from communique.run.batch import KNOWN, Dropped, Notify, Summary
from communique.run.show import plain

_EVERY = 10.0
"""Seconds between lines where no terminal shows the moving one."""


@contextmanager
def progress() -> Iterator[Notify]:
    """A function for `add_sources` to call; names what is dropped, counts the rest."""
    console = Console(stderr=True, highlight=False)
    start = last = time.monotonic()

    def line(summary: Summary) -> str:
        seconds = max(time.monotonic() - start, 0.001)
        known = summary.dropped[KNOWN]
        dropped = sum(summary.dropped.values()) - known
        rate = summary.taken / seconds
        before = f"{known} known, " if known else ""
        return f"{summary.taken} read, {before}{dropped} dropped, {rate:.1f} a second"

    with console.status("starting") as status:

        def notify(summary: Summary, dropped: Sequence[Dropped]) -> None:
            nonlocal last
            for item in dropped:
                if item.reason != KNOWN:
                    console.print(
                        f"communique: {plain(item.message)}", markup=False, soft_wrap=True
                    )
            status.update(line(summary))
            if not console.is_terminal and time.monotonic() - last > _EVERY:
                last = time.monotonic()
                console.print(f"communique: {line(summary)}", markup=False, soft_wrap=True)

        yield notify
