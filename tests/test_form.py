"""The Excel form: it says what the YAML says, it derives from the tables, and every slip in it is named by its cell."""

# ruff: noqa: E501  (slips stand a line each)

from __future__ import annotations

import datetime as dt
import random
import shutil
import subprocess
import sys
import zipfile
from dataclasses import fields, replace
from pathlib import Path
from string import Formatter

import openpyxl
import pytest

from simlib.assumptions import ASSUMPTIONS
from simlib.errors import SimlibError
from simlib.facts import FACT, FACTS, facts_of
from simlib.grammar.overrides import median_bounds, spread_bounds
from simlib.grammar.records import Override, Runs, Scenario, Target
from simlib.indicators import INDICATORS
from simlib.intake.form import import_form, write_form
from simlib.intake.form_cells import Cell, number, quarter
from simlib.intake.form_fill import exact_passes, filled_rows
from simlib.intake.form_sheets import SHEET, SHEETS, Field
from simlib.intake.form_words import FORM
from simlib.intake.form_write import FIRST, HEADINGS, KEYS, write_workbook
from simlib.levers import LEVER, LEVERS
from simlib.scenario import check, load, names, with_levers
from simlib.template import write_district
from simlib.words import DEPARTMENTS, STATUSES, Words

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "scenarios"
SMALL = HERE / "data_scenarios"
ROOTS = [(folder, name) for folder in (SHIPPED, SMALL) for name in names(folder) if load(name, folder).parent is None]


