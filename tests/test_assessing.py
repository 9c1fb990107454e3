"""The assessment end to end: ranks, cheapest next points, the stress test, and what the page and the command say."""

from __future__ import annotations

import re

import numpy as np
import pytest
from districts import district
from typer.testing import CliRunner

from simlib.cli_targets import app
from simlib.ensemble import simulate
from simlib.errors import BadRequest, UnknownName
from simlib.estimators import Estimate
from simlib.plots import settle
from simlib.report import scoring
from simlib.scenario import load, with_levers
from simlib.setting.assessment.next_points import NextPoint, Step, cheapest_point, rate_with_error, steps_of
from simlib.setting.assessment.ranks import ranked, unit_counts
from simlib.setting.assessment.scoring import score
from simlib.setting.assessment.scoring_file import table_of
from simlib.setting.assessment.stress import stress_test
from simlib.setting.promise.gaming import easy_sampling
from simlib.story.aiming import Aims
from simlib.story.assessment import apart, assessing
from simlib.story.assessment.assessing_words import lost_words, points_words
from simlib.text import said

TABLE = """\
name: award
title: {zh: 评分表(示例), en: Table (illustrative)}
plan: small
year: 2012
total: 20
status: illustrative
source: 示例
items:
  rate: {title: {zh: 合格率, en: Rate}, points: 14, indicator: sampled_pass_rate, owner: 质监分局,
    scoring: {linear: {zero: 0.70, full: 0.99}}}
  loss: {title: {zh: 质量损失率, en: Loss}, points: 2, indicator: quality_loss_rate, owner: 质监分局,
    scoring: {steps: [{at_most: city_quality_loss_rate, points: 2}]}}
vetoes:
  accident: {title: {zh: 事故, en: Accident}, indicator: no_major_accident, at_least: 1, caps_at: poor, owner: 安监局}
tasks:
  rules: {title: {zh: 办法, en: Rules}, owner: 外宣办, due: 2012-06-30, done: no, points: 4}
grades:
  good: {title: {zh: 良, en: good}, at_least: 12}
  poor: {title: {zh: 差, en: poor}, at_least: 0}
"""
SIZE = {"draws": 6, "replicates": 2}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("assessing") / "scenarios"
    place.mkdir()
    levers = "{coverage: 1.0, targeted_share: 0.4, tilt: 1.0}"
    sectors = {"food": {"observed": 0.92}, "textile": {"observed": 0.80}, "toys": {"observed": 0.84}}
    district(place, sectors, levers=levers)
    (place / "scoring").mkdir()
    (place / "scoring" / "award.yml").write_text(TABLE, "utf-8")
    return place


@pytest.fixture(scope="module")
def plan(folder):
    return load("small", folder)


@pytest.fixture(scope="module")
def rules(plan, folder):
    return table_of(plan, "award", folder)


@pytest.fixture(scope="module")
def outcome(plan):
    return simulate(plan, **SIZE, through=2012)


# --- ranks


def test_counts_of_sectors_are_those_of_the_indicator(outcome):
    counts = unit_counts(outcome, 2012)
    noise = outcome.annual("sampled_pass_rate", 2012) - outcome.without_list("sampled_pass_rate", 2012)
    whole = counts.passes.sum(axis=-1) / counts.tests.sum(axis=-1)
    assert whole == pytest.approx(outcome.annual("sampled_pass_rate", 2012) - noise)
    expected = outcome.without_sampling("sampled_pass_rate", 2012, sectors=["toys"])
    assert counts.expected[..., counts.names.index("toys")] == pytest.approx(expected)


