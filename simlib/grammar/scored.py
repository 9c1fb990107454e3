"""The rows of a scoring table that a figure decides: what is read, how it becomes points, what is vetoed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from simlib.indicators import INDICATOR, SENSE_OF, Indicator
from simlib.words import Words

from .goals import fail_if_no_tier, read_owners, read_scope
from .nodes import Mistakes, Node, mistake, short
from .records import Scenario
from .scored_rules import MOST_POINTS, Level, Place, Rule, fail_if_wrong_sense, read_level, read_rule
from .values import NO_WORDS, Bounds, choice, fields, number, one_of, text, whole, words

SCOPE = ("programme", "sectors", "since")
ITEM_KEYS = ("title", "points", "indicator", "owner", "scoring")
_NOBODY: tuple[str, ...] = ()
VETO_KEYS = ("title", "indicator", "owner", "caps_at")


@dataclass(frozen=True)
class Item:
    """One row of the table: what is read, how it becomes points, and who answers for it."""

    key: str
    title: Words
    place: Place
    rule: Rule
    owners: tuple[str, ...]

    @property
    def points(self) -> float:
        """Full marks."""
        return self.rule.points


@dataclass(frozen=True)
class Veto:
    """A condition (一票否决): where it fails, no grade better than `caps_at` can be had, whatever the points."""

    key: str
    title: Words
    place: Place
    level: Level
    caps_at: str
    owners: tuple[str, ...]


def read_item(node: Node, year: int, ground: Scenario) -> Item:
    """One item or bonus: its points are full marks, reached at the best level of its scoring."""
    own = Mistakes()
    parts = fields(node, ITEM_KEYS, ("year", *SCOPE), own)
    own.fail_if_any()
    title = own.attempt(_title, parts["title"], NO_WORDS)
    owners = own.attempt(read_owners, parts["owner"], _NOBODY)
    points = own.attempt(lambda one: number(one, Bounds(0.0, MOST_POINTS)), parts["points"], math.nan)
    with own.noted():
        place = read_place(node, parts, year, ground)
        rule = read_rule(parts["scoring"], place, points, ground)
    own.fail_if_any()
    return Item(node.last_key, title, place, rule, owners)


def read_veto(node: Node, year: int, ground: Scenario, grades: tuple[str, ...]) -> Veto:
    """One veto: a level to be kept, and the best grade left where it is not."""
    own = Mistakes()
    parts = fields(node, VETO_KEYS, ("year", *SCOPE, *SENSE_OF.values()), own)
    own.fail_if_any()
    title = own.attempt(_title, parts["title"], NO_WORDS)
    owners = own.attempt(read_owners, parts["owner"], _NOBODY)
    cap = own.attempt(lambda one: choice(one, grades, Words("等次", "grade")), parts["caps_at"], "")
    with own.noted():
        place = read_place(node, parts, year, ground)
        level = _kept(node, parts, place, ground)
    own.fail_if_any()
    return Veto(node.last_key, title, place, level, cap, owners)


def read_place(node: Node, parts: dict[str, Node], year: int, ground: Scenario) -> Place:
    """What a row is read from; the year is the table's unless the row names its own."""
    row = INDICATOR[choice(parts["indicator"], INDICATOR, Words("指标", "indicator"))]
    _fail_if_neither_way(parts["indicator"], row)
    fail_if_no_tier(parts["indicator"], row, ground)
    programme, sectors = read_scope(node, parts, row, ground)
    years = ground.calendar.years
    when = whole(parts["year"], Bounds(years[0], years[-1])) if "year" in parts else year
    since = whole(parts["since"], Bounds(years[0] - 1, when - 1)) if "since" in parts else None
    return Place(row.code, when, programme, sectors, since)


def _kept(node: Node, parts: dict[str, Node], place: Place, ground: Scenario) -> Level:
    """The level that a veto asks to be kept."""
    sense = one_of(parts, tuple(SENSE_OF.values()), node)
    fail_if_wrong_sense(parts[sense], sense, place)
    return read_level(parts[sense], place, ground)


def _title(node: Node) -> Words:
    own = Mistakes()
    found = words(node, own)
    own.fail_if_any()
    return found if found.zh else NO_WORDS


def _fail_if_neither_way(node: Node, row: Indicator) -> None:
    if not row.better:
        raise mistake(
            node,
            f"“{row.words.zh}”说不上多好还是少好，不能计分。请换一个指标。",
            f"{row.code} is good neither high nor low and cannot be scored. Take another indicator.",
        )


def read_day(node: Node, year: int) -> date:
    """A day of the year, written 2012-06-30."""
    found = text(node)
    try:
        day = date.fromisoformat(found) if len(found) == len("2012-06-30") else None
    except ValueError:
        day = None
    if day is None:
        raise mistake(
            node,
            f"“{short(found)}”不是日期，请写成 {year}-06-30（年-月-日，月日各两位）。",
            f"“{short(found)}” is not a date; write {year}-06-30 (year-month-day).",
        )
    if day.year != year:
        raise mistake(
            node,
            f"{found} 不在考核年度内，允许 {year}-01-01 至 {year}-12-31。",
            f"{found} lies outside the year assessed; allowed {year}-01-01 to {year}-12-31.",
        )
    return day


def plain_text(node: Node) -> str:
    """A text of one line, as a message or a table can hold it."""
    return short(text(node), 400)
