"""What the target page and the command say about the best mixes: both languages, nothing left open."""

from __future__ import annotations

import re
from itertools import pairwise
from types import SimpleNamespace

import pytest
from districts import district
from typer.testing import CliRunner

from simlib import load, story
from simlib.cli import app
from simlib.errors import SimlibError
from simlib.report.mixing import Wish, tell_frontier
from simlib.setting.search.winners import Turn
from simlib.story.aiming import Aims
from simlib.story.search import budgeting, mixing

SECTORS = {
    "food": {"units": 40, "observed": 0.85, "tiers": "[famous_brands]"},
    "building": {"units": 30, "observed": 0.8},
}
CALLS = (
    "money_frontier", "about_frontier", "money_mix", "best_plans", "nearly_best", "about_nearly_best",
    "rate_against_titles", "about_rate_against_titles",
)  # fmt: skip
FIGURES = {"money_frontier", "money_mix", "rate_against_titles"}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("budgeting")
    district(folder, SECTORS)
    return folder


@pytest.fixture(scope="module")
def tale(place):
    """A trial page of a small district, everything on it computed once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIMLIB_EFFORT", "small")
        patch.setenv("SIMLIB_RUNS", "8x2")
        plan = load("small", place)
        yield {language: Aims(plan, language, None) for language in ("zh", "en")}


@pytest.mark.parametrize("call", CALLS)
def test_every_cell_speaks_both_languages(tale, call):
    for language in ("zh", "en"):
        bundle = getattr(story, call)(tale[language]).bundle
        words = bundle.get("text/html", bundle["text/plain"])
        assert words
        assert not re.search(r"[{}]|nan|None", words)
        assert language == "zh" or not re.search("[\u4e00-\u9fff]", words), words
        assert ("image/png" in bundle) == (call in FIGURES)


def test_the_table_of_winners_says_the_retested_chance(tale):
    found = budgeting.best_mixes(tale["en"])
    html = story.best_plans(tale["en"]).bundle["text/html"]
    assert "Chance on fresh futures" in html
    curves = [found.curve(budgeting.CHANCE, version) for version in found.versions]
    plans = sum(1 + sum(a.setting != b.setting for a, b in pairwise(points)) for points in curves)
    assert html.count("<tr>") == 1 + plans, "budgets with the same best plan share a line"
    assert f"{found.budgets[-1]:.0f}</td>" in html


def test_every_item_of_the_accounts_has_its_part_of_the_chart():
    from simlib.accounts import ITEMS

    assert set(budgeting.PARTS) == {item.code for item in ITEMS}


def test_marks_are_said_in_words():
    turn = Turn("entry_standard", "", 0.0, 3.0, None, bound=True, power="省")
    money = SimpleNamespace(value=500.0)
    marks = ("bound", "power", "staff", "idle", "hollow")
    point = SimpleNamespace(turns=(turn,), marks=marks, staff=0.97, budget=700.0, money=money)
    said = mixing.mark_words(point, "en")
    assert said[0] == "at its bound: Entry standard"
    assert said[1].startswith("not the district")
    assert said[2:4] == ["staff used to 97%", "2.0 million yuan left with no use"]
    assert len(mixing.mark_words(point, "zh")) == len(marks)


def test_the_command_tells_and_keeps_a_plan(place, monkeypatch):

    wish = Wish("small", "100,150", 0.8, "sampled_pass_rate", "", "coverage,award", "priced", "kept")
    monkeypatch.setattr("simlib.report.mixing.load", lambda name: load(name, place))
    monkeypatch.setattr("simlib.setting.search.keeping.find_folder", lambda folder=None: place)
    monkeypatch.setattr("simlib.report.mixing.find_folder", lambda: place)
    told = tell_frontier(wish, ("zh", "en"))
    assert "150" in told
    assert "已另存为" in told
    assert load("kept", place).parent.name == "small"
    with pytest.raises(SimlibError, match="没有覆盖"):
        tell_frontier(wish, ("zh",))


@pytest.mark.parametrize(("budgets", "said"), [("abc", "读不懂"), ("100,x", "读不懂"), (",", "至少"), ("-5", "大于 0")])
def test_budgets_that_cannot_be_read_are_two_lines(place, monkeypatch, budgets, said):

    monkeypatch.setattr("simlib.report.mixing.load", lambda name: load(name, place))
    with pytest.raises(SimlibError, match=said):
        tell_frontier(Wish("small", budgets, 0.8, "sampled_pass_rate", "", "", "priced", ""), ("zh",))


BAD = (
    ["--budgets", "abc"], ["--budgets", "600,-5"], ["--budgets", ","], ["--chance", "80"], ["--chance", "0"],
    ["--indicator", "pass_rate"], ["--levers", "covrage"], ["--save", "baseline"], ["--save", "../x"],
    ["--version", "cheap"], ["--programme", "products"],
)  # fmt: skip


@pytest.mark.parametrize("more", BAD, ids=" ".join)
def test_bad_input_is_two_lines(more):
    done = CliRunner().invoke(app, ["frontier", "baseline", *more])
    assert done.exit_code != 0
    assert type(done.exception).__name__ in {"BadRequest", "UnknownName", "ScenarioError", "SimlibError"}
    assert len(str(done.exception).splitlines()) == 2
