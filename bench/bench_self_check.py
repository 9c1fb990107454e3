"""Simulation-based calibration: 200 made-up districts, each learnt from its own reports, and its figure.

python run.py bench bench_self_check [TRUTHS] [WORLDS]; the figure is written to out/bench/self_check.svg.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from simlib.plots import as_svg, rank_histogram, settle
from simlib.validation.self_check import all_uniform, self_check


def main(truths: int, draws: int) -> None:
    started = time.perf_counter()
    found, effective = self_check(truths, draws)
    print(f"{truths} made-up districts × {draws} worlds in {time.perf_counter() - started:.0f} s; effective runs: "
          f"least {effective.min():.0f}, median {np.median(effective):.0f}")  # fmt: skip
    panels = []
    for row in found:
        panels.append((row.label, row.counts.tolist()))
        print(f"{row.label:28} p = {row.p_value:.3f}  in the middle 80 %: {row.inside:.2f}  {row.counts.tolist()}")
    print("all ranks uniform" if all_uniform(found) else "RANKS ARE NOT UNIFORM")
    drawn = rank_histogram(panels, ("rank of the truth", "95 % of uniform"))
    settle(drawn)
    path = Path("out") / "bench" / "self_check.svg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_svg(drawn), encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main(*(int(word) for word in (*sys.argv[1:], *("200", "1000")[len(sys.argv) - 1 :])))
