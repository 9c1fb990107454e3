"""One job of the batch: a notebook for one plan, run in a child process of its own that leaves a status record."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path

from ..errors import SimlibError
from ..story.comparison.comparing import ONLY_VARIABLE
from ..story.outcomes import RUNS_VARIABLE, WORKERS_VARIABLE
from .status import write_status

LOG_FILE = "log.txt"


@dataclass(frozen=True)
class Job:
    """What a child process has to do: which notebook, for which plan, in which languages, into which folder."""

    name: str
    notebook: Path
    folder: Path
    languages: tuple[str, ...]
    key: str
    out: Path
    workers: int
    runs: str = ""
    only: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """What the files are called: report or comparison."""
        return self.notebook.stem

    @property
    def files(self) -> tuple[str, ...]:
        """The pages that are there when the job is done."""
        return tuple(f"{self.stem}_{language}.html" for language in self.languages)


def child(job: Job) -> None:
    """Do the job in this process; the status record and the exit code say how it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business: it ends its children
    os.environ[WORKERS_VARIABLE] = str(job.workers)
    os.environ[RUNS_VARIABLE] = job.runs  # a server of children keeps the environment it was started in
    os.environ[ONLY_VARIABLE] = ",".join(job.only)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _write_output_to(job.folder / LOG_FILE)
    sys.exit(0 if perform(job, _execute) else 1)


def _end_with_parent() -> None:
    """A child does not outlive the batch, however that ended: killed, crashed, or interrupted at a bad moment."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def perform(job: Job, execute: Callable[[Job, str], None]) -> bool:
    """Run every language of a job and record how it ended; False if it failed."""
    started = time.monotonic()
    write_status(job.folder, "running", job.key)
    try:
        for language in job.languages:
            execute(job, language)
    except SimlibError as error:
        print(getattr(error, "trace", ""), file=sys.stderr)
        _fail(job, error.zh, error.en)
        return False
    except Exception as error:
        traceback.print_exc()
        _fail(job, f"程序出错：{type(error).__name__}: {error}", f"Internal error: {type(error).__name__}: {error}")
        return False
    seconds = round(time.monotonic() - started, 2)
    write_status(job.folder, "done", job.key, languages=list(job.languages), seconds=seconds)
    return True


def _execute(job: Job, language: str) -> None:
    from .execute import Links, execute

    parameters = {"scenario": job.name, "language": language, "out": str(job.out)}
    others = [page for page in job.files if page != f"{job.stem}_{language}.html"]
    execute(job.notebook, parameters, job.folder / f"{job.stem}_{language}.html", Links("".join(others[:1])))


def _fail(job: Job, zh: str, en: str) -> None:
    write_status(job.folder, "failed", job.key, zh=zh, en=en)


def _write_output_to(path: Path) -> None:
    """Whatever the child prints, also from compiled code, goes into its log."""
    path.parent.mkdir(parents=True, exist_ok=True)
    stream = path.open("w", encoding="utf-8", buffering=1)
    os.dup2(stream.fileno(), 1)
    os.dup2(stream.fileno(), 2)
    sys.stdout = sys.stderr = stream
