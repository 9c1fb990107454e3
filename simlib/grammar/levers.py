"""The `levers` block: a difference from the base, compiled to a value for every lever, place, quarter."""

from __future__ import annotations

from collections.abc import Mapping

from simlib.errors import ScenarioError
from simlib.levers import GROUPS, LEVER, LEVERS, Lever, levers_of
from simlib.words import Words

from .nodes import Mistakes, Node, key_mistake, mistake, short
from .paths import Ground, empty, form, numbers, path_of, segments, value_of
from .records import Calendar, Path, Plan, Value
from .values import entries, fail_if_not, is_off, key_choice

_KEY = Words("措施", "lever")
_PLACE = Words("行业", "sector")


def group_parts(group: str) -> dict[str, Lever]:
    """The levers of a group by the short key they have in a file (crackdown: tests, sanction, exposure)."""
    return {row.code.removeprefix(f"{group}_"): row for row in LEVERS if row.group == group}


def default_plan(calendar: Calendar, sectors: tuple[str, ...], tiers: tuple[str, ...]) -> Plan:
    """The levers as LEVERS has them, always and everywhere: what a root's own are a difference from."""
    places = {"sector": sectors, "tier": tiers, "district": ("",)}
    return {(row.code, place): (row.default,) * calendar.quarters for row in LEVERS for place in places[row.shape]}


def compile_levers(block: Node | None, ground: Ground, mistakes: Mistakes) -> Plan:
    """The complete plan: the base's, with what this block says put in its place."""
    plan = dict(ground.plan)
    with mistakes.noted():
        for key, node in entries(block).items():
            with mistakes.noted():
                plan.update(_compiled(key, node, ground, mistakes))
    _note_weights_above_one(block, plan, ground, mistakes)
    return plan


def _compiled(key: str, node: Node, ground: Ground, mistakes: Mistakes) -> Plan:
    """What one entry of the block sets."""
    if key in GROUPS:
        return _grouped(key, node, ground, mistakes)
    if key in ground.tiers:
        return _tier(key, node, ground, mistakes)
    _fail_if_under_another_key(key, node, ground)
    known = [row.code for row in LEVERS if row.shape != "tier" and not row.group]
    lever = LEVER[key_choice(node, key, [*known, *GROUPS, *ground.tiers], _KEY)]
    if lever.shape == "district":
        return {(key, ""): path_of(lever, node, ground.plan[key, ""], ground)}
    return _by_sector(lever, node, ground, mistakes)


def _fail_if_under_another_key(key: str, node: Node, ground: Ground) -> None:
    """A lever of a brand tier or of a group that stands directly under `levers`."""
    lever = LEVER.get(key)
    if lever is None or (lever.shape != "tier" and not lever.group):
        return
    part = key.removeprefix(f"{lever.group}_")
    parents = [lever.group] if lever.group else list(ground.tiers)
    sample = " / ".join(f"{parent}: {{{part}: …}}" for parent in parents) or "tiers"
    raise key_mistake(node, f"“{key}”应写在上一级之下，如 {sample}。", f"“{key}” belongs one level down: {sample}.")


def _by_sector(lever: Lever, node: Node, ground: Ground, mistakes: Mistakes) -> Plan:
    """A sector lever: one value for all sectors, or values by sector (those not named keep the base's)."""
    named = dict.fromkeys(ground.sectors, node) if form(node) != "places" else _places(node, ground, mistakes)
    plan: dict[tuple[str, str], Path] = {}
    for sector, value in named.items():
        with mistakes.noted():
            plan[lever.code, sector] = path_of(lever, value, ground.plan[lever.code, sector], ground, sector)
    return plan


def _tier(tier: str, node: Node, ground: Ground, mistakes: Mistakes) -> Plan:
    """The levers of one brand tier."""
    known = [row.code for row in levers_of("tier")]
    fail_if_not("mapping", node)
    plan: dict[tuple[str, str], Path] = {}
    for code, value in node.entries.items():
        with mistakes.noted():
            lever = LEVER[key_choice(value, code, known, Words("品牌措施", "brand lever"))]
            plan[code, tier] = path_of(lever, value, ground.plan[code, tier], ground, tier)
    return plan


def _grouped(group: str, node: Node, ground: Ground, mistakes: Mistakes) -> Plan:
    """A group such as crackdown: its parts together, in steps and by sector if wished."""
    parts = group_parts(group)
    whole = is_off(node) or form(node) == "dated" or any(key in parts for key in entries(node))
    fail_if_not("text" if is_off(node) else "mapping", node)
    named = dict.fromkeys(ground.sectors, node) if whole else _places(node, ground, mistakes, tuple(parts))
    plan: dict[tuple[str, str], Path] = {}
    for sector, value in named.items():
        with mistakes.noted():
            plan.update(_group_paths(parts, value, sector, ground, mistakes))
    return plan


def _group_paths(
    parts: Mapping[str, Lever],
    node: Node,
    sector: str,
    ground: Ground,
    mistakes: Mistakes,
) -> Plan:
    paths = {row.code: list(ground.plan[row.code, sector]) for row in parts.values()}
    for segment in segments(node, ground.calendar):
        with mistakes.noted():
            for code, value in _group_values(parts, segment.node).items():
                paths[code][segment.start : segment.stop] = [value] * (segment.stop - segment.start)
    return {(code, sector): tuple(path) for code, path in paths.items()}


def _group_values(parts: Mapping[str, Lever], node: Node) -> dict[str, Value]:
    """The values of all parts; off, and each part not named, is neutral (its default)."""
    values = {row.code: row.default for row in parts.values()}
    if is_off(node):
        return values
    fail_if_not("mapping", node)
    if not node.entries:
        raise empty(node)
    for key, value in node.entries.items():
        lever = parts[key_choice(value, key, tuple(parts), _KEY)]
        values[lever.code] = value_of(lever, value)
    return values


def _places(node: Node, ground: Ground, mistakes: Mistakes, also: tuple[str, ...] = ()) -> dict[str, Node]:
    """The entries of a mapping by sector; notes each unknown sector."""
    known: dict[str, Node] = {}
    for key, value in node.entries.items():
        with mistakes.noted():
            key_choice(value, key, [*ground.sectors, *also], _PLACE)
            known[key] = value
    return known


def _note_weights_above_one(block: Node | None, plan: Plan, ground: Ground, mistakes: Mistakes) -> None:
    """Quality and reputation share one score; together they cannot weigh more than all of it."""
    for tier in ground.tiers:
        pairs = zip(plan["quality_weight", tier], plan["reputation_weight", tier], strict=True)
        for i, (quality, reputation) in enumerate(pairs):
            total = numbers(quality)[0] + numbers(reputation)[0]
            if total > 1.0 + 1e-9 and block is not None:
                mistakes.add(_weights_mistake(block.entries.get(tier, block), tier, ground.calendar.label(i), total))
                break


def _weights_mistake(node: Node, tier: str, label: str, total: float) -> ScenarioError:
    said = f"quality_weight + reputation_weight = {total:.10g}"
    return mistake(
        node,
        f"{short(tier)} {label}：{said}，两项权重之和不得超过 1。请改小其中一项。",
        f"{short(tier)} {label}: {said}; together at most 1. Lower one of them.",
    )
