"""What every child of the batch needs, done once in the server that they are forked from: imports, the warm-up."""

from __future__ import annotations

import os
from contextlib import suppress

import nbconvert.exporters
import nbformat
import pandas as pd
import pyarrow.parquet
import scipy.stats

from .. import ensemble, plots, scenario
from ..story import outcomes
from ..story.comparison import comparing, effects
from ..story.plan import billing, closing, telling
from . import engine, execute, export
from .pool import ROOT_VARIABLE


def _simulate_root() -> None:
    """The current plan's futures, inherited by all children; if that fails, its own report will say why."""
    name = os.environ.get(ROOT_VARIABLE, "")
    with suppress(Exception):  # whatever it is, the children will meet it and report it
        if name:
            outcomes.outcome_of(scenario.load(name))


_simulate_root()
plots.warm_up()
export.page_of(nbformat.v4.new_notebook(), "zh")  # type: ignore[no-untyped-call]

__all__ = [
    "billing", "closing", "comparing", "effects", "engine", "ensemble", "execute", "nbconvert", "nbformat", "outcomes",
    "pd", "plots", "pyarrow", "scipy", "telling",
]  # fmt: skip
