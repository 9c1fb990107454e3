"""Adoption: whose money serves a target, what is shared, and that no owner is forgotten."""

from __future__ import annotations

import re

import numpy as np
import pytest

from simlib import load, simulate
from simlib.bills import cost_table, department_costs, money_at, serving, year_money
from simlib.estimators import Estimate
from simlib.setting.asking import promise
from simlib.setting.assessment.scoring_file import table_of
from simlib.setting.promise.adoption import adoption, advice, breakdown, spending, standing
from simlib.setting.promise.steps import Beside
from simlib.story import aiming, tables
from simlib.story.aiming import Aims
from simlib.story.promise.adopting import about_adoption, about_blocks, adoption_table, department_blocks
from simlib.story.promise.stepping import mark, promise_steps, rise_note


@pytest.fixture(scope="module")
def outcome():
    return simulate(load("baseline"), draws=12, replicates=2, through=2012)


@pytest.fixture(scope="module")
def rows(outcome):
    return adoption(outcome)


def money_serving(outcome, target):
    return money_at(year_money(outcome, target.year), serving(outcome.scenario, target))


def test_publicity_is_the_money_for_awareness(outcome):
    """The plan spends 10 a quarter on publicity, whatever happens."""
    spent = money_serving(outcome, promise(outcome.scenario, "awareness", 0.1))
    assert np.allclose(spent, 40.0)


def test_a_tier_is_served_by_its_own_lines(outcome):
    """Coaching, awards and coaching staff of the tier, as the bill has them."""
    bill = cost_table(outcome, 2012)
    own = bill[bill["item"].str.endswith(":famous_brands")]["mean"].sum()
    assert money_serving(outcome, promise(outcome.scenario, "famous_brands", 20)).mean() == pytest.approx(own)


def test_supervision_of_all_sectors_adds_up_to_the_bill(outcome):
    """Sectors do not overlap, so that their money is all that the sectors' own lines cost."""
    plan = outcome.scenario
    parts = [money_serving(outcome, promise(plan, "true_pass_rate", 0.9, sectors=one.name)) for one in plan.sectors]
    whole = money_serving(outcome, promise(plan, "true_pass_rate", 0.9))
    bill = cost_table(outcome, 2012)
    lines = ("planned_tests", "follow_up_tests", "complaint_tests", "cases", "exposures", "staff")
    assert np.allclose(sum(parts), whole)
    assert whole.mean() == pytest.approx(bill[bill["item"].isin(lines)]["mean"].sum())


def test_money_that_serves_two_rows_is_marked(rows):
    """Food is one of the products; nothing but awareness rests on publicity."""
    by_name = {row.assessed.target.indicator: row for row in rows}
    assert by_name["safety_violations"].shared
    assert by_name["quality_loss_rate"].shared
    assert not by_name["awareness"].shared
    assert not by_name["famous_brands"].shared


def test_yes_or_no_targets_have_no_steps(rows):
    assert {row.assessed.target.indicator for row in rows if row.steps is None} == {"no_major_accident", "all_accepted"}


def test_every_owner_has_a_block_with_all_its_targets(rows):
    """The blocks together hold each target once for each owner."""
    blocks = breakdown(rows)
    held = sorted((share.department, row.assessed.target.scope) for share in blocks for row in share.proposals)
    wanted = sorted((owner, row.assessed.target.scope) for row in rows for owner in row.assessed.target.owners)
    assert held == wanted
    assert len({share.department for share in blocks}) == len(blocks)


def test_whoever_owns_a_task_or_pays_has_a_block_too(outcome, rows):
    """Regression: the leading group's office, a co-owner of a task and the payer of awards were left out."""
    tasks, spent = table_of(outcome.scenario).tasks, spending(outcome, 2012)
    blocks = {share.department: share for share in breakdown(rows, tasks, spent)}
    for task in tasks:
        assert all(task in blocks[owner].tasks for owner in task.owners)
    assert {"领导小组办公室", "公安分局", "财政局"} <= {tables.department(name, "zh") for name in blocks}
    total = sum(share.money.value for share in blocks.values() if share.money)
    assert total == pytest.approx(department_costs(outcome, 2012)["mean"].sum())
    assert total == pytest.approx(year_money(outcome, 2012).sum(axis=(2, 3)).mean())


def test_who_has_nothing_in_the_year_has_no_block(rows):
    none = dict.fromkeys(["nobody"], Estimate(0.0, 0.0))
    assert "nobody" not in {share.department for share in breakdown(rows, (), none)}


