"""The year under way as pages and the terminal tell it: every cell, both languages, bad input in two lines."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from simlib import SimlibError, load
from simlib.errors import BadRequest
from simlib.estimators import Estimate
from simlib.report.following import Question, tell_track
from simlib.report.terminal import width_of
from simlib.setting.year.helping import Help
from simlib.setting.year.measures import MEASURES
from simlib.story.aiming import Aims
from simlib.story.year import helps, tracking_year

HEAD = "indicator,year,quarter,sectors,programme,tests,passes\n"
ROWS = (
    "sampled_pass_rate,2012,1,food,,40,38\nsampled_pass_rate,2012,2,food,,40,{second}\n"
    "operating_rate,2012,1,polluters,,40,37\n"
)
CELLS = (
    "year_light", "year_course", "about_year_course", "year_chances", "about_year_chances", "alarm_table",
    "about_alarms", "still_helps", "about_still_helps",
)  # fmt: skip


@pytest.fixture(scope="module")
def plan():
    """The shipped plan without most of its sectors."""
    whole = load("baseline")
    kept = {"polluters", "food", *(tier.name for tier in whole.tiers), ""}
    sectors = tuple(sector for sector in whole.sectors if sector.name in kept)
    rate = next(row for row in whole.targets if row.indicator == "sampled_pass_rate")
    targets = (replace(rate, programme="", sectors=("food",), level=0.95),
               *(row for row in whole.targets if row.indicator == "operating_rate"))  # fmt: skip
    levers = {key: path for key, path in whole.plan.items() if key[1] in kept}
    runs = replace(whole.runs, draws=30, most_draws=60)
    return replace(whole, sectors=sectors, plan=levers, targets=targets, runs=runs)


@pytest.fixture
def shown(plan, tmp_path, monkeypatch):
    """What each cell shows for given passes of the second quarter; kept for both languages, as in a notebook."""
    monkeypatch.setattr("simlib.story.aiming._KNOWN", {})

    def show(second, language="zh", cells=CELLS):
        (tmp_path / "quarters.csv").write_text(HEAD + ROWS.format(second=second), "utf-8")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(tracking_year, "EXAMPLE", "quarters.csv")
        monkeypatch.setattr(tracking_year, "YEARS", 2000)
        aims = Aims(plan, language, tmp_path / "out")
        return {name: getattr(tracking_year, name)(aims).bundle for name in cells}

    return show


def test_every_cell_of_a_bad_quarter(shown, tmp_path):
    for language, light, alarms, no_gaming in (
        ("zh", "红灯", "误报", "只改数字"),
        ("en", "red", "false alarm", "not the quality"),
    ):
        found = shown(27, language)
        assert light in found["year_light"]["text/plain"]
        assert "27/40" in found["year_light"]["text/html"]
        assert "<svg" in found["year_course"]["image/svg+xml"]
        assert (tmp_path / "out" / "figures" / f"year_course_{language}.png").exists()
        assert alarms in found["alarm_table"]["text/html"]
        assert "±" not in found["still_helps"]["text/plain"]  # nothing helps beyond its error: no row
        assert no_gaming in found["about_still_helps"]["text/plain"]
        assert all("text/plain" in bundle for bundle in found.values())


def test_the_example_says_that_it_is_made_to_show_amber(shown):
    """Made-up quarters that were chosen for what they show must say so."""
    assert "第三季度有意调低" in shown(39, cells=["year_light"])["year_light"]["text/html"]
    assert "lowered on purpose" in shown(39, "en", ["year_light"])["year_light"]["text/html"]


def test_a_quiet_year_is_green_and_says_what_that_is_worth(shown):
    found = shown(39, cells=[name for name in CELLS if name != "year_course"])
    assert "绿灯" in found["year_light"]["text/plain"]
    assert "小的下降" in found["year_light"]["text/plain"]


def test_a_plan_that_the_quarters_do_not_fit_says_why(plan, tmp_path, monkeypatch):
    """Another district's notebook does not fail for want of data: it says what does not fit."""
    (tmp_path / "quarters.csv").write_text(HEAD + "sampled_pass_rate,2012,1,toys,,40,38\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tracking_year, "EXAMPLE", "quarters.csv")
    monkeypatch.setattr("simlib.story.aiming._KNOWN", {})
    for language in ("zh", "en"):
        aims = Aims(plan, language, None)
        assert "toys" in tracking_year.year_light(aims).bundle["text/plain"]
        assert all(getattr(tracking_year, name)(aims).bundle["text/plain"] is not None for name in CELLS)


def test_the_terminal_tells_light_chances_and_what_helps(plan, tmp_path, monkeypatch):
    path = tmp_path / "quarters.csv"
    path.write_text(HEAD + ROWS.format(second=27), "utf-8")
    monkeypatch.setattr("simlib.report.following.load", lambda _: plan)
    monkeypatch.setattr("simlib.report.following.YEARS", 2000)
    told = tell_track(Question(path, "baseline", None, None), ("zh", "en"))
    for words in (
        "红灯",
        "of 2 tracked, 1 red",
        "所跟踪的 2 项中有 1 项红灯",
        "不说明目标能否完成",
        "95% 合格率",
        "Crackdown",
        "还剩 2 个季度",
        "the limits are 5 and 1",
    ):
        assert words in told
    monkeypatch.setattr("simlib.setting.year.helping.MEASURES", MEASURES[:1])
    asked = tell_track(Question(path, "baseline", 40, 0.9), ("en",))
    assert "the 90% pass rate" in asked


def test_the_terminal_says_what_is_made_up_and_puts_the_chance_first(plan, tmp_path, monkeypatch):
    """Quarters that say they are invented are marked, the district's own are not; the year's target comes first."""
    monkeypatch.setattr("simlib.report.following.load", lambda _: replace(plan))  # a copy that remembers nothing
    monkeypatch.setattr(type(plan), "illustrative", ())
    monkeypatch.setattr("simlib.report.following.YEARS", 1000)
    monkeypatch.setattr("simlib.setting.year.helping.MEASURES", MEASURES[:1])
    path, own = tmp_path / "quarters.csv", HEAD + ROWS.format(second=39)
    told = []
    for first in ("", "# 自拟数\n", "# 自拟数，第三季度有意调低过\n"):
        path.write_text(first + own, "utf-8")
        told.append(tell_track(Question(path, "baseline", None, None), ("zh",)))
    assert [("示例数据" in one, "有意调低" in one) for one in told] == [(False, False), (True, False), (True, True)]
    assert told[0].startswith("全年目标“")
    assert "所跟踪的 2 项都是绿灯" in told[0]
    assert all(width_of(line) <= 102 for line in told[2].splitlines())


def measure(code, **found):
    """A measure with the given effects, everything else nothing."""
    none = Estimate(0.0, 0.001)
    values = {"chance": Estimate(0.5, 0.01), "gain": none, "earned": none, "quality": none, "money": none, "days": none}
    return Help(code=code, sector="", **{**values, "visible": True, "diluted": False, **found})


def test_measures_without_effect_are_named_after_the_table_and_not_in_it(plan):
    """The dearest measure without effect must not look like an offer; what rounds to nothing costs next to nothing."""
    clear, slight = Estimate(0.2, 0.01), Estimate(0.01, 0.008)
    rows = [
        measure("exposure", gain=clear, earned=clear, money=Estimate(0.3, 0.2)),
        measure("coverage", gain=clear, visible=False, diluted=True, money=Estimate(21.0, 0.4)),
        measure("fine", gain=slight, earned=slight),
        measure("tech_support", visible=False, money=Estimate(544.0, 0.1)),
    ]
    track = SimpleNamespace(to_come=1, outcome=SimpleNamespace(scenario=plan))
    cells = helps.help_rows(track, rows, "zh")
    assert [line[0] for line in cells] == ["多曝光三成案件", "各行业抽查加半"]
    assert [line[4] for line in cells] == ["几乎不花钱", "21 ±1"]
    assert [helps.is_idle(row) for row in rows] == [False, False, True, True]


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        ("sampled_pass_rate,2031,1,food,,40,38\n", BadRequest, "2031"),
        ("sampled_pass_rate,2012,5,food,,40,38\n", BadRequest, "季度"),
        ("famous_brands,2012,1,,,,\n", SimlibError, "数值"),
        ("sampled_pass_rate,2012,1,food,,40,41\n", BadRequest, "41"),
        ("sampled_pass_rate,2012,1,food,,40,38\nsampled_pass_rate,2012,1,food,,40,37\n", BadRequest, "第 2 行"),
        ("sampled_pass_rate,2012,1,food,,40,38\nsampled_pass_rate,2012,4,food,,40,37\n", BadRequest, "缺第 2、3"),
        ("pass_rate,2012,1,food,,40,38\n", SimlibError, "sampled_pass_rate"),
        ("", BadRequest, "没有一行"),
    ],
)
def test_bad_files_are_refused_in_both_languages(plan, tmp_path, monkeypatch, body, error, words):
    path = tmp_path / "quarters.csv"
    path.write_text(HEAD + body, "utf-8")
    monkeypatch.setattr("simlib.report.following.load", lambda _: plan)
    with pytest.raises(error) as caught:
        tell_track(Question(path, "baseline", None, None), ("zh",))
    assert words in caught.value.zh
    assert caught.value.en


def test_an_unknown_plan_is_named(tmp_path):
    path = tmp_path / "quarters.csv"
    path.write_text(HEAD + ROWS.format(second=38), "utf-8")
    with pytest.raises(SimlibError) as caught:
        tell_track(Question(path, "no_such_plan", None, None), ("zh",))
    assert "no_such_plan" in caught.value.zh
