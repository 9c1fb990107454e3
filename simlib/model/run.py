"""One run: quarters in order, sectors side by side, brands in the fourth quarter; the warm-up steers each sector
to its observed rate and is then frozen (section 3.9)."""

from __future__ import annotations

import math
from collections import namedtuple
from typing import Any

import numpy as np

from .behaviour import logit
from .brands import HOPE_START, contest, run_down
from .census import count, shares
from .choice import decide, market_term, note_titles
from .jit import bundle, kernel, written_in
from .quarter import REPUTATION_START, Now, change, extra_tests, list_tested, react, remember, test
from .sampling import sample
from .streams import START, P, normal, stream, uniform, unit_stream

# What a run remembers beside its units: by sector and by brand tier.
BOOK: tuple[tuple[str, str], ...] = (
    ("level", "sector"),
    ("cases", "sector"),
    ("expected", "sector"),
    ("sum_cases", "sector"),
    ("sum_expected", "sector"),
    ("peer_scale", "sector"),
    ("attention", "one"),
    ("bar", "tier"),
    ("hope", "tier"),
    ("contests", "tier"),
    ("scale", "weights"),
)
Book = bundle(__name__, "Book", (name for name, _ in BOOK))

# The plan as arrays, and what does not change over a run's quarters.
Plan = namedtuple("Plan", ["sector", "tier", "district", "slots", "root_exposure", "root_publicity"])
Fixed = namedtuple(
    "Fixed", ["units", "sectors", "assumption", "own", "decided", "tables", "start_certified", "warm_up", "seed", "run"]
)
Tallies = namedtuple("Tallies", ["sector", "tier", "attention"])

LEVEL_LOW, LEVEL_HIGH = -12.0, 6.0
STEER_FULLY = 8  # quarters of the warm-up with gain 1
PRIOR_CASES = 1.0  # added to both sides of the peer scale, so that a sector without cases keeps a finite one


def empty_book(sectors: int, tiers: int) -> Any:
    """A run's memory before its first quarter."""
    shapes: dict[str, Any] = {"sector": sectors, "one": 1, "tier": tiers, "weights": (tiers, 3)}
    book = Book(*(np.zeros(shapes[kind]) for _, kind in BOOK))
    book.hope[:] = HOPE_START
    return book


@kernel
def begin(state, fixed, book):
    """Units at the start of the warm-up (section 2)."""
    a, units = fixed.assumption, fixed.units
    now = stream(fixed.seed, fixed.run, START)
    book.attention[0] = a.attention_start
    for s in range(fixed.sectors.size):
        book.level[s] = fixed.decided[s].level
        belief = fixed.decided[s].chance[1] / (1.0 - a.delta)
        for i in range(fixed.sectors[s].first, fixed.sectors[s].last):
            key = unit_stream(now, units.key[i])
            state.capability[i] = a.sigma_theta * normal(key, P.start_theta)
            state.cost[i] = math.exp(a.sigma_c * normal(key, P.start_cost))
            state.grade[i] = uniform(key, P.start_grade) < 0.5
            state.clean_quarters[i] = int(40.0 * uniform(key, P.start_clean))
            state.certified[i] = uniform(key, P.start_certified) < fixed.start_certified
            state.belief_seen[i] = state.belief_expected[i] = belief
            state.reputation[i] = REPUTATION_START
            state.age[i] = 40


@kernel
def steer(work, sector, decided, book, s, quarter):
    """Move the sector's level towards the observed rate, on the expected planned rate alone (equation 23)."""
    weight, failed, plain, count = 0.0, 0.0, 0.0, 0
    for i in range(sector.first, sector.last):
        weight += work.inclusion[i]
        failed += work.inclusion[i] * work.fail_chance[i]
        plain += work.fail_chance[i]
        count += 1
    rate = 1.0 - failed / weight if weight > 0.0 else 1.0 - plain / max(count, 1)
    gain = 1.0 if quarter < STEER_FULLY else 1.0 / (1.0 + (quarter - STEER_FULLY) / 4.0)
    level = book.level[s] + gain * (logit(decided.aim) - logit(min(max(rate, 1e-6), 1.0 - 1e-6)))
    book.level[s] = min(max(level, LEVEL_LOW), LEVEL_HIGH)


@kernel
def peer_terms(book, fixed, s):
    """C̃ and E⁰[C̃] of last quarter, known once the warm-up has fixed their scale ρ (equation 15)."""
    if book.peer_scale[s] <= 0.0:
        return 0.0, 0.0
    return book.cases[s], book.peer_scale[s] * book.expected[s]


