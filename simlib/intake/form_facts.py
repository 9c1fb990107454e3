"""The figures of the form: what an empty cell means, and which sources and standings go with a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..facts import FACT, FactRow, facts_of
from ..grammar.figures import MISSING
from ..grammar.nodes import Mistakes
from ..words import STATUSES, Words
from .form_cells import Cell, choice, is_blank, is_said_missing, number, slip, text
from .form_open import Line
from .form_sheets import OPTIONS, SHEET, Field, fact_field
from .form_yaml import Written, fact

_STATUS, _SECTOR, _FACT = Words("状态", "status"), Words("行业", "sector"), Words("数据项", "figure")
_PASSES: Field = next(field for field in SHEET["sectors"].columns if field.key == "passes")
_SAME_RATE = 0.0005  # a rate written in per cent with one decimal is as good as the passes


class Standing(NamedTuple):
    """Where a figure comes from and how sure it is, with the cells that say so."""

    source: str
    status: str
    source_place: str
    status_place: str
    is_own: bool  # said of this figure alone, not of a whole row


def standing(line: Line, mistakes: Mistakes, *, is_own: bool) -> Standing:
    """What a row says of source and status; empty where it says nothing."""
    source = status = ""
    with mistakes.noted():
        source = text(line["source"])
    with mistakes.noted():
        status = choice(line["status"], STATUSES, _STATUS)
    return Standing(source, status, line["source"].place, line["status"].place, is_own)


def district_facts(items: Mapping[str, Line], mistakes: Mistakes) -> list[Written]:
    """The facts and prices of the district."""
    written = []
    for row in facts_of("district", "price"):
        line = items[row.code]
        with mistakes.noted():
            value = _value(row, line["value"])
            written.append(_judged(row, value, line["value"], standing(line, mistakes, is_own=True)))
    return [one for one in written if one is not None]


def _value(row: FactRow, cell: Cell) -> float | None:
    return None if is_said_missing(cell) else number(cell, fact_field(row))


def _judged(row: FactRow, value: float | None, cell: Cell, said: Standing) -> Written | None:
    """One fact as a file says it; None where the table's default (or its absence) stands."""
    if value is not None:
        _fail_if_half_said(row, cell, said)
        return fact(row, value, (said.source, said.status), cell.place)
    if is_said_missing(cell) or (said.is_own and said.status == MISSING):
        return fact(row, None, (_source(row, said), MISSING), cell.place)
    if said.is_own and (said.status or (said.source and row.default is not None)):
        raise slip(
            cell.place,
            f"“{row.words.zh}”有来源或状态（{said.status_place}）却没有数值。请填数值，"
            f"或把状态改为“{STATUSES[MISSING].zh}”。",
            f"{row.words.en} has a source or a status ({said.status_place}) but no value. Fill it in, or set the "
            f"status to “{STATUSES[MISSING].en}”.",
        )
    is_needed = row.default is None and not row.may_be_missing
    is_named = said.is_own and bool(said.source)
    return fact(row, None, (_source(row, said), MISSING), cell.place) if is_needed or is_named else None


def _source(row: FactRow, said: Standing) -> str:
    """Where a figure that is missing will come from."""
    return said.source if said.is_own and said.source else row.where.zh


def _fail_if_half_said(row: FactRow, cell: Cell, said: Standing) -> None:
    """A figure without source or standing, or one that is there and said to be missing."""
    if not said.source:
        raise slip(
            said.source_place,
            f"“{row.words.zh}”（{cell.place}）已填，请写明来源，如“{row.where.zh}”。",
            f"{row.words.en} ({cell.place}) is filled in; name its source, such as “{row.where.en}”.",
        )
    if not said.status or said.status == MISSING:
        allowed = {code: words for code, words in STATUSES.items() if code != MISSING}
        raise slip(
            said.status_place,
            f"“{row.words.zh}”（{cell.place}）已填，状态请从{'、'.join(words.zh for words in allowed.values())}中选。",
            f"{row.words.en} ({cell.place}) is filled in; choose its status: "
            f"{', '.join(words.en for words in allowed.values())}.",
        )


# --- of a sector


Sources = dict[tuple[str, str], Line]  # (sector, fact) → the row of the sheet of sources


