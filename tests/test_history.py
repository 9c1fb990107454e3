"""Histories: good files in every spelling, each mistake with its line in both languages, years set back."""

from __future__ import annotations

import contextlib
import math

import numpy as np
import pytest
from districts import district

from simlib import load
from simlib.errors import ScenarioError, SimlibError
from simlib.learn import Observation, checked, read_history
from simlib.learn.years import set_back, until

HEAD = "indicator,year,quarter,sectors,programme,value,tests,passes,sd,note"


def written(folder, text, encoding="utf-8"):
    path = folder / "history.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_history_in_english(tmp_path):
    """Counts, a rate with its error, a number; empty lines and comments are nothing."""
    rows = read_history(
        written(
            tmp_path,
            f"{HEAD}\nsampled_pass_rate,2010,,food,,,400,372,,a note\n\n"
            "operating_rate,2010,2,,environment,0.9,,,0.02,\n"
            "famous_brands,2010,,,,31,,,,\n",
        )
    )
    assert rows[0].figure == 0.93
    assert rows[0].sectors == ("food",)
    assert rows[0].note == "a note"
    assert (rows[1].quarter, rows[1].programme, rows[1].when) == (2, "environment", "2010Q2")
    assert rows[2].value == 31.0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_history_in_chinese(tmp_path, encoding):
    """Chinese columns and names, per cent, several sectors, as Excel saves them."""
    rows = read_history(
        written(
            tmp_path,
            "指标,年份,季度,行业,领域,数值,批次,合格批次,误差\n监督抽查合格率,2010,,food、toys,,92.5%,400,370,\n"
            "治污设施正常运行率,2010,第三季度,,环境质量,90%,,,1.5%\n",
            encoding,
        )
    )
    assert rows[0].indicator == "sampled_pass_rate"
    assert rows[0].sectors == ("food", "toys")
    assert (rows[1].quarter, rows[1].sd) == (3, 0.015)