def test_a_ranking_is_counted_run_by_run(outcome):
    """Wrong pairs, first and last against plain loops over the runs."""
    counts, found = unit_counts(outcome, 2012), ranked(outcome, 2012)
    rates, wrong, last = counts.passes / counts.tests, [], []
    for seen, true in zip(rates.reshape(-1, 3), counts.expected.reshape(-1, 3), strict=True):
        pairs = [(0, 1), (0, 2), (1, 2)]
        wrong.append(np.mean([0.5 - 0.5 * np.sign((seen[a] - seen[b]) * (true[a] - true[b])) for a, b in pairs]))
        last.append(seen.argmin() == true.argmin())
    assert found.wrong_pairs.value == pytest.approx(np.mean(wrong))
    assert found.last_right.value == pytest.approx(np.mean(last))
    assert sum(row.named_last.value for row in found.units) == pytest.approx(1.0)


def test_departments_are_their_sectors_together(outcome):
    sectors, departments = (unit_counts(outcome, 2012, by).tests.sum() for by in ("sector", "department"))
    assert sectors == departments
    with pytest.raises(UnknownName, match="sector"):
        unit_counts(outcome, 2012, "sectors")
    with pytest.raises(BadRequest, match="at least two sectors"):
        ranked(outcome, 2012, "department")
    with pytest.raises(BadRequest, match="no year 2030"):
        unit_counts(outcome, 2030)


def test_a_year_that_was_not_simulated_is_refused(tmp_path):
    longer = district(tmp_path, {"toys": {}, "hats": {}}, levers="{coverage: 0.5}", last="2014Q4")
    with pytest.raises(BadRequest, match="Only the years up to 2012"):
        ranked(simulate(longer, draws=4, replicates=2, through=2012), 2013)


# --- cheapest next point


def test_a_plan_that_changes_nothing_gains_nothing(plan, rules):
    """Common draws: the same levers under another name gain exactly 0, which is not clear, so nothing is shown."""
    same = with_levers(plan, {"fine": 1.0}, "same")
    outcomes = [simulate(one, **SIZE, through=2012) for one in (plan, same)]
    assert (score(outcomes[0], rules).total == score(outcomes[1], rules).total).all()


def test_steps_are_single_turns_within_the_districts_power(plan):
    steps = steps_of(plan)
    assert all(step.dial.lever.level == "区" for step in steps)
    for step in steps:
        assert {lever for (lever, _), path in step.plan.plan.items() if path != plan.plan[lever, _]} == {
            step.dial.lever.code
        }


def test_the_rate_of_a_step_is_a_ratio_with_its_error():
    """Gains exactly proportional to money have no error; money that cannot be told from none has no rate."""
    cost = np.array([[10.0], [20.0], [30.0]])
    rate = rate_with_error(0.5 * cost, cost)
    assert rate.value == pytest.approx(5.0)  # points for every 100,000 yuan
    assert rate.error == pytest.approx(0.0)
    assert rate_with_error(cost, np.array([[1.0], [-1.0], [0.5]])) is None
    with pytest.raises(BadRequest, match="Two draws"):
        rate_with_error(np.ones((1, 2)), np.ones((1, 2)))


@pytest.fixture(scope="module")
def cheapest(plan, rules):
    return cheapest_point(plan, rules, most=3, **SIZE)


def test_the_cheapest_points_are_told_on_fresh_futures(plan, rules, cheapest):
    """What a step is said to gain is what it gains on futures that the choice has not seen."""
    from simlib.setting.futures import fresh_seed

    assert 0 < len(cheapest) <= 3
    row, seed = cheapest[0], fresh_seed(plan.runs.seed)
    ours, theirs = (simulate(one, **SIZE, seed=seed, through=2012) for one in (row.step.plan, plan))
    gain = score(ours, rules).total - score(theirs, rules).total
    assert row.gain.value == pytest.approx(float(gain.mean()))
    spent = ours.annual("fiscal_cost", 2012) - theirs.annual("fiscal_cost", 2012)
    assert row.cost.value == pytest.approx(float(spent.mean()))