def read_sources(lines: list[Line], sectors: Mapping[str, Words], mistakes: Mistakes) -> Sources:
    """The figures that have a source or standing of their own."""
    sources: Sources = {}
    for line in lines:
        with mistakes.noted():
            sector = choice(line["source_sector"], sectors, _SECTOR)
            code = choice(line["fact"], OPTIONS["sector_facts"], _FACT)
            _fail_if_unnamed_or_twice(line, (sector, code), sources)
            sources[sector, code] = line
    return sources


def _fail_if_unnamed_or_twice(line: Line, key: tuple[str, str], sources: Sources) -> None:
    for part, cell, what in zip(key, (line["source_sector"], line["fact"]), (_SECTOR, _FACT), strict=True):
        if not part:
            raise slip(cell.place, f"请选择{what.zh}。", f"choose the {what.en}.")
    if key in sources:
        first = sources[key]["fact"].place
        raise slip(
            line["fact"].place,
            f"同一行业的这一项已在 {first} 写过。请只留一行。",
            f"this figure of the sector stands in {first} already. Keep one row.",
        )


def sector_facts(name: str, line: Line, sources: Sources, mistakes: Mistakes) -> list[Written]:
    """The facts of one sector; the pass rate from the passes where they are given."""
    common = standing(line, mistakes, is_own=False)
    written = []
    for row in facts_of("sector"):
        with mistakes.noted():
            cell = line[row.code]
            value = _rate(line) if row.code == "observed" else _value(row, cell)
            is_counted = row.code == "observed" and is_blank(cell) and value is not None
            said = _own_or_common(sources.get((name, row.code)), common, mistakes)
            written.append(_judged(row, value, line["passes"] if is_counted else cell, said))
    _note_shares_above_one(line, mistakes)
    return [one for one in written if one is not None]


def _own_or_common(own: Line | None, common: Standing, mistakes: Mistakes) -> Standing:
    """The standing of one figure; what its own row leaves open is that of the sector."""
    if own is None:
        return common
    said = standing(own, mistakes, is_own=True)
    return said._replace(source=said.source or common.source, status=said.status or common.status)


def _rate(line: Line) -> float | None:
    """Passes ÷ tests, or the rate itself; both must agree if both are given."""
    passes, rate = number(line["passes"], _PASSES), None
    if not is_said_missing(line["observed"]):
        rate = number(line["observed"], _field("observed"))
    if passes is None:
        return rate
    tests = number(line["tests_observed"], _field("tests_observed"))
    _fail_if_uncountable(line, tests, passes)
    counted = passes / (tests or 1.0)
    if rate is not None and abs(rate - counted) > _SAME_RATE:
        raise slip(
            line["observed"].place,
            f"{rate:.1%} 与 {line['passes'].place} 的 {passes:g}÷{tests:g}={counted:.1%} 不一致。请只填一项。",
            f"{rate:.1%} contradicts {passes:g} ÷ {tests:g} = {counted:.1%} ({line['passes'].place}). Give one.",
        )
    return counted


def _fail_if_uncountable(line: Line, tests: float | None, passes: float) -> None:
    if not tests:
        raise slip(
            line["tests_observed"].place,
            "填了合格批次，还须填上年抽查批次（大于 0）。没有抽查时两格都留空。",
            "with passes given, the tests behind them (more than 0) are needed. Without tests leave both empty.",
        )
    if passes > tests:
        raise slip(
            line["passes"].place,
            f"合格批次 {passes:g} 多于抽查批次 {tests:g}（{line['tests_observed'].place}）。请核对。",
            f"{passes:g} passes of {tests:g} tests ({line['tests_observed'].place}). Check both.",
        )


def _field(code: str) -> Field:
    return next(field for field in SHEET["sectors"].columns if field.key == code)


def _note_shares_above_one(line: Line, mistakes: Mistakes) -> None:
    """Medium and large units together are at most all units."""
    quiet, shares = Mistakes(), [0.0]
    for code in ("share_medium", "share_large"):
        with quiet.noted():
            given = number(line[code], _field(code))
            shares.append(FACT[code].default or 0.0 if given is None else given)
    if not quiet.found and sum(shares) > 1.0:
        place = line["share_medium"].place
        mistakes.add(
            slip(
                place,
                f"中型与大型占比合计 {sum(shares):.1%}，不得超过全部。请改小。",
                f"medium and large together are {sum(shares):.1%}; at most all. Lower one.",
            )
        )
