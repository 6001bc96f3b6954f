"""Many sources into the record: read, clean and code in batches, in one process or in many.

Every item that a source gives is passed on to the record or dropped under a reason word, and the
two sums equal what came in.
"""

from __future__ import annotations

import signal
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import active_children, get_context
from pathlib import Path

import communique
from communique.errors import CommuniqueError, ItemError, RetryError, SettingsError
from communique.model import Article, Page, Record
from communique.record import Rows, Store, rows_of
from communique.run.coder import Coder
from communique.settings import Settings

CHUNK = 32
"""Articles that are parsed together."""
FLUSH_ROWS = 512
FLUSH_SECONDS = 20.0
"""Articles, and seconds, after which what was coded is written: more make larger segments."""

WARNINGS = 5
"""Warnings that a summary repeats."""

KNOWN = "known"
"""Reason word of articles that the record already has."""


@dataclass(slots=True)
class Summary:
    """What a batch took in and what became of it."""

    taken: int = 0
    passed: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    """New rows by table."""
    silent: int = 0
    """New articles without a report: nothing in them was taken for an event."""
    interrupted: bool = False
    warned: int = 0
    """Items that were read, with something about them left out."""
    warnings: list[str] = field(default_factory=list)
    """What was left out, and of which item: the first few."""

    @property
    def failed(self) -> int:
        """Items that were dropped for another reason than being known."""
        return sum(self.dropped.values()) - self.dropped[KNOWN]


@dataclass(frozen=True, slots=True)
class Dropped:
    """An item that gives no record, and why."""

    reason: str
    message: str


Item = Page | Dropped
Coded = Rows | Dropped
Notify = Callable[[Summary, Sequence[Dropped]], None]
"""Called after every batch with the sums so far and what the batch dropped."""


def add_sources(
    store: Store,
    sources: Sequence[str],
    settings: Settings,
    *,
    jobs: int = 1,
    notify: Notify = lambda summary, dropped: None,
) -> Summary:
    """Add everything the sources name; what the record already has costs no parsing.

    `jobs` is the number of worker processes; 1 codes in this one. `notify` is called after every
    batch. Ctrl-C ends after writing what is coded, with `interrupted` set. Raises SettingsError
    when nothing can be coded at all, RetryError when a worker process died.
    """
    summary = Summary()
    engine = _Here(store, settings) if jobs == 1 else _Pool(store, settings, jobs)
    run = store.start_run(f"communique {communique.__version__}", *engine.versions())
    pending: list[Rows] = []
    written = time.monotonic()
    try:
        for outcomes in engine.code(_chunks(_heard(_items(sources), summary))):
            dropped = [outcome for outcome in outcomes if isinstance(outcome, Dropped)]
            pending += [outcome for outcome in outcomes if not isinstance(outcome, Dropped)]
            summary.taken += len(outcomes)
            summary.passed += len(outcomes) - len(dropped)
            summary.dropped.update(item.reason for item in dropped)
            if len(pending) >= FLUSH_ROWS or time.monotonic() - written > FLUSH_SECONDS:
                _write(store, run, pending, summary)
                pending, written = [], time.monotonic()
            notify(summary, dropped)
    except KeyboardInterrupt:
        summary.interrupted = True
        engine.stop()
    finally:
        engine.close()
        _write(store, run, pending, summary)
        store.end_run(run, summary.taken, summary.passed, summary.dropped)
    if summary.rows:
        # When another process is adding too, it will merge what this one could not.
        with suppress(RetryError):
            store.merge_events()
    store.compact()
    notify(summary, ())
    return summary


def _items(sources: Sequence[str]) -> Iterator[Item]:
    """All items of all sources; whatever one source raises ends that source alone."""
    from communique.read import iter_sources, read_source

    for source in sources:
        try:
            if source == "-":
                yield read_source(source, stdin=sys.stdin.buffer.read())
                continue
            for item in iter_sources([source]):
                yield _dropped(item) if isinstance(item, ItemError) else item
        except ItemError as error:
            yield _dropped(error)
        except RetryError as error:
            yield Dropped("retry", str(error))


def _heard(items: Iterable[Item], summary: Summary) -> Iterator[Item]:
    """The items as they come; the warnings of the pages are kept."""
    for item in items:
        if isinstance(item, Page) and item.warnings:
            summary.warned += 1
            if len(summary.warnings) < WARNINGS:
                summary.warnings.append(f"{item.source}: {'; '.join(item.warnings)}")
        yield item


