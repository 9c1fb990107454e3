"""Calibration of the default district: 10,000 worlds on a history of four years (goal: at most 120 s on two cores).

The history is made up, near what the illustrative district reports: python run.py bench bench_calibrate [DRAWS]
"""

from __future__ import annotations

import resource
import statistics
import sys
import time

from simlib import load, simulate
from simlib.learn import Observation, calibrate
from simlib.learn.years import set_back

GOAL, ROUNDS = 120.0, 3
HISTORY = (
    *(
        Observation("sampled_pass_rate", year, programme="product", tests=tests, passes=passes)
        for year, tests, passes in ((2008, 850, 690), (2009, 860, 705), (2010, 880, 735), (2011, 900, 765))
    ),
    Observation("famous_brands", 2010, value=21.0),
    Observation("famous_brands", 2011, value=24.0),
    Observation("operating_rate", 2010, sectors=("polluters",), value=0.86, sd=0.03),
    Observation("operating_rate", 2011, sectors=("polluters",), value=0.89, sd=0.03),
)


def main(draws: int) -> None:
    plan, rows = set_back(load("baseline"), HISTORY)
    simulate(load("baseline"), draws=1, replicates=1)  # kernels compiled
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        learned = calibrate(plan, rows, draws=draws)
        seconds.append(time.perf_counter() - started)
        moved = sum(row.moved for row in learned.moved)
        print(f"{seconds[-1]:.1f} s, effective runs {learned.effective:,.0f}, moved {moved} of {len(learned.moved)}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{draws:,} worlds: median {statistics.median(seconds):.1f} s (goal {GOAL:.0f} s), memory {memory:.2f} GB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
