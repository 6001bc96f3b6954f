"""Every setting, command, table and column has its place in the docs."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from communique.record import RUN_COLUMNS, TABLES
from communique.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"


def headings(name):
    return set(re.findall(r"^## (.+)$", (DOCS / name).read_text("utf-8"), re.MULTILINE))


def commands():
    import typer

    from communique.cli import app

    def walk(command, path):
        children = getattr(command, "commands", None)
        if not children:
            yield " ".join(path), {o for p in command.params for o in p.opts if o[:2] == "--"}
            return
        for name, child in children.items():
            yield from walk(child, (*path, name))

    return dict(walk(typer.main.get_command(app), ()))


def test_settings():
    assert headings("settings.md") == {field.name for field in fields(Settings)}


def test_commands():
    assert headings("commands.md") == set(commands())


@pytest.mark.parametrize("command", sorted(commands()))
def test_options(command):
    text = (DOCS / "commands.md").read_text("utf-8")
    section = re.search(rf"^## {command}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section
    options = commands()[command] - {"--help"}
    assert {option for option in options if option not in section[1]} == set()


def test_tables_and_columns():
    text = (DOCS / "record.md").read_text("utf-8")
    tables = TABLES | {"runs": RUN_COLUMNS}
    assert set(tables) <= headings("record.md")
    named = set(re.findall(r"`(\w+)`", text)) | {"id", "article"}
    missing = {column for columns in tables.values() for column in columns} - named
    assert missing == set()


def test_decisions_are_short_and_numbered():
    files = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    for file in files:
        assert len(file.read_text("utf-8").split()) <= 400, (
            f"{file.name} is longer than half a page"
        )
