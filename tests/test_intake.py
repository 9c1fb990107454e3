"""A ledger is read whatever its encoding, separator and dates; each row is used or named with its line."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from ledgers import HEADER, TODAY, saved, text_of

from simlib.errors import SimlibError
from simlib.intake.columns import COLUMNS, LedgerError, key_of
from simlib.intake.dates import DAY_FIRST, MONTH_FIRST, order_of_days, read_date
from simlib.intake.findings import FINDINGS, SET_ASIDE
from simlib.intake.ledger import read_ledger, remarks, set_aside
from simlib.intake.vocabulary import KIND_NAMES, RESULTS, SIZE_NAMES

EXAMPLE = Path(__file__).parents[1] / "data" / "examples" / "ledger_example.csv"
CLEAN = [
    ["1", "甲", "食品", "2012-03-19", "监督抽查", "合格", "A", "小型"],
    ["2", "甲", "食品", "2013-03-20", "监督抽查", "不合格", "A", "小型"],
    ["3", "甲", "食品", "2013-05-20", "复查", "合格", "A", "小型"],
    ["4", "乙", "建材", "2012-07-01", "监督抽查", "合格", "B", "大型"],
    ["5", "乙", "建材", "2013-08-01", "投诉举报", "合格", "C", "大型"],
]

# Each kind of dirt once: what stands in the row, and what is found on it. Line 1 is the header.
DIRTY = [
    (["11", "甲", "食品", "2012-03-19", "监督抽查", "合格", "A", "小型"], ""),
    (["12", "", "食品", "2012-03-19", "监督抽查", "合格", "A", "小型"], "no_unit"),
    (["13", "甲", "", "2012-03-19", "监督抽查", "合格", "A", "小型"], "no_sector"),
    (["14", "甲", "食品", "", "监督抽查", "合格", "A", "小型"], "no_date"),
    (["15", "甲", "食品", "去年三月", "监督抽查", "合格", "A", "小型"], "unreadable_date"),
    (["16", "甲", "食品", "2012-02-30", "监督抽查", "合格", "A", "小型"], "impossible_date"),
    (["17", "甲", "食品", "2112-03-19", "监督抽查", "合格", "A", "小型"], "future"),
    (["18", "甲", "食品", "1912-03-19", "监督抽查", "合格", "A", "小型"], "early"),
    (["19", "甲", "食品", "2012-04-19", "监督抽查", "停业", "A", "小型"], "no_result"),
    (["20", "甲", "食品", "2012-05-19", "监督抽查", "尚可", "A", "小型"], "unknown_result"),
    (["21", "甲", "食品", "2012-06-19", "抽奖", "合格", "A", "小型"], "unknown_kind"),
    (["22", "甲", "食品", "2012-07-19", "监督抽查", "合格", "A", "小型", "又一格"], "too_many_cells"),
    (["11", "甲", "食品", "2012-03-19", "监督抽查", "合格", "A", "小型"], "duplicate"),
    (["11", "甲", "食品", "2012-03-20", "监督抽查", "合格", "A", "小型"], "duplicate_id"),
    (["", "乙", "食品", "2012-08-19", "监督抽查", "合格", "A", "小型"], "conflict"),
    (["", "乙", "食品", "2012-08-19", "监督抽查", "不合格", "A", "小型"], "conflict"),
    (["27", "丙", "食品", "2012-08-19", "监督抽查", "合格", "A", "小型"], "two_batches"),
    (["28", "丙", "食品", "2012-08-19", "监督抽查", "不合格", "A", "小型"], "two_batches"),
    (["29", "丙", "食品", "2012-09-19", "监督抽查", "基本合格", "A", "小型"], "as_pass"),
    (["30", "丙", "食品", "2012-10-19", "", "合格", "A", "小型"], "kind_assumed"),
    (["31", "丙", "食品", "2012-11-19", "监督抽查", "合格", "A", "巨型"], "unknown_size"),
    (["32", "丙", "建材", "2012-12-19", "监督抽查", "合格", "A", "小型"], "two_sectors"),
    (["32", "丁", "建材", "2012-12-19", "监督抽查", "合格", "A", "小型"], "shared_id"),
]


def read(folder, text, encoding="utf-8"):
    return read_ledger(saved(folder, text, encoding), TODAY)


def mistake(folder, text, encoding="utf-8") -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        read(folder, text, encoding)
    assert caught.value.zh
    assert caught.value.en
    return caught.value


def same(one, other):
    """Two ledgers tell the same, whatever lines it stands on."""
    return (
        one.units == other.units
        and one.sectors == other.sectors
        and all(
            (getattr(one, name) == getattr(other, name)).all()
            for name in ("unit", "sector", "day", "failed", "kind", "size")
        )
    )


# --- the dirty file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_kind_of_dirt_is_named_with_its_line(tmp_path, encoding):
    ledger = read(tmp_path, text_of(row for row, _ in DIRTY), encoding)
    wanted = [(line, code) for line, (_, code) in enumerate(DIRTY, start=2) if code]
    assert [(found.line, found.code) for found in ledger.findings] == wanted
    assert ledger.rows_read == len(DIRTY) == ledger.rows_used + ledger.rows_set_aside
    assert ledger.rows_used == 8
    assert sum(one.rows for one in (*set_aside(ledger), *remarks(ledger))) == len(wanted)


def test_no_kind_of_dirt_goes_untested():
    """A new row of FINDINGS must appear in the dirty file, or be about the header."""
    about_columns = {"no_kind_column", "no_record_column", "unit_by_name", "unit_left_out", "near_column"}
    assert {row.code for row in FINDINGS} == {code for _, code in DIRTY if code} | about_columns
    assert {row.fate for row in FINDINGS if row.code in about_columns} != {SET_ASIDE}


def test_a_finding_quotes_the_cell_and_says_what_to_do(tmp_path):
    found = {one.code: one.what for one in read(tmp_path, text_of(row for row, _ in DIRTY)).findings}
    assert "2012-02-30" in found["impossible_date"].zh
    assert "尚可" in found["unknown_result"].zh
    assert "write pass or fail" in found["unknown_result"].en
    assert "第 2 行" in found["duplicate"].zh
    assert "line 16" in found["conflict"].en or "line 17" in found["conflict"].en


def test_blank_lines_are_no_records_and_lines_still_count(tmp_path):
    text = text_of(CLEAN).replace("\n2,", "\n\n,,,,,,,\n2,") + "\n\n"
    ledger = read(tmp_path, text.replace("2013-03-20", "2013-02-30"))
    assert ledger.rows_read == len(CLEAN)
    assert [found.line for found in ledger.findings] == [5]


def test_a_cell_with_a_line_break_keeps_the_lines_right(tmp_path):
    rows = [[*CLEAN[0][:6], '甲级\n"特"', "小型"], [*CLEAN[1][:3], "2013-02-30", *CLEAN[1][4:]]]
    ledger = read(tmp_path, text_of(rows))
    assert [found.line for found in ledger.findings] == [4]


# --- encodings, separators, headers


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_same_ledger_in_any_coat(tmp_path, encoding, separator, ending):
    plain = read(tmp_path, text_of(CLEAN))
    other = read(tmp_path, text_of(CLEAN, separator=separator).replace("\n", ending), encoding)
    assert same(plain, other)
    assert plain.findings == other.findings == ()


def test_the_order_of_columns_does_not_matter(tmp_path):
    order = random.Random(1).sample(range(len(HEADER)), len(HEADER))
    mixed = text_of([[row[i] for i in order] for row in CLEAN], [HEADER[i] for i in order])
    assert same(read(tmp_path, text_of(CLEAN)), read(tmp_path, mixed))


def test_a_title_above_the_header_is_passed_over(tmp_path):
    ledger = read(tmp_path, "2012年监督抽查台账,,,,,,,\n填报单位：质监分局\n" + text_of(CLEAN))
    assert ledger.rows_read == len(CLEAN)
    assert ledger.line.min() == 4


@pytest.mark.parametrize("row", COLUMNS, ids=lambda row: row.code)
def test_every_accepted_name_of_a_column_is_one_thing_only(row):
    others = {key_of(name) for other in COLUMNS if other is not row for name in other.names}
    assert not others & {key_of(name) for name in row.names}


@pytest.mark.parametrize("table", [RESULTS, KIND_NAMES, SIZE_NAMES])
def test_every_spelling_means_one_thing_only(table):
    keys = [key_of(name) for row in table for name in set(map(key_of, row.spellings))]
    assert len(keys) == len(set(keys))


def test_english_headings_and_values(tmp_path):
    text = """Business ID,Facility Type,Inspection_Date,Inspection Type,RESULTS
