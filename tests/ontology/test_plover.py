"""The shipped ontology is whole, and a broken one is refused where it breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import SettingsError
from communique.ontology import plover as room
from communique.ontology.plover import load_plover, read_plover

SHIPPED = Path(room.__file__).with_name("plover.yaml")


def test_shipped_ontology_is_whole() -> None:
    plover = load_plover()
    assert len(plover.types) == 16
    assert len(plover.contexts) == 37
    assert len(plover.sectors) == 25
    assert sum(len(event_type.modes) for event_type in plover.types.values()) == 67
    assert load_plover() is plover


def test_quads_agree_with_the_sign_of_the_score() -> None:
    for event_type in load_plover().types.values():
        assert (event_type.score > 0) == (event_type.quad <= 2), event_type.code


def test_intensity_and_cameo_come_from_the_mode_or_the_type() -> None:
    plover = load_plover()
    assert plover.intensity("ASSAULT", "beat") == -7.5
    assert plover.intensity("ASSAULT", None) == -9
    assert plover.cameo("CONSULT", "visit") == "042"
    assert plover.cameo("CONSULT", None) == "04"
    with pytest.raises(KeyError):
        plover.intensity("AGREE", "visit")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('    quad: "1"', '    quad: "7"', "is not among"),
        ("recipient: no", "recipient: maybe", "not yes or no"),
        ('score: "-9.5"', 'score: "much"', "is no number"),
        ('score: "-9.5"', 'score: "-95"', "outside"),
        ('cameo: "042"', "cameo: visit", "2 to 4 digits"),
        ("  CONSULT:\n", "  AGREE:\n", "is here twice"),
        ("[military, army", "[military, military, army", "is here twice"),
        ("[military, army", "[Military, army", "lower-case"),
        ("{side: state, ", "{side: left, ", "is unknown"),
        ("{side: state, ", "{colour: red, side: state, ", "unknown key 'colour'"),
        ("licence: Apache-2.0\n", "", "lacks 'licence'"),
    ],
)
def test_broken_ontology_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = SHIPPED.read_text("utf-8")
    assert old in text
    broken = tmp_path / "plover.yaml"
    broken.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(SettingsError, match=message) as caught:
        read_plover(broken)
    assert str(caught.value).startswith(f"{broken}:")


def test_the_docs_list_every_type_and_mode_with_its_score() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "codebook.md").read_text("utf-8")
    for event_type in load_plover().types.values():
        assert f"| **{event_type.code}** | {event_type.quad} | {event_type.score:g} |" in docs
        for mode in event_type.modes.values():
            assert f"`{mode.name}` | | {mode.score:g} | {mode.cameo} |" in docs
