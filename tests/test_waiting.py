"""What somebody who waits for a long command sees: each part of a page as it begins, on stderr and nowhere else."""

from __future__ import annotations

import io
import json
from pathlib import Path

import nbformat
import pytest

from simlib.report import alone, execute, progress
from simlib.report.terminal import width_of

TEXTS = ("# 标题\n\n# Title", "## 甲\n\n说明。\n\n## A\n\nWords.", "只是说明。", "## 乙\n\n## B")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def notebook_in(folder: Path, *sources: str) -> Path:
    """A notebook with parameters, texts, and a code cell after each text."""
    first = nbformat.v4.new_code_cell('scenario = "baseline"\nlanguage = "zh"\nout = ""')
    first.metadata["tags"] = ["parameters"]
    cells = [first]
    for text, source in zip(TEXTS, sources, strict=True):
        cells += [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell(source)]
    kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    path = folder / "small.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    return path


def test_parts_are_plain_lines_where_there_is_no_terminal():
    stream = io.StringIO()
    begins = progress.parts(2, stream)
    begins("甲 A")
    begins("乙 B")
    assert stream.getvalue() == "1/2 0 min 甲 A\n2/2 0 min 乙 B\n"


def test_parts_are_redrawn_on_a_terminal_and_never_wrap(monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    stream = Terminal()
    begins = progress.parts(2, stream)
    begins("监督抽查合格率" * 9)
    begins("乙 B")
    first, second = stream.getvalue().split("\r\x1b[K")[1:]
    assert width_of(first) <= 29
    assert second == "2/2 0 min 乙 B\n"


def test_a_page_run_by_itself_tells_its_parts_in_both_languages(tmp_path, monkeypatch, capsys):
    path = notebook_in(tmp_path, "1", "2", "3", "4")
    monkeypatch.setattr(alone, "notebook_path", lambda _: path)
    pages = alone.run_targets("baseline", tmp_path / "out", ("zh", "en"))
    said = capsys.readouterr()
    expected = ["1/4 0 min [zh] 甲 A", "2/4 0 min [zh] 乙 B", "3/4 0 min [en] 甲 A", "4/4 0 min [en] 乙 B"]
    assert said.err.splitlines() == expected
    assert said.out == ""
    assert all("甲 A" not in page.read_text("utf-8") for page in pages)


def test_a_part_is_told_before_its_cells_run(tmp_path):
    path = notebook_in(tmp_path, "1", "1 / 0", "3", "4")
    seen = []
    with pytest.raises(execute.BatchError, match="ZeroDivisionError"):
        execute.execute(path, {"language": "zh"}, tmp_path / "page.html", passed=seen.append)
    assert seen == list(TEXTS[:2])


def test_a_page_of_the_batch_stays_silent(tmp_path, capsys):
    execute.execute(notebook_in(tmp_path, "1", "2", "3", "4"), {"language": "zh"}, tmp_path / "page.html")
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")


def test_every_part_of_the_notebook_has_a_heading_in_both_languages():
    shipped = Path(alone.__file__).parents[2] / "notebooks" / "targets.ipynb"
    texts = ["".join(cell["source"]) for cell in json.loads(shipped.read_text("utf-8"))["cells"]]
    found = [alone.headings(text) for text in texts if alone.headings(text)]
    assert len(found) == len(alone._parts(shipped)) > 10
    assert all(len(pair) == 2 for pair in found)
