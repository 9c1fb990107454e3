"""Writing the files, so that nothing that is there is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ..errors import ScenarioError
from ..grammar.folders import SCORING, SECTORS, SUFFIX, display, fail_if_not_plain, files_in, find_folder, named
from ..grammar.nodes import mistake
from ..scenario import load
from ..words import PROGRAMMES
from .district_file import PLAN_YEAR, Draft, blank_draft, district_text, draft_text
from .scenario_file import scenario_text
from .scoring_file import scoring_text


def write_scenario(name: str, base: str = "baseline", folder: Path | None = None) -> Path:
    """Write scenarios/NAME.yml, a difference from `base` that changes nothing yet; never overwrites."""
    place = find_folder(folder)
    _fail_if_taken(name, place)
    path = place / f"{name}{SUFFIX}"
    _write(path, scenario_text(name, load(base, place)), place)
    return path


def write_district(name: str, folder: Path | None = None) -> tuple[Path, ...]:
    """Write a blank root, a blank sector file a programme, and an example of a scoring table; never overwrites."""
    place = find_folder(folder)
    table = place / SCORING / f"{name}{SUFFIX}"
    _fail_if_there(table, place)
    written = write_drafts(name, tuple(blank_draft(programme) for programme in PROGRAMMES), {}, place)
    _write(table, scoring_text(name, PLAN_YEAR, PROGRAMMES), place)
    return (*written, table)


def write_drafts(
    name: str, drafts: Iterable[Draft], levers: Mapping[str, str], folder: Path | None = None, first: int = PLAN_YEAR
) -> tuple[Path, ...]:
    """Write a root and a file for each sector, with the figures and levers that are known; never overwrites."""
    place, drafts = find_folder(folder), tuple(drafts)
    _fail_if_taken(name, place)
    files = {place / f"{name}{SUFFIX}": district_text(name, [draft.name for draft in drafts], levers, first)}
    for draft in drafts:
        files[place / SECTORS / name / f"{draft.name}{SUFFIX}"] = draft_text(draft)
    for path in files:
        _fail_if_there(path, place)
    for path, text in files.items():
        _write(path, text, place)
    return tuple(files)


def _fail_if_taken(name: str, folder: Path) -> None:
    """The name is not plain, or a scenario has it already (upper and lower case are the same here)."""
    node = named(name, folder)
    fail_if_not_plain(name, node)
    twin = next((known for known in files_in(folder) if known.casefold() == name.casefold()), None)
    if twin is not None:
        raise mistake(
            node,
            f"已有方案“{twin}”，没有覆盖。请换一个名称。",
            f"there is a scenario “{twin}” already; it was not overwritten. Choose another name.",
        )


def _fail_if_there(path: Path, folder: Path) -> None:
    if path.exists():
        raise _there(path, folder)


def _there(path: Path, folder: Path) -> ScenarioError:
    file = display(path, folder)
    return mistake(named(file, folder), f"{file} 已存在，没有覆盖。", f"{file} exists already; it was not overwritten.")


def _write(path: Path, text: str, folder: Path) -> None:
    """Write a file that was not there a moment ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise _there(path, folder) from None
