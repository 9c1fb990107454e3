"""The batch: failures named and contained, nothing half-written, nothing done twice, pages that need no network."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from io import StringIO
from pathlib import Path
from unittest.mock import Mock

import nbformat
import pandas as pd
import pytest

import simlib
from simlib.errors import BadRequest, UnknownName
from simlib.report import Request, batch, execute, export, jobs, page, pool, progress, status
from simlib.scenario import load
from simlib.story import outcomes, storing
from simlib.words import Words

PROJECT = Path(simlib.__file__).parent.parent
BROKEN = "name: broken\nbase: nowhere\ntitle: {zh: 坏, en: Broken}\npurpose: {zh: 坏, en: Broken}\n"


def project_at(folder: Path) -> Path:
    """A small project: two plans that can be run, and one whose file has a mistake."""
    for name in ("scenarios", "notebooks"):
        shutil.copytree(PROJECT / name, folder / name)
    for path in (folder / "scenarios").glob("*.yml"):
        if path.stem not in ("baseline", "crackdown"):
            path.unlink()
    (folder / "scenarios" / "broken.yml").write_text(BROKEN, "utf-8")
    return folder


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "simlib", "batch", "--runs", "2x2", *words],
        cwd=folder, env=environment(), capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(PROJECT)}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A batch over the small project, once for all tests that only look."""
    folder = project_at(tmp_path_factory.mktemp("project"))
    return folder, command(folder)


# --- end to end


def test_one_failure_does_not_stop_the_others_and_is_named(ran):
    folder, done = ran
    assert done.returncode == 1
    assert "broken" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.strip().splitlines()[-1] == str(folder / "out" / "index.html")
    for name in ("baseline", "crackdown", "comparison"):
        assert status.read_status(folder / "out" / name)["state"] == "done"
    text = (folder / "out" / "index.html").read_text("utf-8")
    assert "broken" in text
    assert "nowhere" in text


def test_the_page_opens_with_the_answer(ran):
    folder, _ = ran
    text = (folder / "out" / "index.html").read_text("utf-8")
    summary = json.loads((folder / "out" / "baseline" / "summary.json").read_text("utf-8"))
    assert "示例数据，非本区实际" in text
    places = [text.index(words) for words in (summary["answer"]["zh"], "<h2>", 'href="crackdown/report_zh.html"')]
    assert places == sorted(places)
    assert summary["answer"]["en"] in (folder / "out" / "index_en.html").read_text("utf-8")


def test_pages_need_no_network_and_no_script(ran):
    folder, _ = ran
    pages = list((folder / "out").rglob("*.html"))
    assert len(pages) == 10
    for path in pages:
        text = path.read_text("utf-8")
        assert "<script" not in text
        assert not re.search(r"""(?:src|href)=["']https?:|url\(["']?https?:|@import""", text), path


def test_every_link_of_the_pages_leads_somewhere(ran):
    folder, _ = ran
    for path in (folder / "out").rglob("*.html"):
        for link in re.findall(r'<a [^>]*href="([^"#]+)"', path.read_text("utf-8")):
            assert (path.parent / link).is_file(), f"{path.name} → {link}"


def test_a_report_is_in_one_language_with_its_code_folded_away(ran):
    folder, _ = ran
    english = (folder / "out" / "crackdown" / "report_en.html").read_text("utf-8")
    words = re.sub(r"(?s)<div class=\"code\">.*?</div>|<style>.*?</style>|中文", "", english)
    assert not re.search(r"[㐀-鿿]", words)
    assert ".code { display: none; }" in english
    assert "@page { size: A4" in english


def test_results_are_tidy_tables_with_a_schema_version(ran):
    folder, _ = ran
    out = folder / "out" / "crackdown"
    csv, parquet = pd.read_csv(out / "results.csv"), pd.read_parquet(out / "results.parquet")
    assert list(csv.columns) == list(parquet.columns)
    assert set(csv["schema_version"]) == {1}
    assert not csv.duplicated(["indicator", "scope", "year"]).any()
    record = json.loads((out / "record.json").read_text("utf-8"))
    assert record["digest"] == load("crackdown").digest
    assert record["versions"]["python"]


