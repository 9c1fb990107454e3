"""The start of notebooks/targets: the plan whose targets are being set, and what was computed for it once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from ..setting.asking import RunsAsked
from .effort import effort_name
from .outcomes import runs_override
from .session import Story, start

Found = TypeVar("Found")
TRIAL = (8, 2)  # draws and replicates of a trial
_KNOWN: dict[tuple[Any, ...], Any] = {}


@dataclass(frozen=True)
class Aims(Story):
    """One plan, told in one language, with everything that sets its targets."""

    @property
    def small(self) -> bool:
        """True for a trial (SIMLIB_EFFORT=small): fewer budgets, quiet years and looks at each."""
        return effort_name() == "small"

    def sizes(self, draws: int | None = None) -> RunsAsked:
        """Draws and replicates: what SIMLIB_RUNS says, a handful for a trial, else `draws` or the scenario's own."""
        given = runs_override() or (TRIAL if self.small else None)
        if given is not None:
            return {"draws": given[0], "replicates": given[1]}
        return {} if draws is None else {"draws": draws}

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
    return Aims(tale.scenario, tale.language, tale.out)
