"""Sizes: how many futures a cell of the target page simulates – the plan's, fewer for a trial."""

from __future__ import annotations

from ..setting.credit.pairing import RunsAsked
from .aiming import Aims
from .outcomes import runs_override

TRIAL = (8, 2)


def sizes(aims: Aims, draws: int | None = None) -> RunsAsked:
    """Draws and replicates: what SIMLIB_RUNS says, a handful for a trial, else `draws` or the scenario's own."""
    given = runs_override() or (TRIAL if aims.small else None)
    if given is not None:
        return {"draws": given[0], "replicates": given[1]}
    return {} if draws is None else {"draws": draws}