7,Bakery,3/19/2012,Canvass,Pass w/ Conditions
7,Bakery,4/2/2012 12:00:00 AM,Canvass Re-Inspection,Fail
8,Bakery,5/2/2012,License,Pass
"""
    ledger = read(tmp_path, text)
    assert ledger.failed.tolist() == [False, True]
    assert ledger.kind.tolist() == [0, 1]
    assert ledger.first_day == date(2012, 3, 19)
    assert {found.code for found in ledger.findings} == {"as_pass", "no_record_column", "unknown_kind"}


def test_units_are_told_apart_by_name_only_where_there_is_no_number(tmp_path):
    both = "企业名称,统一社会信用代码,行业,日期,结果\n甲厂,91A,食品,2012-03-19,合格\n甲厂,91B,食品,2012-03-20,合格\n"
    assert len(read(tmp_path, both).units) == 2
    named = read(tmp_path, "企业名称,行业,日期,结果\n甲厂,食品,2012-03-19,合格\n甲 厂,食品,2012-03-20,合格\n")
    assert "unit_by_name" in {found.code for found in named.findings}


def test_a_unit_without_its_number_is_told_apart_by_name(tmp_path):
    ledger = read(
        tmp_path,
        "企业名称,企业编号,行业,日期,结果\n甲厂,91A,食品,2012-03-19,合格\n乙厂,,食品,2012-03-20,合格\n,,食品,2012-03-20,合格\n",
    )
    assert ledger.units == ("91A", "乙厂")
    assert [(found.line, found.code) for found in ledger.findings if found.line > 1] == [
        (3, "unit_left_out"),
        (4, "no_unit"),
    ]


def test_a_heading_that_is_almost_known_is_remarked_on(tmp_path):
    header = [name.replace("类型", "类形") for name in HEADER]
    (found,) = (one for one in read(tmp_path, text_of(CLEAN, header)).findings if one.code == "near_column")
    assert "检查类形" in found.what.zh
    assert "检查类型" in found.what.zh


def test_a_missing_column_names_what_is_there_what_is_needed_and_what_is_near(tmp_path):
    error = mistake(tmp_path, "企业编号,行业,抽查日起,检验结论\n1,食品,2012-03-19,合格\n")
    assert error.missing == ("date",)
    for part in ("抽查日起", "抽查日期", "inspection date", "企业编号"):
        assert part in error.zh
    assert "是否应为“抽查日期”" in error.zh
    assert "Did you mean “抽查日期”" in error.en


def test_two_columns_for_the_same_thing_are_an_error(tmp_path):
    error = mistake(tmp_path, "企业编号,许可证号,行业,日期,结果\n1,2,食品,2012-03-19,合格\n")
    assert "企业编号" in error.en
    assert "许可证号" in error.en
    assert error.line == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"),
        (b"\xef\xbb\xbf\r\n \r\n", "文件是空的"),
        (text_of([]).encode(), "只有表头"),
        (b"PK\x03\x04 and so on", "Excel"),
        (b"\xd0\xcf\x11\xe0 and so on", "Excel"),
        (b"unit,sector,date,result\n1,a,2012-01-01\0,pass\n", "不是文本文件"),
        (b"just a letter\nto somebody\n", "表头缺少"),
        (text_of(CLEAN).encode().replace("建材".encode(), "建材".encode()[:-1], 1), "无法辨认"),
        (text_of(CLEAN).encode("gb18030")[:-1] + b"\xff\n", "无法辨认"),
        (text_of(CLEAN).replace("甲", '"甲', 1).encode(), "引号"),
        (text_of([[*CLEAN[0][:5], "?", "", ""]]).encode(), "没有一行可用"),
    ],
)
def test_what_is_no_ledger_is_refused_with_the_remedy(tmp_path, data, said):
    path = tmp_path / "ledger.csv"
    path.write_bytes(data)
    with pytest.raises(LedgerError, match=said):
        read_ledger(path, TODAY)


def test_a_file_that_is_absent_a_folder_or_huge_is_refused(tmp_path):
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as stream:
        stream.truncate(50_000_001)
    for path in (tmp_path, tmp_path / "absent.csv", huge):
        with pytest.raises(LedgerError):
            read_ledger(path, TODAY)


# --- dates


@pytest.mark.parametrize(
    "text",
    [
        "2012-03-19", "2012/3/19", "2012.3.19", "2012年3月19日", "2012年03月19号", "20120319", "3/19/2012", "19.3.2012",
        "40987", "40987.5", "40987,25", "2012-03-19 08:30", "2012/3/19 8:30:00", "2012-03-19T08:30:00Z",
        "20120319083000", "19-Mar-2012", "March 19, 2012", "2012-03-19 星期一", "3/19/2012 12:00:00 AM",
    ],
)  # fmt: skip
def test_dates_as_they_come_out_of_excel(text):
    order = order_of_days([(2, text)], "x.csv")
    assert read_date(text, order, TODAY).day == date(2012, 3, 19)


def test_the_excel_serial_is_that_of_excel():
    """Microsoft's documentation of DATEVALUE and DATE: 2008-01-01 is 39448, 2011-08-22 is 40777."""
    assert read_date("39448", DAY_FIRST, TODAY).day == date(2008, 1, 1)
    assert read_date("40777", DAY_FIRST, TODAY).day == date(2011, 8, 22)


