"""A filled form as the files of a root scenario; every mistake names sheet and cell, all of them together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from ..errors import ScenarioError
from ..facts import FACT
from ..grammar.folders import SECTORS, SUFFIX
from ..grammar.nodes import Mistakes
from ..schema import SCENARIO_FILE, SECTOR_FILE, json_schema
from ..words import LANGUAGES
from .form_cells import (
    Cell,
    attempt,
    choice,
    is_blank,
    name,
    number,
    quarter,
    required,
    slip,
)
from .form_facts import district_facts, read_sources, sector_facts
from .form_goals import written_assumptions, written_targets
from .form_levers import read_levers, written_levers
from .form_open import Line, open_form
from .form_places import in_two_languages, read_places, sector_head, tier_lines
from .form_sheets import CALENDAR, DISTRICT_ITEMS, OPTIONS, SHEET, SHEETS, STANDING
from .form_words import FORM
from .form_yaml import Draft, Written, figure, in_both

WARM_UP_YEARS = 6


def read_form(path: Path, asked_name: str | None = None) -> Draft:
    """The files that a form asks for; `asked_name` takes the place of the name written in it."""
    lines, mistakes = open_form(path), Mistakes()
    items = _items(lines["district"], mistakes)
    fail_together(mistakes, path.name)
    places = read_places(lines, mistakes)
    own = attempt(lambda: _own_name(items["name"], asked_name), "form", mistakes)
    first = attempt(lambda: quarter(items["first"]["value"]), "", mistakes)
    sources = read_sources(lines["sources"], places.sector_words, mistakes)
    files = {
        f"{SECTORS}/{own}/{sector}{SUFFIX}": [
            Written(f"# yaml-language-server: $schema=../{SECTOR_FILE}"),
            *sector_head(sector, line, places, mistakes),
            Written("facts:", line["share_medium"].place),
            *sector_facts(sector, line, sources, mistakes),
        ]
        for sector, line in places.sectors.items()
    }
    every = places.sector_words | places.tier_words
    plan = read_levers(lines["levers"], places.tiers, every, mistakes)
    files[f"{own}{SUFFIX}"] = [
        Written(f"# yaml-language-server: $schema={SCENARIO_FILE}"),
        Written(f"# 由填报表 {path.name} 导入；可直接修改 Imported from the form {path.name}; may be edited"),
        *_head(own, items, mistakes),
        Written("facts:"),
        *district_facts(items, mistakes),
        Written("sectors:", f"{SHEET['sectors'].words.zh}"),
        *(Written(f"  - {own}/{sector}", line["sector_name"].place) for sector, line in places.sectors.items()),
        *tier_lines(places, mistakes),
        *written_levers(plan, tuple(places.sectors), tuple(places.tiers), first),
        *written_targets(lines["targets"], places.sector_words, mistakes),
        *written_assumptions(lines["assumptions"], mistakes),
        *_runs(items, mistakes),
    ]
    fail_together(mistakes, path.name)
    return Draft(path.name, own, files)


def fail_together(mistakes: Mistakes, file: str) -> None:
    """All mistakes in one message, each on its line."""
    if not mistakes.found:
        return
    found = sorted(mistakes.found, key=_by_place)
    zh = "\n".join(f"  {one.zh}" for one in found)
    en = "\n".join(f"  {one.en}" for one in found)
    raise ScenarioError(
        f"{file} 有 {len(found)} 处错误，没有写入任何文件：\n{zh}",
        f"{file} has {len(found)} mistake{'s' if len(found) > 1 else ''}; nothing was written:\n{en}",
        file=file,
        mistakes=tuple(found),
    )


def _by_place(error: ScenarioError) -> tuple[int, int, int, str]:
    """Mistakes in the order in which a reader meets their cells."""
    title, _, cell = str(error.values.get("file", "")).partition("!")
    order = [said for sheet in SHEETS for said in sheet.words]
    letters = cell.rstrip("0123456789")
    row = cell.removeprefix(letters)
    return (order.index(title) if title in order else -1, int(row or 0), len(letters), letters)


def _own_name(line: Line, asked: str | None) -> str:
    """The name of the scenario: as asked for, else as the form has it."""
    cell = line["value"] if asked is None else Cell("--name", asked)
    return name(cell, DISTRICT_ITEMS["name"].words)


# --- the district


def _items(lines: list[Line], mistakes: Mistakes) -> dict[str, Line]:
    """The rows of the district's sheet by what they are about; each once."""
    items: dict[str, Line] = {}
    for line in lines:
        with mistakes.noted():
            place = line["item"].place
            code = choice(line["item"], OPTIONS["items"], FORM["field.item"])
            if not code:
                raise slip(place, "这一行没有项目名称。请恢复或清空。", "the item is gone. Restore or empty it.")
            if code in items:
                raise slip(place, "这一项重复了。请删去一行。", "this item is there twice. Delete one row.")
            items[code] = line
    for key, line in items.items():
        for column in STANDING if key not in FACT else ():
            if not is_blank(line[column]):
                mistakes.add(
                    slip(line[column].place, "这一项不用写来源和状态。请清空。", "takes no source or status. Empty it.")
                )
    lost = [field for key, field in DISTRICT_ITEMS.items() if key not in items]
    if lost and not mistakes.found:
        sheet = SHEET["district"].words
        zh, en = "、".join(field.words.zh for field in lost), ", ".join(field.words.en for field in lost)
        mistakes.add(slip(sheet.zh, f"缺少这些行：{zh}。请恢复。", f"rows are missing: {en}. Restore them."))
    return items


def _head(own: str, items: Mapping[str, Line], mistakes: Mistakes) -> Iterator[Written]:
    """Name, title, purpose, district and calendar."""
    yield Written(f"name: {own}", items["name"]["value"].place)
    for key in ("title", "purpose", "district"):
        cells = [items[f"{key}_{tongue}"]["value"] for tongue in LANGUAGES]
        usual = FORM["usual.purpose"] if key == "purpose" else None
        what = DISTRICT_ITEMS[f"{key}_zh"].words
        yield in_both(key, in_two_languages(cells, what, usual, mistakes), cells[0].place)
    yield Written("calendar:", items["first"]["value"].place)
    for key in CALENDAR:
        cell = items[key]["value"]
        said = attempt(partial(_quarter, key, items), "", mistakes)
        yield Written(f"  {key}: {said}", cell.place)


def _quarter(key: str, items: Mapping[str, Line]) -> str:
    """A quarter of the calendar; a warm-up that is not given begins six years before the plan."""
    cell = items[key]["value"]
    if key == "warm_up" and is_blank(cell):
        first = quarter(items["first"]["value"])
        return f"{int(first[:4]) - WARM_UP_YEARS}{first[4:]}" if first else ""
    required(cell, DISTRICT_ITEMS[key].words)
    return quarter(cell)


def _runs(items: Mapping[str, Line], mistakes: Mistakes) -> Iterator[Written]:
    """The numbers of runs that are given."""
    found = []
    for key in json_schema()["properties"]["runs"]["properties"]:
        with mistakes.noted():
            value = number(items[key]["value"], DISTRICT_ITEMS[key])
            if value is not None:
                found.append(Written(f"  {key}: {figure(value)}", items[key]["value"].place))
    if found:
        yield Written("runs:")
        yield from found