@written_in
def moment(state, work, fixed, plan, book, s, quarter):
    """What the stages need to know of this quarter in this sector."""
    warm_up = quarter < fixed.warm_up
    level = book.level[s]
    if not warm_up:
        level += fixed.own[s].drift * (quarter - fixed.warm_up + 1)
    note_titles(state, work, fixed.sectors[s])
    certified, titled = shares(state, fixed.units, work, fixed.sectors[s])
    cases, expected = peer_terms(book, fixed, s)
    attention = book.attention[0]
    market = market_term(fixed.decided[s], fixed.assumption, attention)
    return Now(
        quarter,
        stream(fixed.seed, fixed.run, quarter),
        level,
        market,
        attention,
        warm_up,
        fixed.seed,
        fixed.run,
        certified,
        titled,
        cases,
        expected,
        fixed.start_certified,
    )


@written_in
def sector_quarter(state, work, fixed, plan, book, s, quarter, step, tally, tier_tally):
    """All stages of one quarter in one sector, in the order of docs/model.md."""
    sector, lever, decided, a = fixed.sectors[s], plan.sector[step, s], fixed.decided[s], fixed.assumption
    now = moment(state, work, fixed, plan, book, s, quarter)
    slot, states = plan.slots[step, s], 1
    if sector.tiers != 0:
        states = 1 << plan.tier.shape[1]
    tables = fixed.tables[slot : slot + states]
    decide(state, fixed.units, work, sector, lever, decided, a, now, tables)
    sample(state, work, sector, lever, a, quarter, now.stream)
    if now.warm_up:
        steer(work, sector, decided, book, s, quarter)
    extra_tests(state, fixed.units, work, sector, lever, a, now)
    tests = list_tested(work, sector)
    test(work, tests, sector, lever, decided, a, now)
    count(state, fixed.units, work, tests, sector, decided, a, quarter, tally)
    book.cases[s], book.expected[s] = remember(state, work, sector, decided, a, now, plan.root_exposure[s])
    react(state, fixed.units, work, sector, lever, decided, a, now, plan.tier[step], tally, tier_tally)
    change(state, fixed.units, work, sector, lever, a, now, tally)


@kernel
def pay_attention(book, assumption, publicity, root_publicity):
    """ω moves with publicity above or below the baseline's (equation 17)."""
    a, now = assumption, book.attention[0]
    more = a.publicity_effect * (publicity - root_publicity) * (a.attention_ceiling - now)
    now += more - a.attention_decay * (now - a.attention_start)
    book.attention[0] = min(max(now, 0.0), a.attention_ceiling)


@kernel
def learn_peer_scale(book, fixed, quarter):
    """ρ_s: public cases of the warm-up's second half, as counted and as the baseline plan would have them."""
    if quarter < fixed.warm_up // 2 or quarter >= fixed.warm_up:
        return
    for s in range(fixed.sectors.size):
        book.sum_cases[s] += book.cases[s]
        book.sum_expected[s] += book.expected[s]
        if quarter == fixed.warm_up - 1:
            book.peer_scale[s] = (book.sum_cases[s] + PRIOR_CASES) / (book.sum_expected[s] + PRIOR_CASES)


@kernel
def mean_drift(fixed, tier):
    """Background improvement of the sectors that can win a title of this tier."""
    total, count = 0.0, 0
    for s in range(fixed.sectors.size):
        if (fixed.sectors[s].tiers >> tier) & 1:
            total += fixed.own[s].drift
            count += 1
    return total / max(count, 1)


@written_in
def brand_quarter(state, work, fixed, plan, book, quarter, step, tallies):
    """Contests in the fourth quarter, then titles run down."""
    for tier in range(plan.tier.shape[1]):
        if quarter % 4 == 3:
            contest(
                state,
                fixed.units,
                work,
                fixed.sectors,
                tier,
                plan.tier[step, tier],
                fixed.assumption,
                book,
                mean_drift(fixed, tier),
                quarter < fixed.warm_up,
                tallies,
            )
        run_down(state, fixed.sectors, tier, tallies)


@kernel
def run_quarters(state, work, fixed, plan, book, first, count, tallies):
    """Simulate `count` quarters from quarter `first`; plan arrays and tallies are indexed from 0."""
    for step in range(count):
        quarter = first + step
        for s in range(fixed.sectors.size):
            sector_quarter(
                state, work, fixed, plan, book, s, quarter, step, tallies.sector[step, s], tallies.tier[step, s]
            )
        learn_peer_scale(book, fixed, quarter)
        brand_quarter(state, work, fixed, plan, book, quarter, step, tallies.tier[step])
        tallies.attention[step] = book.attention[0]
        pay_attention(book, fixed.assumption, plan.district[step].publicity, plan.root_publicity)
