"""The notebooks: their contract, and papermill over them as a planner would call it."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import simlib
from simlib import story
from simlib.errors import BadRequest, UnknownName
from simlib.story.session import PARAMETERS, check_parameters

PROJECT = Path(simlib.__file__).parent.parent
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
FEW = {**os.environ, "SIMLIB_RUNS": "2x2", "PYTHONUTF8": "1"}


def cells(path: Path, kind: str):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def tags(cell) -> list[str]:
    return list(cell.metadata.get("tags", []))


def words_in(text: str) -> int:
    """Chinese characters and English words, as one counts them."""
    return len(re.findall(r"[㐀-鿿]|[A-Za-z0-9_]+", text))


# --- the contract of notebooks.md


def test_there_are_notebooks():
    assert {path.stem for path in NOTEBOOKS} >= {"report", "comparison"}


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request) -> Path:
    path: Path = request.param
    return path


def test_first_the_question_then_the_parameters_then_the_imports(notebook):
    first, second, third = nbformat.read(notebook, as_version=4).cells[:3]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert "？" in first.source
    assert "?" in first.source
    assert tags(second) == ["parameters"]
    assert third.source.startswith("from simlib import")


def test_parameters_are_literals_and_the_ones_that_are_checked(notebook):
    source = next(cell.source for cell in cells(notebook, "code") if "parameters" in tags(cell))
    given = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(source).body}
    assert tuple(given) == PARAMETERS
    assert all(isinstance(value, str) for value in given.values())


def test_cells_are_thin(notebook):
    for cell in cells(notebook, "code"):
        tree = ast.parse(cell.source)
        assert len(cell.source.splitlines()) <= 8
        assert not any(isinstance(node, ast.FunctionDef | ast.Lambda | ast.For | ast.While) for node in ast.walk(tree))
        assert "/" not in cell.source
        assert "seed" not in cell.source


def test_there_are_more_words_than_code(notebook):
    text = sum(words_in(cell.source) for cell in cells(notebook, "markdown"))
    assert text > 3 * sum(words_in(cell.source) for cell in cells(notebook, "code"))


def test_every_text_is_there_in_both_languages(notebook):
    for cell in cells(notebook, "markdown"):
        blocks = [block for block in cell.source.split("\n\n") if block.strip()]
        chinese = [bool(re.search(r"[㐀-鿿]", block)) for block in blocks]
        assert sum(chinese) == len(blocks) / 2


def test_it_is_committed_without_results_and_ends_with_the_record(notebook):
    found = cells(notebook, "code")
    assert all(not cell.outputs and cell.execution_count is None for cell in found)
    assert "record(" in found[-1].source


def test_every_call_of_a_cell_exists(notebook):
    called = {name for cell in cells(notebook, "code") for name in re.findall(r"story\.(\w+)", cell.source)}
    assert called <= set(dir(story))
    assert all(callable(getattr(story, name)) for name in called)


# --- plain papermill, as a planner types it


def papermill(folder: Path, *parameters: str, cwd: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    notebook = os.path.relpath(PROJECT / "notebooks" / "report.ipynb", cwd)
    command = [sys.executable, "-m", "papermill", notebook, str(folder / "done.ipynb"), "--no-progress-bar"]
    return subprocess.run(
        [*command, *parameters], cwd=cwd, env=FEW, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_plain_papermill_writes_the_numbers(tmp_path):
    out = tmp_path / "results"
    done = papermill(tmp_path, "-p", "scenario", "crackdown", "-p", "language", "en", "-p", "out", str(out))
    assert done.returncode == 0, done.stderr[-2000:]
    record = json.loads((out / "record.json").read_text("utf-8"))
    assert (record["scenario"], record["draws"], record["replicates"]) == ("crackdown", 2, 2)
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    rate = next(row for row in summary["targets"] if row["indicator"] == "sampled_pass_rate")
    assert 0.7 < rate["median"] < 1.0
    assert rate["chance"] in (0.0, 0.25, 0.5, 0.75, 1.0)
    executed = (tmp_path / "done.ipynb").read_text("utf-8")
    assert "Crackdown year" in executed
    assert "image/svg+xml" in executed


def test_a_wrong_name_stops_with_two_lines_from_any_folder(tmp_path):
    done = papermill(tmp_path, "-p", "scenario", "crackdwn", cwd=PROJECT / "notebooks")
    assert done.returncode != 0
    last = [line for line in done.stderr.strip().splitlines() if line.strip()][-2:]
    assert "是否想写“crackdown”" in last[0]
    assert "did you mean “crackdown”" in last[1]
    assert "simlib/scenario.py" not in done.stderr


def test_an_unknown_parameter_stops_too(tmp_path):
    done = papermill(tmp_path, "-p", "scenari", "crackdown")
    assert done.returncode != 0
    assert "没有名为“scenari”的参数" in done.stderr
    assert "did you mean “scenario”" in done.stderr


# --- the check itself


def given(**changed: object) -> dict[str, object]:
    return {"scenario": "baseline", "language": "zh", "out": "", **changed}


def test_parameters_are_checked_once_so_that_a_cell_can_be_run_again():
    namespace = given()
    check_parameters(namespace)
    namespace["tale"] = object()
    check_parameters(namespace)


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"scenarios": "baseline"}, UnknownName, "scenario"),
        ({"language": "fr"}, UnknownName, "zh"),
        ({"scenario": 3}, BadRequest, "-p scenario"),
        ({"out": None}, BadRequest, "-p out"),
    ],
)
def test_wrong_parameters_are_refused(changed, error, words):
    with pytest.raises(error, match=words):
        check_parameters(given(**changed))
