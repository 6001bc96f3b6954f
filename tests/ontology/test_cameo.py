"""CAMEO codes of rules and modes against the tables of docs/codebook.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from communique.ontology.codebook import load_codebook
from communique.ontology.plover import load_plover

TEXT = (Path(__file__).parents[2] / "docs" / "codebook.md").read_text("utf-8")
SECTION = TEXT.split("\n## CAMEO\n")[1].split("\n## ")[0]
TYPE_OF = {
    code: kind
    for codes, kind in re.findall(r"^\| ([\d, ]+) \| ([A-Z]+) \|$", SECTION, re.MULTILINE)
    for code in codes.split(", ")
}
EXCEPTIONS = {
    (kind, code)
    for kind, codes, _ in re.findall(r"^\| ([A-Z]+) \| ([\d, ]+) \| (.+) \|$", SECTION, re.M)
    for code in codes.split(", ")
}


def type_of(code):
    return next((TYPE_OF[code[:n]] for n in (4, 3, 2) if code[:n] in TYPE_OF), None)


def excepted(kind, code):
    exact = {(kind, code)} & EXCEPTIONS
    return exact or {(kind, code[:n]) for n in (3, 4)} & EXCEPTIONS


def stated():
    plover = load_plover()
    for kind in plover.types.values():
        yield kind.code, kind.cameo, f"type {kind.code}"
        for mode in kind.modes.values():
            yield kind.code, mode.cameo, f"mode {kind.code} {mode.name}"
    for rule in load_codebook().rules:
        if rule.cameo:
            yield rule.type, rule.cameo, f"rule {rule.id}"


def test_the_tables_are_read():
    assert set(TYPE_OF.values()) == load_plover().types.keys()
    assert len(EXCEPTIONS) > 10


def test_every_code_fits_its_type_or_is_an_exception_with_a_reason():
    wrong = [
        f"{what}: CAMEO {code} is {type_of(code)}"
        for kind, code, what in stated()
        if type_of(code) != kind and not excepted(kind, code)
    ]
    assert wrong == []


@pytest.mark.parametrize("exception", sorted(EXCEPTIONS))
def test_every_exception_is_needed(exception):
    kind, code = exception
    assert type_of(code) != kind
    assert any(k == kind and c.startswith(code) for k, c, _ in stated())


def test_codes_are_codes():
    for _, code, what in stated():
        assert re.fullmatch(r"\d{2,4}", code), what
