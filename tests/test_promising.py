"""Promises told: each call shows something in both languages, wordings name estimator and design."""

import re
from dataclasses import replace

import pytest

from simlib import SimlibError, load, simulate, story
from simlib.report.promising import Question, tell_promise
from simlib.scenario import with_levers
from simlib.setting.asking import promise
from simlib.story import aiming, outcomes
from simlib.story.aiming import Aims
from simlib.story.promise.wording import wording
from tests.test_precision import small

CALLS = ("promise_steps", "about_promise_steps", "promise_curve", "about_promise_curve", "if_true_table",
         "about_if_true", "risks", "about_risks", "easy_tests", "about_easy_tests", "wordings",
         "about_wordings")  # fmt: skip
KEPT = ("sampled_pass_rate", "operating_rate", "quality_loss_rate")


@pytest.fixture(scope="module")
def plan():
    """The shipped plan with two of its sectors, and targets of three kinds."""
    some = small()
    targets = tuple(one for one in load("baseline").targets if one.indicator in KEPT)
    return replace(some, targets=targets, runs=replace(some.runs, draws=30, replicates=4))


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    """As many runs as the plan says, kept for this test alone."""
    monkeypatch.setenv(outcomes.RUNS_VARIABLE, "30x4")
    yield
    aiming._KNOWN.clear()


def text(shown) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", shown.bundle.get("text/html", shown.bundle["text/plain"])))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_call_shows_something(plan, language, tmp_path):
    aims = Aims(plan, language, tmp_path)
    told = {name: text(getattr(story, name)(aims)) for name in CALLS}
    assert all(len(words) > 15 for words in told.values())
    assert "nan" not in " ".join(told.values())
    assert sorted(path.stem for path in (tmp_path / "figures").glob("*.svg")) == [
        f"{name}_{language}" for name in ("easy_tests", "promise_curve", "risks")
    ]
    for word in ("84.7%", "待填" if language == "zh" else "to be filled in"):
        assert word in told["promise_steps"]
    assert ("不具约束" if language == "zh" else "asks for nothing new") in told["about_promise_steps"]


def test_few_runs_and_no_pass_rate_are_said_plainly(plan, monkeypatch):
    monkeypatch.setenv(outcomes.RUNS_VARIABLE, "2x2")
    few = Aims(plan, "zh", None)
    assert "模拟次数不足" in text(story.promise_steps(few))
    assert "太少" in text(story.about_promise_steps(few))
    for name in CALLS:
        assert getattr(story, name)(few).bundle
    other = tuple(one for one in plan.targets if one.indicator == "operating_rate")
    without = Aims(replace(plan, targets=other), "en", None)
    for name in CALLS:
        assert getattr(story, name)(without).bundle


def test_a_target_of_the_whole_district_is_told_as_well(plan):
    """Neither programme nor sectors is the district, not nothing."""
    target = next(one for one in plan.targets if one.indicator == "sampled_pass_rate")
    aims = Aims(replace(plan, targets=(replace(target, programme=""),)), "en", None)
    told = " ".join(text(getattr(story, name)(aims)) for name in CALLS)
    assert "nan" not in told
    assert "the sampled pass rate of 2012 moves by +" in told


def test_a_wording_names_estimator_and_sampling_design(plan):
    """The example of the issue, on the shipped plan; product quality has 678 planned tests."""
    shipped = load("baseline")
    target = promise(shipped, "sampled_pass_rate", 0.965, programme="product")
    assert wording(target, shipped, "zh") == (
        "2012 年产品质量监督抽查合格率不低于 96.5%（全年计划抽查 678 批次，其中六成随机、四成定向；"
        "按计划抽查合格批次数÷计划抽查批次数计）"
    )
    assert "678 planned tests in the year, 60% at random, 40% targeted" in wording(target, shipped, "en")
    loss = next(one for one in shipped.targets if one.indicator == "quality_loss_rate")
    assert wording(loss, shipped, "zh").startswith("2012 年产品质量损失率达到全市水平")
    rise = next(one for one in shipped.targets if one.indicator == "famous_brands")
    assert wording(rise, shipped, "zh") == "2012 年全区名牌产品数比 2011 年有所增加（口径：年末有效名牌产品）"


@pytest.mark.parametrize(
    ("share", "zh"), [(0.0, "全部随机抽取"), (1.0, "全部定向抽取"), (0.25, "其中75%随机、25%定向")]
)
def test_the_design_is_that_of_the_plan(share, zh):
    changed = with_levers(load("baseline"), {"targeted_share": share})
    assert zh in wording(promise(changed, "core_pass_rate", 0.9, programme="product"), changed, "zh")


def test_the_command_tells_steps_and_the_chance_asked_for(plan, monkeypatch):
    monkeypatch.setattr("simlib.report.promising.load", lambda _: plan)
    monkeypatch.setattr("simlib.report.promising.outcome_of", simulate)
    told = tell_promise("small", Question("sampled_pass_rate", "product", (), None, 0.8), ("zh", "en"))
    for word in ("确保", "力争", "挑战", "所问", "Assured", "Asked", "不具约束", "asks for nothing new"):
        assert word in told
    assert told.splitlines()[0].endswith("范围：产品质量领域")
    assert "%" in tell_promise("small", Question("operating_rate", sectors=("polluters",)), ("en",))


def test_without_a_scope_the_plans_own_is_taken_and_said(plan, monkeypatch):
    """The same answer as for the scope by name, but for the first line, which says where it comes from."""
    monkeypatch.setattr("simlib.report.promising.load", lambda _: plan)
    monkeypatch.setattr("simlib.report.promising.outcome_of", simulate)
    taken = tell_promise("small", Question("sampled_pass_rate"), ("zh",)).splitlines()
    named = tell_promise("small", Question("sampled_pass_rate", "product"), ("zh",)).splitlines()
    assert taken[1:] == named[1:]
    assert "取方案目标的范围" in taken[0]
    assert "取方案目标的范围" not in named[0]
    whole = tell_promise("small", Question("true_pass_rate"), ("zh", "en"))
    assert "范围：全区\n" in whole
    assert "Scope: the whole district\n" in whole
    food = tell_promise("small", Question("sampled_pass_rate", sectors=("food",)), ("zh",))
    assert "范围：食品行业\n" in food


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Question("pass_rate"), "true_pass_rate"),
        (Question("fines"), "cannot be a target"),
        (Question("sampled_pass_rate", chance=80), "0.8 for 80 of 100"),
    ],
)
def test_a_bad_question_is_answered_before_anything_is_simulated(asked, words, monkeypatch):
    monkeypatch.setattr("simlib.report.promising.outcome_of", None)
    with pytest.raises(SimlibError, match=words) as caught:
        tell_promise("baseline", asked, ("zh",))
    assert caught.value.zh
