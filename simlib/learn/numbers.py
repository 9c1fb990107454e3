"""Figures of observations made in memory: numbers of whatever kind a table brings them, and nothing else."""

from __future__ import annotations

import math
from numbers import Real
from typing import TYPE_CHECKING

from ..errors import BadRequest

if TYPE_CHECKING:
    from .history import Observation


def in_numbers(row: Observation) -> Observation:
    """A row with whole counts and finite figures; one made in memory may hold anything."""
    return row._replace(
        year=whole(row.year, "year") or 0,
        quarter=whole(row.quarter, "quarter"),
        value=number(row.value, "value"),
        tests=whole(row.tests, "tests"),
        passes=whole(row.passes, "passes"),
        sd=number(row.sd, "sd"),
    )


def whole(value: object, column: str) -> int | None:
    """A whole number, so that 25.0 of a table is 25; None stays None, anything else is an error."""
    if value is None:
        return None
    if not isinstance(value, Real) or not float(value).is_integer():
        raise BadRequest(
            f"{column} 是 {value!r}，应为整数，不带引号和小数。",
            f"{column} is {value!r}; it must be a whole number, without quotes or decimals.",
        )
    return int(float(value))


def number(value: object, column: str) -> float | None:
    """A finite number as it is; None stays None, anything else is an error."""
    if value is None:
        return None
    if not isinstance(value, Real) or not math.isfinite(value):
        raise BadRequest(
            f"{column} 是 {value!r}，应为一个数，不带引号，如 0.875。",
            f"{column} is {value!r}; it must be a number without quotes, such as .875.",
        )
    return float(value)
