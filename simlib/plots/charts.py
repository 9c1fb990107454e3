"""The charts of reports and comparisons: fans, chances, money, staff, differences."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from .frame import BASELINE, FAINT, INK, PLAN, REPORT, VERDICT_COLOURS, as_svg, canvas, house_style, settle

_PLACES = [
    (side * 10.0, rise, "left" if side > 0 else "right") for rise in (0, 13, -13, 26, -26, 39, -39) for side in (1, -1)
]


@dataclass(frozen=True)
class Panel:
    """One fan chart: an indicator's middle future and bands over the years, the current plan in grey.

    `plan` and `baseline` are bands (years, median, low, high, inner_low, inner_high); `goal` a figure and its
    label, or None; `tick` prints a value of the axis.
    """

    title: str
    plan: Any
    baseline: Any | None
    goal: tuple[float, str] | None
    tick: Callable[[float], str]


@dataclass(frozen=True)
class Bar:
    """One horizontal bar: a label, a length, the words beside it, a colour and a second length in grey."""

    label: str
    value: float
    words: str
    colour: str = PLAN
    before: float | None = None


@dataclass(frozen=True)
class Gap:
    """A paired difference from the current plan: the effect, and what two yearly reports would show."""

    label: str
    mean: float
    low: float
    high: float
    report_low: float = math.nan
    report_high: float = math.nan
    words: str = ""


def warm_up() -> None:
    """Pay once for fonts and drawing, in the process that the batch's children are forked from."""
    figure = amount_bars([Bar("", 1.0, "")], "")
    settle(figure)
    as_svg(figure)


# --- what will happen ------------------------------------------------------------------------------------------


def fans(panels: Sequence[Panel], plan_label: str, baseline_label: str) -> Figure:
    """Fan charts side by side: bands of 50 and 80 of 100 futures, the current plan in grey."""
    with house_style():
        figure, axes = canvas(3.9, len(panels))
        for axis, panel in zip(axes, panels, strict=True):
            _fan(axis, panel, plan_label, baseline_label)
    return figure


def _fan(axis: Axes, panel: Panel, plan_label: str, baseline_label: str) -> None:
    plan, base = panel.plan, panel.baseline
    axis.fill_between(plan.years, plan.low, plan.high, color=PLAN, alpha=0.16, linewidth=0)
    axis.fill_between(plan.years, plan.inner_low, plan.inner_high, color=PLAN, alpha=0.26, linewidth=0)
    axis.plot(plan.years, plan.median, color=PLAN, linewidth=2.8, marker="o", markersize=4.5)
    ends = [(float(plan.median[-1]), PLAN, plan_label)]
    if base is not None:
        for edge in (base.low, base.high):
            axis.plot(base.years, edge, color=BASELINE, linewidth=1.4, linestyle=(0, (1, 1.5)))
        axis.plot(base.years, base.median, color=BASELINE, linewidth=2.4)
        ends.append((float(base.median[-1]), BASELINE, baseline_label))
    _set_fan_axis(axis, panel)
    _label_ends(axis, plan.years[-1], ends)


def _set_fan_axis(axis: Axes, panel: Panel) -> None:
    years = panel.plan.years
    axis.set_title(panel.title)
    axis.set_xticks(years, [str(year) for year in years])
    axis.set_xlim(years[0] - 0.15, years[-1] + 1.6)
    axis.yaxis.set_major_locator(MaxNLocator(5))
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: panel.tick(value)))
    axis.grid(axis="y", color=FAINT, linewidth=0.8)
    axis.set_axisbelow(True)
    axis.axvline(years[0] + 0.5, color=FAINT, linewidth=1.2, linestyle=(0, (2, 3)))
    if panel.goal is not None:
        _mark_goal(axis, panel)


