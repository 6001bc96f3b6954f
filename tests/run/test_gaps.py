from __future__ import annotations

import json

import pytest

from communique.ontology.codebook import load_codebook
from communique.run.coder import Coder
from communique.run.gaps import GapFinder, code_sources, find_gaps, show_gaps
from communique.settings import Settings

TEXT = [
    "Norway outfoxed Finland on Monday.",
    "Sweden outfoxed Denmark over the ferry.",
    "Norway condemned Finland's missile test.",
    "Denmark is wary of Iceland.",
    "Norway painted a long fence on Monday.",
    "The weather outfoxed the valley.",
]


@pytest.fixture(scope="module")
def found(parser):
    from dataclasses import replace

    from communique.run.coder import load_stages

    finder = GapFinder(load_codebook())
    stages = replace(load_stages(Settings(), parser), code=finder.code)
    records = Coder(Settings(), stages=stages).read_stories(TEXT)
    return finder.gaps, records


def test_a_predicate_without_rule_is_counted(found):
    gaps, _ = found
    outfox = gaps.found["outfox", "verb"]
    assert (outfox.count, outfox.between) == (2, 2)
    assert [e.actors for e in outfox.examples] == ["NOR → FIN", "SWE → DNK"]
    assert outfox.examples[0].text == TEXT[0]
    assert outfox.examples[0].words == "outfoxed"


def test_what_a_rule_codes_is_no_gap(found):
    gaps, records = found
    assert records[2].reports
    assert not any("condemn" in name for name, _ in gaps.found)


def test_an_actor_and_a_thing_count_apart(found):
    gaps, _ = found
    paint = gaps.found["paint", "verb"]
    assert (paint.count, paint.between) == (1, 0)
    assert ("paint", "verb") not in {(g.predicate, g.kind) for g in gaps.top(99, between=True)}


def test_adjectives_carry_their_preposition(found):
    assert found[0].found["wary of", "adjective"].between == 1


def test_the_most_frequent_comes_first(found):
    gaps, _ = found
    assert gaps.top(1)[0].predicate == "outfox"
    assert [g["count"] for g in gaps.as_json(99)["gaps"]] == sorted(
        (g.count for g in gaps.found.values()), reverse=True
    )


def test_near_misses_say_why(parser):
    from dataclasses import replace

    from communique.run.coder import load_stages

    finder = GapFinder(load_codebook())
    stages = replace(load_stages(Settings(), parser), code=finder.code)
    Coder(Settings(), stages=stages).read_stories(["Norway opened a jar for Finland."])
    near = [m for gap in finder.gaps.found.values() for m in gap.misses]
    assert all(rule and why for rule, why in near)
    assert near


def test_the_picture_shows_no_control_characters(found):
    from rich.console import Console

    console = Console(record=True, width=100, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    console.print(show_gaps(found[0], 5))
    assert "outfox" in console.export_text()


def test_what_cannot_be_read_is_counted(coder, tmp_path):
    file = tmp_path / "pages.jsonl"
    file.write_text(json.dumps({"id": "a", "text": "Norway visited Finland."}) + "\nnot json\n")
    errors = [e for batch in code_sources(coder, [str(file), str(tmp_path / "no")]) for e in batch]
    assert sorted(e.reason for e in errors) == ["json", "missing"]


def test_the_command_names_a_missing_file(tmp_path, parser):
    gaps = find_gaps([str(tmp_path / "none.txt")], Settings())
    assert dict(gaps.dropped) == {"missing": 1}
