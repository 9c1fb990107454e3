"""Status records: what was computed, from what, and how it ended. The notebook itself is never asked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..story.storing import read_json, write_json

SCHEMA = 1
STATUS_FILE = "status.json"


def read_status(folder: Path) -> dict[str, Any]:
    """How the last run in this folder ended; {} if there was none."""
    return read_json(folder / STATUS_FILE)


def write_status(folder: Path, state: str, key: str, **details: Any) -> None:
    """Record a state: running, done, or failed with the words that say why."""
    write_json(folder / STATUS_FILE, {"schema": SCHEMA, "state": state, "key": key, **details})


def finished(folder: Path, key: str, files: Iterable[str]) -> bool:
    """True if this very result is there already, with all files asked for."""
    status = read_status(folder)
    done = status.get("state") == "done" and status.get("key") == key
    return done and all((folder / name).is_file() for name in files)