def test_one_date_above_twelve_tells_the_order_of_the_whole_file(tmp_path):
    def days(*dates):
        rows = [[str(i), "甲", "食品", day, "", "合格", "", ""] for i, day in enumerate(dates)]
        return read(tmp_path, text_of(rows)).last_day

    assert days("3/4/2012", "19/1/2012") == date(2012, 4, 3)
    assert days("3/4/2012", "1/19/2012") == date(2012, 3, 4)
    assert days("3/3/2012") == date(2012, 3, 3)


def test_an_ambiguous_file_says_how_to_write_dates(tmp_path):
    rows = [[str(i), "甲", "食品", f"3/{i}/2012", "", "合格", "", ""] for i in range(4, 8)]
    error = mistake(tmp_path, text_of(rows))
    assert "2012-03-19" in error.zh
    assert "2012-03-19" in error.en
    assert error.line == 2


def test_dates_that_contradict_each_other_name_both_lines(tmp_path):
    rows = [[str(i), "甲", "食品", day, "", "合格", "", ""] for i, day in enumerate(["13/4/2012", "4/13/2012"])]
    error = mistake(tmp_path, text_of(rows))
    assert "第 2 行" in error.zh
    assert "第 3 行" in error.zh


@pytest.mark.parametrize("text", ["12-03-19", "2012", "昨天", "2012-3", "3/19/12", "99", "--", "2012-03-19abc", "²⁰"])
def test_what_is_no_date_is_not_guessed_at(text):
    assert read_date(text, MONTH_FIRST, TODAY).day is None


