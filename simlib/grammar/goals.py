"""The `targets` block: what must come out, of which sectors, in which year, and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass

from simlib.errors import ScenarioError
from simlib.indicators import INDICATOR, Indicator
from simlib.words import DEPARTMENTS, PROGRAMMES, Words

from .nodes import Mistakes, Node, mistake
from .records import Scenario, Target
from .values import Bounds, choice, fields, items, number, one_of, text, whole

SENSES = ("at_least", "at_most", "rise_from")
TARGET_STATUSES = {
    "stated": Words("方案写明的数值", "the plan's own figure"),
    "added": Words("本模型所加，方案未写数值", "added here; the plan gives no figure"),
}
REQUIRED = ("indicator", "year", "owner", "status")
OPTIONAL = ("goal", "programme", "sectors", *SENSES, "by")
BOUNDS_OF_FORM = {"share": (0.0, 1.0), "yes_no": (0.0, 1.0), "rate_100": (0.0, 100.0)}
_RISE = Bounds(0.0, 10.0)


@dataclass(frozen=True)
class Level:
    """The figure to be met, or the district fact or year that it is measured against."""

    sense: str
    level: float | None = None
    reference: str = ""
    since: int | None = None
    by: float = 0.0


def read_targets(node: Node | None, ground: Scenario, mistakes: Mistakes) -> tuple[Target, ...]:
    """The base's targets, with these added or put in the place of one about the same."""
    targets = {target.scope: target for target in ground.targets}
    seen: set[object] = set()
    with mistakes.noted():
        for item in items(node):
            with mistakes.noted():
                target = _target(item, ground, mistakes)
                _fail_if_said_twice(item, target, seen)
                targets[target.scope] = target
    return tuple(targets.values())


def _fail_if_said_twice(item: Node, target: Target, seen: set[object]) -> None:
    if target.scope in seen:
        raise mistake(
            item,
            f"{target.indicator} {target.year} 年、同一范围的目标写了两次。请只留一处。",
            f"{target.indicator} of {target.year} has two targets of the same scope. Keep one.",
        )
    seen.add(target.scope)


def _target(node: Node, ground: Scenario, mistakes: Mistakes) -> Target:
    own = Mistakes()
    parts = fields(node, REQUIRED, OPTIONAL, own)
    own.fail_if_any()
    row = INDICATOR[choice(parts["indicator"], INDICATOR, Words("指标", "indicator"))]
    fail_if_no_tier(parts["indicator"], row, ground)
    programme, sectors = read_scope(node, parts, row, ground)
    year = whole(parts["year"], _years(ground))
    level = _level(node, parts, row, ground)
    return Target(
        indicator=row.code,
        goal=mistakes.attempt(text, parts.get("goal"), ""),
        programme=programme,
        sectors=sectors,
        year=year,
        sense=level.sense,
        level=level.level,
        reference=level.reference,
        since=level.since,
        by=level.by,
        owners=read_owners(parts["owner"]),
        status=choice(parts["status"], TARGET_STATUSES, Words("目标来源", "status")),
    )


def fail_if_no_tier(node: Node, row: Indicator, ground: Scenario) -> None:
    names = [tier.name for tier in ground.tiers]
    if row.tier and row.tier not in names:
        raise mistake(
            node,
            f"本区没有品牌层级 {row.tier}，不能考核“{row.words.zh}”；本区有：{'、'.join(names) or '无'}。"
            "请删去此目标或补上该层级。",
            f"the district has no brand tier {row.tier}, so {row.words.en} cannot be judged; it has: "
            f"{', '.join(names) or 'none'}. Drop the target or add the tier.",
        )


def _years(ground: Scenario) -> Bounds:
    return Bounds(ground.calendar.years[0], ground.calendar.years[-1])


def read_owners(node: Node) -> tuple[str, ...]:
    """One department or several."""
    named = node.items if node.kind == "list" and node.items else [node]
    return tuple(dict.fromkeys(choice(item, DEPARTMENTS, Words("部门", "department")) for item in named))


def read_scope(node: Node, parts: dict[str, Node], row: Indicator, ground: Scenario) -> tuple[str, tuple[str, ...]]:
    """The programme or the sectors a target is about; neither is the whole district."""
    if "programme" in parts and "sectors" in parts:
        raise mistake(node, "programme 与 sectors 只能写一个。", "give programme or sectors, not both.")
    if "programme" in parts:
        programme = choice(parts["programme"], PROGRAMMES, Words("领域", "programme"))
        _fail_if_other_programme(parts["programme"], row, programme)
        _fail_if_no_sector(parts["programme"], programme, ground)
        return programme, ()
    return "", tuple(_sector(item, row, ground) for item in items(parts.get("sectors")))


def _sector(item: Node, row: Indicator, ground: Scenario) -> str:
    name = choice(item, [sector.name for sector in ground.sectors], Words("行业", "sector"))
    _fail_if_other_programme(item, row, ground.sector(name).programme)
    return name


def _fail_if_other_programme(node: Node, row: Indicator, programme: str) -> None:
    if row.programme and row.programme != programme:
        raise mistake(
            node,
            f"指标 {row.code} 只用于领域 {row.programme}，这里是 {programme}。",
            f"{row.code} is an indicator of the programme {row.programme} alone, not of {programme}.",
        )


def _fail_if_no_sector(node: Node, programme: str, ground: Scenario) -> None:
    used = {sector.programme for sector in ground.sectors}
    if programme not in used:
        raise mistake(
            node,
            f"本区没有领域 {programme} 的行业。已有：{'、'.join(sorted(used))}。",
            f"this district has no sector of the programme {programme}. It has: {', '.join(sorted(used))}.",
        )


def _level(node: Node, parts: dict[str, Node], row: Indicator, ground: Scenario) -> Level:
    sense = one_of(parts, SENSES, node)
    if sense == "rise_from":
        return _rise(parts, ground)
    if "by" in parts:
        raise mistake(parts["by"], "by 只与 rise_from 同用。", "“by” goes with rise_from alone.")
    found = parts[sense]
    if found.kind == "text" and found.text[:1].isalpha() and found.text in ground.facts:
        fact = ground.facts[found.text]
        return Level(sense, fact.value, fact.code)
    return Level(sense, _figure(found, row, ground))


def _figure(node: Node, row: Indicator, ground: Scenario) -> float:
    low, high = BOUNDS_OF_FORM.get(row.form, (0.0, 1e12))
    if node.kind == "text" and not node.quoted and node.text[:1].isalpha() and node.text.isidentifier():
        raise _unknown_reference(node, ground)
    return number(node, Bounds(low, high, row.unit if row.form not in BOUNDS_OF_FORM else Words("", "")))


def _unknown_reference(node: Node, ground: Scenario) -> ScenarioError:
    try:
        choice(node, ground.facts, Words("区级统计数据（可比对）", "district fact (to compare with)"))
    except ScenarioError as error:
        return error
    raise AssertionError(node.text)


def _rise(parts: dict[str, Node], ground: Scenario) -> Level:
    """A rise above the run's own figure of an earlier year (the last before the plan at the earliest)."""
    first = ground.calendar.years[0] - 1
    since = whole(parts["rise_from"], Bounds(first, ground.calendar.years[-1]))
    if parts["year"].text.isdigit() and since >= int(parts["year"].text[:5]):
        raise mistake(
            parts["rise_from"],
            "rise_from 的年份须早于 year。",
            "rise_from must be a year before “year”.",
        )
    by = number(parts["by"], _RISE) if "by" in parts else 0.0
    return Level("rise", since=since, by=by)
