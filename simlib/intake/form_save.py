"""Writing what a form asks for: tried out in a folder of its own first, then all files or none."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ..errors import ScenarioError, SimlibError
from ..grammar.folders import SUFFIX, files_in, find_folder
from ..grammar.nodes import Mistakes, mistake_at, mistakes_of
from ..scenario import load
from .form_cells import slip
from .form_read import fail_together
from .form_yaml import Draft

_UNFINISHED = ".part"


def save(draft: Draft, folder: Path | None = None) -> tuple[Path, ...]:
    """Write the files of a form and read them once more; never overwrites, never leaves half of them."""
    place = find_folder(folder)
    _fail_if_taken(draft, place)
    _fail_if_unsound(draft)
    written = _write_all({place / path: _text(draft, path) for path in draft.files})
    load(draft.name, place)
    return (written[-1], *written[:-1])


def _text(draft: Draft, path: str) -> str:
    return "".join(f"{line.text}\n" for line in draft.files[path])


def _fail_if_taken(draft: Draft, folder: Path) -> None:
    """A scenario has the name already (upper and lower case are the same here), or one of the files is there."""
    twin = next((known for known in files_in(folder) if known.casefold() == draft.name.casefold()), None)
    if twin is not None:
        raise _taken(draft, f"方案“{twin}”", f"a scenario “{twin}”")
    for path in draft.files:
        if (folder / path).exists():
            raise _taken(draft, f"文件 {folder.name}/{path}", f"a file {folder.name}/{path}")


def _taken(draft: Draft, zh: str, en: str) -> ScenarioError:
    return mistake_at(
        draft.form,
        0,
        "",
        f"已有{zh}，没有覆盖。请另取名：simlib import {draft.form} --name 新名称",
        f"there is {en} already; it was not overwritten. Give another name: simlib import {draft.form} --name NEW",
    )


def _fail_if_unsound(draft: Draft) -> None:
    """The files, loaded from a folder of their own: what the grammar finds is told by the cells of the form."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "scenarios"
        for path in draft.files:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(_text(draft, path), "utf-8", newline="\n")
        try:
            load(draft.name, folder)
        except ScenarioError as error:
            mistakes = Mistakes()
            for one in mistakes_of(error):
                mistakes.add(_as_cell(one, draft))
            fail_together(mistakes, draft.form)


def _as_cell(error: ScenarioError, draft: Draft) -> ScenarioError:
    """The same mistake at the cell that its line was written from."""
    lines = draft.files.get(str(error.values.get("file", "")).removeprefix("scenarios/"), [])
    at = int(error.values.get("line", 0)) - 1
    place = lines[at].place if 0 <= at < len(lines) else ""
    where = mistake_at(error.values.get("file", ""), error.values.get("line", 0), error.values.get("key", ""), "", "")
    if not place or not error.zh.startswith(where.zh):
        return error
    return slip(place, error.zh.removeprefix(where.zh), error.en.removeprefix(where.en).strip())


def _write_all(files: dict[Path, str]) -> tuple[Path, ...]:
    """Write every file under a temporary name, then give all their own; undone if one of them cannot be written."""
    done: list[Path] = []
    made = [folder for folder in dict.fromkeys(path.parent for path in files) if not folder.exists()]
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(SUFFIX + _UNFINISHED)
            done.append(part)
            part.write_text(text, "utf-8", newline="\n")
        for path in files:
            path.with_suffix(SUFFIX + _UNFINISHED).rename(path)
            done.append(path)
    except OSError as error:
        for path in done:
            path.unlink(missing_ok=True)
        for folder in made:
            folder.rmdir() if folder.exists() else None
        reason = error.strerror or type(error).__name__
        raise SimlibError(
            f"方案文件无法写入（{reason}），已全部撤回。请检查 scenarios 文件夹的写入权限。",
            f"the scenario files could not be written ({reason}) and were taken back. Check the scenarios folder.",
        ) from None
    return tuple(files)
