from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from communique.errors import SettingsError
from communique.run.calibrate import brier, calibration_error, draw, reliability


def test_the_score_of_what_was_said():
    assert brier([1.0, 0.0], [True, False]) == 0
    assert brier([0.5, 0.5], [True, False]) == 0.25
    with pytest.raises(SettingsError):
        brier([], [])


def test_groups_keep_equal_ones_together():
    bins = reliability([0.5] * 8 + [0.9] * 2, [True, False] * 5, 5)
    assert [b.count for b in bins] == [8, 2]
    assert [b.was for b in bins] == [0.5, 0.5]
    assert calibration_error(bins) == pytest.approx(0.2 * 0.4)
    assert calibration_error([]) == 0


def test_the_picture_is_xml():
    bins = reliability([0.2, 0.8], [False, True], 2)
    root = ET.fromstring(draw([("a < b", "#123456", bins)], 'of "all" & any'))
    assert root.tag.endswith("svg")
    assert len(root.findall("{*}circle")) == 3
