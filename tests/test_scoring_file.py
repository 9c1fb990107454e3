"""Scoring tables as files: the shipped one, and every mistake a planner can make in one, each a small change."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
import yaml
from districts import district
from typer.testing import CliRunner

from simlib.cli import app
from simlib.errors import BadRequest, ScenarioError
from simlib.grammar.folders import find_folder
from simlib.grammar.scored import ITEM_KEYS, SCOPE, VETO_KEYS
from simlib.grammar.scored_rules import WAYS
from simlib.grammar.scoring import BLOCKS, GRADE_KEYS, HEADER, OPTIONAL, TASK_KEYS, scoring_files_in
from simlib.grammar.scoring_shapes import scoring_schema
from simlib.indicators import INDICATORS, SENSE_OF
from simlib.scenario import check, load
from simlib.setting.assessment.scoring_file import check_tables, load_scoring, table_names, table_of, tables_for
from simlib.template import write_district

SHIPPED = find_folder()
TABLE = """\
name: award
title: {zh: 评分表, en: Table}
plan: small
year: 2012
total: 20
status: illustrative
source: 示例
items:
  rate: {title: {zh: 合格率, en: Rate}, points: 10, indicator: sampled_pass_rate, programme: product, owner: 质监分局,
    scoring: {linear: {zero: 0.75, full: 0.90}}}
  fails: {title: {zh: 安全, en: Safety}, points: 6, indicator: safety_violations, sectors: [food], owner: 食品药监局,
    scoring: {steps: [{at_most: 2, points: 3}, {at_most: 0, points: 6}]}}
bonus_cap: 2
bonus:
  brands: {title: {zh: 名牌, en: Brands}, points: 2, indicator: famous_brands, since: 2011, owner: 质监分局,
    scoring: {linear: {zero: 0, full: 4}}}
vetoes:
  accident: {title: {zh: 事故, en: Accident}, indicator: no_major_accident, at_least: 1, caps_at: poor, owner: 安监局}
tasks:
  rules: {title: {zh: 办法, en: Rules}, owner: 外宣办, due: 2012-06-30, done: no, points: 4}
grades:
  good: {title: {zh: 良, en: good}, at_least: 15}
  poor: {title: {zh: 差, en: poor}, at_least: 0}
