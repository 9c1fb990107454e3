"""The JSON schema of the `levers` block: every form in which a value may be written, from LEVERS."""

from __future__ import annotations

from simlib.levers import GROUPS, LEVERS, Lever, levers_of
from simlib.words import Words

from .levers import group_parts
from .paths import RELATIVE
from .shapes import DATE, Schema, closed, ref, said

_SWITCH: Schema = {"enum": [True, False, "on", "off", "yes", "no"]}
_OFF: Schema = {"enum": [False, "off"]}


def levers_shape() -> Schema:
    """Levers by code, groups, and any other key as a brand tier."""
    plain = [row for row in LEVERS if row.shape != "tier" and not row.group]
    properties = {row.code: _lever(row) for row in plain} | {group: _group(group) for group in GROUPS}
    tiers = closed(
        {row.code: _lever(row) for row in levers_of("tier")},
        (),
        Words("品牌层级的措施", "levers of a brand tier"),
    )
    return {
        **said(Words("工作措施：只写与上级不同的", "levers: only what differs from the base")),
        "type": ["object", "null"],
        "properties": properties,
        "additionalProperties": tiers,
    }


def _lever(row: Lever) -> Schema:
    """One value, steps or a factor; for a sector lever also values by sector."""
    default = row.default if isinstance(row.default, tuple) else (row.default,)
    about = (
        f"{row.minimum:g}–{row.maximum:g} {row.unit.zh} / {row.unit.en}",
        f"{row.owner}({row.level}) {row.measure.zh} / {row.measure.en}",
        f"2012: {', '.join(f'{value:g}' for value in default)}",
    )
    return {**said(row.words, *about), **_laid_out(row)}


def _lever_value(row: Lever) -> Schema:
    number = {"type": "number", "minimum": row.minimum, "maximum": row.maximum}
    if row.kind == "switch":
        return _SWITCH
    if isinstance(row.default, tuple):
        size = len(row.default)
        return {"type": "array", "items": number, "minItems": size, "maxItems": size}
    return number


def _laid_out(row: Lever) -> Schema:
    """The forms a value may be written in, for all sectors alike or by sector."""
    if row.shape != "sector":
        return {"anyOf": forms(row)}
    return {"anyOf": [ref(row.code), _by_sector(ref(row.code), (RELATIVE,))]}


def forms(row: Lever) -> list[Schema]:
    """A value, a factor or steps."""
    value = _lever_value(row)
    factor = closed({RELATIVE: {"type": "number", "minimum": 0}}, (RELATIVE,), Words("倍数", "factor on the base"))
    return [value, factor, _steps({"anyOf": [value, factor, _OFF]})]


def _steps(value: Schema) -> Schema:
    return {
        **said(Words("按季分步，到下一步为止", "steps: each holds until the next")),
        "type": "object",
        "minProperties": 1,
        "patternProperties": {DATE: value},
        "additionalProperties": False,
    }


def _by_sector(value: Schema, reserved: tuple[str, ...]) -> Schema:
    return {
        **said(Words("分行业，未写的行业不变", "by sector; those not named keep the base's")),
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"not": {"anyOf": [{"pattern": "^[0-9]"}, {"enum": list(reserved)}]}},
        "additionalProperties": value,
    }


def _group(group: str) -> Schema:
    """Parts together, in steps or by sector; off is neutral."""
    parts = group_parts(group)
    properties = {
        key: {**said(row.words, f"{row.unit.zh} / {row.unit.en}"), **_lever_value(row)} for key, row in parts.items()
    }
    value = {**closed(properties, (), Words("力度", "effort")), "minProperties": 1}
    shapes = [value, _OFF, _steps({"anyOf": [value, _OFF]})]
    measure = next(iter(parts.values())).measure
    about = said(measure, f"off: {' / '.join(f'{key} {row.default}' for key, row in parts.items())}")
    return {**about, "anyOf": [*shapes, _by_sector({"anyOf": shapes}, (RELATIVE, *parts))]}
