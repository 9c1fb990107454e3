"""What stands in the cells of a form: of an existing root scenario, or of a blank one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ..assumptions import ASSUMPTION
from ..facts import FACT, FACTS
from ..grammar.figures import MISSING, read_facts
from ..grammar.nodes import Mistakes
from ..grammar.records import Fact, Scenario, Sector, Tier
from ..levers import LEVERS
from ..words import DEPARTMENTS, PROGRAMMES, STATUSES
from .form_fill_plan import assumption_row, lever_row, lever_rows, target_row, tier_row, titles
from .form_sheets import CALENDAR, DISTRICT_ITEMS, SEPARATOR, STANDING, Field, Row, Rows, said_value
from .form_words import FORM

USUAL_CALENDAR = {"first": "2012Q1", "last": "2016Q4"}
_DEFAULTS = read_facts(None, FACTS, Mistakes())  # what stands where no file says anything


def blank_rows(language: str) -> Rows:
    """A form with nothing but its questions: every fact, every lever once, the usual two brands."""
    tiers = [
        {"tier_name": name, **titles(FORM[f"usual.{name}"]), "tier_owner": DEPARTMENTS[owner].said(language)}
        for name, owner in (("famous_brands", "质监分局"), ("famous_trademarks", "工商分局"))
    ]
    return {
        "district": _items(USUAL_CALENDAR, {}, language),
        "sectors": [],
        "tiers": [Row(tier) for tier in tiers],
        "levers": [lever_row(row, "", "", None, language) for row in LEVERS if row.shape != "tier"],
        "targets": [],
        "sources": [],
        "assumptions": [assumption_row(row, {}, language) for row in ASSUMPTION.values()],
    }


def filled_rows(scenario: Scenario, language: str) -> Rows:
    """A form that says what a root scenario says."""
    names = _place_names(scenario, language)
    return {
        "district": _items(_said_of(scenario), scenario.facts, language),
        "sectors": [_sector(sector, names, language) for sector in scenario.sectors],
        "tiers": [tier_row(tier, scenario, language) for tier in scenario.tiers],
        "levers": list(lever_rows(scenario, names, language)),
        "targets": [target_row(target, names, language) for target in scenario.targets],
        "sources": [row for sector in scenario.sectors for row in _sources(sector, names, language)],
        "assumptions": [assumption_row(row, scenario.overrides, language) for row in ASSUMPTION.values()],
    }


def _place_names(scenario: Scenario, language: str) -> dict[str, str]:
    """How the form calls each sector and tier: by its title, or by its name where titles are not clear."""
    places: list[Sector | Tier] = [*scenario.sectors, *scenario.tiers]
    said = Counter(one for place in places for one in {place.name, *place.title})
    return {
        place.name: place.title.said(language)
        if said[place.title.said(language)] == 1 and SEPARATOR not in place.title.said(language)
        else place.name
        for place in places
    }


# --- the district


def _said_of(scenario: Scenario) -> dict[str, Any]:
    """What a scenario says beside its facts."""
    pairs = (("title", scenario.title), ("purpose", scenario.purpose), ("district", scenario.district))
    words = {f"{key}_{tongue}": text for key, said in pairs for tongue, text in said._asdict().items()}
    calendar = {key: getattr(scenario.calendar, key) for key in CALENDAR}
    return {"name": scenario.name, **words, **calendar, **vars(scenario.runs)}


def _items(said: Mapping[str, Any], facts: Mapping[str, Fact], language: str) -> list[Row]:
    """One row an item, as DISTRICT_ITEMS has them."""
    return [_item(field, said, facts.get(key), language) for key, field in DISTRICT_ITEMS.items()]


def _item(field: Field, said: Mapping[str, Any], fact: Fact | None, language: str) -> Row:
    cells = {
        "item": field.words.said(language),
        "unit": field.unit.said(language),
        "where": field.note.said(language),
        "default": said_value(field, field.default, language) if field.default is not None else "",
        "value": said.get(field.key),
    }
    if fact is not None and not is_unsaid(fact):
        cells |= {"value": _figure(fact, language), **_standing(fact, language)}
    return Row(cells, field, () if field.key in FACT else STANDING)


def is_unsaid(fact: Fact) -> bool:
    """No file says anything of this fact: what stands is the table's default, or a gap."""
    return fact == _DEFAULTS[fact.code]


def _is_plain_gap(fact: Fact) -> bool:
    """An empty cell says it all: to be filled in, to be found where the table says."""
    row = FACT[fact.code]
    return fact.value is None and row.default is None and not row.may_be_missing and fact.source == row.where.zh


def _figure(fact: Fact, language: str) -> float | str | None:
    """The value of a fact; a gap is empty, or said where empty would mean the default."""
    if fact.value is None and FACT[fact.code].default is not None:
        return STATUSES[MISSING].said(language)
    return fact.value


def _standing(fact: Fact, language: str) -> dict[str, str]:
    return {"source": fact.source, "status": STATUSES[fact.status].said(language)}


# --- sectors and the sources of their figures


def _sector(sector: Sector, names: Mapping[str, str], language: str) -> Row:
    common = _common(sector)
    facts = {code: _figure(fact, language) for code, fact in sector.facts.items() if not is_unsaid(fact)}
    passes = exact_passes(sector.value("tests_observed"), sector.value("observed"))
    if passes is not None:
        facts |= {"passes": passes, "observed": None}
    return Row(
        {
            "sector_name": sector.name,
            **titles(sector.title),
            "programme": PROGRAMMES[sector.programme].said(language),
            "department": DEPARTMENTS[sector.department].said(language),
            **{f"tier_{i + 1}": names[tier] for i, tier in enumerate(sector.tiers)},
            **facts,
            **(_standing(common, language) if common else {}),
        }
    )


def exact_passes(tests: float | None, rate: float | None) -> float | None:
    """The whole number of passes that gives exactly this rate; None where there is none."""
    if not tests or rate is None:
        return None
    passes = float(round(rate * tests))
    return passes if passes / tests == rate else None


def _said_facts(sector: Sector) -> list[Fact]:
    return [fact for fact in sector.facts.values() if not is_unsaid(fact) and not _is_plain_gap(fact)]


def _common(sector: Sector) -> Fact | None:
    """A figure with the source and standing that most figures of the sector share."""
    given = [fact for fact in _said_facts(sector) if fact.value is not None]
    counted = Counter((fact.source, fact.status) for fact in given)
    return max(given, key=lambda fact: counted[fact.source, fact.status], default=None)


def _sources(sector: Sector, names: Mapping[str, str], language: str) -> Iterator[Row]:
    """The figures whose source or standing is not that of the row."""
    common = _common(sector)
    for fact in _said_facts(sector):
        if common is None or (fact.source, fact.status) != (common.source, common.status):
            words = FACT[fact.code].words.said(language)
            yield Row({"source_sector": names[sector.name], "fact": words, **_standing(fact, language)})
