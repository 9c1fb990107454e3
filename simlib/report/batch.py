"""The batch: a report for each plan, the comparison, and one page over all of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import BadRequest, ScenarioError, SimlibError, unknown_name
from ..project import project_file
from ..story.outcomes import RUNS_VARIABLE, runs_override
from ..words import LANGUAGES
from .assurance import write_assurance
from .jobs import Job
from .keys import file_digest, key_of, plan_key
from .page import Entry, write_pages
from .pool import ROOT_VARIABLE, run_jobs
from .signoff import read_signoff
from .status import finished, read_status, write_status

COMPARISON = "comparison"
OWN_FOLDERS = (COMPARISON, "assets", "calibrations", "targets", "validation")  # no plan may be called so
TIME_LIMIT = 600.0  # seconds for one report; far more than it needs
_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Request:
    """What a batch is asked for; `names` empty means every scenario there is."""

    names: tuple[str, ...] = ()
    languages: tuple[str, ...] = LANGUAGES
    side_by_side: int = 0
    out: Path = Path("out")
    force: bool = False
    limit: float = TIME_LIMIT


@dataclass(frozen=True)
class Report:
    """How a batch ended: the page, which plans failed and which were there already."""

    page: Path
    entries: tuple[Entry, ...]
    reused: tuple[str, ...]

    @property
    def failed(self) -> tuple[Entry, ...]:
        """The plans (or the comparison) that failed, with the words that say why."""
        return tuple(entry for entry in self.entries if entry.error is not None and not entry.unfinished)

    @property
    def unfinished(self) -> tuple[Entry, ...]:
        """Plans of a district whose facts are still to be filled in; nobody asked for them by name."""
        return tuple(entry for entry in self.entries if entry.unfinished)


Progress = Callable[[int, int, str], None]


def run_batch(request: Request, progress: Progress = lambda _done, _all, _name: None) -> Report:
    """Run what is not there yet, write the page, and say what failed; Ctrl-C leaves finished plans in place."""
    runs_override()
    signoff = read_signoff()
    out = request.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    plans, broken, unfinished = _load(request.names)
    jobs = [_job(request, plan, out, len(plans)) for plan in plans]
    done = _run(request, jobs, progress, len(jobs) + 1)
    good = [job for job in jobs if read_status(job.folder).get("state") == "done"]
    compared = [_comparison(request, good, out)] if good else []
    done += _run(request, compared, progress, len(jobs) + 1, first=len(jobs))
    entries = _entries(plans, jobs, broken) + [Entry.to_be_filled_in(plan) for plan in unfinished]
    if compared and read_status(compared[0].folder).get("state") != "done":
        entries.append(Entry.of_failure(COMPARISON, read_status(compared[0].folder)))
    copy_fonts(out)
    if good:
        write_assurance(_root_plan([job.name for job in good]), out, request.languages, signoff)
    page = write_pages(entries, out, request.languages)
    return Report(page, tuple(entries), tuple(done))


def _load(names: Sequence[str]) -> tuple[list[Any], dict[str, SimlibError], list[Any]]:
    """The plans to run, those whose files have mistakes, and those whose facts are still to be filled in.

    A name that does not exist is refused; a plan that was asked for by name is never unfinished but run.
    """
    from ..scenario import load

    plans, broken = list[Any](), dict[str, SimlibError]()
    for name in _known(names):
        try:
            plans.append(load(name))
        except ScenarioError as error:
            broken[name] = error
    unfinished = [plan for plan in plans if plan.missing and not names]
    return [plan for plan in plans if plan not in unfinished], broken, unfinished


def _known(wanted: Sequence[str]) -> tuple[str, ...]:
    """The names of all plans; an error if there is none, one too many, or not the one that is wanted."""
    from ..scenario import names

    known = names()
    if not known:
        raise BadRequest("scenarios/ 中没有方案文件。", "There is no scenario file in scenarios/.")
    for name in wanted:
        if name not in known:
            raise unknown_name("方案", "scenario", name, known)
    for name in {*OWN_FOLDERS} & {*(wanted or known)}:
        raise BadRequest(
            f"方案不能叫“{name}”：结果文件夹里已有同名文件夹。请给方案文件改名。",
            f"A plan cannot be called “{name}”: a folder of the results has that name. Rename the file.",
        )
    return tuple(dict.fromkeys(wanted)) or known


def _job(request: Request, plan: Any, out: Path, count: int) -> Job:
    notebook = notebook_path("report")
    folder = out / plan.name
    key = plan_key(plan, notebook)
    return Job(plan.name, notebook, folder, request.languages, key, folder, _threads(request, count), runs=_runs())


def _comparison(request: Request, good: Sequence[Job], out: Path) -> Job:
    notebook = notebook_path("comparison")
    key = key_of(*(f"{job.name} {job.key}" for job in good), file_digest(notebook))
    names, cores = tuple(job.name for job in good), os.cpu_count() or 1
    folder = out / COMPARISON
    return Job(_root_of(names), notebook, folder, request.languages, key, out, cores, _runs(), names)


def _runs() -> str:
    return os.environ.get(RUNS_VARIABLE, "")


def _root_of(names: Sequence[str]) -> str:
    """The plan that the others are compared with: the root of the first."""
    return str(_root_plan(names).name)


def _root_plan(names: Sequence[str]) -> Any:
    from ..scenario import load

    return load(names[0]).root


def _run(request: Request, jobs: Sequence[Job], progress: Progress, total: int, first: int = 0) -> list[str]:
    """Run the jobs that are not done; returns the names of those that were."""
    reused = [job for job in jobs if not request.force and finished(job.folder, job.key, job.files)]
    todo = [job for job in jobs if job not in reused]
    counter = first + len(reused)
    progress(counter, total, "")

    def ended(job: Job) -> None:
        nonlocal counter
        counter += 1
        progress(counter, total, job.folder.name)

    for job in todo:
        write_status(job.folder, "waiting", job.key)
    if todo:
        os.environ[ROOT_VARIABLE] = _root_of([job.name for job in jobs])
        run_jobs(todo, _side_by_side(request, len(todo)), request.limit, ended)
    return [job.folder.name for job in reused]


def _side_by_side(request: Request, count: int) -> int:
    return max(1, min(count, request.side_by_side or os.cpu_count() or 1))


def _threads(request: Request, count: int) -> int:
    """Threads for each child, so that all together use the cores once."""
    return max(1, (os.cpu_count() or 1) // _side_by_side(request, count))


def _entries(plans: Sequence[Any], jobs: Sequence[Job], broken: dict[str, SimlibError]) -> list[Entry]:
    found = [Entry.of_folder(plan, job.folder) for plan, job in zip(plans, jobs, strict=True)]
    return found + [Entry.of_failure(name, {"zh": error.zh, "en": error.en}) for name, error in broken.items()]


def notebook_path(name: str) -> Path:
    """A notebook of the project: from the folder of the scenarios in use, else beside the package."""
    return project_file(f"notebooks/{name}.ipynb")


def copy_fonts(out: Path) -> None:
    """The bundled font beside the pages, for a machine without any Chinese font."""
    (out / "assets").mkdir(parents=True, exist_ok=True)
    for path in (_PACKAGE / "fonts").glob("*.ttf"):
        if not (out / "assets" / path.name).is_file():
            shutil.copyfile(path, out / "assets" / path.name)
