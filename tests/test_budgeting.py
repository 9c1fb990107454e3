"""What the target page and the command say about the best mixes: both languages, nothing left open."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest
from districts import district
from typer.testing import CliRunner

from simlib import load, story
from simlib.cli import app
from simlib.errors import SimlibError
from simlib.report.mixing import Wish, tell_frontier
from simlib.report.terminal import width_of
from simlib.report.wrapping import COLUMNS, wrapped
from simlib.setting.search.winners import Turn
from simlib.story.aiming import Aims
from simlib.story.search import budgeting, mixing, naming, turning

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
    said = turning.mark_words(point, "en")
    assert said[0] == "at its bound: Entry standard"
    assert said[1].startswith("not the district")
    assert said[2:4] == ["busiest quarter takes 97% of the staff", "2.0 million yuan left with no use"]
    assert len(turning.mark_words(point, "zh")) == len(marks)
    counted = turning.counted_marks(point, "zh")
    assert counted[:2] == ["1 项措施已调到头", "1 项须上级批准"]
    assert counted[2:] == turning.mark_words(point, "zh")[2:]


NAMES = {"zh": ("现行方案", "本方案"), "en": ("the current plan", "this plan")}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_only_the_root_is_called_the_current_plan(tale, language):
    """The same answers of the root and of a plan beside it: each speaks of itself by its own name alone."""
    found = budgeting.best_mixes(tale[language])
    other = replace(found.scenario, base="small", parent=found.scenario)
    for plan, own, foreign in zip((found.scenario, other), NAMES[language], NAMES[language][::-1], strict=True):
        words = " ".join(mixing.about_mixes(replace(found, scenario=plan), budgeting.CHANCE, language))
        heads = str(budgeting._heads(replace(tale[language], scenario=plan), "budget"))
        for text in (words, heads, turning.no_change(plan, language)):
            assert own in text
            assert foreign not in text
        assert naming.plan_words(plan, language) == own


def test_the_charts_name_the_plan_asked_about(tale, monkeypatch):
    seen = []
    monkeypatch.setattr(budgeting, "figure", lambda *_: None)
    monkeypatch.setattr(budgeting, "money_panels", lambda *given: seen.append(given[3]))
    monkeypatch.setattr(budgeting, "mix_bars", lambda groups, *_: seen.extend(bars[0].label for _, bars in groups))
    monkeypatch.setattr(budgeting, "fronts", lambda _, present, *__: seen.append(present[2]))
    root = tale["zh"].scenario
    for plan, own in ((root, "现行方案"), (replace(root, base="small", parent=root), "本方案")):
        seen.clear()
        with monkeypatch.context() as patch:
            known = budgeting.best_mixes(tale["zh"]), budgeting._trade(tale["zh"])
            patch.setattr(budgeting, "best_mixes", lambda _, known=known: known[0])
            patch.setattr(budgeting, "_trade", lambda _, known=known: known[1])
            aims = replace(tale["zh"], scenario=plan)
            for draw in (budgeting.money_frontier, budgeting.money_mix, budgeting.rate_against_titles):
                draw(aims)
        assert set(seen) == {own}


def turn(lever, before, after, **more):
    known = {"place": "", "times": None, "bound": False, "power": ""} | more
    return Turn(lever, known["place"], before, after, known["times"], known["bound"], known["power"])


def test_a_change_is_a_line_with_its_unit(place):
    plan = load("small", place)
    tier = plan.tiers[0].name
    point = SimpleNamespace(turns=(
        turn("follow_up", 0.6, 0.9), turn("fine", 1.0, 10.0, bound=True), turn("award", 10.0, 0.0, place=tier),
        turn("entry_standard", 0.0, 3.0, bound=True, power="省"), turn("crackdown_tests", 1.0, 1.5),
        turn("grade_weights", (0.5, 1.0, 2.0, 4.0), (1.0, 1.0, 1.0, 1.0)),
    ))  # fmt: skip
    assert turning.turn_lines(plan, point, "zh") == [
        "整改复查率：从 60% 到 90%",
        "罚款（万元/单位规模）：从 1 到 10【已调到头】",
        f"奖励金额（{plan.tiers[0].title.zh}；万元）：从 10 到 0",
        "准入门槛（0–3）：从 0 到 3【已调到头；须省级批准】",
        "打假期间抽查倍数（倍）：从 1 到 1.5【每年第二、三季度】",
        "各信用等级抽查权重（A / B / C / D 级）：从 0.5 / 1 / 2 / 4 到 1 / 1 / 1 / 1",
    ]


def test_where_the_plan_differs_by_sector_means_are_called_so(place):
    from simlib import with_levers

    plan = with_levers(load("small", place), {"coverage": {"food": 1.2}, "fine": {"food": 2.0}})
    point = SimpleNamespace(turns=(turn("coverage", 0.9, 1.35, times=1.5), turn("fine", 1.5, 5.0)))
    coverage, fine = turning.turn_lines(plan, point, "en")
    assert coverage.startswith(
        "Coverage of supervision sampling (tests per unit-year): 1.5 times the values of this plan"
    )
    assert coverage.endswith(", on average from 0.9 to 1.35")
    assert fine == "Fine (10,000 yuan per unit of size): from 1.5 on average to 5"


def told(place, monkeypatch, **wished):
    monkeypatch.setattr("simlib.report.mixing.load", lambda name: load(name, place))
    wish = Wish("small", "100,150", 0.8, "sampled_pass_rate", "", "coverage,award,fine", "priced", "")
    return tell_frontier(wish._replace(**wished), ("zh", "en"))


def test_the_command_answers_first_and_fits_the_terminal(place, monkeypatch):
    monkeypatch.setenv("SIMLIB_RUNS", "8x2")
    lines = told(place, monkeypatch).splitlines()
    assert max(width_of(line) for line in lines) <= COLUMNS
    first = lines[1 + lines[1].startswith("[")]
    assert first.startswith("2012 年全区监督抽查合格率，按 100 种可能中 80 种能完成来定：")
    for words in ("【只动要花钱的措施】", "【全部措施】", "== All levers =="):
        assert words in lines
    blocks = [line for line in lines if line.startswith(("  预算", "  Budget"))]
    assert len(blocks) == 8, "two budgets, two versions, two languages"
    assert all("万元 ±" in line or "yuan ±" in line for line in blocks)
    assert sum("另一批模拟检验：100 种可能中" in line for line in lines) == 4
    assert sum("注意：" in line for line in lines) >= 1
    assert any(re.match(r" +(罚款|奖励金额|监督抽查覆盖面).*：.*从.* 到 ", line) for line in lines)


def test_two_budgets_with_the_same_plan_say_its_changes_once(place, monkeypatch):
    text = told(place, monkeypatch, budgets="500,600,700,800,900", levers="fine,follow_up")
    assert "Changes the same as with 5.0 million yuan." in text
    assert "5.0 million yuan to 9.0 million yuan can all promise" in text


def test_long_lines_break_between_words_and_before_no_closing_sign():
    text = "预算 600 万元能承诺，" * 30 + "a" * 30
    lines = wrapped(text, "  ")
    assert "".join(line.strip() for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line) <= COLUMNS for line in lines)
    assert not any(line.strip().startswith("，") for line in lines)
    assert wrapped("") == []
    assert wrapped("x" * 150) == ["x" * 150]


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
    ["--version", "cheap"], ["--programme", "nowhere"],
)  # fmt: skip


@pytest.mark.parametrize("more", BAD, ids=" ".join)
def test_bad_input_is_two_lines(more):
    done = CliRunner().invoke(app, ["frontier", "baseline", *more])
    assert done.exit_code != 0
    assert type(done.exception).__name__ in {"BadRequest", "UnknownName", "ScenarioError", "SimlibError"}
    assert len(str(done.exception).splitlines()) == 2