def _mark_goal(axis: Axes, panel: Panel) -> None:
    """The target as a dashed line, named above the chart where nothing can cover it."""
    level, words = panel.goal  # type: ignore[misc]
    axis.axhline(level, color=INK, linewidth=1.4, linestyle=(0, (5, 3)))
    low, high = axis.get_ylim()
    margin = 0.06 * (high - low)
    axis.set_ylim(min(low, level - margin), max(high, level + margin))
    axis.text(1.0, 1.02, f"- - {words}", transform=axis.transAxes, fontsize=11, ha="right", va="bottom")


def _label_ends(axis: Axes, year: float, ends: Sequence[tuple[float, str, str]]) -> None:
    """Names at the right end of the lines, moved apart where they would overlap."""
    low, high = axis.get_ylim()
    least = 0.075 * (high - low)
    places = sorted(ends)
    heights: list[float] = []
    for value, _, _ in places:
        heights.append(max(value, heights[-1] + least) if heights else value)
    for height, (_, colour, words) in zip(heights, places, strict=True):
        axis.annotate(
            words, (year + 0.12, height), color=colour, fontsize=11.5, fontweight="bold", va="center",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.8},
        )  # fmt: skip


# --- bars ------------------------------------------------------------------------------------------------------


def chance_bars(bars: Sequence[Bar], marks: Sequence[tuple[float, str]], axis_label: str) -> Figure:
    """How many of 100 futures keep each target; vertical lines where verdicts change."""
    with house_style():
        figure, (axis,) = canvas(0.42 * len(bars) + 1.3)
        _bars(axis, bars, words_at=103.0)
        for value, words in marks:
            axis.axvline(value, color=INK, linewidth=1.0, linestyle=(0, (2, 3)), zorder=0)
            axis.annotate(words, (value, 1.0), xycoords=("data", "axes fraction"), xytext=(3, 5),
                          textcoords="offset points", fontsize=10.5, color=INK)  # fmt: skip
        axis.set_xlim(0, 126)
        axis.set_xticks([0, 20, 40, 60, 80, 100])
        axis.set_xlabel(axis_label, loc="left")
    return figure


def amount_bars(bars: Sequence[Bar], title: str, before_label: str = "") -> Figure:
    """Amounts by item, with a grey mark where the current plan stands."""
    with house_style():
        figure, (axis,) = canvas(0.4 * len(bars) + 1.0)
        longest = max([bar.value for bar in bars] + [bar.before or 0.0 for bar in bars] + [1e-9])
        _bars(axis, bars, step=0.012 * longest)
        axis.set_title(title)
        axis.set_xlim(0, 1.35 * longest)
        axis.set_xticks([])
        axis.spines["bottom"].set_visible(False)
        if before_label and any(bar.before is not None for bar in bars):
            axis.plot([], [], color=BASELINE, linewidth=3, label=before_label)
            axis.legend(loc="lower right", frameon=False, fontsize=11)
    return figure


def _bars(axis: Axes, bars: Sequence[Bar], step: float = 0.0, words_at: float | None = None) -> None:
    """Bars from the top down; their words stand in a column at `words_at`, else at each bar's end."""
    for row, bar in enumerate(bars):
        axis.barh(row, bar.value, height=0.62, color=bar.colour)
        if bar.before is not None:
            axis.plot([bar.before, bar.before], [row - 0.42, row + 0.42], color=BASELINE, linewidth=3)
        reach = max(bar.value, bar.before or 0.0) + step
        axis.annotate(bar.words, (reach if words_at is None else words_at, row), va="center", fontsize=11)
    axis.set_yticks(range(len(bars)), [bar.label for bar in bars])
    axis.set_ylim(len(bars) - 0.4, -0.6)
    axis.spines["left"].set_visible(False)


