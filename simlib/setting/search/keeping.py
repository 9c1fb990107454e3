"""Keeping: a plan that was found becomes a scenario file, only the difference from its base, for a planner to go on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import BadRequest, SimlibError
from ...grammar.dump import dump
from ...grammar.folders import SUFFIX, fail_if_not_plain, files_in, find_folder, named
from ...words import Words

if TYPE_CHECKING:
    from ...scenario import Scenario


def as_yaml(plan: Scenario, name: str, title: Words | None = None, purpose: Words | None = None) -> str:
    """The text of a scenario file for a plan found by a search; its `base` is the plan that was searched from."""
    if not plan.changes:
        raise BadRequest(
            "这个方案与原方案没有差别，不必另存。",
            "This plan is no different from the one it comes from; there is nothing to keep.",
        )
    renamed = replace(plan, name=name, title=title or plan.title, purpose=purpose or plan.purpose)
    return dump(renamed)


def save_plan(
    plan: Scenario, name: str, title: Words | None = None, purpose: Words | None = None, folder: Path | None = None
) -> Path:  # fmt: skip
    """Write scenarios/NAME.yml; a name that is taken is an error, nothing is overwritten."""
    place = fail_if_taken(name, folder)
    path = place / f"{name}{SUFFIX}"
    text = as_yaml(plan, name, title, purpose)
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SimlibError(f"{path.name} 无法写入（{reason}）。", f"{path.name} cannot be written ({reason}).") from None
    return path


def fail_if_taken(name: str, folder: Path | None = None) -> Path:
    """The folder of plans, if the name is a plain one that no plan has yet (upper and lower case are the same)."""
    place = find_folder(folder)
    fail_if_not_plain(name, named(name, place))
    taken = next((known for known in files_in(place) if known.casefold() == name.casefold()), None)
    if taken is not None:
        raise SimlibError(
            f"已有方案“{taken}”，没有覆盖。请换一个名称。",
            f"There is a plan “{taken}” already; it was not overwritten. Choose another name.",
        )
    return place
