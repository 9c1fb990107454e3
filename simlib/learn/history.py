"""A history: what was observed, one figure a row, as counts or with a stated error."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import BadRequest, SimlibError, unknown_name
from ..grammar.csvfile import cell, columns_of, read_rows
from ..indicators import INDICATOR, INDICATORS
from ..words import PROGRAMMES, Words
from .mistakes import at, fail_if_wrong, said
from .numbers import in_numbers

AGREE = 0.002  # a rate and its counts may differ by rounding, not by more
# Column, and the names it may have in a file.
COLUMNS: dict[str, tuple[str, ...]] = {
    "indicator": ("指标",),
    "year": ("年份", "年度", "年"),
    "quarter": ("季度", "季"),
    "sectors": ("行业",),
    "programme": ("领域",),
    "value": ("数值", "合格率", "值"),
    "tests": ("批次", "抽查批次", "检验批次"),
    "passes": ("合格批次", "合格数"),
    "sd": ("误差", "标准差"),
    "note": ("备注", "说明"),
}
NEEDED = ("indicator", "year")
_SAMPLED = {"core_pass_rate", "corrected_pass_rate", "expected_pass_rate"}


class Observation(NamedTuple):
    """One observed figure: `passes` of `tests`, or a `value` (a share 0–1, a number) with its error `sd`.

    `quarter` None is the whole year; without sectors and programme it is the district's. `line` is that of the file.
    """

    indicator: str
    year: int
    quarter: int | None = None
    sectors: tuple[str, ...] = ()
    programme: str = ""
    value: float | None = None
    tests: int | None = None
    passes: int | None = None
    sd: float | None = None
    note: str = ""
    line: int = 0

    @property
    def scope(self) -> tuple[str, tuple[str, ...], str]:
        """What it is about: indicator, sectors, programme."""
        return self.indicator, self.sectors, self.programme

    @property
    def figure(self) -> float:
        """The observed figure itself."""
        if self.tests and self.passes is not None:
            return self.passes / self.tests
        return math.nan if self.value is None else self.value

    @property
    def when(self) -> str:
        """2012, or 2012Q3."""
        return f"{self.year}Q{self.quarter}" if self.quarter else str(self.year)


def read_history(path: Path) -> tuple[Observation, ...]:
    """The observations of a CSV file (UTF-8 or GB18030; columns in Chinese or English); all mistakes at once."""
    head, *body = read_rows(path, Words("历史数据表", "table of figures"))
    columns = columns_of(head, COLUMNS, NEEDED, path.name)
    found, wrong = [], list[SimlibError]()
    for row in body:
        try:
            found.append(_observation({name: cell(row, place) for name, place in columns.items()}, row.line))
        except SimlibError as error:
            wrong.append(error)
    fail_if_wrong(wrong, path.name)
    _fail_if_contradicting(found, path.name)
    if not found:
        raise BadRequest(f"{path.name} 中没有一行数据。", f"{path.name} holds no row of data.")
    return tuple(found)


def checked(observations: Iterable[Observation], scenario: Any) -> tuple[Observation, ...]:
    """The observations, if their figures are numbers and the scenario's district has what they are about."""
    names = {name: one.name for one in scenario.sectors for name in (one.name, *one.title)}
    titles = {one.name: one for one in scenario.sectors}
    rows = tuple(_named(_in_numbers(row), names, titles) for row in observations)
    tiers = {tier.name: tier for tier in scenario.tiers}
    for row in rows:
        if INDICATOR[row.indicator].tier and INDICATOR[row.indicator].tier not in tiers:
            raise at(row.line, unknown_name("品牌层级", "brand tier", INDICATOR[row.indicator].tier, tiers))
    _fail_if_overlapping(rows, scenario)
    return rows


def _named(row: Observation, names: Mapping[str, str], titles: Mapping[str, Any]) -> Observation:
    """The row with indicator and sectors by name, whether it says food, 食品 or Food."""
    for name in row.sectors:
        if name not in names:
            raise at(row.line, unknown_name("行业", "sector", name, titles))
    code = _indicator(row.indicator, row.line)
    return row._replace(indicator=code, sectors=tuple(names[name] for name in row.sectors))


def _in_numbers(row: Observation) -> Observation:
    try:
        return in_numbers(row)
    except SimlibError as error:
        raise at(row.line, error) from None


# --- reading


def _observation(cells: Mapping[str, str], line: int) -> Observation:
    parts = tuple(part.strip() for part in cells.get("sectors", "").replace("、", "+").split("+"))
    row = Observation(
        _indicator(cells["indicator"], line),
        _whole(cells["year"], line, "year", 1900) or 0,
        _quarter(cells.get("quarter", ""), line),
        tuple(part for part in parts if part),
        _programme(cells.get("programme", ""), line),
        _figure(cells.get("value", ""), line, "value"),
        _whole(cells.get("tests", ""), line, "tests", 1),
        _whole(cells.get("passes", ""), line, "passes", 0),
        _figure(cells.get("sd", ""), line, "sd"),
        cells.get("note", ""),
        line,
    )
    _fail_if_unusable(row)
    return row


def _indicator(text: str, line: int) -> str:
    known = {name: row.code for row in INDICATORS for name in (row.code, row.words.zh, row.words.en)}
    if text not in known:
        raise at(line, unknown_name("指标", "indicator", text, INDICATOR))
    return known[text]


def _programme(text: str, line: int) -> str:
    known = {name: code for code, words in PROGRAMMES.items() for name in (code, *words)}
    if text and text not in known:
        raise at(line, unknown_name("领域", "programme", text, PROGRAMMES))
    return known[text] if text else ""


