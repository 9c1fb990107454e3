"""A lever as a commented line of a file: what it is, its bounds, and an example to uncomment."""

from __future__ import annotations

from ..grammar.dump import spelled
from ..grammar.records import Scenario
from ..levers import LEVERS, Lever
from ..words import DEPARTMENTS

MODELINE = "# yaml-language-server: $schema="
EXAMPLE = "{indicator: sampled_pass_rate"


def plain_levers() -> tuple[Lever, ...]:
    return tuple(row for row in LEVERS if row.shape != "tier" and not row.group)


def lever_lines(row: Lever, example: str) -> list[str]:
    """What a lever means, its bounds, unit and owner, then an example."""
    return [f"  ## {told(row)}", f"  # {row.code}: {example}"]


def told(row: Lever) -> str:
    bounds = "on / off" if row.kind == "switch" else f"{row.minimum:g}–{row.maximum:g}{_unit(row)}"
    return f"{row.words.zh} {row.words.en}: {bounds}; {_power(row)}"


def _unit(row: Lever) -> str:
    """The unit in both languages, without a range that the bounds say already."""
    said = [one.removesuffix("0–1").strip() for one in row.unit]
    return "" if said[0] in ("–", "比例") else f" ({said[0]}, {said[1]})"


def as_in_base(row: Lever, base: Scenario) -> str:
    """An example that changes nothing: the base's first value, of one sector where sectors differ."""
    places = [place for code, place in base.plan if code == row.code]
    value = spelled(row, base.plan[row.code, places[0]][0])
    same = len({base.plan[row.code, place] for place in places}) == 1
    return value if same else f"{{{places[0]}: {value}}}"


def _power(row: Lever) -> str:
    """Who holds the power; above the district it is said."""
    above = "" if row.level == "区" else f"，{row.level}级权限 power of a higher level"
    return f"{row.owner} {DEPARTMENTS[row.owner].en}{above}"
