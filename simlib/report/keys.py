"""Keys: a fingerprint of everything a result depends on, so that only what has changed is computed again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..grammar.folders import find_folder
from ..story.outcomes import RUNS_VARIABLE
from ..story.provenance import code_digest, versions


def plan_key(plan: Any, notebook: Path) -> str:
    """The key of a plan's report: what the plan means, the very bytes of its files, and the machinery."""
    return key_of(plan.digest, *map(file_digest, files_of(plan)), file_digest(notebook))


def files_of(plan: Any) -> tuple[Path, ...]:
    """The plan's file, those of its bases and of its sectors: titles, purposes and sources stand only there."""
    folder = find_folder().resolve().parent  # a scenario names its files from the scenarios folder on
    names = [*(one.file for one in _chain(plan)), *(sector.file for sector in plan.sectors)]
    return tuple(folder / name for name in names)


def _chain(plan: Any) -> Iterator[Any]:
    while plan is not None:
        yield plan
        plan = plan.parent


def file_digest(path: Path) -> str:
    """A fingerprint of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def key_of(*parts: str) -> str:
    """A fingerprint of what is given, of simlib's code, the packages and the number of runs asked for."""
    machinery = (code_digest(), str(sorted(versions().items())), os.environ.get(RUNS_VARIABLE, ""))
    return hashlib.sha256("\n".join([*parts, *machinery]).encode()).hexdigest()
