"""How far a long command is: redrawn in place on a terminal, a plain line a plan or part elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from typing import TextIO

from .terminal import width_of

WIDTH = 30


def bar(stream: TextIO | None = None) -> Callable[[int, int, str], None]:
    """A function that is told (done, of how many, the plan just finished) and shows it."""
    shown_on, started = stream or sys.stderr, time.monotonic()

    def show(done: int, total: int, name: str) -> None:
        seconds = f"{time.monotonic() - started:.0f} s"
        if not shown_on.isatty():
            if name:
                print(f"{done}/{total} {name} ({seconds})", file=shown_on, flush=True)
            return
        filled = WIDTH * done // max(total, 1)
        line = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total} {seconds} {name}"
        print(f"\r\x1b[K{line}", end="\n" if done == total else "", file=shown_on, flush=True)

    return show


def parts(total: int, stream: TextIO | None = None) -> Callable[[str], None]:
    """A function that is told the part just begun and shows it: which one of how many, after how many minutes."""
    shown_on, started, begun = stream or sys.stderr, time.monotonic(), [0]

    def show(name: str) -> None:
        begun[0] += 1
        minutes = int((time.monotonic() - started) / 60.0)
        line = f"{begun[0]}/{total} {minutes} min {name}"
        if not shown_on.isatty():
            print(line, file=shown_on, flush=True)
            return
        last = begun[0] == total
        print(f"\r\x1b[K{_fitting(line)}", end="\n" if last else "", file=shown_on, flush=True)

    return show


def _fitting(line: str) -> str:
    """As much of a line as fits the terminal: a line that wraps could not be redrawn."""
    room = shutil.get_terminal_size().columns - 1
    while width_of(line) > room:
        line = line[:-1]
    return line
