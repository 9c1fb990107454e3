"""What was learnt from data, as a file: rows of assumptions that a history left plausible, in place of the priors.

One row a possible world, one column an assumption (drift@food: that of one sector). Plain CSV, so that it opens in a
spreadsheet; a scenario names it in `calibration`, and every later forecast draws its rows.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from .errors import BadRequest
from .priors import Sample, Unknown, prior_sample, sample_of, unknowns, values_of

FAR_END = 1 << 62  # a seed with this bit takes a calibration's rows from the last one on


def sample_for(scenario: Any, seed: int, draws: range) -> Sample:
    """The worlds that a scenario is run in: its calibration's rows where it has one, else draws of the priors.

    Draw k is the file's row k, or its k-th from the end for a seed of `from_far_end`, so that two seeds can have other
    worlds; another seed alone brings other luck to the same. An assumption that a scenario overrides after its
    calibration is drawn from the override.
    """
    sample = _prior(scenario.root.digest, _Held(scenario), seed, draws)
    if scenario.calibration is None:
        return sample
    rows = read_posterior(scenario.calibration.path, scenario.calibration.digest)
    _fail_if_too_few(rows, draws.stop, scenario.calibration.name)
    sectors = [sector.name for sector in scenario.sectors]
    if seed & FAR_END:
        rows = {name: column[::-1] for name, column in rows.items()}
    values = {row: _column(row, rows, sample, scenario, draws) for row in unknowns(scenario)}
    return sample_of(values, sectors, sample.numbers)


def _column(row: Unknown, rows: Mapping[str, np.ndarray], sample: Sample, scenario: Any, draws: range) -> np.ndarray:
    """One assumption: learnt, unless the file does not hold it or the scenario has replaced it since."""
    since = scenario.calibration.overrides.get(row.code) != scenario.overrides.get(row.code)
    if row.label in rows and not since:
        return rows[row.label][draws.start : draws.stop]
    return values_of(sample, row, [sector.name for sector in scenario.sectors])


def from_far_end(seed: int, other: int) -> int:
    """The seed, marked to take a calibration's rows from the end that `other` does not begin with."""
    return (seed & ~FAR_END) | (FAR_END & ~other)


def worlds_held(scenario: Any) -> int | None:
    """How many rows the scenario's calibration has; None without one."""
    learnt = scenario.calibration
    return None if learnt is None else min(map(len, read_posterior(learnt.path, learnt.digest).values()))


@lru_cache(maxsize=8)
def read_posterior(path: Path, digest: str) -> Mapping[str, np.ndarray]:  # noqa: ARG001  (the digest keys the cache)
    """The rows of a calibration by column."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *body = csv.reader(stream)
    table = np.array(body, dtype=np.float64)
    return {name: table[:, column] for column, name in enumerate(head)}


def write_posterior(path: Path, sample: Sample, scenario: Any, keep: frozenset[str]) -> None:
    """Write the rows of a sample: the unknowns of these codes, figures in full."""
    sectors = [sector.name for sector in scenario.sectors]
    rows = [row for row in unknowns(scenario) if row.code in keep and row.varies]
    columns = np.stack([values_of(sample, row, sectors) for row in rows], axis=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([row.label for row in rows])
        writer.writerows([[repr(float(value)) for value in line] for line in columns])
    temporary.replace(path)


def _fail_if_too_few(rows: Mapping[str, np.ndarray], wanted: int, name: str) -> None:
    there = len(next(iter(rows.values())))
    if wanted > there:
        raise BadRequest(
            f"校准文件 {name} 只有 {there} 组假设条件，不够 {wanted} 组。请把 runs 的 draws 降到 {there} 以下，"
            "或重新校准并多取几组。",
            f"The calibration {name} holds {there} sets of assumptions, fewer than {wanted}. Lower draws in runs to "
            f"{there}, or calibrate again and keep more.",
            best=there,
        )


class _Held:
    """A scenario as a key for the cache: equal when the assumptions in force are."""

    def __init__(self, scenario: Any) -> None:
        self.scenario = scenario
        self.key = (tuple(sorted(scenario.overrides.items())), scenario.correlations)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=4)
def _prior(_root: str, held: _Held, seed: int, draws: range) -> Sample:
    """Draws of the priors, kept: a plan asked about again in a meeting must not wait for them."""
    return prior_sample(held.scenario, seed, draws)
