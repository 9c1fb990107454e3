"""The what-if on the default district: import, first call, warm-up, tables, runs. python run.py bench bench_whatif

Goals on two quiet cores: 0.25 s with the decision tables reused, 0.5 s with them solved anew."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

RUNS = 15


def seconds(action: Callable[[], object]) -> float:
    """Wall time of one call."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def summary(times: list[float]) -> str:
    return f"median {statistics.median(times):.3f} s, min {min(times):.3f}, max {max(times):.3f}"


def machine() -> str:
    """Cores and the model of the processor."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text("utf-8").splitlines() if known.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    model = models[0] if models else platform.processor()
    return f"{os.cpu_count()} cores, {model}"


def main() -> None:
    print(machine())
    print(f"import simlib          {seconds(lambda: __import__('simlib')):.2f} s")
    print(f"import of the engine   {seconds(lambda: __import__('simlib.ensemble')):.2f} s")
    from simlib import ensemble, load, simulate, with_levers

    plan = load("baseline")
    first = seconds(lambda: simulate(plan))
    ensemble.forget()
    again = seconds(lambda: simulate(plan))
    changed = with_levers(plan, {"fine": 1.1})  # units foresee it: every table is solved again
    anew = [seconds(lambda: (ensemble._tables.clear(), simulate(changed))) for _ in range(RUNS)]
    reused = [seconds(lambda: simulate(plan)) for _ in range(RUNS)]
    print(f"first call             {first:.2f} s, of which loading the compiled model {first - again:.2f} s")
    print(f"warm-up                {again - statistics.median(reused):.2f} s")
    print(f"what-if, tables anew   {summary(anew)}")
    print(f"what-if, tables reused {summary(reused)}")
    units = sum(sector.value("units") for sector in plan.sectors)
    total = units * plan.calendar.quarters * plan.runs.draws * plan.runs.replicates
    print(f"{total / statistics.median(reused) / 1e6:.1f} million unit-quarters a second")


if __name__ == "__main__":
    main()
