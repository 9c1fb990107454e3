"""The year under way as pages and the terminal tell it: every cell, both languages, bad input in two lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simlib import SimlibError, load
from simlib.errors import BadRequest
from simlib.report.following import Question, tell_track
from simlib.setting.year.measures import MEASURES
from simlib.story.aiming import Aims
from simlib.story.year import tracking_year

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
        assert "±" in found["still_helps"]["text/html"]
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
        "the district’s light is red",
        "95% 合格率",
        "Crackdown",
        "还剩 2 个季度",
        "the limits are 5 and 1",
    ):
        assert words in told
    monkeypatch.setattr("simlib.setting.year.helping.MEASURES", MEASURES[:1])
    asked = tell_track(Question(path, "baseline", 40, 0.9), ("en",))
    assert "the 90% pass rate" in asked


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
