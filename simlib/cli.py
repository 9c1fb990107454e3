"""The command line: what a planner types. A mistake is two short lines, exit code 2."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from . import __version__, cli_files, cli_names, cli_targets
from .cli_help import Commands, command_of
from .cli_names import Plan, plans_of
from .cli_slips import NO_WORDS_TYPED, USAGE_ERROR, slip_of
from .cli_targets import Language, Languages
from .cli_targets import languages as _languages
from .errors import SimlibError, program
from .words import Words

app = typer.Typer(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="方案推演：各项目标有多大把握。 Quality-policy scenarios and the chance of each target.",
)
DEBUG_VARIABLE = "SIMLIB_DEBUG"
FAILED, MISTAKE, INTERRUPTED = 1, 2, 130  # exit codes: some plans failed; the request cannot be met; Ctrl-C

Runs = Annotated[str, typer.Option(help="模拟次数，如 50x4（50 组假设，各 4 次）。 Runs, as 50x4: draws x replicates.")]
Names = Annotated[list[str] | None, typer.Argument(help="方案名，缺省为全部。 Scenario names; all by default.")]


app.add_typer(cli_files.app)
app.add_typer(cli_targets.app)
app.add_typer(cli_names.app)


def main() -> None:
    """Run the command line; a mistake becomes two short lines, never a traceback."""
    _speak_utf8()
    if os.environ.get(DEBUG_VARIABLE):
        sys.exit(_run())
    try:
        sys.exit(_run())
    except SimlibError as error:
        _complain(error)
        sys.exit(MISTAKE)
    except Exception as error:  # a mistake of ours: a planner gets two lines, a developer asks for more
        _complain(_unforeseen(error))
        sys.exit(1)


def _run() -> int:
    """Do what was typed; the exit code. A slip, which typer would tell in English, is an error of ours."""
    try:
        return command_of(app)(prog_name=program(), standalone_mode=False) or 0
    except USAGE_ERROR as error:
        if type(error).__name__ == NO_WORDS_TYPED:
            print(error, file=sys.stderr)
            return MISTAKE
        raise slip_of(error) from error
    except typer.Abort:
        return INTERRUPTED


def _unforeseen(error: Exception) -> SimlibError:
    what = f"{type(error).__name__}: {error}"
    return SimlibError(
        f"程序内部出错（{what}）。已完成的结果不受影响；请把设置 {DEBUG_VARIABLE}=1 后的输出发给开发人员。",
        f"The program failed ({what}). Nothing finished is lost; set {DEBUG_VARIABLE}=1, run it again and send "
        "the output to the developers.",
    )


@app.command()
def check(names: Names = None) -> None:
    """检查方案文件，列出全部错误。 Check the scenario files and name every mistake."""
    from . import scenario
    from .setting.assessment.scoring_file import check_tables

    mistakes = [*scenario.check(), *check_tables()] if not names else _mistakes_of(names)
    for error in mistakes:
        _complain(error)
    if mistakes:
        print(f"共 {len(mistakes)} 处错误。\n{_counted(len(mistakes), 'mistake')} in all.", file=sys.stderr)
        raise typer.Exit(MISTAKE)
    count = len(names or scenario.names())
    print(f"已检查 {count} 个方案，没有错误。\n{_counted(count, 'scenario')} checked, no mistakes.")


@app.command(name="list")
def list_scenarios(language: Language = "zh") -> None:
    """列出全部方案。 List all scenarios."""
    from . import scenario
    from .text import check_language

    check_language(language)
    for name in scenario.names():
        try:
            print(f"{name:<20} {scenario.load(name).title.said(language)}")
        except SimlibError as error:
            print(f"{name:<20} ! {(error.en if language == 'en' else error.zh).splitlines()[0]}")


@app.command()
def run(name: Plan, language: Language = "zh", runs: Runs = "") -> None:
    """模拟一个方案，直接显示结论。 Simulate one plan and print its answer and targets."""
    from .report.terminal import tell
    from .text import check_language

    _set_runs(runs)
    print(tell(name, check_language(language)))


@app.command()
def batch(  # noqa: PLR0913  (typer: an option is an argument)
    names: Names = None,
    language: Languages = "both",
    jobs: Annotated[int, typer.Option(help="同时运行的个数，0 为核数。 Side by side; 0 = cores.", min=0)] = 0,
    out: Annotated[Path, typer.Option(help="结果文件夹。 Folder of the results.")] = Path("out"),
    force: Annotated[bool, typer.Option("--force", help="全部重算。 Run everything anew.")] = False,  # noqa: FBT002
    runs: Runs = "",
) -> None:
    """用 papermill 运行全部方案，生成 out/index.html。 Run all plans and write out/index.html."""
    from .report import Request, run_batch
    from .report.progress import bar

    _set_runs(runs)
    request = Request(tuple(plans_of(names)), _languages(language), jobs, out, force)
    try:
        report = run_batch(request, bar())
    except KeyboardInterrupt:
        print("\n已中断；已完成的方案不会重算。\nInterrupted; finished plans will not be run again.", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    if report.reused:
        print(f"{len(report.reused)} 个已有结果，未重算。\n{len(report.reused)} were there already and not run again.")
    for entry in report.unfinished:
        print(f"待填 TO BE FILLED IN {entry.name}\n  {_in_both(entry.error)}", file=sys.stderr)
    for entry in report.failed:
        print(f"失败 FAILED {entry.name}\n  {_in_both(entry.error)}", file=sys.stderr)
    print(report.page)
    if report.failed:
        raise typer.Exit(FAILED)


@app.command()
def validate(
    language: Languages = "both",
    effort: Annotated[str, typer.Option(help="full（约几分钟）或 small（试跑）。 full or small.")] = "full",
    out: Annotated[Path, typer.Option(help="结果文件夹。 Folder of the results.")] = Path("out"),
) -> None:
    """凭什么相信这个模型：与理论、公开研究和历年数据对照。 Why believe the model: run notebooks/validation."""
    from .report.alone import run_validation
    from .story.effort import ask_effort

    ask_effort(effort)
    print(run_validation(out, _languages(language))[0])


@app.command()
def warm() -> None:
    """预先编译模型，以后运行不必等待。 Compile the model now, so that nobody waits later."""
    from .ensemble import simulate
    from .model.jit import forget_old_kernels
    from .scenario import load, names

    complete = next((plan for plan in map(load, names()) if not plan.missing), None)
    if complete is not None:
        simulate(complete, draws=1, replicates=1)
    forget_old_kernels()


@app.command()
def version() -> None:
    """显示版本。 Print the version."""
    print(__version__)


def _mistakes_of(names: list[str]) -> list[SimlibError]:
    from . import scenario

    mistakes = list[SimlibError]()
    for name in plans_of(names):
        try:
            scenario.load(name)
        except SimlibError as error:
            mistakes.append(error)
    return mistakes


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _set_runs(text: str) -> None:
    """Fewer or more runs than the files say, for this call and its children."""
    from .story.outcomes import RUNS_VARIABLE, runs_override

    if text:
        os.environ[RUNS_VARIABLE] = text
    runs_override()


def _in_both(words: Words | None) -> str:
    return f"{words.zh}\n  {words.en}" if words else ""


def _complain(error: SimlibError) -> None:
    print(f"{error.zh}\n{error.en}", file=sys.stderr)


def _speak_utf8() -> None:
    """Chinese also on a console or a pipe that is not set to UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., Any] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
