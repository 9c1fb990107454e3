"""Why a result may come out otherwise: how units react, the year's luck, who is tested, the product list."""

from __future__ import annotations

from typing import Any, NamedTuple

from markupsafe import Markup, escape

from ...spread import SOURCES, Spread, spread_of
from ...text import amount, indicator_words, percent, said
from .. import tables
from ..margins import margin, middle_margin
from ..rows import band, form_of
from ..session import Story
from ..showing import Shown, html, sentence
from .telling import has

NARROW = 0.1  # a piece of the bar below this share has no room for its figure


class Result(NamedTuple):
    """A main result of a report, with the scope it is read over."""

    indicator: str
    scope: dict[str, Any]


MAIN: tuple[Result, ...] = (
    Result("sampled_pass_rate", {"programme": "product"}),
    Result("true_pass_rate", {"programme": "product"}),
    Result("famous_brands", {}),
    Result("operating_rate", {}),
)


def sources(tale: Story) -> Shown:
    """Each main result: what is expected, how far it may come out otherwise, and which part is due to what."""
    language = tale.language
    head = [said(f"head.{name}", language) for name in ("result", "off", "sources")]
    head += [Markup('<i class="key {}"></i>{}').format(name, said(f"source.{name}", language)) for name in SOURCES]
    rows = [_cells(tale, one, found) for one, found in _found(tale)]
    if not rows:
        return sentence(said("sources.too_few", language))
    note = Markup('<p class="note">{}</p>').format(said("sources.note", language))
    return html(tables.table(head, rows, "sources", (1, 3, 4, 5, 6)) + note)


def _found(tale: Story) -> list[tuple[Result, Spread]]:
    """The main results that the district has, with their spread, where there are runs enough to split it."""
    there = [one for one in MAIN if has(tale.outcome, one.indicator, **one.scope)]
    found = [(one, spread_of(tale.outcome, one.indicator, tale.year, **one.scope)) for one in there]
    return [(one, spread) for one, spread in found if spread.total > 0]


def _cells(tale: Story, one: Result, found: Spread) -> list[tables.Cell]:
    language, form = tale.language, form_of(one.indicator)
    middle = float(band(tale.outcome, one.indicator, **one.scope).median[1])
    off = middle_margin(tale.outcome, one.indicator, tale.year, language, **one.scope)
    name = Markup(escape(indicator_words(one.indicator, language)))
    folded = said("sources.folded", language) if found.folded else ""
    return [
        name + tables.small(f"{amount(middle, form, language)}{off} {folded}"),
        Markup(escape(_size(found.deviation[0], form, language)))
        + tables.small(margin(found.deviation[1], form, language)),
        _bar(found, language),
        *(_share(getattr(found, source), language) for source in SOURCES),
    ]


def _size(deviation: float, form: str, language: str) -> str:
    if form == "share":
        return said("unit.points", language, number=f"{100.0 * deviation:.1f}")
    return said("unit.count", language, number=f"{deviation:.1f}")


def _bar(found: Spread, language: str) -> Markup:
    pieces = [(source, getattr(found, source).share) for source in SOURCES]
    piece = Markup('<i class="{}" style="width:{:.1f}%" title="{}">{}</i>')
    drawn = [
        piece.format(
            source, 100.0 * share, said(f"source.{source}", language), percent(share, 0) if share >= NARROW else ""
        )
        for source, share in pieces
        if share > 0
    ]
    return Markup('<span class="stack">{}</span>').format(Markup("").join(drawn))


def _share(part: Any, language: str) -> tables.Cell:
    if part.variance == 0.0 and part.error == 0.0:
        return said("dash", language)
    return Markup(escape(percent(part.share, 0))) + tables.small(margin(part.share_error, "percent", language))


def about_sources(tale: Story) -> Shown:
    """What moves next year's report most, and what could make it surer."""
    language = tale.language
    found = {one.indicator: spread for one, spread in _found(tale)}
    shown = [
        said("learnt.sources", language, indicator=indicator_words(code, language), year=tale.year,
             largest=said(f"source.{largest}", language), share=percent(getattr(spread, largest).share, 0))
        for code, spread in found.items() if code in ("sampled_pass_rate", "true_pass_rate")
        for largest in [max(SOURCES, key=lambda source: getattr(spread, source).share)]
    ]  # fmt: skip
    tests = found.get("sampled_pass_rate")
    less = said("learnt.more_tests", language, share=percent(tests.sampling.share, 0)) if tests else ""
    return sentence(*shown, less, said("learnt.less_spread", language) if found else "")
