"""The sectors and brand tiers of the form: their names, and what stands at the head of each file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from ..grammar.district import MOST_TIERS
from ..grammar.nodes import Mistakes
from ..words import DEPARTMENTS, LANGUAGES, PROGRAMMES, Words
from .form_cells import Cell, attempt, choice, is_blank, name, required, required_choice, slip, text
from .form_open import Line, Lines
from .form_sheets import SHEET
from .form_words import FORM
from .form_yaml import Written, in_both, listed, quoted

_TIER = Words("品牌", "brand tier")


class Places(NamedTuple):
    """The sectors and tiers of a form: their rows and how they may be called."""

    sectors: dict[str, Line]
    tiers: dict[str, Line]
    sector_words: dict[str, Words]
    tier_words: dict[str, Words]


def read_places(lines: Lines, mistakes: Mistakes) -> Places:
    sectors = _named(lines["sectors"], "sector_name", mistakes)
    tiers = _named(lines["tiers"], "tier_name", mistakes)
    if not sectors and not mistakes.found:
        mistakes.add(slip(SHEET["sectors"].words.zh, "至少填一个行业。", "fill in at least one sector."))
    return Places(sectors, tiers, _called(sectors), _called(tiers))


def _named(lines: list[Line], key: str, mistakes: Mistakes) -> dict[str, Line]:
    """The rows of a sheet by the name in them; upper and lower case are the same."""
    named: dict[str, Line] = {}
    what = next(field.words for field in SHEET[key.removesuffix("_name") + "s"].columns if field.key == key)
    for line in lines:
        with mistakes.noted():
            found = name(line[key], what)
            twin = next((known for known in named if known.casefold() == found.casefold()), None)
            if twin is not None:
                raise slip(
                    line[key].place,
                    f"“{found}”已在 {named[twin][key].place} 写过。请另取名。",
                    f"“{found}” stands in {named[twin][key].place} already. Choose another name.",
                )
            named[found] = line
    return named


def _called(named: Mapping[str, Line]) -> dict[str, Words]:
    """How each may be called on other sheets: its name, its Chinese or its English title."""
    quiet = Mistakes()
    return {
        key: Words(*(attempt(partial(text, line[f"title_{tongue}"]), "", quiet) for tongue in LANGUAGES))
        for key, line in named.items()
    }


def sector_head(sector: str, line: Line, places: Places, mistakes: Mistakes) -> Iterator[Written]:
    """What a sector is: titles, programme, department, and the brands it may win."""
    yield Written(f"name: {sector}", line["sector_name"].place)
    cells = [line["title_zh"], line["title_en"]]
    yield in_both("title", in_two_languages(cells, FORM["field.title_zh"], None, mistakes), cells[0].place)
    for key, known in (("programme", PROGRAMMES), ("department", DEPARTMENTS)):
        yield Written(f"{key}: {_chosen(line[key], known, FORM[f'field.{key}'], mistakes)}", line[key].place)
    cells = [line[f"tier_{i + 1}"] for i in range(MOST_TIERS)]
    tiers = [attempt(partial(choice, cell, places.tier_words, _TIER), "", mistakes) for cell in cells]
    yield Written(f"tiers: {listed(tier for tier in tiers if tier)}", cells[0].place)


def _chosen(cell: Cell, known: Mapping[str, Words], what: Words, mistakes: Mistakes) -> str:
    """One of a list, which must be given."""
    return attempt(partial(required_choice, cell, known, what), "", mistakes)


def tier_lines(places: Places, mistakes: Mistakes) -> Iterator[Written]:
    yield Written("tiers:", next((line["tier_name"].place for line in places.tiers.values()), ""))
    for tier, line in places.tiers.items():
        cells = [line["title_zh"], line["title_en"]]
        words = in_two_languages(cells, FORM["field.title_zh"], None, mistakes)
        owner = _chosen(line["tier_owner"], DEPARTMENTS, FORM["field.tier_owner"], mistakes)
        title = f"{{zh: {quoted(words.zh)}, en: {quoted(words.en)}}}"
        yield Written(f"  {tier}: {{title: {title}, owner: {owner}}}", line["tier_name"].place)


def in_two_languages(cells: list[Cell], what: Words, usual: Words | None, mistakes: Mistakes) -> Words:
    """A text in both languages; the Chinese one stands for an English one that is not given."""
    if usual is not None and all(is_blank(cell) for cell in cells):
        return usual
    chinese = attempt(partial(required, cells[0], what), "–", mistakes)
    english = attempt(partial(text, cells[1]), "–", mistakes)
    return Words(chinese, english or chinese)