@pytest.mark.parametrize(
    ("indicator", "level", "last", "found"),
    [
        ("famous_brands", 22.0, 23.4, "worse"),
        ("famous_brands", 23.0, 23.4, "same"),  # as printed
        ("sampled_pass_rate", 0.861, 0.848, "better"),
        ("quality_loss_rate", 0.007, 0.006, "worse"),
        ("quality_loss_rate", 0.005, 0.006, "better"),
        ("famous_brands", 22.0, None, ""),
    ],
)
def test_a_level_is_held_against_last_year(indicator, level, last, found):
    assert standing(level, Beside(last, None, None, None), indicator) == found


def test_last_year_is_the_counted_figure_where_there_is_one():
    assert standing(0.85, Beside(0.9, 0.84, None, None), "sampled_pass_rate") == "better"


def test_a_fall_is_not_advised(rows):
    """Where the assured level is no better than last year, lower steps are no way out; yes-or-no has no steps."""
    rise = next(row for row in rows if row.assessed.target.indicator == "famous_brands")
    assert advice(with_assured(rise, 0.9)) == "no_growth"
    assert advice(with_assured(rise, 1.0)) == "no_growth"
    assert advice(with_assured(rise, 1.5)) == "lower"
    assert advice(rise._replace(steps=None)) == "no_step"


def test_a_bolder_step_below_last_year_says_enough_of_the_assured_one(rows):
    """With few runs only the boldest step has a level: below last year it tells, above it does not."""
    row = next(row for row in rows if row.assessed.target.indicator == "famous_brands")
    for times, found in ((0.9, "no_growth"), (1.5, "untold")):
        known = with_assured(row, times).steps.rows[0]
        none = known._replace(found=None, lacks="few_runs")
        few = row._replace(steps=row.steps._replace(rows=(none, none, known)))
        assert advice(few) == found
    assert advice(row._replace(steps=row.steps._replace(rows=(none, none, none)))) == "untold"


def with_assured(row, times):
    """The row with an assured level of so many times last year's figure."""
    first, *others = row.steps.rows
    found = next(step.found for step in row.steps.rows if step.found is not None)
    level = found._replace(promised=times * row.steps.beside.last)
    return row._replace(steps=row.steps._replace(rows=(first._replace(found=level), *others)))


@pytest.mark.parametrize(("language", "words"), [
    ("zh", ("低于上年", "差于上年", "与上年持平")),
    ("en", ("below last year", "worse than last year", "same as last year")),
])  # fmt: skip
def test_a_step_no_better_than_last_year_is_marked(language, words):
    known = Beside(20.0, None, None, None)
    cases = ((19.0, "famous_brands"), (21.0, "safety_violations"), (20.0, "famous_brands"), (21.0, "famous_brands"))
    below, worse, same, better = (mark(level, known, indicator, language) for level, indicator in cases)
    assert [re.sub("<[^>]+>", "", str(one)).strip() for one in (below, worse, same)] == list(words)
    assert not better


@pytest.fixture
def page(outcome, monkeypatch):
    monkeypatch.setenv("SIMLIB_RUNS", "12x2")
    yield {language: Aims(outcome.scenario, language, None) for language in ("zh", "en")}
    aiming._KNOWN.clear()


def test_the_blocks_say_who_has_no_target_and_no_money_and_what_all_spend(page):
    for language, words in (
        ("zh", ("没有承担指标目标", "没有直接支出", "本部门 2012 年支出", "年支出合计", "财政局")),
        ("en", ("Owns no target", "No spending of its own", "This department spends", "together spend")),
    ):
        told = department_blocks(page[language]).bundle["text/html"]
        assert all(one in told for one in words)
    assert "领导小组办公室" in about_blocks(page["zh"]).bundle["text/plain"]


def test_the_notes_tell_what_steps_of_a_rise_are(page):
    assert "不是增加多少" in adoption_table(page["zh"]).bundle["text/html"]
    assert "levels, not rises" in promise_steps(page["en"]).bundle["text/html"]
    assert not rise_note([promise(page["en"].scenario, "famous_brands", 20)], "en")


def test_the_advice_names_what_cannot_grow_and_never_tells_to_sign_it(page):
    words = about_adoption(page["zh"]).bundle["text/plain"]
    after = {part.split("的：")[0]: part for part in words.split("。") if "的：" in part}
    flat = next(part for part in after.values() if "不要把退步写进责任书" in part)
    assert "名牌" in flat or "商标" in flat
    assert not any("商标增长" in part or "名牌增长" in part for head, part in after.items() if "可改用" in head)
