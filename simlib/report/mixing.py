"""simlib frontier: the best mix for each budget on the terminal, and one of them kept as a scenario file."""

from __future__ import annotations

from typing import NamedTuple, NoReturn

from ..errors import BadRequest, unknown_name
from ..grammar.folders import display, find_folder
from ..scenario import load
from ..setting.search.keeping import fail_if_taken, save_plan
from ..setting.search.mixes import Frontier, frontier
from ..setting.search.winners import VERSIONS, Point
from ..story.headline import illustrative_banner
from ..story.margins import chance_margin
from ..story.rows import form_of
from ..story.search.mixing import about_mixes, mark_words, turn_words
from ..text import amount, both, chance_words, indicator_words, money, said
from ..words import Words
from .terminal import table_lines


class Wish(NamedTuple):
    """What a planner asks of `simlib frontier`; texts as they were typed."""

    plan: str
    budgets: str | None
    chance: float
    indicator: str
    programme: str
    levers: str
    version: str
    save: str


def tell_frontier(wish: Wish, languages: tuple[str, ...]) -> str:
    """The best mix for each budget; with `save` the plan of the largest budget becomes a file."""
    plan = load(wish.plan)
    if wish.version not in VERSIONS:
        raise unknown_name("类型", "version", wish.version, VERSIONS)
    if wish.save:
        fail_if_taken(wish.save)  # before minutes of search, not after
    scope = {"programme": wish.programme} if wish.programme else {}
    levers = _listed(wish.levers) or None
    found = frontier(plan, _budgets(wish.budgets), [wish.chance], wish.indicator, levers=levers, **scope)  # type: ignore[arg-type]
    parts = []
    for language in languages:
        banner = illustrative_banner(plan.illustrative, language)
        parts += [*([f"[{banner}]"] if banner else []), *table_lines(_table(found, wish.chance, language)), ""]
        parts += [*about_mixes(found, wish.chance, language), ""]
    if wish.save:
        parts.append(_saved(found, wish, languages))
    return "\n".join(parts)


def _listed(text: str) -> list[str]:
    return [part for part in text.replace("\uff0c", ",").split(",") if part.strip()]


def _budgets(text: str | None) -> list[float] | None:
    """Budgets as typed: 600,700; None for the usual ones."""
    if text is None:
        return None
    try:
        return [float(part) for part in _listed(text)] if text.strip() else _unreadable(text)
    except ValueError:
        return _unreadable(text)


def _unreadable(text: str) -> NoReturn:
    raise BadRequest(
        f"预算“{text}”读不懂，请写成 600,700（万元，逗号分开）；不写 --budgets 则试八档。",
        f"The budgets “{text}” cannot be read; write 600,700 (10,000 yuan, with commas), or leave it out for eight.",
    ) from None


def _table(found: Frontier, chance: float, language: str) -> list[list[str]]:
    heads = ("version", "budget", "level", "retested", "money", "turns", "marks")
    rows = [[said(f"search.head.{name}", language) for name in heads]]
    return rows + [_row(found, point, language) for version in found.versions for point in found.curve(chance, version)]


def _row(found: Frontier, point: Point, language: str) -> list[str]:
    again = point.retested
    chance = "" if again is None else chance_words(again.value, language) + chance_margin(again.error, language)
    return [
        said(f"search.version.{point.version}", language), f"{point.budget:.0f}",
        amount(point.level, form_of(found.indicator), language), chance, f"{point.money.value:.0f}",
        turn_words(found.scenario, point, language), "; ".join(mark_words(point, language)),
    ]  # fmt: skip


def _saved(found: Frontier, wish: Wish, languages: tuple[str, ...]) -> str:
    version = wish.version if wish.version in found.versions else found.versions[0]
    point = found.at(found.budgets[-1], wish.chance, version)
    name = Words(*(indicator_words(found.indicator, language) for language in ("zh", "en")))
    budget = Words(*(money(point.budget, language) for language in ("zh", "en")))
    form = form_of(found.indicator)
    level = Words(*(amount(point.level, form, language) for language in ("zh", "en")))
    chance = Words(*(chance_words(wish.chance, language) for language in ("zh", "en")))
    title = both("search.title", indicator=name, budget=budget)
    purpose = both("search.purpose", version=both(f"search.version.{version}"), chance=chance, level=level)
    path = save_plan(point.plan, wish.save, title, purpose)
    return "\n".join(said("search.saved", language, path=display(path, find_folder())) for language in languages)
