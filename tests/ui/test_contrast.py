"""Every colour can be read where it stands, and the series are told apart by readers who see fewer colours."""

from __future__ import annotations

import math

import pytest

from scripts import contrast
from ui.contrast import ink_on, mixed, ratio
from ui.theme import DARK, LIGHT


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert mixed("#ff0000", 0.25, "#0000ff") == "#4000bf"


def test_every_colour_reaches_its_contrast_and_every_series_its_distance() -> None:
    assert contrast.short_of() == []


def test_what_needs_nothing_is_only_what_tells_nothing() -> None:
    pairs = [*contrast.words(), *contrast.marks()]
    assert {p.name for p in pairs if not p.needed} == {"quiet_soft", "line"}
    assert len(pairs) > 60


def test_red_and_green_of_the_same_light_meet_without_the_cones_that_tell_them_apart() -> None:
    pair = ("#b1783c", "#8c8c3c")
    assert contrast.least_distance(pair, "deuteranopia")[0] < contrast.least_distance(pair, None)[0] / 2


def test_words_on_squares_take_the_same_side_in_both_themes() -> None:
    # A figure drawn for the dark screen is put on paper by exchanging each colour for its like.
    for kind in ("sequential", "ratings"):
        sides = [[ink_on(fill, p) == p.ink for fill in getattr(p, kind)] for p in (LIGHT, DARK)]
        assert sides[0] == sides[1]
        assert True in sides[0]
        assert False in sides[0]


def test_the_page_of_contrast_is_up_to_date() -> None:
    assert contrast.PAGE.read_text(encoding="utf-8") == contrast.page(), "run python scripts/contrast.py"


def test_a_colour_is_at_no_distance_from_itself() -> None:
    assert math.isclose(contrast.least_distance((LIGHT.accent, LIGHT.accent), "protanopia")[0], 0, abs_tol=1e-9)
