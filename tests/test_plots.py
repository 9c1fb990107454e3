"""Figures: every letter drawn, the same bytes each time, effects and reports in different colours."""

from __future__ import annotations

import itertools
import math
import re
import warnings

import pytest
from matplotlib import font_manager
from synthetic import synthetic_outcome

from simlib import plots
from simlib.catalogue import CATALOGUE
from simlib.indicators import INDICATORS
from simlib.levers import LEVERS
from simlib.scenario import load
from simlib.story import rows
from simlib.story import session as sessions
from simlib.story.plan import telling
from simlib.targets import GRADE
from simlib.words import DEPARTMENTS


@pytest.fixture(scope="module")
def tale():
    """A report on made-up futures, beside made-up futures of the current plan."""
    plan = load("crackdown")
    story = sessions.Story(plan, "zh", None)
    vars(story)["outcome"] = synthetic_outcome(plan)
    vars(story)["baseline"] = synthetic_outcome(plan.root)
    return story


def drawn(figure) -> str:
    """The figure as SVG; a missing glyph is an error, whatever the settings of the test run."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plots.settle(figure)
        return plots.as_svg(figure)


def bars(*labels: str) -> list[plots.Bar]:
    return [plots.Bar(label, 1.0 + place, label, before=1.0) for place, label in enumerate(labels)]


def every_word() -> list[str]:
    """All labels that may stand in a figure, in both languages."""
    tables = [row.words for row in (*INDICATORS, *LEVERS)] + [row.unit for row in (*INDICATORS, *LEVERS)]
    plain = [*CATALOGUE.values(), *DEPARTMENTS.values(), *(grade.words for grade in GRADE.values()), *tables]
    return [word for words in plain for word in words]


def test_no_letter_is_missing_from_the_bundled_font():
    path = next(iter(plots.FONT_FOLDER.glob("*Regular.ttf")))
    covered = font_manager.get_font(str(path)).get_charmap()
    missing = {letter for word in every_word() for letter in word if ord(letter) not in covered and letter != "\n"}
    assert not missing


def test_a_missing_letter_would_be_noticed():
    """Negative control: a letter that no bundled font has fails."""
    with pytest.raises(UserWarning, match="missing"):
        drawn(plots.amount_bars(bars("ᚠ𓀀"), "x"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_fan_charts_are_drawn_in_both_languages(tale, language):
    story = sessions.Story(tale.scenario, language, None)
    vars(story).update(outcome=tale.outcome, baseline=tale.baseline)
    shown = telling.fan(story, "sampled_pass_rate", "true_pass_rate", programme="product")
    assert shown.bundle["image/svg+xml"].startswith("<svg")
    assert shown.bundle["image/png"]
    assert shown.bundle["text/plain"]


def test_the_same_figure_has_the_same_bytes():
    def once() -> str:
        return drawn(plots.amount_bars(bars("计划抽查检验费", "监管人力"), "2012 年财政支出", "现行方案"))

    assert once() == once()


def test_effects_and_reports_never_share_a_colour():
    gap = plots.Gap("方案", 1.0, 0.5, 1.5, -2.0, 4.0, "+1.0")
    svg = drawn(plots.gaps([gap], "差别", "百分点", ("效果", "通报")))
    assert plots.PLAN in svg
    assert plots.REPORT in svg
    assert plots.PLAN != plots.REPORT


def test_without_reports_only_effects_are_drawn():
    svg = drawn(plots.gaps([plots.Gap("方案", 1.0, 0.5, 1.5, words="+1.0")], "差别", "个", ("效果", "通报")))
    assert plots.REPORT not in svg


def test_every_verdict_has_a_colour_of_its_own():
    assert set(plots.VERDICT_COLOURS) == set(GRADE)
    assert len(set(plots.VERDICT_COLOURS.values())) == len(GRADE)


def test_verdict_colours_differ_in_lightness_or_blueness():
    """Safe and unlikely must not hang on telling red from green: one is blue, one is red."""

    def channels(colour: str) -> tuple[int, int, int]:
        red, green, blue = (int(pair, 16) for pair in re.findall("..", colour[1:]))
        return red, green, blue

    safe, unlikely = channels(plots.VERDICT_COLOURS["safe"]), channels(plots.VERDICT_COLOURS["unlikely"])
    assert safe[2] - safe[0] > 100
    assert unlikely[0] - unlikely[2] > 100


def test_bars_and_loads_and_points_are_drawn():
    marks = [(90.0, "把握很大"), (70.0, "有望完成")]
    assert drawn(plots.chance_bars(bars("80% 合格率", "名牌增长"), marks, "100 种可能中"))
    loads = ([900.0, 1300.0], [850.0, 1200.0], [950.0, 1400.0])
    assert drawn(plots.load_bars(["2012Q1", "2012Q2"], loads, (1200.0, "可用人力 1,200 人日")))
    assert drawn(plots.load_bars(["2012Q1", "2012Q2"], loads, None))
    points = [(0.0, 0.1, "重大活动保障"), (1.0, 0.1, "打假集中整治年"), (2.0, 0.1, "全部随机抽样")]
    assert drawn(plots.scatter(points, "钱与效果", ("万元", "百分点")))


def test_a_band_is_ordered(tale):
    band = rows.band(tale.outcome, "sampled_pass_rate", programme="product")
    edges = (band.low, band.inner_low, band.median, band.inner_high, band.high)
    assert all((inner >= outer).all() for outer, inner in itertools.pairwise(edges))
    assert band.years[0] == tale.year - 1
    assert not math.isnan(float(band.median.sum()))
