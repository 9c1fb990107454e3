"""Reports as a whole: bad plans contained, nothing done twice, the same on any number of cores, true numbers."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from pyarrow import parquet
from small_project import RUNS, SHIPPED, command, derived, small_project

from simlib import assess, scenario, simulate, story
from simlib.report import Request, keys, run_batch
from simlib.report.batch import notebook_path
from simlib.report.execute import execute
from simlib.report.export import page_of
from simlib.report.status import read_status
from simlib.spread import SOURCES, spread_of
from simlib.story import outcomes
from simlib.story.comparison.comparing import Comparison
from simlib.story.margins import chance_with_error
from simlib.story.rows import row_from_json, target_rows
from simlib.story.session import Story
from simlib.words import LANGUAGES

__all__ = ["command"]
TABLES = ("results", "targets", "costs")
TROUBLE = """\
import os
if scenario == "raises":
    1 / 0
if scenario == "dies":
    os._exit(9)"""


def state(out: Path, name: str) -> str:
    return str(read_status(out / name).get("state"))


def written(out: Path) -> dict[str, int]:
    """When each finished page was written, by plan."""
    return {path.parent.name: path.stat().st_mtime_ns for path in out.glob("*/*_zh.html")}


def batch(folder: Path, *names: str, at_once: int = 2):
    """A batch in Chinese on the project in `folder`, which has to be the working folder."""
    return run_batch(Request(names, ("zh",), at_once, folder / "out"))


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A baseline and one other plan, the working folder."""
    monkeypatch.chdir(small_project(tmp_path / "project", "crackdown"))
    monkeypatch.setenv("SIMLIB_RUNS", RUNS)
    return tmp_path / "project"


@pytest.fixture(scope="module")
def finished_batch(tmp_path_factory):
    """A finished batch of the baseline and the crackdown year."""
    folder = small_project(tmp_path_factory.mktemp("done") / "project", "crackdown")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SIMLIB_RUNS", RUNS)
        assert not batch(folder).failed
    return folder


# --- plans that fail, plans that cannot be run yet


def test_a_bad_plan_stops_no_other_and_is_named(tmp_path, command):
    """A broken file, a notebook that raises and a child that dies: all named, the others done, exit code 1."""
    folder = small_project(tmp_path / "project", trouble=TROUBLE)
    for name in ("good", "raises", "dies"):
        derived(folder, name)
    derived(folder, "broken", "{covrage: 1}")
    said = command("batch", "--language", "zh", folder=folder)
    out = folder / "out"
    assert said.code == 1
    for name in ("baseline", "good", "comparison"):
        assert state(out, name) == "done"
    for name in ("raises", "dies"):
        assert state(out, name) == "failed"
    page = (out / "index.html").read_text("utf-8")
    assert "有 3 个方案没有算成" in page
    for name in ("raises", "dies", "broken"):
        assert f"FAILED {name}" in said.err
        assert f"({name})" in page
    assert "ZeroDivisionError" in said.err
    assert "coverage" in said.err  # the nearest known lever
    assert "Traceback" not in said.err + page
    assert "方案good" in page
    assert not (out / "raises" / "report_zh.ipynb").exists()


def test_a_batch_in_which_nothing_works_still_ends_with_a_page(tmp_path, command):
    folder = small_project(tmp_path / "project", trouble="1 / 0")
    said = command("batch", "--language", "en", folder=folder)
    assert said.code == 1
    assert "No plan could be computed" in (folder / "out" / "index.html").read_text("utf-8")


def test_a_plan_cannot_take_the_place_of_the_comparison(project, command):
    derived(project, "comparison")
    said = command("batch", folder=project)
    assert said.code == 2
    assert len(said.err.splitlines()) == 2
    assert "comparison" in said.err


def test_a_district_to_be_filled_in_is_no_failure(project, command):
    """Its facts are missing: listed as such; only who asks for it by name is told that it fails."""
    assert command("new", "xinqu", "--district", folder=project).code == 0
    said = command("batch", "--language", "zh", folder=project)
    assert said.code == 0
    assert "待填 TO BE FILLED IN xinqu" in said.err
    assert not (project / "out" / "xinqu").exists()
    page = (project / "out" / "index.html").read_text("utf-8")
    assert "数据待填" in page
    assert "scenarios/sectors/xinqu/product.yml" in page
    asked = command("batch", "xinqu", "--language", "zh", folder=project)
    assert asked.code == 1
    assert "FAILED xinqu" in asked.err
    assert "product.yml" in asked.err
    assert "Traceback" not in asked.err


# --- nothing twice


def test_a_changed_title_redoes_that_plan_and_the_comparison_alone(project):
    batch(project)
    before = written(project / "out")
    path = project / "scenarios" / "crackdown.yml"
    path.write_text(path.read_text("utf-8").replace("打假集中整治年", "打假年"), "utf-8")
    report = batch(project)
    after = written(project / "out")
    assert report.reused == ("baseline",)
    assert {name for name in before if after[name] != before[name]} == {"crackdown", "comparison"}
    assert "打假年" in (project / "out" / "index.html").read_text("utf-8")


