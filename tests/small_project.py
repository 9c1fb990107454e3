"""A project in a folder of its own for tests: shipped plans, notebooks of three cells, the command line in process."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest

from simlib import cli

SHIPPED = Path(cli.__file__).resolve().parent.parent
RUNS = "2x2"  # enough to be a result; nothing here asks whether it is a good one
OPENING = 'scenario = "baseline"\nlanguage = "zh"\nout = ""'


def write_notebook(folder: Path, name: str, *cells: str) -> Path:
    """A notebook with the parameters of the shipped ones and a few code cells."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = nbformat.v4.new_notebook(metadata={"kernelspec": kernel, "language_info": {"name": "python"}})
    made.cells = [nbformat.v4.new_code_cell(source) for source in (OPENING, "from simlib import story", *cells)]
    made.cells[0].metadata["tags"] = ["parameters"]
    folder.mkdir(exist_ok=True)
    nbformat.write(made, folder / f"{name}.ipynb")
    return folder / f"{name}.ipynb"


def small_project(folder: Path, *plans: str, trouble: str = "pass") -> Path:
    """The shipped baseline and some other plans, with short notebooks; `trouble` is run before each report."""
    (folder / "scenarios").mkdir(parents=True)
    shutil.copytree(SHIPPED / "scenarios" / "sectors", folder / "scenarios" / "sectors")
    for name in ("baseline", *plans):
        shutil.copy(SHIPPED / "scenarios" / f"{name}.yml", folder / "scenarios")
    notebooks = folder / "notebooks"
    start = ("tale = story.start(globals())", "story.answer(tale)", "story.record(tale)")
    write_notebook(notebooks, "report", trouble, *start)
    compare = ("both = story.compare_start(globals())", "story.answers(both)", "story.comparison_record(both)")
    write_notebook(notebooks, "comparison", *compare)
    return folder


def derived(project: Path, name: str, levers: str = "{coverage: {times: 1.1}}") -> Path:
    """A plan with one small difference from the baseline."""
    path = project / "scenarios" / f"{name}.yml"
    path.write_text(
        f"name: {name}\nbase: baseline\ntitle: {{zh: 方案{name}, en: Plan {name}}}\n"
        f"purpose: {{zh: 测试, en: A test.}}\nlevers: {levers}\n",
        "utf-8",
    )
    return path


class Said(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def command(capsys, monkeypatch):
    """Run `simlib …` in this process: command("check", folder=...) → Said."""

    def run(*words: object, folder: Path) -> Said:
        monkeypatch.chdir(folder)
        monkeypatch.setenv("SIMLIB_RUNS", RUNS)
        monkeypatch.setattr(sys, "argv", ["simlib", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return Said(int(ended.value.code or 0), printed.out, printed.err)

    return run
