"""The levers of the form, row by row, as the `levers` block of a root."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..grammar.dump import spelled
from ..grammar.levers import group_parts
from ..grammar.nodes import Mistakes
from ..levers import GROUPS, LEVER, LEVERS, Lever, levers_of
from ..words import Words
from .form_cells import Cell, choice, is_blank, number, plain, quarter, slip, switch
from .form_open import Line
from .form_sheets import OPTIONS, lever_field, said_bounds
from .form_yaml import Written, figure

_LEVER, _PLACE = Words("措施", "lever"), Words("行业或品牌", "sector or brand")
_JUDGED = "quality_weight"  # stands first: what the grammar says of a whole tier is about the weights
_GRADES = re.compile(r"[/、,;\s]+")


class Step(NamedTuple):
    """A value of a lever as YAML, and the cell it stands in."""

    text: str
    place: str


Steps = dict[str, Step]  # by the quarter each begins in; "" is the first of the plan
Plan = dict[tuple[str, str], Steps]  # (lever, place); "" is every sector, or the district


def read_levers(
    lines: list[Line], tier_lines: Mapping[str, Line], places: Mapping[str, Words], mistakes: Mistakes
) -> Plan:
    """Every value that the form gives to a lever; `places` are the sectors and the tiers."""
    plan: Plan = {}
    for tier, line in tier_lines.items():
        for row in levers_of("tier"):
            with mistakes.noted():
                value = value_text(row, line[row.code])
                if value:
                    _set(plan, (row.code, tier), "", Step(value, line[row.code].place))
    for line in lines:
        with mistakes.noted():
            _read_line(line, tuple(tier_lines), places, plan)
    return plan


def _read_line(line: Line, tiers: tuple[str, ...], places: Mapping[str, Words], plan: Plan) -> None:
    code = choice(line["lever"], OPTIONS["levers"], _LEVER)
    if not code:
        raise slip(line["lever"].place, "请选择措施，或清空这一行。", "choose the lever, or empty the row.")
    place, since, row = choice(line["place"], places, _PLACE), quarter(line["since"]), LEVER[code]
    _fail_if_misplaced(row, place, line["place"], tiers)
    value = value_text(row, line["value"])
    if value:
        _set(plan, (code, place), since, Step(value, line["value"].place))
    elif place or since:
        raise slip(
            line["value"].place,
            f"“{row.words.zh}”没有数值。请填写，或清空这一行。",
            f"{row.words.en} has no value. Fill it in, or empty the row.",
        )


def _fail_if_misplaced(row: Lever, place: str, cell: Cell, tiers: tuple[str, ...]) -> None:
    """A brand's lever needs a brand, a sector's a sector, the district's none."""
    if row.shape == "tier" and place not in tiers:
        raise slip(cell.place, f"“{row.words.zh}”须写品牌。", f"{row.words.en} needs a brand.")
    if row.shape == "district" and place:
        raise slip(cell.place, f"“{row.words.zh}”是全区的，这里留空。", f"{row.words.en} has no place.")
    if row.shape == "sector" and place in tiers:
        raise slip(cell.place, f"“{row.words.zh}”按行业定，不能写品牌。", f"{row.words.en} goes by sector.")


def _set(plan: Plan, key: tuple[str, str], since: str, step: Step) -> None:
    steps = plan.setdefault(key, {})
    if since in steps:
        raise slip(
            step.place,
            f"同一措施、同一范围、同一起始季度已在 {steps[since].place} 写过。请只留一行。",
            f"this lever of the same place and quarter stands in {steps[since].place} already. Keep one.",
        )
    steps[since] = step


def value_text(row: Lever, cell: Cell) -> str:
    """A value as a file says it; empty where nothing stands."""
    if is_blank(cell):
        return ""
    if row.kind == "switch":
        return switch(cell)
    if row.kind == "grades":
        return _grades(row, cell)
    value = number(cell, lever_field(row))
    return "" if value is None else figure(value)


def _grades(row: Lever, cell: Cell) -> str:
    size, field = len(spelled(row, row.default).split(",")), lever_field(row)
    parts = [part for part in _GRADES.split(plain(cell)) if part]
    if len(parts) != size:
        raise slip(
            cell.place,
            f"应是 {size} 个数（A、B、C、D 级），如 0.5 / 1 / 2 / 4；每个允许 {said_bounds(field, 'zh')}。",
            f"must be {size} numbers (grades A to D), such as 0.5 / 1 / 2 / 4; each {said_bounds(field, 'en')}.",
        )
    values = (number(cell._replace(value=part), field) for part in parts)
    return f"[{', '.join(figure(value) for value in values if value is not None)}]"


