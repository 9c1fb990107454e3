"""The JSON schema of a scoring table, from the keys and bounds that its check uses, so that an editor can help.

It cannot know what other files hold (sectors, years of the calendar) nor sums and order: those the check tells.
"""

from __future__ import annotations

from simlib.indicators import INDICATORS, SENSE_OF
from simlib.words import STATUSES, Words

from .scored import ITEM_KEYS, SCOPE, VETO_KEYS
from .scored_rules import LINEAR_KEYS, MOST_POINTS, comparable_facts
from .scoring import BLOCKS, GRADE_KEYS, HEADER, OPTIONAL, STANDINGS, TASK_KEYS
from .shapes import (
    DRAFT,
    Schema,
    choice,
    closed,
    definitions,
    list_of,
    name,
    number,
    optional,
    owners,
    ref,
    said,
    text,
    words_in_both,
)
from .values import OFF, ON

DAY = "^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$"
_EITHER = "programme 与 sectors 只写一个 programme or sectors, not both"


def scoring_schema() -> Schema:
    """The schema of a file in scenarios/scoring/."""
    parts = {
        "name": name(Words("名称，须与文件名相同", "name, the same as the file's")),
        "title": words_in_both(Words("标题", "title")),
        "plan": text(Words("为哪个起点方案（区）而定", "the district's plan it is written for")),
        "year": _year(Words("考核年度", "year assessed")),
        "total": _points(Words("满分：各考核项与任务的分值之和", "all points of items and tasks together")),
        "status": choice({code: STATUSES[code] for code in STANDINGS}, Words("数据状态", "standing of the table")),
        "source": text(Words("来源：考核办法的名称、文号", "source: name and number of the rules")),
        "items": {**_rows(_item(), Words("考核项", "items")), "type": "object", "minProperties": 1},
        "bonus": _rows(_item(), Words("加分项", "bonus items")),
        "bonus_cap": _points(Words("加分合计最多多少分", "the most that bonus items may add")),
        "vetoes": _rows(_veto(), Words("一票否决", "vetoes")),
        "tasks": _rows(_task(), Words("工作任务：没有指标的工作", "tasks: work without an indicator")),
        "grades": {**_rows(_grade(), Words("等次，从高到低", "grades, from the best down")), "type": "object",
                   "minProperties": 1},
    }  # fmt: skip
    properties = {key: parts[key] for key in (*HEADER, *BLOCKS, *OPTIONAL)}
    top = closed(properties, (*HEADER, *BLOCKS), Words("考核评分表", "scoring table"))
    capped = {"required": ["bonus"], "properties": {"bonus": {"type": "object", "minProperties": 1}}}
    return {"$schema": DRAFT, "$defs": definitions(), **top, "if": capped, "then": {"required": ["bonus_cap"]}}


def _rows(row: Schema, words: Words) -> Schema:
    """Rows by key; the block may be left empty."""
    return {**optional({**said(words), "type": "object"}), "additionalProperties": row}


def _item() -> Schema:
    parts = _place() | {
        "title": words_in_both(Words("名称", "title")),
        "points": _points(Words("分值（满分）", "full marks")),
        "owner": owners(),
        "scoring": _scoring(),
    }
    properties = {key: parts[key] for key in (*ITEM_KEYS, "year", *SCOPE)}
    return _in_one_place(closed(properties, ITEM_KEYS, Words("考核项", "item")))


def _veto() -> Schema:
    parts = _place() | _levels() | {
        "title": words_in_both(Words("名称", "title")),
        "owner": owners(),
        "caps_at": text(Words("不满足时最高能得的等次", "best grade left where it fails: a key of grades")),
    }  # fmt: skip
    senses = tuple(SENSE_OF.values())
    made = closed({key: parts[key] for key in (*VETO_KEYS, "year", *SCOPE, *senses)}, VETO_KEYS, Words("否决", "veto"))
    return {**_in_one_place(made), "oneOf": [{"required": [sense]} for sense in senses]}


def _place() -> Schema:
    """What a row is read from: only indicators that are good high or low can be scored."""
    codes = {row.code: row.words for row in INDICATORS if row.better}
    return {
        "indicator": choice(codes, Words("指标", "indicator")),
        "year": _year(Words("年份，不写为考核年度", "year, the table's if not given")),
        "programme": ref("programme"),
        "sectors": list_of(text(Words("行业", "sector")), Words("行业", "sectors")),
        "since": _year(Words("按比该年的增幅计分", "scores the rise since that year")),
    }


def _in_one_place(row: Schema) -> Schema:
    return {**row, "not": {"description": _EITHER, "required": ["programme", "sectors"]}}


def _scoring() -> Schema:
    zero, full = Words("得 0 分的水平", "level of no points"), Words("得满分的水平", "level of full marks")
    marks = {key: _level(words) for key, words in zip(LINEAR_KEYS, (zero, full), strict=True)}
    linear = closed(marks, LINEAR_KEYS, Words("按比例得分", "in proportion"))
    points = {"points": _points(Words("达到这一档得几分", "points from this level on"))}
    step = closed(_levels() | points, ("points",), Words("一档", "one step"))
    step = {**step, "oneOf": [{"required": [sense]} for sense in SENSE_OF.values()]}
    steps = {**list_of(step, Words("分档得分，从低档到高档", "by steps, the easiest first")), "minItems": 1}
    made = closed({"linear": linear, "steps": steps}, (), Words("怎样得分", "how points are earned"))
    return {**made, "minProperties": 1, "maxProperties": 1}


def _levels() -> Schema:
    titles = {"at_least": Words("不低于", "at least"), "at_most": Words("不高于", "at most")}
    return {sense: _level(titles[sense]) for sense in SENSE_OF.values()}


def _level(words: Words) -> Schema:
    """A figure (shares as decimals), or the district fact that holds it."""
    return {**said(words), "anyOf": [{"type": "number"}, {"enum": [row.code for row in comparable_facts()]}]}


def _task() -> Schema:
    parts = {
        "title": words_in_both(Words("名称", "title")),
        "owner": owners(),
        "due": {**said(Words("期限，如 2012-06-30", "due day, such as 2012-06-30")), "type": "string", "pattern": DAY},
        "done": {**said(Words("是否完成", "is it done?")), "enum": [True, False, *ON, *OFF]},
        "points": _points(Words("分值", "points")),
    }
    return closed({key: parts[key] for key in TASK_KEYS}, TASK_KEYS, Words("任务", "task"))


def _grade() -> Schema:
    parts = {
        "title": words_in_both(Words("名称", "title")),
        "at_least": _points(Words("多少分以上", "from how many points on")),
    }
    return closed({key: parts[key] for key in GRADE_KEYS}, GRADE_KEYS, Words("等次", "grade"))


def _points(words: Words) -> Schema:
    return number(0.0, MOST_POINTS, words)


def _year(words: Words) -> Schema:
    return {**said(words), "type": "integer"}
