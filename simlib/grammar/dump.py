"""A scenario back into the text of a file: what differs from its base, so that a what-if can be kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from simlib.errors import BadRequest
from simlib.levers import LEVER, Lever

from .levers import group_parts
from .records import Override, Path, Scenario, Target, Value


def dump(scenario: Scenario) -> str:
    """The text of a derived scenario; reading it again gives the same digest. A root cannot be written."""
    base = _written_base(scenario)
    blocks = [
        f"name: {scenario.name}",
        f"base: {base.name}",
        *(
            f"{key}: {_flow(words._asdict())}"
            for key, words in (("title", scenario.title), ("purpose", scenario.purpose))
        ),
        *_levers(scenario, base),
        *_targets(scenario, base),
        *_overrides(scenario.overrides, base.overrides),
        *_learnt(scenario, base),
        f"runs: {_flow({key: str(value) for key, value in asdict(scenario.runs).items()}, quoted=False)}",
    ]
    return "\n".join(blocks) + "\n"


def _written_base(scenario: Scenario) -> Scenario:
    """The nearest base that has a file; what-ifs in between are only in memory."""
    base = scenario.parent
    while base is not None and not base.file:
        base = base.parent
    if base is None:
        raise BadRequest("起点方案不能另存为差异文件。", "a root is no difference from a base and cannot be written.")
    return base


def spelled(row: Lever, value: Value) -> str:
    """One value of a lever as a planner writes it."""
    if isinstance(value, tuple):
        return f"[{', '.join(_figure(one) for one in value)}]"
    if row.kind == "switch":
        return "on" if value else "off"
    return _figure(value)


def _figure(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _flow(parts: Mapping[str, str], *, quoted: bool = True) -> str:
    said = (f"{key}: {json.dumps(value, ensure_ascii=False) if quoted else value}" for key, value in parts.items())
    return f"{{{', '.join(said)}}}"


def _levers(scenario: Scenario, base: Scenario) -> Iterable[str]:
    """Every changed path, by place, as steps over the whole horizon."""
    changed: dict[str, dict[str, str]] = {}
    for change in scenario.changes_from(base):
        row = LEVER[change.lever]
        outer, inner = (row.group or row.code, change.place)
        if row.shape == "tier":
            outer, inner = change.place, row.code
        text = _group_steps(row.group, change.place, scenario) if row.group else _steps(row, change.after, scenario)
        changed.setdefault(outer, {})[inner] = text
    if changed:
        yield "levers:"
    for outer, parts in changed.items():
        yield f"  {outer}: {parts['']}" if "" in parts else f"  {outer}: {_flow(parts, quoted=False)}"


def _steps(row: Lever, path: Path, scenario: Scenario) -> str:
    steps = {label: spelled(row, value) for label, value in scenario.calendar.steps(path)}
    return _flow(steps, quoted=False) if len(steps) > 1 else next(iter(steps.values()))


def _group_steps(group: str, place: str, scenario: Scenario) -> str:
    """The parts of a group together, at each quarter in which one of them changes."""
    parts = group_parts(group)
    joint = tuple(zip(*(scenario.plan[row.code, place] for row in parts.values()), strict=True))
    steps = {}
    for label, values in scenario.calendar.steps(joint):
        named = zip(parts.items(), values if isinstance(values, tuple) else (values,), strict=True)
        steps[label] = _flow({key: spelled(row, value) for (key, row), value in named}, quoted=False)
    return _flow(steps, quoted=False)


def _targets(scenario: Scenario, base: Scenario) -> Iterable[str]:
    added = [target for target in scenario.targets if target not in base.targets]
    if added:
        yield "targets:"
    for target in added:
        yield f"  - {_flow(_target(target), quoted=False)}"


def _target(target: Target) -> dict[str, str]:
    level = target.reference or _figure(target.level or 0.0)
    parts = {
        "indicator": target.indicator,
        "goal": json.dumps(target.goal, ensure_ascii=False) if target.goal else "",
    }
    parts["programme"] = target.programme
    parts["sectors"] = f"[{', '.join(target.sectors)}]" if target.sectors else ""
    parts["year"] = str(target.year)
    parts |= (
        {"rise_from": str(target.since), "by": _figure(target.by)} if target.sense == "rise" else {target.sense: level}
    )
    parts |= {"owner": f"[{', '.join(target.owners)}]", "status": target.status}
    return {key: text for key, text in parts.items() if text}


def _overrides(own: Mapping[str, Override], base: Mapping[str, Override]) -> Iterable[str]:
    changed = [one for code, one in own.items() if one != base.get(code)]
    if changed:
        yield "assumptions:"
    for one in changed:
        parts = {"median": repr(one.median)} | ({} if one.spread is None else {"spread": repr(one.spread)})
        yield f"  {one.code}: {_flow(parts | {'why': json.dumps(one.why, ensure_ascii=False)}, quoted=False)}"


def _learnt(own: Scenario, base: Scenario) -> Iterable[str]:
    """Correlations and calibration, where they differ from the base's."""
    if own.correlations != base.correlations:
        yield "correlations:"
        for one in own.correlations:
            parts = {"of": f"[{', '.join(one.codes)}]", "size": repr(one.size)}
            yield f"  - {_flow(parts | {'why': json.dumps(one.why, ensure_ascii=False)}, quoted=False)}"
    if own.calibration != base.calibration:
        yield f"calibration: {own.calibration.name if own.calibration else 'off'}"
