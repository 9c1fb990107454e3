"""How a figure becomes points in a scoring table: on a line between two levels, or by steps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from simlib.errors import ScenarioError
from simlib.facts import FactRow, facts_of
from simlib.indicators import INDICATOR, SENSE_OF
from simlib.words import Words

from .goals import BOUNDS_OF_FORM
from .nodes import Mistakes, Node, mistake
from .records import Scenario
from .values import NO_WORDS, Bounds, choice, fields, items, number, one_of

Level = float | str  # a figure, or the district fact that holds it
WAYS = ("linear", "steps")
LINEAR_KEYS = ("zero", "full")
MOST_POINTS = 1000.0


@dataclass(frozen=True)
class Place:
    """What is read: an indicator in a year, of some sectors or a programme; with `since` its rise from that year."""

    indicator: str
    year: int
    programme: str = ""
    sectors: tuple[str, ...] = ()
    since: int | None = None

    @property
    def better(self) -> int:
        """+1 where more is better, −1 where less is."""
        return INDICATOR[self.indicator].better


@dataclass(frozen=True)
class Rule:
    """How a figure becomes points: on a line between two levels, or by steps; (level, points) from the worse up."""

    way: str
    marks: tuple[tuple[Level, float], ...]

    @property
    def points(self) -> float:
        """Full marks."""
        return self.marks[-1][1]


def read_rule(node: Node, place: Place, points: float, ground: Scenario) -> Rule:
    own = Mistakes()
    parts = fields(node, (), WAYS, own)
    own.fail_if_any()
    way = one_of(parts, WAYS, node)
    read = _linear if way == "linear" else _steps
    return read(parts[way], place, points, ground)


def _linear(node: Node, place: Place, points: float, ground: Scenario) -> Rule:
    """No points at `zero`, all at `full`, in proportion between."""
    own = Mistakes()
    parts = fields(node, LINEAR_KEYS, (), own)
    own.fail_if_any()
    zero, full = (read_level(parts[name], place, ground) for name in LINEAR_KEYS)
    _fail_if_not_harder(parts["full"], zero, full, place)
    return Rule("linear", ((zero, 0.0), (full, points)))


def _steps(node: Node, place: Place, points: float, ground: Scenario) -> Rule:
    """Each step has a level and the points earned from it on; the last one has full marks."""
    steps = [_step(item, place, ground) for item in items(node)]
    if not steps:
        raise mistake(node, "steps 至少要有一档。", "steps must have at least one step.")
    for item, (before, after) in zip(items(node)[1:], pairwise(steps), strict=True):
        _fail_if_not_harder(item, before[0], after[0], place)
        if after[1] <= before[1]:
            raise mistake(
                item,
                f"这一档的分数 {after[1]:g} 须高于前一档的 {before[1]:g}。请从低档到高档依次写。",
                f"this step's points ({after[1]:g}) must exceed those of the step before ({before[1]:g}). "
                "Write steps from the easiest to the hardest.",
            )
    if steps[-1][1] != points:
        raise mistake(
            items(node)[-1],
            f"最高一档 {steps[-1][1]:g} 分，与本项分值 points: {points:g} 不同。请改成一致。",
            f"the last step gives {steps[-1][1]:g} points, the item has points: {points:g}. Make them the same.",
        )
    return Rule("steps", tuple(steps))


def _step(node: Node, place: Place, ground: Scenario) -> tuple[Level, float]:
    own = Mistakes()
    parts = fields(node, ("points",), tuple(SENSE_OF.values()), own)
    own.fail_if_any()
    sense = one_of(parts, tuple(SENSE_OF.values()), node)
    fail_if_wrong_sense(parts[sense], sense, place)
    return read_level(parts[sense], place, ground), number(parts["points"], Bounds(0.0, MOST_POINTS))


def read_level(node: Node, place: Place, ground: Scenario) -> Level:
    """A figure of the indicator (of its rise, with `since`), or the name of a district fact."""
    if node.kind == "text" and not node.quoted and node.text[:1].isalpha():
        if place.since is None:
            return choice(node, _comparable(ground), Words("区级统计数据（可比对）", "district fact (to compare with)"))
        raise mistake(
            node,
            "有 since 时比的是增幅，只能写数。",
            "with “since” the rise is scored; write a figure.",
        )
    row = INDICATOR[place.indicator]
    low, high = BOUNDS_OF_FORM.get(row.form, (0.0, 1e12))
    return number(node, Bounds(low if place.since is None else -high, high, NO_WORDS))


def comparable_facts() -> tuple[FactRow, ...]:
    """Facts of a district that a figure can be compared with: rates of city and province."""
    return tuple(row for row in facts_of("district") if row.maximum <= 1.0)


def _comparable(ground: Scenario) -> list[str]:
    return [row.code for row in comparable_facts() if row.code in ground.facts]


def fail_if_wrong_sense(node: Node, sense: str, place: Place) -> None:
    right = SENSE_OF[place.better]
    if sense != right:
        raise mistake(
            node,
            f"{place.indicator} 越{'高' if place.better > 0 else '低'}越好，这里应写 {right}。",
            f"{place.indicator} is better the {'higher' if place.better > 0 else 'lower'}; write {right} here.",
        )


def _fail_if_not_harder(node: Node, easier: Level, harder: Level, place: Place) -> None:
    """Two levels in order; those named by a fact are compared when they are scored."""
    if isinstance(easier, str) or isinstance(harder, str) or place.better * (harder - easier) > 0:
        return
    raise _not_harder(node, easier, harder, place.better)


def _not_harder(node: Node, easier: float, harder: float, better: int) -> ScenarioError:
    zh, en = ("高", "above") if better > 0 else ("低", "below")
    return mistake(
        node,
        f"得分高的一档（{harder:g}）须{zh}于得分低的一档（{easier:g}）。请检查先后或数值。",
        f"the level for more points ({harder:g}) must lie {en} that for fewer ({easier:g}). Check order and figures.",
    )
