"""The whole batch, warm: time, and the proportional memory of the process tree (Linux). python run.py bench bench_batch

Prints wall seconds and the largest PSS seen, sampled five times a second; goals: 60 s and 1.5 GB on two cores.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def children(root: int) -> list[int]:
    """The process and all that descend from it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    family = [root]
    for one in family:
        family += [pid for pid, parent in parents.items() if parent == one]
    return family


def pss(pids: list[int]) -> float:
    """Proportional set size of the processes, in megabytes."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024.0


def main(arguments: list[str]) -> int:
    """Run the batch anew into a temporary folder and watch it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "simlib", "batch", "--force", "--out", folder, *arguments]
        begun, highest = time.perf_counter(), 0.0
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while process.poll() is None:
            if Path("/proc").is_dir():
                highest = max(highest, pss(children(process.pid)))
            time.sleep(0.2)
        seconds = time.perf_counter() - begun
    print(
        f"batch {' '.join(arguments)}: {seconds:.1f} s, exit {process.returncode}, {os.cpu_count()} cores, "
        f"largest PSS of the tree {highest:.0f} MB"
    )
    return process.returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
