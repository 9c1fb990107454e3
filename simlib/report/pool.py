"""Child processes side by side: started, watched, given a time limit, and ended at once on Ctrl-C."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any

from ..errors import BatchError
from .jobs import Job, child
from .status import read_status, write_status

ROOT_VARIABLE = "SIMLIB_ROOT_PLAN"  # names the current plan to the server (see preload)
PATIENCE = 2.0  # seconds a child has to end before it is killed


def run_jobs(jobs: Iterable[Job], side_by_side: int, limit: float, report: Callable[[Job], None]) -> None:
    """Run jobs as child processes, `side_by_side` at a time; `report` hears of each one that has ended."""
    waiting, running = list(jobs), dict[Any, tuple[Job, float]]()
    context = _context()
    with interrupts_noted() as interrupt:
        try:
            while waiting or running:
                while waiting and len(running) < side_by_side:
                    _heed(interrupt)
                    job = waiting.pop(0)
                    running[_start(context, job)] = job, time.monotonic() + limit
                for process in _ended(running, interrupt):
                    job, _ = running.pop(process)
                    _settle(job, process)
                    report(job)
        finally:
            _end(list(running))


@contextmanager
def interrupts_noted() -> Iterator[Connection]:
    """Ctrl-C is noted in a pipe that can be waited on, and heeded between two steps: raised in the middle of one it
    may be lost (while an object is cleared away) or leave half a child behind. A second Ctrl-C is raised at once."""
    noted, note = multiprocessing.Pipe(duplex=False)

    def remember(_number: int, _frame: Any) -> None:
        if noted.poll():
            raise KeyboardInterrupt
        note.send_bytes(b"asked")

    with noted, note:
        if threading.current_thread() is not threading.main_thread():
            yield noted  # signals reach the main thread alone
            return
        before = signal.signal(signal.SIGINT, remember)
        try:
            yield noted
        finally:
            signal.signal(signal.SIGINT, before)


def _heed(interrupt: Connection) -> None:
    if interrupt.poll():
        raise KeyboardInterrupt


def _context() -> Any:
    """Where the system can fork safely, children inherit the imports of one server; elsewhere they start anew."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["simlib.report.preload"])
    resource_tracker.ensure_running()  # it lets signals through again when it starts: it starts first
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        forkserver.ensure_running()  # deaf to Ctrl-C, like every child it will have: they are ended from here
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    _started(context.Process(target=int, name="simlib")).join()  # seconds until the server can answer; may be ended
    return context


def _start(context: Any, job: Job) -> Any:
    return _started(context.Process(target=child, args=(job,), name=f"simlib {job.name}"))


def _started(process: Any) -> Any:
    try:
        process.start()
    except (EOFError, ConnectionError) as error:
        raise BatchError(
            "无法启动子进程，原因见上面的输出。", "Child processes could not be started; the output above says why."
        ) from error
    return process


def _ended(running: dict[Any, tuple[Job, float]], interrupt: Connection) -> list[Any]:
    """Processes that have ended; those over their time limit are ended here."""
    soonest = min(deadline for _, deadline in running.values())
    wait([interrupt, *(process.sentinel for process in running)], timeout=max(0.0, soonest - time.monotonic()))
    _heed(interrupt)
    late = [process for process, (_, deadline) in running.items() if time.monotonic() >= deadline]
    _end(late)
    return [process for process in running if process in late or not process.is_alive()]


def _settle(job: Job, process: Any) -> None:
    """A child that could not write its own status (out of time, out of memory) gets one from here."""
    process.join()
    if process.exitcode == 0 or read_status(job.folder).get("state") == "failed":
        return
    write_status(
        job.folder, "failed", job.key,
        zh=f"子进程未能完成（退出码 {process.exitcode}）：超时或内存不足。详见 {job.folder.name}/log.txt。",
        en=f"The child process did not finish (exit code {process.exitcode}): out of time or memory. "
        f"See {job.folder.name}/log.txt.",
    )  # fmt: skip


def _end(processes: list[Any]) -> None:
    """End children: asked first, killed if they do not listen."""
    for process in processes:
        process.terminate()
    until = time.monotonic() + PATIENCE
    for process in processes:
        process.join(max(0.0, until - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()
