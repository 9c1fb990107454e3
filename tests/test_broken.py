"""Every mistake a planner can make in a file is a short sentence in two languages, never a traceback."""

import random
import shutil
from pathlib import Path

import pytest

from simlib.grammar import yamlfile
from simlib.scenario import ScenarioError, check, load, names

HERE = Path(__file__).parent
ROUNDS = {"CSafeLoader": 150, "SafeLoader": 15}
SHIPPED = HERE.parent / "scenarios"

# One file of tests/broken/ a mistake: its line, the key, and what the two messages contain.
BROKEN = (
    ("unknown_key", 5, "lever", "是否想写“levers”", "did you mean “levers”"),
    ("unknown_lever", 6, "levers.coverge", "是否想写“coverage”", "did you mean “coverage”"),
    ("unknown_sector", 7, "levers.coverage.fod", "是否想写“food”", "did you mean “food”"),
    ("unknown_tier_lever", 6, "levers.famous_brands.awards", "是否想写“award”", "did you mean “award”"),
    ("unknown_crackdown_part", 7, "levers.crackdown.2012Q2.test", "是否想写“tests”", "did you mean “tests”"),
    ("unknown_assumption", 6, "assumptions.taw", "是否想写“tau”", "did you mean “tau”"),
    (
        "unknown_indicator",
        6,
        "targets[1].indicator",
        "没有名为“pass_rate”的指标",
        "No indicator is called “pass_rate”",
    ),
    ("unknown_department", 6, "targets[1].owner", "是否想写“质监分局”", "did you mean “质监分局”"),
    ("unknown_programme", 6, "targets[1].programme", "是否想写“product”", "did you mean “product”"),
    (
        "unknown_reference",
        6,
        "targets[1].at_least",
        "是否想写“city_pass_rate”",
        "did you mean “city_pass_rate”",
    ),
    ("tier_lever_on_top", 6, "levers.award", "famous_brands: {award: …}", "belongs one level down"),
    ("group_lever_on_top", 6, "levers.crackdown_tests", "crackdown: {tests: …}", "belongs one level down"),
    ("facts_in_derived", 5, "facts", "属于起点方案", "belongs to a root"),
    ("missing_title", 1, "", "缺少“title”", "“title” is missing"),
    ("missing_english", 3, "title", "缺少“en”", "“en” is missing"),
    ("missing_why", 6, "assumptions.tau", "缺少“why”", "“why” is missing"),
    ("other_name", 1, "name", "与文件名“other_name”不同", "differs from the file"),
    ("number_is_text", 6, "levers.fine", "不是数", "is not a number"),
    ("number_is_quoted", 6, "levers.fine", "去掉引号", "Remove the quotation marks"),
    ("number_is_list", 6, "levers.fine", "这里应是一个值", "must be a single value"),
    ("number_is_empty", 6, "levers.fine", "现在是空", "found nothing"),
    ("number_is_per_cent", 6, "levers.exposure", "80% 写 0.8", "80% is 0.8"),
    ("number_has_unit", 6, "levers.fine", "不写单位", "without its unit"),
    ("number_is_full_width", 6, "levers.fine", "全角数字", "full-width digits"),
    ("number_is_nan", 6, "levers.fine", "有限的数", "must be finite"),
    ("number_is_infinite", 6, "levers.fine", "超出范围", "out of bounds"),
    ("above_bounds", 6, "levers.coverage", "允许 0 至 4(次/家·年)", "allowed 0 to 4 (tests per unit-year)"),
    ("below_bounds", 6, "levers.coverage.food.2012Q1", "允许 0 至 4", "allowed 0 to 4"),
    (
        "times_above_bounds",
        6,
        "levers.coverage.times",
        "polluters 2012Q1: 2 × 3 = 6",
        "polluters 2012Q1: 2 × 3 = 6",
    ),
    ("times_of_a_switch", 6, "levers.exempt", "开关不能相乘", "a switch cannot be multiplied"),
    ("times_and_more", 6, "levers.coverage.food", "没有名为“food”", "is called “food”"),
    ("switch_is_number", 6, "levers.exempt", "on（开）或 off（关）", "must be on or off"),
    ("three_grades", 6, "levers.grade_weights", "应是 4 个数", "must be 4 numbers"),
    ("weights_above_one", 6, "levers.famous_brands", "之和不得超过 1", "together at most 1"),
    ("empty_braces", 6, "levers.coverage", "大括号里是空的", "empty. Fill it in"),
    ("levers_is_text", 6, "levers", "全角冒号", "full-width colon"),
    ("share_above_one", 6, "targets[1].at_least", "允许 0 至 1", "allowed 0 to 1"),
    ("two_senses", 6, "targets[1]", "必须且只能写一个", "exactly one of"),
    ("rise_backwards", 6, "targets[1].rise_from", "须早于 year", "a year before"),
    ("year_outside", 6, "targets[1].year", "允许 2012 至 2013", "allowed 2012 to 2013"),
    ("target_twice", 7, "targets[2]", "写了两次", "two targets of the same scope"),
    (
        "indicator_of_other_programme",
        6,
        "targets[1].sectors[1]",
        "只用于领域 environment",
        "programme environment alone",
    ),
    (
        "programme_without_sectors",
        6,
        "targets[1].programme",
        "没有领域 farm 的行业",
        "no sector of the programme farm",
    ),
    ("spread_too_wide", 6, "assumptions.beta.spread", "只写 median", "takes median alone"),
    ("draws_not_whole", 5, "runs.draws", "应是整数", "must be a whole number"),
    ("no_draws", 5, "runs.draws", "允许 1 至", "allowed 1 to"),
    ("date_not_a_quarter", 6, "levers.fine.2012q1", "请写成 2012Q1", "write 2012Q1"),
    ("date_outside", 6, "levers.fine.2014Q1", "允许 2012Q1 至 2013Q4", "allowed 2012Q1 to 2013Q4"),
    ("date_before", 6, "levers.fine.2011Q4", "允许 2012Q1 至 2013Q4", "allowed 2012Q1 to 2013Q4"),
    ("dates_overlap", 8, "levers.fine.2012Q1", "日期重叠或顺序不对", "overlap or are out of order"),
    ("date_twice", 8, "levers.fine.2012Q3", "写了两次（第一次在第 7 行）", "written twice (first in line 7)"),
    ("date_and_sector", 6, "levers.fine.food", "不是季度", "is not a quarter"),
    ("missing_base", 2, "base", "是否想写“small”", "did you mean “small”"),
    ("base_is_a_path", 2, "base", "不含路径和点", "no path, no dot"),
    ("base_is_windows_device", 2, "base", "Windows 保留名", "reserved by Windows"),
    ("base_of_itself", 2, "base", "base_of_itself → base_of_itself", "base_of_itself → base_of_itself"),
    ("key_twice", 6, "runs", "写了两次（第一次在第 5 行）", "written twice (first in line 5)"),
    ("alias_bomb", 5, "a", "不允许引用", "references (& and *) are not allowed"),
    ("alias_alone", 5, "runs", "不允许引用", "references (& and *) are not allowed"),
    ("merge_key", 6, "levers", "不支持合并键", "merge key"),
    ("python_tag", 5, "levers", "不允许类型标记", "is not allowed"),
    ("plain_tag", 5, "levers", "不允许类型标记", "is not allowed"),
    ("too_deep", 5, None, "嵌套超过 20 层", "more than 20 levels"),
    ("two_documents", 5, "", "一个文件只能有一份内容", "one file holds one document"),
    ("key_is_a_list", 5, "", "键必须是一个词", "a key must be a word"),
    ("full_width_colon", 5, None, "全角冒号", "full-width colon"),
    ("full_width_comma", 5, "", "全角逗号", "full-width comma"),
    ("full_width_space", None, None, "全角空格", "full-width or non-breaking space"),
    ("chinese_quotes", 6, "targets[1].indicator", "中文引号", "Chinese quotation marks"),
    ("tab", 6, "", "制表符", "a tab is used"),
    ("no_space_after_colon", 6, "levers", "缺一个空格", "a space is missing"),
    ("quote_not_closed", 5, "", "引号没有配对", "not valid YAML"),
    ("bracket_not_closed", 5, "", "括号没有配对", "not valid YAML"),
    ("control_character", 5, "", "U+0007", "U+0007"),
    ("empty", 0, "", "文件是空的", "the file is empty"),
    ("only_comments", 0, "", "只有注释", "nothing but comments"),
    ("a_list", 1, "", "“键: 值”的形式", "made of “key: value”"),
    ("gb18030", 3, "", "像是 GB18030", "looks like GB18030"),
    ("utf16", 1, "", "像是 UTF-16", "looks like UTF-16"),
    ("not_text", 1, "", "不是 UTF-8", "not UTF-8"),
    ("root_without_calendar", 1, "", "缺少“calendar”", "“calendar” is missing"),
    ("root_without_sectors", 6, "sectors", "至少要有一个行业", "at least one sector"),
    ("root_with_unknown_sector", 6, "sectors[1]", "是否想写“food”", "did you mean “food”"),
    ("root_with_sector_path", 6, "sectors[1]", "不含路径和点", "no path, no dot"),
    (
        "root_without_tier",
        0,
        "tiers",
        "没有名为“famous_brands”的品牌层级",
        "No brand tier is called “famous_brands”",
    ),
    ("root_with_times", 7, "levers.coverage", "没有可乘的上级方案", "has no base to multiply"),
    ("short_warm_up", 5, "calendar.warm_up", "早 24", "24 to 80 quarters before"),
    ("half_years", 5, "calendar.first", "请写 2012Q1", "write 2012Q1"),
    ("fact_without_source", 8, "facts.budget", "缺少“source”", "“source” is missing"),
    ("fact_with_extra_key", 8, "facts.budget.note", "没有名为“note”的键", "No key is called “note”"),
    ("fact_in_other_unit", 8, "facts.budget.unit", "须为“万元/年”", "Convert the figure"),
    (
        "fact_status_unknown",
        8,
        "facts.budget.status",
        "没有名为“guess”的数据状态",
        "No fact status is called “guess”",
    ),
    ("fact_half_missing", 8, "facts.budget.status", "value 与 status 不一致", "value and status disagree"),
    ("fact_out_of_bounds", 8, "facts.budget.value", "允许 0 至", "allowed 0 to"),
    ("unknown_fact", 8, "facts.budgets", "是否想写“budget”", "did you mean “budget”"),
    ("tier_named_as_lever", 8, "tiers.coverage", "不能作名称", "cannot be a name"),
)


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(HERE / "data_scenarios", tmp_path / "scenarios"))


