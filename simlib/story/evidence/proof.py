"""The evidence behind the model, computed once a process: theory, patterns, back-tests, earlier targets, self-check."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ...text import check_language
from ..effort import Effort, effort
from ..session import check_parameters, quiet_errors


@dataclass(frozen=True)
class Proof:
    """The evidence, told in one language."""

    language: str
    out: Path | None
    started: float

    @property
    def curves(self) -> tuple[Any, ...]:
        """Exact theory beside the engine."""
        return _curves()

    @property
    def patterns(self) -> tuple[Any, ...]:
        """Published patterns beside the model."""
        return _patterns(effort())

    @property
    def tests(self) -> tuple[Any, ...]:
        """Published series, learnt from and foretold."""
        return _tests(effort())

    @property
    def promises(self) -> tuple[Any, ...]:
        """Earlier targets and the chance the model would have given them."""
        return _promises(effort())

    @property
    def ranks(self) -> tuple[Any, ...]:
        """Ranks of known truths among the worlds learnt from their own reports."""
        found: tuple[Any, ...] = _ranks(effort())[0]
        return found


def prove(namespace: dict[str, Any]) -> Proof:
    """Open the evidence in the language that the notebook's parameters ask for; give it `globals()`."""
    quiet_errors()
    check_parameters(namespace)
    out = Path(namespace["out"]) if namespace["out"] else None
    return Proof(check_language(namespace["language"]), out, time.monotonic())


@cache
def _curves() -> tuple[Any, ...]:
    from ...validation.theory import CURVES

    return tuple(curve() for curve in CURVES)


@cache
def _patterns(size: Effort) -> tuple[Any, ...]:
    from ...validation.patterns import measure_patterns

    return measure_patterns(size.pattern_draws, size.replicates)


@cache
def _tests(size: Effort) -> tuple[Any, ...]:
    from ...validation.backtest import back_test

    return back_test(size.draws)


@cache
def _promises(size: Effort) -> tuple[Any, ...]:
    from ...validation.backtest import earlier_targets

    return earlier_targets(size.draws)


@cache
def _ranks(size: Effort) -> tuple[Any, Any]:
    from ...validation.self_check import self_check

    return self_check(size.truths, size.worlds)