# What is wrong, and what the message must say (in both languages).
WRONG = {
    "unknown column": ("indicator,year,vlaue\nsampled_pass_rate,2010,0.9\n", "vlaue", "value"),
    "missing column": ("year,value\n2010,0.9\n", "indicator", "指标"),
    "two columns": ("indicator,year,year\nx,1,2\n", "year", "year"),
    "unknown indicator": (f"{HEAD}\nsampled_pas_rate,2010,,,,,400,372,,\n", "sampled_pass_rate", "2"),
    "wrong programme": (f"{HEAD}\nsampled_pass_rate,2010,,,produkt,,400,372,,\n", "produkt", "product"),
    "more passes": (f"{HEAD}\nsampled_pass_rate,2010,,,,,400,401,,\n", "401", "400"),
    "only tests": (f"{HEAD}\nsampled_pass_rate,2010,,,,,400,,,\n", "2", "2"),
    "no figure": (f"{HEAD}\nsampled_pass_rate,2010,,,,,,,,\n", "2", "2"),
    "no error": (f"{HEAD}\nsampled_pass_rate,2010,,,,0.9,,,,\n", "sd", "sd"),
    "error of zero": (f"{HEAD}\nsampled_pass_rate,2010,,,,0.9,,,0,\n", "sd", "sd"),
    "per cent without sign": (f"{HEAD}\nsampled_pass_rate,2010,,,,87.5,,,0.01,\n", "87.5", "0.875"),
    "value against counts": (f"{HEAD}\nsampled_pass_rate,2010,,,,0.90,400,372,,\n", "0.93", "0.9"),
    "text for a number": (f"{HEAD}\nsampled_pass_rate,2010,,,,about,,,0.01,\n", "about", "about"),
    "half a test": (f"{HEAD}\nsampled_pass_rate,2010,,,,,400.5,372,,\n", "400.5", "tests"),
    "no tests": (f"{HEAD}\nsampled_pass_rate,2010,,,,,0,0,,\n", "tests", "1"),
    "bad quarter": (f"{HEAD}\nsampled_pass_rate,2010,5,,,,400,372,,\n", "5", "4"),
    "no year": (f"{HEAD}\nsampled_pass_rate,,,,,,400,372,,\n", "year", "1900"),
    "a yes/no indicator": (f"{HEAD}\nno_major_accident,2010,,,,1,,,0.1,\n", "sampled_pass_rate", "2"),
    "the core's rate": (f"{HEAD}\ncore_pass_rate,2010,,,,,400,372,,\n", "sampled_pass_rate", "2"),
    "tests of brands": (f"{HEAD}\nfamous_brands,2010,,,,,400,372,,\n", "2", "2"),
    "the same twice": (
        f"{HEAD}\nsampled_pass_rate,2010,,,,,400,372,,\nsampled_pass_rate,2010,,,,,400,360,,\n", "3", "2",
    ),
    "year and quarter": (
        f"{HEAD}\nsampled_pass_rate,2010,,,,,400,372,,\nsampled_pass_rate,2010,2,,,,100,90,,\n", "2010Q2", "3",
    ),
    "nothing": ("", "history.csv", "history.csv"),
    "only a heading": (f"{HEAD}\n", "history.csv", "history.csv"),
    "an Excel file": ("PK\x03\x04\x00\x00", "CSV", "CSV"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_said_in_both_languages(tmp_path, name):
    """Every mistake: where, and what to do; no other exception."""
    text, *wanted = WRONG[name]
    with pytest.raises(SimlibError) as caught:
        read_history(written(tmp_path, text))
    for word in wanted:
        assert word in caught.value.zh
        assert word in caught.value.en


def test_all_mistakes_come_at_once(tmp_path):
    """Two wrong lines: both are named."""
    text = f"{HEAD}\nsampled_pass_rate,2010,,,,,400,401,,\nx,2011,,,,,400,300,,\n"
    with pytest.raises(SimlibError) as caught:
        read_history(written(tmp_path, text))
    assert "第 2 行" in caught.value.zh
    assert "第 3 行" in caught.value.zh
    assert "Line 3" in caught.value.en


def test_names_that_rows_share_are_listed_once(tmp_path):
    """Three rows with an unknown indicator: each is named, the list of all comes once, at the end."""
    rows = "\n".join(f"{name},2010,,,,,400,300,," for name in ("xxx", "yyy", "zzz"))
    with pytest.raises(SimlibError) as caught:
        read_history(written(tmp_path, f"{HEAD}\n{rows}\nsampled_pass_rate,2010,,,,,400,401,,\n"))
    for text, first, last in (
        (caught.value.zh, "history.csv 有 4 处错误：", "指标可用：true_pass_rate（总体合格率（模型推算））"),
        (
            caught.value.en,
            "history.csv has 4 mistakes:",
            "Indicator – known: true_pass_rate (True pass rate (modelled))",
        ),
    ):
        lines = text.splitlines()
        assert len(lines) == 6
        assert lines[0] == first
        assert text.count("fiscal_cost") == 1
        assert lines[-1].startswith(last)


def test_one_mistake_is_one_mistake(tmp_path):
    with pytest.raises(SimlibError) as caught:
        read_history(written(tmp_path, f"{HEAD}\nsampled_pass_rate,2010,,,,,400,401,,\n"))
    assert "has 1 mistake:" in caught.value.en


def test_more_mistakes_than_are_said_are_counted(tmp_path):
    rows = "\n".join(["sampled_pass_rate,2010,,,,,400,401,,"] * 25)
    with pytest.raises(SimlibError) as caught:
        read_history(written(tmp_path, f"{HEAD}\n{rows}\n"))
    assert "另有 5 处" in caught.value.zh
    assert "5 more" in caught.value.en


def test_a_file_that_is_not_there(tmp_path):
    """A wrong name is said, not shown as a traceback."""
    with pytest.raises(SimlibError, match=r"nothere\.csv"):
        read_history(tmp_path / "nothere.csv")


def test_random_bytes_give_an_error_or_rows(tmp_path):
    """Property: whatever is in the file, nothing but a SimlibError comes out."""
    rng = np.random.default_rng(4)
    good = f"{HEAD}\nsampled_pass_rate,2010,,food,,,400,372,,x\n".encode()
    for _ in range(300):
        broken = bytearray(good)
        for place in rng.integers(0, len(good), rng.integers(1, 6)):
            broken[place] = rng.integers(0, 256)
        path = tmp_path / "history.csv"
        path.write_bytes(bytes(broken))
        with contextlib.suppress(SimlibError):
            assert read_history(path)


@pytest.fixture
def plan(tmp_path):
    """Two sectors of product quality."""
    facts = dict(units=100, observed=0.9, tests_observed=300)
    return district(tmp_path, {"food": facts, "toys": facts | {"observed": 0.8, "tests_observed": 100}}, last="2014Q4")


def test_rows_must_be_about_the_district(plan):
    """A sector or a brand tier that the district has not; a whole beside its own part."""
    row = Observation("sampled_pass_rate", 2012, sectors=("food",), tests=100, passes=90, line=7)
    assert checked([row], plan) == (row,)
    with pytest.raises(SimlibError, match="Line 7"):
        checked([row._replace(sectors=("fod",))], plan)
    with pytest.raises(SimlibError, match="whole and its sectors"):
        checked([row, row._replace(sectors=(), line=8)], plan)
    with pytest.raises(SimlibError, match="famous_trademarks"):
        checked([Observation("famous_trademarks", 2012, value=3.0)], plan)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"passes": 22.5}, "passes is 22.5; it must be a whole number"),
        ({"tests": "25"}, "tests is '25'; it must be a whole number"),
        ({"passes": math.nan}, "whole number"),
        ({"value": "0.9"}, "value is '0.9'; it must be a number"),
        ({"indicator": "xx"}, "xx"),
    ],
)
def test_rows_made_in_memory_hold_whole_counts_and_known_names(plan, changes, words):
    """What a file's reader refuses is refused here too; whole numbers of a table (25.0) are taken as such."""
    row = Observation("sampled_pass_rate", 2012, tests=25, passes=22)
    with pytest.raises(SimlibError) as caught:
        checked([row._replace(**changes)], plan)
    assert words in caught.value.en
    taken = checked([row._replace(tests=np.float64(25.0), indicator="监督抽查合格率")], plan)
    assert (taken, type(taken[0].tests)) == ((row,), int)