@pytest.fixture
def folder(tmp_path):
    """A folder of scenarios of its own, to write into."""
    return Path(shutil.copytree(SMALL, tmp_path / "scenarios"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The form of a small root; opened by many tests, changed by none."""
    form = write_form(tmp_path_factory.mktemp("form") / "facts.xlsx", "small", "zh", SMALL)
    book = openpyxl.load_workbook(form)
    for sheet in SHEETS:  # without the blank rows, so that the tests are quick
        page = book[sheet.words.zh]
        last = max(cell.row for row in page.iter_rows() for cell in row if cell.value is not None)
        page.delete_rows(FIRST + 3 if sheet.key == "assumptions" else last + 2, 99)
    book.save(form)
    return form


@pytest.fixture(scope="module")
def pages(filled):
    """The sheets of that form, to look at."""
    book = openpyxl.load_workbook(filled)
    return {sheet.key: book[sheet.words.zh] for sheet in SHEETS}


# --- it says what the YAML says


def content(scenario: Scenario):
    """All that a scenario says, without its own name and the files that it stands in."""
    own = replace(scenario, name="", file="", sectors=(), facts={})
    told = {field.name: getattr(own, field.name) for field in fields(own) if field.name != "plan"}
    sectors = [replace(sector, file="", facts={}) for sector in scenario.sectors]
    facts = [(sector.name, one) for sector in scenario.sectors for one in sector.facts.values()]
    said = [(place, one.code, one.value, one.source, one.status) for place, one in facts]
    district = [(one.code, one.value, one.source, one.status) for one in scenario.facts.values()]
    return told | {"plan": dict(scenario.plan), "sectors": sectors, "said": said, "district_facts": district}


def assert_same(found: Scenario, expected: Scenario):
    one, other = content(found), content(expected)
    assert {key: one[key] for key in one if one[key] != other[key]} == {
        key: other[key] for key in one if one[key] != other[key]
    }
    assert found.digest == expected.digest


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("place", "name"), ROOTS, ids=[name for _, name in ROOTS])
def test_every_root_comes_back_as_it_was(tmp_path, place, name, language):
    mine = Path(shutil.copytree(place, tmp_path / "scenarios"))
    form = write_form(tmp_path / "facts.xlsx", name, language, mine)
    written = import_form(form, "again", mine)
    assert written[0] == mine / "again.yml"
    assert all(path.exists() for path in written)
    assert_same(load("again", mine), load(name, mine))
    assert check(mine) == []


def test_a_new_district_comes_back_as_it_was(folder, tmp_path):
    write_district("xin", folder)
    form = write_form(tmp_path / "facts.xlsx", "xin", "zh", folder)
    import_form(form, "again", folder)
    assert_same(load("again", folder), load("xin", folder))


@pytest.mark.parametrize("seed", range(6))
def test_any_root_comes_back_as_it_was(folder, tmp_path, seed):
    """Random facts, gaps, plans, targets and assumptions, to the last digit."""
    made = random_root(load("small", folder), random.Random(seed))
    form = tmp_path / "facts.xlsx"
    write_workbook(form, filled_rows(made, ("zh", "en")[seed % 2]), ("zh", "en")[seed % 2])
    import_form(form, "again", folder)
    assert_same(load("again", folder), made)


def random_root(scenario: Scenario, dice: random.Random) -> Scenario:
    sectors = tuple(replace(one, facts=sector_facts(one.facts, dice)) for one in scenario.sectors)
    facts = {code: random_fact(one, dice) for code, one in scenario.facts.items()}
    made = replace(scenario, facts=facts, sectors=sectors, plan=random_plan(scenario, dice))
    overrides = {row.code: random_override(row, dice) for row in ASSUMPTIONS if dice.random() < 0.2}
    runs = Runs(dice.randrange(1, 5000), dice.randrange(1, 500), dice.randrange(2**32))
    return replace(made, targets=random_targets(made, dice), overrides=overrides, runs=runs)


def random_fact(fact, dice):
    row = FACT[fact.code]
    if dice.random() < 0.15:
        return replace(fact, value=None, status="missing", source="待填:某处", unit=row.unit.zh)
    high = min(row.maximum, 1e4)
    value = (
        float(dice.randint(row.minimum, int(high))) if isinstance(row.minimum, int) else dice.uniform(row.minimum, high)
    )
    status = dice.choice([one for one in STATUSES if one != "missing"])
    return replace(
        fact, value=value, status=status, source=f"来源 {dice.randrange(4)} “引号” | source: #1", unit=row.unit.zh
    )


def sector_facts(facts, dice):
    made = {code: random_fact(one, dice) for code, one in facts.items()}
    for code in ("share_medium", "share_large"):
        if made[code].value is not None:
            made[code] = replace(made[code], value=made[code].value / 2)
    return made


def random_plan(scenario, dice):
    return {(code, place): random_path(LEVER[code], len(path), dice) for (code, place), path in scenario.plan.items()}


def random_path(row, length, dice):
    path = []
    while len(path) < length:
        path += [random_value(row, dice)] * dice.choice((1, 3, length))
    return tuple(path[:length])


def random_value(row, dice):
    if row.kind == "switch":
        return float(dice.random() < 0.5)
    if row.kind == "grades":
        return tuple(dice.uniform(row.minimum, row.maximum) for _ in row.default)
    high = 0.5 if row.code in ("quality_weight", "reputation_weight") else row.maximum
    return dice.choice(
        (dice.uniform(row.minimum, high), row.minimum, float(row.default) if row.default <= high else high)
    )


def random_targets(scenario, dice):
    targets: dict[object, Target] = {}
    for row in INDICATORS:
        sectors = [one.name for one in scenario.sectors if row.programme in ("", one.programme)]
        if (row.tier and row.tier not in [tier.name for tier in scenario.tiers]) or not sectors:
            continue
        sense, year = dice.choice(("at_least", "at_most", "rise")), dice.choice(scenario.calendar.years)
        level = {"share": dice.random(), "yes_no": float(dice.random() < 0.5)}.get(row.form, dice.uniform(0, 100))
        rises = sense == "rise"
        chosen = tuple(dice.sample(sectors, dice.randrange(len(sectors) + 1)))
        one = Target(
            row.code, dice.choice(("", "4a", "7")), "" if chosen else row.programme, chosen, year, sense,
            None if rises else level, "", year - 1 if rises else None, dice.choice((0.0, 0.07, 1.3)) if rises else 0.0,
            tuple(dice.sample(list(DEPARTMENTS), 2)), dice.choice(("stated", "added")),
        )  # fmt: skip
        targets[one.scope] = one
    return tuple(targets.values())


def random_override(row, dice):
    bounds = median_bounds(row)
    median = dice.uniform(bounds.low, min(bounds.high, bounds.low + 1.0))
    if row.prior.law in ("fixed", "uniform") or dice.random() < 0.3:
        return Override(row.code, median, None, "试 try")
    return Override(row.code, median, dice.uniform(0.1, 0.9) * min(1.0, spread_bounds(row, median).high), "试 try")


def test_the_form_knows_everything_that_a_root_can_say():
    """A new part of a scenario must get its place in the form, or a refusal in form.py."""
    known = {"name", "title", "purpose", "district", "calendar", "facts", "sectors", "tiers", "plan", "targets"}
    refused, derived = {"correlations", "calibration"}, {"base", "parent", "file"}
    assert {field.name for field in fields(Scenario)} == known | {"overrides", "runs"} | refused | derived


@pytest.mark.parametrize(
    ("tests", "rate", "passes"), [(150, 0.84, 126), (240, 0.96, None), (0, 0.5, None), (3, 1.0, 3)]
)
def test_passes_are_filled_in_where_they_give_exactly_the_rate(tests, rate, passes):
    """240 × .96 = 230.4 is no count; 126 ÷ 150 is .84 to the last digit."""
    assert exact_passes(float(tests), rate) == passes


# --- it derives from the tables


def test_every_row_of_the_tables_is_in_a_blank_form(tmp_path):
    book = openpyxl.load_workbook(write_form(tmp_path / "facts.xlsx"))
    for sheet, rows in (("全区", facts_of("district", "price")), ("假设条件", ASSUMPTIONS)):
        assert {row.words.zh for row in rows} <= {cell.value for cell in book[sheet]["A"]}
    assert {row.words.zh for row in LEVERS if row.shape != "tier"} <= {cell.value for cell in book["措施"]["A"]}
    assert {row.code for row in facts_of("sector")} <= {cell.value for cell in book["行业"][KEYS]}
    assert {row.code for row in LEVERS if row.shape == "tier"} <= {cell.value for cell in book["品牌"][KEYS]}
    listed = {cell.value for column in book["选项"].iter_cols() for cell in column}
    assert {row.words.zh for table in (INDICATORS, LEVERS) for row in table} <= listed
    assert {words.zh for words in (*DEPARTMENTS.values(), *STATUSES.values())} <= listed


ADDED = """
import sys
from pathlib import Path
import simlib.facts as facts, simlib.levers as levers
from simlib.words import Words
row = facts.FACTS[-1]._replace(code="inspectors", words=Words("抽查人员", "Inspectors"), unit=Words("人", "people"))
facts.FACTS += (row,); facts.FACT[row.code] = row
lever = levers.LEVERS[0]._replace(code="drones", words=Words("无人机巡查", "Drones"))
levers.LEVERS += (lever,); levers.LEVER[lever.code] = lever
from simlib.intake.form import write_form
import openpyxl
book = openpyxl.load_workbook(write_form(Path(sys.argv[1])))
assert "抽查人员\\n(人)" in [cell.value for cell in book["行业"][3]]
assert "无人机巡查" in [cell.value for cell in book["措施"]["A"]]
"""


def test_a_row_added_to_a_table_is_added_to_the_form(tmp_path):
    asked = [sys.executable, "-c", ADDED, str(tmp_path / "facts.xlsx")]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=HERE.parent)
    assert done.returncode == 0, done.stderr


def test_headings_of_a_sheet_are_all_different():
    """Columns are found by them where the hidden keys are gone."""
    for sheet in SHEETS:
        for said in (0, 1):
            headings = [field.words[said] for field in sheet.columns]
            assert len(set(headings)) == len(headings), sheet.key


# --- what a person sees


def test_cells_offer_lists_limits_units_and_notes(filled):
    book = openpyxl.load_workbook(filled)
    page = book["行业"]
    keys = {cell.value: cell for cell in page[KEYS]}
    limits = {str(one.sqref): one for one in page.data_validations.dataValidation}
    rate = next(one for cells, one in limits.items() if f"{keys['observed'].column_letter}{FIRST}" in cells)
    assert (rate.type, float(rate.formula1), float(rate.formula2)) == ("decimal", 0.0, 1.0)
    assert "80%" in rate.error
    assert rate.showErrorMessage
    department = next(one for cells, one in limits.items() if f"{keys['department'].column_letter}{FIRST}" in cells)
    assert department.type == "list"
    assert "选项" in department.formula1
    heading = page.cell(HEADINGS, keys["units"].column)
    assert heading.value == "监管对象数\n(家)"
    assert "企业登记" in heading.comment.text
    assert page.row_dimensions[KEYS].hidden
    assert page.cell(FIRST, keys["observed"].column).number_format == "0.0%"
    assert page.cell(FIRST, keys["observed"].column).fill.fgColor.rgb.endswith("FFF8DC")


def test_every_sheet_is_frozen_and_prints_on_landscape_a4(filled):
    book = openpyxl.load_workbook(filled)
    for sheet in SHEETS:
        page = book[sheet.words.zh]
        assert page.freeze_panes is not None
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.print_title_rows == f"${HEADINGS}:${HEADINGS}"
    assert book["选项"].sheet_state == "hidden"


def test_no_text_is_cut_off(pages):
    """Every wrapped text has the height for its lines, a Chinese letter being two wide."""
    for sheet in SHEETS:
        page = pages[sheet.key]
        for column, field in enumerate(sheet.columns, 1):
            for row in range(FIRST, page.max_row):
                said = page.cell(row, column).value
                wide = sum(2 if ord(letter) > 0x2E7F else 1 for letter in said) if isinstance(said, str) else 0
                assert page.row_dimensions[row].height >= 15 * -(-wide // field.width), (sheet.key, row, said)


def test_an_english_form_is_english(tmp_path):
    book = openpyxl.load_workbook(write_form(tmp_path / "facts.xlsx", None, "en"))
    texts = [cell.value for page in book for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    chinese = [said for said in texts if any("\u4e00" <= letter <= "\u9fff" for letter in said)]
    titles = {FORM[f"usual.{tier}"].zh for tier in ("famous_brands", "famous_trademarks")}
    assert {said for said in chinese if "较大" not in said and "重特大" not in said} == titles


def test_both_languages_fill_in_the_same_fields():
    for key, words in FORM.items():
        parts = [{name for _, name, _, _ in Formatter().parse(said) if name} for said in words]
        assert parts[0] == parts[1], key


def test_every_text_of_the_form_is_used():
    code = "".join(path.read_text("utf-8") for path in (HERE.parent / "simlib/intake").glob("form*.py"))
    keyed = {key for sheet in SHEETS for key in (f"sheet.{sheet.key}", f"about.{sheet.key}")}
    keyed |= {f"{kind}.{field.key}" for sheet in SHEETS for field in sheet.columns for kind in ("field", "note")}
    made = ("guide.", "status.", "sense.", "usual.", "field.", "note.", "limit.")
    assert {
        key for key in FORM if f'FORM["{key}"]' not in code and key not in keyed and not key.startswith(made)
    } == set()


# --- every slip is named by its cell


def edited(filled: Path, tmp_path: Path, changes) -> Path:
    """The form with some cells changed: {(sheet, row counted from 1, column key): value}."""
    book = openpyxl.load_workbook(filled)
    for (sheet, row, key), value in changes.items():
        page = book[SHEET[sheet].words.zh]
        page.cell(row_of(page, row), column_of(page, key)).value = value
    book.save(tmp_path / "mine.xlsx")
    return tmp_path / "mine.xlsx"


def row_of(page, row):
    """A row by its number, or by what stands in its first column."""
    if isinstance(row, int):
        return FIRST + row - 1
    return next(cell.row for cell in page["A"] if cell.value == row)


def column_of(page, key):
    return next(cell.column for cell in page[KEYS] if cell.value == key)


def place_of(pages, sheet, row, key):
    page = pages[sheet]
    return f"{page.title}!{page.cell(row_of(page, row), column_of(page, key)).coordinate}"


# fmt: off
SLIPS = {
    "text_for_a_number": ({("sectors", 1, "units"): "许多"}, "不是数", "not a number"),
    "unit_behind_a_number": ({("sectors", 1, "units"): "160家"}, "只写数字", "figure alone"),
    "not_whole": ({("sectors", 1, "units"): 12.5}, "整数", "whole number"),
    "out_of_bounds": ({("sectors", 1, "units"): 0}, "超出范围", "out of bounds"),
    "per_cent_as_a_number": ({("sectors", 1, "observed"): 80, ("sectors", 1, "passes"): None}, "80% 或 0.8", "80% or 0.8"),
    "a_date_for_a_number": ({("sectors", 1, "units"): dt.datetime(2012, 3, 1)}, "日期", "date"),  # noqa: DTZ001
    "true_for_a_number": ({("sectors", 1, "units"): True}, "不是数|真假", "truth value"),
    "formula_without_result": ({("sectors", 1, "units"): "=1+1"}, "公式", "formula"),
    "more_passes_than_tests": ({("sectors", 1, "passes"): 999, ("sectors", 1, "observed"): None}, "多于抽查批次", "999 passes"),
    "unknown_department": ({("sectors", 1, "department"): "质监局"}, "是否想写“质监分局”", "Known: Quality"),
    "unknown_programme": ({("sectors", 1, "programme"): "食品"}, "没有名为“食品”的领域", "Product quality"),
    "unknown_tier": ({("sectors", 1, "tier_1"): "驰名商标"}, "没有名为“驰名商标”的品牌", "Famous brands"),
    "no_department": ({("sectors", 1, "department"): "  "}, "请填写主管部门", "fill in: Department"),
    "no_title": ({("sectors", 1, "title_zh"): None}, "请填写中文名称", "fill in: Chinese title"),
    "twice_the_same_sector": ({("sectors", 2, "sector_name"): "FOOD"}, "行业!A4", "already"),
    "name_with_a_path": ({("sectors", 1, "sector_name"): "../x"}, "不能作名称", "cannot be a name"),
    "no_source": ({("sectors", 1, "source"): None}, "请写明来源", "name its source"),
    "said_to_be_missing": ({("sectors", 1, "status"): "待填"}, "状态请从", "choose its status"),
    "value_without_status": ({("district", "中型企业规模倍数", "value"): 6, ("district", "中型企业规模倍数", "source"): "自拟"},
        "状态请从", "choose its status"),
    "status_without_value": ({("district", "全市监督抽查合格率", "value"): None}, "没有数值", "no value"),
    "a_date_for_a_quarter": ({("district", "方案第一季", "value"): dt.datetime(2012, 1, 1)}, "不是季度", "not a quarter"),  # noqa: DTZ001
    "not_a_quarter": ({("district", "方案第一季", "value"): "2012"}, "不是季度", "not a quarter"),
    "not_a_first_quarter": ({("district", "方案第一季", "value"): "2012Q2"}, "须按整年", "whole years"),
    "no_title_of_the_district": ({("district", "区名（中文）", "value"): ""}, "请填写区名", "fill in"),
    "source_where_none_belongs": ({("district", "区名（中文）", "source"): "自拟"}, "不用写来源", "takes no source"),
    "too_many_runs": ({("district", "随机种子", "value"): -1}, "超出范围", "out of bounds"),
    "unknown_lever": ({("levers", 1, "lever"): "多抽查"}, "没有名为“多抽查”的措施", "Coverage"),
    "lever_without_value": ({("levers", 1, "value"): None}, "没有数值", "no value"),
    "lever_out_of_bounds": ({("levers", 1, "value"): 9}, "0 至 4", "0 to 4"),
    "lever_twice": ({("levers", 2, "place"): "食品"}, "已在 措施!D4 写过", "already"),
    "lever_outside_the_plan": ({("levers", 1, "since"): "2019Q1"}, "不在方案期内", "outside the plan"),
    "lever_of_an_unknown_sector": ({("levers", 1, "place"): "旅游"}, "没有名为“旅游”的行业或品牌", "No sector or brand"),
    "lever_of_a_brand_instead": ({("levers", 1, "place"): "名牌产品"}, "不能写品牌", "goes by sector"),
    "three_grades": ({("levers", "各信用等级抽查权重", "value"): "1 / 2 / 3"}, "4 个数", "4 numbers"),
    "neither_on_nor_off": ({("levers", "名牌免检", "value"): "也许"}, "没有名为“也许”", "on, off"),
    "weights_above_one": ({("tiers", 1, "quality_weight"): 0.7, ("tiers", 1, "reputation_weight"): 0.6}, "不得超过 1", "at most 1"),
    "no_owner_of_a_tier": ({("tiers", 1, "tier_owner"): None}, "请填写责任部门", "fill in: Owner"),
    "unknown_indicator": ({("targets", 1, "indicator"): "合格率"}, "监督抽查合格率", "Sampled pass rate"),
    "target_without_a_figure": ({("targets", 1, "figure"): None}, "只填一项", "one of the two"),
    "target_in_per_cent": ({("targets", 1, "figure"): 80}, "80% 或 0.8", "80% or 0.8"),
    "target_outside_the_plan": ({("targets", 1, "year"): 2020}, "2012 至 2013", "2012 to 2013"),
    "target_without_a_year": ({("targets", 1, "year"): None}, "请填写年份", "fill in: Year"),
    "target_of_programme_and_sectors": ({("targets", 1, "target_sectors"): "食品"}, "只能写一个", "not both"),
    "target_of_another_programme": ({("targets", 1, "indicator"): "达标排放率"}, "只用于领域", "indicator of"),
    "rise_in_per_cent": ({("targets", 3, "figure"): 5}, "请写 5%", "write 5%"),
    "rise_without_a_year": ({("targets", 3, "base_year"): None}, "请填写基准年", "fill in: Since"),
    "year_without_a_rise": ({("targets", 1, "base_year"): 2011}, "比基准年提高", "a rise alone"),
    "assumption_without_reason": ({("assumptions", 2, "median"): 1.2}, "请填写理由", "fill in: Reason"),
    "assumption_out_of_bounds": ({("assumptions", 1, "median"): 1.2, ("assumptions", 1, "why"): "试"}, "超出范围", "out of bounds"),
    "title_of_two_sectors": ({("levers", 1, "place"): "食品", ("sectors", 2, "title_zh"): "食品"}, "有几个都叫“食品”", "food, building"),
    "name_of_a_lever": ({("sectors", 3, "sector_name"): "fine"}, "不能作名称", "cannot be a name here"),
    "date_for_a_goal": ({("targets", 1, "goal"): dt.datetime(2012, 4, 1)}, "变成了日期", "became a date"),  # noqa: DTZ001
    "shares_above_one": ({("sectors", 1, "share_medium"): "80%", ("sectors", 1, "share_large"): 0.3}, "合计 110.0%", "at most all"),
    "rate_against_passes": ({("sectors", 1, "observed"): 0.5}, "不一致", "Give one"),
    "passes_without_tests": ({("sectors", 1, "tests_observed"): None}, "还须填上年抽查批次", "are needed"),
    "source_twice": ({("sources", 2, "fact"): "上年抽查合格率"}, "已在 来源!B4 写过", "already"),
    "figure_named_in_sources_alone": ({("sectors", 1, "price_test"): None}, "来源!D6", "no value"),
    "source_of_an_unknown_fact": ({("sources", 1, "fact"): "人数"}, "没有名为“人数”的数据项", "No figure"),
}
# fmt: on
PLACES = {  # where the slip is told, if not at the first cell that was changed
    "no_source": ("sectors", 1, "source"),
    "value_without_status": ("district", "中型企业规模倍数", "status"),
    "lever_outside_the_plan": ("levers", 1, "value"),
    "lever_twice": ("levers", 2, "value"),
    "assumption_without_reason": ("assumptions", 2, "why"),
    "rate_against_passes": ("sectors", 1, "observed"),
    "said_to_be_missing": ("sectors", 1, "status"),
    "weights_above_one": ("tiers", 1, "quality_weight"),
    "target_of_another_programme": ("targets", 1, "target_programme"),
    "target_of_programme_and_sectors": ("targets", 1, "indicator"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_named_by_its_cell_in_both_languages(filled, pages, folder, tmp_path, slip):
    changes, zh, en = SLIPS[slip]
    before = sorted(folder.rglob("*"))
    with pytest.raises(SimlibError) as caught:
        import_form(edited(filled, tmp_path, changes), "again", folder)
    place = place_of(pages, *PLACES.get(slip, next(iter(changes))))
    told = [line for line in caught.value.zh.splitlines() if f"{place}：" in line]
    assert told, caught.value.zh
    assert any(part in line for line in told for part in zh.split("|")), caught.value.zh
    assert any(f"{place}:" in line and en in line for line in caught.value.en.splitlines()), caught.value.en
    assert sorted(folder.rglob("*")) == before


def test_all_slips_are_told_together_in_order(filled, folder, tmp_path):
    slips = ("unknown_indicator", "text_for_a_number", "no_title_of_the_district", "lever_out_of_bounds")
    changes = {cell: value for slip in slips for cell, value in SLIPS[slip][0].items()}
    with pytest.raises(SimlibError, match="有 4 处错误") as caught:
        import_form(edited(filled, tmp_path, changes), "again", folder)
    sheets = [line.strip().split("!")[0] for line in caught.value.zh.splitlines()[1:]]
    assert sheets == ["全区", "行业", "措施", "目标"]
    assert len(caught.value.mistakes) == 4


# --- what is accepted


@pytest.mark.parametrize(
    ("written", "kind", "expected"),
    [("80%", "share", 0.8), ("８０％", "share", 0.8), (" 0.8 ", "share", 0.8), ("12.34%", "share", 0.1234), (1, "share", 1.0),
     ("１６０", "whole", 160.0), ("1,200", "whole", 1200.0), ("　240　", "number", 240.0), ("1e3", "number", 1000.0),
     ("", "number", None), ("  ", "share", None), (0, "whole", 0.0)],
)  # fmt: skip
def test_numbers_are_read_as_offices_write_them(written, kind, expected):
    field = Field("x", Words("数", "figure"), kind, low=0.0, high=1.0 if kind == "share" else 1e6)
    assert number(Cell("表!A1", written), field) == expected


@pytest.mark.parametrize("refused", ["80", "1,20", "0.8.1", "八成", "#N/A", "80%%", "nan", "inf", float("nan"), "=A1"])
def test_what_is_no_share_is_refused(refused):
    """A negative control of the test above."""
    with pytest.raises(SimlibError, match="表!A1"):
        number(Cell("表!A1", refused), Field("x", Words("数", "figure"), "share", low=0.0, high=1.0))


@pytest.mark.parametrize("written", ["2012Q1", "2012q1", " ２０１２Ｑ１ ", "2012年一季度", "2012年第1季度", "2012 Q1"])
def test_quarters_are_read_as_offices_write_them(written):
    assert quarter(Cell("表!A1", written)) == "2012Q1"


def test_names_in_either_language_or_codes_do(filled, folder, tmp_path):
    changes = {
        ("sectors", 1, "programme"): "product",
        ("sectors", 1, "department"): "Quality supervision",
        ("sectors", 1, "tier_1"): "famous_brands",
        ("levers", 1, "place"): " food ",
        ("targets", 1, "owners"): "质监分局;  Industry and commerce",
        ("levers", "名牌免检", "value"): False,
    }
    import_form(edited(filled, tmp_path, changes), "again", folder)
    made, small = load("again", folder), load("small", folder)
    assert made.plan == small.plan
    assert made.sectors[0].programme == "product"
    assert made.targets[0].owners == ("质监分局", "工商分局")


OFFICE = {"source": "上年抽查台账", "status": "推算", "department": "质监分局", "programme": "产品质量"}


def test_a_blank_form_filled_in_by_an_office_becomes_a_district(folder, tmp_path):
    """From nothing but totals: every cell as an office would write it, every figure as it must come out."""
    blank = write_form(tmp_path / "facts.xlsx")
    said = {("district", item, "value"): value for item, value in
            (("方案文件名", "灞河区"), ("中文名称", "现行方案"), ("区名（中文）", "灞河区"), ("全市质量损失率", "2.1%"))}  # fmt: skip
    said |= {
        ("district", "全市质量损失率", "source"): "市质监局通报",
        ("district", "全市质量损失率", "status"): "公开发表",
    }
    food = {
        "sector_name": "shipin",
        "title_zh": "食品",
        "tier_1": "名牌产品",
        "units": 120,
        "tests_observed": 200,
        "passes": 190,
    }
    stone = {"sector_name": "jiancai", "title_zh": "建材", "units": "９０", "tests_observed": 100, "observed": "79%"}
    for row, sector in enumerate((food, stone), 1):
        said |= {("sectors", row, key): value for key, value in (sector | OFFICE | {"price_test": 0.1}).items()}
    said[("levers", "监督抽查覆盖面", "value")] = 0.8
    target = {
        "indicator": "质量损失率",
        "year": "2012年",
        "sense": "不高于",
        "reference": "全市质量损失率",
        "owners": "质监分局",
        "target_status": "方案写明的数值",
    }
    said |= {("targets", 1, key): value for key, value in target.items()}
    root, *sectors = import_form(edited(blank, tmp_path, said), None, folder)
    assert (root.name, [path.stem for path in sectors]) == ("灞河区.yml", ["shipin", "jiancai"])
    made = load("灞河区", folder)
    assert (made.missing, made.title.en, made.calendar.warm_up) == ((), "现行方案", "2006Q1")
    assert [one.value("observed") for one in made.sectors] == [0.95, 0.79]
    assert [one.value("units") for one in made.sectors] == [120.0, 90.0]
    assert [one.tiers for one in made.sectors] == [("famous_brands",), ()]
    assert {path for (code, _), path in made.plan.items() if code == "coverage"} == {(0.8,) * 20}
    assert (made.targets[0].reference, made.targets[0].level, made.targets[0].sense) == (
        "city_quality_loss_rate",
        0.021,
        "at_most",
    )
    assert check(folder) == []


def test_passes_give_the_rate(filled, folder, tmp_path):
    cells = {("sectors", 1, "tests_observed"): 240, ("sectors", 1, "passes"): 229, ("sectors", 1, "observed"): None}
    import_form(edited(filled, tmp_path, cells), "again", folder)
    assert load("again", folder).sector("food").value("observed") == 229 / 240


def test_empty_is_missing_or_the_default(filled, folder, tmp_path):
    cells = {("sectors", 1, key): None for key in ("units", "tests_observed", "observed", "passes")}
    cells |= {
        ("sources", row, key): None for row in (1, 2, 3, 4) for key in ("source_sector", "fact", "source", "status")
    }
    import_form(edited(filled, tmp_path, cells), "again", folder)
    made = load("again", folder)
    gaps = {gap.code for gap in made.missing if gap.place == "food"}
    assert gaps == {"units", "tests_observed", "observed"}
    assert made.sector("food").value("share_medium") == FACT["share_medium"].default


def test_rows_of_one_sector_prevail_over_those_of_all(filled, folder, tmp_path):
    """By hand against what the grammar makes of the same plan."""
    last = 1 + sum(1 for cell in openpyxl.load_workbook(filled)["措施"]["D"][FIRST - 1 :] if cell.value is not None)
    rows = [("罚款", None, "2013Q1", 2.0), ("罚款", "食品", "2012Q3", 3.0), ("打假期间抽查倍数", "食品", "2012Q2", 2.5),
            ("打假期间抽查倍数", "食品", "2012Q4", 1), ("打假期间增加曝光", "食品", "2012Q3", "20%"),
            ("奖励金额", "名牌产品", "2013Q1", 30)]  # fmt: skip
    keys = ("lever", "place", "since", "value")
    changes = {
        ("levers", last + i, key): cell for i, row in enumerate(rows) for key, cell in zip(keys, row, strict=True)
    }
    import_form(edited(filled, tmp_path, changes), "again", folder)
    neutral, small = {"tests": 1, "sanction": 0, "exposure": 0}, load("small", folder)
    plan = {
        "fine": {"food": {"2012Q3": 3.0}, "building": {"2013Q1": 2.0}, "polluters": {"2013Q1": 2.0}},
        "crackdown": {"food": {"2012Q2": neutral | {"tests": 2.5}, "2012Q3": neutral | {"tests": 2.5, "exposure": 0.2},
                               "2012Q4": neutral | {"exposure": 0.2}}},
        "famous_brands": {"award": {"2013Q1": 30}},
    }  # fmt: skip
    assert load("again", folder).plan == with_levers(small, plan).plan


def with_result(filled, tmp_path, result):
    """The form with a formula in the number of units, and the result that Excel would store with it."""
    form, made = edited(filled, tmp_path, {("sectors", 1, "units"): "=60+40"}), tmp_path / "calculated.xlsx"
    with zipfile.ZipFile(form) as parts, zipfile.ZipFile(made, "w") as copies:
        for name in parts.namelist():
            copies.writestr(
                name, parts.read(name).replace(b"<f>60+40</f><v></v>", result).replace(b"<f>60+40</f><v />", result)
            )
    return made


def test_a_formula_counts_by_its_result(filled, folder, tmp_path):
    import_form(with_result(filled, tmp_path, b"<f>60+40</f><v>123</v>"), "again", folder)
    assert load("again", folder).sector("food").value("units") == 123.0


def test_a_formula_that_failed_is_named(filled, folder, tmp_path):
    form = reopened(filled, tmp_path, lambda book: put_error(book["行业"]["I4"]))
    with pytest.raises(SimlibError, match=r"行业!I4：公式出错"):
        import_form(form, "again", folder)


def put_error(cell):
    cell.value, cell.data_type = "#DIV/0!", "e"


# --- sheets and columns


def reopened(filled, tmp_path, change):
    book = openpyxl.load_workbook(filled)
    change(book)
    book.save(tmp_path / "mine.xlsx")
    return tmp_path / "mine.xlsx"


def swap(page, one, other):
    for row in range(1, page.max_row + 1):
        cells = page.cell(row, one), page.cell(row, other)
        cells[0].value, cells[1].value = cells[1].value, cells[0].value


def test_columns_may_change_places(filled, folder, tmp_path):
    form = reopened(filled, tmp_path, lambda book: (swap(book["行业"], 2, 9), swap(book["目标"], 1, 5)))
    import_form(form, "again", folder)
    assert_same(load("again", folder), load("small", folder))


def test_without_the_hidden_keys_the_headings_do(filled, folder, tmp_path):
    form = reopened(filled, tmp_path, lambda book: [book[sheet.words.zh].delete_rows(KEYS) for sheet in SHEETS])
    import_form(form, "again", folder)
    assert_same(load("again", folder), load("small", folder))


def test_deleted_notes_and_lists_do_no_harm(filled, folder, tmp_path):
    def change(book):
        book["措施"].delete_cols(5, 5)
        book.remove(book["选项"])
        book.remove(book["说明"])

    import_form(reopened(filled, tmp_path, change), "again", folder)
    assert_same(load("again", folder), load("small", folder))


def put(sheet, cell, value):
    return lambda book: book[sheet].__setitem__(cell, value)


def add_sheet(book):
    book.create_sheet("草稿")["A1"] = "随手记"


# fmt: off
BUILT_WRONG = {
    "column_deleted": (lambda book: book["行业"].delete_cols(9), "行业：缺少“监管对象数”这一列", "the column “Units” is missing"),
    "sheet_deleted": (lambda book: book.remove(book["目标"]), "缺少工作表“目标”", "the sheet “Targets”"),
    "sheet_renamed": (lambda book: setattr(book["目标"], "title", "指标"), "没有名为“指标”的工作表", "No sheet is called “指标”"),
    "sheet_added": (add_sheet, "没有名为“草稿”的工作表", "Delete or rename it"),
    "column_added": (put("品牌", "Z3", "备注"), "品牌!Z3：没有“备注”这一列", "there is no column “备注”"),
    "remark_beside_the_table": (put("品牌", "Z5", "待核"), "品牌!Z5：写在表格之外", "outside the table"),
    "column_twice": (put("品牌", "Z2", "award"), "品牌!Z：这一列重复了", "there twice"),
    "row_deleted": (lambda book: book["全区"].delete_rows(5), "缺少这些行：中文名称", "rows are missing: Chinese title"),
    "row_renamed": (put("全区", "A6", "名字"), "全区!A6：没有名为“名字”", "全区!A6: No Item"),
    "row_twice": (put("全区", "A6", "中文名称"), "全区!A6：这一项重复了", "there twice"),
    "headings_gone": (lambda book: book["品牌"].delete_rows(1, 3), "品牌：找不到表头", "headings are gone"),
}
# fmt: on


@pytest.mark.parametrize("wrong", BUILT_WRONG)
def test_a_form_that_was_rebuilt_says_what_to_restore(filled, folder, tmp_path, wrong):
    change, zh, en = BUILT_WRONG[wrong]
    with pytest.raises(SimlibError) as caught:
        import_form(reopened(filled, tmp_path, change), "again", folder)
    assert zh in caught.value.zh
    assert en in caught.value.en
    assert not (folder / "again.yml").exists()


# --- files that are no form


def old():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def locked():
    return old() + "EncryptedPackage".encode("utf-16-le")


def zipped(path):
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("notes.txt", "nothing")


def cut(filled, path):
    path.write_bytes(filled.read_bytes()[:-2000])


@pytest.mark.parametrize(
    ("make", "zh", "en"),
    [
        (lambda filled, path: None, "无法读取", "cannot be read"),
        (lambda filled, path: path.mkdir(), "无法读取", "cannot be read"),
        (lambda filled, path: path.write_text("name,units\n", "utf-8"), "不是 Excel 文件", "no.* Excel file"),
        (lambda filled, path: path.write_bytes(b""), "不是 Excel 文件", "no.* Excel file"),
        (lambda filled, path: path.write_bytes(old()), "旧格式 .xls", "old format"),
        (lambda filled, path: path.write_bytes(locked()), "密码", "password"),
        (lambda filled, path: zipped(path), "已损坏", "damaged"),
        (cut, "不是 Excel 文件|已损坏", "damaged|no.* Excel file"),
    ],
    ids=["absent", "folder", "csv", "empty", "xls", "locked", "zip", "cut"],
)
def test_a_file_that_is_no_workbook_is_an_error(filled, folder, tmp_path, make, zh, en):
    path = tmp_path / "facts.xlsx"
    make(filled, path)
    with pytest.raises(SimlibError, match=en) as caught:
        import_form(path, "again", folder)
    assert any(part in caught.value.zh for part in zh.split("|"))


def test_the_error_without_openpyxl_names_the_extra(monkeypatch, filled, folder, tmp_path):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    for act in (lambda: write_form(tmp_path / "new.xlsx"), lambda: import_form(filled, "again", folder)):
        with pytest.raises(SimlibError, match=r"simlib\[excel\]") as caught:
            act()
        assert "pip install" in caught.value.zh


# --- nothing is overwritten, nothing half written


def test_a_scenario_that_is_there_is_not_overwritten(filled, folder):
    before = {path: path.read_bytes() for path in folder.rglob("*.yml")}
    for name in (None, "SMALL"):
        with pytest.raises(SimlibError, match="--name") as caught:
            import_form(filled, name, folder)
        assert "没有覆盖" in caught.value.zh
    import_form(filled, "again", folder)
    (folder / "again.yml").unlink()
    with pytest.raises(SimlibError, match=r"sectors/again/food\.yml"):
        import_form(filled, "again", folder)
    assert all(path.read_bytes() == data for path, data in before.items())


def test_a_form_that_is_there_is_not_overwritten(tmp_path):
    form = write_form(tmp_path / "facts.xlsx")
    with pytest.raises(SimlibError, match="not overwritten"):
        write_form(form)
    with pytest.raises(SimlibError, match="xlsx"):
        write_form(tmp_path / "facts.csv")
    with pytest.raises(SimlibError, match="cannot be written"):
        write_form(tmp_path / "nowhere" / "facts.xlsx")


@pytest.mark.parametrize("name", ["../x", "a/b", "con", "", "x.yml"])
def test_a_name_with_a_path_is_refused(filled, folder, name):
    before = sorted(folder.rglob("*"))
    with pytest.raises(SimlibError, match="--name"):
        import_form(filled, name, folder)
    assert sorted(folder.rglob("*")) == before


def test_a_disk_that_fails_leaves_nothing_behind(monkeypatch, filled, folder):
    real, done = Path.rename, []

    def rename(self, target):
        done.append(target)
        if len(done) == 3:
            raise OSError(28, "No space left on device")
        return real(self, target)

    before = sorted(folder.rglob("*"))
    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(SimlibError, match="taken back"):
        import_form(filled, "again", folder)
    assert len(done) == 3
    assert sorted(folder.rglob("*")) == before


def test_only_a_root_can_fill_a_form(folder, tmp_path):
    with pytest.raises(SimlibError, match="--scenario small"):
        write_form(tmp_path / "facts.xlsx", "more", "zh", folder)
    with pytest.raises(SimlibError, match="smal"):
        write_form(tmp_path / "facts.xlsx", "smal", "zh", folder)
    assert not (tmp_path / "facts.xlsx").exists()


def test_the_command_writes_a_form(tmp_path):
    asked = [sys.executable, "-m", "simlib", "form", str(tmp_path / "facts.xlsx"), "--scenario", "baseline"]
    done, again = (
        subprocess.run(asked, capture_output=True, text=True, check=False, cwd=HERE.parent, encoding="utf-8")
        for _ in range(2)
    )
    assert done.returncode == 0, done.stderr
    assert openpyxl.load_workbook(tmp_path / "facts.xlsx").sheetnames[:3] == ["说明", "全区", "行业"]
    assert again.returncode == 2
    assert "没有覆盖" in again.stderr
    assert "Traceback" not in again.stderr
    assert len(FACTS) > 20
