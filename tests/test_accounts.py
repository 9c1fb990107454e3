"""Accounts: every line by hand, sums that are right, powers and bounds."""

from types import SimpleNamespace

import numpy as np
import pytest

from simlib import accounts, bills
from simlib.counters import counter_names
from simlib.errors import BadRequest
from simlib.facts import facts_of
from simlib.levers import LEVERS
from simlib.outcome import Outcome
from simlib.words import DEPARTMENTS, Words

TIERS = ("famous_brands", "famous_trademarks")
NAMES = counter_names(TIERS)
QUARTERS = 8  # two years of plan, after the four quarters of the year before
FACTS = {"food": {"units": 100.0, "price_test": 0.1}, "textile": {"units": 300.0, "price_test": 0.2}}


def fake_plan(**changes):
    """Every lever at every place on its default, except `changes` = {code: value or quarterly values}."""
    places = {"sector": tuple(FACTS), "tier": TIERS, "district": ("",)}
    plan = {}
    for row in LEVERS:
        for place in places[row.shape]:
            value = changes.get(f"{row.code}__{place}", changes.get(row.code, row.default))
            steps = isinstance(value, list)
            plan[row.code, place] = tuple(value) if steps else (value,) * QUARTERS
    return plan


def fake_scenario(facts=None, **changes):
    sectors = tuple(
        SimpleNamespace(name=name, department=owner, value=FACTS[name].get)
        for name, owner in zip(FACTS, ("食品药监局", "质监分局"), strict=True)
    )
    tiers = tuple(
        SimpleNamespace(name=name, owner=owner, title=Words(zh, en))
        for name, owner, zh, en in (
            (TIERS[0], "质监分局", "名牌产品", "Famous brands"),
            (TIERS[1], "工商分局", "著名商标", "Famous trademarks"),
        )
    )
    given = {row.code: SimpleNamespace(value=row.default) for row in facts_of("price")}
    given |= {code: SimpleNamespace(value=value) for code, value in (facts or {}).items()}
    root = SimpleNamespace(plan=fake_plan())
    calendar = SimpleNamespace(label=lambda q: f"{2012 + q // 4}Q{q % 4 + 1}", quarters=QUARTERS,
                               years=(2012, 2013))  # fmt: skip
    return SimpleNamespace(name="plan", sectors=sectors, tiers=tiers, facts=given, calendar=calendar,
                           root=root, plan=fake_plan(**changes))  # fmt: skip


def fake_outcome(scenario, counts):
    none = np.zeros(counts.shape[:3])
    return Outcome(scenario, counts, none, none, assumptions=none, sector_assumptions=none, seed=1)


def empty(draws=2, replicates=3):
    return np.zeros((draws, replicates, 4 + QUARTERS, 2, len(NAMES)))


def filled(seed=1):
    return np.random.default_rng(seed).integers(0, 30, size=empty().shape).astype(float)


IDLE = {"hotline": 0.0, "publicity": 0.0}


def spent(scenario, counts):
    codes = [line.code for line in accounts.lines(scenario)]
    return dict(zip(codes, np.moveaxis(accounts.money(counts, NAMES, scenario), -1, 0), strict=True))


@pytest.mark.parametrize(
    ("counter", "expected"),
    [  # one counted thing in textile (price 0.2): money by line; prices are the defaults of FACTS
        ("planned", {"planned_tests": 0.2, "staff": 1.5 * 0.02}),
        ("follow_ups", {"follow_up_tests": 0.2, "staff": 3 * 0.02}),
        ("complaints", {"complaint_tests": 0.2, "staff": 1.5 * 0.02}),
        ("fails", {"cases": 0.3, "staff": 5 * 0.02}),
        ("exposed", {"exposures": 0.05}),
        ("support", {"tech_support": 1.0}),
        ("coached:famous_brands", {"coaching:famous_brands": 0.8, "coaching_staff:famous_brands": 0.04}),
        ("awards:famous_trademarks", {"awards:famous_trademarks": 10.0}),
        ("entrants", {}),  # nothing without an entry standard
        ("newly_certified", {}),  # nothing without support
        ("fined", {}),  # fines are no income
    ],
)
def test_one_counted_thing_costs_exactly_its_price(counter, expected):
    counts = empty()
    before = accounts.money(counts, NAMES, fake_scenario())
    counts[1, 2, 6, 1, NAMES.index(counter)] = 1
    after = spent(fake_scenario(), counts)
    change = {code: values - before[..., i] for i, (code, values) in enumerate(after.items())}
    for code, values in change.items():
        assert values[1, 2, 6, 1] == pytest.approx(expected.get(code, 0.0)), code
        assert np.count_nonzero(values) == (code in expected), code


def test_every_line_can_cost_something_and_every_price_is_used():
    """Raising any price raises the cost; every line moves with some price, counter or lever."""
    levers = {"entry_standard": 1.0, "certification_support": 0.01, "sensitivity": 0.5}
    counts = filled()
    total = accounts.money(counts, NAMES, fake_scenario(**levers)).sum()
    assert (accounts.money(counts, NAMES, fake_scenario(**levers)).sum(axis=(0, 1, 2, 3)) > 0).all()
    for row in facts_of("price"):
        dearer = fake_scenario(facts={row.code: row.default + 1}, **levers)
        assert accounts.money(counts, NAMES, dearer).sum() > total, row.code


