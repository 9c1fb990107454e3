"""Charts of the best mixes: the target against money, what the money is for, and pass rate against titles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from .frame import BASELINE, FAINT, INK, PLAN, canvas, house_style

CHANCE_COLOURS = ("#b7cdd3", "#7aa5b0", "#3f7f8d", PLAN)  # the surer, the darker
_WHITE = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.8}
PART_COLOURS = (PLAN, "#5b9aa7", "#c27c0e", "#e8c99a", "#b8c0c8")


class MoneyCurve(NamedTuple):
    """The level that each budget can promise with one chance."""

    label: str
    money: Sequence[float]
    levels: Sequence[float]


class MoneyPanel(NamedTuple):
    """One version of the frontier: its curves, the least sure first, and the plan as it is with each chance."""

    title: str
    curves: Sequence[MoneyCurve]
    present: tuple[float, Sequence[float]]


class Stack(NamedTuple):
    """One bar: a label and its parts, in the order of the legend."""

    label: str
    parts: Sequence[float]


class Front(NamedTuple):
    """Pass rate against titles for one budget."""

    label: str
    titles: Sequence[float]
    values: Sequence[float]


def money_panels(
    panels: Sequence[MoneyPanel], budget: tuple[float, str] | None, labels: tuple[str, str], present: str,
    tick: Callable[[float], str],
) -> Figure:  # fmt: skip
    """Money across, target up, one curve a chance; versions side by side on one scale, plan and budget marked."""
    with house_style():
        figure, axes = canvas(4.9, len(panels))
        for number, (axis, panel) in enumerate(zip(axes, panels, strict=True)):
            _money_panel(axis, panel, present if number == 0 else "")
            if budget is not None:
                axis.axvline(budget[0], color=INK, linewidth=1.1, linestyle=(0, (5, 3)), zorder=0)
                if number == 0:
                    axis.annotate(budget[1], (budget[0], 0.0), (4, 6), xycoords=("data", "axes fraction"),
                                  textcoords="offset points", fontsize=11)  # fmt: skip
            axis.set_xlabel(labels[0], loc="left")
            axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
        axes[0].set_ylabel(labels[1])
        low, high = min(axis.get_ylim()[0] for axis in axes), max(axis.get_ylim()[1] for axis in axes)
        for axis in axes:
            axis.set_ylim(low, high)
        for axis, panel in zip(axes, panels, strict=True):
            _label_curves(axis, panel)
    return figure


def _label_curves(axis: Axes, panel: MoneyPanel) -> None:
    """The chance at the right end of each curve, moved apart where two would touch."""
    low, high = axis.get_ylim()
    least, below = 0.045 * (high - low), low
    for curve in sorted(panel.curves, key=lambda one: one.levels[-1]):
        below = max(curve.levels[-1], below + least)
        axis.annotate(curve.label, (curve.money[-1], below), (7, 0), textcoords="offset points", va="center",
                      fontsize=11, color=INK)  # fmt: skip


def _money_panel(axis: Axes, panel: MoneyPanel, present: str) -> None:
    colours = CHANCE_COLOURS[-len(panel.curves) :]
    for curve, colour in zip(panel.curves, colours, strict=True):
        axis.plot(curve.money, curve.levels, color=colour, linewidth=2.6, marker="o", markersize=4.5)
    money, levels = panel.present
    axis.plot([money] * len(levels), levels, linestyle="none", marker="D", markersize=7, markerfacecolor="white",
              markeredgecolor=BASELINE, markeredgewidth=1.8, zorder=4)  # fmt: skip
    axis.set_title(panel.title)
    span = max(curve.money[-1] for curve in panel.curves) - min(curve.money[0] for curve in panel.curves)
    axis.set_xlim(min(curve.money[0] for curve in panel.curves) - 0.06 * span,
                  max(curve.money[-1] for curve in panel.curves) + 0.42 * span)  # fmt: skip
    if present:
        _name_present(axis, present, (money, min(levels)))
    axis.margins(y=0.12)
    axis.xaxis.set_major_locator(MaxNLocator(5))
    axis.grid(axis="y", color=FAINT, linewidth=0.8)


def _name_present(axis: Axes, words: str, point: tuple[float, float]) -> None:
    """The plan as it is by name: left of its mark, or under it where the figures of the axis would be covered."""
    low, high = axis.get_xlim()
    beside = point[0] > low + 0.2 * (high - low)
    place: dict[str, Any] = {"xytext": (-9, -1), "ha": "right", "va": "center"}
    under: dict[str, Any] = {"xytext": (-4, -9), "ha": "left", "va": "top"}
    axis.annotate(words, point, textcoords="offset points", fontsize=11, color=INK, **(place if beside else under))


def mix_bars(
    groups: Sequence[tuple[str, Sequence[Stack]]], parts: Sequence[str], labels: tuple[str, str]
) -> Figure:  # fmt: skip
    """What the best plan of each budget spends its money on, a panel a version; the first bar is the plan itself."""
    with house_style():
        figure, axes = canvas(4.4, len(groups))
        most = max(sum(stack.parts) for _, stacks in groups for stack in stacks)
        for axis, (title, stacks) in zip(axes, groups, strict=True):
            below = [0.0] * len(stacks)
            for part, colour in enumerate(PART_COLOURS[: len(parts)]):
                heights = [stack.parts[part] for stack in stacks]
                axis.bar(range(len(stacks)), heights, bottom=below, color=colour, width=0.74)
                below = [low + height for low, height in zip(below, heights, strict=True)]
            axis.set_title(title)
            axis.set_xticks(range(len(stacks)), [stack.label for stack in stacks])
            axis.set_ylim(0, 1.06 * most)
            axis.axvline(0.5, color=FAINT, linewidth=1.4)
            axis.grid(axis="y", color=FAINT, linewidth=0.8)
            axis.set_axisbelow(True)
            axis.set_xlabel(labels[0], loc="left")
        axes[0].set_ylabel(labels[1])
        for name, colour in zip(parts, PART_COLOURS, strict=False):
            axes[0].bar([0], [0], color=colour, label=name)
        figure.legend(loc="outside lower center", ncols=len(parts), frameon=False, fontsize=11)
    return figure


def fronts(
    rows: Sequence[Front], present: tuple[float, float, str], labels: tuple[str, str], tick: Callable[[float], str]
) -> Figure:
    """Pass rate up, titles across, one line a budget: how much of the one the other costs."""
    with house_style():
        figure, (axis,) = canvas(4.8)
        colours = CHANCE_COLOURS[-len(rows) :]
        for row, colour in zip(rows, colours, strict=True):
            axis.plot(row.titles, row.values, color=colour, linewidth=2.4, marker="o", markersize=6)
            axis.annotate(row.label, (row.titles[-1], row.values[-1]), (8, -2), textcoords="offset points",
                          va="center", fontsize=11.5, color=INK, bbox=_WHITE)  # fmt: skip
        x, y, words = present
        axis.plot([x], [y], marker="D", markersize=9, markerfacecolor="white", markeredgecolor=BASELINE,
                  markeredgewidth=2.0, zorder=5)  # fmt: skip
        axis.annotate(words, (x, y), (-10, -14), textcoords="offset points", ha="right", fontsize=11.5, color=INK)
        axis.margins(x=0.14, y=0.12)
        axis.set_xlabel(labels[0], loc="left")
        axis.set_ylabel(labels[1])
        axis.yaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))  # steps that a tenth of a point can show
        axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
        axis.grid(color=FAINT, linewidth=0.8)
        axis.set_axisbelow(True)
    return figure