def test_stored_futures_are_the_simulated_ones(ran, monkeypatch):
    folder, _ = ran
    plan = load("crackdown")
    stored = outcomes.read_stored(plan, folder / "out" / "crackdown")
    assert stored is not None
    monkeypatch.setenv(outcomes.RUNS_VARIABLE, "2x2")
    simulated = outcomes.outcome_of(plan)
    for scope in ({}, {"programme": "product"}, {"sectors": ("polluters",)}):
        same = stored.annual("true_pass_rate", 2012, **scope) == simulated.annual("true_pass_rate", 2012, **scope)
        assert same.all()
    with pytest.raises(BadRequest, match="2031"):
        stored.annual("true_pass_rate", 2031)


def test_a_second_run_does_nothing_again(ran):
    folder, _ = ran
    before = {path: path.stat().st_mtime_ns for path in (folder / "out").rglob("report_*.html")}
    done = command(folder)
    assert "3 个已有结果" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_an_interrupted_batch_ends_at_once_and_keeps_what_is_done(tmp_path):
    folder = project_at(tmp_path)
    (folder / "scenarios" / "broken.yml").unlink()
    started = subprocess.Popen(
        [sys.executable, "-m", "simlib", "batch", "--runs", "2x2", "--jobs", "1", "--language", "zh"],
        cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert started.stderr is not None
    first = started.stderr.readline()
    assert first.startswith("1/3 baseline")
    started.send_signal(signal.SIGINT)
    _, told = started.communicate(timeout=60)
    assert started.returncode == 130
    assert "不会重算" in told
    assert "Traceback" not in told
    states = {name: status.read_status(folder / "out" / name).get("state") for name in ("baseline", "comparison")}
    assert states == {"baseline": "done", "comparison": None}


# --- one job


@pytest.fixture
def job(tmp_path) -> jobs.Job:
    notebook = PROJECT / "notebooks" / "report.ipynb"
    return jobs.Job("baseline", notebook, tmp_path / "baseline", ("zh", "en"), "key", tmp_path / "baseline", 1)


def test_a_job_is_done_only_if_all_its_pages_are_there(job):
    assert jobs.perform(job, lambda _job, _language: None)
    assert not status.finished(job.folder, job.key, job.files)
    for name in job.files:
        (job.folder / name).touch()
    assert status.finished(job.folder, job.key, job.files)
    assert not status.finished(job.folder, "another key", job.files)


def test_a_mistake_is_recorded_in_both_languages(job):
    def fail(_job, _language):
        raise BadRequest("不行。", "No.")

    assert not jobs.perform(job, fail)
    assert status.read_status(job.folder)["state"] == "failed"
    assert status.read_status(job.folder)["zh"] == "不行。"


def test_an_error_of_ours_is_recorded_too(job, capsys):
    def fail(_job, _language):
        raise ZeroDivisionError("nothing")

    assert not jobs.perform(job, fail)
    assert "ZeroDivisionError" in status.read_status(job.folder)["en"]
    assert "Traceback" in capsys.readouterr().err


def test_a_job_out_of_time_is_ended_and_named(job, monkeypatch):
    monkeypatch.setenv("SIMLIB_RUNS", "2x1")
    ended: list[str] = []
    pool.run_jobs([job], 1, 0.0, lambda one: ended.append(one.name))
    assert ended == ["baseline"]
    assert status.read_status(job.folder)["state"] == "failed"
    assert "超时" in status.read_status(job.folder)["zh"]


# --- papermill over one notebook


def test_parameters_are_refused_before_the_start():
    with pytest.raises(UnknownName, match="language"):
        execute.check_parameters(PROJECT / "notebooks" / "report.ipynb", {"langage": "zh"})


def notebook_of(folder: Path, *sources: str) -> Path:
    """A small notebook with a parameters cell and some more."""
    first = nbformat.v4.new_code_cell('scenario = "baseline"\nlanguage = "zh"\nout = ""')
    first.metadata["tags"] = ["parameters"]
    cells = [first, *(nbformat.v4.new_code_cell(source) for source in sources)]
    path = folder / "small.ipynb"
    kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    return path


def test_the_engine_shows_what_a_cell_prints_displays_and_returns(tmp_path):
    shown = (
        'from IPython.display import HTML, display\nprint("printed")\ndisplay(HTML("<b>shown</b>"))\nlanguage + "-is"'
    )
    target = tmp_path / "done.html"
    execute.execute(notebook_of(tmp_path, shown), {"language": "en"}, target)
    text = target.read_text("utf-8")
    assert all(words in text for words in ("printed", "<b>shown</b>", "en-is"))


def test_a_failing_cell_leaves_no_page(tmp_path):
    target = tmp_path / "done.html"
    with pytest.raises(simlib.SimlibError, match="ZeroDivisionError") as caught:
        execute.execute(notebook_of(tmp_path, "1 / 0", 'print("never")'), {"language": "zh"}, target)
    assert "Traceback" in caught.value.trace
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.ipynb"]


def test_a_planners_mistake_keeps_its_two_lines(tmp_path):
    source = "from simlib import load\nload('crackdwn')"
    with pytest.raises(simlib.SimlibError) as caught:
        execute.execute(notebook_of(tmp_path, source), {"language": "zh"}, tmp_path / "done.html")
    assert "是否想写“crackdown”" in caught.value.zh
    assert "did you mean" in caught.value.en


def test_only_one_language_is_kept():
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# 问?\n\n# Question?\n\n答。\n\nAnswer.")])
    assert export.in_one_language(made, "zh").cells[0].source == "# 问?\n\n答。"
    assert export.in_one_language(made, "en").cells[0].source == "# Question?\n\nAnswer."


# --- files, page, progress


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "record.json"
    storing.write_json(path, {"a": 1})
    with suppress(ZeroDivisionError), storing.replacing(path) as temporary:
        temporary.write_text("half", "utf-8")
        raise ZeroDivisionError
    assert storing.read_json(path) == {"a": 1}
    assert list(tmp_path.iterdir()) == [path]


def test_a_torn_record_is_no_record(tmp_path):
    (tmp_path / "record.json").write_text('{"a": ', "utf-8")
    assert storing.read_json(tmp_path / "record.json") == {}


def test_a_page_without_any_result_says_so(tmp_path):
    entries = [page.Entry("broken", Words("坏", "Broken"), None, Words("文件有<错>", "A <mistake>"))]
    text = page.render(entries, tmp_path, "zh", ("zh",))
    assert "没有一个方案算成" in text
    assert "文件有&lt;错&gt;" in text


def test_progress_is_plain_where_there_is_no_terminal():
    stream = StringIO()
    show = progress.bar(stream)
    show(0, 2, "")
    show(1, 2, "baseline")
    assert stream.getvalue().startswith("1/2 baseline")
    assert "\r" not in stream.getvalue()


def test_wrong_runs_are_refused(monkeypatch):
    monkeypatch.setenv(outcomes.RUNS_VARIABLE, "0x4")
    with pytest.raises(BadRequest, match="50x4"):
        outcomes.runs_override()


def test_an_unknown_name_is_refused_before_anything_runs(tmp_path):
    with pytest.raises(UnknownName, match="crackdown"):
        batch.run_batch(Request(names=("crackdwn",), out=tmp_path / "out"))


@pytest.fixture
def one_child(monkeypatch, tmp_path):
    """A pool whose child is a stand-in: Ctrl-C comes while it is being started, as from a keyboard."""
    ended, job = [], jobs.Job("one", Path("report.ipynb"), tmp_path, (), "key", tmp_path, 1)
    child = Mock(terminate=lambda: ended.append("asked"), is_alive=lambda: False)

    def start(_context, _job):
        signal.raise_signal(signal.SIGINT)
        ended.append("started")
        return child

    monkeypatch.setattr(pool, "_start", start)
    return job, ended


def test_an_interrupt_waits_until_a_child_has_started(one_child):
    """Raised in the middle it would leave half a child, which then speaks of it in a traceback. The usual handler is
    back afterwards."""
    job, ended = one_child
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        pool.run_jobs([job, job], 2, 60, lambda _job: None)
    assert ended == ["started", "asked"]
    assert signal.getsignal(signal.SIGINT) is before


def test_a_second_interrupt_waits_for_nothing():
    with pool.interrupts_noted():
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
