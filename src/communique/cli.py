"""The command line: data on standard output, progress and errors on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.errors import (
    CommuniqueError,
    InvariantError,
    ItemError,
    RetryError,
    SettingsError,
)

if TYPE_CHECKING:
    from rich.console import Console

    from communique.run.look import Answer
    from communique.settings import Settings

ITEMS_FAILED = 1
CANNOT_START = 2
INTERRUPTED = 130

app = typer.Typer(
    name="communique",
    help="Reads news and official statements and keeps the diplomatic record.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
codebook_app = typer.Typer(help="The rules of the codebook.", no_args_is_help=True)
app.add_typer(codebook_app, name="codebook")

RecordOption = Annotated[
    Path | None,
    typer.Option("--record", help="Folder of the record; the setting `record` unless given."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON on standard output.")]


@app.command()
def read(
    source: Annotated[str, typer.Argument(help="A file, an address, or - for standard input.")],
    published: Annotated[
        str | None, typer.Option(help="Day of publication, as 2023-05-05.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Headline, when the page lacks it.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Print the record of one page."""
    from communique.read import read_source
    from communique.run.coder import Coder

    settings = _settings()
    stdin = sys.stdin.buffer.read() if source == "-" else None
    page = read_source(
        source,
        published=published,
        stdin=stdin,
        max_characters=settings.max_page_characters,
    )
    for warning in page.warnings:
        _say(f"{page.source}: {warning}")
    record = Coder(settings).read(page, title=title)
    if as_json:
        from communique.run.as_json import dump, record_as_json

        _out(dump(record_as_json(record)))
    else:
        from communique.run.show import show_record

        _console().print(show_record(record))


@app.command()
def add(
    sources: Annotated[
        list[str], typer.Argument(help="Files, folders, globs, JSONL, addresses, or -.")
    ],
    record: RecordOption = None,
    jobs: Annotated[int, typer.Option(min=1, max=256, help="Worker processes.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Read, code and store; what the record has already changes nothing."""
    from communique.record import Store
    from communique.run.batch import add_sources
    from communique.run.progress import progress

    settings = _settings()
    store = Store(record or settings.record)
    with progress() as notify:
        summary = add_sources(store, sources, settings, jobs=jobs, notify=notify)
    if as_json:
        from communique.run.as_json import dump

        _out(
            dump(
                {
                    "taken": summary.taken,
                    "passed": summary.passed,
                    "dropped": dict(summary.dropped),
                    "warned": summary.warned,
                    "warnings": summary.warnings,
                    "rows": dict(summary.rows),
                    "silent": summary.silent,
                }
            )
        )
    else:
        from communique.run.show import show_summary

        _console().print(show_summary(summary, store))
    if summary.interrupted:
        _say("interrupted; what is above stays, the same command goes on from there")
        raise typer.Exit(INTERRUPTED)
    if summary.failed:
        raise typer.Exit(ITEMS_FAILED)


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="One SELECT over the tables of the record.")],
    record: RecordOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV on standard output.")] = False,
) -> None:
    """Ask the record in SQL."""
    from communique.record import Store, select

    store = Store(record or _settings().record, create=False)
    names, rows = select(store.connect(), sql)
    if as_json:
        from communique.run.as_json import dump

        _out(dump([dict(zip(names, row, strict=True)) for row in rows]))
    elif as_csv:
        from communique.run.show import write_csv

        write_csv(names, rows, sys.stdout)
    else:
        from communique.run.show import show_rows

        console = _console()
        console.print(show_rows(names, rows, console.width))


