"""Figures: what will happen, how sure the targets are, what it costs, what differs. The only user of matplotlib."""

from .charts import Bar, Gap, Panel, amount_bars, chance_bars, fans, gaps, load_bars, scatter, warm_up
from .frame import (
    BASELINE,
    FAINT,
    FONT_FOLDER,
    INK,
    PLAN,
    REPORT,
    VERDICT_COLOURS,
    WIDTH,
    as_png,
    as_svg,
    canvas,
    house_style,
    settle,
)

__all__ = [
    "BASELINE", "FAINT", "FONT_FOLDER", "INK", "PLAN", "REPORT", "VERDICT_COLOURS", "WIDTH", "Bar", "Gap", "Panel",
    "amount_bars", "as_png", "as_svg", "canvas", "chance_bars", "fans", "gaps", "house_style", "load_bars", "scatter",
    "settle", "warm_up",
]  # fmt: skip
