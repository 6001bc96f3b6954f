"""Every line rule hits its example and leaves its counter-example; bad files are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.clean.rules import Rule, line_rules, load_rules, words
from communique.errors import SettingsError

HEAD = "# version: 1\nid,label,kind,where,most,has,pattern,match,reject\n"


@pytest.mark.parametrize("rule", line_rules(), ids=lambda rule: rule.id)
def test_a_rule_hits_its_example_alone(rule: Rule) -> None:
    assert rule.match and rule.reject
    assert rule.find(rule.match) is not None
    assert rule.find(rule.reject) is None
    assert not rule.has or any(part in rule.match.lower() for part in rule.has)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,story,x,whole,5,,x,x,y", r":3: unknown label"),
        ("a,rail,x,middle,5,,x,x,y", r":3: unknown label or place"),
        ("a,rail,x,whole,many,,x,x,y", r":3: unknown label or place, or no number"),
        ("a,rail,x,whole,5,,(x,x,y", r":3: pattern of 'a'"),
        ("a,rail,x,whole,5,,x,x", r":3: 8 fields, not 9"),
        ("a,rail,x,whole,5,,x,x,y\na,rail,x,whole,5,,x,x,y", r":4: rule 'a' is there twice"),
        ('a,rail,x,whole,5,,"x"y,x,y', r"lines.csv: "),
    ],
)
def test_a_bad_rule_is_refused_with_file_and_line(tmp_path: Path, row: str, message: str) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(HEAD + row + "\n")
    with pytest.raises(SettingsError, match=message):
        load_rules(file)


def test_wrong_columns_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text("# version: 1\nid,label\n")
    with pytest.raises(SettingsError, match=r":2: columns must be id,label,kind"):
        load_rules(file)


def test_word_lists() -> None:
    assert "APP" in words("agency") and "May" in words("month") and "the" in words("lead_in")
