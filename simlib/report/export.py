"""An executed notebook as one HTML page: no network, no script, code folded away, ready to print on A4."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..story.storing import replacing
from ..text import said

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

TEMPLATES = Path(__file__).resolve().parent / "templates"
_CHINESE = re.compile(r"[㐀-鿿]")


def write_html(notebook: Any, language: str, path: Path, other: str = "") -> None:
    """Write the page of an executed notebook in one language."""
    with replacing(path) as temporary:
        temporary.write_text(page_of(notebook, language, other), encoding="utf-8")


def page_of(notebook: Any, language: str, other: str = "") -> str:
    """The page as text; the first one in a process also compiles the templates."""
    kept = in_one_language(notebook, language)
    page, _ = _exporter().from_notebook_node(kept, resources=_resources(language, other))
    return str(page)


def in_one_language(notebook: Any, language: str) -> Any:
    """The notebook with only one language of its text: cells hold a Chinese paragraph, then an English one."""
    from copy import deepcopy

    kept = deepcopy(notebook)
    for cell in kept.cells:
        if cell.cell_type == "markdown":
            blocks = [block for block in cell.source.split("\n\n") if block.strip()]
            cell.source = "\n\n".join(block for block in blocks if _is_in(block, language))
    return kept


def _is_in(block: str, language: str) -> bool:
    return bool(_CHINESE.search(block)) == (language == "zh")


def _resources(language: str, other: str) -> dict[str, Any]:
    return {
        "language": language,
        "other_page": other,
        "page_title": said("page.title", language),
        "words": lambda key, **values: said(key, language, **values),
        "style": page_style(),
    }


def page_template(name: str) -> Template:
    """A template of a page that is not a notebook."""
    import jinja2

    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True)
    return environment.get_template(name)


def page_style(assets: str = "../assets/") -> Markup:
    """The style sheet, with the way from the page to the folder of the fonts."""
    from markupsafe import Markup

    return Markup((TEMPLATES / "style.css").read_text(encoding="utf-8").replace("../assets/", assets))


@cache
def _exporter() -> Any:
    from nbconvert.exporters import HTMLExporter

    return HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="simlib_report",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
