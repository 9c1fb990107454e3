"""The run record of a result: what was computed, from what, with which versions, when."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.metadata
import platform
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from .. import __version__

SCHEMA_VERSION = 1
_PACKAGES = ("numpy", "numba", "pandas", "scipy", "matplotlib", "papermill", "nbconvert")
_PACKAGE_FOLDER = Path(__file__).resolve().parent.parent


def run_record(outcome: Any, language: str = "zh") -> dict[str, Any]:
    """Everything needed to get this result again: plan, seed, runs, versions, code; and when it was made."""
    return {
        "schema_version": SCHEMA_VERSION,
        "scenario": outcome.scenario.name,
        "digest": outcome.scenario.digest,
        "language": language,
        "seed": outcome.seed,
        "draws": outcome.draws,
        "replicates": outcome.replicates,
        "illustrative": bool(outcome.scenario.illustrative),
        "code": code_digest(),
        "commit": git_commit(),
        "versions": versions(),
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }


@cache
def code_digest() -> str:
    """A fingerprint of simlib itself: its modules, templates and style sheets."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE_FOLDER.rglob("*")):
        if path.suffix in (".py", ".j2", ".css"):
            digest.update(path.relative_to(_PACKAGE_FOLDER).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def versions() -> dict[str, str]:
    """Python, simlib itself (which need not be installed) and the packages that results may depend on."""
    found = {"python": platform.python_version(), "simlib": __version__}
    for name in _PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "?"
    return found


@cache
def git_commit() -> str:
    """The commit of the code, with a + if files differ from it; "" where there is no git."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--", "simlib", "notebooks", "scenarios") else "")
    except (OSError, subprocess.SubprocessError):
        return ""


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(_PACKAGE_FOLDER), *arguments], capture_output=True, text=True, check=True, timeout=10
    )
    return done.stdout.strip()
