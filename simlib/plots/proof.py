"""The charts of why the model may be believed: theory and points, published patterns, assumptions and data.

Like all figures they take plain numbers and ready words. Published figures and priors are grey bands, the model is
petrol.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from .frame import BASELINE, FAINT, PLAN, VERDICT_COLOURS, WIDTH, house_style

PROOF_COLOURS = {
    "reproduced": PLAN, "missed": VERDICT_COLOURS["unlikely"], "undecided": VERDICT_COLOURS["open"],
    "input": BASELINE, "shown": BASELINE,
}  # fmt: skip
_FARTHEST = 2.6  # half-widths of the published range that a figure may lie from its middle before it is cut off
_POINTS = 24  # points of a panel at most; of more, every second or third is drawn


@dataclass(frozen=True)
class TheoryPanel:
    """A closed form with the points that the engine gave. `line` and `points` are (x, y), `error` one standard error of
    each point; `band` (low, high) goes with the line, `limit` is a second, dashed line over the same x."""

    title: str
    axes: tuple[str, str]
    line: tuple[Any, Any]
    points: tuple[Any, Any]
    error: Any
    band: tuple[Any, Any] | None = None
    limit: Any | None = None


@dataclass(frozen=True)
class PatternBar:
    """A published range, the model's figure with its simulation error, and the verdict: its code and the words for it.
    `ends` are the range's ends in words, `said` the model's figure in words."""

    label: str
    low: float
    high: float
    value: float
    error: float
    ends: tuple[str, str]
    said: str
    verdict: tuple[str, str]


@dataclass(frozen=True)
class Belief:
    """An assumption before and after the data: (low, middle, high) of 80 of 100 draws; `moved` is how far the data
    moved or narrowed it (0 = not at all), `faint` where that is no more than chance; `ends` says the prior's ends."""

    label: str
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    moved: float
    faint: bool
    ends: tuple[str, str]


def grid(count: int, columns: int, height: float) -> tuple[Figure, list[Axes]]:
    """A canvas of `count` panels in rows of `columns`; what is left over is blank."""
    columns = min(columns, count)
    rows = math.ceil(count / columns)
    figure = Figure(figsize=(WIDTH, height * rows), layout="constrained")
    figure.get_layout_engine().set(h_pad=0.12, w_pad=0.06)  # type: ignore[union-attr, call-arg]
    axes = list(figure.subplots(rows, columns, squeeze=False).flat)
    for axis in axes[count:]:
        axis.set_axis_off()
    return figure, axes[:count]


def quiet(axis: Axes) -> None:
    axis.grid(axis="y", color=FAINT, linewidth=0.8)
    axis.set_axisbelow(True)
    axis.yaxis.set_major_locator(MaxNLocator(5))


# --- theory


def theory_and_points(panels: Sequence[TheoryPanel], labels: tuple[str, str]) -> Figure:
    """Closed forms (line) and what the engine gave (points with two standard errors), three panels a row. `labels`
    name the line and the points."""
    with house_style():
        figure, axes = grid(len(panels), 3, 3.7)
        for axis, panel in zip(axes, panels, strict=True):
            _theory(axis, panel)
        axes[0].plot([], [], color=BASELINE, linewidth=2.6, label=labels[0])
        axes[0].errorbar([], [], [], color=PLAN, fmt="o", label=labels[1])
        figure.legend(loc="outside lower center", ncols=2, frameon=False)
    return figure


def _theory(axis: Axes, panel: TheoryPanel) -> None:
    if panel.band is not None:
        axis.fill_between(panel.line[0], *panel.band, color=BASELINE, alpha=0.18, linewidth=0)
    axis.plot(*panel.line, color=BASELINE, linewidth=2.6)
    if panel.limit is not None:
        axis.plot(panel.line[0], panel.limit, color=BASELINE, linewidth=1.4, linestyle=(0, (3, 2)))
    few = slice(None, None, math.ceil(len(panel.points[0]) / _POINTS))
    x, y, error = (np.asarray(each)[few] for each in (*panel.points, panel.error))
    axis.errorbar(x, y, yerr=2.0 * error, color=PLAN, fmt="o", markersize=4.2, elinewidth=1.4, zorder=3)
    axis.set_title(panel.title, fontsize=11.5)
    axis.set_xlabel(panel.axes[0], loc="left", fontsize=10.5)
    axis.set_ylabel(panel.axes[1], fontsize=10.5)
    axis.tick_params(labelsize=10)
    quiet(axis)


# --- patterns


