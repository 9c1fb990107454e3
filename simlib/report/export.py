"""An executed notebook as one HTML page: no network, no script, code folded away, ready to print on A4."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..story.storing import replacing
from ..text import said

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

HOME = "../"  # from a page of results to the first page
TEMPLATES = Path(__file__).resolve().parent / "templates"
_PLAIN = "?/:@!$&'()*+,;="  # signs that nbconvert leaves as they are in an anchor
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_CHINESE = re.compile(r"[㐀-鿿]")


def write_html(notebook: Any, language: str, path: Path, other: str = "", home: str = HOME) -> None:
    """Write the page of an executed notebook in one language; `home` leads from it to the first page."""
    with replacing(path) as temporary:
        temporary.write_text(page_of(notebook, language, other, home), encoding="utf-8")


def page_of(notebook: Any, language: str, other: str = "", home: str = HOME) -> str:
    """The page as text; the first one in a process also compiles the templates."""
    kept = in_one_language(notebook, language)
    page, _ = _exporter().from_notebook_node(kept, resources=_resources(language, other, home, contents_of(kept)))
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


def contents_of(notebook: Any) -> list[tuple[str, str]]:
    """The headings of a page in one language, each with the anchor that nbconvert gives it."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    titles = [title for text in texts for title in headings(text)]
    return [(title, quote(title.replace(" ", "-"), safe=_PLAIN)) for title in titles]


def headings(text: str) -> list[str]:
    """The headings of parts in a text cell, in the languages that it is written in."""
    return [title.strip() for title in _HEADING.findall(text)]


def _resources(language: str, other: str, home: str, contents: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "language": language,
        "other_page": other,
        "home": home,
        "contents": contents,
        "page_title": said("page.title", language),
        "words": lambda key, **values: said(key, language, **values),
        "style": page_style(f"{home}assets/"),
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