def test_levers_that_cost_by_themselves():
    """Hotline 20 × unit-weighted reach; publicity as it is; sensitivity 8 × positive shift, by units."""
    scenario = fake_scenario(hotline__food=1.0, hotline__textile=0.2, publicity=12.0,
                             sensitivity__food=-1.0, sensitivity__textile=0.5)  # fmt: skip
    by_line = {code: values[0, 0].sum(axis=-1) for code, values in spent(scenario, empty()).items()}
    assert by_line["hotline"][4:] == pytest.approx(20 * (100 * 1.0 + 300 * 0.2) / 400)
    assert by_line["publicity"][4:] == pytest.approx(12.0)
    assert by_line["sensitivity"][4:] == pytest.approx(8 * 0.5 * 0.75)
    assert by_line["hotline"][:4] == pytest.approx(20 * 0.3)  # the year before: the root's first step
    assert by_line["publicity"][:4] == pytest.approx(10.0)
    assert by_line["sensitivity"][:4] == pytest.approx(0.0)


def test_steps_cost_in_their_own_quarters():
    award = [10.0] * 4 + [30.0] * 4
    support = [0.0] * 4 + [0.05] * 4
    scenario = fake_scenario(award__famous_brands=award, certification_support=support, entry_standard=2.0)
    counts = np.ones_like(empty())
    by_line = {code: values[0, 0, :, 0] for code, values in spent(scenario, counts).items()}
    assert by_line["awards:famous_brands"].tolist() == [10] * 8 + [30] * 4
    assert by_line["certificates"].tolist() == [0] * 8 + [1.5] * 4
    assert by_line["entry_screening"] == pytest.approx([0] * 4 + [0.4] * 8)


def test_staff_days_by_hand():
    scenario, counts = fake_scenario(), filled()
    total = {name: counts[..., NAMES.index(name)].sum(axis=-1) for name in NAMES}
    expected = (
        1.5 * (total["planned"] + total["complaints"]) + 3 * total["follow_ups"] + 5 * total["fails"]
        + 2 * (total["coached:famous_brands"] + total["coached:famous_trademarks"])
    )  # fmt: skip
    assert accounts.staff_days(counts, NAMES, scenario) == pytest.approx(expected)
    by_line = spent(scenario, counts)
    staff = sum(by_line[code].sum(axis=-1) for code in by_line if "staff" in code)
    assert staff == pytest.approx(0.02 * expected)


def test_a_plan_without_anything_costs_nothing():
    """Negative control: no counts and idle levers, whatever fines were imposed."""
    counts = empty()
    counts[..., NAMES.index("fined")] = 1000.0
    assert (accounts.money(counts, NAMES, fake_scenario(**IDLE))[:, :, 4:] == 0).all()


def test_integer_counts_give_the_same_money():
    counts = filled()
    assert np.array_equal(accounts.money(counts.astype(np.int32), NAMES, fake_scenario()),
                          accounts.money(counts, NAMES, fake_scenario()))  # fmt: skip


def test_cost_tables_add_up_to_the_money():
    scenario, counts = fake_scenario(), filled()
    outcome = fake_outcome(scenario, counts)
    year = accounts.money(counts, NAMES, scenario)[:, :, 8:12].sum(axis=(2, 3, 4))
    table = bills.cost_table(outcome, 2013)
    assert table["mean"].sum() == pytest.approx(year.mean())
    assert bills.department_costs(outcome, 2013)["mean"].sum() == pytest.approx(year.mean())
    assert set(table["department"]) <= set(DEPARTMENTS)
    assert not table.duplicated(["item", "department"]).any()
    assert (table["low"] <= table["mean"]).all()
    assert (table["mean"] <= table["high"]).all()
    payers = table.groupby("item")["department"].agg(set).to_dict()
    assert payers["planned_tests"] == {"食品药监局", "质监分局"}
    assert payers["coaching:famous_trademarks"] == {"工商分局"}
    assert payers["awards:famous_brands"] == {"财政局"}
    assert payers["publicity"] == {"外宣办"}
    labels = table.set_index("item")["zh"]
    assert labels["awards:famous_brands"] == "品牌奖励(名牌产品)"
    with pytest.raises(BadRequest, match="2020"):
        bills.cost_table(outcome, 2020)


def test_capacity_of_the_busiest_quarter():
    counts = empty(4, 1)
    counts[:, 0, 2, 0, NAMES.index("planned")] = 1000  # the year before is not asked about
    counts[:, 0, 9, 0, NAMES.index("planned")] = [100, 200, 300, 400]
    unknown = bills.capacity_use(fake_outcome(fake_scenario(), counts))
    assert (unknown.peak, unknown.busiest) == (375.0, "2013Q2")
    assert (unknown.capacity, unknown.use, unknown.chance_over) == (None, None, None)
    known = bills.capacity_use(fake_outcome(fake_scenario(facts={"staff_capacity": 500.0}), counts))
    assert known.use == 0.75
    assert known.chance_over.value == 0.25


def test_a_real_outcome_answers_every_question():
    """The same questions to the engine's own Outcome: sums agree, nothing is left without an answer."""
    from simlib import targets
    from simlib.differences import compare
    from simlib.ensemble import simulate
    from simlib.influence import drivers
    from simlib.scenario import load

    plan = load("baseline")
    outcome = simulate(plan, draws=3, replicates=2)
    for year in (outcome.years[0], outcome.years[-1]):
        total = outcome.annual("fiscal_cost", year).mean()
        assert bills.cost_table(outcome, year)["mean"].sum() == pytest.approx(total)
    assert bills.capacity_use(outcome).peak > 0
    rows = targets.assess(outcome)
    assert len(rows) == len(plan.targets) > 0
    assert all(row.reference_missing == (row.chance is None) for row in rows)
    assert 0 <= targets.all_together(outcome).value <= 1
    same = compare(outcome, outcome, "sampled_pass_rate", 2012, programme="product")
    assert (same.mean, same.error, same.low, same.high) == (0, 0, 0, 0)
    assert not any(row.visible for row in drivers(outcome, rows[0].target))  # too few draws
