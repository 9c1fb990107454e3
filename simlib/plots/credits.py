"""Charts of credit and requirement: from the current plan to another step by step; chance against a lever's level."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from .frame import BASELINE, FAINT, INK, PLAN, REPORT, VERDICT_COLOURS, canvas, house_style

_LOSS = VERDICT_COLOURS["unlikely"]


class Step(NamedTuple):
    """One part of a difference: its size and the ends of 80 of 100 futures, in the axis' unit, and the words for it."""

    label: str
    value: float
    low: float
    high: float
    words: str


class Turned(NamedTuple):
    """The chance of a target (of 100) against the level of a lever: looks with errors, where it stands now, what is
    found (None: nothing), and the words of the panel."""

    title: str
    axis: str
    levels: Sequence[float]
    chances: Sequence[float]
    errors: Sequence[float]
    present: tuple[float, str]
    found: tuple[float, str] | None


def waterfall(
    ends: tuple[tuple[str, float], tuple[str, float]], steps: Sequence[Step], labels: tuple[str, str],
    tick: Callable[[float], str],
) -> Figure:  # fmt: skip
    """From the current plan (top) down to the other one: each lever carries the figure on by its contribution."""
    (first, before), (last, after) = ends
    with house_style():
        figure, (axis,) = canvas(0.46 * (len(steps) + 2) + 1.5)
        at, reach = before, [before, after]
        for row, step in enumerate(steps, start=1):
            colour = PLAN if step.value >= 0 else _LOSS
            axis.barh(row, step.value, left=at, height=0.6, color=colour)
            axis.plot([at + step.low, at + step.high], [row, row], color=INK, linewidth=1.3)
            axis.plot([at + step.value] * 2, [row - 0.3, row + 1.3], color=BASELINE, linewidth=0.9)
            reach += [at + step.low, at + step.high, at + step.value]
            axis.annotate(step.words, (1.01, row), xycoords=("axes fraction", "data"), va="center", fontsize=10.5)
            at += step.value
        for row, value in ((0, before), (len(steps) + 1, after)):
            axis.plot([value], [row], marker="D", markersize=9, color=BASELINE if row == 0 else PLAN)
            axis.annotate(tick(value), (value, row), (10, 0), textcoords="offset points", va="center", fontsize=11.5)
        axis.plot([before] * 2, [0, 1.3], color=BASELINE, linewidth=0.9)
        axis.set_yticks(range(len(steps) + 2), [first, *(step.label for step in steps), last])
        axis.set_ylim(len(steps) + 1.6, -0.6)
        _room(axis, reach)
        axis.xaxis.set_major_locator(MaxNLocator(6))
        axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
        axis.grid(axis="x", color=FAINT, linewidth=0.8)
        axis.set_axisbelow(True)
        axis.set_title(labels[0])
        axis.set_xlabel(labels[1], loc="left")
    return figure


def _room(axis: Axes, reach: Sequence[float]) -> None:
    """A little air on both sides, more on the right for the words at the ends."""
    low, high = min(reach), max(reach)
    width = (high - low) or 1.0
    axis.set_xlim(low - 0.06 * width, high + 0.14 * width)


def requirement_curves(panels: Sequence[Turned], asked: tuple[float, str], axis_label: str) -> Figure:
    """Chance against level, side by side: points with two simulation errors, the chance asked dashed, what is found."""
    with house_style():
        figure, axes = canvas(4.3, len(panels))
        for axis, panel in zip(axes, panels, strict=True):
            _turned(axis, panel, asked)
        axes[0].set_ylabel(axis_label)
    return figure


def _turned(axis: Axes, panel: Turned, asked: tuple[float, str]) -> None:
    bars = [2.0 * error for error in panel.errors]
    axis.errorbar(panel.levels, panel.chances, yerr=bars, color=PLAN, marker="o", markersize=4.5, elinewidth=1.1)
    axis.axhline(asked[0], color=INK, linewidth=1.3, linestyle=(0, (5, 3)))
    side = 1.0 if panel.chances[0] > 0.6 * asked[0] else 0.0  # away from the curve
    axis.annotate(asked[1], (side, asked[0]), xycoords=("axes fraction", "data"), xytext=(0, 4),
                  textcoords="offset points", ha="right" if side else "left", fontsize=11)  # fmt: skip
    _marked(axis, panel.present, BASELINE, 3)
    if panel.found is not None and not math.isclose(panel.found[0], panel.present[0]):
        _marked(axis, panel.found, REPORT, 20)
    axis.set_title(panel.title, fontsize=12.5, pad=40)
    axis.set_xlabel(panel.axis, loc="left")
    axis.set_ylim(0, 104)
    axis.set_yticks([0, 20, 40, 60, 80])
    axis.xaxis.set_major_locator(MaxNLocator(6))
    axis.grid(axis="y", color=FAINT, linewidth=0.8)
    axis.set_axisbelow(True)


def _marked(axis: Axes, mark: tuple[float, str], colour: str, height: float) -> None:
    """A vertical line, named above the chart where nothing covers it."""
    level, words = mark
    axis.axvline(level, color=colour, linewidth=2.2, zorder=0)
    low, high = axis.get_xlim()
    side = "left" if level < low + 0.6 * (high - low) else "right"
    axis.annotate(words, (level, 1.0), xycoords=("data", "axes fraction"), xytext=(0, height), color=colour,
                  textcoords="offset points", ha=side, fontsize=11.5, fontweight="bold")  # fmt: skip
