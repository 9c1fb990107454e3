"""The comparison of all plans with the current one: answers, chances, paired differences, money against effect."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ...differences import on_common_draws
from ...errors import SimlibError
from ...text import joined, money, said
from .. import tables
from ..headline import FIRM, LIKELY, changed, illustrative_banner
from ..headline import answer as answer_words
from ..margins import largest_margin, mean_of
from ..outcomes import outcome_of, read_stored
from ..provenance import run_record
from ..rows import TargetRow, judged_together, target_rows
from ..session import Story, check_parameters, quiet_errors
from ..showing import Shown, html, sentence
from .matrix import matrix_table

ONLY_VARIABLE = "SIMLIB_ONLY"  # names of the plans that a batch finished; all there are, if not set


@dataclass(frozen=True)
class Comparison:
    """All plans beside the current one, told in one language."""

    tale: Story
    outcomes: tuple[Any, ...]

    @property
    def language(self) -> str:
        """The language it is told in."""
        return self.tale.language

    @property
    def year(self) -> int:
        """The plan year."""
        return self.tale.year

    @property
    def last_year(self) -> int:
        """The last year of the horizon."""
        return int(self.baseline.years[-1])

    @property
    def baseline(self) -> Any:
        """The futures of the plan that all others are compared with."""
        return self.outcomes[0]

    def pair(self, outcome: Any) -> tuple[Any, Any]:
        """A plan and the one it is compared with, on the draws that both have."""
        return on_common_draws(outcome, self.baseline)

    @cached_property
    def targets(self) -> dict[str, tuple[TargetRow, ...]]:
        """Each plan's targets with their chances."""
        return {outcome.scenario.name: target_rows(outcome) for outcome in self.outcomes}


def compare_start(namespace: dict[str, Any]) -> Comparison:
    """Open the comparison that the notebook's parameters ask for; give it `globals()`.

    With `out` (the folder of a batch) it reads the futures stored there; whatever is not there is simulated.
    """
    from ...scenario import load

    quiet_errors()
    check_parameters(namespace)
    baseline = load(namespace["scenario"])
    out = Path(namespace["out"]) if namespace["out"] else None
    plans = [baseline, *(plan for plan in _others(baseline))]
    outcomes = tuple((read_stored(plan, out / plan.name) if out else None) or outcome_of(plan) for plan in plans)
    folder = out / "comparison" if out else None
    return Comparison(Story(baseline, namespace["language"], folder), outcomes)


def _others(baseline: Any) -> list[Any]:
    """The plans that rest on the same root as the baseline and can be loaded; a broken file is left out here."""
    from ...scenario import load, names

    only = os.environ.get(ONLY_VARIABLE, "")
    wanted = only.split(",") if only else names()
    found = []
    for name in wanted:
        try:
            plan = load(name)
        except SimlibError:
            continue
        if plan.name != baseline.name and plan.root.digest == baseline.root.digest:
            found.append(plan)
    return found


def answers(both: Comparison) -> Shown:
    """The answer for the current plan, and in a table the answer of every other."""
    language = both.language
    banner = illustrative_banner(both.baseline.scenario.illustrative, language)
    parts = [Markup('<p class="banner">{}</p>').format(said("banner.long", language))] if banner else []
    first = answer_words(both.targets[both.baseline.scenario.name], both.year, language)
    parts.append(Markup('<p class="answer">{}</p>').format(first))
    head = [said("head.scenario", language), said("head.changed", language), said("head.money", language)]
    parts.append(tables.table(head, [_answer_cells(both, one) for one in both.outcomes[1:]], "answers", (2,)))
    errors = [mean_of(one.annual("fiscal_cost", both.year)).error for one in both.outcomes[1:]]
    parts.append(largest_margin(errors, "money", language))
    return html(Markup("").join(parts), first)


def _answer_cells(both: Comparison, outcome: Any) -> list[tables.Cell]:
    plan, language = outcome.scenario, both.language
    title = Markup("<b>{}</b>").format(plan.title.said(language))
    spent = float(outcome.annual("fiscal_cost", both.year).mean())
    return [
        title + tables.small(plan.purpose.said(language)),
        changed(both.targets[plan.name], both.targets[both.baseline.scenario.name], language),
        money(spent, language),
    ]


def about_answers(both: Comparison) -> Shown:
    """Which plan makes most targets safe or likely."""
    firm = {
        one.scenario.title.said(both.language): sum(
            row.verdict in FIRM + LIKELY for row in judged_together(both.targets[one.scenario.name])
        )
        for one in both.outcomes
    }
    most = max(firm.values())
    best = [title for title, count in firm.items() if count == most]
    own = firm[both.baseline.scenario.title.said(both.language)]
    named = joined(best, both.language, most=3)
    return sentence(said("learnt.answers", both.language, count=most, best=named, own=own))


def chance_matrix(both: Comparison) -> Shown:
    """Every target (row) under every plan (column): colour, word and rounded chance."""
    titles = [(one.scenario.name, one.scenario.title.said(both.language)) for one in both.outcomes]
    return html(matrix_table(titles, both.targets, both.language))


def about_chances(both: Comparison) -> Shown:
    """Which target's chance moves most between plans, and which none of them moves."""
    base = {row.key: row for row in both.targets[both.baseline.scenario.name] if row.chance is not None}
    spans = {}
    for key, row in base.items():
        found = [other.chance for rows in both.targets.values() for other in rows if other.key == key]
        spans[row.name.said(both.language)] = max(c or 0.0 for c in found) - min(c or 0.0 for c in found)
    most = max(spans, key=spans.__getitem__, default="")
    stuck = [row.name.said(both.language) for key, row in base.items() if _never_firm(both, key)]
    return sentence(
        said("learnt.matrix", both.language, most=most) if most else "",
        said("learnt.stuck", both.language, names=joined(stuck, both.language, most=5)) if stuck else "",
    )


def _never_firm(both: Comparison, key: str) -> bool:
    rows = [row for own in both.targets.values() for row in own if row.key == key]
    return all(row.verdict in ("open", "unlikely") for row in rows)


def comparison_record(both: Comparison) -> Shown:
    """The run record of the comparison; with a folder given, its tables are written there."""
    from ..plan.closing import record_table
    from ..storing import write_json, write_table

    made = run_record(both.baseline, both.language)
    if both.tale.out is not None:
        write_table(_differences_table(both), both.tale.out / "differences", made)
        write_json(both.tale.out / "record.json", made)
    return record_table(made, both.language)


def _differences_table(both: Comparison) -> Any:
    from pandas import concat

    from ...differences import difference_table

    indicators = [code for code in ("sampled_pass_rate", "true_pass_rate", "famous_brands", "famous_trademarks",
                                    "operating_rate", "fiscal_cost") if _stored(both.baseline, code)]  # fmt: skip
    years = both.baseline.years[1:]
    if len(both.outcomes) == 1:
        return difference_table((), both.baseline, indicators, years)
    pairs = (both.pair(one) for one in both.outcomes[1:])
    return concat([difference_table([plan], base, indicators, years) for plan, base in pairs], ignore_index=True)


def _stored(outcome: Any, code: str) -> bool:
    try:
        outcome.annual(code, outcome.years[1])
    except SimlibError:
        return False
    return True