# --- as YAML


def written_levers(plan: Plan, sectors: tuple[str, ...], tiers: tuple[str, ...], first: str) -> Iterator[Written]:
    """The `levers` block; `first` is the first quarter of the plan."""
    if plan:
        yield Written("levers:")
    for row in LEVERS:
        if row.shape != "tier" and not row.group:
            named = _by_place(row, plan, sectors)
            yield from _entry(row.code, row.words, {place: _joined(steps, first) for place, steps in named.items()})
    for group in GROUPS:
        yield from _entry(group, next(iter(group_parts(group).values())).measure, _group(group, plan, sectors, first))
    for tier in tiers:
        values = {row.code: plan[row.code, tier] for row in levers_of("tier") if (row.code, tier) in plan}
        told = {code: _joined(steps, first) for code, steps in values.items()}
        yield from _entry(tier, None, dict(sorted(told.items(), key=lambda one: one[0] != _JUDGED)))


def _entry(key: str, words: Words | None, named: Mapping[str, Step]) -> Iterator[Written]:
    """One key of the block: a single value, or one line for each place below it."""
    if not named:
        return
    if words is not None:
        yield Written(f"  # {words.zh} {words.en}")
    if set(named) == {""}:
        yield Written(f"  {key}: {named[''].text}", named[""].place)
        return
    yield Written(f"  {key}:", next(iter(named.values())).place)
    for place, step in named.items():
        yield Written(f"    {place}: {step.text}", step.place)


def _by_place(row: Lever, plan: Plan, sectors: tuple[str, ...]) -> dict[str, Steps]:
    """The steps of each sector; of "" alone where no sector has its own."""
    everywhere = plan.get((row.code, ""), {})
    own = {sector: plan[row.code, sector] for sector in sectors if (row.code, sector) in plan}
    if not own:
        return {"": everywhere} if everywhere else {}
    laid = {sector: _laid_over(everywhere, own.get(sector, {})) for sector in sectors}
    return {sector: steps for sector, steps in laid.items() if steps}


def _laid_over(everywhere: Steps, own: Steps) -> Steps:
    """A sector's own steps prevail from the quarter in which the first of them begins."""
    begins = min(own, default=None)
    kept = {since: step for since, step in everywhere.items() if begins is None or since < begins}
    return kept | own


def _joined(steps: Steps, first: str) -> Step:
    """Steps in order as one value, or as {quarter: value}."""
    ordered = dict(sorted(steps.items()))
    place = next(iter(ordered.values())).place
    if set(ordered) == {""}:
        return ordered[""]
    return Step(f"{{{', '.join(f'{since or first}: {step.text}' for since, step in ordered.items())}}}", place)


def _group(group: str, plan: Plan, sectors: tuple[str, ...], first: str) -> dict[str, Step]:
    """The parts of a group together, at each quarter in which one of them changes."""
    parts = group_parts(group)
    named = {key: _by_place(row, plan, sectors) for key, row in parts.items()}
    places = {place for one in named.values() for place in one}
    if not places:
        return {}
    whole = ("",) if places == {""} else sectors
    found = {}
    for place in whole:
        steps = {key: one.get(place, one.get("", {})) for key, one in named.items()}
        if any(steps.values()):
            found[place] = _together(parts, steps, first)
    return found


def _together(parts: Mapping[str, Lever], steps: Mapping[str, Steps], first: str) -> Step:
    begins = sorted({since for one in steps.values() for since in one} | {""})
    values = {since: _parts_at(parts, steps, since) for since in begins}
    place = next(step.place for one in steps.values() for step in one.values())
    return _joined({since: Step(text, place) for since, text in values.items()}, first)


def _parts_at(parts: Mapping[str, Lever], steps: Mapping[str, Steps], since: str) -> str:
    """The value of every part in force in a quarter; the neutral one before its first step."""
    said = []
    for key, row in parts.items():
        begun = [start for start in steps[key] if start <= since]
        text = steps[key][max(begun)].text if begun else spelled(row, row.default)
        said.append(f"{key}: {text}")
    return f"{{{', '.join(said)}}}"