def _dropped(error: ItemError) -> Dropped:
    return Dropped(error.reason, str(error))


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    stream = iter(items)
    while chunk := list(islice(stream, CHUNK)):
        yield chunk


def _write(store: Store, run: str, pending: list[Rows], summary: Summary) -> None:
    """Store the rows; an article that another item of this run gave too moves to the known."""
    if not pending:
        return
    added = store.add_rows(pending, run)
    summary.passed -= added.known
    if added.known:
        summary.dropped[KNOWN] += added.known
    summary.rows.update(added.rows)
    if not added.known:
        summary.silent += sum(not rows.get("reports") for rows in pending)


def code_chunk(coder: Coder, store: Store, chunk: Sequence[Item]) -> list[Coded]:
    """The rows, or the reason for none, of every item; known articles are not parsed."""
    articles = [item if isinstance(item, Dropped) else _clean(coder, item) for item in chunk]
    known = store.known(item.id for item in articles if isinstance(item, Article))
    fresh = [item for item in articles if isinstance(item, Article) and item.id not in known]
    coded = iter(coder.code_many(fresh))
    return [
        item
        if isinstance(item, Dropped)
        else Dropped(KNOWN, f"{item.source}: is in the record already")
        if item.id in known
        else _as_rows(item, next(coded))
        for item in articles
    ]


def _clean(coder: Coder, page: Page) -> Article | Dropped:
    article = coder.clean(page)
    return _dropped(article) if isinstance(article, ItemError) else article


def _as_rows(article: Article, outcome: Record | ItemError) -> Coded:
    if isinstance(outcome, ItemError):
        return _dropped(outcome)
    try:
        return rows_of(outcome)
    except CommuniqueError as error:
        return Dropped("defect", f"{article.source}: {error}")


class _Here:
    """Codes in this process."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._coder = Coder(settings)

    def versions(self) -> tuple[str, str]:
        """Hashes of the codebook and of the model."""
        return self._coder.codebook, self._coder.model

    def code(self, chunks: Iterable[list[Item]]) -> Iterator[list[Coded]]:
        """The outcomes of every chunk, in order."""
        for chunk in chunks:
            yield code_chunk(self._coder, self._store, chunk)

    def stop(self) -> None:
        """Nothing is left running."""

    def close(self) -> None:
        """Nothing is left running."""


class _Worker:
    """What a worker process keeps between chunks."""

    coder: Coder
    store: Store
    failure: SettingsError | None = None
    """Why this worker cannot code; raised by its first task, where the parent can see it."""


def _start_worker(settings: Settings, record: Path) -> None:
    # The parent alone answers Ctrl-C, after it has written what is coded.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _Worker.coder = Coder(settings)
        _Worker.store = Store(record, create=False)
    except SettingsError as error:
        _Worker.failure = error


def _code_in_worker(chunk: list[Item]) -> list[Coded]:
    return code_chunk(_Worker.coder, _Worker.store, chunk)


def _worker_versions() -> tuple[str, str]:
    if _Worker.failure is not None:
        raise _Worker.failure
    return _Worker.coder.codebook, _Worker.coder.model


class _Pool:
    """Codes in worker processes, each with its own parser."""

    def __init__(self, store: Store, settings: Settings, jobs: int) -> None:
        self._ahead = 2 * jobs
        self._others = set(active_children())
        self._pool = ProcessPoolExecutor(
            jobs, get_context("spawn"), _start_worker, (settings, store.path.absolute())
        )

    def versions(self) -> tuple[str, str]:
        """Hashes of the codebook and of the model."""
        with _dying():
            return self._pool.submit(_worker_versions).result()

    def code(self, chunks: Iterable[list[Item]]) -> Iterator[list[Coded]]:
        """The outcomes of every chunk, in order; few chunks are read ahead of the workers."""
        waiting: deque[Future[list[Coded]]] = deque()
        with _dying():
            for chunk in chunks:
                waiting.append(self._pool.submit(_code_in_worker, chunk))
                if len(waiting) > self._ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def stop(self) -> None:
        """End the workers at once: they hold nothing that the next run would miss."""
        for worker in set(active_children()) - self._others:
            worker.terminate()

    def close(self) -> None:
        """End the workers; what they have not begun is forgotten."""
        self._pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _dying() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool as error:
        raise RetryError(
            "a worker process died, perhaps for want of memory; run the same command again, "
            "with fewer --jobs"
        ) from error
