"""The charts of how the model does on data it has not seen: held-out years, and ranks of known truths.

The years fitted are grey, the forecast is petrol, what was kept back is ochre.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from .frame import BASELINE, INK, PLAN, REPORT, VERDICT_COLOURS, house_style
from .proof import grid, quiet

_FADES = {0.5: 0.34, 0.8: 0.22, 0.95: 0.12}  # how dark a band is drawn, by the share of futures it holds


@dataclass(frozen=True)
class Check:
    """A series that was fitted on its first years and forecast for the others. `fitted`, `held` and `rival` (the last
    value carried forward) are (years, values); `bands` maps a share of futures to (years, low, high); `goal` is a
    target and its words, `tick` prints a value."""

    title: str
    fitted: tuple[Any, Any]
    held: tuple[Any, Any]
    bands: Mapping[float, tuple[Any, Any, Any]]
    rival: tuple[Any, Any] | None = None
    goal: tuple[float, str] | None = None
    tick: Callable[[float], str] = str


def forecast_check(checks: Sequence[Check], labels: tuple[str, str, str, str]) -> Figure:
    """Held-out years against what was forecast for them: bands of futures, the years fitted (grey), the years kept back
    (ochre), the last value carried forward (dotted). `labels` name fitted, held back, forecast, carried forward."""
    with house_style():
        figure, axes = grid(len(checks), 2, 3.7)
        for axis, check in zip(axes, checks, strict=True):
            _check(axis, check)
        axes[0].plot([], [], color=BASELINE, marker="o", label=labels[0])
        axes[0].plot([], [], color=REPORT, marker="D", linestyle="", label=labels[1])
        axes[0].plot([], [], color=PLAN, linewidth=8, alpha=0.3, label=labels[2])
        if any(check.rival is not None for check in checks):
            axes[0].plot([], [], color=INK, linewidth=1.6, linestyle=(0, (1, 1.5)), label=labels[3])
        figure.legend(loc="outside lower center", ncols=4, frameon=False)
    return figure


def _check(axis: Axes, check: Check) -> None:
    for share, (years, low, high) in sorted(check.bands.items(), reverse=True):
        axis.fill_between(years, low, high, color=PLAN, alpha=_FADES.get(share, 0.2), linewidth=0)
        if len(years) == 1:  # a single year has no area
            axis.vlines(years, low, high, color=PLAN, alpha=_FADES.get(share, 0.2), linewidth=14)
    axis.plot(*check.fitted, color=BASELINE, marker="o", markersize=5, linewidth=1.8)
    if check.rival is not None:
        axis.plot(*check.rival, color=INK, linewidth=1.6, linestyle=(0, (1, 1.5)))
    axis.plot(*check.held, color=REPORT, marker="D", markersize=7, linestyle="", zorder=4)
    if check.goal is not None:
        axis.axhline(check.goal[0], color=INK, linewidth=1.4, linestyle=(0, (5, 3)))
        axis.text(1.0, 1.02, f"- - {check.goal[1]}", transform=axis.transAxes, fontsize=10.5, ha="right", va="bottom")
    years = sorted({int(year) for year in (*check.fitted[0], *check.held[0])})
    axis.set_xticks(years, [str(year) for year in years])
    axis.tick_params(axis="x", labelsize=10, rotation=45 if len(years) > 7 else 0)
    axis.set_title(check.title, fontsize=12.5)
    quiet(axis)
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: check.tick(value)))


def rank_histogram(panels: Sequence[tuple[str, Sequence[int]]], labels: tuple[str, str]) -> Figure:
    """Where the truth ranked among the draws learnt from its own data (Talts et al. 2018): counts by bin, one panel an
    assumption, against the 95 % band of a uniform. `labels` name the x axis and the band."""
    with house_style():
        figure, axes = grid(len(panels), 4, 2.5)
        for axis, (title, counts) in zip(axes, panels, strict=True):
            _ranks(axis, title, np.asarray(counts))
        axes[0].plot([], [], color=BASELINE, linewidth=9, alpha=0.3, label=labels[1])
        figure.supxlabel(labels[0], fontsize=11, x=0.02, ha="left")
        figure.legend(loc="outside lower right", frameon=False, fontsize=11)
    return figure


def _ranks(axis: Axes, title: str, counts: Any) -> None:
    from scipy.stats import binom

    low, high = binom(counts.sum(), 1.0 / counts.size).ppf([0.025, 0.975])
    outside = (counts < low) | (counts > high)
    axis.axhspan(low, high, color=BASELINE, alpha=0.3, linewidth=0)
    axis.bar(range(counts.size), counts, width=0.86, color=np.where(outside, VERDICT_COLOURS["unlikely"], PLAN))
    axis.axhline(counts.sum() / counts.size, color=INK, linewidth=1.0, linestyle=(0, (2, 3)))
    axis.set_xticks([])
    axis.set_title(title, fontsize=11)
    axis.tick_params(labelsize=10)
