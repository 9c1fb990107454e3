"""Effort: how much is computed for the evidence and for setting targets; all of it, or a trial."""

from __future__ import annotations

import os
from typing import NamedTuple

from ..errors import unknown_name

EFFORT_VARIABLE = "SIMLIB_EFFORT"


class Effort(NamedTuple):
    """How much is computed: worlds a series, draws × replicates of the patterns, made-up districts and worlds each."""

    draws: int
    pattern_draws: int
    replicates: int
    truths: int
    worlds: int


EFFORTS: dict[str, Effort] = {
    "full": Effort(4000, 50, 4, 200, 600),
    "small": Effort(500, 4, 2, 4, 400),
}


def ask_effort(name: str) -> None:
    """Ask for an effort, from here and from every process started from here."""
    os.environ[EFFORT_VARIABLE] = _checked(name)


def effort_name() -> str:
    """The effort asked for by SIMLIB_EFFORT: full, or small for a trial."""
    return _checked(os.environ.get(EFFORT_VARIABLE, "") or "full")


def _checked(name: str) -> str:
    if name not in EFFORTS:
        raise unknown_name("计算规模", "effort", name, EFFORTS)
    return name


def effort() -> Effort:
    """How much is computed."""
    return EFFORTS[effort_name()]
