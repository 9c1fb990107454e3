"""A notebook run by itself, outside the batch: in every language, in one process; what is found is found once."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from ..scenario import load
from .batch import copy_fonts, notebook_path
from .execute import Links, execute
from .export import headings
from .progress import parts


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
    begins = parts(len(pages) * len(_parts(notebook_path(notebook))))
    for language, page in zip(languages, pages, strict=True):
        other = next((one.name for one in pages if one != page), "")
        given = {"scenario": plan, "language": language, "out": str(folder)}
        execute(notebook_path(notebook), given, page, Links(other, home), _shown(begins, language))
    return pages


def _parts(notebook: Path) -> list[str]:
    """The text cells of a notebook that begin a part of the page."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    return [text for text in texts if headings(text)]


def _shown(begins: Callable[[str], None], language: str) -> Callable[[str], None]:
    """Shows each part of a page as it begins: its heading in both languages, with the language of the page."""

    def passed(text: str) -> None:
        if found := headings(text):
            begins(f"[{language}] {' '.join(found)}")

    return passed
