"""Pages and commands on what a target requires, what can be promised together, and what brings the result."""

import re
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from simlib import load, plots
from simlib.cli_targets import app
from simlib.errors import SimlibError
from simlib.report.crediting import tell_credit, tell_required
from simlib.setting.asking import promise
from simlib.setting.effort.handles import handle
from simlib.setting.effort.requirement import looked_at, required
from simlib.setting.together.joint import Margin
from simlib.story.aiming import Aims
from simlib.story.assessment.crediting import about_credit, credit_table, credit_waterfall, levers_of_root
from simlib.story.search import requiring
from simlib.story.search.jointly import _cells, about_joint, joint_table, said_level
from simlib.story.search.requiring import (
    about_required,
    level_words,
    required_curves,
    required_table,
    requirement_words,
)


@pytest.fixture(autouse=True)
def few_runs(monkeypatch):
    monkeypatch.setenv("SIMLIB_RUNS", "6x2")


@pytest.fixture(scope="module")
def plan():
    """The shipped combined plan without most of its sectors and levers, so that a page takes seconds."""
    whole = load("combined")
    tiers = [tier.name for tier in whole.tiers]
    kept = ("food", "building", "polluters")

    def cut(one):
        levers = {key: path for key, path in one.plan.items() if key[1] in kept or key[1] in ("", *tiers)}
        smaller = replace(one, sectors=tuple(each for each in one.sectors if each.name in kept), plan=levers)
        return replace(smaller, targets=tuple(each for each in one.targets if set(each.sectors) <= set(kept)))

    return replace(cut(whole), parent=cut(whole.root))


@pytest.fixture
def page(plan):
    return {language: Aims(plan, language, None) for language in ("zh", "en")}


def text(shown):
    return re.sub(r"<[^>]+>", " ", shown.bundle["text/html"])


def test_credit_says_on_its_face_that_it_is_a_forecast(page):
    for language, words in (("zh", "不是兑现奖金的依据"), ("en", "not a ground for bonuses")):
        assert words in text(credit_table(page[language]))
        assert words in text(about_credit(page[language]))
        assert "image/png" in credit_waterfall(page[language]).bundle
    table = text(credit_table(page["zh"]))
    assert "不起作用（恰为零）" in table
    assert "质监分局" in table


def test_joint_promises_stand_by_department(page):
    table, words = text(joint_table(page["zh"])), text(about_joint(page["en"]))
    assert "环保分局" in table
    assert "共同承诺" in table
    assert "on fresh futures" in words


def test_what_is_required_of_each_lever(page):
    table = text(required_table(page["zh"]))
    assert "监督抽查覆盖面" in table
    assert "治污设施正常运行率" in table
    assert text(about_required(page["en"]))
    assert "image/svg+xml" in required_curves(page["en"]).bundle


def test_promises_are_rounded_to_the_safe_side(plan):
    floor, ceiling = promise(plan, "sampled_pass_rate", 0.8), promise(plan, "quality_loss_rate", 0.02)

    class Row:
        def __init__(self, target):
            self.target = target

    assert said_level(Row(floor), 0.81299, "zh") == "≥ 81.2%"
    assert said_level(Row(ceiling), 0.02001, "zh") == "≤ 2.1%"
    rate = Row(replace(floor, sense="rise", since=2011))
    assert said_level(rate, -0.0001, "en") == "at most 0.1 points below 2011 (no rise)"
    brands = replace(floor, indicator="famous_brands", sense="rise", since=2011)
    assert said_level(Row(brands), -3.2, "en") == "at most 4 fewer than in 2011 (no rise)"
    assert said_level(Row(brands), -3.2, "zh") == "最多比 2011 年少 4 个（不是增长）"
    assert said_level(rate, -0.008, "zh") == "最多比 2011 年低 0.8 个百分点（不是增长）"
    assert said_level(Row(brands), 0.0, "zh") == "不低于 2011 年（不是增长）"
    assert said_level(Row(brands), 2.0, "zh") == "不低于 2011 年 +2"


def test_a_promised_fall_is_marked_as_no_rise(plan, page):
    """At or below where it stood, as it is written: floors are rounded down."""
    target = replace(promise(plan, "famous_brands", 30), sense="rise", level=None, since=2011, by=0.1)
    row = Margin(target, 4.0, 2.0, -3.0, 7.0, 1.0, 0.9, "质监分局")
    for language, words in (("zh", "不是增长"), ("en", "no rise")):
        _, _, alone, together, _ = _cells(page[language], row)
        assert words in together
        assert words not in alone
        assert words in _cells(page[language], row._replace(alone=0.4))[2]


def test_sentences_of_every_kind_of_answer(plan):
    target = promise(plan, "sampled_pass_rate", 0.98, sectors=("food",))
    found = required(plan, "coverage.food", target, 0.3, draws=12, replicates=4)
    words = " ".join(requirement_words(plan, found, "zh"))
    assert "减到" in words
    assert "力度越大把握反而越小" in words
    easy = required(plan, "fine", promise(plan, "sampled_pass_rate", 0.5), draws=4, replicates=2)
    assert "enough for the 80 in 100 asked for" in requirement_words(plan, easy, "en")[0]
    assert level_words(found.handle, 0.5, "zh") == "0.5"
    assert level_words(handle(plan, "exposure"), 0.355, "zh") == "35.5%"
    assert level_words(handle(plan, "crackdown.tests"), 1.0, "zh") in ("原定力度", "1")