def test_years_outside_the_plan(plan):
    """A year before the data or after the plan is an error with the years there are."""
    for year in (2011, 2015):
        with pytest.raises(SimlibError, match="2012–2014"):
            until(plan, [Observation("sampled_pass_rate", year, tests=100, passes=90)])
    cut = until(plan, [Observation("sampled_pass_rate", 2013, tests=100, passes=90)])
    assert cut.calendar.last == "2013Q4"
    assert all(len(path) == 8 for path in cut.plan.values())


def test_a_history_before_the_plan_sets_the_district_back(plan):
    """The first year becomes the start, the same warm-up before it; later years are learnt from."""
    rows = [
        Observation("sampled_pass_rate", year, tests=400, passes=round(400 * rate))
        for year, rate in ((2008, 0.8), (2009, 0.82), (2010, 0.81))
    ]
    back, later = set_back(plan, rows)
    assert [row.year for row in later] == [2009, 2010]
    assert (back.calendar.first, back.calendar.last) == ("2009Q1", "2010Q4")
    assert back.calendar.warm_up_quarters == plan.calendar.warm_up_quarters
    rates = [sector.value("observed") for sector in back.sectors]
    assert (300 * rates[0] + 100 * rates[1]) / 400 == pytest.approx(0.8, abs=1e-9)
    odds = [np.log(rate / (1 - rate)) for rate in (*rates, 0.9, 0.8)]
    assert odds[0] - odds[2] == pytest.approx(odds[1] - odds[3], abs=1e-9)  # the same step for both


def test_a_sector_s_own_first_year_is_taken_as_it_is(plan):
    """Rows by sector: rate and tests of the first year replace those of the facts."""
    rows = [Observation("sampled_pass_rate", year, sectors=("toys",), tests=250, passes=200) for year in (2009, 2010)]
    back, _ = set_back(plan, rows)
    assert back.sector("toys").value("observed") == 0.8
    assert back.sector("toys").value("tests_observed") == 250
    assert back.sector("food").value("observed") == 0.9


def test_one_year_is_no_history(plan):
    """A series with one point can only be the start: said, not crashed."""
    with pytest.raises(SimlibError) as caught:
        set_back(plan, [Observation("sampled_pass_rate", 2009, tests=250, passes=200)])
    assert "起点" in caught.value.zh
    assert "starting point" in caught.value.en


# --- what a scenario says of it


def small(folder, **blocks):
    from districts import write_sector

    write_sector(folder, "food", units=50)
    text = (
        "name: small\ntitle: {zh: 小区, en: Small}\npurpose: {zh: 测试, en: Test}\ndistrict: {zh: 小区, en: Small}\n"
        "calendar: {warm_up: 2006Q1, first: 2012Q1, last: 2012Q4}\nsectors: [food]\n"
    )
    (folder / "small.yml").write_text(text + "".join(f"{key}: {value}\n" for key, value in blocks.items()), "utf-8")
    return load("small", folder)


