"""Charts of promises: how the chance falls as the level rises, and what the risk of missing a target is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from .frame import BASELINE, FAINT, INK, PLAN, REPORT, canvas, house_style

SOURCE_COLOURS = (PLAN, "#7fb4d9", REPORT, "#e8c99a")  # knowledge and course in blue, the luck of reports in ochre
_LEFT = 97.0  # where futures end, beyond it the words of a bar


class LevelLine(NamedTuple):
    """The chance of reaching each level; the plan's own line is thick."""

    label: str
    levels: Sequence[float]
    chances: Sequence[float]  # of 100
    own: bool


class Mark(NamedTuple):
    """A named point on the plan's line."""

    label: str
    level: float
    low: float
    high: float
    chance: float


class RiskBar(NamedTuple):
    """The futures of 100 in which a target is missed, by source."""

    label: str
    parts: Sequence[float]
    words: str


def level_curve(
    lines: Sequence[LevelLine], marks: Sequence[Mark], known: Sequence[tuple[float, str]], labels: tuple[str, str],
    tick: Callable[[float], str],
) -> Figure:  # fmt: skip
    """Chance against level: the plan's tests and others, steps of a promise marked, known figures as dashed lines."""
    with house_style():
        figure, (axis,) = canvas(4.6)
        for number, line in enumerate(lines):
            style = "-" if line.own else ((0, (1, 1.3)), (0, (4, 2)))[number % 2]
            colour, width = (PLAN, 3.0) if line.own else (BASELINE, 1.6)
            axis.plot(line.levels, line.chances, color=colour, linewidth=width, linestyle=style, label=line.label)
        for mark in marks:
            _step(axis, mark)
        _known(axis, known)
        axis.set_xlabel(labels[0], loc="left")
        axis.set_ylabel(labels[1])
        axis.set_ylim(0, 104)
        axis.set_yticks([0, 10, 30, 50, 70, 90])
        axis.xaxis.set_major_locator(MaxNLocator(7))
        axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
        axis.grid(axis="y", color=FAINT, linewidth=0.8)
        axis.legend(loc="upper right", frameon=False, fontsize=11)
    return figure


def _step(axis: Axes, mark: Mark) -> None:
    """A step: its level with the margin that few runs leave, named on the right of the curve."""
    axis.plot([mark.low, mark.high], [mark.chance] * 2, color=PLAN, linewidth=7, alpha=0.28, solid_capstyle="butt")
    axis.plot([mark.level], [mark.chance], marker="o", color="white", markeredgecolor=PLAN, markersize=9, zorder=4)
    axis.annotate(mark.label, (mark.high, mark.chance), (9, 0), textcoords="offset points", va="center",
                  fontsize=12, fontweight="bold", color=PLAN,
                  bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.9, "pad": 0.6})  # fmt: skip


def _known(axis: Axes, known: Sequence[tuple[float, str]]) -> None:
    """Figures that are known already, named above the chart one under another."""
    for row, (level, words) in enumerate(sorted(known)):
        axis.axvline(level, color=INK, linewidth=1.1, linestyle=(0, (5, 3)), zorder=0)
        axis.annotate(words, (level, 1.0), (0, 4 + 15 * row), xycoords=("data", "axes fraction"),
                      textcoords="offset points", ha="center", va="bottom", fontsize=11)  # fmt: skip


def risk_bars(bars: Sequence[RiskBar], sources: Sequence[str], axis_label: str) -> Figure:
    """One bar a target: in how many of 100 futures it is missed, divided by what makes it uncertain."""
    with house_style():
        figure, (axis,) = canvas(0.45 * len(bars) + 1.7)
        for row, bar in enumerate(bars):
            start = 0.0
            for part, colour in zip(bar.parts, SOURCE_COLOURS, strict=True):
                axis.barh(row, part, left=start, height=0.62, color=colour)
                start += part
            axis.annotate(bar.words, (min(start, _LEFT), row), (6, 0), textcoords="offset points", va="center",
                          fontsize=11)  # fmt: skip
        for source, colour in zip(sources, SOURCE_COLOURS, strict=True):
            axis.barh([0], [0], color=colour, label=source)
        axis.set_yticks(range(len(bars)), [bar.label for bar in bars])
        axis.set_ylim(len(bars) - 0.4, -0.6)
        axis.set_xlim(0, 118)
        axis.set_xticks([0, 20, 40, 60, 80, 100])
        axis.set_xlabel(axis_label, loc="left")
        axis.spines["left"].set_visible(False)
        figure.legend(loc="outside lower center", ncols=2, frameon=False)
    return figure
