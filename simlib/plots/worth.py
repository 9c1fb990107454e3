"""What more tests are worth: bars by sector against their price, and the worth as tests add up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .charts import Bar
from .frame import BASELINE, FAINT, INK, PLAN, REPORT, VERDICT_COLOURS, canvas, house_style

COLOURS = (PLAN, REPORT, VERDICT_COLOURS["safe"])
DASHED = (0, (5, 3))
ROOM_FOR_NAMES = 2.25  # of the length of the axis


@dataclass(frozen=True)
class Rising:
    """One sector's curve: the worth of each number of tests, and of knowing its rate exactly."""

    label: str
    tests: Sequence[int]
    worth: Sequence[float]
    ceiling: float


def worth_chart(
    bars: Sequence[Bar], curves: Sequence[Rising], titles: tuple[str, str], axes_labels: tuple[str, str, str, str]
) -> Figure:
    """Left: worth by sector, its price as a grey mark. Right: curves, each below its dashed ceiling.

    `axes_labels`: money, number of tests, the price's name, what a dashed line is.
    """
    money, tests, price, ceiling = axes_labels
    with house_style():
        figure, (left, right) = canvas(max(3.6, 0.36 * len(bars) + 1.6), 2)
        _draw_bars(left, bars)
        left.set_title(titles[0])
        left.set_xlabel(money, loc="left")
        _draw_curves(right, curves)
        right.set_title(titles[1])
        right.set_xlabel(tests, loc="left")
        right.set_ylabel(money)
        left.plot([], [], color=BASELINE, linewidth=3, label=price)
        right.plot([], [], color=INK, linewidth=1.2, linestyle=DASHED, label=ceiling)
        figure.legend(loc="outside lower center", ncols=2, frameon=False)
    return figure


def _draw_bars(axis: Axes, bars: Sequence[Bar]) -> None:
    for row, bar in enumerate(bars):
        axis.barh(row, bar.value, height=0.6, color=bar.colour)
        axis.annotate(bar.words, (bar.value, row), (5, 0), textcoords="offset points", va="center", fontsize=10.5)
        if bar.before is not None:
            axis.plot([bar.before] * 2, [row - 0.4, row + 0.4], color=BASELINE, linewidth=3)
    axis.set_yticks(range(len(bars)), [bar.label for bar in bars])
    axis.set_ylim(len(bars) - 0.4, -0.6)
    axis.set_xlim(0, 1.08 * max([bar.value for bar in bars] + [bar.before or 0.0 for bar in bars] + [1e-9]))


def _draw_curves(axis: Axes, curves: Sequence[Rising]) -> None:
    """Curves below their dashed ceilings, each named at its end, the names moved apart."""
    top = max([one.ceiling for one in curves] + [1e-9])
    last = max([one.tests[-1] for one in curves] + [1])
    for colour, one in zip(COLOURS, curves, strict=False):
        axis.plot(one.tests, one.worth, color=colour, linewidth=2.6)
        axis.plot([0, last], [one.ceiling] * 2, color=colour, linewidth=1.2, linestyle=DASHED)
    height = -math.inf
    for place in sorted(range(len(curves)), key=lambda place: curves[place].worth[-1]):
        height = max(curves[place].worth[-1], height + 0.09 * top)
        axis.annotate(curves[place].label, (1.03 * last, height), color=COLOURS[place], fontsize=11, va="center")
    axis.set_ylim(0, 1.08 * max(top, height))
    axis.set_xlim(0, ROOM_FOR_NAMES * last)
    axis.set_xticks([step * last / 4 for step in range(5)])
    axis.grid(axis="y", color=FAINT, linewidth=0.8)
    axis.set_axisbelow(True)
