"""The year under way: the rate so far beside what was foretold for it, quarter by quarter, with its light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from .frame import FAINT, INK, PLAN, canvas, house_style

LIGHT_COLOURS = {"quiet": "#2f8f4e", "amber": "#e3a008", "red": "#b2182b"}
LIGHT_SHAPES = {"quiet": "o", "amber": "^", "red": "s"}  # also without colour


@dataclass(frozen=True)
class YearPanel:
    """One tracked figure; rates 0–1 by quarter, nan where nothing came in.

    `bands` [quarter, (low80, high80, low95, high95)] of the rate so far, `lights` by quarter, `goal` level and label.
    """

    title: str
    quarters: Sequence[str]
    bands: Sequence[tuple[float, float, float, float]]
    so_far: Sequence[float]
    alone: Sequence[float]
    lights: Sequence[str]
    light: str
    goal: tuple[float, str] | None


def year_chart(panels: Sequence[YearPanel], labels: tuple[str, str, str, str]) -> Figure:
    """Panels side by side; `labels` of so far, alone, band of 80, band of 95."""
    with house_style():
        figure, axes = canvas(4.6, len(panels))
        for axis, panel in zip(axes, panels, strict=True):
            _panel(axis, panel)
        handles = [
            axes[0].plot([], [], "o", color=LIGHT_COLOURS["quiet"], markersize=9)[0],
            axes[0].plot([], [], "D", color="white", markeredgecolor=INK, markersize=6)[0],
            axes[0].fill_between([], [], color=PLAN, alpha=0.42, linewidth=0),
            axes[0].fill_between([], [], color=PLAN, alpha=0.16, linewidth=0),
        ]
        figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False, fontsize=11)
    return figure


def _panel(axis: Axes, panel: YearPanel) -> None:
    places, bands = np.arange(len(panel.quarters)), np.array(panel.bands)
    axis.fill_between(places, bands[:, 2], bands[:, 3], color=PLAN, alpha=0.16, linewidth=0)
    axis.fill_between(places, bands[:, 0], bands[:, 1], color=PLAN, alpha=0.26, linewidth=0)
    axis.plot(places, panel.so_far, color=INK, linewidth=1.6, zorder=2)
    axis.plot(places - 0.07, panel.alone, "D", color="white", markeredgecolor=INK, markersize=6, zorder=3)
    for place, rate, light in zip(places, panel.so_far, panel.lights, strict=True):
        axis.plot([place], [rate], LIGHT_SHAPES[light], color=LIGHT_COLOURS[light], markersize=11, zorder=4,
                  markeredgecolor="white")  # fmt: skip
    if panel.goal is not None:
        axis.axhline(panel.goal[0], color=INK, linewidth=1.4, linestyle=(0, (5, 3)))
        axis.annotate(panel.goal[1], (places[-1] + 0.35, panel.goal[0]), (0, 4), textcoords="offset points",
                      fontsize=11, ha="right")  # fmt: skip
    axis.set_title(panel.title, color=LIGHT_COLOURS[panel.light] if panel.light != "amber" else "#9a6b00")
    axis.set_xticks(places, list(panel.quarters))
    axis.set_xlim(-0.35, len(places) - 0.6)
    axis.yaxis.set_major_locator(MaxNLocator(6))
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100.0 * value:g}%"))
    axis.grid(axis="y", color=FAINT, linewidth=0.8)
    axis.set_axisbelow(True)
