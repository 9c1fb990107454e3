"""The search for the best mix against brute force, and what a frontier promises."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from districts import district

from simlib import simulate
from simlib.accounts import YEAR, staff_days
from simlib.errors import BadRequest, UnknownName
from simlib.indicators import INDICATOR
from simlib.levers import LEVER, LEVERS
from simlib.setting.promise.promises import level_reached, promised
from simlib.setting.search import dials as dl
from simlib.setting.search import exchange
from simlib.setting.search.budgets import checked_budgets, checked_chances, question, titles
from simlib.setting.search.exchange import climb, explore, explore_again
from simlib.setting.search.goals import level_for_money, money_for_chance, money_for_level, reached
from simlib.setting.search.mixes import CHANCES, Frontier, frontier
from simlib.setting.search.others import unlike
from simlib.setting.search.three_way import _unbeaten, not_beaten, trade_off
from simlib.setting.search.trials import Trial, Trials, cheapest

SECTORS = {
    "food": {"units": 40, "observed": 0.85, "tiers": "[famous_brands]"},
    "building": {"units": 30, "observed": 0.8},
}
FEW = ["coverage", "follow_up", "award", "publicity"]
SIZE = {"draws": 6, "replicates": 4}
PATIENCE = 3
BUDGETS = (60.0, 80.0, 110.0, 160.0)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return district(tmp_path_factory.mktemp("mixes"), SECTORS)


@pytest.fixture(scope="module")
def found(small) -> Frontier:
    return frontier(small, BUDGETS, (0.5, 0.8, 0.95), levers=[*FEW, "fine"], **SIZE)


# --- the search on made-up plans: all of them can be tried


def made_up(number: int, counts=(4, 3, 5, 3), runs=(12, 4), twist: float = 0.3) -> Trials:
    """Trials whose plans come from a formula: each dial costs and does something, in every run another; with a twist
    that no dial has alone."""
    rng = np.random.default_rng(number)
    alone = [np.cumsum(rng.gamma(1.0, 1.0, (count, *runs)), axis=0) for count in counts]
    price = [np.cumsum(rng.gamma(1.0, 10.0, count)) for count in counts]
    luck = rng.normal(0.0, 2.0, runs)

    def run(setting) -> Trial:
        both = twist * setting[0] * setting[2] / (1 + setting[1])
        gain = sum(effect[level] for effect, level in zip(alone, setting, strict=True))
        money = sum(cost[level] for cost, level in zip(price, setting, strict=True))
        seen = {"good": np.sqrt(gain) + luck + both, "other": luck - setting[3] + 2.0}
        return Trial(setting, float(money), 0.0, {}, np.full(runs, 10.0 * setting[2]), seen)

    levels = [tuple(dl.Level(float(k), None, {}, bound=False) for k in range(count)) for count in counts]
    rows = [LEVER[code] for code in ("coverage", "hotline", "fine", "award", "publicity", "follow_up")]
    made = tuple(dl.Dial(row, "", own, 0) for row, own in zip(rows, levels, strict=False))
    return Trials(made, run, limit=35.0)


def all_of(trials: Trials) -> list[Trial]:
    return [trials.run(one) for one in product(*(range(len(dial.levels)) for dial in trials.dials))]


@pytest.mark.parametrize("number", range(6))
def test_search_finds_the_optimum_of_brute_force_on_made_up_plans(number):
    """Every budget and chance of 180 plans: the highest level, and the least money for a given one."""
    trials = made_up(number)
    every = all_of(trials)
    known = [explore(trials, trials.start, ["good"])]
    for budget in np.quantile([one.money for one in every], [0.05, 0.2, 0.5, 0.8, 1.0]):
        fit = [one for one in every if one.money <= budget and trials.staffed(one)]
        for chance in CHANCES:
            level = {one.setting: reached(one.seen["good"].reshape(1, -1), chance)[0] for one in fit}
            best = max(level.values())
            plan = climb(trials, level_for_money(trials, "good", budget, chance), known, range(4), PATIENCE)
            assert level[plan.setting] == best
            least = min(one.money for one in fit if level[one.setting] >= best - 0.5)
            goal = money_for_level(trials, "good", best - 0.5, chance, budget)
            assert climb(trials, goal, known, range(4), PATIENCE).money == pytest.approx(least)


def test_search_comes_close_on_many_plans_from_few():
    """7,200 plans: fewer than 1 in 30 are simulated, and the level missed is a small part of what could be gained."""
    trials = made_up(1, counts=(5, 4, 6, 4, 5, 3))
    every = all_of(trials)
    money, staffed = np.array([one.money for one in every]), np.array([trials.staffed(one) for one in every])
    runs = np.stack([one.seen["good"].ravel() for one in every])
    free, budgets = range(6), np.quantile(money, [0.1, 0.3, 0.5, 0.8])
    known = [explore(trials, trials.start, ["good"])]
    for budget in budgets[[1, 3]]:
        anchor = climb(trials, level_for_money(trials, "good", budget, 0.8), known, free)
        known.append(explore_again(trials, anchor.setting, known[0], "good", free))
    now = trials.at(trials.start)
    for budget, chance in product(budgets, (0.5, 0.9)):
        plan = climb(trials, level_for_money(trials, "good", budget, chance), known, free)
        best = reached(runs, chance)[(money <= budget) & staffed].max()
        found, start = (reached(one.seen["good"].reshape(1, -1), chance)[0] for one in (plan, now))
        assert best - found <= 0.1 * (best - start)
    assert len(trials.kept) < len(every) / 30


def test_several_targets_together_for_the_least_money():
    trials = made_up(3)
    every = all_of(trials)
    for one in every:
        one.seen["good"][:] -= 3.0
    shifted = Trials(trials.dials, lambda setting: next(e for e in every if e.setting == setting), trials.limit)
    known = [explore(shifted, shifted.start, ["good", "other"])]

    def share(one):
        return np.mean((one.seen["good"] >= 0.0) & (one.seen["other"] >= 0.0))

    fit = [one for one in every if shifted.staffed(one) and share(one) >= 0.6]
    plan = climb(shifted, money_for_chance(shifted, ["good", "other"], 0.6), known, range(4), PATIENCE)
    assert plan.money == min(one.money for one in fit)
    assert cheapest(shifted, lambda one: share(one) >= 0.6).money == plan.money
    assert cheapest(shifted, lambda one: share(one) > 1.0) is None


def test_a_plan_beaten_in_both_is_left_out():
    def at(value, titles):
        seen = {"reported": np.full((1, 1), value), "titles": np.full((1, 1), titles)}
        return Trial((), 0.0, 0.0, {}, np.zeros((1, 1)), seen)

    kept = [at(3.0, 1.0), at(2.0, 2.0), at(1.0, 3.0)]
    assert not_beaten([*kept, at(1.0, 2.0), at(2.0, 1.0)]) == kept


def test_the_level_of_many_plans_is_that_of_a_promise():
    """One definition of “attainable”: the order statistic of promises.level_reached."""
    values = np.random.default_rng(1).uniform(0.7, 0.9, (5, 20, 10))
    for chance in CHANCES:
        ours = reached(values.reshape(5, -1), chance)
        theirs = [level_reached(one, chance, INDICATOR["sampled_pass_rate"], 2012).level for one in values]
        assert list(ours) == theirs


# --- the search on a small district


def test_search_finds_the_optimum_of_brute_force_on_a_small_district(small, found):
    """Each budget, chance and version: the same promise for the same money as trying every plan of the grid."""
    question = found.search.question
    trials = question.trials
    grid = [dial.lever.code for dial in trials.dials]
    assert grid == ["coverage", "follow_up", "fine", "publicity", "award"]
    coarse = frontier(small, BUDGETS, levers=["coverage", "fine", "publicity"], **SIZE)
    for point in coarse.points:
        own = coarse.search.question.trials
        free = coarse.search.free[point.version]
        levels = [range(len(dial.levels)) if n in free else [dial.start] for n, dial in enumerate(own.dials)]
        fit = [one for one in own.every(product(*levels)) if one.money <= point.budget and own.staffed(one)]
        level = {one.setting: reached(one.seen["reported"].reshape(1, -1), point.chance)[0] for one in fit}
        best = promised("sampled_pass_rate", max(level.values()))
        assert point.level == best
        assert point.money.value == min(one.money for one in fit if level[one.setting] >= best - 1e-9)


def test_more_money_promises_no_less_and_more_chance_no_more(found):
    for version, chance in product(found.versions, found.chances):
        levels = [one.level for one in found.curve(chance, version)]
        assert levels == sorted(levels)
    for version, budget in product(found.versions, found.budgets):
        levels = [found.at(budget, chance, version).level for chance in found.chances]
        assert levels == sorted(levels, reverse=True)
    for budget, chance in product(found.budgets, found.chances):
        assert found.at(budget, chance, "all").level >= found.at(budget, chance, "priced").level


def test_points_keep_their_rules_and_say_what_they_rest_on(found):
    trials = found.search.question.trials
    for one in found.points:
        assert one.money.value <= one.budget
        assert sum(one.sides.values()) == pytest.approx(one.money.value)
        assert ("bound" in one.marks) == any(turn.bound for turn in one.turns)
        assert ("power" in one.marks) == any(turn.power for turn in one.turns)
        if one.version == "priced":
            assert all(LEVER[turn.lever].priced for turn in one.turns)
        assert dl.plan_at(found.scenario, trials.dials, one.setting).digest == one.plan.digest
    assert [one.turns for one in found.present] == [()] * len(found.chances)


def test_the_retested_chance_is_that_of_fresh_futures(found):
    """Simulated again by hand, on twice the draws of another seed."""
    from simlib.setting.futures import fresh_seed

    point = found.points[-1]
    again = simulate(point.plan, draws=12, replicates=4, seed=fresh_seed(3), through=2012)
    values = again.annual("sampled_pass_rate", 2012, programme="product")
    assert point.retested.value == pytest.approx(np.mean(values >= point.level - 1e-9))


def test_staff_that_is_short_stops_the_search(small):
    """With two thirds of the days that the plan itself takes, no plan may take more than it does."""
    question = frontier(small, [200.0], [0.8], levers=["coverage"], **SIZE).search.question
    trials = question.trials
    now = trials.at(trials.start)
    tight = Trials(trials.dials, trials.run, float(np.quantile(now.peaks, 0.8, method="higher")), dict(trials.kept))
    plan = climb(tight, level_for_money(tight, "reported", 1e6, 0.8), [question.alone], [0])
    assert tight.staffed(plan)
    assert trials.dials[0].levels[plan.setting[0]].value <= trials.dials[0].levels[trials.start[0]].value


def test_trials_count_money_staff_and_sides_as_the_accounts_do(small, found):
    outcome = simulate(small, through=2012, **SIZE)
    one = found.search.question.trials.at(found.search.question.trials.start)
    assert one.money == pytest.approx(outcome.annual("fiscal_cost", 2012).mean())
    peaks = staff_days(outcome.counts, outcome.names, small)[:, :, YEAR:].max(axis=2)
    assert np.array_equal(one.peaks, peaks)


def test_the_same_question_has_the_same_answer_on_any_number_of_threads(small):
    asked = {"levers": ["coverage", "fine", "publicity"], **SIZE}
    one, other = (frontier(small, [80.0, 110.0], [0.8], workers=workers, **asked) for workers in (1, 2))
    assert [each.setting for each in one.points] == [each.setting for each in other.points]
    assert [each.retested for each in one.points] == [each.retested for each in other.points]


def test_plans_nearly_as_good_are_materially_different(found):
    budget = found.budgets[-1]
    best, *others = found.near(budget, 0.8, slack=0.02)
    trials = found.search.question.trials
    assert best.setting == found.at(budget, 0.8, "all").setting
    assert others
    for number, one in enumerate(others):
        assert one.found >= best.found - 0.02
        assert one.retested is not None
        before = [best, *others[:number]]
        assert all(unlike(found.search, trials.at(one.setting), trials.at(two.setting)) >= 0.1 for two in before)


def test_more_titles_cost_pass_rate(small):
    """No plan of a front is beaten in both; more titles go with a lower rate on the futures searched."""
    front = trade_off(small, [90.0], levers=["coverage", "award", "cultivation"], **SIZE)
    trials = front.search.question.trials
    own = [one for one in trials.affordable(90.0) if trials.staffed(one)]
    rates, held = (np.array([float(np.mean(one.seen[look])) for one in own]) for look in ("reported", "titles"))
    plans = _unbeaten(front.search, "priced", 90.0)
    searched = sorted((float(one.seen["titles"].mean()), float(one.seen["reported"].mean())) for one in plans)
    assert len(searched) > 1
    assert searched[-1][0] == held.max()
    assert all(fewer[1] > more[1] for fewer, more in pairwise(searched))
    for many, rate in searched:  # brute force: no plan tried has a higher rate with as many titles
        assert not np.any((rates > rate + 1e-12) & (held >= many))
    assert front.present.turns == ()


# --- dials


def test_every_lever_says_whether_a_search_turns_it():
    """A lever with something to try keeps within its bounds; multiples go with numbers."""
    for row in LEVERS:
        sizes = [part for value in row.tries for part in (value if isinstance(value, tuple) else (value,))]
        assert all(row.minimum <= size <= row.maximum for size in sizes), row.code
        assert not row.times or (row.kind == "number" and all(one >= 0.0 and one != 1.0 for one in row.times))
        assert row.side in {"enforcement", "brands", "support"}


def test_a_dial_turns_all_places_by_one_factor_and_marks_its_bounds(small):
    dials = {dial.code: dial for dial in dl.dials_of(small)}
    follow = dials["follow_up"]
    assert [level.value for level in follow.levels] == [0.0, 0.3, 0.6, 0.75, 0.9, 1.0]
    assert [level.bound for level in follow.levels] == [True, False, False, False, False, True]
    assert follow.levels[follow.start].paths == {}
    assert set(follow.levels[0].paths) == {("follow_up", "food"), ("follow_up", "building")}
    assert "award/famous_brands" in dials
    assert "quality_weight/famous_brands" not in dials


def test_a_campaign_is_turned_in_two_quarters_a_year(small):
    dial = next(dial for dial in dl.dials_of(small, ["crackdown_tests"]) if dial.lever.group)
    path = dial.levels[1].paths["crackdown_tests", "food"]
    assert path == (1.0, 1.5, 1.5, 1.0)


def test_the_start_setting_is_the_plan_itself(small):
    dials = dl.dials_of(small)
    assert dl.plan_at(small, dials, dl.as_it_is(dials)) is small
    assert dl.turned(dials, dl.as_it_is(dials)) == ()


# --- bad questions


@pytest.mark.parametrize(
    ("budgets", "more", "said"),
    [
        ([], {}, "预算"), ([-5.0], {}, "-5"), ([0], {}, "0"), ([float("nan")], {}, "nan"), (["100"], {}, "100"),
        ([100.0], {"chances": [0]}, "可能性"), ([100.0], {"chances": [1]}, "可能性"),
        ([100.0], {"chances": [80]}, "0.8"), ([100.0], {"chances": []}, "可能性"),
        ([100.0], {"indicator": "no_major_accident"}, "是与否"), ([100.0], {"indicator": "fines"}, "目标"),
        ([100.0], {"year": 2050}, "2050"), ([100.0], {"programme": "product", "sectors": ["food"]}, "只能"),
        ([100.0], {"indicator": "operating_rate"}, "行业"),
        ([100.0], {"indicator": "famous_brands", "levers": ["publicity"]}, "没有一项能改变"),
        ([100.0], {"levers": ["quality_weight"]}, "没有一项能改变"),
    ],
)  # fmt: skip
def test_a_bad_question_is_answered_in_two_languages(small, budgets, more, said):
    with pytest.raises(BadRequest) as caught:
        frontier(small, budgets, **SIZE, **more)
    assert said in caught.value.zh
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in caught.value.en)


@pytest.mark.parametrize(
    "more", [{"indicator": "pass_rate"}, {"levers": ["covrage"]}, {"sectors": ["fod"]}, {"sector": "food"}]
)
def test_unknown_names_are_errors(small, more):
    with pytest.raises(UnknownName):
        frontier(small, [100.0], **SIZE, **more)


def test_too_little_money_says_what_the_cheapest_plan_takes(small):
    with pytest.raises(BadRequest, match="预算 1 万元不够") as caught:
        frontier(small, [1.0, 50.0], levers=FEW, **SIZE)
    error = caught.value
    spent = simulate(error.best, through=2012, **SIZE).annual("fiscal_cost", 2012)
    assert spent.mean() == pytest.approx(error.cheapest)
    again = frontier(small, [error.cheapest], [0.8], levers=FEW, **SIZE)
    assert again.points[0].money.value == pytest.approx(error.cheapest)


def test_a_budget_in_yuan_is_noticed(small):
    with pytest.raises(BadRequest, match="600 万元写 600"):
        frontier(small, [100.0, 6_000_000.0], levers=FEW, **SIZE)


def test_budgets_not_given_run_from_the_cheapest_plan_upwards(small):
    found = frontier(small, None, [0.8], levers=["coverage", "publicity"], **SIZE)
    trials = found.search.question.trials
    least = min(one.money for one in trials.every(product(*(range(len(dial.levels)) for dial in trials.dials))))
    assert len(found.budgets) == 8
    assert 0.0 <= found.budgets[0] - least < 10.0
    assert found.budgets[-1] >= 1.25 * found.present[0].money.value


def test_a_point_that_was_not_computed_says_what_there_is(found):
    with pytest.raises(BadRequest, match="没有算过"):
        found.at(1.0)


# --- what is asked, and where nothing is tested


def test_titles_of_every_tier_count(tmp_path):
    """Brute force over the counters: a tier that is no indicator of its own counts like any other."""
    names = ("service_brands", "famous_brands")
    tiers = ", ".join(f"{name}: {{title: {{zh: 名牌, en: {name}}}, owner: 质监分局}}" for name in names)
    sectors = {"a": {"tiers": "[service_brands]"}, "b": {"tiers": "[famous_brands]"}}
    plan = district(tmp_path, sectors, tiers=f"{{{tiers}}}")
    outcome = simulate(plan)
    both = [outcome.names.index(f"titles:{tier}") for tier in names]
    held = outcome.counts[:, :, 7, :, :][..., both].sum(axis=2)  # the fourth quarter of the first year of the plan
    assert held.sum(axis=(0, 1)).min() > 0
    assert np.array_equal(titles(2012)(outcome), held.sum(axis=-1))
    assert np.array_equal(held[..., 1], outcome.annual("famous_brands", 2012))


def test_titles_of_a_district_without_tiers_are_none(tmp_path):
    outcome = simulate(district(tmp_path, {"a": {}}, tiers="{}"), draws=2, replicates=2)
    assert np.array_equal(titles(2012)(outcome), np.zeros((2, 2)))


@pytest.mark.parametrize("search", [frontier, trade_off])
def test_a_scope_where_hardly_anything_is_tested_is_refused(small, search, monkeypatch):
    """Regression: the level of such a plan is -inf; said before the search begins, and no warning on the way."""
    from simlib import with_levers
    from simlib.setting.search import mixes

    monkeypatch.setattr(mixes, "_tried", None)
    bare = with_levers(small, {"coverage": {"food": 0.001}})
    with pytest.raises(BadRequest, match=r"(Nothing is tested|Only \d+ of 100 runs).* food in 2012") as caught:
        search(bare, [150], sectors=["food"], levers=["coverage", "fine"], **SIZE)
    assert "抽查" in caught.value.zh


def test_differences_from_a_run_without_a_figure_are_large_and_finite():
    nothing = np.array([[-np.inf, 1.0]])
    assert list(exchange._less(np.array([[2.0, 2.0]]), nothing)[0]) == [1e9, 1.0]
    assert list(exchange._less(nothing, nothing)[0]) == [0.0, 0.0]


def test_budgets_chances_and_years_as_they_may_be_given(small):
    assert checked_budgets(np.array([60, 80])) == checked_budgets([80.0, 60]) == (60.0, 80.0)
    assert checked_budgets(np.int64(60)) == checked_budgets(np.float32(60)) == (60.0,)
    assert checked_chances(np.array([0.8, 0.5])) == (0.5, 0.8)
    assert question(small, "sampled_pass_rate", year=None, levers=["coverage"], **SIZE).year == 2012
    for check in (checked_budgets, checked_chances):
        with pytest.raises(BadRequest, match="at least one"):
            check(None)
    with pytest.raises(BadRequest, match="at least one chance"):
        frontier(small, [150], None)
    for wrong in (np.array([-1]), np.array([True]), [np.nan], "60"):
        with pytest.raises(BadRequest, match="above 0"):
            checked_budgets(wrong)


def test_a_trade_off_without_budgets_takes_the_usual_ones(small):
    asked = dict(levers=["coverage"], draws=2, replicates=2)
    assert trade_off(small, None, **asked).budgets == frontier(small, None, [0.5], **asked).budgets
