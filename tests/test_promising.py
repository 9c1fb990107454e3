"""Promises told: each call shows something in both languages, wordings name estimator and design."""

import re
from dataclasses import replace

import pytest

from simlib import SimlibError, load, simulate, story
from simlib.estimators import Chance
from simlib.indicators import INDICATOR
from simlib.report.promising import Question, _Look, _no_growth, _with_unit, tell_promise
from simlib.scenario import with_levers
from simlib.setting.asking import promise
from simlib.setting.promise.promises import Attainable
from simlib.setting.promise.steps import Beside
from simlib.story import aiming, outcomes
from simlib.story.aiming import Aims
from simlib.story.promise.wording import wording
from simlib.targets import assess
from simlib.text import verdict_words
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


# --- the plan's own targets, growth, units


def told_of(some, monkeypatch, *asked, languages=("zh",)) -> str:
    monkeypatch.setattr("simlib.report.promising.load", lambda _: some)
    monkeypatch.setattr("simlib.report.promising.outcome_of", simulate)
    return tell_promise("small", Question(*asked), languages)


def test_the_plans_own_target_stands_first_with_its_chance_and_verdict(plan, monkeypatch):
    (target,) = [one for one in plan.targets if one.indicator == "operating_rate"]
    (found,) = assess(simulate(plan), (target,))
    lines = told_of(plan, monkeypatch, "operating_rate", None, ("polluters",)).splitlines()
    first = next(line for line in lines[1:] if not line.startswith("["))
    assert first.startswith(f"方案定的 ≥ 90%：100 种可能中 {100 * found.chance:.0f} 种（±")
    assert first.endswith(f"），{verdict_words(found.verdict, 'zh')}。")
    assert any(re.match(r"确保 +90 +≥ \d", line) for line in lines)
    english = told_of(plan, monkeypatch, "operating_rate", None, ("polluters",), languages=("en",))
    assert f"The plan's own target, ≥ 90%: {100 * found.chance:.0f} in 100 (±" in english


def test_each_of_several_own_targets_has_a_line_and_none_has_none(plan, monkeypatch):
    (target,) = [one for one in plan.targets if one.indicator == "operating_rate"]
    two = replace(plan, targets=(target, replace(target, level=0.7)))
    told = told_of(two, monkeypatch, "operating_rate", None, ("polluters",))
    assert told.count("方案定的 ≥ ") - told.count("不具约束") == 2
    assert "方案定的" not in told_of(replace(plan, targets=()), monkeypatch, "operating_rate", None, ("polluters",))
    assert "方案定的" not in told_of(plan, monkeypatch, "sampled_pass_rate", None, ("food",))


def test_a_rise_is_told_with_the_chance_of_the_rise_and_a_missing_figure_as_missing(plan, monkeypatch):
    rise = next(one for one in load("baseline").targets if one.indicator == "awareness")
    told = told_of(replace(plan, targets=(rise,)), monkeypatch, "awareness", languages=("zh", "en"))
    assert "方案要求比 2011 年增加：100 种可能中不到 5 种，难以完成。" in told
    assert "The plan asks for a figure above 2011: fewer than 1 in 20, unlikely." in told
    lost = told_of(plan, monkeypatch, "quality_loss_rate", "product")
    assert "方案定的目标（不高于全市水平）：缺对照数据，待填。" in lost
    assert re.search(r"确保 +90 +≤ \d", lost)
    assert "统计：未填" in lost


@pytest.mark.parametrize(
    ("code", "level", "last", "counted", "zh"),
    [
        ("operating_rate", 0.84, 0.875, 0.88, "低于上年，不是增长"),
        ("operating_rate", 0.84, 0.875, None, "低于上年，不是增长"),
        ("operating_rate", 0.878, 0.875, 0.88, "低于上年统计，不是增长"),
        ("operating_rate", 0.878, 0.88, 0.875, "低于上年模型推算，不是增长"),
        ("operating_rate", 0.88, 0.87, 0.88, "与上年统计持平，没有改善"),
        ("operating_rate", 0.89, 0.875, 0.88, ""),
        ("operating_rate", 0.8, None, None, ""),
        ("safety_violations", 2.0, 1.5, None, "比上年差"),
        ("safety_violations", 1.0, 1.5, None, ""),
        ("fiscal_cost", 673.0, 666.0, None, "比上年差"),
        ("famous_brands", 23.0, 23.4, None, "与上年持平，没有改善"),
    ],
)
def test_a_step_that_is_no_better_than_last_year_says_so(code, level, last, counted, zh):
    """Compared as printed: 23 titles after a middle of 23.4 is the same 23 to who reads it."""
    step = Attainable(code, 2012, 0.9, level, level, level, level, Chance(0.9, 0.01, 0.88, 0.92), 200.0)
    beside = Beside(last, counted, None, None)
    assert _no_growth(step, INDICATOR[code], _Look(beside, 2011, "zh")) == zh
    assert bool(_no_growth(step, INDICATOR[code], _Look(beside, 2011, "en"))) == bool(zh)


def test_a_later_year_is_compared_with_the_year_that_is_shown():
    step = Attainable("operating_rate", 2013, 0.9, 0.8, 0.8, 0.8, 0.8, Chance(0.9, 0.01, 0.88, 0.92), 200.0)
    look = _Look(Beside(0.875, 0.88, None, None), 2011, "zh")
    assert _no_growth(step, INDICATOR["operating_rate"], look) == "低于 2011 年，不是增长"


def test_counts_carry_their_unit():
    assert _with_unit(31.0, INDICATOR["famous_brands"], "zh") == "31 个"
    assert _with_unit(31.0, INDICATOR["famous_brands"], "en") == "31"
    assert _with_unit(1.8, INDICATOR["safety_violations"], "zh") == "1.8 次/百批次"
    assert _with_unit(0.9, INDICATOR["operating_rate"], "zh") == "90.0%"


def test_a_yes_or_no_indicator_is_told_by_the_chances_of_the_plans_targets(plan, monkeypatch):
    wanted = next(one for one in load("baseline").targets if one.indicator == "no_major_accident")
    own = (replace(wanted, programme="", sectors=()), replace(wanted, programme="", sectors=("polluters",)))
    some = replace(plan, targets=own)
    told = told_of(some, monkeypatch, "no_major_accident", languages=("zh", "en"))
    assert "方案的目标（全区）：100 种可能中" in told
    assert told.count("The plan's own target (") == 2
    named = told_of(some, monkeypatch, "no_major_accident", None, ("polluters",))
    assert "全区" not in named
    monkeypatch.setattr("simlib.report.promising.outcome_of", None)
    with pytest.raises(SimlibError, match="no level to choose") as caught:
        tell_promise("small", Question("no_major_accident", None, ("food",)), ("zh",))
    assert "assess" not in str(caught.value)