"""
# What is written instead of what, on which line the mistake is, and what the two messages say.
BROKEN = (
    ("total: 20", "total: 25", 5, "相加为 20，与 total: 25", "add up to 20, not to total: 25"),
    ("points: 10, i", "points: 9, i", 5, "请核对各项 points", "Check the points"),
    ("status: illu", "standing: illu", 6, "没有名为“standing”的键", "No key is called “standing”"),
    ("status: illustrative\n", "", 1, "缺少“status”", "“status” is missing"),
    ("status: illustrative", "status: missing", 6, "没有名为“missing”", "is called “missing”"),
    ("owner: 外宣办", "owner: 外宣部", 20, "是否想写“外宣办”", "did you mean “外宣办”"),
    ("indicator: sampled_pass_rate", "indicator: sample_pass_rate", 9, "是否想写“sampled_pass_rate”", "did you mean"),
    ("indicator: sampled_pass_rate", "indicator: fines", 9, "不能计分", "cannot be scored"),
    ("indicator: famous_brands", "indicator: famous_trademarks", 15, "没有品牌层级", "no brand tier"),
    ("programme: product", "programme: products", 9, "是否想写“product”", "did you mean “product”"),
    ("sectors: [food]", "sectors: [fod]", 11, "是否想写“food”", "did you mean “food”"),
    ("zero: 0.75, full: 0.90", "zero: 0.90, full: 0.75", 10, "须高于得分低的一档", "must lie above"),
    ("zero: 0.75", "zero: 75%", 10, "80% 写 0.8", "80% is 0.8"),
    ("zero: 0.75, full: 0.90", "full: 0.90", 10, "缺少“zero”", "“zero” is missing"),
    ("full: 0.90", "full: city_rate", 10, "是否想写“city_pass_rate”", "did you mean “city_pass_rate”"),
    ("scoring: {linear: {zero: 0.75", "scoring: {line: {zero: 0.75", 10, "是否想写“linear”", "did you mean “linear”"),
    ("{linear: {zero: 0.75, full: 0.90}}", "{}", 10, "必须且只能写一个", "exactly one of"),
    ("at_most: 2, points: 3", "at_least: 2, points: 3", 12, "越低越好，这里应写 at_most", "write at_most here"),
    ("at_most: 0, points: 6", "at_most: 3, points: 6", 12, "须低于得分低的一档", "must lie below"),
    ("{at_most: 2, points: 3}", "{at_most: 2, points: 7}", 12, "从低档到高档", "easiest to the hardest"),
    ("at_most: 0, points: 6", "at_most: 0, points: 5", 12, "最高一档 5 分", "the last step gives 5"),
    ("steps: [{at_most: 2, points: 3}, {at_most: 0, points: 6}]", "steps: []", 12, "至少要有一档", "at least one step"),
    ("bonus_cap: 2\n", "", 13, "加分上限", "the most that they may add"),
    ("since: 2011", "since: 2012", 15, "允许 2011 至 2011", "allowed 2011 to 2011"),
    ("full: 4}", "full: province_pass_rate}", 16, "比的是增幅", "the rise is scored"),
    ("caps_at: poor", "caps_at: por", 18, "是否想写“poor”", "did you mean “poor”"),
    ("at_least: 1, caps", "at_most: 1, caps", 18, "应写 at_least", "write at_least"),
    ("due: 2012-06-30", "due: 2012-6-30", 20, "不是日期", "is not a date"),
    ("due: 2012-06-30", "due: 2012-06-31", 20, "不是日期", "is not a date"),
    ("due: 2012-06-30", "due: 2013-06-30", 20, "不在考核年度内", "outside the year assessed"),
    ("done: no", "done: 未完成", 20, "on（开）或 off（关）", "must be on or off"),
    ("  rules: {title", "  rate: {title", 20, "已用作另一项的键", "key of another row"),
    ("at_least: 15", "at_least: 0", 23, "须从高到低排", "from the best down"),
    ("at_least: 0}\n", "at_least: 5}\n", 21, "最低一等须为 at_least: 0", "must have at_least: 0"),
    ("year: 2012", "year: 2019", 4, "允许 2012 至 2012", "allowed 2012 to 2012"),
    ("name: award", "name: prize", 1, "与文件名“award”不同", "differs from the file"),
    ("plan: small\n", "", 1, "缺少“plan”", "“plan” is missing"),
    ("plan: small", "plan: smal", 3, "是否想写“small”", "did you mean “small”"),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "scenarios"
    place.mkdir()
    district(place, {"food": {}, "textile": {}})
    (place / "scoring").mkdir()
    return place


def written(folder, text, name="award"):
    (folder / "scoring" / f"{name}.yml").write_text(text, "utf-8")
    return folder


def test_the_shipped_table_is_sound_and_fits_its_plan():
    assert check_tables() == []
    assert "advanced_district" in table_names()
    rules = table_of(load("austerity"))
    assert rules.total == sum(row.points for row in (*rules.items, *rules.tasks)) == 100.0
    assert rules.status == "illustrative"
    assert "示例" in rules.title.zh
    assert {task.done for task in rules.tasks} == {True, False}


def test_every_goal_of_the_plan_has_its_item():
    """Goals 1–8: each indicator that the plan sets a target for is scored as well."""
    plan = load("baseline")
    scored = {row.place.indicator for row in table_of(plan).items}
    assert {target.indicator for target in plan.targets} <= scored


def test_a_table_is_read_as_written(folder):
    rules = load_scoring("award", written(folder, TABLE))
    assert [row.key for row in rules.items] == ["rate", "fails"]
    assert rules.items[0].rule.marks == ((0.75, 0.0), (0.90, 10.0))
    assert rules.items[1].place.sectors == ("food",)
    assert rules.bonus[0].place.since == 2011
    assert rules.vetoes[0].caps_at == "poor"
    assert (rules.tasks[0].due.month, rules.tasks[0].done) == (6, False)


@pytest.mark.parametrize(("old", "new", "line", "zh", "en"), BROKEN)
def test_every_mistake_is_said_in_both_languages(folder, old, new, line, zh, en):
    assert TABLE.count(old) >= 1, old
    written(folder, TABLE.replace(old, new, 1) if old != "at_least: 0}\n" else TABLE.replace(old, new))
    with pytest.raises(ScenarioError) as caught:
        load_scoring("award", folder)
    first = caught.value
    assert f"scoring/award.yml 第 {line} 行" in first.zh
    assert f"scoring/award.yml, line {line}" in first.en
    assert zh in first.zh
    assert en in first.en
    assert "Traceback" not in str(first)


def test_all_mistakes_are_told_at_once(folder):
    written(folder, TABLE.replace("外宣办", "外宣部").replace("caps_at: poor", "caps_at: por"))
    with pytest.raises(ScenarioError) as caught:
        load_scoring("award", folder)
    assert "1 more" in caught.value.en
    assert len(check_tables(folder)) == 2


def test_mistakes_come_in_the_order_of_lines(folder):
    """The own name on line 1 before grades; several mistakes of one row; sums only once every row can be read."""
    wrong = {
        "name: award": "name: prize",
        "title: {zh: 合格率, en: Rate}": "title: {zh: 合格率}",
        "zero: 0.75": "zero: 75%",
        "caps_at: poor": "caps_at: por",
        "外宣办": "外宣部",
        "due: 2012-06-30": "due: soon",
        "done: no": "done: maybe",
        "at_least: 15": "at_least: 0",
        "total: 20": "total: 25",
    }
    text = TABLE
    for old, new in wrong.items():
        text = text.replace(old, new, 1)
    lines = [error.line for error in check_tables(written(folder, text))]
    assert lines == sorted(lines)
    assert lines == [1, 9, 10, 18, 20, 20, 20, 23]


def test_what_only_the_whole_table_shows_is_told_together(folder):
    text = (
        TABLE.replace("bonus_cap: 2\n", "")
        .replace("total: 20", "total: 25")
        .replace("  rules: {title", "  rate: {title")
    )
    assert [error.line for error in check_tables(written(folder, text))] == [5, 13, 19]


def test_a_key_that_is_not_known_hides_no_other_mistake(folder):
    text = TABLE.replace("status: illu", "standing: illu").replace("外宣办", "外宣部")
    assert [error.line for error in check_tables(written(folder, text))] == [6, 20, 1]


# --- the schema, for editors


def problems(text: str) -> list[str]:
    """What an editor finds; days and numbers as YAML 1.2 has them."""
    content = json.loads(json.dumps(yaml.safe_load(text), default=str))
    return [error.message for error in jsonschema.Draft202012Validator(scoring_schema()).iter_errors(content)]


def test_the_schema_is_one_and_every_shipped_table_names_it_and_keeps_it():
    jsonschema.Draft202012Validator.check_schema(scoring_schema())
    for path in scoring_files_in(SHIPPED).values():
        text = path.read_text("utf-8")
        assert text.splitlines()[0] == "# yaml-language-server: $schema=scoring.schema.json"
        assert problems(text) == []
    assert problems(TABLE) == []


def test_the_schema_has_the_keys_of_the_check():
    """The same words in the same places, so that an editor never marks what the check accepts."""
    blocks = scoring_schema()["properties"]
    item, veto, task, grade = (blocks[name]["additionalProperties"] for name in ("items", "vetoes", "tasks", "grades"))
    assert set(blocks) == {*HEADER, *BLOCKS, *OPTIONAL}
    assert set(item["properties"]) == {*ITEM_KEYS, "year", *SCOPE}
    assert set(veto["properties"]) == {*VETO_KEYS, "year", *SCOPE, *SENSE_OF.values()}
    assert (set(task["required"]), set(grade["required"])) == (set(TASK_KEYS), set(GRADE_KEYS))
    assert set(item["properties"]["scoring"]["properties"]) == set(WAYS)
    assert set(item["properties"]["indicator"]["enum"]) == {row.code for row in INDICATORS if row.better}


# Sums, order, dates of the year and names in other files are for the check alone.
FOR_THE_CHECK = {
    "total: 20", "points: 10, i", "indicator: famous_brands", "sectors: [food]", "zero: 0.75, full: 0.90",
    "at_most: 2, points: 3", "at_most: 0, points: 6", "{at_most: 2, points: 3}", "since: 2011", "full: 4}",
    "caps_at: poor", "at_least: 1, caps", "  rules: {title", "at_least: 15", "at_least: 0}\n", "year: 2012",
    "name: award", "plan: small", "due: 2012-06-30",
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [row[:2] for row in BROKEN if row[0] not in FOR_THE_CHECK])
def test_an_editor_sees_the_other_mistakes(old, new):
    assert problems(TABLE.replace(old, new, 1))


# --- the table of a new district


def test_a_new_district_has_a_small_table_marked_as_an_example(folder):
    written = write_district("新城区", folder)
    path = folder / "scoring" / "新城区.yml"
    text = path.read_text("utf-8")
    assert path in written
    assert check_tables(folder) == []
    assert problems(text) == []
    rules = table_of(load("新城区", folder), "", folder)
    assert (rules.name, rules.plan, rules.status, rules.total) == ("新城区", "新城区", "illustrative", 100.0)
    assert "示例" in rules.title.zh
    assert "example" in rules.title.en
    assert len(rules.items) <= 3
    assert "## 考核项" in text
    assert "## Items" in text


def test_a_table_that_is_there_is_not_overwritten(folder):
    written(folder, TABLE, "xin")
    with pytest.raises(ScenarioError, match=re.escape("scoring/xin.yml")):
        write_district("xin", folder)
    assert (folder / "scoring" / "xin.yml").read_text("utf-8") == TABLE
    assert not (folder / "xin.yml").exists()


def test_simlib_check_looks_at_scoring_tables(folder, monkeypatch):
    monkeypatch.chdir(folder.parent)
    sound = CliRunner().invoke(app, ["check"])
    written(folder, TABLE.replace("外宣办", "外宣部"))
    wrong = CliRunner().invoke(app, ["check"])
    assert (sound.exit_code, wrong.exit_code) == (0, 2)
    assert "scoring/award.yml" in wrong.output


def test_an_unknown_table_says_which_there_are(folder):
    with pytest.raises(ScenarioError, match="did you mean “award”"):
        load_scoring("awards", written(folder, TABLE))


def test_a_table_belongs_to_one_district(folder):
    written(folder, TABLE)
    written(folder, "name: [", "broken")
    small = load("small", folder)
    assert tables_for(small, folder) == ("award",)
    (folder / "scoring" / "award.yml").unlink()
    with pytest.raises(BadRequest, match="plan: small"):
        table_of(small, "", folder)


def test_a_file_that_will_not_be_read_is_named(folder):
    """A scoring table with another ending is as much a stranger as a scenario."""
    (folder / "scoring" / "award.yaml").write_text(TABLE, "utf-8")
    assert any("scoring/award.yaml" in error.zh for error in check(folder))


def test_a_scenario_and_a_table_are_not_confused(folder):
    written(folder, TABLE)
    with pytest.raises(ScenarioError, match="No scenario is called “award”"):
        load("award", folder)
    assert check(folder) == []