@pytest.mark.parametrize(
    ("gain", "real", "paper", "on_paper"),
    [
        ((3.0, 0.2), (-0.2, 0.1), (3.2, 0.2), True),
        ((3.0, 0.2), (2.9, 0.2), (0.1, 0.1), False),
        ((0.2, 0.08), (0.1, 0.1), (0.1, 0.1), False),  # too little to say either
        ((0.1, 0.2), (0.0, 0.1), (0.1, 0.2), False),
    ],
)
def test_points_without_a_better_state_are_on_paper(plan, gain, real, paper, on_paper):
    row = NextPoint(Step(plan), Estimate(*gain), Estimate(*real), Estimate(*paper), Estimate(-3.0, 0.4), None)
    assert row.on_paper == on_paper


# --- stress test


def test_negative_control_easy_units_earn_points_for_nothing(plan, outcome, rules):
    """Sampling easy units raises the reported rate and its points, not the true rate; the random core is not moved."""
    found = stress_test(outcome, simulate(easy_sampling(plan), **SIZE, through=2012), rules)
    gains = {row.by: row.gain for row in found.judgements}
    assert found.items[0].item.key == "rate"
    assert found.items[0].gain.value == pytest.approx(gains["reported"].value)
    assert found.sampled_rate.value > 0.005
    assert found.true_rate.value < 0.002
    assert gains["reported"].value > 2 * gains["reported"].error
    assert gains["true"].value < 0.3 * gains["reported"].value


def test_a_plan_stressed_with_itself_gains_exactly_nothing(outcome, rules):
    found = stress_test(outcome, outcome, rules)
    assert found.items == ()
    assert all(row.gain == (0.0, 0.0) for row in found.judgements)


# --- what loses most


def test_open_tasks_are_named_where_they_lose_more_than_any_item(outcome, rules):
    """4 points of the open task against what each item loses: said in the order of points, done tasks not at all."""
    open_ones, done = (score(outcome, rules, done=keys) for keys in ((), [task.key for task in rules.tasks]))
    worth = sum(task.points for task in open_ones.open_tasks)
    more = [row for row in open_ones.items if row.lost > worth]
    told = lost_words(open_ones, "zh")
    place = next(place for place, words in enumerate(told) if words.startswith("未办完的工作任务"))
    assert place == len(more)
    assert f"共 {worth:g} 分" in told[place]
    assert not [words for words in lost_words(done, "zh") if "任务" in words]


def test_an_item_that_waits_is_named_with_what_it_cannot_earn(outcome, rules):
    now = score(outcome, rules)
    waiting = next(row for row in now.items if row.waiting)
    title = waiting.item.title.zh
    sentences = points_words(now, "zh")
    assert f"“{title}”的 {waiting.item.points:g} 分暂计 0 分" in sentences[2]
    assert title in "".join(lost_words(now, "zh"))


# --- the page and the command

CALLS = (
    "points_table", "about_points", "grade_chances", "about_grades", "task_list", "about_tasks", "next_points",
    "about_next_points", "stress_table", "about_stress", "funnel_figure", "unit_groups", "about_groups",
)  # fmt: skip


@pytest.fixture
def at_home(folder, monkeypatch):
    monkeypatch.chdir(folder.parent)
    monkeypatch.setenv("SIMLIB_RUNS", "6x2")
    monkeypatch.setenv("SIMLIB_EFFORT", "small")


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_call_shows_something_in_both_languages(plan, language):
    aims = Aims(plan, language, None)
    for name in CALLS:
        shown = getattr(assessing if hasattr(assessing, name) else apart, name)(aims).bundle
        text = re.sub("<[^>]*>", " ", shown.get("text/html", shown["text/plain"]))
        assert text.strip()
        assert not re.search(r"(?<!\d)(?<!\.)(0|100) ?%|\bnan\b|置信", text), (name, text)


@pytest.mark.usefixtures("at_home")
def test_the_points_table_says_what_waits_and_what_is_invented(plan):
    words = assessing.points_table(Aims(plan, "zh", None)).bundle["text/html"]
    assert said("score.waiting", "zh") in words
    assert said("score.note.example", "zh") in words
    assert "2012-06-30" in words


