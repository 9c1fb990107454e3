"""Scenarios: a plan as a checked, frozen value, read from a file that holds its difference from a base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .errors import BadRequest, ScenarioError, unknown_name
from .facts import FACT
from .grammar.district import (
    DISTRICT,
    DISTRICT_OPTIONAL,
    read_district,
    read_sector,
    undecided,
)
from .grammar.folders import (
    SUFFIX,
    display,
    files_in,
    find_folder,
    named,
    own_name,
    scenario_path,
    sector_files_in,
    strangers_in,
)
from .grammar.goals import read_targets
from .grammar.learnt import read_calibration, read_correlations
from .grammar.levers import compile_levers
from .grammar.nodes import Mistakes, Node, from_python, mistake, mistake_at
from .grammar.overrides import read_overrides, read_runs
from .grammar.paths import Ground
from .grammar.records import (
    Calendar,
    Change,
    Fact,
    Gap,
    Override,
    Plan,
    Runs,
    Scenario,
    Sector,
    Target,
    Tier,
    Value,
)
from .grammar.values import NO_WORDS, fields, words
from .grammar.yamlfile import LIMIT_BYTES, read_yaml
from .words import Words

__all__ = [
    "Calendar",
    "Change",
    "Fact",
    "Gap",
    "Override",
    "Plan",
    "Runs",
    "Scenario",
    "ScenarioError",
    "Sector",
    "Target",
    "Tier",
    "Value",
    "check",
    "fail_if_incomplete",
    "json_schema",
    "load",
    "names",
    "with_levers",
    "with_paths",
]

LONGEST_CHAIN = 10
HEADER = ("name", "title", "purpose")
OWN = ("levers", "targets", "assumptions", "correlations", "calibration", "runs")  # what every scenario may say


def load(name: str | Path, folder: Path | None = None) -> Scenario:
    """The scenario of that name (or in that file); ScenarioError says what to mend if it has mistakes."""
    if isinstance(name, Path) and name.suffix == SUFFIX:
        folder, name = name.parent, name.stem
    place = find_folder(folder)
    return _resolved(named(str(name), place), place, (), {})


def names(folder: Path | None = None) -> tuple[str, ...]:
    """Every scenario there is: roots first (baseline before other districts), then the others by name."""
    files = files_in(find_folder(folder))
    return tuple(sorted(files, key=lambda name: (not _looks_like_root(files[name]), name != "baseline", name)))


def check(folder: Path | None = None) -> list[ScenarioError]:
    """Every mistake in every file of the folder; an empty list means that all can be used."""
    place, mistakes, done = find_folder(folder), Mistakes(), dict[str, Scenario]()
    for name in files_in(place):
        with mistakes.noted():
            _resolved(named(name, place), place, (), done)
    for path in sector_files_in(place):
        with mistakes.noted():
            read_sector(path, place, mistakes)
    return [*strangers_in(place), *mistakes.found]


def with_levers(scenario: Scenario, levers: Mapping[str, Any], name: str = "what_if") -> Scenario:
    """The same plan with some levers changed, in memory: the grammar and the checks are those of a file."""
    mistakes = Mistakes()
    block = from_python(levers, name, "levers")
    title = Words(f"{scenario.title.zh}（改动）", f"{scenario.title.en} (changed)")
    made = replace(
        scenario,
        name=name,
        title=title,
        base=scenario.name,
        file="",
        plan=compile_levers(block, _ground(scenario, scenario.name), mistakes),
        parent=scenario,
    )
    mistakes.fail_if_any()
    return made


def with_paths(scenario: Scenario, paths: Plan, name: str = "mixed") -> Scenario:
    """The same plan with whole paths (lever, place → one value a quarter) put in the place of its own.

    For plans put together from two checked ones; nothing is checked again.
    """
    unknown = [key for key in paths if key not in scenario.plan]
    if unknown:
        raise unknown_name("工作措施", "lever", "/".join(unknown[0]), ["/".join(key) for key in scenario.plan])
    plan = {**scenario.plan, **paths}
    return replace(scenario, name=name, base=scenario.name, file="", plan=plan, parent=scenario)


def fail_if_incomplete(scenario: Scenario) -> None:
    """A scenario can be read with facts still to be filled in, but not simulated: says which, and where."""
    gaps = scenario.missing
    if not gaps:
        return
    files = "; ".join(f"{file}: {', '.join(codes)}" for file, codes in _by_file(gaps).items())
    rows = [FACT[code] for code in dict.fromkeys(gap.code for gap in gaps)]
    zh = "、".join(f"{row.code} {row.words.zh}（见{row.where.zh}）" for row in rows)
    en = ", ".join(f"{row.code} = {row.words.en} (see {row.where.en})" for row in rows)
    raise mistake_at(
        gaps[0].file,
        0,
        gaps[0].code,
        f"还有 {len(gaps)} 项统计数据待填，填好后才能模拟。{files}。其中 {zh}。",
        f"{len(gaps)} facts must be filled in before this can be simulated. {files}. Where: {en}.",
    )


def json_schema() -> dict[str, Any]:
    """The JSON schema of a scenario file, derived from the tables."""
    from .schema import json_schema as derived

    return derived()


def _by_file(gaps: tuple[Gap, ...]) -> dict[str, list[str]]:
    files = dict.fromkeys(gap.file for gap in gaps)
    return {file: [gap.code for gap in gaps if gap.file == file] for file in files}


def _looks_like_root(path: Path) -> bool:
    """True for a file that names no base; a glance, so that a broken file does not hide the others."""
    try:
        with path.open("rb") as stream:
            lines = stream.read(LIMIT_BYTES).splitlines()
    except OSError:
        return False
    return not any(line.startswith(b"base") for line in lines)


def _resolved(node: Node, folder: Path, chain: tuple[str, ...], done: dict[str, Scenario]) -> Scenario:
    """The scenario a node names, after its base; `chain` are those that are waiting for it."""
    path = scenario_path(node, folder)
    name = path.stem
    if name in done:
        return done[name]
    _fail_if_chained_badly(node, (*chain, name))
    top = read_yaml(path, display(path, folder))
    mistakes = Mistakes()
    if "base" in top.entries:
        scenario = _derived(top, name, _resolved(top.entries["base"], folder, (*chain, name), done), folder, mistakes)
    else:
        scenario = _root(top, name, folder, mistakes)
    mistakes.fail_if_any()
    done[name] = scenario
    return scenario


def _fail_if_chained_badly(node: Node, chain: tuple[str, ...]) -> None:
    """A scenario that rests on itself, or on too many others."""
    said = " → ".join(chain)
    if chain[-1] in chain[:-1]:
        raise mistake(
            node,
            f"base 形成循环：{said}。请改其中一个的 base。",
            f"the bases go in a circle: {said}. Change one of them.",
        )
    if len(chain) > LONGEST_CHAIN:
        raise mistake(
            node,
            f"base 链超过 {LONGEST_CHAIN} 层：{said}。",
            f"more than {LONGEST_CHAIN} scenarios rest on each other: {said}.",
        )


def _derived(top: Node, name: str, base: Scenario, folder: Path, mistakes: Mistakes) -> Scenario:
    """The base with this file's difference laid over it."""
    _note_facts_of_root(top, mistakes)
    known = {key: node for key, node in top.entries.items() if key not in (*DISTRICT, *DISTRICT_OPTIONAL)}
    parts = fields(replace(top, entries=known), HEADER, ("base", *OWN), mistakes)
    ground = replace(base, base=base.name, parent=base, file=top.file)
    return _with_difference(_with_header(ground, parts, name, mistakes), parts, base.name, folder, mistakes)


