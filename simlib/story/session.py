"""The start of a notebook: its parameters checked, its plan loaded, its errors kept to two lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..differences import on_common_draws
from ..errors import BadRequest, SimlibError, unknown_name
from ..text import check_language
from .outcomes import outcome_of
from .rows import TargetRow, target_rows

PARAMETERS = ("scenario", "language", "out")
_STARTED = "_simlib_started"  # marks a notebook whose parameters were checked


@dataclass(frozen=True)
class Story:
    """One plan, told in one language: what the cells of a notebook ask for and show."""

    scenario: Any
    language: str
    out: Path | None

    @cached_property
    def outcome(self) -> Any:
        """The simulated futures of this plan."""
        return outcome_of(self.scenario)

    @cached_property
    def baseline(self) -> Any:
        """The simulated futures of the current plan; `compared` has those that pair with this plan's."""
        root = self.scenario.root
        return self.outcome if root.digest == self.scenario.digest else outcome_of(root)

    @cached_property
    def compared(self) -> tuple[Any, Any]:
        """This plan and the current one on the draws that both have: for differences, and for charts of the two."""
        return on_common_draws(self.outcome, self.baseline)

    @cached_property
    def targets(self) -> tuple[TargetRow, ...]:
        """Each target of the plan, with its chance."""
        return target_rows(self.outcome)

    @property
    def is_baseline(self) -> bool:
        """True for the current plan itself, which has nothing to be compared with."""
        return self.scenario.base is None

    @property
    def year(self) -> int:
        """The plan year: the first year of the horizon."""
        return int(self.scenario.calendar.years[0])


def start(namespace: dict[str, Any]) -> Story:
    """Open the story that the notebook's parameters ask for; give it `globals()`."""
    from ..scenario import load

    quiet_errors()
    check_parameters(namespace)
    plan = load(namespace["scenario"])
    out = Path(namespace["out"]) if namespace["out"] else None
    return Story(plan, namespace["language"], out)


def check_parameters(namespace: dict[str, Any]) -> None:
    """Refuse a parameter that the notebook does not have (papermill only warns) or of the wrong kind.

    Looked at once in a notebook: later its own variables are there as well.
    """
    if not namespace.get(_STARTED):
        for name in given_names(namespace):
            if name not in PARAMETERS:
                raise unknown_name("参数", "parameter", name, PARAMETERS)
    for name in PARAMETERS:
        if not isinstance(namespace.get(name), str):
            raise BadRequest(
                f"参数“{name}”应为文字，现为 {namespace.get(name)!r}。请写成 -p {name} 文字。",
                f"Parameter “{name}” must be text, not {namespace.get(name)!r}. Write -p {name} TEXT.",
            )
    check_language(namespace["language"])
    namespace[_STARTED] = True


def given_names(namespace: Mapping[str, Any]) -> list[str]:
    """Names that the cells before this one have set: parameters, and nothing of IPython or of modules."""
    shell = _shell()
    hidden = set(shell.user_ns_hidden) if shell is not None else set()
    return [
        name
        for name, value in namespace.items()
        if not name.startswith("_") and name not in hidden and type(value).__name__ not in ("module", "function")
    ]


def quiet_errors() -> None:
    """In a notebook a planner's mistake is two lines, Chinese and English, not a wall of traceback."""
    shell = _shell()
    if shell is not None:
        shell.set_custom_exc((SimlibError,), _show_shortly)


def _show_shortly(shell: Any, kind: type, error: Any, _traceback: Any, tb_offset: Any = None) -> list[str]:  # noqa: ARG001
    lines = [error.zh, error.en]
    shell._showtraceback(kind, error, lines)
    return lines


def _shell() -> Any:
    import sys

    if "IPython" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython

    return get_ipython()
