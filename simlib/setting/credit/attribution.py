"""Credit: what a plan adds to an indicator, shared among its levers and the departments that own them (预计贡献).

A forecast made before the year, on futures that all plans share. It is no record of what was done and no ground for
bonuses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Unpack

import numpy as np
from numpy.typing import NDArray

from ...ensemble import simulate
from ...errors import BadRequest
from ...estimators import mean_with_error, quantile_band
from ...indicators import INDICATOR
from ...outcome import QUARTERS
from ...scenario import checked_year, with_paths
from ...words import DEPARTMENTS, Words
from ..asking import RunsAsked, fail_if_misspelt
from .pairing import fail_if_not_comparable, plan_of, scope_of, sizes_of
from .players import Player, players_of
from .shapley import coalitions_of, orders_in_pairs, sampled_shapley, shapley

if TYPE_CHECKING:
    from ...differences import Scope
    from ...outcome import Outcome
    from ...scenario import Scenario

Runs = NDArray[np.float64]  # [draw, replicate]
EXACT = 8  # levers up to which every coalition is simulated: 256 of them
PAIRS = 16  # pairs of orders beyond that
WARNING = Words(
    "预计贡献是推演，不是兑现奖金的依据。", "Expected contributions are a forecast, not a ground for bonuses."
)


class CreditAsked(RunsAsked, total=False):
    """Where (programme or sectors; neither is the district) and on how many futures."""

    programme: str | None
    sectors: Iterable[str] | None


class Share(NamedTuple):
    """A part of the difference: its mean, simulation error, and 80 of 100 futures (means of draws).

    `order_error` is the further error of having tried some orders of the levers only (0: all). `runs` [draw,
    replicate] holds the part of every run; the parts of a run add up to its total exactly.
    """

    code: str
    words: Words
    department: str
    mean: float
    error: float
    low: float
    high: float
    order_error: float
    runs: Runs

    @property
    def idle(self) -> bool:
        """True where it changes nothing in any run that has its figure: exactly 0, not merely small."""
        return not np.any(self.runs[np.isfinite(self.runs)])


@dataclass(frozen=True)
class Credit:
    """The difference between a plan and a baseline, by lever and by department; `total` is all of it.

    `exact`: every coalition of levers was simulated (`coalitions` of them); else orders were sampled. `no_figure` is
    the share of draws left out, since some coalition leaves the indicator without a figure. `warning` goes with it.
    """

    baseline: Scenario
    plan: Scenario
    indicator: str
    year: int
    scope: Scope
    before: float
    after: float
    total: Share
    levers: tuple[Share, ...]
    departments: tuple[Share, ...]
    exact: bool
    coalitions: int
    no_figure: float
    warning: Words = field(default=WARNING)


def credit(
    baseline: Scenario | Outcome, plan: Scenario | Outcome, indicator: str, year: int | None = None,
    **asked: Unpack[CreditAsked],
) -> Credit:  # fmt: skip
    """What each lever that a plan changes is expected to add by a year (the plan's first by default) (equation 65).

    Shapley values on common draws, so that in every run the parts add up to plan minus baseline to the last bit
    (equation 66), and what changes nothing gets exactly 0. Exact up to eight levers, sampled orders with their error
    beyond. Sectors and dates of one lever are one part, as are a crackdown, and the weights of a jury. A forecast, no
    ground for bonuses. Given outcomes, it takes their sizes and seed. Shapley 1953; error clustered by draw.
    """
    fail_if_misspelt(asked, CreditAsked.__annotations__)
    ours, theirs = plan_of(plan), plan_of(baseline)
    when = checked_year(theirs, year)
    scope = scope_of(theirs, indicator, asked.get("programme"), asked.get("sectors"))
    fail_if_not_comparable(theirs, ours)
    players = players_of(theirs, ours)
    game = _Game(theirs, indicator, when, scope, sizes_of(baseline, plan, asked))
    acting = [player for player in players if _acts(theirs, player, when)]
    parts, orders, exact = _parts(game, sorted(acting, key=lambda player: player.decides))
    total = game.worth(acting) - game.worth([])
    kept = _kept(game, total)
    nothing = np.zeros_like(total)
    levers = tuple(
        _share((one.code, one.words, one.department), parts.get(one.code, nothing), kept, orders.get(one.code, 0.0))
        for one in players
    )
    return Credit(
        baseline=theirs,
        plan=ours,
        indicator=indicator,
        year=when,
        scope=scope,
        before=float(game.worth([])[kept].mean()),
        after=float(game.worth(acting)[kept].mean()),
        total=_share(("total", Words("合计", "Total"), ""), total, kept, 0.0),
        levers=levers,
        departments=_by_department(levers, kept),
        exact=exact,
        coalitions=len(game.known),
        no_figure=1.0 - float(kept.mean()),
    )


# --- the game


@dataclass
class _Game:
    """The indicator under every coalition of levers, each simulated once: [draw, replicate]."""

    baseline: Scenario
    indicator: str
    year: int
    scope: Scope
    sizes: dict[str, int | None]
    known: dict[frozenset[str], Runs] = field(default_factory=dict)

    def worth(self, players: Iterable[Player]) -> Runs:
        """The indicator where these levers stand as in the plan and all others as in the baseline."""
        chosen = tuple(players)
        key = frozenset(player.code for player in chosen)
        if key not in self.known:
            paths = {place: path for player in chosen for place, path in player.paths.items()}
            mixed = with_paths(self.baseline, paths, "credit") if paths else self.baseline
            outcome = simulate(mixed, through=self.year, **self.sizes)
            self.known[key] = np.asarray(outcome.annual(self.indicator, self.year, **self.scope), dtype=np.float64)
        return self.known[key]


def _parts(game: _Game, players: list[Player]) -> tuple[dict[str, Runs], dict[str, float], bool]:
    """Each player's part in every run, and its error from sampled orders.

    Players that units foresee come last, so that coalitions with the same decision tables follow one another.
    """
    count = len(players)

    def worth(mask: int) -> Runs:
        return game.worth(player for place, player in enumerate(players) if mask >> place & 1)

    codes = [player.code for player in players]
    if count <= EXACT:
        return dict(zip(codes, shapley([worth(mask) for mask in range(1 << count)]), strict=True)), {}, True
    orders = orders_in_pairs(count, PAIRS, "/".join(codes))
    for mask in sorted(coalitions_of(orders)):
        worth(mask)
    mean, each = sampled_shapley(worth, count, orders)
    pairs = (each[0::2] + each[1::2]) / 2.0
    errors = np.nanmean(pairs, axis=(2, 3)).std(axis=0, ddof=1) / np.sqrt(PAIRS)
    return dict(zip(codes, mean, strict=True)), dict(zip(codes, errors.tolist(), strict=True)), False


def _acts(baseline: Scenario, player: Player, year: int) -> bool:
    """False for a lever that changes only after the year asked about: nobody can foresee it."""
    quarters = QUARTERS * (year - baseline.calendar.years[0] + 1)
    return any(path[:quarters] != baseline.plan[key][:quarters] for key, path in player.paths.items())


def _kept(game: _Game, total: Runs) -> NDArray[np.bool_]:
    """The draws in which every coalition has a figure: [draw]."""
    kept = np.asarray(np.isfinite(np.stack([total, *game.known.values()])).all(axis=(0, 2)))
    if not kept.any():
        words = INDICATOR[game.indicator].words
        raise BadRequest(
            f"有的措施组合下 {game.year} 年没有“{words.zh}”的数（如没有抽查），无法分解。请换指标或年份。",
            f"Under some mix of the levers {game.indicator} has no figure in {game.year} (nothing is tested), so it "
            "cannot be shared. Ask for another indicator or year.",
        )
    return kept


def _share(name: tuple[str, Words, str], runs: Runs, kept: NDArray[np.bool_], order_error: float) -> Share:
    mean, error = mean_with_error(runs[kept])
    return Share(*name, mean, error, *quantile_band(runs[kept].mean(axis=1)), order_error, runs)


def _by_department(levers: tuple[Share, ...], kept: NDArray[np.bool_]) -> tuple[Share, ...]:
    """The levers of each department together; errors of sampled orders are added up, which is cautious."""
    names = dict.fromkeys(share.department for share in levers)
    found = []
    for name in names:
        own = [share for share in levers if share.department == name]
        words, off = DEPARTMENTS.get(name, Words(name, name)), sum(share.order_error for share in own)
        found.append(_share((name, words, name), np.sum([share.runs for share in own], axis=0), kept, off))
    return tuple(found)
