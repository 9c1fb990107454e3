"""Back-test: the model learns from the early years of a published series and foretells the later ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..learn import Learned, Observation, calibrate, foretell, read_history
from ..learn.weights import TooFewRuns, weighted_quantiles
from ..project import project_file
from ..scenario import load
from ..words import Words
from .scores import LEVELS, Bell, binomial_trend, covered, crps, persistence, pit

Array = NDArray[np.float64]
FOLDER = "validation"
DRAWS = 4000
QUANTILES = np.array([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975])


class Series(NamedTuple):
    """A published series: its district in validation/, the last year that is learnt from."""

    code: str
    words: Words
    fit_until: int
    warning: Words


class Earlier(NamedTuple):
    """A target of an earlier plan: when it was set, what it asked for and what came."""

    series: str
    words: Words
    known_until: int
    year: int
    level: float
    tests: int
    came: float
    source: str


# fmt: off
SERIES: tuple[Series, ...] = (
    Series("national", Words("国家监督抽查", "National sampling"), 2015,
           Words("目录每年不同", "the product list changes every year")),
    Series("shaanxi", Words("陕西省级抽查（上半年）", "Shaanxi sampling, first halves"), 2015,
           Words("只有两年可校准；误差为推算", "two years to learn from; errors are guesses")),
    Series("wastewater", Words("工业废水达标", "Industrial wastewater"), 2006,
           Words("按水量计，借作按单位计", "by volume, taken as by unit")),
    Series("sizes", Words("不同规模企业", "Firms by size"), 2011,
           Words("不校准，只从 2011 年起步", "nothing learnt, only the start of 2011")),
    Series("toilets", Words("智能坐便器专项", "Smart toilets, a special programme"), 2016,
           Words("整治力度为推测", "the programme's effort is a guess")),
    Series("purifiers", Words("空气净化器专项", "Air purifiers, a special programme"), 2017,
           Words("整治力度为推测", "the programme's effort is a guess")),
)
EARLIER: tuple[Earlier, ...] = (
    Earlier("national", Words("全国 2015 年不低于 90%（2012 年定）", "China 2015: 90 % (set in 2012)"),
            2011, 2015, 0.90,
            25345, 0.911, "data/targets_outcomes.csv#target_china_2015, #outcome_china_2015"),
    Earlier("national", Words("全国 2020 年不低于 92%（2016 年定）", "China 2020: 92 % (set in 2016)"),
            2015, 2020, 0.92,
            20000, 0.900, "data/targets_outcomes.csv#target_china_2020, #outcome_china_2020"),
    Earlier("national", Words("全国十年提高 15 个百分点，即 2020 年 95%（2011 年定）",
                              "China: 15 points in ten years, 95 % in 2020 (set in 2011)"), 2011, 2020, 0.95,
            20000, 0.900, "data/targets_outcomes.csv#target_rise_2020, #outcome_rise_2020"),
)
# fmt: on


class Held(NamedTuple):
    """One year that the model had not seen: what came, what was foretold, and the scores of model and rivals.

    `bands` are the quantiles QUANTILES of the forecast; `inside` whether 50, 80 and 95 of 100 held it.
    """

    series: str
    observation: Observation
    bands: tuple[float, ...]
    inside: tuple[bool, ...]
    pit: float
    crps: float
    persistence: Bell
    trend: Bell | None

    @property
    def seen(self) -> float:
        """What was published."""
        return self.observation.figure

    @property
    def median(self) -> float:
        """The model's middle forecast."""
        return self.bands[3]


class Tested(NamedTuple):
    """One series: the fitted runs, what was known and each held-out year; `refused` if the data fit so few runs that
    nothing was learnt, and the forecast is that of the priors."""

    series: Series
    learned: Learned
    refused: bool
    known: tuple[Observation, ...]
    held: tuple[Held, ...]


class Promise(NamedTuple):
    """An earlier target, the chance the model would have given it, and whether it was met."""

    target: Earlier
    chance: float
    error: float
    median: float

    @property
    def met(self) -> bool:
        """What came."""
        return self.target.came >= self.target.level


class Summary(NamedTuple):
    """Held-out years together: how many bands held, mean CRPS, skill against each rival (1 = perfect, 0 = as good,
    below 0 = worse; nan without that rival), and mean absolute errors of the middle forecast and of the last value."""

    years: int
    inside: tuple[int, ...]
    crps: float
    against_persistence: float
    against_trend: float
    trend_years: int
    error: float
    persistence_error: float

    @property
    def beats_persistence(self) -> bool:
        """True if the whole forecast scored better than the last value carried forward."""
        return self.against_persistence > 0.0


