"""The command line: answers in both languages, mistakes in two short lines."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import simlib
from simlib.story.provenance import versions

PROJECT = Path(simlib.__file__).parent.parent
EVERYDAY = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(PROJECT)}


def command(*words: str, cwd: Path = PROJECT, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "simlib", *words],
        cwd=cwd,
        env={**EVERYDAY, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def project(tmp_path) -> Path:
    """A copy of the scenarios and notebooks, to be changed."""
    for name in ("scenarios", "notebooks"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    return tmp_path


def test_check_finds_no_mistake_in_what_is_shipped():
    done = command("check")
    assert done.returncode == 0, done.stderr
    assert "没有错误" in done.stdout
    assert "no mistakes" in done.stdout


def test_check_names_every_mistake(project):
    (project / "scenarios" / "bad.yml").write_text("name: bad\nbase: baseline\n", "utf-8")
    done = command("check", cwd=project)
    assert done.returncode == 2
    assert "bad.yml" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_scenario_is_two_lines_and_no_traceback():
    for words in (("run", "crackdwn"), ("batch", "crackdwn"), ("check", "crackdwn")):
        done = command(*words)
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 2
        assert "是否想写“crackdown”" in done.stderr
        assert "did you mean “crackdown”" in done.stderr


def test_debugging_shows_the_traceback():
    assert "Traceback" in command("run", "crackdwn", SIMLIB_DEBUG="1").stderr


@pytest.mark.parametrize(("language", "words"), [("zh", "打假集中整治年"), ("en", "Crackdown year")])
def test_run_tells_one_plan_on_the_terminal(language, words):
    done = command("run", "crackdown", "--language", language, "--runs", "2x1")
    assert done.returncode == 0, done.stderr
    assert words in done.stdout
    assert "80%" in done.stdout


def test_wrong_runs_and_languages_are_refused():
    assert "50x4" in command("run", "baseline", "--runs", "many").stderr
    assert "zh" in command("run", "baseline", "--language", "fr").stderr
    assert "zh" in command("batch", "--language", "fr").stderr


def test_list_names_all_plans(project):
    (project / "scenarios" / "bad.yml").write_text("name: bad\nbase: nothing\n", "utf-8")
    done = command("list", "--language", "en", cwd=project)
    assert "Crackdown year" in done.stdout
    assert "bad" in done.stdout


def test_new_writes_files_that_load(project):
    assert command("new", "mine", cwd=project).returncode == 0
    assert command("new", "elsewhere", "--district", cwd=project).returncode == 0
    done = command("check", cwd=project)
    assert done.returncode == 0, done.stderr
    again = command("new", "mine", cwd=project)
    assert again.returncode == 2
    assert "Traceback" not in again.stderr


def test_schema_is_what_is_committed(project):
    before = (project / "scenarios" / "scenario.schema.json").read_text("utf-8")
    assert command("schema", cwd=project).returncode == 0
    assert (project / "scenarios" / "scenario.schema.json").read_text("utf-8") == before


def test_the_version_is_the_same_everywhere():
    """The package, its project file and the run record of every result."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == simlib.__version__
    assert versions()["simlib"] == simlib.__version__


def test_version_and_help():
    assert command("version").stdout.strip() == simlib.__version__
    told = command("--help").stdout
    assert all(name in told for name in ("check", "run", "batch", "new", "schema", "warm", "list"))