def _quarter(text: str, line: int) -> int | None:
    plain = text.upper().removeprefix("Q").removesuffix("季度").removeprefix("第")
    if not plain:
        return None
    places = {"1": 1, "2": 2, "3": 3, "4": 4, "一": 1, "二": 2, "三": 3, "四": 4}
    if plain not in places:
        raise said(line, f"季度“{text}”应为 1 到 4，全年留空。", f"the quarter “{text}” must be 1 to 4; empty = year.")
    return places[plain]


def _figure(text: str, line: int, column: str) -> float | None:
    """A number; 87.5% is .875."""
    if not text:
        return None
    plain = text.replace("%", "%").replace(",", "")
    share = plain.endswith("%")
    try:
        value = float(plain.removesuffix("%"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise said(
            line,
            f"{column} 列的“{text}”不是数。请写成 0.875、87.5% 或 38。",
            f"“{text}” in column {column} is no number. Write .875, 87.5% or 38.",
        )
    return value / 100.0 if share else value


def _whole(text: str, line: int, column: str, least: int) -> int | None:
    value = _figure(text, line, column)
    if value is None and column != "year":
        return None
    if value is None or value != int(value) or value < least:
        raise said(
            line, f"{column} 列的“{text}”应为不小于 {least} 的整数。",
            f"“{text}” in column {column} must be a whole number of {least} or more.",
        )  # fmt: skip
    return int(value)


# --- checks


def _fail_if_unusable(row: Observation) -> None:
    form = INDICATOR[row.indicator].form
    if row.indicator in _SAMPLED or form == "yes_no":
        raise said(
            row.line,
            f"不能用“{INDICATOR[row.indicator].words.zh}”校准。合格率请用 sampled_pass_rate（监督抽查合格率）。",
            f"“{row.indicator}” cannot be learnt from. For pass rates use sampled_pass_rate.",
        )
    if (row.tests is None) != (row.passes is None):
        raise said(row.line, "批次和合格批次须同时填写。", "tests and passes go together: give both.")
    if row.tests is not None:
        _fail_if_counts_are_wrong(row, form)
    elif row.value is None:
        raise said(row.line, "没有数值：请填 value，或批次和合格批次。", "no figure: give value, or tests and passes.")
    elif form == "share" and not 0.0 <= row.value <= 1.0:
        raise said(
            row.line, f"比例 {row.value} 须在 0 与 1 之间；87.5% 请写 0.875 或 87.5%。",
            f"the share {row.value} must lie between 0 and 1; write 0.875 or 87.5%.",
        )  # fmt: skip
    elif form != "number" and not (row.sd is not None and row.sd > 0.0):
        raise said(
            row.line, "没有批次的数值须写明误差 sd（大于 0），如 0.01 即 1 个百分点。",
            "a figure without tests needs its error sd (above 0), such as 0.01 for 1 point.",
        )  # fmt: skip


def _fail_if_counts_are_wrong(row: Observation, form: str) -> None:
    if form != "share":
        raise said(row.line, "只有比例类指标才有批次。", "only shares have tests and passes.")
    if (row.passes or 0) > (row.tests or 0):
        raise said(
            row.line, f"合格批次 {row.passes} 多于批次 {row.tests}。", f"{row.passes} passes of {row.tests} tests."
        )
    if row.value is not None and abs(row.value - row.figure) > AGREE:
        raise said(
            row.line, f"数值 {row.value:.4g} 与批次算出的 {row.figure:.4g} 不符。请改正其中一个。",
            f"the value {row.value:.4g} and the counts ({row.figure:.4g}) contradict each other. Mend one.",
        )  # fmt: skip


def _fail_if_contradicting(rows: list[Observation], name: str) -> None:
    """The same thing twice, or a year beside its own quarters: data counted double, or contradicting each other."""
    seen: dict[Any, Observation] = {}
    for row in rows:
        spans = [(row.scope, row.year, quarter) for quarter in ((row.quarter,) if row.quarter else (1, 2, 3, 4))]
        for span in spans:
            if span in seen:
                raise _twice(seen[span], row, f"{name} " if name else "")
        seen |= dict.fromkeys(spans, row)


def _fail_if_overlapping(rows: tuple[Observation, ...], scenario: Any) -> None:
    """A whole and its own parts in the same time are the same tests, counted twice."""
    seen: dict[Any, Observation] = {}
    for row in rows:
        for quarter in (row.quarter,) if row.quarter else (1, 2, 3, 4):
            for sector in _sectors_of(row, scenario):
                span = row.indicator, row.year, quarter, sector
                if span in seen and seen[span] is not row:
                    raise _twice(seen[span], row, "")
                seen[span] = row


def _sectors_of(row: Observation, scenario: Any) -> list[str]:
    return [sector.name for sector in scenario.sectors if sector.within(row.programme, row.sectors)]


def _twice(first: Observation, second: Observation, where: str) -> BadRequest:
    return BadRequest(
        f"{where}第 {first.line} 行与第 {second.line} 行说的是同一件事（{second.indicator} {second.when}）。"
        "同一指标、同一时间、同一范围只能有一行；全年与分季、总体与其中的行业也不能并存。请只留一行。",
        f"{where}lines {first.line} and {second.line} are about the same ({second.indicator} {second.when}). One row "
        "each; a year and its quarters, or a whole and its sectors, exclude each other. Keep one.",
        line=second.line,
    )