def test_the_key_knows_every_file_of_a_plan(project):
    """Bases, sectors and the notebook count; another plan's file does not."""
    notebook = project / "notebooks" / "report.ipynb"

    def key() -> str:
        return keys.plan_key(scenario.load("crackdown"), notebook)

    derived(project, "other")
    first = key()
    derived(project, "other", "{coverage: {times: 1.2}}")
    assert key() == first
    for path in ("scenarios/crackdown.yml", "scenarios/baseline.yml", "scenarios/sectors/food.yml"):
        with (project / path).open("a", encoding="utf-8") as stream:
            stream.write("# a source corrected\n")
        assert key() != first
        first = key()


def test_other_numbers_of_runs_are_other_results(project, monkeypatch):
    """Also in one process, whose server of children was started with the first number."""
    batch(project, "baseline")
    monkeypatch.setenv("SIMLIB_RUNS", "3x1")
    assert not batch(project, "baseline").reused
    stored = pd.read_parquet(project / "out" / "baseline" / "futures.parquet")
    assert (stored["draw"].max(), stored["replicate"].max()) == (2, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are a matter of POSIX")
def test_a_power_cut_keeps_what_was_finished(project):
    """All processes killed when the first plan's status says done: it is not run again, the others are."""
    derived(project, "other")
    asked = [sys.executable, "-m", "simlib", "batch", "--language", "zh", "--jobs", "1"]
    environment = os.environ | {"PYTHONPATH": str(SHIPPED)}
    with subprocess.Popen(
        asked, cwd=project, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stderr is not None
        next(line for line in process.stderr if "baseline" in line)  # a line a plan, once its status is written
        os.killpg(process.pid, signal.SIGKILL)
    before = written(project / "out")
    assert state(project / "out", "baseline") == "done"
    assert state(project / "out", "other") == "waiting"
    report = batch(project)
    assert "baseline" in report.reused
    assert "other" not in report.reused
    assert not report.failed
    assert written(project / "out")["baseline"] == before["baseline"]


# --- the tables


@pytest.mark.parametrize("table", TABLES)
def test_csv_and_parquet_agree_and_carry_the_schema_version(finished_batch, table):
    stem = finished_batch / "out" / "crackdown" / table
    csv, stored = pd.read_csv(stem.with_suffix(".csv")), pd.read_parquet(stem.with_suffix(".parquet"))
    assert (csv["schema_version"] == 1).all()
    assert list(csv.columns) == list(stored.columns)
    assert len(csv) == len(stored) > 0
    for column in stored:
        if stored[column].dtype.kind == "f":
            np.testing.assert_allclose(csv[column], stored[column], rtol=1e-7)
        else:
            assert csv[column].fillna("").astype(str).tolist() == stored[column].fillna("").astype(str).tolist()
    stamp = parquet.read_schema(stem.with_suffix(".parquet")).metadata
    assert (stamp[b"schema_version"], stamp[b"scenario"]) == (b"1", b"crackdown")
    assert stamp[b"digest"].decode() == scenario.load("crackdown").digest


def test_results_are_the_same_with_one_job_and_two(finished_batch, project):
    """The number of children and of threads changes nothing, to the bit."""
    batch(project, at_once=1)
    for name in ("baseline", "crackdown"):
        one, two = (folder / "out" / name / "futures.parquet" for folder in (project, finished_batch))
        pd.testing.assert_frame_equal(pd.read_parquet(one), pd.read_parquet(two), check_exact=True)


def test_the_comparison_is_written_as_a_table(finished_batch):
    found = pd.read_parquet(finished_batch / "out" / "comparison" / "differences.parquet")
    assert len(found) > 0
    assert "crackdown" in set(found.astype(str).to_numpy().ravel())


def test_the_comparison_shows_the_chances_and_tags_of_the_reports(finished_batch):
    """Read back from the stored futures, each target is what the report's summary says, to the bit."""
    for name in ("baseline", "crackdown"):
        plan, folder = scenario.load(name), finished_batch / "out" / name
        stored = outcomes.read_stored(plan, folder)
        rows = rows_from_summary(folder)
        assert stored is not None
        assert [(row.key, row.chance, row.error, row.basis, row.hinge) for row in target_rows(stored)] == rows


def rows_from_summary(folder: Path) -> list[tuple]:
    rows = map(row_from_json, json.loads((folder / "summary.json").read_text("utf-8"))["targets"])
    return [(row.key, row.chance, row.error, row.basis, row.hinge) for row in rows]


def test_plans_with_other_numbers_of_draws_stand_side_by_side(finished_batch):
    """Differences are taken on the common draws; the chances of the plan with more are those of all of its draws."""
    plans = [scenario.load(name) for name in ("baseline", "crackdown")]
    few, many = (outcomes.read_stored(plan, finished_batch / "out" / plan.name) for plan in plans)
    assert few is not None
    assert many is not None
    both = Comparison(Story(plans[0], "zh", None), (few.first(1), many))
    assert both.pair(many)[0].draws == both.pair(many)[1].draws == 1
    assert [row.chance for row in both.targets["crackdown"]] == [row.chance for row in target_rows(many)]
    rate = "true_pass_rate"
    told = (story.yearly_differences(both, rate), story.about_money(both, rate), story.about_differences(both, rate))
    assert all(shown.bundle["text/plain"] for shown in (story.answers(both), *told))


def test_results_carry_the_variance_by_source(finished_batch):
    """Sampling and product list are 0 where a result is not sampled; the sampled rate is split as `spread_of` does."""
    stored = pd.read_parquet(finished_batch / "out" / "crackdown" / "results.parquet")
    variances = [f"variance_{source}" for source in SOURCES]
    sampled = stored["indicator"] == "sampled_pass_rate"
    assert (stored.loc[~sampled, variances[2:]] == 0.0).all().all()
    found = spread_of(simulate(scenario.load("crackdown"), draws=2, replicates=2), "sampled_pass_rate", 2012)
    row = stored[sampled & (stored["scope"] == "district") & (stored["year"] == 2012)].iloc[0]
    assert list(row[variances]) == [getattr(found, source).variance for source in SOURCES]


# --- the page


def test_the_plans_own_targets_come_first(finished_batch):
    """Added targets stand apart, and the one that no effort is made for says why it cannot be kept."""
    page = (finished_batch / "out" / "index.html").read_text("utf-8")
    table = page[page.index('class="targets"') :]
    table = table[: table.index("</table>")]
    own, added = table.index("方案原有的目标"), table.index("补充的目标")
    assert own < table.index("监督抽查合格率") < added < table.index("问题关注度")
    assert "现行方案没有增加宣传，关注度不会上升" in table[added:]
    assert page.count("另补充") == 1


# --- notebooks, asked for a number


@pytest.fixture(scope="module")
def promised():
    """What the library itself says about the 80 % target under the crackdown year, on as many runs."""
    plan = scenario.load("crackdown")
    draws, replicates = (int(part) for part in RUNS.split("x"))
    outcome = simulate(plan, draws=draws, replicates=replicates)
    return assess(outcome, [one for one in plan.targets if one.indicator == "sampled_pass_rate"])[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_what_the_library_says(tmp_path, monkeypatch, promised, language):
    """Chance and middle future of the 80 % target: the same in the stored table, and in the words on the page."""
    monkeypatch.setenv("SIMLIB_RUNS", RUNS)
    parameters = {"scenario": "crackdown", "language": language, "out": str(tmp_path)}
    execute(SHIPPED / "notebooks" / "report.ipynb", parameters, tmp_path / "report")
    table = pd.read_parquet(tmp_path / "targets.parquet")
    row = table[(table["indicator"] == "sampled_pass_rate") & (table["level"] == 0.8)].iloc[0]
    assert (row["chance"], row["median"]) == (promised.chance, promised.median)
    page = (tmp_path / "report.html").read_text("utf-8")
    shown = next(line for line in page.split("<tr>") if "80%" in line and 'class="meter"' in line)
    assert chance_with_error(promised.chance, promised.error, language) in shown
    assert f"{100 * promised.median:.1f}%" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_comparison_runs_by_itself(tmp_path, monkeypatch, language):
    """Without a batch's results it simulates what it compares."""
    monkeypatch.setenv("SIMLIB_RUNS", RUNS)
    monkeypatch.setenv("SIMLIB_ONLY", "baseline,crackdown")
    parameters = {"scenario": "baseline", "language": language, "out": str(tmp_path)}
    execute(SHIPPED / "notebooks" / "comparison.ipynb", parameters, tmp_path / "comparison")
    assert scenario.load("crackdown").title.said(language) in (tmp_path / "comparison.html").read_text("utf-8")
    assert len(pd.read_parquet(tmp_path / "comparison" / "differences.parquet")) > 0


def test_a_notebook_leaves_the_program_as_it_was(tmp_path, monkeypatch):
    """IPython puts a module of its own in the place of __main__; children could not be started after that."""
    main = sys.modules["__main__"]
    project = small_project(tmp_path / "project")
    monkeypatch.setenv("SIMLIB_RUNS", RUNS)
    parameters = {"scenario": "baseline", "language": "zh", "out": ""}
    execute(project / "notebooks" / "report.ipynb", parameters, tmp_path / "report")
    assert sys.modules["__main__"] is main


@pytest.mark.parametrize("name", ["comparison", "report", "targets", "validation"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_of_a_page_is_in_its_contents(name, language):
    """The links of the contents lead to headings that are there."""
    page = page_of(nbformat.read(notebook_path(name), 4), language)
    links = re.findall(r'<li><a href="#([^"]+)">', page)
    assert len(links) > 5
    assert links == re.findall(r'<h2 id="([^"]+)"', page)
