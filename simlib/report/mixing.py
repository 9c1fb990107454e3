"""simlib frontier: the best mix for each budget on the terminal, and one of them kept as a scenario file."""

from __future__ import annotations

from typing import NamedTuple, NoReturn

from ..errors import BadRequest, unknown_name
from ..grammar.folders import display, find_folder
from ..scenario import load
from ..setting.search.keeping import fail_if_taken, save_plan
from ..setting.search.mixes import Frontier, frontier
from ..setting.search.winners import VERSIONS, Point
from ..story.margins import beside, chance_with_error
from ..story.rows import form_of
from ..story.search.mixing import answer_words, learnt_words
from ..story.search.naming import asked_words, close_up
from ..story.search.turning import counted_marks, no_change, turn_lines
from ..text import amount, both, indicator_words, money, said
from ..words import Words
from .terminal import heading
from .wrapping import wrapped, wrapped_all


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
    parts = [line for language in languages for line in _told(found, wish.chance, language)]
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


# --- what is said


def _told(found: Frontier, chance: float, language: str) -> list[str]:
    """The answer, what was learnt beside it, then a block a budget, the versions one after the other."""
    lines = heading(found.scenario, language)
    lines += wrapped_all([answer_words(found, chance, language), *learnt_words(found, chance, language)])
    for version in found.versions:
        lines += ["", said("search.block.version", language, version=said(f"search.version.{version}", language))]
        before: Point | None = None
        for point in found.curve(chance, version):
            lines += _block(found, point, before, language)
            before = point
    return [*lines, ""]


def _block(found: Frontier, point: Point, before: Point | None, language: str) -> list[str]:
    """One budget: what it can promise and costs, how sure, what else to know, then a line for each change."""
    level = amount(point.level, form_of(found.indicator), language)
    costs = money(point.money.value, language) + beside(point.money.error, "money", language)
    head = said("search.block.head", language, budget=money(point.budget, language), level=level, money=costs)
    facts = [_fresh(point, language), _besides(point, language)]
    if marks := counted_marks(point, language):
        facts.append(said("search.block.marks", language, marks=said("list.parts", language).join(marks)))
    return [*wrapped(head, "  "), *wrapped_all(map(close_up, facts), "    "), *_changes(found, point, before, language)]


def _fresh(point: Point, language: str) -> str:
    again = point.retested
    if again is None:
        return ""
    return said("search.block.fresh", language, asked=asked_words(point.chance, language),
                chance=chance_with_error(again.value, again.error, language))  # fmt: skip


def _besides(point: Point, language: str) -> str:
    true = amount(point.true.value, "share", language) + beside(point.true.error, "share", language)
    titles = f"{point.titles.value:.0f}" + beside(point.titles.error, "number", language)
    return said("search.block.besides", language, true=true, titles=titles)


def _changes(found: Frontier, point: Point, before: Point | None, language: str) -> list[str]:
    """Only what changes; nothing twice where the budget before it has the same plan."""
    if not point.turns:
        return wrapped(no_change(found.scenario, language), "    ")
    if before is not None and before.setting == point.setting:
        return wrapped(said("search.block.same", language, budget=money(before.budget, language)), "    ")
    head = wrapped(said("search.block.turns", language, count=len(point.turns)), "    ")
    return [*head, *wrapped_all(turn_lines(found.scenario, point, language), "      ")]


def _saved(found: Frontier, wish: Wish, languages: tuple[str, ...]) -> str:
    version = wish.version if wish.version in found.versions else found.versions[0]
    point = found.at(found.budgets[-1], wish.chance, version)
    name = Words(*(indicator_words(found.indicator, language) for language in ("zh", "en")))
    budget = Words(*(money(point.budget, language) for language in ("zh", "en")))
    form = form_of(found.indicator)
    level = Words(*(amount(point.level, form, language) for language in ("zh", "en")))
    chance = Words(*(asked_words(wish.chance, language) for language in ("zh", "en")))
    title = both("search.title", indicator=name, budget=budget)
    purpose = both("search.purpose", version=both(f"search.version.{version}"), chance=chance, level=level)
    path = save_plan(point.plan, wish.save, title, purpose)
    return "\n".join(said("search.saved", language, path=display(path, find_folder())) for language in languages)
