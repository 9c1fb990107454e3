"""COUNTERS: what one run counts each quarter in each sector. Every indicator is read from these sums."""

from __future__ import annotations

from typing import NamedTuple


class Counter(NamedTuple):
    """One sum over the units of a sector in a quarter; `tier` marks one counter for each brand tier."""

    code: str
    meaning: str
    tier: bool = False


COUNTERS: tuple[Counter, ...] = (
    Counter("units", "active units"),
    Counter("conformity", "Σ π, chance that a batch conforms"),
    Counter("output", "Σ output"),
    Counter("output_conforming", "Σ output · π"),
    Counter("complying", "units that comply fully (a = 1)"),
    Counter("planned", "planned tests"),
    Counter("planned_passes", "passes of planned tests"),
    Counter("core", "planned tests of the random core"),
    Counter("core_passes", "passes of the random core"),
    Counter("expected_tests", "Σ I, inclusion probabilities"),
    Counter("expected_passes", "Σ I · (1 − f)"),
    Counter("hajek_weight", "Σ 1/I over planned tests"),
    Counter("hajek_passes", "Σ pass/I over planned tests"),
    Counter("follow_ups", "follow-up tests outside the plan"),
    Counter("complaints", "complaint tests"),
    Counter("fails", "reported fails of all tests"),
    Counter("safety_fails", "reported fails on a safety item"),
    Counter("safety_faults", "Σ φ_s (1 − π), true safety faults"),
    Counter("exposed", "cases made public"),
    Counter("fined", "Σ fines"),
    Counter("revoked", "licences revoked"),
    Counter("entrants", "units that entered"),
    Counter("accidents", "accidents"),
    Counter("accidents_larger", "accidents of 较大 or worse"),
    Counter("accidents_major", "accidents of 重特大"),
    Counter("projects", "large and medium projects due for acceptance"),
    Counter("projects_failed", "of these, not accepted at the first attempt"),
    Counter("certified", "units with a certified management system"),
    Counter("newly_certified", "units certified this quarter"),
    Counter("compliance_cost", "Σ cost of compliance"),
    Counter("support", "Σ support for technical upgrading"),
    Counter("titles", "titles in force", tier=True),
    Counter("titles_gained", "titles won by units without one", tier=True),
    Counter("titles_expired", "titles that ran out", tier=True),
    Counter("titles_lost", "titles lost on a fail or an exit", tier=True),
    Counter("coached", "units invited and coached", tier=True),
    Counter("awards", "awards paid (number)", tier=True),
)


def counter_names(tiers: tuple[str, ...]) -> tuple[str, ...]:
    """Columns of the count array: plain counters, then `code:tier` for each tier."""
    plain = tuple(row.code for row in COUNTERS if not row.tier)
    return plain + tuple(f"{row.code}:{tier}" for row in COUNTERS if row.tier for tier in tiers)