@pytest.fixture
def shipped(tmp_path):
    return Path(shutil.copytree(SHIPPED, tmp_path / "scenarios"))


def failure(name, folder):
    with pytest.raises(ScenarioError) as caught:
        load(name, folder)
    return caught.value


@pytest.mark.parametrize(("name", "line", "key", "zh", "en"), BROKEN, ids=[row[0] for row in BROKEN])
@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_a_mistake_is_named_with_its_place(name, line, key, zh, en, loader, folder, monkeypatch):
    monkeypatch.setattr(yamlfile, "_LOADER", getattr(yamlfile.yaml, loader))
    shutil.copy(HERE / "broken" / f"{name}.yml", folder)
    error = failure(name, folder)
    assert zh in error.zh
    assert en in error.en
    assert error.file.startswith("scenarios/")
    assert error.zh.startswith(error.file)
    assert error.en.startswith(error.file)
    assert (line is None or loader == "SafeLoader") or error.line == line
    assert key is None or error.key == key
    assert len(error.en) < 700


def test_every_broken_file_is_in_the_table():
    assert {path.stem for path in (HERE / "broken").glob("*.yml")} == {row[0] for row in BROKEN}


# --- mistakes that are not the text of one file


def test_all_mistakes_of_a_file_are_found(folder):
    text = (
        "name: many\nbase: small\ntitle: {zh: 试}\npurpose: {zh: 试, en: t}\n"
        "levers: {coverge: 1, fine: 99, exposure: {foood: 1}}\nruns: {draws: 0}\nassumptions: {x: 1}\n"
    )
    (folder / "many.yml").write_text(text, encoding="utf-8")
    found = [error.key for error in check(folder)]
    assert set(found) == {
        "title",
        "levers.coverge",
        "levers.fine",
        "levers.exposure.foood",
        "assumptions.x",
        "runs.draws",
    }
    assert "more mistakes" in failure("many", folder).en


