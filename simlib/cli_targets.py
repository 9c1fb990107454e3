"""Commands for setting targets: what can be promised, what it takes, and how the year is going."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from .words import LANGUAGES

app = typer.Typer()
Language = Annotated[str, typer.Option(help="zh, en")]
Languages = Annotated[str, typer.Option("--language", help="zh, en, both")]
Plan = Annotated[str, typer.Argument(help="方案名。 Name of the plan.")]


def languages(text: str) -> tuple[str, ...]:
    """The languages of an option: zh, en or both."""
    from .text import check_language

    return LANGUAGES if text == "both" else (check_language(text),)


@app.command()
def targets(
    plan: Plan = "baseline",
    language: Languages = "both",
    effort: Annotated[str, typer.Option(help="full(约几分钟)或 small(试跑)。 full or small.")] = "full",
    out: Annotated[Path, typer.Option(help="结果文件夹。 Folder of the results.")] = Path("out"),
) -> None:
    """能承诺什么、要多少钱、谁来办:运行 notebooks/targets。 What can be promised, for what money, by whom."""
    from .report.targeting import run_targets
    from .story.proof import EFFORT_VARIABLE, effort_name

    os.environ[EFFORT_VARIABLE] = effort
    effort_name()
    print(run_targets(plan, out, languages(language)))
