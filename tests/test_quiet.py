"""False alarms and delays of the light, against a two-state chain and by 10,000 quiet years."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from tracked import known, quarter, small

from simlib.errors import BadRequest
from simlib.learn.likelihood import CLUSTERING
from simlib.setting.year.quiet import detection, false_alarms
from simlib.setting.year.tracking import track
from simlib.setting.year.watching import NO_LOOK, without_quarter

SIZE = 1.0 / CLUSTERING - 1.0


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return small(tmp_path_factory.mktemp("quiet"))


@pytest.fixture(scope="module")
def uncertain(plan):
    """Assumptions, course and list all vary: rates about .85, moving together, noise of 1.5 points."""
    rng = np.random.default_rng(8)
    rates = 0.85 + 0.012 * rng.standard_normal((200, 1)) + 0.004 * rng.standard_normal((200, 4))
    return known(plan, rates, tests=85, spread=1.5)


def test_a_light_is_a_two_state_chain(plan):
    """Quiet → alarm with the same chance p at every look, never back: alarms up to look k are 1 − (1 − p)^k and the
    mean delay of those within the year is that of the chain. One known rate, no list, each quarter by itself."""
    outcome = known(plan, np.full((100, 4), 0.85))
    watched = track(outcome, [quarter(1, 170)]).watched[0]
    alone = replace(watched, looks=tuple(
        look._replace(so_far=look.so_far._replace(amber_at=NO_LOOK, red_at=NO_LOOK)) for look in watched.looks
    ))  # fmt: skip
    fallen = 0.82
    p = stats.betabinom.cdf(watched.looks[0].alone.amber_at, 200, fallen * SIZE, (1.0 - fallen) * SIZE)
    step = np.array([[1.0 - p, p], [0.0, 1.0]])
    chain = [np.linalg.matrix_power(step, k)[0, 1] for k in range(1, 5)]
    found = detection(alone, 0.03, years=60_000)
    error = np.sqrt(chain[-1] * (1.0 - chain[-1]) / 60_000)
    np.testing.assert_allclose(found.by_quarter, chain, atol=4.0 * error)
    mean = np.diff([0.0, *chain]) @ np.arange(1, 5) / chain[-1]
    assert found.delay.value == pytest.approx(mean, abs=4.0 * found.delay.error)
    later = detection(alone, 0.03, since=3, years=60_000)
    assert later.amber.value == pytest.approx(chain[1], abs=5.0 * error)
    assert later.by_quarter[:2] == (0.0, 0.0)


@pytest.mark.parametrize("quarters", [(1,), (1, 2, 3, 4), (1, 3), (2,)])
def test_quiet_years_alarm_at_most_as_often_as_stated(uncertain, quarters):
    """10,000 quiet years, also with a quarter missing: amber or red at most 5 %, red at most 1 %, and not far below
    where every quarter came in (whole passes cost a little)."""
    found = false_alarms(track(uncertain, [quarter(n, 145, tests=170) for n in quarters]).watched)
    assert found.years == 10_000
    assert found.any_amber.value <= 0.05 + 2.0 * found.any_amber.error
    assert found.any_red.value <= 0.01 + 2.0 * found.any_red.error
    assert found.any_amber.value >= (0.033 if len(quarters) in (1, 4) and quarters != (2,) else 0.02)


def test_a_quarter_that_never_comes_in_adds_no_false_alarm(uncertain):
    """The limits stay; only looks are lost."""
    watched = track(uncertain, [quarter(1, 145, tests=170)]).watched[0]
    gap = without_quarter(watched, 2)
    whole, less = (false_alarms([one]).any_amber for one in (watched, gap))
    assert less.value <= whole.value + 2.0 * whole.error
    assert gap.looks[1].alone.amber_at == NO_LOOK
    assert gap.looks[2].so_far.tests == 340


def test_two_lights_together_keep_to_the_rate(uncertain):
    rows = [quarter(1, 72, tests=85, sectors=(name,)) for name in ("food", "toys")]
    found = false_alarms(track(uncertain, rows).watched)
    assert len(found.each) == 2
    assert max(row.amber.value for row in found.each) <= found.any_amber.value
    assert found.any_amber.value <= 0.05 + 2.0 * found.any_amber.error


def test_larger_falls_are_seen_more_often_and_sooner(uncertain):
    watched = track(uncertain, [quarter(1, 145, tests=170)]).watched[0]
    none, small_fall, large = (detection(watched, fall) for fall in (0.0, 0.03, 0.10))
    assert none.amber.value <= 0.05 + 2 * none.amber.error
    assert none.amber.value < small_fall.amber.value < large.amber.value
    assert large.delay.value < small_fall.delay.value
    assert list(large.by_quarter) == sorted(large.by_quarter)


def test_it_is_the_same_every_time(uncertain):
    watched = track(uncertain, [quarter(1, 145, tests=170)]).watched
    assert false_alarms(watched, 2000) == false_alarms(watched, 2000)
    assert false_alarms(watched, 2000) != false_alarms(watched, 2000, seed=3)


def test_too_few_years_or_an_odd_fall_are_refused(uncertain):
    watched = track(uncertain, [quarter(1, 145, tests=170)]).watched
    with pytest.raises(BadRequest, match="1000"):
        false_alarms(watched, 50)
    with pytest.raises(BadRequest, match="no light") as caught:
        false_alarms([])
    assert "没有" in caught.value.zh
    for fall, since in ((3.0, 1), (0.03, 5), (-0.1, 1)):
        with pytest.raises(BadRequest, match=r"0\.03"):
            detection(watched[0], fall, since)
