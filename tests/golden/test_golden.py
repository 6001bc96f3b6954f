"""Whole pages and what the program made of them when someone last looked (`make golden`)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from communique.read import read_source
from communique.run.as_json import dump, record_as_json
from communique.run.coder import Coder
from communique.settings import Settings

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/page.txt"))


@pytest.fixture(scope="module")
def coder(parser):
    return Coder(Settings(), parser=parser)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_page(case, coder, request):
    page = read_source(str(case / "page.txt"))
    found = json.loads(dump(record_as_json(coder.read(page))))
    article = found.pop("article")
    # The path differs between machines.
    article["source"] = found.pop("format")
    for name, value in (("article.json", article), ("record.json", found)):
        file = case / name
        if request.config.getoption("--rewrite-golden"):
            file.write_text(dump(value) + "\n", encoding="utf-8")
        assert file.exists(), f"{file} is missing; `make golden` writes it"
        assert value == json.loads(file.read_text("utf-8")), (
            f"{file}: see what `make golden` changes"
        )


def test_there_are_cases():
    assert CASES
