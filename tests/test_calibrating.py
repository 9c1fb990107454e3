"""simlib calibrate and simlib validate, as a planner would use them, reduced."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from districts import district
from typer.testing import CliRunner

from simlib import load, simulate
from simlib.cli import app
from simlib.errors import SimlibError
from simlib.report.calibrating import Wish, learn_from, tell

FETCHED = re.compile(r"""(src|href)=["']?https?:|url\(["']?https?:|@import""")  # what a browser would fetch
HISTORY = """指标,年份,批次,合格批次
监督抽查合格率,2009,300,262
监督抽查合格率,2010,300,266
监督抽查合格率,2011,300,270
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A project folder with a small district and a history."""
    folder = tmp_path / "scenarios"
    folder.mkdir()
    district(folder, {"food": dict(units=120, observed=0.9, tests_observed=300)}, last="2012Q4")
    (tmp_path / "history.csv").write_text(HISTORY, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def wish(place, **changes):
    return Wish(Path("history.csv"), "small", "mine", 400, place / "out", force=False)._replace(**changes)


def test_a_history_becomes_a_calibration_that_a_plan_can_name(place):
    """From the file to the forecast: written, told in both languages, named by a scenario, used."""
    done = learn_from(wish(place))
    assert done.start == 2009
    assert done.file == place / "scenarios" / "calibrations" / "mine.csv"
    for language, word in (("zh", "2009"), ("en", "2009")):
        assert word in tell(done, wish(place), language)
    page = (place / "out" / "calibrations" / "mine_zh.html").read_text("utf-8")
    assert "校准" in page
    assert "<svg" in page
    assert not FETCHED.search(page)
    (place / "scenarios" / "next.yml").write_text(
        "name: next\nbase: small\ntitle: {zh: 校准后, en: Calibrated}\npurpose: {zh: 试, en: Try}\ncalibration: mine\n",
        "utf-8",
    )
    plan = load("next", place / "scenarios")
    outcome = simulate(plan, draws=20, replicates=2)
    written = (place / "scenarios" / "calibrations" / "mine.csv").read_text("utf-8").splitlines()
    column = written[0].split(",").index("tau")
    assert list(outcome.assumptions["tau"]) == [float(line.split(",")[column]) for line in written[1:21]]


def test_nothing_is_overwritten_unasked(place):
    """The same name again: refused, and the file stays; with force it is written anew, the same bytes."""
    file = learn_from(wish(place)).file
    before = file.read_bytes()
    with pytest.raises(SimlibError, match="--force"):
        learn_from(wish(place))
    learn_from(wish(place, force=True))
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["../x", "a b", ""])
def test_a_name_must_be_plain(place, name):
    """No path, no space."""
    with pytest.raises(SimlibError, match="--name"):
        learn_from(wish(place, name=name))


def test_a_bad_history_writes_nothing(place):
    """The error comes before anything is written."""
    (place / "history.csv").write_text("指标,年份\n监督抽查合格率,2009\n", "utf-8")
    with pytest.raises(SimlibError):
        learn_from(wish(place))
    assert not (place / "scenarios" / "calibrations").exists()


def test_validate_checks_its_effort():
    """A misspelt effort is an error before anything runs."""
    result = CliRunner().invoke(app, ["validate", "--effort", "smal"])
    assert isinstance(result.exception, SimlibError)
    assert "small" in result.exception.en


def test_the_validation_notebook_runs(tmp_path, monkeypatch):
    """The notebook as a whole, small: the verdict first, every part in the summary, no network."""
    from simlib.report.alone import run_validation

    monkeypatch.setenv("SIMLIB_EFFORT", "small")
    page = run_validation(tmp_path, ("zh", "en"))[0].read_text("utf-8")
    assert "沿用上年数" in page
    assert page.index("沿用上年数") < page.index("<svg")
    assert not FETCHED.search(page)
    kept = json.loads((tmp_path / "validation" / "summary.json").read_text("utf-8"))
    assert len(kept["backtest"]) == 6
    assert kept["patterns"]
    assert all(0.0 <= row["p"] <= 1.0 for row in kept["sbc"])
    assert (tmp_path / "validation" / "validation_en.html").is_file()
