"""The quarters that came in: checked against the outcome, and the runs weighed by them, the year's list included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import BadRequest, SimlibError
from ...indicators import INDICATOR
from ...learn.history import Observation, checked
from ...learn.likelihood import JUDGED_BY_LIST, log_density, read_out
from ...learn.weights import GENTLEST, TooFewRuns, Weighed, effective, tempered
from ...outcome import QUARTERS, Outcome

Array = NDArray[np.float64]
NODES = np.linspace(-4.5, 4.5, 61)  # noise of the year's list in standard deviations; exact to 1e-9 for a normal
NODE_WEIGHTS = np.exp(-0.5 * NODES**2) / np.exp(-0.5 * NODES**2).sum()
FEWEST = 40.0  # effective runs; each run brings a whole law of tests and list, so fewer do than for a spread of runs
MOST_MISSING = 1  # quarters in between that may be missing
# Shares that are found by testing or inspecting units one by one, where less is worse.
TRACKED = ("sampled_pass_rate", "true_pass_rate", "operating_rate", "discharge_compliance", "acceptance_rate",
           "service_rate")  # fmt: skip


class Belief(NamedTuple):
    """How plausible the runs, and for each run the noise of the year's list, are after some quarters.

    `weights` [draw, replicate] add to 1; `nodes` [draw, replicate, node] add to 1 for each run. `temper` is the weight
    that the data were given (1 = in full), `effective` how many equally weighted runs are left.
    """

    rows: tuple[Observation, ...]
    weights: Array
    nodes: Array
    temper: float
    effective: float


def checked_quarters(
    outcome: Outcome, observations: Iterable[Observation], year: int | None = None
) -> tuple[Observation, ...]:
    """The rows, if they are counts by quarter of one year of the outcome; every other row is an error with its line."""
    given = checked(observations, outcome.scenario)
    if not given:
        raise BadRequest("没有一行季度数据。", "There is no row of quarterly data.")
    rows = tuple(row._replace(sectors=tuple(sorted(row.sectors))) for row in given)
    when = rows[0].year if year is None else year
    _fail_if_year_is_not_there(outcome, when)
    for row in rows:
        _fail_if_not_trackable(row, when)
    for scope in scopes(rows):
        _fail_if_too_much_missing([row for row in rows if row.scope == scope], max(row.quarter or 0 for row in rows))
    return tuple(sorted(rows, key=lambda row: row.quarter or 0))


def scopes(rows: Iterable[Observation]) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """What is tracked: indicator, sectors, programme, in the order of the rows."""
    return tuple(dict.fromkeys(row.scope for row in rows))


def missing_quarters(rows: Sequence[Observation]) -> tuple[int, ...]:
    """Quarters up to the last one for which nothing came in."""
    seen = {row.quarter or 0 for row in rows}
    return tuple(quarter for quarter in range(1, max(seen) + 1) if quarter not in seen)


def beliefs(outcome: Outcome, rows: Sequence[Observation]) -> tuple[Belief, ...]:
    """What the runs are worth before any quarter, and after each quarter that came in (equation 76)."""
    densities = [_density(outcome, row) for row in rows]
    found = [_belief(outcome, (), [])]
    for quarter in sorted({row.quarter or 0 for row in rows}):
        seen = [n for n, row in enumerate(rows) if (row.quarter or 0) <= quarter]
        found.append(_belief(outcome, tuple(rows[n] for n in seen), [densities[n] for n in seen]))
    return tuple(found)


def _belief(outcome: Outcome, rows: tuple[Observation, ...], densities: list[Array]) -> Belief:
    """Weights of runs by what they made of the rows, and of the list's noise within each run; both equally tempered."""
    shape = outcome.draws, outcome.replicates
    seen = sum(densities, np.zeros((shape[0] * shape[1], NODES.size)))
    logs, nodes = _by_list(seen)
    if not rows:
        even = np.full(shape, 1.0 / (shape[0] * shape[1]))
        return Belief(rows, even, nodes.reshape(*shape, NODES.size), 1.0, float(even.size))
    weighed = tempered(np.zeros(len(logs)), logs, FEWEST)
    _fail_if_too_few(weighed, rows)
    if weighed.temper < 1.0:
        nodes = _by_list(weighed.temper * seen)[1]
    weights = weighed.weights.reshape(shape)
    return Belief(rows, weights, nodes.reshape(*shape, NODES.size), weighed.temper, effective(weighed.weights))


def _by_list(seen: Array) -> tuple[Array, Array]:
    """ln P(rows | run), [run], and the law of the list's noise in each, [run, node], from ln P(rows | run, noise)."""
    logs = np.log(NODE_WEIGHTS) + seen
    top = logs.max(axis=1, keepdims=True)
    heights = np.exp(logs - top)
    total = heights.sum(axis=1, keepdims=True)
    return (top + np.log(total))[:, 0], heights / total


def _density(outcome: Outcome, row: Observation) -> Array:
    """ln P(row | run, noise of the list), [run, node]; the same for every node where the list does not matter."""
    expected = read_out(outcome, row).ravel()[:, None]
    if row.indicator != JUDGED_BY_LIST:
        return np.broadcast_to(log_density(expected, row), (len(expected), NODES.size))
    return log_density(expected + list_spread(outcome, row.indicator).ravel()[:, None] * NODES, row)


