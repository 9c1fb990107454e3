"""The JSON schema of the files, so that an editor completes and checks them; derived from the tables.

The schema cannot know names that live in other files (sectors, tiers, bases): those the loader checks.
"""

from __future__ import annotations

import json
from pathlib import Path

from .assumptions import ASSUMPTIONS, Assumption
from .facts import FactRow, facts_of
from .grammar.district import DISTRICT, DISTRICT_OPTIONAL, MOST_TIERS, SECTOR_KEYS
from .grammar.figures import FACT_KEYS, MISSING
from .grammar.folders import SCORING, SECTORS, find_folder
from .grammar.goals import OPTIONAL, REQUIRED, SENSES, TARGET_STATUSES
from .grammar.lever_shapes import forms, levers_shape
from .grammar.overrides import PRECISION, RUN_BOUNDS, median_bounds
from .grammar.scoring_shapes import scoring_schema
from .grammar.shapes import (
    DATE,
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
from .indicators import INDICATORS
from .levers import levers_of
from .words import Words

SCENARIO_FILE, SECTOR_FILE = "scenario.schema.json", "sector.schema.json"
SCORING_FILE = "scoring.schema.json"


_TOGETHER = Words("一同变动的假设条件", "assumptions that move together")
_CALIBRATION = Words("校准文件名，或 off", "name of a calibration, or off")


def json_schema() -> Schema:
    """The schema of a scenario file (a root or a difference from a base)."""
    properties = {
        "name": name(Words("名称，须与文件名相同", "name, the same as the file's")),
        "base": name(Words("上级方案：本文件只写与它不同之处", "the scenario this one differs from")),
        "title": words_in_both(Words("标题", "title")),
        "purpose": words_in_both(Words("一句话说明这个方案要看什么", "one sentence: what is it to show?")),
        "district": words_in_both(Words("区名", "name of the district")),
        "calendar": _calendar(),
        "facts": _facts(facts_of("district", "price")),
        "sectors": list_of(text(Words("行业文件名", "sector file")), Words("行业", "sectors")),
        "tiers": _tiers(),
        "levers": levers_shape(),
        "targets": optional(list_of(_target(), Words("目标", "targets"))),
        "assumptions": optional(_assumptions()),
        "correlations": optional(
            list_of(_correlation(), Words("一同变动的假设条件", "assumptions that move together"))
        ),
        "calibration": {
            **said(Words("校准文件名，或 off", "name of a calibration, or off")),
            "type": ["string", "boolean"],
        },
        "runs": optional(_runs()),
    }
    top = closed(properties, ("name", "title", "purpose"), Words("方案", "Scenario"))
    sector_levers = {row.code: {"anyOf": forms(row)} for row in levers_of("sector") if not row.group}
    return {
        "$schema": DRAFT,
        "$defs": definitions() | sector_levers,
        **top,
        "if": {"required": ["base"]},
        "then": {"properties": dict.fromkeys((*DISTRICT, *DISTRICT_OPTIONAL), False)},
        "else": {"required": [*DISTRICT]},
    }


def sector_schema() -> Schema:
    """The schema of a sector file."""
    properties = {
        "name": name(Words("名称，须与文件名相同", "name, the same as the file's")),
        "title": words_in_both(Words("行业名", "name of the sector")),
        "programme": ref("programme"),
        "department": ref("department"),
        "tiers": optional(list_of(text(Words("品牌层级", "brand tier")), Words("可评的品牌层级", "tiers to win"))),
        "facts": _facts(facts_of("sector")),
    }
    return {
        "$schema": DRAFT,
        "$defs": definitions(),
        **closed(properties, SECTOR_KEYS, Words("行业", "Sector")),
    }


def schema_files(folder: Path) -> dict[Path, str]:
    """The text of each schema file, by its place in the scenarios folder."""
    return {
        folder / SCENARIO_FILE: _written(json_schema()),
        folder / SECTORS / SECTOR_FILE: _written(sector_schema()),
        folder / SCORING / SCORING_FILE: _written(scoring_schema()),
    }


def write_schemas(folder: Path | None = None) -> tuple[Path, ...]:
    """Write every schema file anew; to be done after each change of a table."""
    files = schema_files(find_folder(folder))
    for path, content in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    return tuple(files)


def _written(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


# --- the blocks of a file


def _calendar() -> Schema:
    days = {
        "warm_up": Words("预热起点，至少早 24 个季度", "start of the warm-up, 24 quarters before or earlier"),
        "first": Words("方案第一季", "first quarter of the plan"),
        "last": Words("方案最后一季", "last quarter of the plan"),
    }
    properties = {key: {**said(words), "type": "string", "pattern": DATE} for key, words in days.items()}
    return closed(properties, tuple(days), Words("日历", "calendar"))


def _facts(rows: tuple[FactRow, ...]) -> Schema:
    required = tuple(row.code for row in rows if row.default is None and not row.may_be_missing)
    block = closed({row.code: _fact(row) for row in rows}, required, Words("统计数据", "facts"))
    return block if required else optional(block)


def _fact(row: FactRow) -> Schema:
    unit = f"{row.unit.zh} / {row.unit.en}"
    figure = {
        "type": "integer" if isinstance(row.minimum, int) else "number",
        "minimum": row.minimum,
        "maximum": row.maximum,
    }
    properties = {
        "value": {**said(row.words, unit), "anyOf": [figure, {"const": MISSING}]},
        "unit": {**text(Words("单位", "unit")), "examples": [row.unit.zh, row.unit.en]},
        "source": {**text(Words("来源", "source")), "examples": [row.where.zh, row.where.en]},
        "status": ref("status"),
    }
    made = closed(properties, FACT_KEYS, row.words)
    where = f"{row.where.zh} / {row.where.en}"
    return {**made, **said(row.words, unit, where)}


def _tiers() -> Schema:
    tier = closed(
        {
            "title": words_in_both(Words("名称", "title")),
            "owner": ref("department"),
        },
        ("title", "owner"),
        Words("品牌层级", "brand tier"),
    )
    words = Words("品牌层级，按次序", "brand tiers, in order")
    return {
        **said(words),
        "type": ["object", "null"],
        "additionalProperties": tier,
        "maxProperties": MOST_TIERS,
    }


def _target() -> Schema:
    reference = {"enum": [row.code for row in facts_of("district")]}
    level = {"anyOf": [{"type": "number", "minimum": 0}, reference]}
    codes = {row.code: row.words for row in INDICATORS}
    properties = {
        "indicator": choice(codes, Words("指标", "indicator")),
        "goal": {**said(Words("方案目标编号", "goal of the plan")), "type": ["string", "integer"]},
        "programme": ref("programme"),
        "sectors": list_of(text(Words("行业", "sector")), Words("行业", "sectors")),
        "year": {**said(Words("年份", "year")), "type": "integer"},
        "at_least": {**said(Words("不低于", "at least")), **level},
        "at_most": {**said(Words("不高于", "at most")), **level},
        "rise_from": {**said(Words("高于该年", "above that year's")), "type": "integer"},
        "by": number(0.0, 10.0, Words("至少增长（比例）", "by at least this share")),
        "owner": owners(),
        "status": choice(TARGET_STATUSES, Words("目标来源", "whose figure")),
    }
    made = closed({key: properties[key] for key in (*REQUIRED, *OPTIONAL)}, REQUIRED, Words("目标", "target"))
    return {**made, "oneOf": [{"required": [sense]} for sense in SENSES]}


def _assumptions() -> Schema:
    properties = {row.code: _override(row) for row in ASSUMPTIONS}
    return closed(properties, (), Words("假设条件：改动须说明理由", "assumptions: a change needs a reason"))


def _override(row: Assumption) -> Schema:
    bounds = median_bounds(row)
    unit = f"{row.symbol}; {row.unit.zh} / {row.unit.en}"
    properties = {
        "median": number(bounds.low, bounds.high, Words("中位数（或均值）", "median (or mean)"), unit),
        "spread": {**said(Words("离散程度", "spread")), "type": "number", "exclusiveMinimum": 0},
        "why": text(Words("理由", "reason")),
    }
    law = f"{row.prior.law}{row.prior.numbers}".replace("inf", "∞")
    return {**closed(properties, ("median", "why"), row.words), **said(row.words, unit, law, row.source)}


def _correlation() -> Schema:
    free = [row.code for row in ASSUMPTIONS if row.prior.law != "fixed"]
    properties = {
        "of": list_of({"enum": free}, Words("哪些假设条件", "which assumptions")),
        "size": number(-0.999, 0.999, Words("相关系数", "correlation of any two of them")),
        "why": text(Words("理由", "reason")),
    }
    return closed(properties, ("of", "size", "why"), Words("一组相关", "a group that moves together"))


def _runs() -> Schema:
    titles = {
        "draws": Words("假设抽样数", "draws of the assumptions"),
        "replicates": Words("每组假设的重复数", "replicates of each"),
        "seed": Words("随机种子", "seed"),
        "most_draws": Words("为达到精度最多增加到的抽样数", "draws at most, to reach the precision"),
    }
    properties = {
        key: {**said(titles[key]), "type": "integer", "minimum": bounds.low, "maximum": bounds.high}
        for key, bounds in RUN_BOUNDS.items()
    }
    precise = Words("完成可能性的模拟误差不超过", "largest simulation error of a chance")
    properties["precision"] = number(PRECISION.low, PRECISION.high, precise)
    return closed(properties, (), Words("模拟次数", "runs"))
