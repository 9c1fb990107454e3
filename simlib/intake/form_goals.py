"""The targets and assumptions of the form, row by row, as blocks of a root."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..grammar.nodes import Mistakes
from ..indicators import INDICATOR
from ..words import DEPARTMENTS, PROGRAMMES, Words
from .form_cells import Cell, choice, choices, is_blank, number, plain, required, required_choice, slip, text
from .form_open import Line
from .form_sheets import OPTIONS, SENSES, SHEET, Field, figure_field
from .form_yaml import Written, figure, listed, quoted

# The column of a key of a file, where it has another name: these words stand in other sheets as well.
_COLUMN = {"programme": "target_programme", "sectors": "target_sectors", "owner": "owners", "status": "target_status"}
_FIELDS = {(sheet, field.key): field for sheet in ("targets", "assumptions") for field in SHEET[sheet].columns}


def written_targets(lines: list[Line], sectors: Mapping[str, Words], mistakes: Mistakes) -> Iterator[Written]:
    """The `targets` block."""
    if lines:
        yield Written("targets:")
    for line in lines:
        with mistakes.noted():
            parts = _target(line, sectors, mistakes)
            marks = ("  - ", *("    ",) * len(parts))
            for mark, (key, written) in zip(marks, parts.items(), strict=False):
                yield Written(f"{mark}{key}: {written.text}", written.place)


def _target(line: Line, sectors: Mapping[str, Words], mistakes: Mistakes) -> dict[str, Written]:
    """What one target says, by the key it has in a file; all slips of the row are noted together."""
    own = Mistakes()
    parts: dict[str, Written] = {}
    readers: dict[str, Callable[[], str]] = {
        "indicator": lambda: _choice(line, "indicator", OPTIONS["indicators"]),
        "goal": lambda: quoted(text(line["goal"])) if not is_blank(line["goal"]) else "",
        "programme": lambda: choice(line["target_programme"], PROGRAMMES, _words("target_programme")),
        "sectors": lambda: _several(line["target_sectors"], sectors, "target_sectors"),
        "year": lambda: _year(line["year"], "year"),
        "owner": lambda: _owners(line["owners"]),
        "status": lambda: _choice(line, "target_status", OPTIONS["target_statuses"]),
    }
    for key, read in readers.items():
        with own.noted():
            if said := read():
                parts[key] = Written(said, line[_COLUMN.get(key, key)].place)
    with own.noted():
        parts |= _demand(line, parts)
    for one in own.found:
        mistakes.add(one)
    return {} if own.found else parts


def _words(key: str, sheet: str = "targets") -> Words:
    return _FIELDS[sheet, key].words


def _choice(line: Line, key: str, known: Mapping[str, Words]) -> str:
    return required_choice(line[key], known, _words(key))


def _several(cell: Cell, known: Mapping[str, Words], key: str) -> str:
    found = choices(cell, known, _words(key))
    return listed(found) if found else ""


def _owners(cell: Cell) -> str:
    required(cell, _words("owners"))
    return _several(cell, DEPARTMENTS, "owners")


def _year(cell: Cell, key: str) -> str:
    """A year that must be given; 2012年 is one, too."""
    written = cell._replace(value=plain(cell).removesuffix("年")) if isinstance(cell.value, str) else cell
    required(written, _words(key))
    return figure(number(written, _FIELDS["targets", key]) or 0.0)


def _demand(line: Line, parts: Mapping[str, Written]) -> dict[str, Written]:
    """What is demanded: a figure, a fact of the district to compare with, or a rise since a year."""
    asked = _choice(line, "sense", SENSES)
    indicator = parts["indicator"].text if "indicator" in parts else ""
    field = figure_field(INDICATOR[indicator].form if indicator else "", rises=asked == "rise_from")
    if asked == "rise_from":
        return _rise(line, field)
    if not is_blank(line["base_year"]):
        place = line["base_year"].place
        raise slip(place, "只有“比基准年提高”才填基准年。请清空。", "a year since goes with a rise alone. Empty it.")
    return {asked: _level(line, field)}


def _rise(line: Line, field: Field) -> dict[str, Written]:
    if not is_blank(line["reference"]):
        place = line["reference"].place
        raise slip(place, "“比基准年提高”不与其他数比。请清空。", "a rise is not compared with a fact. Empty it.")
    parts = {"rise_from": Written(_year(line["base_year"], "base_year"), line["base_year"].place)}
    by = number(line["figure"], field)
    if by is not None:
        _fail_if_per_cent_forgotten(line["figure"], by)
        parts["by"] = Written(figure(by), line["figure"].place)
    return parts


def _fail_if_per_cent_forgotten(cell: Cell, by: float) -> None:
    """A rise by 5 hardly ever means to six times as much."""
    if by > 1.0 and not plain(cell).endswith("%"):
        raise slip(
            cell.place,
            f"提高 {by:g} 即提高到 {1 + by:g} 倍。提高百分之 {by:g} 请写 {by:g}%；确是这个意思请写 {100 * by:g}%。",
            f"a rise by {by:g} is to {1 + by:g} times as much. For per cent write {by:g}%; if meant, {100 * by:g}%.",
        )


def _level(line: Line, field: Field) -> Written:
    figure_cell, reference = line["figure"], line["reference"]
    if is_blank(figure_cell) == is_blank(reference):
        raise slip(
            figure_cell.place,
            "“数值”与“或对照数”须填且只填一项。",
            "give a figure or a fact to compare with, one of the two.",
        )
    if not is_blank(reference):
        return Written(choice(reference, OPTIONS["references"], _words("reference")), reference.place)
    return Written(_figure(figure_cell, field), figure_cell.place)


def _figure(cell: Cell, field: Field) -> str:
    if field.options and isinstance(cell.value, (str, bool)):
        said = cell._replace(value="是" if cell.value else "否") if isinstance(cell.value, bool) else cell
        return choice(said, OPTIONS[field.options], field.words)
    return figure(number(cell, field) or 0.0)


# --- assumptions


def written_assumptions(lines: list[Line], mistakes: Mistakes) -> Iterator[Written]:
    """The `assumptions` block: those that the form replaces."""
    found = []
    for line in lines:
        with mistakes.noted():
            if any(not is_blank(line[key]) for key in ("median", "spread", "why")):
                found.append(_assumption(line))
    if found:
        yield Written("assumptions:")
        yield from found


def _assumption(line: Line) -> Written:
    code = choice(line["assumption"], OPTIONS["assumptions"], _words("assumption", "assumptions"))
    for cell, key in ((line["assumption"], "assumption"), (line["median"], "median"), (line["why"], "why")):
        required(cell, _words(key, "assumptions"))
    numbers = {key: number(line[key], _FIELDS["assumptions", key]) for key in ("median", "spread")}
    said = [f"{key}: {figure(value)}" for key, value in numbers.items() if value is not None]
    return Written(f"  {code}: {{{', '.join(said)}, why: {quoted(text(line['why']))}}}", line["median"].place)
