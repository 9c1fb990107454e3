"""Brand titles: who may apply, who does, who wins (section 3.10), and how titles run out.

The contest is the province's. Effort follows Lazear & Rosen (1981); the bar S* is fixed by the warm-up's quotas and
then rises with the rivals, so that more support wins more titles up to a cap.
"""

from __future__ import annotations

import math

from .choice import size_shift
from .fast import exp_of, log_of
from .jit import kernel
from .sampling import kth_smallest
from .streams import PURPOSE, uniform

_INVITE, _APPLY, _JUDGE = PURPOSE["invite_0"], PURPOSE["apply_0"], PURPOSE["judge_0"]
WIN, RENEWAL, RENEW_FROM = 13, 12, 4
AGE_NEEDED = 8  # quarters in business before a unit may apply
RIVALS = 0.03  # yearly rise of the bar, in score
CAP = 1.75  # most titles a year, in quotas
HOPE_START = 0.4  # winners ÷ candidates before the first contest


@kernel
def effort(assumption, prize, hope, weight, cost):
    """e* = A κ (1 − κ) · weight / (cost · s), what a candidate puts into the contest (equation 26)."""
    return prize * hope * (1.0 - hope) * weight / (cost * assumption.judging_noise)


@kernel
def common_score(assumption, lever, prize, hope):
    """The part of the score that all candidates share: quality and cosmetic effort (equation 25)."""
    a = assumption
    cosmetic = 1.0 - lever.quality_weight - lever.reputation_weight
    quality = effort(a, prize, hope, lever.quality_weight * a.contest_effort, a.effort_cost_quality)
    return lever.quality_weight * a.contest_effort * quality + cosmetic * effort(
        a, prize, hope, cosmetic, a.effort_cost_cosmetic
    )


@kernel
def score(state, units, i, assumption, quality_weight, reputation_weight):
    """S_i before noise and common effort (equation 25)."""
    standing = min(max(state.reputation[i], 0.01), 0.999)
    able = state.capability[i] + size_shift(units.size_class[i], assumption)
    return quality_weight * able + reputation_weight * log_of(standing / (1.0 - standing))


@kernel
def list_eligible(state, units, work, sectors, tier, lever, assumption, scale):
    """List in work.place, with scores in work.weight, the units in good standing that have no title, or at most a
    year of it left."""
    count, clean, validity = 0, math.ceil(lever.eligibility), state.validity[tier]
    for s in range(sectors.size):
        if not (sectors[s].tiers >> tier) & 1:
            continue
        for i in range(sectors[s].first, sectors[s].last):
            work.score[i] = score(state, units, i, assumption, scale[0], scale[1]) + scale[2]
        for i in range(sectors[s].first, sectors[s].last):
            work.place[count], work.weight[count] = i, work.score[i]
            known = (state.age[i] >= AGE_NEEDED) & (state.clean_quarters[i] >= clean)
            count += known & (state.blacklist[i] <= 0) & (validity[i] <= RENEW_FROM)
    return count


@kernel
def consider(work, count, tier, lever, assumption, prize, bar):
    """work.flag of those who may apply: 2 if invited, 1 if the chance of winning is worth an application."""
    a, invited = assumption, lever.cultivation
    sharp, sharp_cost, cost = 1.0 / a.judging_noise, 1.0 / a.application_noise, a.application_cost
    for n in range(count):
        work.odds[n] = 1.0 / (1.0 + exp_of((bar - work.weight[n]) * sharp))
    for n in range(count):
        work.odds[n] = 1.0 / (1.0 + exp_of((cost - prize * work.odds[n]) * sharp_cost))
    for n in range(count):
        key = work.stream[work.place[n]]
        applies, coached = uniform(key, _APPLY + tier) < work.odds[n], uniform(key, _INVITE + tier) < invited
        work.flag[n] = applies + 2 * coached


@kernel
def gather(state, units, work, sectors, tier, lever, assumption, prize, scale, bar, tallies):
    """List the candidates in work.place with their scores in work.weight; invited units are coached where `tallies`
    is not empty. Returns the number of candidates."""
    eligible, count = list_eligible(state, units, work, sectors, tier, lever, assumption, scale), 0
    consider(work, eligible, tier, lever, assumption, prize, bar)
    for n in range(eligible):
        i = work.place[n]
        if work.flag[n] >= 2 and tallies.size > 0:
            tallies[units.sector[i], tier].coached += 1.0
            state.capability[i] += assumption.coaching_gain
        work.place[count], work.weight[count] = i, work.weight[n]
        count += work.flag[n] > 0
    return count


@kernel
def expected_winners(points, count, bar, noise):
    """Σ expit((S_i − S*)/s): how many candidates reach the bar on average."""
    total = 0.0
    for n in range(count):
        total += 1.0 / (1.0 + exp_of((bar - points[n]) / noise))
    return total


@kernel
def solve_bar(points, count, wanted, noise):
    """The bar at which `wanted` candidates win on average (equation 27), by bisection."""
    low, high = points[0], points[0]
    for n in range(count):
        low, high = min(low, points[n]), max(high, points[n])
    low, high = low - 40.0 * noise, high + 40.0 * noise
    for _ in range(60):
        middle = 0.5 * (low + high)
        if expected_winners(points, count, middle, noise) > wanted:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@kernel
