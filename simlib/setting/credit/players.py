"""Players: the levers in which two plans differ, as parts that can be taken up one by one, and whose work each is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...accounts import ITEMS
from ...levers import LEVER, LEVERS, Lever
from ...words import Words

if TYPE_CHECKING:
    from ...scenario import Plan, Scenario, Value

SCORE = "score_weights"
SCORED = ("quality_weight", "reputation_weight")  # one score: apart they could weigh more than all of it


class Player(NamedTuple):
    """One lever with all its places and dates (a crackdown and a jury's weights count as one)."""

    code: str
    words: Words
    department: str
    decides: bool
    paths: Plan


def players_of(baseline: Scenario, plan: Scenario) -> tuple[Player, ...]:
    """The levers that the plan sets otherwise than the baseline, in the order of LEVERS."""
    found: dict[str, dict[tuple[str, str], tuple[Value, ...]]] = {}
    for change in sorted(plan.changes_from(baseline), key=lambda change: _POSITION[change.lever]):
        found.setdefault(_code(LEVER[change.lever]), {})[change.lever, change.place] = change.after
    return tuple(
        Player(code, _words(code), _department(plan, paths), any(LEVER[lever].decides for lever, _ in paths), paths)
        for code, paths in found.items()
    )


_POSITION = {row.code: place for place, row in enumerate(LEVERS)}


def _code(row: Lever) -> str:
    return row.group or (SCORE if row.code in SCORED else row.code)


def _words(code: str) -> Words:
    if code == SCORE:
        return Words("评审权重", "Weights of the jury's score")
    grouped = next((row.measure for row in LEVERS if row.group == code), None)
    return grouped or LEVER[code].words


def _department(plan: Scenario, paths: Plan) -> str:
    """Whose work it is: of the sectors or tiers it touches if they pay for it and have one owner, else the lever's."""
    payers = {item.pays for item in ITEMS for lever, _ in paths if item.lever == lever}
    places = {place for _, place in paths}
    owners: set[str] = set()
    if "sector" in payers:
        owners = {one.department for one in plan.sectors if one.name in places}
    elif "tier" in payers:
        owners = {one.owner for one in plan.tiers if one.name in places}
    return owners.pop() if len(owners) == 1 else LEVER[next(iter(paths))[0]].owner