def load_bars(quarters: Sequence[str], loads: tuple[Any, Any, Any], line: tuple[float, str] | None) -> Figure:
    """Staff-days by quarter (middle, and 80 of 100 futures) against the days there are."""
    middle, low, high = loads
    with house_style():
        figure, (axis,) = canvas(3.4)
        places = range(len(quarters))
        over = [PLAN if line is None or value <= line[0] else VERDICT_COLOURS["unlikely"] for value in middle]
        axis.bar(places, middle, color=over, width=0.7)
        axis.vlines(places, low, high, color=INK, linewidth=1.3)
        if line is not None:
            axis.axhline(line[0], color=INK, linewidth=1.4, linestyle=(0, (5, 3)))
            axis.annotate(
                line[1], (len(quarters) - 0.5, line[0]), (0, 4), textcoords="offset points", fontsize=11, ha="right"
            )
            axis.set_ylim(0, 1.16 * max(line[0], *high))
        axis.set_xticks(places, [f"{name[4:]}\n{name[:4]}" if name.endswith("Q1") else name[4:] for name in quarters])
        axis.grid(axis="y", color=FAINT, linewidth=0.8)
        axis.set_axisbelow(True)
    return figure


# --- comparison ------------------------------------------------------------------------------------------------


def gaps(rows: Sequence[Gap], title: str, axis_label: str, labels: tuple[str, str]) -> Figure:
    """Differences from the current plan: effect (petrol) and two reports (ochre), never one colour for both."""
    with house_style():
        figure, (axis,) = canvas(0.55 * len(rows) + 1.5)
        axis.axvline(0, color=BASELINE, linewidth=2)
        for row, gap in enumerate(rows):
            if math.isfinite(gap.report_low):
                axis.plot([gap.report_low, gap.report_high], [row + 0.2] * 2, color=REPORT, linewidth=2.4)
            axis.plot([gap.low, gap.high], [row - 0.12] * 2, color=PLAN, linewidth=6, solid_capstyle="butt")
            axis.plot([gap.mean], [row - 0.12], marker="o", color="white", markeredgecolor=PLAN, markersize=7)
            axis.annotate(gap.words, (1.01, row - 0.12), xycoords=("axes fraction", "data"), va="center", fontsize=11)
        axis.set_yticks(range(len(rows)), [gap.label for gap in rows])
        axis.set_ylim(len(rows) - 0.4, -0.7)
        axis.set_title(title)
        axis.set_xlabel(axis_label, loc="left")
        axis.grid(axis="x", color=FAINT, linewidth=0.8)
        axis.plot([], [], color=PLAN, linewidth=6, label=labels[0])
        if any(math.isfinite(gap.report_low) for gap in rows):
            axis.plot([], [], color=REPORT, linewidth=2.4, label=labels[1])
        figure.legend(loc="outside lower center", ncols=2, frameon=False)
    return figure


def scatter(points: Sequence[tuple[float, float, str]], title: str, axes_labels: tuple[str, str]) -> Figure:
    """Money against effect, one named point a plan; the current plan is the cross at nothing, nothing."""
    with house_style():
        figure, (axis,) = canvas(5.2)
        axis.axhline(0, color=BASELINE, linewidth=1.4)
        axis.axvline(0, color=BASELINE, linewidth=1.4)
        axis.scatter([p[0] for p in points], [p[1] for p in points], s=90, color=PLAN, zorder=3)
        axis.margins(x=0.2, y=0.16)
        _label_points(figure, axis, points)
        axis.set_title(title)
        axis.set_xlabel(axes_labels[0], loc="left")
        axis.set_ylabel(axes_labels[1])
    return figure


def _label_points(figure: Figure, axis: Axes, points: Sequence[tuple[float, float, str]]) -> None:
    """A name beside each point, moved until it covers no other name."""
    figure.draw_without_rendering()  # now the axes have their final place
    taken: list[Any] = []
    for x, y, words in sorted(points, key=lambda point: -point[1]):
        for dx, dy, side in _PLACES:
            label = axis.annotate(
                words, (x, y), (dx, dy), textcoords="offset points", ha=side, va="center", fontsize=11.5
            )
            box = label.get_window_extent()
            if not any(box.overlaps(other) for other in taken):
                break
            label.remove()
        else:
            label = axis.annotate(words, (x, y), (10, 0), textcoords="offset points", va="center", fontsize=11.5)
            box = label.get_window_extent()
        taken.append(box)
