"""What learning told, for pages and terminals: how much, which assumptions moved, which figures were a surprise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from ...indicators import INDICATOR
from ...learn import Learned, Moved
from ...learn.learned import Check
from ...text import amount, percent, said
from .. import tables

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SURPRISING = 0.05
MOST_SHOWN = 12
MOVED = ("assumption", "status", "prior", "posterior", "shift", "narrowed")  # columns of the two tables
CHECKED = ("figure", "seen", "before", "after", "surprise")


def sentences(learned: Learned, language: str) -> list[str]:
    """How much was learnt, in words."""
    moved = [row for row in learned.moved if row.moved]
    rest = len(learned.moved) - len(moved)
    found = [
        said("learn.sentence", language, rows=len(learned.observations), runs=f"{learned.runs:,}",
             left=f"{learned.effective:,.0f}"),
    ]  # fmt: skip
    if learned.temper < 1.0:
        found.append(said("learn.tempered", language, percent=percent(learned.temper, 0)))
    key = "learn.moved" if moved else "learn.nothing_moved"
    found.append(said(key, language, count=len(moved), rest=rest))
    return [*found, surprises(learned, language)]


def surprises(learned: Learned, language: str) -> str:
    """The figures that hardly any world had foretold."""
    odd = [_name(row, language) for row in learned.checks if row.surprise < SURPRISING]
    if not odd:
        return said("learn.no_surprise", language)
    return said("learn.surprise", language, rows=("、" if language == "zh" else ", ").join(odd))


def _name(row: Check, language: str) -> str:
    form = INDICATOR[row.observation.indicator].form
    return f"{row.observation.when} {amount(row.observation.figure, form, language)}"


def heads(columns: tuple[str, ...], language: str) -> list[str]:
    """Headings of a table."""
    return [said(f"learn.head.{name}", language) for name in columns]


def moved_rows(learned: Learned) -> tuple[Moved, ...]:
    """The assumptions worth showing: those that moved, at most MOST_SHOWN."""
    return tuple(row for row in learned.moved if row.moved)[:MOST_SHOWN]


def moved_table(learned: Learned, language: str) -> Markup:
    """Each assumption that moved: middle 80 of 100 before and after, and by how much."""
    rows = [list(moved_cells(row, learned, language)) for row in moved_rows(learned)]
    return tables.table(heads(MOVED, language), rows, "levers", numbers=(4, 5))


def moved_cells(row: Moved, learned: Learned, language: str) -> tuple[str, ...]:
    """One assumption as text: name, basis, before, after, shift, share of variance gone."""
    return (
        label(row, learned, language), said(f"learn.status.{row.status}", language), _range(row.prior),
        _range(row.posterior), f"{row.shift:+.2f}", percent(max(row.narrowed, 0.0), 0),
    )  # fmt: skip


def label(row: Moved, learned: Learned, language: str) -> str:
    """An assumption's name, with its sector where each has its own."""
    name = row.words.said(language)
    if not row.place:
        return name
    sector = learned.scenario.sector(row.place).title.said(language)
    return f"{name}({sector})" if language == "zh" else f"{name} ({sector})"


def _range(values: tuple[float, float, float]) -> str:
    low, middle, high = (f"{value:.3g}" for value in values)
    return f"{middle} ({low} – {high})"


def checks_table(learned: Learned, language: str) -> Markup:
    """Each figure beside what was foretold for it, before and after."""
    rows = [list(check_cells(row, learned, language)) for row in learned.checks]
    return tables.table(heads(CHECKED, language), rows, "levers", numbers=(1,))


def check_cells(row: Check, learned: Learned, language: str) -> tuple[str, ...]:
    """One figure as text: what it is, observed, foretold before and after, surprise."""
    indicator = INDICATOR[row.observation.indicator]

    def shown(values: tuple[float, float, float]) -> str:
        low, middle, high = (amount(value, indicator.form, language) for value in values)
        return f"{middle} ({low} – {high})"

    sectors = "、".join(learned.scenario.sector(name).title.said(language) for name in row.observation.sectors)
    name = " ".join(part for part in (row.observation.when, indicator.words.said(language), sectors) if part)
    odd = said("learn.usual", language)
    if row.surprise < SURPRISING:
        odd = said("learn.one_in", language, count=f"{1.0 / max(row.surprise, 1e-4):,.0f}")
    seen = amount(row.observation.figure, indicator.form, language)
    return name, seen, shown(row.before), shown(row.after), odd


def beliefs(learned: Learned, language: str) -> Figure:
    """The assumptions that the data moved most, before and after; those they did not move are faint."""
    from ...plots import Belief, prior_and_posterior

    rows = [
        Belief(label(row, learned, language), row.prior, row.posterior, row.distance, not row.moved,
               (f"{row.prior[0]:.3g}", f"{row.prior[2]:.3g}"))
        for row in learned.moved[:MOST_SHOWN]
    ]  # fmt: skip
    return prior_and_posterior(rows, (said("learn.prior", language), said("learn.posterior", language)))


def parts(learned: Learned, language: str) -> list[Markup]:
    """The pieces of the page: figures beside what was foretold, assumptions that moved, and their picture."""
    found = [checks_table(learned, language)]
    if moved_rows(learned):
        found.append(moved_table(learned, language))
    return [*found, picture(learned, language)]


def picture(learned: Learned, language: str) -> Markup:
    """Prior and posterior side by side, as SVG."""
    from ...plots import as_svg, settle

    drawn = beliefs(learned, language)
    settle(drawn)
    title = Markup("<h3>{}</h3>").format(said("learn.figure", language))
    return title + Markup("<figure>{}</figure>").format(Markup(as_svg(drawn)))
