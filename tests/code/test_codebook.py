"""Every rule's own sentences, and what the loader refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from communique.code.codebook import failures
from communique.errors import SettingsError
from communique.ontology.codebook import load_codebook
from communique.ontology.plover import load_plover

RULE = """
version: 1
source: a test
licence: Apache-2.0
rules:
- id: {id}
  type: {type}
  verbs: [{verb}]
"""


def test_every_example_holds(parser: Any) -> None:
    from communique import Coder
    from communique.run.check import check_rules

    failed = failures(check_rules(Coder(parser=parser)))
    assert not failed, "\n".join(f"{c.rule}: {c.sentence} ({c.message})" for c in failed)


def test_every_type_has_rules() -> None:
    assert {rule.type for rule in load_codebook().rules} == set(load_plover().types)


def test_every_rule_has_examples() -> None:
    assert not [rule.id for rule in load_codebook().rules if not rule.match]


def test_own_folder_is_laid_over(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(RULE.format(id="own.nod.1", type="AGREE", verb="nod at"))
    assert load_codebook(tmp_path).rule("own.nod.1") is not None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"type": "WAR"}, "no PLOVER type"),
        ({"verb": "'@nowhere'"}, "unknown set"),
        ({"id": "x\n  colour: red"}, "unknown key"),
    ],
)
def test_bad_rule_is_refused(tmp_path: Path, change: dict[str, str], message: str) -> None:
    entry = {"id": "own.nod.1", "type": "AGREE", "verb": "nod at"} | change
    (tmp_path / "own.yaml").write_text(RULE.format(**entry))
    with pytest.raises(SettingsError, match=message):
        load_codebook(tmp_path)
