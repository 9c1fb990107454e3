"""Plans to choose from: this one, one named, and the special rectification that a sector may have or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...errors import BadRequest
from ...levers import LEVER
from ...scenario import load, with_levers, with_paths

if TYPE_CHECKING:
    from ...scenario import Scenario

CAMPAIGN = {"tests": 2.0, "sanction": 0.75, "exposure": 0.3}  # as in scenarios/crackdown.yml


def without_and_with(scenario: Scenario) -> tuple[Scenario, Scenario]:
    """The plan without and with a special rectification in every sector, second and third quarter of its first year.

    Where the plan has that very rectification in a sector already, it is taken out of the first of the two: the choice
    is the same whichever way the plan has it now.
    """
    begin, end = (f"{scenario.calendar.years[0]}{quarter}" for quarter in ("Q2", "Q4"))
    acting = with_levers(scenario, {"crackdown": {begin: CAMPAIGN, end: "off"}}, "campaign")
    idle = with_levers(scenario, {"crackdown": {begin: "off"}}, "idle")
    open_to = {place for (_, place), path in acting.plan.items() if path != scenario.plan[_, place]}
    held = {key: path for key, path in idle.plan.items() if key[1] not in open_to}
    same = all(scenario.plan[key] == path for key, path in held.items())
    return (scenario if same else with_paths(scenario, held, "without_campaign")), acting


def other_plan(scenario: Scenario, other: Scenario | str) -> Scenario:
    found = load(other) if isinstance(other, str) else other
    if found.root.digest != scenario.root.digest:
        raise BadRequest(
            f"“{found.name}”与“{scenario.name}”不是同一个区的方案，不能放在一起取舍。",
            f"“{found.name}” and “{scenario.name}” belong to different districts; there is no choice between them.",
        )
    return found


def fail_if_not_by_sector(scenario: Scenario, other: Scenario) -> None:
    """Only what is set by sector can be done in one sector and not in the next."""
    changed = [key for key, path in other.plan.items() if path != scenario.plan[key]]
    if not changed:
        raise BadRequest(
            f"“{other.name}”的工作措施与“{scenario.name}”完全相同，没有可取舍的，信息也就不值钱。请换一个方案。",
            f"“{other.name}” has the very levers of “{scenario.name}”: there is nothing to decide, and so nothing that "
            "information could be worth. Take another plan.",
        )
    wider = sorted({code for code, _ in changed if LEVER[code].shape != "sector"})
    if wider:
        raise BadRequest(
            f"“{other.name}”还改了全区统一的措施（{'、'.join(wider)}），不能逐行业取舍。"
            "请改用 which_plan 比较整个方案。",
            f"“{other.name}” also changes levers of the whole district ({', '.join(wider)}) and cannot be taken sector "
            "by sector. Compare whole plans with which_plan.",
        )


def fail_if_one(options: Sequence[Any]) -> None:
    if len(options) < 2:
        raise BadRequest(
            "只有一个选项，没有什么要决定的，多少信息也不值钱。请至少给两个选项。",
            "With a single option there is nothing to decide, and no information is worth anything. Give two at least.",
        )