def pattern_bars(rows: Sequence[PatternBar], labels: tuple[str, str]) -> Figure:
    """Published ranges (grey bands, each on its own scale) and the model's figure (point with two simulation errors),
    the verdict in words beside it. `labels` name the band and the point."""
    with house_style():
        figure = Figure(figsize=(WIDTH, 0.46 * len(rows) + 1.2), layout="constrained")
        axis = figure.subplots()
        for place, row in enumerate(rows):
            _pattern(axis, place, row)
        axis.set_yticks(range(len(rows)), [row.label for row in rows])
        axis.set_ylim(len(rows) - 0.4, -0.6)
        axis.set_xlim(-_FARTHEST - 0.2, _FARTHEST + 5.9)
        axis.set_xticks([])
        axis.spines[["left", "bottom"]].set_visible(False)
        axis.plot([], [], color=FAINT, linewidth=10, label=labels[0])
        axis.errorbar([], [], xerr=[], color=PLAN, fmt="o", label=labels[1])
        figure.legend(loc="outside lower center", ncols=2, frameon=False)
    return figure


def _pattern(axis: Axes, place: int, row: PatternBar) -> None:
    colour, between = PROOF_COLOURS[row.verdict[0]], "–"
    if math.isfinite(row.high - row.low):
        _against_range(axis, place, row)
        between = f"[{row.ends[0]}, {row.ends[1]}]"
    columns = ((0.4, row.said, colour), (1.75, between, BASELINE), (4.1, row.verdict[1], colour))
    for step, words, shade in columns:
        axis.annotate(words, (_FARTHEST + step, place), va="center", fontsize=11, color=shade)


def _against_range(axis: Axes, place: int, row: PatternBar) -> None:
    """The published range from −1 to 1, and where the model's figure lies on that scale."""
    middle, half = 0.5 * (row.low + row.high), 0.5 * (row.high - row.low)
    axis.barh(place, 2.0, left=-1.0, height=0.56, color=FAINT)
    colour, where = PROOF_COLOURS[row.verdict[0]], (row.value - middle) / half
    cut = min(max(where, -_FARTHEST), _FARTHEST)
    if cut == where:
        axis.errorbar([where], [place], xerr=[2.0 * row.error / half], color=colour, fmt="o", markersize=7, zorder=3)
    else:
        axis.plot([cut], [place], marker=">" if where > 0 else "<", color=colour, markersize=9, zorder=3)


# --- assumptions


def prior_and_posterior(rows: Sequence[Belief], labels: tuple[str, str]) -> Figure:
    """Assumptions before (grey) and after the data (petrol), 80 of 100 draws, each on its prior's scale; those that the
    data moved most come first, those it did not move are faint. `labels` name both."""
    with house_style():
        figure = Figure(figsize=(WIDTH, 0.4 * len(rows) + 1.2), layout="constrained")
        axis = figure.subplots()
        ordered = sorted(rows, key=lambda row: -row.moved)
        for place, row in enumerate(ordered):
            _belief(axis, place, row)
        axis.set_yticks(range(len(rows)), [row.label for row in ordered])
        axis.set_ylim(len(rows) - 0.4, -0.6)
        for tick, row in zip(axis.get_yticklabels(), ordered, strict=True):
            tick.set_alpha(0.45 if row.faint else 1.0)
        axis.set_xticks([])
        axis.set_xmargin(0.12)
        axis.spines[["left", "bottom"]].set_visible(False)
        axis.plot([], [], color=BASELINE, linewidth=9, alpha=0.5, label=labels[0])
        axis.plot([], [], color=PLAN, linewidth=4, label=labels[1])
        figure.legend(loc="outside lower center", ncols=2, frameon=False)
    return figure


def _belief(axis: Axes, place: int, row: Belief) -> None:
    low, _, high = row.prior
    width, alpha = (high - low) or 1.0, 0.35 if row.faint else 1.0
    before, after = (tuple((each - low) / width for each in three) for three in (row.prior, row.posterior))
    axis.plot([0.0, 1.0], [place, place], color=BASELINE, linewidth=9, alpha=0.5 * alpha, solid_capstyle="butt")
    axis.plot([before[1]] * 2, [place - 0.28, place + 0.28], color=BASELINE, linewidth=1.6, alpha=alpha)
    axis.plot([after[0], after[2]], [place, place], color=PLAN, linewidth=4, alpha=alpha, solid_capstyle="butt")
    axis.plot([after[1]], [place], marker="o", color="white", markeredgecolor=PLAN, markersize=7, alpha=alpha)
    for side, words in zip((-0.02, 1.02), row.ends, strict=True):
        near = min(side, after[0] - 0.02) if side < 0 else max(side, after[2] + 0.02)
        axis.annotate(
            words, (near, place), va="center", ha="right" if side < 0 else "left", fontsize=10, color=BASELINE
        )
