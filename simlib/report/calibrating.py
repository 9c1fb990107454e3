"""simlib calibrate: a history is read, assumptions are learnt from it; a file for later forecasts, and a page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import BadRequest
from ..grammar.folders import find_folder, is_plain
from ..grammar.learnt import CALIBRATIONS
from ..learn import Learned, Observation, calibrate, read_history
from ..learn.years import set_back
from ..scenario import load
from ..story.evidence import learning
from ..story.storing import replacing
from ..text import said
from ..words import LANGUAGES
from .batch import copy_fonts
from .export import page_style, page_template
from .terminal import table_lines

KEPT = 1000  # worlds written to the file


class Wish(NamedTuple):
    """What to learn from, for which plan, under which name, with how many worlds."""

    history: Path
    scenario: str
    name: str
    draws: int
    out: Path
    force: bool


class Done(NamedTuple):
    """What was learnt, from which starting year (None: within the plan), and what was written."""

    learned: Learned
    start: int | None
    file: Path
    pages: tuple[Path, ...]


def learn_from(wish: Wish) -> Done:
    """Read, learn, write: nothing is written if anything is wrong before."""
    plan, rows = load(wish.scenario), read_history(wish.history)
    file = _target(wish)
    start, plan, rows = _placed(plan, rows)
    learned = calibrate(plan, rows, draws=wish.draws, progress=_told)
    learned.write(file, min(KEPT, int(learned.effective) * 4), with_start=start is None)
    return Done(learned, start, file, _pages(learned, start, wish))


def _placed(plan: Any, rows: tuple[Observation, ...]) -> tuple[int | None, Any, tuple[Observation, ...]]:
    """The plan itself if the history lies in it; else the district as it stood in the history's first year."""
    if min(row.year for row in rows) >= plan.calendar.years[0]:
        return None, plan, rows
    back, later = set_back(plan, rows)
    return int(back.calendar.years[0]) - 1, back, later


def _target(wish: Wish) -> Path:
    if not is_plain(wish.name):
        raise BadRequest(
            f"“{wish.name}”不能作名称：只用字母、汉字、数字、_ 和 -。请用 --name 另起一个。",
            f"“{wish.name}” cannot be a name: use letters, digits, _ and -. Give another with --name.",
        )
    file = find_folder() / CALIBRATIONS / f"{wish.name}.csv"
    if file.exists() and not wish.force:
        raise BadRequest(
            f"{CALIBRATIONS}/{file.name} 已经存在。请用 --name 另起名称，或加 --force 重写。",
            f"{CALIBRATIONS}/{file.name} exists. Give another --name, or --force to write it anew.",
        )
    return file


def _told(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done >= total else "", file=sys.stderr, flush=True)


def _pages(learned: Learned, start: int | None, wish: Wish) -> tuple[Path, ...]:
    """The page in both languages."""
    copy_fonts(wish.out)
    return tuple(_page(learned, start, wish, language) for language in LANGUAGES)


def _page(learned: Learned, start: int | None, wish: Wish, language: str) -> Path:
    folder = wish.out / CALIBRATIONS
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{wish.name}_{language}.html"
    other = f"{wish.name}_{'en' if language == 'zh' else 'zh'}.html"
    title = said("learn.title", language, name=wish.name)
    parts = [*learning.parts(learned, language)]
    lines = [_where(start, language), *learning.sentences(learned, language)]
    page = page_template("plain.html.j2").render(
        language=language, title=title, style=page_style(), other=other, lines=lines, parts=parts
    )
    with replacing(path) as temporary:
        temporary.write_text(page, encoding="utf-8")
    return path


def _where(start: int | None, language: str) -> str:
    return said("learn.in_plan", language) if start is None else said("learn.set_back", language, first=start)


def tell(done: Done, wish: Wish, language: str) -> str:
    """What was learnt, as text for a terminal."""
    learned = done.learned
    seen = [learning.heads(learning.CHECKED, language)]
    seen += [[*learning.check_cells(row, learned, language)] for row in learned.checks]
    moved = [learning.heads(learning.MOVED, language)]
    moved += [[*learning.moved_cells(row, learned, language)] for row in learning.moved_rows(learned)]
    lines = [_where(done.start, language), *learning.sentences(learned, language), "", *table_lines(seen), ""]
    lines += [*table_lines(moved), ""] if len(moved) > 1 else []
    lines.append(said("learn.written", language, file=done.file, name=wish.name))
    lines.append(said("learn.page", language, file=next(p for p in done.pages if p.stem.endswith(language))))
    return "\n".join(lines)