# --- whatever comes, a ledger or an error that a planner can mend


def mutations(data: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    kind, size = seed % 5, len(data)
    if kind == 0:
        return bytes(chance.randrange(256) for _ in range(chance.randrange(400)))
    if kind == 1:
        return data[: chance.randrange(size)]
    if kind == 2:
        at = chance.randrange(size)
        return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
    if kind == 3:
        a, b = sorted(chance.sample(range(size), 2))
        return data[:a] + data[b:]
    lines = data.splitlines(keepends=True)
    return b"".join(chance.choices(lines, k=len(lines)))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_broken_files_give_a_ledger_that_adds_up_or_an_error(tmp_path, encoding):
    data = EXAMPLE.read_text("utf-8").encode(encoding)
    path, read_well = tmp_path / "broken.csv", 0
    for seed in range(400):
        path.write_bytes(mutations(data, seed))
        try:
            ledger = read_ledger(path, TODAY)
        except SimlibError:
            continue
        read_well += 1
        assert ledger.rows_read == ledger.rows_used + ledger.rows_set_aside
    assert 50 < read_well < 400


NASTY = [
    "", " ", "甲", "食品", "2012-03-19", "40987", "合格", "不合格", "Pass", "3/4/2012", "30/2/2012", "99999", "9" * 400,
    "1e9", "nan", "inf", "=1+1", "<b>", "{}", "%s", "\\", "'", "(((", "\u202e", "\ud7ff", "\U0001f600", "０１２",
    "null", "\ufeff", "[" * 5000, "x" * 5000, "0000-00-00", "9999-99-99", "20129999", "投诉", "复查", "大型", "A", "-1",
]  # fmt: skip


def test_cells_of_any_content_give_a_ledger_that_adds_up_or_an_error(tmp_path):
    chance, read_well = random.Random(5), 0
    for _ in range(150):
        rows = [[chance.choice((cell, cell, chance.choice(NASTY))) for cell in row] for row in CLEAN * 3]
        try:
            ledger = read(tmp_path, text_of(rows))
        except SimlibError:
            continue
        read_well += 1
        assert ledger.rows_read == ledger.rows_used + ledger.rows_set_aside == len(rows)
    assert read_well > 20