def list_spread(outcome: Outcome, indicator: str) -> Array:
    """How far a year's list moves a rate in each run (a standard deviation), [draw, replicate].

    Nothing but for the sampled pass rate.
    """
    own = np.asarray(outcome.assumptions["sigma_list"], np.float64)[:, None] / 100.0
    return np.asarray(np.broadcast_to(own * (indicator == JUDGED_BY_LIST), (outcome.draws, outcome.replicates)))


# --- counts of the year, by quarter and sector


def places(outcome: Outcome, indicator: str, sectors: Sequence[str] = (), programme: str = "") -> tuple[int, ...]:
    """Places of the sectors that an indicator is read from in this scope."""
    own = INDICATOR[indicator].programme
    return tuple(
        n
        for n, sector in enumerate(outcome.scenario.sectors)
        if sector.within(programme, sectors) and sector.within(own)
    )


def planned_tests(outcome: Outcome, year: int, cells: NDArray[np.bool_]) -> tuple[int, ...]:
    """Tests that the plan foresees in some cells [quarter, sector] of the year, by quarter."""
    tests = outcome.counted("planned", year).mean(axis=(0, 1))
    return tuple(round(float(row)) for row in np.where(cells, tests, 0.0).sum(axis=1))


# --- checks


def _fail_if_year_is_not_there(outcome: Outcome, year: int) -> None:
    known = outcome.years[1:]
    if year not in known:
        raise BadRequest(
            f"模拟结果没有 {year} 年，只有 {known[0]}–{known[-1]} 年。请改数据中的年份，或重新模拟到该年。",
            f"The outcome has no year {year}, only {known[0]}–{known[-1]}. Mend the year of the data, or simulate "
            "up to it.",
            year=year,
        )


def _fail_if_not_trackable(row: Observation, year: int) -> None:
    if row.year != year:
        raise _said(row, f"这是 {row.year} 年的数据，跟踪的是 {year} 年。请每年一个文件。",
                    f"this is of {row.year}; tracked is {year}. Keep a file for each year.")  # fmt: skip
    if row.quarter is None or row.quarter not in range(1, QUARTERS + 1):
        said = "" if row.quarter is None else row.quarter
        raise _said(row, f"季度“{said}”应为 1 到 4；跟踪按季进行，不能用全年数。",
                    f"the quarter “{said}” must be 1 to 4; tracking goes by quarters, not by the year.")  # fmt: skip
    if row.indicator not in TRACKED:
        raise _said(row, f"指标“{row.indicator}”不能按季跟踪。可跟踪：{'、'.join(TRACKED)}。请删去这一行。",
                    f"{row.indicator} cannot be tracked by quarters. Tracked: {', '.join(TRACKED)}. "
                    "Delete the row.")  # fmt: skip
    if row.tests is None or row.passes is None or not 0 <= row.passes <= row.tests or row.tests < 1:
        raise _said(row, "须填批次（tests）和合格批次（passes），合格批次不多于批次：没有批次就看不出偶然波动有多大。",
                    "give tests and passes, no more passes than tests: without them nobody can tell how far chance "
                    "alone goes.")  # fmt: skip


def _fail_if_too_much_missing(rows: Sequence[Observation], last: int) -> None:
    seen = {row.quarter for row in rows}
    gone = [quarter for quarter in range(1, last + 1) if quarter not in seen]
    if len(gone) > MOST_MISSING:
        zh, en = "、".join(map(str, gone)), ", ".join(map(str, gone))
        raise _said(rows[0], f"“{rows[0].indicator}”缺第 {zh} 季度的数据；最多可缺 {MOST_MISSING} 个季度。请补上。",
                    f"quarters {en} of {rows[0].indicator} are missing; at most {MOST_MISSING} may be. Add "
                    "them.")  # fmt: skip


def _fail_if_too_few(found: Weighed, rows: Sequence[Observation]) -> None:
    """An error rather than an answer from a handful of runs."""
    if found.temper < GENTLEST:
        raise TooFewRuns(
            f"到 {rows[-1].when} 为止的数据与模拟差得太远：{found.weights.size} 次模拟中只剩约 "
            f"{found.in_full:.0f} 次说得通（至少要 {FEWEST:.0f} 次）。"
            "请增加模拟次数（--draws），检查数据有无笔误，或重新校准假设条件。",
            f"The data up to {rows[-1].when} are too far from the runs: of {found.weights.size} only about "
            f"{found.in_full:.0f} remain plausible, {FEWEST:.0f} are needed. Take more runs (--draws), look for slips "
            "in the data, or calibrate the assumptions anew.",
            effective=found.in_full,
            temper=found.temper,
        )


def _said(row: Observation, zh: str, en: str) -> SimlibError:
    if not row.line:
        return BadRequest(f"{row.when}：{zh}", f"{row.when}: {en}", line=0)
    return BadRequest(f"第 {row.line} 行：{zh}", f"Line {row.line}: {en}", line=row.line)
