"""simlib validate: the validation notebook in every language; the evidence is computed once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .batch import copy_fonts, notebook_path
from .execute import execute

NAME = "validation"


def run_validation(out: Path, languages: Sequence[str]) -> Path:
    """Run notebooks/validation; returns the first page."""
    out = out.resolve()
    folder = out / NAME
    folder.mkdir(parents=True, exist_ok=True)
    copy_fonts(out)
    pages = [folder / f"{NAME}_{language}.html" for language in languages]
    for language, page in zip(languages, pages, strict=True):
        other = next((one.name for one in pages if one != page), "")
        execute(notebook_path(NAME), {"scenario": "baseline", "language": language, "out": str(folder)}, page, other)
    return pages[0]
