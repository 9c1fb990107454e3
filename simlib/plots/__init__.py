"""Figures: what will happen, how sure the targets are, what it costs, what differs. The only user of matplotlib."""

from .charts import Bar, Gap, Panel, amount_bars, chance_bars, fans, gaps, load_bars, scatter, warm_up
from .checks import Check, forecast_check, rank_histogram
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
from .proof import (
    PROOF_COLOURS,
    Belief,
    PatternBar,
    TheoryPanel,
    pattern_bars,
    prior_and_posterior,
    theory_and_points,
)

__all__ = [
    "BASELINE", "FAINT", "FONT_FOLDER", "INK", "PLAN", "PROOF_COLOURS", "REPORT", "VERDICT_COLOURS", "WIDTH", "Bar",
    "Belief", "Check", "Gap", "Panel", "PatternBar", "TheoryPanel", "amount_bars", "as_png", "as_svg", "canvas",
    "chance_bars", "fans", "forecast_check", "gaps", "house_style", "load_bars", "pattern_bars", "prior_and_posterior",
    "rank_histogram", "scatter", "settle", "theory_and_points", "warm_up",
]  # fmt: skip