def lowest_score(state, units, work, sectors, tier, lever, assumption, scale):
    """The bar before the first contest: the lowest score among those who may apply."""
    lowest = math.inf
    for n in range(list_eligible(state, units, work, sectors, tier, lever, assumption, scale)):
        lowest = min(lowest, work.weight[n])
    return lowest if lowest < math.inf else 0.0


@kernel
def crown(state, units, work, tier, lever, count, floor, most, noise, tallies):
    """The best candidates at or above `floor` win, `most` at the highest. Returns the number of winners."""
    for n in range(count):
        luck = uniform(work.stream[work.place[n]], _JUDGE + tier)
        work.weight[n] += noise * log_of(luck / (1.0 - luck))
    reached = 0
    for n in range(count):
        work.score[reached] = -work.weight[n]
        reached += work.weight[n] >= floor
    if reached > most:
        floor = -kth_smallest(work.score, reached, most) if most > 0 else math.inf
    winners = 0
    for n in range(count):
        if work.weight[n] >= floor:
            i = work.place[n]
            win(state, tier, i, lever, tallies[units.sector[i], tier])
            winners += 1
    return winners


@kernel
def win(state, tier, i, lever, tally):
    """A title won or renewed; the award is paid once, again only if renewals are paid."""
    if state.validity[tier, i] > 0:
        state.validity[tier, i] += RENEWAL
    else:
        state.validity[tier, i] = WIN
        tally.titles_gained += 1.0
    if not state.awarded[tier, i] or lever.renewal_paid >= 0.5:
        tally.awards += 1.0
    state.awarded[tier, i] = 1
    state.reputation[i] += 0.2 * (1.0 - state.reputation[i])


@kernel
def rescale(state, units, work, sectors, tier, lever, assumption, prize, old, scale, bar, tallies):
    """The bar under changed weights: the same candidates scored anew, as many expected to win."""
    a = assumption
    count = gather(state, units, work, sectors, tier, lever, a, prize, old, bar, tallies[:0])
    if count == 0:
        return bar + scale[2] - old[2]
    wanted = expected_winners(work.weight, count, bar, a.judging_noise)
    for n in range(count):
        work.weight[n] = score(state, units, work.place[n], a, scale[0], scale[1]) + scale[2]
    return solve_bar(work.weight, count, wanted, a.judging_noise)


@kernel
def contest(state, units, work, sectors, tier, lever, assumption, book, drift, warm_up, tallies):
    """One year's contest of one tier (equations 25–28)."""
    a, scale = assumption, work.scale[0]
    prize = lever.award + a.title_value
    scale[0], scale[1] = lever.quality_weight, lever.reputation_weight
    scale[2] = common_score(a, lever, prize, book.hope[tier])
    if book.contests[tier] == 0:
        book.bar[tier] = lowest_score(state, units, work, sectors, tier, lever, a, scale)
        book.scale[tier, 0], book.scale[tier, 1], book.scale[tier, 2] = scale[0], scale[1], scale[2]
    if not warm_up:
        book.bar[tier] += RIVALS + 4.0 * drift * book.scale[tier, 1]
    if book.scale[tier, 0] != scale[0] or book.scale[tier, 1] != scale[1]:
        old = work.scale[1]
        old[0], old[1], old[2] = book.scale[tier, 0], book.scale[tier, 1], book.scale[tier, 2]
        book.bar[tier] = rescale(
            state, units, work, sectors, tier, lever, a, prize, old, scale, book.bar[tier], tallies
        )
    book.scale[tier, 0], book.scale[tier, 1], book.scale[tier, 2] = scale[0], scale[1], scale[2]
    bar, noise, quota = book.bar[tier], a.judging_noise, int(lever.quota)
    count = gather(state, units, work, sectors, tier, lever, a, prize, scale, bar, tallies)
    if warm_up:
        if count > quota > 0:
            fresh = solve_bar(work.weight, count, float(quota), noise)
            book.bar[tier] = fresh if book.contests[tier] == 0 else 0.5 * (bar + fresh)
        winners = crown(state, units, work, tier, lever, count, -math.inf, quota, noise, tallies)
    else:
        winners = crown(state, units, work, tier, lever, count, bar, int(CAP * lever.quota), noise, tallies)
    if count > 0:
        book.hope[tier] = 0.5 * book.hope[tier] + 0.5 * min(1.0, winners / count)
    book.contests[tier] += 1


@kernel
def run_down(state, sectors, tier, tallies):
    """Titles lose a quarter of validity; stocks and expiries are counted by sector."""
    for s in range(sectors.size):
        for i in range(sectors[s].first, sectors[s].last):
            if state.validity[tier, i] > 0:
                state.validity[tier, i] -= 1
                if state.validity[tier, i] == 0:
                    tallies[s, tier].titles_expired += 1.0
                else:
                    tallies[s, tier].titles += 1.0