def test_a_mistake_of_the_base_is_told_once(folder):
    (folder / "sectors" / "food.yml").write_text("name: food\n", encoding="utf-8")
    files = {error.file for error in check(folder)}
    assert files == {"scenarios/sectors/food.yml"}
    assert failure("most", folder).file == "scenarios/sectors/food.yml"


def test_a_cycle_of_bases_is_shown(folder):
    for name, base in (("a", "b"), ("b", "c"), ("c", "a")):
        (folder / f"{name}.yml").write_text(f"name: {name}\nbase: {base}\n", encoding="utf-8")
    assert "a → b → c → a" in failure("a", folder).zh


def test_a_chain_of_bases_is_bounded(folder):
    body = "title: {zh: 试, en: t}\npurpose: {zh: 试, en: t}\n"
    for i in range(12):
        base = f"p{i - 1}" if i else "small"
        (folder / f"p{i}.yml").write_text(f"name: p{i}\nbase: {base}\n{body}", encoding="utf-8")
    assert load("p8", folder).root.name == "small"
    assert "10" in failure("p11", folder).en


@pytest.mark.parametrize(
    "name",
    [
        "../small",
        "/etc/passwd",
        "a/b",
        "a\\b",
        "small.yml",
        "-rf",
        "",
        "  ",
        "CON",
        "nul",
        "x" * 65,
        ".",
        "a:b",
        "a\0b",
    ],
)
def test_a_name_with_a_path_in_it_is_refused(folder, name):
    error = failure(name, folder)
    assert "small" not in error.values.get("nearest", "") or name == "small.yml"