def back_test(draws: int = DRAWS, progress: Callable[[str], None] = lambda _name: None) -> tuple[Tested, ...]:
    """Every published series learnt from and foretold."""
    found = []
    for series in SERIES:
        progress(series.code)
        found.append(examined(series, draws))
    return tuple(found)


def examined(series: Series, draws: int = DRAWS) -> Tested:
    """One series: learn from the years up to `fit_until`, foretell the others."""
    plan, rows = district_of(series.code), history_of(series.code)
    first = plan.calendar.years[0]
    known = tuple(row for row in rows if row.year <= series.fit_until)
    later = tuple(row for row in rows if row.year > series.fit_until)
    learned, refused = _learned(plan, tuple(row for row in known if row.year >= first), later, draws)
    places = range(len(learned.observations), len(learned.observations) + len(later))
    held = tuple(_held(series.code, learned, place, row, known) for place, row in zip(places, later, strict=True))
    return Tested(series, learned, refused, known, held)


def _learned(plan: Any, rows: Sequence[Observation], asked: Sequence[Observation], draws: int) -> tuple[Learned, bool]:
    """What was learnt, or the forecast without learning where learning is refused."""
    try:
        return learn(plan, rows, asked, draws), False
    except TooFewRuns:
        return foretell(plan, asked, draws=draws), True


def learn(plan: Any, rows: Sequence[Observation], asked: Sequence[Observation], draws: int) -> Learned:
    """Calibrated on rows where there are any, else straight from the priors."""
    return calibrate(plan, rows, asked=asked, draws=draws) if rows else foretell(plan, asked, draws=draws)


def _held(series: str, learned: Learned, place: int, row: Observation, known: Sequence[Observation]) -> Held:
    values, weights = learned.foretold(place), learned.weights
    own = sorted((one for one in known if one.scope == row.scope), key=lambda one: one.year)
    tests = row.tests or row.figure * (1.0 - row.figure) / float(row.sd or 0.01) ** 2
    bands = weighted_quantiles(values, weights, QUANTILES)
    return Held(
        series, row, tuple(float(value) for value in bands), covered(values, weights, row.figure),
        pit(values, weights, row.figure), crps(values, weights, row.figure), persistence(own, row.year),
        binomial_trend(own, row.year, tests),
    )  # fmt: skip


def earlier_targets(draws: int = DRAWS) -> tuple[Promise, ...]:
    """The chance that the model would have given each target when it was set, with its simulation error."""
    return tuple(_promise(target, draws) for target in EARLIER)


def _promise(target: Earlier, draws: int) -> Promise:
    plan = district_of(target.series)
    first = plan.calendar.years[0]
    rows = [row for row in history_of(target.series) if first <= row.year <= target.known_until]
    asked = Observation("sampled_pass_rate", target.year, tests=target.tests, passes=round(target.tests * target.came))
    learned, _ = _learned(plan, rows, [asked], draws)
    values = learned.foretold(len(learned.observations))
    chance = float(learned.weights @ (values >= target.level - 1e-9))
    error = float(np.sqrt(chance * (1.0 - chance) / learned.effective))
    return Promise(target, chance, error, float(weighted_quantiles(values, learned.weights, np.array([0.5]))[0]))


def summary(tests: Sequence[Tested]) -> Summary:
    """Coverage and skill over the held-out years of these series."""
    held = [row for one in tests for row in one.held]
    trended = [row for row in held if row.trend is not None]
    inside = tuple(sum(row.inside[n] for row in held) for n in range(len(LEVELS)))
    return Summary(
        len(held), inside, float(np.mean([row.crps for row in held])),
        _skill(held, [row.persistence for row in held]), _skill(trended, [row.trend for row in trended]),
        len(trended), float(np.mean([abs(row.median - row.seen) for row in held])),
        float(np.mean([abs(row.persistence.mean - row.seen) for row in held])),
    )  # fmt: skip


def _skill(held: Sequence[Held], rivals: Sequence[Bell | None]) -> float:
    """1 − Σ CRPS of the model ÷ Σ CRPS of the rival."""
    scores = [rival.crps(row.seen) for row, rival in zip(held, rivals, strict=True) if rival is not None]
    return 1.0 - sum(row.crps for row in held) / sum(scores) if scores else float("nan")


# --- files


def district_of(code: str) -> Any:
    """The district of a published series, in validation/."""
    return load(folder() / f"{code}.yml")


def history_of(code: str) -> tuple[Observation, ...]:
    """The published figures of a series, in validation/history/."""
    return read_history(folder() / "history" / f"{code}.csv")


def folder() -> Path:
    """The folder of the published series: the project's at hand, else the one beside the package."""
    return project_file(f"{FOLDER}/history").parent
