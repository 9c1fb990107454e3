"""Figures of the assessment: chances of each grade, and the funnel that tells units apart or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from .frame import BASELINE, FAINT, INK, PLAN, VERDICT_COLOURS, canvas, house_style

GROUP_COLOURS = {1: VERDICT_COLOURS["safe"], 0: BASELINE, -1: VERDICT_COLOURS["unlikely"]}
_PLACES = [(9.0, 0, "left"), (-9.0, 0, "right"), (0.0, 14, "center"), (0.0, -14, "center"), (9.0, 14, "left"),
           (9.0, -14, "left"), (-9.0, 14, "right"), (-9.0, -14, "right"), (9.0, 26, "left"),
           (9.0, -26, "left")]  # fmt: skip


@dataclass(frozen=True)
class GradeBar:
    """One grade: futures of 100 as tasks stand and with all tasks done, each with its words."""

    label: str
    now: float
    now_words: str
    done: float
    done_words: str


@dataclass(frozen=True)
class FunnelPoint:
    """One unit: tests, rate, the range of its rate (equal to it where there is none), its group."""

    label: str
    tests: float
    rate: float
    low: float
    high: float
    group: int


@dataclass(frozen=True)
class FunnelWords:
    """Ready words of a funnel: title, axes, the line of all together, the three groups (by +1, 0, −1)."""

    title: str
    tests: str
    rate: str
    pooled: str
    groups: dict[int, str]


def grade_bars(rows: Sequence[GradeBar], labels: tuple[str, str], axis_label: str) -> Figure:
    """How many of 100 futures earn each grade: all tasks done in petrol, tasks as they stand in grey."""
    with house_style():
        figure, (axis,) = canvas(0.78 * len(rows) + 1.4)
        for place, row in enumerate(rows):
            axis.barh(place - 0.19, row.done, height=0.34, color=PLAN, label=labels[0] if place == 0 else None)
            axis.barh(place + 0.19, row.now, height=0.34, color=BASELINE, label=labels[1] if place == 0 else None)
            axis.annotate(row.done_words, (row.done + 1.0, place - 0.19), va="center", fontsize=11)
            axis.annotate(row.now_words, (row.now + 1.0, place + 0.19), va="center", fontsize=11, color="#5b6773")
        axis.set_yticks(range(len(rows)), [row.label for row in rows])
        axis.set_ylim(len(rows) - 0.4, -0.6)
        axis.set_xlim(0, 124)
        axis.set_xticks([0, 20, 40, 60, 80, 100])
        axis.set_xlabel(axis_label, loc="left")
        axis.spines["left"].set_visible(False)
        figure.legend(loc="outside lower center", ncols=2, frameon=False)
    return figure


def funnel_chart(
    points: Sequence[FunnelPoint], edges: tuple[Any, Any, Any], pooled: float, words: FunnelWords,
    tick: Callable[[float], str],
) -> Figure:  # fmt: skip
    """Rate against number of tests; between the two lines luck can explain where a unit stands."""
    tests, low, high = edges
    with house_style():
        figure, (axis,) = canvas(5.0)
        axis.axhline(pooled, color=INK, linewidth=1.2, linestyle=(0, (5, 3)))
        axis.fill_between(tests, np.nan_to_num(low, nan=-0.1), np.nan_to_num(high, nan=1.1), color=FAINT, alpha=0.45,
                          linewidth=0)  # fmt: skip
        for edge in (low, high):
            axis.plot(tests, edge, color=BASELINE, linewidth=1.3)
        for point in points:
            axis.plot([point.tests] * 2, [point.low, point.high], color=GROUP_COLOURS[point.group], linewidth=2.2)
        for group in (1, 0, -1):
            own = [point for point in points if point.group == group]
            axis.scatter([p.tests for p in own], [p.rate for p in own], s=64, color=GROUP_COLOURS[group], zorder=3,
                         label=words.groups[group])  # fmt: skip
        _set_funnel_axis(axis, points, words, tick)
        _label_units(figure, axis, points)
        figure.legend(loc="outside lower center", ncols=3, frameon=False)
    return figure


def _set_funnel_axis(
    axis: Axes, points: Sequence[FunnelPoint], words: FunnelWords, tick: Callable[[float], str]
) -> None:
    lowest, highest = min(min(p.low, p.rate) for p in points), max(max(p.high, p.rate) for p in points)
    margin = 0.14 * max(highest - lowest, 0.02)
    axis.set_ylim(max(-0.02, lowest - margin), min(1.02, highest + margin))
    axis.set_xlim(0, 1.22 * max(p.tests for p in points))
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    axis.grid(axis="y", color=FAINT, linewidth=0.8)
    axis.set_axisbelow(True)
    axis.set_title(words.title)
    axis.set_xlabel(words.tests, loc="left")
    axis.set_ylabel(words.rate)
    axis.text(1.0, 1.02, f"- - {words.pooled}", transform=axis.transAxes, fontsize=11, ha="right", va="bottom")


def _label_units(figure: Figure, axis: Axes, points: Sequence[FunnelPoint]) -> None:
    """A name beside each point, moved until it covers no other name."""
    figure.draw_without_rendering()
    taken: list[Any] = []
    for point in sorted(points, key=lambda one: -one.tests):
        for dx, dy, side in _PLACES:
            label = axis.annotate(
                point.label, (point.tests, point.rate), (dx, dy), textcoords="offset points", ha=side, va="center",
                fontsize=11, color=INK if point.group == 0 else GROUP_COLOURS[point.group], zorder=4,
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.6},
            )  # fmt: skip
            box = label.get_window_extent()
            if not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            label.remove()
