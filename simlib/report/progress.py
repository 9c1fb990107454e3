"""The batch's progress bar: redrawn in place on a terminal, a plain line a plan elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

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
