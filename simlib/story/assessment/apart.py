"""Groups instead of ranks on the page: who can be told apart, what a ranking would get wrong, what luck alone does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from markupsafe import Markup, escape
from numpy.typing import NDArray

from ...estimators import quantile_band
from ...plots.scoring import FunnelPoint, FunnelWords, funnel_chart
from ...setting.assessment.earning import known_facts
from ...setting.assessment.grouping import GROUPS, Counted, Groups, funnel, grouping
from ...setting.assessment.misranking import RankNoise, misranking, rank_noise, unequal_points
from ...setting.assessment.ranks import Ranked, RankedUnit, UnitCounts, ranked, unit_counts
from ...text import chance_words, joined, percent, said
from ..aiming import Aims
from ..margins import beside, chance_with_error, margin
from ..showing import Shown, figure, html, sentence
from ..tables import Row, table
from .assessing import assessed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_NAMED = 3
EXAMPLE_TESTS, EXAMPLE_UNITS = 60, 8  # of the sentence on equals


class Apart(NamedTuple):
    """The plan year's product sectors: counts of every run, their ranking, groups of the mean report; and departments,
    where there are several.
    """

    counts: UnitCounts
    ranking: Ranked
    departments: Ranked | None
    groups: Groups


def apart(aims: Aims) -> Apart | None:
    """Sectors, counted and ranked once; None where there is only one."""
    return aims.once("apart", lambda: _apart(aims))


def funnel_figure(aims: Aims) -> Shown:
    """Each sector's reported rate against its tests; between the lines nothing can be told."""
    found, language = apart(aims), aims.language
    if found is None:
        return alone(language)
    ranges = [quantile_band(rates) for rates in _rates(found.counts)]
    words = said("score.funnel.figure", language)
    drawn = drawn_funnel(found.groups, ranges, language)
    return figure(drawn, f"funnel_{language}", words, aims.out)


def unit_groups(aims: Aims) -> Shown:
    """Sectors with their rate, how likely each group, and how likely a ranking names them first or last."""
    found, language = apart(aims), aims.language
    if found is None:
        return alone(language)
    names = ("unit", "tests", "rate_seen", "above", "below", "first", "last")
    head = [said(f"score.head.{name}", language) for name in names]
    rows: list[Row] = []
    for name, ranking in (("sectors", found.ranking), ("departments", found.departments)):
        if ranking is not None:
            rows.append(escape(said(f"score.group.{name}", language)))
            rows += [unit_cells(row, language) for row in ranking.units]
    return html(table(head, rows, "scoring", numbers=(1, 2)) + groups_note(found.groups, language))


def about_groups(aims: Aims) -> Shown:
    """What luck does to equals, and what a ranking of this district's sectors would get wrong."""
    language, known = aims.language, apart(aims)
    if known is None:
        return alone(language)
    found, rate = known.ranking, known.groups.rate
    pairs = f"{100.0 * found.wrong_pairs.value:.0f}{beside(found.wrong_pairs.error, 'percent', language)}"
    last = chance_with_error(found.last_right.value, found.last_right.error, language)
    return sentence(
        equals_words(rate, language),
        unequal_words(aims, rate),
        said("score.about.ranked", language, pairs=pairs, last=last),
    )


# --- areas of a file


def areas_lines(groups: Groups, language: str) -> list[list[str]]:
    """Areas for the terminal: heading, then group by group, the best first; inside a group as in the file."""
    names = ("score.head.area", "score.head.tests", "score.funnel.axis_y", "score.head.group")
    head = [said(name, language) for name in names]
    order = sorted(groups.rows, key=lambda row: -row.group)
    return [head, *([row.unit.name.said(language), f"{row.unit.tests}", percent(row.rate),
                     GROUPS[row.group].said(language)] for row in order)]  # fmt: skip


def areas_words(groups: Groups, language: str) -> str:
    """How many areas stand in each group, who stands out, and how many have too few tests for it."""
    above, middle, below = (_members(groups, group, language) for group in (1, 0, -1))
    few = sum(not row.can_stand_out for row in groups.rows)
    words = said("score.about.areas", language, count=len(groups.rows), above=above, middle=middle, below=below)
    return " ".join([words, *([said("score.about.few", language, small=few)] if few else [])]).replace("。 ", "。")


def _members(groups: Groups, group: int, language: str) -> str:
    """How many are in a group; outside the middle who they are."""
    names = [row.unit.name.said(language) for row in groups.rows if row.group == group]
    if group == 0 or not names:
        return said("score.about.count", language, count=len(names))
    return said("score.about.some", language, count=len(names), names=joined(names, language, MOST_NAMED))