@pytest.mark.usefixtures("at_home")
def test_a_district_without_a_table_is_told_so(plan, folder, tmp_path, monkeypatch):
    other = tmp_path / "scenarios"
    other.mkdir()
    bare = district(other, {"food": {}})
    monkeypatch.chdir(tmp_path)
    for name in CALLS[:10]:
        assert getattr(assessing, name)(Aims(bare, "en", None)).bundle["text/plain"] == said("score.no_table", "en")
    for name in CALLS[10:]:
        assert getattr(apart, name)(Aims(bare, "en", None)).bundle["text/plain"] == said("score.alone", "en")


@pytest.mark.usefixtures("at_home")
def test_the_command_tells_points_grades_tasks_and_areas(tmp_path):
    file = tmp_path / "areas.csv"
    file.write_text("街道,批次,合格批次\n甲,60,41\n乙,60,56\n丙,120,112\n", "utf-8")
    asked = ["score", "small", "--areas", str(file), "--on", "2012-07-01", "--out", str(tmp_path), "--language", "both"]
    told = CliRunner().invoke(app, asked, catch_exceptions=False).output
    for words in ("合格率", "2012-06-30 已逾期", "good (12 and more)", "甲", "优 0 个，良 2 个，中 1 个（甲）"):
        assert words in told
    assert (tmp_path / "score" / "small" / "figures" / "areas_en.svg").is_file()


def test_the_terminal_column_adds_up_to_the_headline(outcome, rules):
    """Items, bonus and tasks together are the total, and the total is what the first sentence says."""
    first, *_ = rules.tasks
    now = score(outcome, rules, done=[first.key])
    lines = [*(scoring._item(row, "zh") for row in now.items), *(scoring._bonus(row, "zh") for row in now.bonus),
             *scoring._sums(now, "zh")]  # fmt: skip
    numbers = [[float(re.match(r"[−\d.]+|(?=待填)", line[place])[0].replace("−", "-") or 0) for place in (2, 3)]
               for line in lines]  # fmt: skip
    for place in (0, 1):
        assert sum(row[place] for row in numbers[:-1]) == pytest.approx(numbers[-1][place], abs=0.05 * len(lines))
    assert lines[-2][2] == f"{first.points:.1f}"
    assert f"预计得 {lines[-1][2].split()[0]} 分" in points_words(now, "zh")[0]


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["--table", "awards"], "did you mean “award”"),
        (["--on", "July"], "is not a date"),
        (["--areas", "x.csv"], "no file"),
    ],
)
def test_the_command_survives_bad_input(asked, message):
    with pytest.raises(Exception, match=message) as caught:
        CliRunner().invoke(app, ["score", "small", *asked], catch_exceptions=False)
    assert caught.value.zh


def test_figures_have_no_two_names_in_one_place():
    from simlib.plots.scoring import FunnelPoint, FunnelWords, GradeBar, funnel_chart, grade_bars

    points = [FunnelPoint(f"街道{i}", 60 + i, 0.8 + 0.001 * i, 0.7, 0.9, 0) for i in range(5)]
    edges = np.array([10.0, 60.0]), np.array([np.nan, 0.7]), np.array([np.nan, 0.9])
    words = FunnelWords("题", "批次", "合格率", "合计", {1: "优", 0: "良", -1: "中"})
    drawn = funnel_chart(points, edges, 0.8, words, str)
    settle(drawn)
    boxes = [text.get_window_extent() for text in drawn.axes[0].texts if text.get_text().startswith("街道")]
    assert not [1 for i, one in enumerate(boxes) for other in boxes[:i] if one.overlaps(other)]
    bars = grade_bars([GradeBar("优", 20.0, "约 20 种", 97.0, "95 种以上")], ("完成", "现在"), "轴")
    settle(bars)
    assert max(text.get_position()[0] for text in bars.axes[0].texts) < 124
