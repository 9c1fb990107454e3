"""A ledger becomes a scenario that loads, a history to calibrate on, and a summary in both languages."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from ledgers import TODAY, panel, saved, text_of

import simlib
from simlib.errors import SimlibError
from simlib.intake.facts import ledger_facts
from simlib.intake.ledger import read_ledger
from simlib.intake.names import COMMON, file_name, homes
from simlib.intake.save import HISTORY_COLUMNS, observations, sector_homes, write_all, write_facts, write_history
from simlib.learn.history import checked, read_history
from simlib.scenario import check, load
from simlib.story.evidence.ledger import import_ledger
from simlib.words import DEPARTMENTS, PROGRAMMES

PROJECT = Path(simlib.__file__).parents[1]
EXAMPLE = PROJECT / "data" / "examples" / "ledger_example.csv"
NEEDED = {"units", "observed", "tests_observed"}


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(PROJECT / "scenarios", tmp_path / "scenarios"))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    rows = panel(300, 4, 0.3, 0.15, seed=3)
    return read_ledger(saved(tmp_path_factory.mktemp("panel"), text_of(rows)), TODAY)


def lines_of(folder, rows):
    """A ledger of (unit, sector, date, result) rows."""
    return read_ledger(saved(folder, text_of(rows, ("企业编号", "行业", "日期", "结果"))), TODAY)


# --- scenario files


def test_the_files_load_and_hold_what_was_counted(folder, ledger):
    paths = write_facts(ledger, folder, "台账区")
    assert [path.name for path in paths] == ["台账区.yml", "building.yml", "food.yml"]
    assert check(folder) == []
    made = load("台账区", folder)
    for sector, one in zip(made.sectors, ledger_facts(ledger), strict=True):
        assert sector.title.zh == one.sector
        assert sector.value("units") == one.units == 150
        assert sector.value("tests_observed") == one.rate.of
        assert sector.value("observed") == pytest.approx(one.rate.value, abs=1e-6)
        assert {sector.facts[code].status for code in NEEDED} == {"derived"}
        assert made.plan["coverage", sector.name][0] == one.rate.of / one.units == 1
    assert {gap.code for gap in made.missing} == {"price_test"}


def test_the_plan_begins_after_the_year_of_the_rates(folder, ledger):
    write_facts(ledger, folder, "later", 2001)
    calendar = load("later", folder).calendar
    assert (calendar.warm_up, calendar.first, calendar.last) == ("1996Q1", "2002Q1", "2006Q4")


def test_persistence_and_guesses_stand_in_the_head_of_the_file(folder, tmp_path):
    rows = [["甲", "烟花爆竹", f"201{year}-03-0{day}", "合格"] for year in range(4) for day in (1, 5)]
    paths = write_facts(lines_of(tmp_path, rows), folder, "x")
    head = paths[1].read_text("utf-8").split("facts:")[0]
    assert "上次合格者，这次不合格" in head
    assert "(0/7;" in head
    assert "first guess" in head
    assert "样本少 few" in head


def test_a_sector_without_planned_tests_is_left_to_be_filled_in(folder, tmp_path):
    rows = [["甲", "食品", "2012-03-01", "合格", "监督抽查"], ["乙", "建材", "2012-03-01", "不合格", "投诉"]]
    text = text_of(rows, ("企业编号", "行业", "日期", "结果", "检查类型"))
    write_facts(read_ledger(saved(tmp_path, text), TODAY), folder, "x")
    made = load("x", folder)
    assert {gap.code for gap in made.missing} == {"observed", "tests_observed", "price_test"}
    assert {sector.name: sector.value("tests_observed") for sector in made.sectors} == {"building": None, "food": 1}


@pytest.mark.parametrize("rate", ["合格", "不合格"])
def test_rates_of_exactly_none_and_all_are_written_as_they_are(folder, tmp_path, rate):
    rows = [[f"{i}", "食品", "2012-03-01", rate] for i in range(40)]
    write_facts(lines_of(tmp_path, rows), folder, "x")
    assert load("x", folder).sectors[0].value("observed") == float(rate == "合格")


def test_words_of_a_ledger_cannot_break_the_file(folder, tmp_path):
    """A label is data: quotation marks, colons, braces and line breaks stay inside it."""
    odd = [
        'a: {b}, "c" # d',
        "食品\nfacts: {}",
        "'*&!%@`",
        "- x",
        "../../x",
        "con",
        "coverage",
        "1号",
        "x" * 300,
        "=1+1",
    ]
    rows = [[f"{i}", label, "2012-03-01", "合格"] for i, label in enumerate(odd)]
    ledger = lines_of(tmp_path, rows)
    write_facts(ledger, folder, "x")
    assert check(folder) == []
    assert {sector.title.zh for sector in load("x", folder).sectors} == set(ledger.sectors)


def test_nothing_is_overwritten_and_nothing_half_written(folder, ledger):
    write_all(ledger, folder, "mine")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for name in ("mine", "MINE", "baseline", "../x", "con"):
        with pytest.raises(SimlibError):
            write_all(ledger, folder, name)
    (folder / "new_history.csv").write_text("mine")
    with pytest.raises(SimlibError, match="not overwritten"):
        write_all(ledger, folder, "new")
    (folder / "new_history.csv").unlink()
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_column_that_is_no_column_of_sectors_is_an_error(folder, tmp_path):
    rows = [[f"{i}", f"地址{i}", "2012-03-01", "合格"] for i in range(61)]
    with pytest.raises(SimlibError, match="61"):
        write_facts(lines_of(tmp_path, rows), folder, "x")


# --- names


def test_the_common_sectors_are_those_of_the_shipped_district():
    for row in COMMON:
        file = yaml.safe_load((PROJECT / "scenarios" / "sectors" / f"{row.name}.yml").read_text("utf-8"))
        assert (row.title.zh, row.title.en) == (file["title"]["zh"], file["title"]["en"])
        assert (row.programme, row.department, list(row.tiers)) == (
            file["programme"], file["department"], file["tiers"],
        )  # fmt: skip
        assert row.programme in PROGRAMMES
        assert row.department in DEPARTMENTS


def test_sectors_get_names_of_their_own():
    labels = ["食品", "食品(生产)", "Grocery Store", "grocery-store", "餐饮", "2号类", "coverage"]
    found = {label: home.name for label, home in homes(labels, {"食品": 9}).items()}
    assert found["食品"] == "food"
    assert found["食品(生产)"] == "食品_生产"
    assert found["Grocery Store"] == "grocery_store"
    assert found["餐饮"] == "餐饮"
    assert len(set(found.values())) == len(labels)
    for label in ("2号类", "coverage", "grocery-store"):  # begins with a digit; is a lever; is taken
        assert re.fullmatch(r"sector_\d", found[label])


@pytest.mark.parametrize(
    ("stem", "name"), [("台账 2012", "台账_2012"), ("a.b", "a_b"), ("..", "ledger"), ("con", "ledger")]
)
def test_a_plan_is_named_after_its_file(stem, name):
    assert file_name(stem) == name


# --- the history


def test_the_history_holds_tests_and_passes_of_every_year(folder, ledger):
    path = write_history(ledger, folder / "h.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == HISTORY_COLUMNS
    assert ",".join(HISTORY_COLUMNS) == "indicator,year,quarter,sectors,programme,value,tests,passes,sd,note"
    assert rows == observations(ledger)
    for one in ledger_facts(ledger):
        own = [row for row in rows if row["sectors"] == sector_homes(ledger)[one.sector].name]
        assert [(row["year"], row["tests"], row["passes"]) for row in own] == [
            (str(year.year), str(year.tests), str(year.passes)) for year in one.years
        ]
    assert {row["indicator"] for row in rows} == {"sampled_pass_rate"}
    assert {row["value"] + row["sd"] + row["quarter"] + row["programme"] for row in rows} == {""}


def test_calibration_reads_the_history(folder, ledger):
    """The columns are those that `simlib calibrate` knows, the sectors those of the scenario."""
    write_all(ledger, folder, "mine")
    rows = checked(read_history(folder / "mine_history.csv"), load("mine", folder))
    assert len(rows) == len(observations(ledger))
    assert {row.sectors for row in rows} == {("food",), ("building",)}


def test_follow_ups_become_the_chance_of_a_quarter(folder, tmp_path):
    """A share s within two quarters is 1 − (1 − f)² of a quarter's chance f; 27 of 36 gives one half."""
    rows = [[f"{i}", "食品", "2012-01-10", "不合格", "监督抽查"] for i in range(36)]
    rows += [[f"{i}", "食品", "2012-03-10", "合格", "复查"] for i in range(27)]
    rows += [["0", "食品", "2012-12-20", "合格", "监督抽查"]]
    text = text_of(rows, ("企业编号", "行业", "日期", "结果", "检查类型"))
    write_facts(read_ledger(saved(tmp_path, text), TODAY), folder, "x")
    assert load("x", folder).plan["follow_up", "food"][0] == 0.5


