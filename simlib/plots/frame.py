"""The look of all figures: colours, font, canvas, and how a figure becomes SVG or PNG.

Every figure takes plain numbers and ready words, so it knows no scenario and no language. Colours (safe for the
colour-blind): petrol = this plan, grey = current plan, ochre = what a yearly report would show, blue to red =
verdicts. Text is drawn with the font that comes with simlib, so Chinese shows on any machine.
"""

from __future__ import annotations

import io
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

PLAN, BASELINE, REPORT, INK, FAINT = "#0b5c6b", "#8a94a0", "#c27c0e", "#1f2933", "#d9dee3"
VERDICT_COLOURS = {
    "safe": "#2166ac", "likely": "#7fb4d9", "open": "#eda35f", "unlikely": "#b2182b", "unknown": "#b8c0c8",
}  # fmt: skip
WIDTH = 10.0  # inches; at 72 points an inch the SVG fills a page's column
FONT_FOLDER = Path(__file__).resolve().parent.parent / "fonts"


@cache
def _family() -> str:
    """The name of the bundled font, read from its file."""
    files = sorted(FONT_FOLDER.glob("*.ttf"))
    for path in files:
        font_manager.fontManager.addfont(path)
    return font_manager.FontProperties(fname=files[-1]).get_name()


def house_style() -> AbstractContextManager[None]:
    """The look of all figures, in force inside a `with`."""
    return mpl.rc_context({
        "font.family": [_family(), "DejaVu Sans"], "font.size": 12, "text.color": INK, "axes.labelcolor": INK,
        "axes.edgecolor": FAINT, "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 14,
        "axes.titleweight": "bold", "axes.titlelocation": "left", "axes.titlepad": 12, "axes.grid": False,
        "xtick.color": INK, "ytick.color": INK, "xtick.major.size": 0, "ytick.major.size": 0,
        "svg.fonttype": "path", "svg.hashsalt": "simlib", "figure.facecolor": "white",
    })  # fmt: skip


def settle(figure: Figure) -> None:
    """Lay the figure out once; drawing it in several formats need not do so again."""
    with house_style():
        figure.draw_without_rendering()
    figure.set_layout_engine("none")


def as_svg(figure: Figure) -> str:
    """The figure as SVG with letters as outlines, the same bytes every time."""
    buffer = io.StringIO()
    with house_style():
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    text = buffer.getvalue()
    return text[text.index("<svg") :]


def as_png(figure: Figure, dpi: int = 110) -> bytes:
    """The figure as PNG, for office programs and for notebooks that are not trusted with SVG."""
    buffer = io.BytesIO()
    with house_style():
        figure.savefig(buffer, format="png", dpi=dpi)
    return buffer.getvalue()


def canvas(height: float, columns: int = 1) -> tuple[Figure, list[Axes]]:
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.subplots(1, columns, squeeze=False)[0]
    return figure, list(axes)
