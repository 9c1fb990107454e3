"""Papermill over one notebook: parameters refused before the start, the result written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from . import engine  # first: it keeps papermill's import short

# isort: split
import papermill
from papermill.exceptions import PapermillExecutionError

from ..errors import BatchError, unknown_name
from ..story.storing import replacing
from .engine import Passed
from .export import HOME, write_html


class Links(NamedTuple):
    """Where a page leads: to the page in the other language ("" where there is none) and to the first one."""

    other: str = ""
    home: str = HOME


ALONE = Links()


def execute(
    notebook: Path, parameters: dict[str, Any], target: Path, links: Links = ALONE, passed: Passed = engine.silent
) -> None:  # fmt: skip
    """Run a notebook with its parameters; leaves TARGET.ipynb and TARGET.html, or raises and leaves neither.

    `passed` is told each text cell as its turn comes, so that somebody who waits sees how far it is.
    """
    check_parameters(notebook, parameters)
    engine.register()
    with replacing(target.with_suffix(".ipynb")) as temporary:
        try:
            executed = papermill.execute_notebook(
                str(notebook), str(temporary), parameters=parameters, engine_name=engine.ENGINE,
                progress_bar=False, request_save_on_cell_execute=False, passed=passed,
            )  # fmt: skip
        except PapermillExecutionError as error:
            raise _in_words(error, notebook) from error
    write_html(executed, parameters["language"], target.with_suffix(".html"), *links)


def check_parameters(notebook: Path, parameters: dict[str, Any]) -> None:
    """Refuse a parameter that the notebook's parameters cell does not have; papermill only warns."""
    known = papermill.inspect_notebook(str(notebook))
    for name in parameters:
        if name not in known:
            raise unknown_name("参数", "parameter", name, known)


def _in_words(error: PapermillExecutionError, notebook: Path) -> BatchError:
    """What stopped the notebook, in both languages; our own errors already say it."""
    lines = [str(line) for line in error.traceback]
    if len(lines) == 2 and "\n" not in lines[0].strip():
        return BatchError(*lines)
    return BatchError(
        f"{notebook.name} 在第 {error.exec_count} 格出错：{error.ename}: {error.evalue}",
        f"{notebook.name} failed in cell {error.exec_count}: {error.ename}: {error.evalue}",
        trace="".join(lines),
    )