def test_upper_and_lower_case_count_everywhere(folder):
    assert failure("Small", folder).nearest == "small"


def test_a_huge_file_is_refused_before_it_is_read(folder, monkeypatch):
    path = folder / "huge.yml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    monkeypatch.setattr(yamlfile, "_decoded", None)  # would fail if it came so far
    monkeypatch.setattr(Path, "open", None)
    assert "1 MB" in failure("huge", folder).en


def test_what_is_not_a_file_is_refused(folder):
    (folder / "dir.yml").mkdir()
    assert "regular file" in failure("dir", folder).en


def test_a_broken_link_is_refused(folder):
    try:
        (folder / "link.yml").symlink_to(folder / "nowhere.yml")
    except OSError:
        pytest.skip("links need a right here")
    assert failure("link", folder).file == "scenarios/link.yml"


def test_files_that_would_be_overlooked_are_named(folder):
    (folder / "plan.yaml").write_text("name: plan\n", encoding="utf-8")
    (folder / "my plan.yml").write_text("name: plan\n", encoding="utf-8")
    assert {error.file for error in check(folder)} == {"scenarios/plan.yaml", "scenarios/my plan.yml"}
    assert "plan" not in names(folder)


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(ScenarioError):
        load("small", tmp_path / "nowhere")


def test_a_byte_order_mark_is_tolerated(folder):
    path = folder / "more.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load("more", folder).name == "more"


# --- any other input


def mutated(data, draw):
    """Some bytes deleted, altered, inserted, doubled, or the lines shuffled."""
    lines = data.splitlines(keepends=True)
    kind = draw.randrange(6)
    if kind == 0:
        draw.shuffle(lines)
        return b"".join(lines)
    if kind == 1:
        lines.insert(draw.randrange(len(lines)), draw.choice(lines))
        return b"".join(lines)
    out = bytearray(data)
    for _ in range(draw.randrange(1, 6)):
        at = draw.randrange(len(out) - 1)
        if kind == 2:
            del out[at : at + draw.randrange(1, 9)]
        elif kind == 3:
            out[at] = draw.randrange(256)
        elif kind == 4:
            out[at:at] = draw.choice(
                [b":", b"{", b"[", b"- ", b"&a ", b"*a", b"!!x ", b"\t", b"\n", b'"', b"?", b"#", b"|", b">"]
            )
        else:
            token = draw.choice(["：", "，", "“", "1e999", ".nan", "off", "null", "~", "times: 2", "2012Q9", "９"])
            out[at:at] = token.encode()
    return bytes(out)


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_no_mutation_of_a_file_ends_in_anything_but_a_scenario_error(shipped, loader, monkeypatch):
    monkeypatch.setattr(yamlfile, "_LOADER", getattr(yamlfile.yaml, loader))
    draw, files, seen = random.Random(loader), sorted(shipped.glob("**/*.yml")), []
    for _ in range(ROUNDS[loader]):
        path = draw.choice(files)
        data = path.read_bytes()
        path.write_bytes(mutated(data, draw))
        try:
            load(path.stem if path.parent == shipped else "baseline", shipped)
        except ScenarioError as error:
            seen.append(error)
        path.write_bytes(data)
    assert all(error.zh and error.en and error.file for error in seen)
    assert len(seen) > ROUNDS[loader] / 4  # the mutations are not all harmless
