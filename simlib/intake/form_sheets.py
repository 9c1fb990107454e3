"""The sheets of the Excel form and what may stand in each cell, derived from the tables; writer and reader share it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..assumptions import ASSUMPTION
from ..facts import FACT, FactRow, facts_of
from ..grammar.district import MOST_TIERS
from ..grammar.goals import BOUNDS_OF_FORM, TARGET_STATUSES
from ..grammar.records import Runs
from ..indicators import INDICATOR
from ..levers import LEVER, Lever, levers_of
from ..schema import json_schema
from ..words import DEPARTMENTS, PROGRAMMES, STATUSES, Words
from .form_words import FORM, NOTHING

ANY = (-1e12, 1e12)
SEPARATOR = "、"  # between several names in one cell


class Field(NamedTuple):
    """One thing to fill in: a column of a sheet, or a row of the district's sheet.

    `kind`  text, name, share, number, whole, quarter, switch, grades, choice, choices (several), value (the row
            says which) or note (told, not filled in). `options` is a key of OPTIONS, or sectors, tiers, quarters.
    """

    key: str
    words: Words
    kind: str
    unit: Words = NOTHING
    low: float = ANY[0]
    high: float = ANY[1]
    options: str = ""
    note: Words = NOTHING
    default: float | tuple[float, ...] | None = None
    width: int = 12


class Sheet(NamedTuple):
    """One sheet: its name, its columns, and how many blank rows a form offers."""

    key: str
    words: Words
    columns: tuple[Field, ...]
    blank_rows: int = 0
    pages_wide: int = 1  # on paper
    frozen: int = 1  # columns that stay in sight


class Row(NamedTuple):
    """One row of a sheet by column; `field` says what its value may be where rows differ in that.

    `closed` are columns in which nothing can be said of this row.
    """

    cells: Mapping[str, Any]
    field: Field | None = None
    closed: tuple[str, ...] = ()


Rows = dict[str, list[Row]]  # by sheet
SENSES: dict[str, Words] = {key: FORM[f"sense.{key}"] for key in ("at_least", "at_most", "rise_from")}
SWITCH: dict[str, Words] = {"on": FORM["on"], "off": FORM["off"]}
YES_NO: dict[str, Words] = {"1": FORM["yes"], "0": FORM["no"]}
OPTIONS: dict[str, Mapping[str, Words]] = {
    "departments": DEPARTMENTS,
    "programmes": PROGRAMMES,
    "statuses": STATUSES,
    "target_statuses": TARGET_STATUSES,
    "senses": SENSES,
    "switch": SWITCH,
    "yes_no": YES_NO,
    "indicators": {code: row.words for code, row in INDICATOR.items()},
    "levers": {code: row.words for code, row in LEVER.items()},
    "references": {row.code: row.words for row in facts_of("district", "price")},
    "sector_facts": {row.code: row.words for row in facts_of("sector")},
    "assumptions": {code: row.words for code, row in ASSUMPTION.items()},
}
CALENDAR = ("warm_up", "first", "last")
STANDING = ("source", "status")


def _is_share(unit: Words, low: float, high: float) -> bool:
    """A share is shown in per cent, where 80 would be a slip."""
    return low >= 0.0 and high <= 1.0 and ("比例" in unit.zh or "0–1" in unit.zh)


def fact_field(row: FactRow) -> Field:
    """What may stand for one fact: a share, a whole number (whole bounds in the table) or a number."""
    kind = "share" if _is_share(row.unit, row.minimum, row.maximum) else "number"
    kind = "whole" if isinstance(row.minimum, int) else kind
    return Field(row.code, row.words, kind, row.unit, row.minimum, row.maximum, note=row.where, default=row.default)


def lever_field(row: Lever) -> Field:
    """What may stand for one lever."""
    kind = row.kind if row.kind != "number" else "number"
    if row.kind == "number" and _is_share(row.unit, row.minimum, row.maximum):
        kind = "share"
    return Field(row.code, row.words, kind, row.unit, row.minimum, row.maximum, note=row.measure, default=row.default)


def _own(key: str, kind: str, options: str = "", width: int = 12) -> Field:
    return Field(key, FORM[f"field.{key}"], kind, options=options, note=FORM.get(f"note.{key}", NOTHING), width=width)


def _runs_fields() -> Iterator[Field]:
    """The numbers of runs, as the schema of a scenario has them."""
    usual = vars(Runs())
    for key, entry in json_schema()["properties"]["runs"]["properties"].items():
        kind = "whole" if entry["type"] == "integer" else "number"
        words, bounds = Words(*entry["description"].split("\n")[:2]), (entry["minimum"], entry["maximum"])
        yield Field(key, words, kind, NOTHING, *bounds, note=FORM["note.runs"], default=usual[key])


DISTRICT_ITEMS: dict[str, Field] = {
    field.key: field
    for field in (
        _own("name", "name"),
        _own("title_zh", "text"),
        _own("title_en", "text"),
        _own("purpose_zh", "text"),
        _own("purpose_en", "text"),
        _own("district_zh", "text"),
        _own("district_en", "text"),
        _own("warm_up", "quarter"),
        _own("first", "quarter"),
        _own("last", "quarter"),
        *(fact_field(row) for row in facts_of("district", "price")),
        *_runs_fields(),
    )
}
OPTIONS["items"] = {key: field.words for key, field in DISTRICT_ITEMS.items()}


def _sector_facts() -> tuple[Field, ...]:
    """The facts of a sector as columns; the passes stand before the rate that they give."""
    fields = [fact_field(row) for row in facts_of("sector")]
    tests = FACT["tests_observed"]
    passes = Field("passes", FORM["field.passes"], "whole", tests.unit, 0, tests.maximum, note=FORM["note.passes"])
    order = [field for field in fields if field.key not in ("observed", "tests_observed")]
    counted = [fact_field(tests), passes, fact_field(FACT["observed"])._replace(note=FORM["note.observed"])]
    return (*order[:3], *counted, *order[3:])


def _tier_columns() -> tuple[Field, ...]:
    return tuple(
        Field(f"tier_{i}", Words(f"可评品牌{i}", f"May win {i}"), "choice", options="tiers", note=FORM["note.tier"])
        for i in range(1, MOST_TIERS + 1)
    )


_TITLES = (_own("title_zh", "text", width=16), _own("title_en", "text", width=20))
_SOURCE = (_own("source", "text", width=52), _own("status", "choice", "statuses", 11))

# fmt: off
SHEETS: tuple[Sheet, ...] = (
    Sheet("district", FORM["sheet.district"], (
        _own("item", "choice", "items", 26), _own("unit", "note", width=14), _own("where", "note", width=34),
        _own("default", "note", width=12), _own("value", "value", width=34), *_SOURCE)),
    Sheet("sectors", FORM["sheet.sectors"], (
        _own("sector_name", "name", width=17), *_TITLES, _own("programme", "choice", "programmes", 14),
        _own("department", "choice", "departments", 14), *_tier_columns(), *_sector_facts(), *_SOURCE), 30, 2, 2),
    Sheet("tiers", FORM["sheet.tiers"], (
        _own("tier_name", "name", width=20), *_TITLES, _own("tier_owner", "choice", "departments", 14),
        *(lever_field(row) for row in levers_of("tier"))), MOST_TIERS),
    Sheet("levers", FORM["sheet.levers"], (
        _own("lever", "choice", "levers", 28), _own("place", "choice", "sectors", 18),
        _own("since", "quarter", "quarters", 12), _own("value", "value", width=16), _own("unit", "note", width=18),
        _own("allowed", "note", width=14), _own("default", "note", width=14), _own("power", "note", width=20),
        _own("measure", "note", width=34)), 40),
    Sheet("targets", FORM["sheet.targets"], (
        _own("indicator", "choice", "indicators", 30), _own("goal", "text", width=9),
        _own("target_programme", "choice", "programmes", 14), _own("target_sectors", "choices", "sectors", 24),
        _own("year", "whole", width=8)._replace(low=1900, high=2999), _own("sense", "choice", "senses", 15),
        _own("figure", "value", width=12), _own("reference", "choice", "references", 22),
        _own("base_year", "whole", width=10)._replace(low=1900, high=2999),
        _own("owners", "choices", "departments", 26), _own("target_status", "choice", "target_statuses", 27)), 30),
    Sheet("sources", FORM["sheet.sources"], (
        _own("source_sector", "choice", "sectors", 18), _own("fact", "choice", "sector_facts", 26), *_SOURCE), 30),
    Sheet("assumptions", FORM["sheet.assumptions"], (
        _own("assumption", "choice", "assumptions", 40), _own("unit", "note", width=14),
        _own("prior", "note", width=32), _own("median", "number"), _own("spread", "number"),
        _own("why", "text", width=46))),
)
# fmt: on
SHEET: dict[str, Sheet] = {sheet.key: sheet for sheet in SHEETS}
GUIDE, LISTS = FORM["sheet.guide"], FORM["sheet.lists"]


def said_value(field: Field, value: float | tuple[float, ...] | None, language: str) -> str:
    """A value of a lever or a fact as the form tells it."""
    if value is None:
        return FORM["none"].said(language)
    if isinstance(value, tuple):
        return " / ".join(f"{one:g}" for one in value)
    if field.kind == "switch":
        return FORM["on" if value else "off"].said(language)
    return f"{100 * value:.10g}%" if field.kind == "share" else f"{value:.10g}"


def said_bounds(field: Field, language: str) -> str:
    """What may stand in a cell, such as 0% to 100%."""
    if field.kind == "switch":
        return f"{FORM['on'].said(language)} / {FORM['off'].said(language)}"
    between = "to" if language == "en" else "至"
    return f"{said_value(field, field.low, language)} {between} {said_value(field, field.high, language)}"


def figure_field(form: str, *, rises: bool) -> Field:
    """What the figure of a target may be, by the form of its indicator: a rise is a share of what there was."""
    low, high = (0.0, 10.0) if rises else BOUNDS_OF_FORM.get(form, (0.0, ANY[1]))
    kind = "share" if rises or form == "share" else "choice" if form == "yes_no" else "number"
    return Field("figure", FORM["field.figure"], kind, NOTHING, low, high, "yes_no" if kind == "choice" else "")
