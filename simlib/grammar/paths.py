"""One lever at one place: what is written (a value, steps, a factor) laid over the base's path."""

from __future__ import annotations

from dataclasses import dataclass

from simlib.errors import ScenarioError
from simlib.levers import Lever
from simlib.words import Words

from .nodes import Node, key_mistake, mistake
from .records import Calendar, Path, Plan, Value
from .values import Bounds, is_off, key_choice, number, quarter, switch

RELATIVE = "times"
_FACTOR = Bounds(0.0, 100.0)


@dataclass(frozen=True)
class Ground:
    """What a difference is written against: the base's plan, its places, and its name (None for a root)."""

    plan: Plan
    calendar: Calendar
    sectors: tuple[str, ...]
    tiers: tuple[str, ...]
    base: str | None


@dataclass(frozen=True)
class Segment:
    """Quarters `start` to `stop` (excluded) that one written value holds for; `dated` if in a step."""

    start: int
    stop: int
    node: Node
    dated: bool


def form(node: Node) -> str:
    """How a value is written: plain, dated (steps), relative (times) or places (by sector)."""
    if node.kind != "mapping":
        return "plain"
    if not node.entries:
        raise empty(node)
    if RELATIVE in node.entries:
        return "relative"
    return "dated" if any(key[:1].isdigit() for key in node.entries) else "places"


def empty(node: Node) -> ScenarioError:
    return mistake(node, "大括号里是空的。请填写，或删去这一行。", "empty. Fill it in, or delete the line.")


def path_of(lever: Lever, node: Node, before: Path, ground: Ground, place: str = "") -> Path:
    """One value a quarter: the base's, overwritten from each step until the next."""
    path = list(before)
    for segment in segments(node, ground.calendar):
        old = tuple(path[segment.start : segment.stop])
        new = _applied(lever, segment, old, ground, place)
        path[segment.start : segment.stop] = new
    return tuple(path)


def _applied(lever: Lever, segment: Segment, old: Path, ground: Ground, place: str) -> Path:
    """The values of one segment: multiplied, back to the base's (off), or as written."""
    node = segment.node
    if form(node) == "relative":
        return _scaled(lever, segment, old, ground, place)
    if segment.dated and lever.kind != "switch" and is_off(node):
        return old
    return (value_of(lever, node),) * len(old)


def segments(node: Node, calendar: Calendar) -> list[Segment]:
    """What is written, as segments; a single value holds for the whole horizon."""
    if form(node) != "dated":
        return [Segment(0, calendar.quarters, node, dated=False)]
    starts = [_start(key, value, calendar) for key, value in node.entries.items()]
    _fail_if_out_of_order(node, starts)
    stops = [*starts[1:], calendar.quarters]
    return [Segment(*span, dated=True) for span in zip(starts, stops, node.entries.values(), strict=True)]


def _start(key: str, node: Node, calendar: Calendar) -> int:
    index = calendar.index(quarter(node, key))
    if not 0 <= index < calendar.quarters:
        raise key_mistake(
            node,
            f"{key} 不在方案期内，允许 {calendar.first} 至 {calendar.last}。",
            f"{key} is outside the plan; allowed {calendar.first} to {calendar.last}.",
        )
    return index


def _fail_if_out_of_order(node: Node, starts: list[int]) -> None:
    dates = list(node.entries)
    for i in range(1, len(starts)):
        if starts[i] <= starts[i - 1]:
            raise key_mistake(
                node.entries[dates[i]],
                f"{dates[i]} 写在 {dates[i - 1]} 之后，日期重叠或顺序不对。请按先后排列，每季只写一次。",
                f"{dates[i]} stands after {dates[i - 1]}: dates overlap or are out of order. "
                "List them in order, each once.",
            )


def _scaled(lever: Lever, segment: Segment, old: Path, ground: Ground, place: str) -> Path:
    """The base's values times a factor; each result must stay within the lever's bounds."""
    node = segment.node
    _fail_if_not_scalable(lever, node, ground)
    factor = number(node.entries[RELATIVE], _FACTOR)
    new = tuple(_times(value, factor) for value in old)
    for i, (was, value) in enumerate(zip(old, new, strict=True)):
        _fail_if_scaled_too_far(lever, node, (was, factor, value), _spot(place, ground, segment.start + i))
    return new


def _spot(place: str, ground: Ground, index: int) -> str:
    return " ".join(part for part in (place, ground.calendar.label(index)) if part)


def _fail_if_not_scalable(lever: Lever, node: Node, ground: Ground) -> None:
    extra = next((value for key, value in node.entries.items() if key != RELATIVE), None)
    if extra is not None:
        key_choice(extra, extra.last_key, (RELATIVE,), Words("键（与 times 并列）", "key (beside times)"))
    if ground.base is None:
        raise mistake(
            node,
            "起点方案没有可乘的上级方案，请直接写数值。",
            "this scenario has no base to multiply; write the value itself.",
        )
    if lever.kind == "switch":
        raise mistake(node, "开关不能相乘，请写 on 或 off。", "a switch cannot be multiplied; write on or off.")


def _times(value: Value, factor: float) -> Value:
    return tuple(one * factor for one in value) if isinstance(value, tuple) else value * factor


def _fail_if_scaled_too_far(lever: Lever, node: Node, step: tuple[Value, float, Value], spot: str) -> None:
    was, factor, value = step
    for one, result in zip(numbers(was), numbers(value), strict=True):
        if not lever.minimum <= result <= lever.maximum:
            said = f"{spot}: {one:.10g} × {factor:.10g} = {result:.10g}"
            allowed = _bounds(lever)
            raise mistake(
                node.entries[RELATIVE],
                f"{said}，超出范围，允许 {allowed.said('zh')}。请改小倍数，或直接写数值。",
                f"{said} is too far; allowed {allowed.said('en')}. Change the factor or write the value.",
            )


def numbers(value: Value) -> tuple[float, ...]:
    return value if isinstance(value, tuple) else (value,)


def _bounds(lever: Lever) -> Bounds:
    return Bounds(lever.minimum, lever.maximum, lever.unit)


def value_of(lever: Lever, node: Node) -> Value:
    """One value as written, of the lever's kind and within its bounds."""
    if form(node) != "plain":
        raise mistake(
            node,
            "这里应是一个值，不能再分行业、日期或倍数。",
            "a value must stand here; no further sectors, dates or factors.",
        )
    if lever.kind == "switch":
        return switch(node)
    if lever.kind == "grades":
        return _grades(lever, node)
    return number(node, _bounds(lever))


def _grades(lever: Lever, node: Node) -> Value:
    size = len(numbers(lever.default))
    if node.kind != "list" or len(node.items) != size:
        raise mistake(
            node,
            f"应是 {size} 个数，依次为 A、B、C、D 级，如 {list(numbers(lever.default))}。",
            f"must be {size} numbers, for grades A, B, C, D, such as {list(numbers(lever.default))}.",
        )
    return tuple(number(item, _bounds(lever)) for item in node.items)