def test_correlations_are_read_and_count(tmp_path):
    """A group of assumptions that move together is part of what a plan means."""
    plain = small(tmp_path)
    linked = small(
        tmp_path, correlations="[{of: [tau, delta], size: 0.4, why: 同一批专家}, {of: [drift], size: .5, why: x}]"
    )
    assert linked.correlations[0].codes == ("tau", "delta")
    assert linked.correlations[1].size == 0.5
    assert linked.digest != plain.digest


@pytest.mark.parametrize(
    ("block", "word"),
    [
        ("[{of: [tau, delt], size: 0.4, why: x}]", "delta"),
        ("[{of: [tau], size: 0.4, why: x}]", "two or more"),
        ("[{of: [tau, tau], size: 0.4, why: x}]", "two or more"),
        ("[{of: [tau, beta], size: 0.4, why: x}]", "fixed"),
        ("[{of: [tau, delta], size: 1.4, why: x}]", "0.999"),
        ("[{of: [tau, delta, phi], size: -0.9, why: x}]", "-0.4995"),
        ("[{of: [tau, delta], size: 0.4}]", "why"),
        ("[{of: [tau, delta], size: 0.4, why: x}, {of: [phi, tau], size: 0.2, why: x}]", "tau"),
    ],
)
def test_wrong_correlations(tmp_path, block, word):
    """Unknown, alone, fixed, impossible or in two groups: an error that says which."""
    with pytest.raises(ScenarioError) as caught:
        small(tmp_path, correlations=block)
    assert word in caught.value.en


def test_a_calibration_is_named_and_used(tmp_path):
    """Rows of the file take the place of the prior; an override made later wins; too few rows are said."""
    from simlib import simulate

    folder = tmp_path / "calibrations"
    folder.mkdir()
    (folder / "mine.csv").write_text("tau,drift@food\n" + "0.5,0.03\n0.6,0.02\n0.7,0.01\n", "utf-8")
    plan = small(tmp_path, calibration="mine")
    outcome = simulate(plan, draws=3, replicates=1)
    np.testing.assert_array_equal(outcome.assumptions["tau"], [0.5, 0.6, 0.7])
    np.testing.assert_array_equal(outcome.sector_assumptions["drift"][:, 0], [0.03, 0.02, 0.01])
    plain = simulate(small(tmp_path), draws=3, replicates=1)
    np.testing.assert_array_equal(outcome.assumptions["phi"], plain.assumptions["phi"])
    with pytest.raises(SimlibError, match="holds 3 sets"):
        simulate(plan, draws=4, replicates=1)
    both = small(tmp_path, calibration="mine")
    (tmp_path / "other.yml").write_text(
        "name: other\nbase: small\ntitle: {zh: 改, en: Changed}\npurpose: {zh: 测试, en: Test}\n"
        "assumptions: {tau: {median: 2.0, why: 试}}\n",
        "utf-8",
    )
    changed = simulate(load("other", tmp_path), draws=3, replicates=1)
    np.testing.assert_array_equal(changed.assumptions["tau"], [2.0, 2.0, 2.0])
    np.testing.assert_array_equal(changed.sector_assumptions["drift"][:, 0], [0.03, 0.02, 0.01])
    assert both.calibration is not None


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (None, "no calibration"),
        ("tau,nonsense\n1,2\n", "simlib calibrate"),
        ("tau\nx\n", "simlib calibrate"),
        ("", "simlib"),
    ],
)
def test_a_calibration_that_cannot_be_used(tmp_path, content, word):
    """A missing file, or one that was edited by hand, is an error with the remedy."""
    (tmp_path / "calibrations").mkdir()
    if content is not None:
        (tmp_path / "calibrations" / "mine.csv").write_text(content, "utf-8")
    with pytest.raises(ScenarioError) as caught:
        small(tmp_path, calibration="mine")
    assert word in caught.value.en


def test_a_rate_without_a_test_is_refused(tmp_path):
    """A sector whose rate rests on no test at all: an error that says how many are needed."""
    with pytest.raises(ScenarioError) as caught:
        district(tmp_path, {"food": dict(tests_observed=0)})
    assert "tests_observed" in caught.value.zh
    assert "1" in caught.value.en


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_a_rate_of_exactly_0_or_1_starts_at_its_limit(tmp_path, rate):
    """No fail in 400 tests, or nothing but fails: the start is as near as so many tests and the false alarms allow."""
    from simlib import simulate

    plan = district(tmp_path, {"food": dict(observed=rate, tests_observed=400)})
    found = simulate(plan, draws=8, replicates=2).annual("expected_pass_rate", 2011)
    assert np.isfinite(found).all()
    assert (found > 0.95).all() if rate else (found < 0.3).all()
