"""Figures of trust: drawn in both languages with every letter, the same bytes each time, verdicts told apart."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from matplotlib import font_manager

from simlib import plots
from simlib.validation.curves import Curve
from simlib.validation.patterns import PATTERNS
from simlib.validation.theory_stages import certification
from simlib.validation.verdicts import TAGS, VERDICTS, printed

LABELS = ("理论", "模型")


def drawn(figure) -> str:
    """The figure as SVG; a missing letter or a bad layout is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plots.settle(figure)
        return plots.as_svg(figure)


def panel(curve: Curve, language: str = "zh") -> plots.TheoryPanel:
    axes = (curve.x_label.said(language), curve.y_label.said(language))
    band = None if curve.low is None else (curve.low, curve.high)
    line, points = (curve.line_x, curve.line), (curve.x, curve.simulated)
    return plots.TheoryPanel(curve.title.said(language), axes, line, points, curve.error, band, curve.limit)


def bar(value: float, verdict: str = "reproduced") -> plots.PatternBar:
    return plots.PatternBar("不合格的持续性", 1.6, 1.9, value, 0.03, ("1.6", "1.9"), f"{value}", (verdict, "能重现"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_theory_is_drawn_with_points_and_band(language, count):
    curve = certification(units=200, runs=3, years=3)
    assert drawn(plots.theory_and_points([panel(curve, language)] * count, LABELS)).startswith("<svg")


def test_every_word_of_the_tables_has_its_letters():
    path = next(iter(plots.FONT_FOLDER.glob("*Regular.ttf")))
    covered = font_manager.get_font(str(path)).get_charmap()
    words = [part for row in PATTERNS for part in (row.words, row.published, row.reason, row.note)]
    words += [part for row in VERDICTS for part in (row.words, row.sentence)] + list(TAGS.values())
    assert not {letter for pair in words for word in pair for letter in word if ord(letter) not in covered}


def test_patterns_are_drawn_wherever_the_model_lies():
    rows = [bar(1.7), bar(0.2, "missed"), bar(9.0, "missed"), bar(1.55, "undecided"), bar(1.7, "input")]
    svg = drawn(plots.pattern_bars(rows, LABELS))
    for code in ("reproduced", "missed", "undecided", "input"):
        assert plots.PROOF_COLOURS[code] in svg


def test_a_row_without_a_range_is_drawn_without_a_band():
    """Its figure and words stand alone; nothing is measured against a range that nobody published."""
    alone = plots.PatternBar("同上", -np.inf, np.inf, 0.1, 0.01, ("–", "–"), "0.1", ("shown", "仅供参考"))
    assert drawn(plots.pattern_bars([alone, bar(1.7)], LABELS))
    assert (printed(-np.inf, "ratio"), printed(np.inf, "share")) == ("–", "–")


def test_a_miss_never_has_the_colour_of_a_hit():
    assert plots.PROOF_COLOURS["missed"] != plots.PROOF_COLOURS["reproduced"]
    assert plots.PROOF_COLOURS["missed"] not in drawn(plots.pattern_bars([bar(1.7)], LABELS))


def test_assumptions_that_moved_most_come_first():
    still = plots.Belief("自然改善趋势", (0.0, 1.0, 2.0), (0.0, 1.0, 2.0), 0.0, True, ("0", "2"))
    moved = plots.Belief("质量能力差异", (0.0, 1.0, 2.0), (1.5, 1.9, 2.4), 0.9, False, ("0", "2"))
    figure = plots.prior_and_posterior([still, moved], LABELS)
    assert [tick.get_text() for tick in figure.axes[0].get_yticklabels()] == ["质量能力差异", "自然改善趋势"]
    assert drawn(figure)


@pytest.mark.parametrize("years", [[2016], [2016, 2017]])
def test_a_forecast_of_one_year_or_more_is_drawn(years):
    flat = np.ones(len(years))
    bands = {share: (years, flat * (0.9 - share / 20), flat * (0.9 + share / 20)) for share in (0.5, 0.8, 0.95)}
    rival = ([2015, *years], [0.91] * (1 + len(years)))
    fitted, held = ([2014, 2015], [0.88, 0.91]), (years, flat * 0.91)
    check = plots.Check("全国", fitted, held, bands, rival, (0.9, "目标 90%"))
    assert plots.REPORT in drawn(plots.forecast_check([check, check, check], ("拟合", "检验", "预测", "沿用")))


def test_ranks_outside_the_band_are_marked():
    """Negative control: even counts stay petrol, a heap of ranks at one end is red."""
    red = plots.VERDICT_COLOURS["unlikely"]
    assert red not in drawn(plots.rank_histogram([("φ", [20] * 10)], LABELS))
    assert red in drawn(plots.rank_histogram([("φ", [110, *[10] * 9])], LABELS))


def test_the_same_figure_has_the_same_bytes():
    assert drawn(plots.pattern_bars([bar(1.7)], LABELS)) == drawn(plots.pattern_bars([bar(1.7)], LABELS))
