"""Points by item, totals, grades and vetoes against tables worked by hand."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from simlib.errors import BadRequest, UnknownName
from simlib.grammar.scored import Item, Veto
from simlib.grammar.scored_rules import Place, Rule
from simlib.grammar.scoring import AwardGrade, ScoringTable, Task
from simlib.setting.assessment.earning import points_of
from simlib.setting.assessment.scoring import JUDGED, judged_by, lost_by_department, score, with_done
from simlib.words import Words

LINEAR = Rule("linear", ((0.75, 0.0), (0.90, 15.0)))
STEPS = Rule("steps", ((0.80, 6.0), (0.85, 10.0)))
GRADES = (AwardGrade("good", Words("良", "good"), 18.0), AwardGrade("poor", Words("差", "poor"), 0.0))


def said(text):
    return Words(text, text)


def item(key, rule, indicator="sampled_pass_rate", owner="质监分局", **place):
    return Item(key, said(key), Place(indicator, 2012, **place), rule, (owner,))


def table(items, *, bonus=(), vetoes=(), tasks=(), cap=0.0, grades=GRADES):
    total = sum(one.points for one in items) + sum(one.points for one in tasks)
    return ScoringTable("t", said("t"), "small", 2012, total, "illustrative", "s", tuple(items), tuple(bonus), cap,
                        tuple(vetoes), tuple(tasks), grades)  # fmt: skip


def outcome(root="small", facts=None, **values):
    """Runs of made-up figures: indicator → [draw, replicate], or (indicator, year) for several years."""

    def annual(indicator, year, **_scope):
        found = values.get(f"{indicator}_{year}", values.get(indicator))
        return np.asarray(found, float)

    facts = {code: SimpleNamespace(value=value) for code, value in (facts or {}).items()}
    shape = np.shape(next(iter(values.values())))
    scenario = SimpleNamespace(root=SimpleNamespace(name=root), name=root, facts=facts)
    return SimpleNamespace(scenario=scenario, draws=shape[0], replicates=shape[1], annual=annual)


@pytest.mark.parametrize(
    ("rate", "points"), [(0.70, 0.0), (0.75, 0.0), (0.80, 5.0), (0.90, 15.0), (0.97, 15.0), (np.nan, 0.0)]
)
def test_points_on_a_line_by_hand(rate, points):
    """0 at 75 %, 15 at 90 %: one point a percentage point."""
    assert points_of(LINEAR, [rate], 1)[0] == pytest.approx(points)


@pytest.mark.parametrize(("rate", "points"), [(0.79, 0.0), (0.80, 6.0), (0.849, 6.0), (0.85, 10.0), (np.nan, 0.0)])
def test_points_by_steps_by_hand(rate, points):
    assert points_of(STEPS, [rate], 1)[0] == points


def test_less_is_better_for_fails():
    rule = Rule("linear", ((2.0, 0.0), (0.0, 5.0)))
    assert points_of(rule, [0.0, 1.0, 2.0, 3.0, np.nan], -1).tolist() == [5.0, 2.5, 0.0, 0.0, 0.0]
    steps = Rule("steps", ((0.03, 2.0), (0.01, 6.0)))
    assert points_of(steps, [0.04, 0.03, 0.02, 0.01], -1).tolist() == [0.0, 2.0, 2.0, 6.0]


def test_a_level_is_reached_whatever_the_floating_numbers_say():
    """0.1 + 0.2 is not .3 in floating numbers; a planner reached 30 %."""
    assert points_of(Rule("steps", ((0.3, 4.0),)), [0.1 + 0.2 - 1e-16], 1)[0] == 4.0
    assert points_of(Rule("linear", ((0.0, 0.0), (0.3, 4.0))), [0.3 - 1e-12], 1)[0] == 4.0


def test_a_table_worked_by_hand():
    """Two draws of two runs: line, steps, bonus with its cap, a task done and one open, a veto."""
    rates = [[0.80, 0.85], [0.90, 0.70]]  # line: 5, 10, 15, 0; steps: 6, 10, 10, 0
    clean = [[1.0, 1.0], [0.0, 1.0]]
    tasks = (
        Task("plan", said("plan"), ("外宣办",), date(2012, 3, 31), True, 2.0),
        Task("rules", said("rules"), ("外宣办",), date(2012, 6, 30), False, 3.0),
    )
    veto = Veto("accident", said("accident"), Place("no_major_accident", 2012), 1.0, "poor", ("安监局",))
    extra = item("extra", Rule("steps", ((0.85, 4.0),)))  # 0, 4, 4, 0 – capped at 1
    rules = table([item("a", LINEAR), item("b", STEPS)], bonus=[extra], vetoes=[veto], tasks=tasks, cap=1.0)
    found = score(outcome(sampled_pass_rate=rates, no_major_accident=clean), rules, on=date(2012, 7, 1))
    assert found.total == pytest.approx(np.array([[13.0, 23.0], [28.0, 2.0]]))
    assert found.expected.value == pytest.approx(16.5)
    assert found.expected.error == pytest.approx(1.5)  # draw means 18 and 15
    assert [row.expected.value for row in found.items] == pytest.approx([7.5, 6.5])
    assert [row.lost for row in found.items] == pytest.approx([7.5, 3.5])
    assert [row.full.value for row in found.items] == [0.25, 0.5]
    good, poor = found.grades  # 23 earns good; 28 would, but for the veto
    assert (good.chance.value, poor.chance.value) == (0.25, 0.75)
    assert (good.or_better.value, poor.or_better.value) == (0.25, 1.0)
    assert found.vetoed.value == 0.25
    assert found.vetoes[0].chance.value == 0.25
    assert [task.key for task in found.overdue] == ["rules"]
    on_its_day = score(outcome(sampled_pass_rate=rates, no_major_accident=clean), rules, on=date(2012, 6, 30))
    assert on_its_day.overdue == ()  # the day is not over
    assert found.task_points == 2.0
    assert lost_by_department(found) == pytest.approx({"质监分局": 11.0, "外宣办": 3.0})


def test_a_task_done_adds_its_points_and_nothing_else():
    task = Task("rules", said("rules"), ("外宣办",), date(2012, 6, 30), False, 3.0)
    rules, runs = table([item("a", LINEAR)], tasks=[task]), outcome(sampled_pass_rate=[[0.8], [0.9]])
    before, after = score(runs, rules), score(runs, rules, done=["rules"])
    assert (after.total - before.total == 3.0).all()
    assert after.open_tasks == ()
    with pytest.raises(UnknownName, match="did you mean “rules”"):
        with_done(rules, ["rule"])


def test_a_rise_is_scored_against_its_own_earlier_year():
    rule = Rule("linear", ((0.0, 0.0), (4.0, 5.0)))
    rules = table([item("brands", rule, "famous_brands", since=2011)])
    runs = outcome(famous_brands_2012=[[34.0], [29.0]], famous_brands_2011=[[32.0], [30.0]])
    assert score(runs, rules).total.tolist() == [[2.5], [0.0]]


def test_an_item_waits_for_a_missing_figure_and_counts_nothing():
    rule = Rule("steps", (("city_quality_loss_rate", 6.0),))
    rules = table([item("loss", rule, "quality_loss_rate")])
    runs = [[0.02], [0.04]]
    waiting = score(outcome(quality_loss_rate=runs), rules)
    assert waiting.items[0].waiting
    assert waiting.waiting == 6.0
    assert waiting.expected.value == 0.0
    known = score(outcome(facts={"city_quality_loss_rate": 0.03}, quality_loss_rate=runs), rules)
    assert known.total.tolist() == [[6.0], [0.0]]
    assert not known.waiting


def test_figures_that_turn_a_line_round_are_refused():
    rule = Rule("linear", ((0.9, 0.0), ("province_pass_rate", 5.0)))
    with pytest.raises(BadRequest, match="Mend the table"):
        points_of(rule, [0.9], 1, {"province_pass_rate": 0.85})


def test_another_districts_table_is_refused():
    with pytest.raises(BadRequest, match="plan: elsewhere"):
        score(outcome("elsewhere", sampled_pass_rate=[[0.8]]), table([item("a", LINEAR)]))


def test_a_table_can_be_judged_by_another_rate():
    rules = judged_by(table([item("a", LINEAR), item("b", STEPS, "discharge_compliance")]), JUDGED["core"])
    assert [row.place.indicator for row in rules.items] == ["core_pass_rate", "discharge_compliance"]
    with pytest.raises(UnknownName, match="core_pass_rate"):
        judged_by(rules, {"sampled_pass_rate": "core_pas_rate"})


def test_the_same_runs_score_exactly_the_same():
    runs, rules = outcome(sampled_pass_rate=[[0.8, 0.81], [0.7, 0.9]]), table([item("a", LINEAR)])
    assert (score(runs, rules).total - score(runs, rules).total == 0.0).all()
