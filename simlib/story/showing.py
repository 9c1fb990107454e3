"""How a sentence, a table or a figure gets from simlib onto the page of a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..text import said

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Shown:
    """Something a notebook displays, in every format that its readers may need."""

    def __init__(self, bundle: dict[str, Any]) -> None:
        self.bundle = bundle

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        return self.bundle


def sentence(*parts: str, kind: str = "learnt") -> Shown:
    """Sentences as one paragraph; `kind` is its look: answer, learnt, note, banner."""
    from markupsafe import Markup

    words = " ".join(part for part in parts if part).replace("。 ", "。")
    return Shown({"text/html": str(Markup('<p class="{}">{}</p>').format(kind, words)), "text/plain": words})


def html(markup: Any, words: str = "") -> Shown:
    """A table (or several) as HTML."""
    return Shown({"text/html": str(markup), "text/plain": words or "table"})


def figure(drawn: Figure, name: str, words: str, out: Path | None) -> Shown:
    """A figure as SVG for pages and PNG for office programs, kept in `out`/figures if a folder is given."""
    import base64

    from ..plots import as_png, as_svg, settle

    settle(drawn)
    svg, png = as_svg(drawn), as_png(drawn)
    if out is not None:
        folder = out / "figures"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
        (folder / f"{name}.png").write_bytes(png)
    titled = svg.replace("<svg ", f'<svg role="img" aria-label="{words}" ', 1)
    return Shown({
        "image/svg+xml": titled, "image/png": base64.b64encode(png).decode("ascii"), "text/plain": words,
    })  # fmt: skip


def say(key: str, language: str, **values: Any) -> Shown:
    """One sentence of the catalogue."""
    return sentence(said(key, language, **values))