@app.command()
def explain(
    line: Annotated[str, typer.Argument(metavar="ID", help="An id, or six of its digits.")],
    record: RecordOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say why a line is in the record."""
    from communique.record import Store

    found = Store(record or _settings().record, create=False).find(line)
    if as_json:
        from communique.run.as_json import dump

        article = {key: value for key, value in found.article.items() if key != "lines"}
        _out(dump({"table": found.table, "row": found.row, "article": article}))
    else:
        from communique.run.show import show_line

        _console().print(show_line(found))


@app.command()
def who(
    words: Annotated[str, typer.Argument(help='A name, an office or a phrase: "the Kremlin".')],
    on: Annotated[str | None, typer.Option(help="The day, as 2023-05-05.")] = None,
    text: Annotated[str | None, typer.Option(help="A sentence that holds the words.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Say whom words name, and which offices they held."""
    from communique.run.look_who import look_who

    _answer(look_who(words, on, text), as_json)


@app.command()
def where(
    name: Annotated[str, typer.Argument(help="The name of a place.")],
    context: Annotated[
        str | None, typer.Option(help="A country, by code or name, whose places go first.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say which place a name means, who administers it and who claims it."""
    from communique.run.look_where import look_where

    _answer(look_where(name, context), as_json)


@app.command()
def when(
    words: Annotated[str, typer.Argument(help='Words of time: "last Friday".')],
    published: Annotated[
        str | None, typer.Option(help="Day of publication, as 2023-05-05.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="A sentence that holds the words.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Say which days words mean."""
    from communique.run.look_when import look_when

    _answer(look_when(words, published, text), as_json)


@codebook_app.command("check")
def codebook_check(
    rule: Annotated[str | None, typer.Argument(help="Only the rules whose ids begin so.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Run every rule's own examples."""
    from communique.run.check import check_rules
    from communique.run.coder import Coder

    checks = check_rules(Coder(_settings()), rule)
    if not checks:
        raise SettingsError(f"no rule has an id that begins {rule!r}")
    failed = [check for check in checks if not check.ok]
    if as_json:
        from dataclasses import asdict

        from communique.run.as_json import dump

        _out(dump([asdict(check) for check in checks]))
    else:
        from communique.run.show import show_checks

        _console().print(show_checks(checks))
    if failed:
        raise typer.Exit(ITEMS_FAILED)


@codebook_app.command("gaps")
def codebook_gaps(
    sources: Annotated[list[str], typer.Argument(help="Files, folders, globs, JSONL, addresses.")],
    top: Annotated[int, typer.Option(min=1, help="How many to show.")] = 30,
    between: Annotated[
        bool, typer.Option("--between", help="Only what stands between two actors.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """List the predicates between coded actors that no rule codes, the most frequent first."""
    from communique.run.gaps import find_gaps, show_gaps

    gaps = find_gaps(sources, _settings(), _notify)
    if as_json:
        from communique.run.as_json import dump

        _out(dump(gaps.as_json(top, between)))
    else:
        _console().print(show_gaps(gaps, top, between))
    if gaps.dropped:
        raise typer.Exit(ITEMS_FAILED)


@codebook_app.command("diff")
def codebook_diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A folder of rules, or 'shipped'.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another, or 'shipped'.")],
    sources: Annotated[list[str], typer.Argument(help="Files, folders, globs, JSONL, addresses.")],
    as_json: JsonOption = False,
) -> None:
    """List the events of a corpus that change when rules B take the place of rules A."""
    from communique.run.codebook_diff import diff_codebooks, show_diff

    diff = diff_codebooks(before, after, sources, _settings(), _notify)
    if as_json:
        from communique.run.as_json import dump

        _out(dump(diff.as_json()))
    else:
        _console().print(show_diff(diff))


@app.command()
def predict(
    task: Annotated[str, typer.Argument(help="What to answer; see docs/commands.md.")],
    source: Annotated[Path, typer.Argument(metavar="IN", help="JSONL.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="JSONL, a line for each of IN.")],
) -> None:
    """Write what the system makes of a labelled set."""
    from communique.run.predict import predict_file

    summary = predict_file(task, source, target, _settings())
    _say(f"{summary.lines} lines, {summary.errors} of them errors")
    if summary.errors:
        raise typer.Exit(ITEMS_FAILED)


@app.command()
def evaluate(
    task: Annotated[str, typer.Argument(help="What was answered; see docs/commands.md.")],
    gold: Annotated[Path, typer.Argument(help="JSONL with the right answers.")],
    predictions: Annotated[
        Path | None, typer.Option("--pred", help="What `predict` wrote; made now unless given.")
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="List what is missed and false.")
    ] = False,
    floors: Annotated[
        Path | None,
        typer.Option("--floors", help="Fail when a measure is below this file's floor."),
    ] = None,
    raise_floors: Annotated[
        bool, typer.Option("--raise-floors", help="Write the measures as floors where higher.")
    ] = False,
    lower_floors: Annotated[
        bool, typer.Option("--lower-floors", help="Write the measures as floors, lower ones too.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Score the system against a labelled set."""
    from communique.evaluate import evaluate_task
    from communique.evaluate.floors import below_floors, set_floors
    from communique.run.predict import predict_lines, read_jsonl

    lines = read_jsonl(gold)
    made = read_jsonl(predictions) if predictions else list(predict_lines(task, lines, _settings()))
    result = evaluate_task(task, lines, made)
    if as_json:
        from communique.run.as_json import dump

        _out(dump(result.as_json()))
    else:
        _out("\n".join(result.report(errors)))
    if floors is None:
        if raise_floors or lower_floors:
            raise SettingsError("--raise-floors and --lower-floors need --floors FILE")
        return
    if raise_floors or lower_floors:
        set_floors(floors, task, gold, result.measures(), lower=lower_floors)
    below = below_floors(floors, task, gold, result.measures())
    for line in below:
        _say(line)
    if below:
        raise typer.Exit(ITEMS_FAILED)


@app.callback(invoke_without_command=True)
def version(
    context: typer.Context,
    show: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Reads news and official statements and keeps the diplomatic record."""
    if show:
        import communique

        _out(f"communique {communique.__version__}")
        raise typer.Exit


def _answer(answer: Answer, as_json: bool) -> None:
    """Print what a look-up found; exit code 1 when it found nothing."""
    if as_json:
        from communique.run.as_json import dump

        _out(dump(answer.as_json()))
    else:
        from communique.run.look_show import show_answer

        _console().print(show_answer(answer))
    if not answer.known:
        raise typer.Exit(ITEMS_FAILED)


def _settings() -> Settings:
    from communique.settings import load_settings

    return load_settings()


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def _out(text: str) -> None:
    sys.stdout.write(text + "\n")


def _say(text: str) -> None:
    from communique.run.show import plain

    sys.stderr.write(f"communique: {plain(text)}\n")


def _notify(articles: int, dropped: Sequence[ItemError]) -> None:
    """Name what could not be read, and how far a long run is."""
    for error in dropped:
        _say(str(error))
    if articles and articles % 1024 == 0:
        _say(f"{articles} articles")


def _exit_code(error: CommuniqueError) -> int:
    return ITEMS_FAILED if isinstance(error, ItemError | RetryError) else CANNOT_START


def _unexpected(error: Exception) -> int:
    """Say a usage error of Typer's, whose classes have no public name, or a defect."""
    usage = getattr(error, "format_message", None)
    if usage is None:
        _say(f"a defect of the program: {type(error).__name__}: {error}")
    elif usage():
        # Nothing to say where the help was printed for want of arguments.
        _say(usage())
    return CANNOT_START


def main(arguments: list[str] | None = None) -> int:
    """Run the command; gives the exit code: 1 for items, 2 for settings, usage and defects."""
    try:
        result: Any = app(arguments, standalone_mode=False)
        sys.stdout.flush()
    except CommuniqueError as error:
        what = "a defect of the program: " if isinstance(error, InvariantError) else ""
        _say(f"{what}{error}")
        return _exit_code(error)
    except SystemExit as end:
        # rich ends so when the reader of our output has enough (`| head`).
        return 0 if end.code == 1 else int(end.code or 0)
    except (KeyboardInterrupt, typer.Abort):
        _say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has enough (`| head`); Python must not write at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _unexpected(error)
    return int(result or 0)
