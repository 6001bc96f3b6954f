"""Strict YAML: text only, lines known, traps refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import SettingsError
from communique.ontology.yamlfile import line_of, load_yaml, parse_yaml


def test_scalars_stay_text() -> None:
    value = parse_yaml("a: NO\nb: 1.10\nc: 2023-05-05\nd: null\ne:\nf: [yes, 0111]", "x.yaml")
    assert value == {
        "a": "NO",
        "b": "1.10",
        "c": "2023-05-05",
        "d": "null",
        "e": "",
        "f": ["yes", "0111"],
    }


def test_lines_are_known() -> None:
    value = parse_yaml("top:\n  - a: x\n    b: y\n  - z\n", "x.yaml")
    assert line_of(value, "top") == 1
    assert line_of(value["top"], 1) == 4
    assert line_of(value["top"][0], "b") == 3
    assert line_of("z") == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3", "x.yaml:3: key 'a' is here twice"),
        ("a: &n [1]\nb: *n", "x.yaml:2: aliases are not allowed"),
        ("a: !!python/name:os.system x", "x.yaml:1: tag"),
        ("a: b\n  c: d\n", "x.yaml:2: is no valid YAML"),
        ("? [a, b]\n: c", "x.yaml:1: a key must be plain text"),
        ("a: \x00", "x.yaml"),
        ("a: 1\n---\nb: 2", "x.yaml:2: a second document"),
        ("a: [1, 2", "x.yaml:2: is no valid YAML"),
    ],
)
def test_traps_are_refused(text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_yaml(text, "x.yaml")
    assert str(caught.value).startswith(message)


def test_file_that_is_missing_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_yaml(tmp_path / "none.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_yaml(tmp_path / "bytes.yaml")


def test_empty_file_is_empty_text() -> None:
    assert parse_yaml("# nothing\n", "x.yaml") == ""
    assert parse_yaml("", "x.yaml") == ""


def test_deep_nesting_is_refused_and_not_a_crash() -> None:
    with pytest.raises(SettingsError):
        parse_yaml("[" * 100_000, "x.yaml")
