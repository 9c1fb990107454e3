"""What more tests are worth for a decision: small districts, real decisions, and requests that make no sense."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from districts import district
from typer.testing import CliRunner

from simlib import simulate, story, value_of_sampling, with_levers
from simlib.cli import app
from simlib.errors import BadRequest, SimlibError, UnknownName
from simlib.scenario import with_paths
from simlib.setting.worth.decisions import (
    Decision,
    what_each_promises,
    what_to_promise,
    where_to_act,
    which_plan,
)
from simlib.setting.worth.information import worth_of_knowing
from simlib.setting.worth.options import CAMPAIGN
from simlib.setting.worth.sampling_value import SectorWorth, price_of_tests, worth_by_sector, worth_curve
from simlib.story.aiming import Aims
from simlib.story.worth import sampling_worth
from simlib.story.worth.sampling_worth import worth_words

FEW = 60
SECTORS = {
    "weak": {"units": 60, "observed": 0.8, "tests_observed": 40},
    "sound": {"units": 60, "observed": 0.97, "tests_observed": 400},
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return district(tmp_path_factory.mktemp("worth"), SECTORS)


@pytest.fixture(scope="module")
def acts(plan):
    return where_to_act(plan, draws=FEW)


def made_up(plan, slope: float, offset: float = 0.0) -> Decision:
    """A decision that runs straight with the rate of the weak sector, without noise."""
    rates = np.random.default_rng(4).beta(32.5, 8.5, (2, 400))
    payoffs = np.stack([np.zeros(400), slope * (rates[0] - 0.8) + offset])
    return Decision("act", (plan, plan), payoffs, ("weak", "sound"), rates, plan, (2012,), 100.0)


def test_one_row_a_sector_in_the_order_of_worth(plan, acts):
    table = value_of_sampling(plan, 50, decisions=acts)
    assert sorted(table["sector"]) == ["sound", "weak"]
    assert list(table["worth"]) == sorted(table["worth"], reverse=True)
    for row in worth_by_sector(acts, 50):
        assert 0 <= row.worth <= row.rate_worth + 1e-12 <= row.all_worth + 2e-12
        assert row.net == row.worth - row.price
    assert list(value_of_sampling(plan, 50, decisions=acts, sectors="weak")["sector"]) == ["weak"]


def test_a_sector_alone_gains_what_it_gains_among_all(plan, acts):
    """Oracle: the campaign run in one sector only; without titles sectors do not touch each other."""
    alone = with_levers(plan, {"crackdown": {"weak": {"2012Q2": {"tests": 2.0, "sanction": 0.75, "exposure": 0.3},
                                                      "2012Q4": "off"}}})  # fmt: skip
    ours, theirs = (simulate(one, draws=FEW, replicates=1) for one in (plan, alone))
    points = 100 * (theirs.annual("true_pass_rate", 2012) - ours.annual("true_pass_rate", 2012))[:, 0]
    spent = (theirs.annual("fiscal_cost", 2012) - ours.annual("fiscal_cost", 2012))[:, 0]
    whole = 100.0 * points - spent  # weighed by the units in force, hence the small difference
    assert acts[0].payoffs[1] == pytest.approx(whole, rel=0.06, abs=0.5)
    assert acts[0].payoffs[1].mean() == pytest.approx(whole.mean(), rel=0.02)


def test_a_close_decision_pays_and_a_far_one_does_not(plan):
    """Slope 5,000 on a rate known to .06: level, tests pay; far from level, nothing they show changes anything."""
    close, other = worth_by_sector([made_up(plan, 5000.0)], 100)
    assert close.verdict == "pays"
    assert 0.5 * close.even < close.worth <= close.even + 1e-9  # level, they would be worth most
    assert close.until > 100
    assert other.worth == pytest.approx(0.0, abs=1e-9)  # negative control: the other sector enters no pay-off
    far = worth_by_sector([made_up(plan, 5000.0, 5000.0)], 100, ["weak"])[0]
    assert (far.verdict, far.until, far.best) == ("settled", 0.0, 1)
    small = worth_by_sector([made_up(plan, 50.0)], 100, ["weak"])[0]
    assert small.verdict == "below"
    assert small.stakes == pytest.approx(small.price / small.worth)
    assert small.worth == pytest.approx(close.worth / 100, rel=1e-6)  # the worth runs with the stakes


@pytest.mark.parametrize(("worth", "error", "change", "price", "verdict"), [
    (0.0, 0.0, 0.0, 13.0, "settled"),
    (0.01, 0.01, 0.009, 13.0, "settled"),  # printed as next to nothing, and next to never
    (0.0, 0.0, 0.2, 13.0, "below"),  # between level options: it changes the decision, and is worth nothing
    (0.4, 0.3, 0.001, 13.0, "below"),  # a worth that is printed is told from nothing
    (20.0, 1.0, 0.3, 13.0, "pays"),
    (14.0, 1.0, 0.3, 13.0, "unclear"),
])  # fmt: skip
@pytest.mark.parametrize("closeness", [0.0, 2.0])
@pytest.mark.parametrize("all_worth", [0.1, 40.0])
def test_the_same_figures_have_the_same_verdict(worth, error, change, price, verdict, closeness, all_worth):
    """Whatever else is known: rows that print alike are never called by two names."""
    most = max(all_worth, worth)
    row = SectorWorth("food", "act", 0, 100, worth, error, change, worth, 0.0, most, 0.0, worth, price, 0.0, closeness)
    assert row.verdict == verdict
    assert (row.verdict == "settled") == (worth_words(row, "zh") == "几乎为零" and change < 0.01)


def test_the_curve_rises_to_the_worth_of_the_rate(plan):
    decision = made_up(plan, 500.0)
    found = worth_curve(decision, "weak", (0, 50, 100, 400, 3000))
    row = worth_by_sector([decision], 100, ["weak"])[0]
    assert found[0] == pytest.approx(0.0, abs=1e-12)
    assert (np.diff(found) > 0).all()
    assert found[2] == row.worth
    assert 0.9 * row.rate_worth < found[-1] <= row.rate_worth


def test_a_price_holds_tests_and_staff(plan):
    assert price_of_tests(plan, "weak", 100) == pytest.approx(100 * (0.2 + 1.5 * 0.02))


def test_whole_plans_and_promises_are_decisions_too(plan):
    tougher = with_levers(plan, {"fine": 2.0}, "tougher")
    (plans,) = which_plan(plan, [tougher], draws=FEW)
    assert plans.payoffs.shape == (2, FEW)
    (promised,) = what_to_promise(plan, levels=(0.7, 0.8, 0.9), programme="product", draws=FEW)
    assert promised.payoffs.min() == -30.0
    assert set(np.unique(promised.payoffs[1].round(9))) <= {-30.0, 100.0}  # ten points above the lowest, ten a point
    assert promised.payoffs[0].max() <= 0.0
    each = what_each_promises(plan, draws=FEW)
    assert [one.sectors for one in each] == [("weak",), ("sound",)]
    assert worth_of_knowing(each[0].payoffs) > 0


def test_levels_of_an_indicator_to_keep_down_are_counted_downwards(plan):
    (found,) = what_to_promise(plan, "quality_loss_rate", (0.01, 0.02), draws=FEW)
    assert set(np.unique(found.payoffs[0].round(9))) <= {-30.0, 10.0}
    assert set(np.unique(found.payoffs[1])) <= {-30.0, 0.0}


@pytest.mark.parametrize(("ask", "said"), [
    (lambda plan: which_plan(plan, []), "single option"),
    (lambda plan: what_to_promise(plan, levels=(0.9, 0.9)), "single option"),
    (lambda plan: where_to_act(plan, with_paths(plan, {})), "nothing to decide"),
    (lambda plan: where_to_act(plan, with_levers(plan, {"publicity": 20})), "whole district"),
    (lambda plan: where_to_act(plan, "baseline"), "different districts"),
    (lambda plan: where_to_act(plan, a_point=-1.0), "rate of exchange"),
    (lambda plan: what_to_promise(plan, "accidents", (1, 2)), "not a share"),
    (lambda plan: what_to_promise(plan, levels=(80, 90)), "0.965"),
    (lambda plan: what_to_promise(plan, levels=(0.8, 96)), "0.965"),
    (lambda plan: value_of_sampling(plan, 0), "at least 1"),
    (lambda plan: value_of_sampling(plan, 2.5), "at least 1"),
])  # fmt: skip
def test_requests_without_sense_are_refused_in_two_languages(plan, ask, said):
    with pytest.raises(BadRequest, match=said) as found:
        ask(plan)
    assert found.value.zh
    assert found.value.en


def test_unknown_names_are_errors(plan, acts):
    with pytest.raises(UnknownName):
        value_of_sampling(plan, 10, decisions=acts, sectors=["wek"])
    with pytest.raises(UnknownName):
        worth_curve(acts[0], "sound", (1,))  # the first decision hangs on the weak sector alone
    with pytest.raises(UnknownName):
        sampling_worth.choose(plan, "gamble")


# --- told


def aims_of(plan, language: str, rows, decisions) -> Aims:
    tale = Aims(replace(plan, purpose=plan.title), language, None)
    known = {"decisions act": decisions, "worth act": rows, "decisions promise": decisions, "worth promise": rows}
    object.__setattr__(tale, "once", lambda name, make: known[name] if name in known else make())
    return tale


@pytest.mark.parametrize(("slope", "offset", "zh", "en"), [
    (5000.0, 0.0, "合算的是", "Worth their price: weak"),
    (50.0, 0.0, "够本", "times as much would have to hang"),
    (5000.0, 5000.0, "不会改变决定", "No further tests change this decision"),
])  # fmt: skip
def test_the_sentences_say_where_and_whether(plan, slope, offset, zh, en):
    decision = made_up(plan, slope, offset)._replace(sectors=("weak",))
    rows = worth_by_sector([decision], 100)
    told = [story.about_sampling(aims_of(plan, one, rows, (decision,))).bundle["text/plain"] for one in ("zh", "en")]
    assert zh in told[0]
    assert en in told[1]


def test_tables_figures_and_split_are_shown_in_both_languages(plan, acts):
    rows = worth_by_sector(acts, 100)
    for language in ("zh", "en"):
        tale = aims_of(plan, language, rows, acts)
        assert "<table" in story.worth_table(tale).bundle["text/html"]
        assert "image/png" in story.sampling_curves(tale, "act").bundle
        assert "<table" in story.tests_split(tale).bundle["text/html"]
        assert story.about_split(tale).bundle["text/plain"]
        assert "2012" in story.sampling_decision(tale).bundle["text/plain"]


def test_tests_are_never_said_to_be_worth_more_than_knowing_the_rate(plan):
    """The limit of a worth that cannot be told stops at what perfect knowledge of the same rate is worth."""
    row = worth_by_sector([made_up(plan, 50.0, 0.0)._replace(sectors=("weak",))], 100)[0]
    row = row._replace(worth=0.4, error=0.3, rate_worth=0.72)
    assert worth_words(row, "zh") == "不超过 0.7 万元"
    assert worth_words(row, "en") == "at most 7.2 thousand yuan"
    assert worth_words(row._replace(rate_worth=3.0), "zh") == "不超过 1.0 万元"
    assert worth_words(row._replace(rate_worth=0.01), "zh") == "几乎为零"


def test_the_command_answers_bad_input_in_two_lines():
    for asked in (["worth", "baseline", "--tests", "0"], ["worth", "no_such_plan"], ["worth", "--decision", "gamble"]):
        found = CliRunner().invoke(app, asked)
        assert isinstance(found.exception, SimlibError)
        assert len(str(found.exception).splitlines()) == 2


# --- plans that hold the measure, sectors that nobody tests


def test_a_plan_that_holds_the_campaign_is_asked_the_same(plan, acts):
    """In all sectors or in one: without is compared with with, exactly as from the plan without (common draws)."""
    turned = {"2012Q2": CAMPAIGN, "2012Q4": "off"}
    for levers in (turned, {"weak": turned}):
        held = where_to_act(with_levers(plan, {"crackdown": levers}, "crackdown"), draws=FEW)
        for one, other in zip(held, acts, strict=True):
            assert one.payoffs == pytest.approx(other.payoffs, abs=1e-9)
            assert one.options[1].name == "campaign"


def test_a_sector_that_nobody_tests_promises_nothing(tmp_path):
    two = district(tmp_path, {"toys": {}, "hats": {}}, levers="{coverage: 0.5}", last="2014Q4")
    bare = with_levers(two, {"coverage": {"hats": 0}})
    assert [one.sectors for one in what_each_promises(bare, draws=FEW)] == [("toys",)]
    for levels in ((), (0.8, 0.9)):
        with pytest.raises(BadRequest, match="tests nobody there"):
            what_to_promise(bare, levels=levels, sectors=["hats"], draws=FEW)


def test_one_decision_needs_no_brackets(plan, acts):
    assert value_of_sampling(plan, 50, decisions=acts[0]).equals(value_of_sampling(plan, 50, decisions=acts[:1]))
    assert worth_by_sector(acts[0], 50, "weak") == worth_by_sector(acts[:1], 50)


@pytest.mark.parametrize(("given", "sectors", "said"), [
    (slice(None), [], "nothing to work out"),
    (slice(0), None, "nothing to work out"),
    (slice(1), ["sound"], "decisions hang on"),
])  # fmt: skip
def test_an_empty_table_is_never_handed_over(plan, acts, given, sectors, said):
    with pytest.raises(SimlibError, match=said):
        value_of_sampling(plan, 50, decisions=acts[given], sectors=sectors)
