from __future__ import annotations

from dataclasses import replace

import pytest

from communique.errors import SettingsError
from communique.run.codebook_diff import Diff, changes_of, diff_codebooks
from communique.settings import Settings


@pytest.fixture
def record(made):
    return made(0)


def test_the_same_reports_are_no_change(record):
    assert list(changes_of(record.article, record.reports, record.reports)) == []


def test_added_and_dropped(record):
    (added,) = changes_of(record.article, (), record.reports)
    (dropped,) = changes_of(record.article, record.reports, ())
    assert (added.kind, dropped.kind) == ("added", "dropped")
    assert added.words == "visited"
    assert added.rules == ("(none)", "consult.visit.1")
    assert dropped.rules == ("consult.visit.1", "(none)")


def test_changed_says_what(record):
    report = record.reports[0]
    other = replace(report, status="planned", rule="consult.visit.9")
    (change,) = changes_of(record.article, [report], [other])
    assert change.kind == "changed"
    assert change.differs == ("status", "rule")


def test_an_equal_report_is_not_taken_for_its_neighbour(record):
    report = record.reports[0]
    other = replace(report, type="SUPPORT", rule="support.praise.1")
    (change,) = changes_of(record.article, [report], [other, report])
    assert (change.kind, change.after["type"]) == ("added", "SUPPORT")


def test_counts_by_rule(record):
    changes = list(changes_of(record.article, record.reports, ()))
    diff = Diff(1, (1, 0), changes)
    assert diff.by_rule() == [("dropped", "consult.visit.1", "(none)", 1)]
    assert diff.as_json()["by_rule"][0]["count"] == 1


def test_a_folder_that_is_none(tmp_path):
    with pytest.raises(SettingsError, match="is no folder"):
        diff_codebooks("shipped", str(tmp_path / "none"), [], Settings())


def test_own_rules_against_the_shipped(tmp_path, parser):
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "own.yaml").write_text(
        'version: "1"\nsource: test\nlicence: Apache-2.0\nrules:\n'
        "- id: reject.outfox.1\n  type: REJECT\n  verbs: [outfox]\n  target_needed: yes\n"
        '  match: ["Norway outfoxed Finland."]\n  reject: ["The cat outfoxed its food."]\n'
    )
    page = tmp_path / "page.txt"
    page.write_text(
        "OSLO, 5 May 2023 - Norway outfoxed Finland on Monday. The Finnish foreign minister "
        "condemned the act of the Norwegian government on Tuesday in Helsinki.\n"
    )
    diff = diff_codebooks("shipped", str(rules), [str(page)], Settings())
    assert [(c.kind, c.after["rule"], c.words) for c in diff.changes] == [
        ("added", "reject.outfox.1", "outfoxed")
    ]
    again = diff_codebooks(str(rules), str(rules), [str(page)], Settings())
    assert again.changes == [] and again.reports[0] == again.reports[1] > 0
