"""simlib targets: the notebook that sets targets, for one plan, in every language; what is found is found once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..scenario import load
from .batch import copy_fonts, notebook_path
from .execute import execute

NAME = "targets"
HOME = "../../"


def run_targets(plan: str, out: Path, languages: Sequence[str]) -> tuple[Path, ...]:
    """Run notebooks/targets for a plan; returns its pages."""
    name, out = load(plan).name, out.resolve()
    folder = out / NAME / name
    folder.mkdir(parents=True, exist_ok=True)
    copy_fonts(out)
    pages = [folder / f"{NAME}_{language}.html" for language in languages]
    for language, page in zip(languages, pages, strict=True):
        other = next((one.name for one in pages if one != page), "")
        execute(notebook_path(NAME), {"scenario": name, "language": language, "out": str(folder)}, page, other, HOME)
    return tuple(pages)
