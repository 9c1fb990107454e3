"""Reports: notebooks run by papermill, one child process a plan, and the page over all of them.

The only place that imports papermill and nbconvert, and only when a notebook is run.
"""

from __future__ import annotations

from .batch import Report, Request, run_batch

__all__ = ["Report", "Request", "run_batch"]
