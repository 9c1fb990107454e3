"""Scoring tables by name: where they lie, which there are, and every mistake in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import BadRequest, ScenarioError, unknown_name
from ...grammar.folders import SCORING, display, find_folder, scenario_path
from ...grammar.nodes import Mistakes, short
from ...grammar.scoring import ScoringTable, read_scoring, root_named, scoring_files_in
from ...grammar.yamlfile import read_yaml
from ...scenario import load

if TYPE_CHECKING:
    from ...scenario import Scenario


def table_names(folder: Path | None = None) -> tuple[str, ...]:
    """The scoring tables there are, by name."""
    return tuple(scoring_files_in(find_folder(folder)))


def load_scoring(name: str, folder: Path | None = None) -> ScoringTable:
    """The scoring table of that name, checked against its district; ScenarioError says what to mend."""
    place = find_folder(folder)
    files = scoring_files_in(place)
    if name not in files:
        error = unknown_name("评分表", "scoring table", short(name), files)
        where = f"{place.name}/{SCORING}/"
        raise ScenarioError(
            f"{error.zh} 评分表放在 {where}；可复制一份再改。",
            f"{error.en} Tables lie in {where}; copy one and edit it.",
            nearest=error.nearest,
        )
    return _read(files[name], place)


def tables_for(scenario: Scenario, folder: Path | None = None) -> tuple[str, ...]:
    """The scoring tables written for a plan's district; those that cannot be read at all are nobody's."""
    found = []
    for name, path in scoring_files_in(find_folder(folder)).items():
        try:
            named = read_yaml(path, path.name).entries.get("plan")
        except ScenarioError:
            continue
        if named is not None and named.text == scenario.root.name:
            found.append(name)
    return tuple(found)


def table_of(scenario: Scenario, name: str = "", folder: Path | None = None) -> ScoringTable:
    """The scoring table of that name, or the first that is written for the plan's district."""
    known = tables_for(scenario, folder)
    if not name and not known:
        root = scenario.root.name
        raise BadRequest(
            f"还没有为 {root} 的区写评分表。请在 scenarios/{SCORING}/ 复制一份，改写 plan: {root}。",
            f"The district of {root} has no scoring table. Copy one in scenarios/{SCORING}/ with plan: {root}.",
        )
    return load_scoring(name or known[0], folder)


def check_tables(folder: Path | None = None) -> list[ScenarioError]:
    """Every mistake in every scoring table of the folder; an empty list means that all can be used."""
    place, mistakes = find_folder(folder), Mistakes()
    for path in scoring_files_in(place).values():
        with mistakes.noted():
            _read(path, place)
    return mistakes.found


def _read(path: Path, folder: Path) -> ScoringTable:
    """One table, after the root of the plan that it names."""
    top = read_yaml(path, display(path, folder))
    named = scenario_path(root_named(top), folder)
    return read_scoring(top, path, load(named.stem, folder).root)
