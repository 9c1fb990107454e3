"""What more tests are worth for the decision at hand, sector by sector, against their price."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ...errors import unknown_name
from ...setting.worth.decisions import DRAWS, Decision, what_each_promises, where_to_act, which_plan
from ...setting.worth.sampling_value import LEAST, SELDOM, SectorWorth, worth_by_sector, worth_curve
from ...text import joined, money, said
from .. import tables
from ..rows import sector_titles
from ..showing import Shown, figure, html, sentence

if TYPE_CHECKING:
    from ..aiming import Aims

TESTS = 100
FEW_DRAWS = 60  # for a trial
RIVALS = ("crackdown", "combined")  # plans that a whole-district decision chooses from
CURVES, NAMED = 3, 2
STEPS = (0, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 10)  # of `tests`
CHOICES = {
    "act": lambda plan, draws: where_to_act(plan, draws=draws),
    "promise": lambda plan, draws: what_each_promises(plan, draws=draws),
    "plan": lambda plan, draws: which_plan(plan, RIVALS, draws=draws),
}


# --- what the notebooks call


def sampling_decision(aims: Aims, choice: str = "act") -> Shown:
    """What is to be decided, what it is worth, and at which rate of exchange."""
    return sentence(decision_words(decisions_of(aims, choice)[0], aims.language), kind="note")


def worth_table(aims: Aims, choice: str = "act") -> Shown:
    """By sector: what 100 more tests are worth for the decision, how often they change it, and their price."""
    decisions, rows, language = decisions_of(aims, choice), rows_of(aims, choice), aims.language
    head, *body = worth_cells(decisions, rows, language)
    note = said("worth.note", language, draws=decisions[0].rates.shape[1])
    shown = tables.table(head, body, "worth", tuple(range(2, len(head) - 1)))
    return html(shown + Markup('<p class="note">{}</p>').format(note))


def about_sampling(aims: Aims, choice: str = "act") -> Shown:
    """Where 100 more tests are worth most, whether they pay, and past which number they no longer matter."""
    return sentence(*worth_sentences(decisions_of(aims, choice), rows_of(aims, choice), aims.language))


def sampling_curves(aims: Aims, choice: str = "promise") -> Shown:
    """Worth of 100 more tests by sector against their price; and how the worth grows with their number."""
    from ...plots import Bar, Rising, worth_chart

    language, titles = aims.language, sector_titles(aims.scenario)
    found = sorted(rows_of(aims, choice), key=lambda row: -row.worth)
    bars = [Bar(titles[row.sector].said(language), row.worth, _bar_words(row), before=row.price) for row in found]
    numbers = [round(TESTS * step) for step in STEPS]
    curves = [
        Rising(titles[row.sector].said(language), numbers, curve, row.rate_worth)
        for row, curve in zip(found, aims.once(f"worth curves {choice}", lambda: _curves(aims, choice, found, numbers)),
                              strict=False)
    ]  # fmt: skip
    heads = said("worth.figure.bars", language, tests=TESTS), said("worth.figure.curve", language)
    labels = tuple(said(f"worth.figure.{name}", language) for name in ("money", "tests", "price", "ceiling"))
    drawn = worth_chart(bars, curves, heads, labels)  # type: ignore[arg-type]
    return figure(drawn, f"worth_{choice}_{language}", heads[0], aims.out)


# --- computed once for both languages


def choose(plan: Any, choice: str, draws: int = DRAWS) -> tuple[Decision, ...]:
    """The decisions of a kind: act (where to step in), promise (which level) or plan (which plan)."""
    if choice not in CHOICES:
        raise unknown_name("决定", "decision", choice, CHOICES)
    found: tuple[Decision, ...] = CHOICES[choice](plan, draws)
    return found


def decisions_of(aims: Aims, choice: str) -> tuple[Decision, ...]:
    """The decisions of a kind for this plan."""
    draws = FEW_DRAWS if aims.small else DRAWS
    return aims.once(f"decisions {choice}", lambda: choose(aims.scenario, choice, draws))


def rows_of(aims: Aims, choice: str) -> tuple[SectorWorth, ...]:
    """What 100 more tests are worth in each sector for these decisions."""
    return aims.once(f"worth {choice}", lambda: worth_by_sector(decisions_of(aims, choice), TESTS))


def _curves(aims: Aims, choice: str, found: Sequence[SectorWorth], numbers: Sequence[int]) -> list[Any]:
    by_sector = {name: one for one in decisions_of(aims, choice) for name in one.sectors}
    return [worth_curve(by_sector[row.sector], row.sector, numbers) for row in found[:CURVES]]


# --- words and cells, for pages and the terminal


def decision_words(decision: Decision, language: str) -> str:
    """What is to be decided, in a sentence or two."""
    values = {"year": decision.years[0], "last": decision.years[-1], "point": money(decision.a_point, language),
              "lost": money(decision.lost, language), "measure": ""}  # fmt: skip
    if decision.code == "act":
        other = decision.options[1]
        named = said("worth.measures", language, title=other.title.said(language))
        values["measure"] = said("worth.campaign", language) if other.name == "campaign" else named
    return said(f"worth.decision.{decision.code}", language, **values)


def worth_cells(decisions: Sequence[Decision], rows: Sequence[SectorWorth], language: str) -> list[list[str]]:
    """Heading and one line a sector, the most worth having first."""
    heads = ("sector", "best", "worth", "change", "rate", "all", "price", "verdict")
    tests = rows[0].tests if rows else TESTS
    options = {name: one for one in decisions for name in one.sectors}
    titles = sector_titles(decisions[0].scenario)
    lines = [_cells(row, options[row.sector], titles, language) for row in sorted(rows, key=lambda row: -row.worth)]
    return [[said(f"worth.head.{name}", language, tests=tests) for name in heads], *lines]


def _cells(row: SectorWorth, decision: Decision, titles: Any, language: str) -> list[str]:
    change = said("worth.never", language) if row.change < SELDOM else f"{100 * row.change:.0f}"
    return [
        titles[row.sector].said(language),
        _option(decision, row.best, language),
        _worth_cell(row, language),
        change,
        _bare(row.rate_worth, language),
        _bare(row.all_worth, language),
        _bare(row.price, language),
        said(f"worth.verdict.{row.verdict}", language),
    ]


def _worth_cell(row: SectorWorth, language: str) -> str:
    """The worth of the tests in a column whose unit is said once, under the table."""
    if _is_nothing(row):
        return "≈0"
    if _is_plain(row):
        return f"{_bare(row.worth, language)} {_margin(row.error, language)}"
    return f"≤ {_bare(_limit(row), language)}"


def worth_words(row: SectorWorth, language: str) -> str:
    """The worth of the tests with its error; only an upper limit where it is too small to tell."""
    if _is_nothing(row):
        return said("worth.nothing", language)
    if _is_plain(row):
        return f"{_amount(row.worth, language)} {_margin(row.error, language)}"
    return said("worth.less", language, amount=_amount(_limit(row), language))


def worth_sentences(decisions: Sequence[Decision], rows: Sequence[SectorWorth], language: str) -> list[str]:
    """What was learnt: the best places for more tests, whether they pay, and when they stop to matter."""
    found, titles = sorted(rows, key=lambda row: -row.worth), sector_titles(decisions[0].scenario)
    tests, alive = found[0].tests, [row for row in found if row.verdict != "settled"]
    if not alive:
        return [said("worth.settled", language, tests=tests)]
    worthy = [row for row in alive if not _is_nothing(row)][:NAMED]
    if not worthy:
        return [said("worth.too_small", language, tests=tests)]
    places = [_place(row, titles, language) for row in worthy]
    said_places = said("worth.places", language, tests=tests, places=joined(places, language))
    return [said_places, _until(worthy[0], titles, language), *_paid(alive, worthy[0], titles, language)]


def _place(row: SectorWorth, titles: Any, language: str) -> str:
    sector = titles[row.sector].said(language)
    if _is_plain(row):
        return said("worth.place", language, sector=sector, worth=worth_words(row, language))
    return said("worth.place_less", language, sector=sector, amount=_amount(_limit(row), language))


def _is_plain(row: SectorWorth) -> bool:
    """True where the worth can be told from nothing and is worth printing."""
    return row.told and row.worth >= LEAST


def _is_nothing(row: SectorWorth) -> bool:
    """True where the tests are worth next to nothing: so is knowing the rate, or the worth with its error."""
    return row.is_nothing or row.rate_worth < LEAST


def _limit(row: SectorWorth) -> float:
    """What the worth hardly exceeds, where no more can be told: tests never tell more than the rate itself would."""
    return min(math.ceil(10.0 * (row.worth + 2.0 * row.error)) / 10.0, row.rate_worth)


def _until(best: SectorWorth, titles: Any, language: str) -> str:
    if not math.isfinite(best.until) or best.until == 0:
        return ""
    return said("worth.until", language, sector=titles[best.sector].said(language), until=f"{best.until:,.0f}")


def _paid(alive: Sequence[SectorWorth], best: SectorWorth, titles: Any, language: str) -> list[str]:
    """Where the tests pay; if nowhere, how much more would have to hang on the decision, and why."""
    sector = titles[best.sector].said(language)
    paying = [titles[row.sector].said(language) for row in alive if row.verdict == "pays"]
    if paying:
        return [said("worth.pays", language, names=joined(paying, language))]
    why = said("worth.why", language, sector=sector, all=_amount(best.all_worth, language),
               rate=_amount(best.rate_worth, language))  # fmt: skip
    if not best.told:
        return [said("worth.not_paid_short", language), why]
    price, times = _amount(best.price, language), f"{best.stakes:.0f}"
    return [said("worth.not_paid", language, sector=sector, price=price, times=times), why]


def _option(decision: Decision, place: int, language: str) -> str:
    if decision.code == "act":
        return said("worth.best.act" if place else "worth.best.stay", language)
    option = decision.options[place]
    return f"{100.0 * option:g}%" if decision.code == "promise" else str(option.title.said(language))


def _amount(value: float, language: str) -> str:
    if value < LEAST:
        return "≈0"
    return said("worth.money", language, number=_bare(value, language))


def _bare(value: float, language: str) -> str:
    """An amount without its unit."""
    return "≈0" if value < LEAST else _number(value if language == "zh" else 10.0 * value)


def _margin(error: float, language: str) -> str:
    size = max(error, LEAST)
    return f"±{_number(size if language == 'zh' else 10.0 * size)}"


def _number(value: float) -> str:
    return f"{value:,.1f}" if abs(value) < 10 else f"{value:,.0f}"


def _bar_words(row: SectorWorth) -> str:
    return "≈0" if _is_nothing(row) else f"{_number(row.worth)} {_margin(row.error, 'zh')}"
