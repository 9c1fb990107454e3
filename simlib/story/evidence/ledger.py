"""What a ledger of inspections shows, told on the terminal in both languages at once."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from ...errors import BadRequest
from ...intake.facts import SectorFacts, ledger_facts, whole_facts
from ...intake.ledger import Ledger, Reason, read_ledger, remarks, set_aside
from ...intake.measures import FEW_TESTS, FOLLOW_UP_DAYS, Rate
from ...intake.names import file_name
from ...intake.save import sector_homes, write_all
from ...text import both, percent, said

LINES_SHOWN = 5
ENDINGS = (".csv", ".txt", ".tsv")
_HEADS = ("sector", "name", "units", "tests", "rate", "after_fail", "after_pass", "ratio")


def import_ledger(file: Path, name: str = "", folder: Path | None = None, year: int | None = None) -> str:
    """Read a ledger, write its scenario, history and findings, and say what it shows."""
    _fail_if_no_table(file)
    ledger, name = read_ledger(file), name or file_name(file.stem)
    return tell_ledger(ledger, name, write_all(ledger, folder, name, year), year)


def _fail_if_no_table(file: Path) -> None:
    if file.suffix.lower() not in ENDINGS:
        raise BadRequest(
            f"“{file.name}”不能导入：台账须为 {'、'.join(ENDINGS)} 文件，填好的表须为 .xlsx 文件。",
            f"“{file.name}” cannot be imported: a ledger ends in {', '.join(ENDINGS)}, a filled form in .xlsx.",
        )


def tell_ledger(ledger: Ledger, name: str, written: Sequence[Path], year: int | None = None) -> str:
    """The summary of an import: rows used and set aside, each sector's figures, the files, what to do next."""
    whole = whole_facts(ledger, year)
    lines = [
        *_counts(ledger, whole),
        *_reasons("ledger.aside", set_aside(ledger, LINES_SHOWN)),
        *_reasons("ledger.remarks", remarks(ledger, LINES_SHOWN)),
        *_unused(ledger),
        "",
        *_table(ledger, whole, year),
        "",
        *_lags(whole),
        *_follow_up(whole),
        *_guesses(ledger),
        _heading("ledger.written"),
        *(f"  {_from_here(path)}" for path in written),
        _heading("ledger.next"),
        *_next(name, written),
    ]
    return "\n".join(lines)


def _both_lines(key: str, **values: object) -> list[str]:
    """A sentence in Chinese, then in English."""
    return [said(key, language, **values) for language in ("zh", "en")]


def _from_here(path: Path) -> str:
    """A file as one would open it from where the command was given."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _heading(key: str) -> str:
    words = both(key)
    return f"{words.zh} {words.en}"


def _counts(ledger: Ledger, whole: SectorFacts) -> list[str]:
    part = both("ledger.all_year" if whole.whole_year else "ledger.part")
    counts = {
        "file": ledger.file,
        "read": ledger.rows_read,
        "used": ledger.rows_used,
        "aside": ledger.rows_set_aside,
        "encoding": ledger.encoding.upper(),
    }
    span = {"first": ledger.first_day, "last": ledger.last_day, "units": whole.units, "year": whole.year}
    return [
        *_both_lines("ledger.counts", **counts),
        *(said("ledger.span", language, part=part.said(language), **span) for language in ("zh", "en")),
    ]


def _reasons(key: str, reasons: Sequence[Reason]) -> list[str]:
    return [_heading(key), *(f"  {_reason(one)}" for one in reasons)] if reasons else []


def _reason(one: Reason) -> str:
    lines = ", ".join(map(str, one.lines)) + ("" if one.rows == len(one.lines) else " …")
    return f"{one.rows:>6}  {one.words.zh} {one.words.en}: {lines}"


def _unused(ledger: Ledger) -> list[str]:
    return _both_lines("ledger.unused", columns=", ".join(ledger.unused_columns)) if ledger.unused_columns else []


# --- the table


def _table(ledger: Ledger, whole: SectorFacts, year: int | None) -> list[str]:
    """A row a sector, in Chinese and English headings; the last row is all sectors together."""
    placed = sector_homes(ledger)
    heads = [both(f"ledger.head.{head}") for head in _HEADS]
    rows = [_cells(one, one.sector, placed[one.sector].name) for one in ledger_facts(ledger, year)]
    rows.append(_cells(whole, _heading("ledger.all"), ""))
    table = _aligned([[head.zh for head in heads], [head.en for head in heads], *rows])
    few = any(cell.endswith("*") for row in rows for cell in row)
    return [*table, *(_both_lines("ledger.few", count=FEW_TESTS) if few else [])]


def _cells(one: SectorFacts, label: str, name: str) -> list[str]:
    lasting = one.persistence
    ratio = said("dash", "zh")
    if lasting.ratio is not None and lasting.interval is not None:
        ratio = f"{lasting.ratio:.2f} ({lasting.interval.low:.2f}–{lasting.interval.high:.2f})"
    counts = f"{one.rate.hits}/{one.rate.of}"
    rates = [_rate(part) for part in (one.rate, lasting.after_fail, lasting.after_pass)]
    return [label, name, str(one.units), counts, *rates, ratio]


def _rate(part: Rate) -> str:
    """A rate with its interval; few cases are marked, none are called none."""
    if part.value is None:
        return _heading("ledger.none")
    return f"{percent(part.value)} ({100 * part.low:.1f}–{100 * part.high:.1f}){'*' if part.few else ''}"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


# --- the sentences


def _lags(whole: SectorFacts) -> list[str]:
    known = [one for one in whole.lags if math.isfinite(one.correlation)]
    if not known:
        return []
    told = ", ".join(
        f"{one.lag}: {one.correlation:.2f} ± {one.error:.2f} ({one.pairs}, {one.days:.0f})" for one in known
    )
    return _both_lines("ledger.lag", items=told)


def _follow_up(whole: SectorFacts) -> list[str]:
    if whole.followed_up is None:
        return []
    return _both_lines("ledger.follow_up", days=FOLLOW_UP_DAYS, share=_rate(whole.followed_up))


def _guesses(ledger: Ledger) -> list[str]:
    guessed = ", ".join(label for label, home in sector_homes(ledger).items() if not home.known)
    return _both_lines("ledger.guess", sectors=guessed) if guessed else []


def _next(name: str, written: Sequence[Path]) -> list[str]:
    files = {kind: _from_here(path) for path in written for kind in ("history", "findings") if path.stem.endswith(kind)}
    told = [*_both_lines("ledger.next.fill"), *_both_lines("ledger.next.run", name=name)]
    for kind, file in files.items():
        told += _both_lines(f"ledger.next.{kind}", name=name, **{kind: file})
    return [f"  {line}" for line in told]