def save_areas_funnel(groups: Groups, language: str, out: Path) -> Path:
    """The funnel of the areas as an SVG file."""
    points = [(row.rate, row.rate) for row in groups.rows]
    figure(drawn_funnel(groups, points, language), f"areas_{language}", said("score.funnel.figure", language), out)
    return out / "figures" / f"areas_{language}.svg"


# --- parts


def equals_words(rate: float, language: str, kind: str = "departments") -> str:
    """What a ranking of equals (departments, areas) shows at this rate."""
    pair = misranking([rate, rate], [EXAMPLE_TESTS, EXAMPLE_TESTS])
    noise: RankNoise = rank_noise(rate, EXAMPLE_TESTS, EXAMPLE_UNITS)
    return said(
        "score.about.equals", language, kind=said(f"score.kind.{kind}", language), rate=percent(rate),
        tests=EXAMPLE_TESTS, units=EXAMPLE_UNITS, ordered=chance_words(pair.ordered, language),
        gap=f"{100.0 * noise.gap:.0f}", places=f"{noise.places:.1f}",
    )  # fmt: skip


def unequal_words(aims: Aims, rate: float) -> str:
    """How far the item on the sampled rate sets two equals apart; nothing without such an item."""
    found = assessed(aims)
    items = [
        row.item for row in (found.now.items if found else ())
        if row.item.place.indicator == "sampled_pass_rate" and row.item.place.since is None and not row.waiting
    ]  # fmt: skip
    if not items:
        return ""
    apart_by = unequal_points(items[0], rate, EXAMPLE_TESTS, known_facts(aims.scenario)).difference
    return said("score.about.unequal", aims.language, item=items[0].title.said(aims.language),
                points=f"{apart_by:.1f}", most=f"{items[0].points:g}")  # fmt: skip


def unit_cells(row: RankedUnit, language: str) -> list[str]:
    """One unit's line: tests, rate, chance of each group, chance of each end of a ranking."""
    rate = f"{percent(row.rate.value)} {margin(row.rate.error, 'share', language)}"
    chances = (row.above, row.below, row.named_first, row.named_last)
    words = [chance_words(one.value, language, short=True) for one in chances]
    return [row.title.said(language), f"{row.tests:.0f}", rate, *words]


def groups_note(groups: Groups, language: str) -> Markup:
    """How the groups are made, and their risk."""
    words = said("score.note.groups", language, risk=chance_words(groups.risk, language))
    return Markup('<p class="note">{}</p>').format(words)


def drawn_funnel(groups: Groups, ranges: Sequence[tuple[float, float]], language: str) -> Figure:
    """The funnel of some groups."""
    points = [
        FunnelPoint(row.unit.name.said(language), row.unit.tests, row.rate, *band, row.group)
        for row, band in zip(groups.rows, ranges, strict=True)
    ]
    ranged = any(low < high for low, high in ranges)
    pooled = "score.funnel.pooled" if any(row.group == 0 for row in groups.rows) else "score.funnel.pooled_all"
    words = FunnelWords(
        said("score.funnel.title", language),
        said("score.funnel.axis_futures" if ranged else "score.funnel.axis_x", language),
        said("score.funnel.axis_y", language), said(pooled, language, rate=percent(groups.rate)),
        {group: name.said(language) for group, name in GROUPS.items()},
    )  # fmt: skip
    return funnel_chart(points, funnel(groups), groups.rate, words, lambda value: f"{100.0 * value:g}%")


def alone(language: str) -> Shown:
    """What is shown where there is nothing to compare."""
    return sentence(said("score.alone", language), kind="note")


def _apart(aims: Aims) -> Apart | None:
    counts = unit_counts(aims.outcome, aims.year)
    if len(counts.names) < 2:
        return None
    units = [
        Counted(title, round(float(counts.tests[..., place].mean())), round(float(counts.passes[..., place].mean())))
        for place, title in enumerate(counts.titles)
    ]
    several = len(unit_counts(aims.outcome, aims.year, "department", "").names) > 1
    departments = ranked(aims.outcome, aims.year, "department", "") if several else None
    return Apart(counts, ranked(aims.outcome, aims.year), departments, grouping(units))


def _rates(counts: UnitCounts) -> list[NDArray[np.float64]]:
    rates = counts.passes / counts.tests
    return [rates[..., place] for place in range(len(counts.names))]
