"""What a root says of its district: calendar, facts, sectors (a file each) and brand tiers."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from simlib.facts import facts_of
from simlib.levers import GROUPS, LEVER
from simlib.words import DEPARTMENTS, PROGRAMMES, Words

from .figures import read_facts
from .folders import display, fail_if_not_plain, own_name, sector_path
from .levers import default_plan, group_parts
from .nodes import Mistakes, Node, mistake
from .paths import RELATIVE
from .records import Calendar, Fact, Runs, Scenario, Sector, Tier
from .values import NO_WORDS, choice, entries, fields, items, quarter, text, words
from .yamlfile import read_yaml

LEAST_WARM_UP = 24
MOST_QUARTERS = 80
MOST_TIERS = 3
DISTRICT = ("district", "calendar", "sectors")  # what a root must say
DISTRICT_OPTIONAL = ("facts", "tiers")
SECTOR_KEYS = ("name", "title", "programme", "department", "facts")
DEPARTMENT, PROGRAMME = Words("部门", "department"), Words("领域", "programme")
_TIER = Words("品牌层级", "brand tier")
_NO_CALENDAR = Calendar("2006Q1", "2012Q1", "2016Q4")
_NO_TIERS: tuple[Tier, ...] = ()
_NO_SECTORS: tuple[Sector, ...] = ()
_RESERVED = {RELATIVE, *GROUPS, *LEVER, *(part for group in GROUPS for part in group_parts(group))}


class District(NamedTuple):
    """The part of a root that no derived scenario may change."""

    words: Words
    calendar: Calendar
    facts: dict[str, Fact]
    sectors: tuple[Sector, ...]
    tiers: tuple[Tier, ...]


def read_district(parts: dict[str, Node], folder: Path, mistakes: Mistakes) -> District:
    """All that a root says of its district; what is unreadable is noted and stands empty."""
    rows = facts_of("district", "price")
    tiers = mistakes.attempt(lambda node: read_tiers(node, mistakes), parts.get("tiers"), _NO_TIERS)
    return District(
        mistakes.attempt(lambda node: words(node, mistakes), parts.get("district"), NO_WORDS),
        mistakes.attempt(read_calendar, parts.get("calendar"), _NO_CALENDAR),
        mistakes.attempt(
            lambda node: read_facts(node, rows, mistakes),
            parts.get("facts"),
            read_facts(None, rows, mistakes),
        ),
        mistakes.attempt(
            lambda node: read_sectors(node, folder, tiers, mistakes),
            parts.get("sectors"),
            _NO_SECTORS,
        ),
        tiers,
    )


def undecided(name: str, file: str, district: District) -> Scenario:
    """A district whose plan is the defaults of LEVERS, without targets: what a root is a difference from."""
    sectors, tiers = (tuple(one.name for one in rows) for rows in (district.sectors, district.tiers))
    plan = default_plan(district.calendar, sectors, tiers)
    about = (district.words, district.calendar, district.facts, district.sectors, district.tiers)
    return Scenario(name, NO_WORDS, NO_WORDS, None, *about, plan, (), {}, Runs(), file=file)


def read_calendar(node: Node) -> Calendar:
    """Whole years: a warm-up of at least 24 quarters, then the plan."""
    own = Mistakes()
    parts = fields(node, ("warm_up", "first", "last"), (), own)
    own.fail_if_any()
    calendar = Calendar(*(quarter(parts[key]) for key in ("warm_up", "first", "last")))
    for key, wanted in (("warm_up", "1"), ("first", "1"), ("last", "4")):
        _fail_if_not_whole_year(parts[key], wanted)
    _fail_if_too_short(parts, calendar)
    return calendar


def _fail_if_not_whole_year(node: Node, wanted: str) -> None:
    if node.text[-1:] != wanted:
        year = node.text[:4]
        raise mistake(
            node,
            f"须按整年，请写 {year}Q{wanted}。",
            f"only whole years: write {year}Q{wanted}.",
        )


def _fail_if_too_short(parts: dict[str, Node], calendar: Calendar) -> None:
    if not LEAST_WARM_UP <= calendar.warm_up_quarters <= MOST_QUARTERS:
        raise mistake(
            parts["warm_up"],
            f"须比 {calendar.first} 早 {LEAST_WARM_UP} 至 {MOST_QUARTERS} 个季度。",
            f"must lie {LEAST_WARM_UP} to {MOST_QUARTERS} quarters before {calendar.first}.",
        )
    if not 4 <= calendar.quarters <= MOST_QUARTERS:
        raise mistake(
            parts["last"],
            f"方案期须为 4 至 {MOST_QUARTERS} 个季度（{calendar.first} 起）。",
            f"the plan must have 4 to {MOST_QUARTERS} quarters (from {calendar.first}).",
        )


def read_tiers(node: Node | None, mistakes: Mistakes) -> tuple[Tier, ...]:
    """The brand tiers, in order."""
    tiers: list[Tier] = []
    for name, entry in entries(node).items():
        with mistakes.noted():
            _fail_if_reserved(name, entry)
            parts = fields(entry, ("title", "owner"), (), mistakes)
            if len(parts) == 2:
                owner = choice(parts["owner"], DEPARTMENTS, DEPARTMENT)
                tiers.append(Tier(name, words(parts["title"], mistakes), owner))
    if node is not None and len(tiers) > MOST_TIERS:
        raise mistake(node, f"品牌层级最多 {MOST_TIERS} 个。", f"at most {MOST_TIERS} brand tiers.")
    return tuple(tiers)


def _fail_if_reserved(name: str, node: Node) -> None:
    """A sector or tier whose name could be taken for a date, a lever or a word of the grammar."""
    fail_if_not_plain(name, node)
    if name in _RESERVED or not name[0].isalpha():
        raise mistake(
            node,
            f"“{name}”不能作名称：须以字母或汉字开头，且不是措施名。请另取名。",
            f"“{name}” cannot be a name here: begin with a letter, and do not use the name of a lever.",
        )


def read_sectors(node: Node, folder: Path, tiers: tuple[Tier, ...], mistakes: Mistakes) -> tuple[Sector, ...]:
    """The sectors a root names, each from its file scenarios/sectors/NAME.yml (or FOLDER/NAME)."""
    sectors: dict[str, Sector] = {}
    for item in items(node):
        with mistakes.noted():
            path = sector_path(item, folder)
            sector = read_sector(path, folder, mistakes)
            _fail_if_named_twice(item, sector, sectors)
            _note_unknown_tiers(sector, tiers, mistakes)
            sectors[sector.name] = sector
    if not sectors and not mistakes.found:
        raise mistake(node, "至少要有一个行业。", "name at least one sector.")
    return tuple(sectors.values())


def _fail_if_named_twice(item: Node, sector: Sector, sectors: dict[str, Sector]) -> None:
    if sector.name in sectors:
        raise mistake(item, f"行业“{sector.name}”写了两次。", f"the sector “{sector.name}” is named twice.")


def _note_unknown_tiers(sector: Sector, tiers: tuple[Tier, ...], mistakes: Mistakes) -> None:
    for tier in sector.tiers:
        named = Node("text", sector.file, "tiers", text=tier)
        mistakes.attempt(lambda node: choice(node, [row.name for row in tiers], _TIER), named, "")


def read_sector(path: Path, folder: Path, mistakes: Mistakes) -> Sector:
    """One sector file."""
    file = display(path, folder)
    parts = fields(read_yaml(path, file), SECTOR_KEYS, ("tiers",), mistakes)
    rows = facts_of("sector")
    sector = Sector(
        name=mistakes.attempt(lambda node: _own_name(node, path.stem), parts.get("name"), path.stem),
        title=mistakes.attempt(lambda node: words(node, mistakes), parts.get("title"), NO_WORDS),
        programme=mistakes.attempt(lambda node: choice(node, PROGRAMMES, PROGRAMME), parts.get("programme"), ""),
        department=mistakes.attempt(lambda node: choice(node, DEPARTMENTS, DEPARTMENT), parts.get("department"), ""),
        tiers=mistakes.attempt(_names_of_tiers, parts.get("tiers"), ()),
        facts=mistakes.attempt(lambda node: read_facts(node, rows, mistakes), parts.get("facts"), {}),
        file=file,
    )
    _note_shares_above_one(sector, parts.get("facts"), mistakes)
    return sector


def _own_name(node: Node, stem: str) -> str:
    """The name of a sector; must be that of its file."""
    name = own_name(node, stem)
    _fail_if_reserved(name, node)
    return name


def _names_of_tiers(node: Node) -> tuple[str, ...]:
    """The tiers that units of a sector may win, each once."""
    names = tuple(text(item) for item in items(node))
    if len(set(names)) < len(names):
        raise mistake(node, "同一品牌层级写了两次。", "a brand tier is named twice.")
    return names


def _note_shares_above_one(sector: Sector, node: Node | None, mistakes: Mistakes) -> None:
    """Medium and large units together are at most all units."""
    shares = [sector.facts[code].value or 0.0 for code in ("share_medium", "share_large") if code in sector.facts]
    if node is not None and sum(shares) > 1.0:
        mistakes.add(
            mistake(
                node,
                f"share_medium + share_large = {sum(shares):.10g}，不得超过 1。",
                f"share_medium + share_large = {sum(shares):.10g}; together at most 1.",
            )
        )