def test_only_the_root_is_called_the_current_plan(plan):
    """Regression: the present level of another plan was called that of the current plan."""
    for one, own, foreign in ((plan, "本方案", "现行方案"), (plan.root, "现行方案", "本方案")):
        target = promise(one, "sampled_pass_rate", 0.5, sectors=("food",))
        found = required(one, "coverage.food", target, 0.3, draws=4, replicates=1)
        aims = Aims(one, "zh", None)
        panel = requiring._panel(aims, (found.handle, found.curve, found.level), target)
        for words in (
            " ".join(requirement_words(one, found, "zh")),
            panel.present[1],
            requiring._caption(aims, target),
        ):
            assert own in words
            assert foreign not in words


def test_a_sentence_says_scope_year_and_where_the_lever_is_turned(plan):
    found = required(plan, "coverage.food", promise(plan, "sampled_pass_rate", 0.5, sectors=("food",)), 0.8, draws=4)
    (first, *_) = requirement_words(plan, found, "zh")
    assert "“2012 年食品监督抽查合格率 ≥ 50%”" in first
    assert "监督抽查覆盖面（食品；次/家·年）" in first


def test_shares_are_told_and_drawn_in_per_cent(plan):
    target = promise(plan, "operating_rate", 0.85)
    found = looked_at(plan, "exposure.polluters", target, [0.0, 0.3, 0.6], draws=3, replicates=2)
    aims = Aims(plan, "zh", None)
    panel = requiring._panel(aims, (found.handle, found.curve, 0.3), target)
    assert panel.axis == "通报曝光比例（重点污染源）（%）"
    assert panel.levels == [0.0, 30.0, 60.0]
    assert panel.found == (30.0, "至少 30%")


def test_the_root_in_the_same_world_differs_in_levers_alone(plan):
    strange = replace(plan, overrides={"tau": 1})
    base = levers_of_root(strange)
    assert dict(base.plan) == dict(plan.root.plan)
    assert base.overrides == strange.overrides


# --- commands


def test_commands_tell_both_languages(monkeypatch):
    monkeypatch.setattr("simlib.report.crediting.load", lambda name: tiny(load(name)))
    words = tell_required("baseline", "fine", ("operating_rate", 0.85, 0.5), {}, ("zh", "en"))
    assert "罚款" in words
    assert "Fine" in words
    assert re.search(r"← 现行方案\n", words)
    assert re.search(r"← the current plan", words)
    assert "← 减到这里也够" in words or "← 到这里才够" in words
    told = tell_credit("brand_drive", "famous_brands", {}, ("zh", "en"))
    assert "奖励金额" in told
    assert "not a ground for bonuses" in told
    assert "范围：全区" in told.splitlines()[0]


def test_credit_is_read_where_the_plans_own_target_is(monkeypatch):
    monkeypatch.setattr("simlib.report.crediting.load", lambda name: tiny(load(name)))
    told = tell_credit("brand_drive", "operating_rate", {}, ("zh",))
    assert "范围：重点污染源行业（没有指定范围，取方案目标的范围）" in told.splitlines()[0]
    assert "的措施对这项指标不起作用" in told


def tiny(plan):
    """The same plan on a handful of futures."""
    few = replace(plan.runs, draws=3, replicates=2)
    parent = None if plan.parent is None else replace(plan.parent, runs=few)
    return replace(plan, runs=few, parent=parent)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["required", "baseline", "fyne", "operating_rate", "0.9"], "did you mean “fine”"),
        (["required", "baseline", "fine", "operatng_rate", "0.9"], "operating_rate"),
        (["required", "baseline", "fine", "operating_rate", "90"], "write 0.965"),
        (["required", "baseline", "fine", "operating_rate", "0.9", "--chance", "80"], "write 0.8"),
        (["required", "baseline", "fine", "operating_rate", "0.9", "--year", "2031"], "no year 2031"),
        (["credit", "baseline"], "nothing differs"),
        (["credit", "combined", "sampled_pas_rate"], "sampled_pass_rate"),
        (["credit", "combined", "--sector", "fod"], "food"),
    ],
)
def test_bad_input_is_answered_in_both_languages(asked, said):
    caught = CliRunner().invoke(app, asked).exception
    assert isinstance(caught, SimlibError)
    assert said in caught.en
    assert caught.zh


# --- figures


def test_figures_can_be_drawn():
    steps = [plots.Step("a", 0.3, 0.1, 0.5, "+0.3"), plots.Step("b", -0.1, -0.2, 0.1, "−0.1")]
    drawn = plots.waterfall((("now", 85.0), ("plan", 85.2)), steps, ("title", "axis"), "{:.1f}".format)
    plots.settle(drawn)
    assert plots.as_svg(drawn).startswith("<svg")
    panel = plots.Turned("title", "axis", [0, 1, 2], [20, 50, 90], [3, 3, 3], (1, "now"), (2, "found"))
    drawn = plots.requirement_curves([panel], (80.0, "asked"), "chance")
    plots.settle(drawn)
    assert plots.as_png(drawn).startswith(b"\x89PNG")
