"""Areas from a file, and the CSV reading that ledgers, histories and areas share."""

from __future__ import annotations

import pytest

from simlib.errors import BadRequest, SimlibError
from simlib.grammar.csvfile import encoding_of, read_rows
from simlib.learn import read_history
from simlib.setting.assessment.areas import read_areas
from simlib.words import Words

WHAT = Words("表", "table")


def written(folder, text, encoding="utf-8"):
    path = folder / "areas.csv"
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_areas_in_the_encodings_of_an_office(tmp_path, encoding):
    path = written(tmp_path, '街道,批次,合格批次\n# 示例\n\n甲,60,41\n乙,"1,200",1100\n', encoding)
    assert [(one.name.zh, one.tests, one.passes) for one in read_areas(path)] == [("甲", 60, 41), ("乙", 1200, 1100)]


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("街道,批次,合格率\n甲,60,41\n", "没有名为“合格率”的列", "No column"),
        ("街道,批次\n甲,60\n", "缺少“passes / 合格批次 / 合格数”列", "column “passes"),
        ("街道,批次,合格批次,tests\n甲,60,41,60\n", "列出现两次", "two columns for “tests”"),
        ("街道,批次,合格批次\n甲,60,61\n乙,9,8\n", "第 2 行：合格批次 61 多于批次 60", "Line 2: 61 passes of 60"),
        (
            "街道,批次,合格批次\n# 注\n甲,60,85%\n乙,9,8\n",
            "第 3 行：passes 列的“85%”",
            "Line 3: “85%” in column passes",
        ),
        ("街道,批次,合格批次\n甲,0,0\n乙,9,8\n", "应为 1 至", "from 1 to"),
        ("街道,批次,合格批次\n甲,9,8\n甲,9,7\n", "第 3 行：“甲”已在第 2 行写过", "stands in line 2 already"),
        ("街道,批次,合格批次\n,9,8\n乙,9,7\n", "名称是空的", "is empty"),
        ("街道,批次,合格批次\n甲,9,8\n", "至少要有两个", "at least two"),
        ('街道,批次,合格批次\n甲,9,8\n"乙,9,7\n', "第 3 行：引号没有配对", "line 3: a quotation mark"),
        ("", "是空文件", "is empty"),
        (b"PK\x03\x04\0\0", "不是镇街批次表（CSV）", "is no table of areas (CSV)"),
        ("街道,批次,合格批次\n甲街道,9,8\n".encode() + b"\xe7\x94,9,7\n", "无法识别（第 3 行）", "not known (line 3)"),
    ],
)
def test_mistakes_in_a_file_of_areas(tmp_path, text, zh, en):
    with pytest.raises(SimlibError) as caught:
        read_areas(written(tmp_path, text))
    assert zh in caught.value.zh
    assert en in caught.value.en


def test_all_wrong_rows_are_told_at_once(tmp_path):
    with pytest.raises(BadRequest, match="has 2 mistakes"):
        read_areas(written(tmp_path, "area,tests,passes\na,1.5,1\nb,9,10\nc,9,9\n"))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(BadRequest, match="There is no file"):
        read_areas(tmp_path / "nothere.csv")


def test_a_damaged_utf8_file_is_not_taken_for_chinese_of_another_code():
    assert encoding_of("合格合格合格合格".encode()[:-1]).name == ""
    assert encoding_of("合格".encode("gb18030")).name == "gb18030"


def test_lines_count_as_an_editor_counts_them(tmp_path):
    """Comments and blank lines move no line number, for areas and for histories."""
    path = written(tmp_path, "# 注\nindicator,year,tests,passes\n\n# 注\nsampled_pass_rate,2009,10,11\n")
    assert [row.line for row in read_rows(path, WHAT)] == [2, 5]
    with pytest.raises(SimlibError, match="Line 5: 11 passes of 10"):
        read_history(path)