def _note_facts_of_root(top: Node, mistakes: Mistakes) -> None:
    for key in (*DISTRICT, *DISTRICT_OPTIONAL):
        if key in top.entries:
            mistakes.add(
                mistake(
                    top.entries[key],
                    f"“{key}”属于起点方案（没有 base 的文件），这里不能写。请删去。",
                    f"“{key}” belongs to a root (a file without base) and cannot be changed here. Delete it.",
                )
            )


def _root(top: Node, name: str, folder: Path, mistakes: Mistakes) -> Scenario:
    """A district's facts, and its own plan as a difference from the defaults of LEVERS."""
    parts = fields(top, (*HEADER, *DISTRICT), (*DISTRICT_OPTIONAL, *OWN), mistakes)
    district = read_district(parts, folder, mistakes)
    mistakes.fail_if_any()
    bare = undecided(name, top.file, district)
    return _with_difference(_with_header(bare, parts, name, mistakes), parts, None, folder, mistakes)


def _with_header(scenario: Scenario, parts: dict[str, Node], name: str, mistakes: Mistakes) -> Scenario:
    return replace(
        scenario,
        name=mistakes.attempt(lambda node: own_name(node, name), parts.get("name"), name),
        title=mistakes.attempt(lambda node: words(node, mistakes), parts.get("title"), NO_WORDS),
        purpose=mistakes.attempt(lambda node: words(node, mistakes), parts.get("purpose"), NO_WORDS),
    )


def _with_difference(
    scenario: Scenario, parts: dict[str, Node], base: str | None, folder: Path, mistakes: Mistakes
) -> Scenario:
    """What every scenario may say, laid over what it stands on."""
    overrides = read_overrides(parts.get("assumptions"), dict(scenario.overrides), mistakes)
    return replace(
        scenario,
        plan=compile_levers(parts.get("levers"), _ground(scenario, base), mistakes),
        targets=read_targets(parts.get("targets"), scenario, mistakes),
        overrides=overrides,
        correlations=read_correlations(parts.get("correlations"), scenario.correlations, mistakes),
        calibration=mistakes.attempt(
            lambda node: read_calibration(node, folder, overrides), parts.get("calibration"), scenario.calibration
        ),
        runs=read_runs(parts.get("runs"), scenario.runs, mistakes),
    )


def _ground(scenario: Scenario, base: str | None) -> Ground:
    sectors = tuple(sector.name for sector in scenario.sectors)
    return Ground(scenario.plan, scenario.calendar, sectors, tuple(tier.name for tier in scenario.tiers), base)


def checked_year(scenario: Scenario, year: int | None) -> int:
    """A year of the plan; its first if none is named."""
    years = scenario.calendar.years
    if year is None:
        return years[0]
    if year in years:
        return year
    raise BadRequest(
        f"方案没有 {year} 年，可用：{years[0]}–{years[-1]}。",
        f"The plan has no year {year}; it covers {years[0]}–{years[-1]}.",
        year=year,
    )
