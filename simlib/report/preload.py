"""What every child of the batch needs, imported once by the server that they are forked from."""

from __future__ import annotations

import matplotlib.figure
import nbconvert.exporters
import pandas
import pyarrow.parquet
import scipy.stats

from .. import ensemble, plots, story
from . import engine, execute

__all__ = ["engine", "ensemble", "execute", "matplotlib", "nbconvert", "pandas", "plots", "pyarrow", "scipy", "story"]