# --- what the planner sees


def test_the_summary_says_counts_lines_rates_files_and_what_next(folder):
    told = import_ledger(EXAMPLE, "示例", folder)
    ledger = read_ledger(EXAMPLE)
    assert f"读入 {ledger.rows_read} 行，采用 {ledger.rows_used} 行，未采用 {ledger.rows_set_aside} 行" in told
    assert f"{ledger.rows_read} rows read, {ledger.rows_used} used, {ledger.rows_set_aside} set aside" in told
    for found in ledger.findings:
        assert found.reason.zh in told
        assert str(found.line) in told
    for one in ledger_facts(ledger):
        assert f"{one.rate.hits}/{one.rate.of}" in told
    for name in (
        "示例.yml",
        "food.yml",
        "示例_history.csv",
        "示例_findings.csv",
        "simlib check 示例",
        "simlib calibrate",
    ):
        assert name in told
    assert load("示例", folder).missing


def test_every_row_set_aside_is_in_the_file_of_findings(folder):
    import_ledger(EXAMPLE, "示例", folder)
    with (folder / "示例_findings.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    assert [int(row[0]) for row in rows if row[1].endswith("no")] == [16, 24, 33, 42, 52]


def command(folder, *words):
    return subprocess.run(
        [sys.executable, "-m", "simlib", "import", *map(str, words), "--folder", str(folder)],
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command_imports_and_refuses_a_second_time(folder):
    first = command(folder, EXAMPLE, "--name", "示例")
    assert first.returncode == 0, first.stderr
    assert "合格率" in first.stdout
    again = command(folder, EXAMPLE, "--name", "示例")
    assert again.returncode == 2
    assert "没有覆盖" in again.stderr
    assert "Traceback" not in again.stderr


def test_a_file_of_another_kind_is_refused(folder, tmp_path):
    with pytest.raises(SimlibError, match=r"\.csv"):
        import_ledger(tmp_path / "ledger.docx", "", folder)
