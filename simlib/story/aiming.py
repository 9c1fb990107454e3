"""The start of notebooks/targets: the plan whose targets are being set, and what was computed for it once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from .outcomes import runs_override
from .proof import effort_name
from .session import Story, start

Found = TypeVar("Found")
_KNOWN: dict[tuple[Any, ...], Any] = {}


@dataclass(frozen=True)
class Aims(Story):
    """One plan, told in one language, with everything that sets its targets."""

    @property
    def small(self) -> bool:
        """True for a trial (SIMLIB_EFFORT=small): fewer budgets, quiet years and looks at each."""
        return effort_name() == "small"

    def once(self, name: str, make: Callable[[], Found]) -> Found:
        """What `make` finds for this plan; asked for again in the same process, in any language, it is kept."""
        key = self.scenario.digest, runs_override(), self.small, name
        if key not in _KNOWN:
            _KNOWN[key] = make()
        found: Found = _KNOWN[key]
        return found


def aim(namespace: dict[str, Any]) -> Aims:
    """Open the plan whose targets are to be set, as the notebook's parameters ask; give it `globals()`."""
    tale = start(namespace)
    return Aims(tale.scenario, tale.language, Path(tale.out) if tale.out else None)
