"""A notebook run by itself, outside the batch: in every language, in one process; what is found is found once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..scenario import load
from .batch import copy_fonts, notebook_path
from .execute import execute


def run_validation(out: Path, languages: Sequence[str]) -> tuple[Path, ...]:
    """Run notebooks/validation; returns its pages."""
    return _pages("validation", "baseline", out, Path("validation"), languages)


def run_targets(plan: str, out: Path, languages: Sequence[str]) -> tuple[Path, ...]:
    """Run notebooks/targets for a plan; returns its pages."""
    name = load(plan).name
    return _pages("targets", name, out, Path("targets") / name, languages)


def _pages(notebook: str, plan: str, out: Path, place: Path, languages: Sequence[str]) -> tuple[Path, ...]:
    folder, home = out.resolve() / place, "../" * len(place.parts)
    folder.mkdir(parents=True, exist_ok=True)
    copy_fonts(out.resolve())
    pages = tuple(folder / f"{notebook}_{language}.html" for language in languages)
    for language, page in zip(languages, pages, strict=True):
        other = next((one.name for one in pages if one != page), "")
        given = {"scenario": plan, "language": language, "out": str(folder)}
        execute(notebook_path(notebook), given, page, other, home)
    return pages
