"""Commands for setting targets: what can be promised, what it takes, and how the year is going."""

from __future__ import annotations

import sys
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
    effort: Annotated[str, typer.Option(help="full（约几分钟）或 small（试跑）。 full or small.")] = "full",
    out: Annotated[Path, typer.Option(help="结果文件夹。 Folder of the results.")] = Path("out"),
) -> None:
    """能承诺什么、要多少钱、谁来办:运行 notebooks/targets。 What can be promised, for what money, by whom."""
    from .report.alone import run_targets
    from .story.effort import ask_effort

    ask_effort(effort)
    print(
        "需要几分钟，慢的电脑十几分钟。\nThis takes some minutes, a quarter of an hour on a slow machine.",
        file=sys.stderr,
    )
    for page in run_targets(plan, out, languages(language)):
        print(page)


@app.command()
def worth(
    plan: Plan = "baseline",
    tests: Annotated[int, typer.Option(help="再抽多少批次。 How many more tests.")] = 100,
    decision: Annotated[str, typer.Option(help="act（整治与否）、promise（承诺多少）、plan（用哪个方案）。")] = "act",
    language: Languages = "zh",
) -> None:
    """再抽一百批次值多少、放在哪个行业。 What 100 more tests are worth, and where to spend them."""
    from .report.worthing import tell_worth

    print(tell_worth(plan, tests, decision, languages(language)))


@app.command()
def promise(  # noqa: PLR0913  (typer: an option is an argument)
    plan: Plan = "baseline",
    indicator: Annotated[str, typer.Argument(help="指标代码。 Code of the indicator.")] = "sampled_pass_rate",
    programme: Annotated[str, typer.Option(help="领域，如 product。 Programme; none is the district.")] = "",
    sector: Annotated[list[str] | None, typer.Option(help="行业，可多次。 Sector; may be repeated.")] = None,
    year: Annotated[int | None, typer.Option(help="年份。 Year of the plan.")] = None,
    chance: Annotated[float | None, typer.Option(help="可能性，如 0.8。 A chance of your own, as 0.8.")] = None,
    language: Languages = "zh",
) -> None:
    """某项指标能承诺到多少:确保、力争、挑战。 What can be promised for an indicator: assured, aimed for, stretch."""
    from .report.promising import Question, tell_promise

    asked = Question(indicator, programme or None, tuple(sector or ()), year, chance)
    print(tell_promise(plan, asked, languages(language)))


@app.command(name="score")
def score_plan(  # noqa: PLR0913  (typer: an option is an argument)
    plan: Plan = "baseline",
    table: Annotated[str, typer.Option(help="scenarios/scoring/ 中的评分表。 A scoring table.")] = "",
    areas: Annotated[Path | None, typer.Option(help="各街道批次 CSV（area, tests, passes）。 Areas, CSV.")] = None,
    on: Annotated[str, typer.Option(help="在哪一天看（此前到期未办为逾期），如 2012-07-01。 The day it is.")] = "",
    steps: Annotated[bool, typer.Option("--steps", help="最便宜的下一分（约半分钟）。 Cheapest next point.")] = False,  # noqa: FBT002
    language: Languages = "zh",
    out: Annotated[Path, typer.Option(help="结果文件夹。 Folder of the results.")] = Path("out"),
) -> None:
    """按评分表能得几分、得哪一等次;各街道分组。 Points and grade under the scoring table; areas in groups."""
    from .report.scoring import Wish, tell_score, tell_steps

    wish, said = Wish(plan, table, on, areas, out), languages(language)
    print(tell_score(wish, said))
    if steps:
        print("\n" + tell_steps(wish, said))


@app.command()
def track(
    quarters: Annotated[Path, typer.Argument(help="各季结果 CSV。 The quarters so far, CSV.")],
    plan: Annotated[str, typer.Option(help="按哪个方案预计的。 The plan that foretold them.")] = "baseline",
    level: Annotated[float | None, typer.Option(help="另问一个目标值，如 0.85。 Another level to reach.")] = None,
    draws: Annotated[int | None, typer.Option(help="抽多少组假设条件。 Draws to begin with.", min=10)] = None,
    language: Languages = "zh",
) -> None:
    """季报来了:亮什么灯、目标还有多大把握、今年还能做什么。 The year under way: light, chances, what still helps."""
    from .report.following import Question, tell_track

    print(tell_track(Question(quarters, plan, draws, level), languages(language)))


@app.command()
def required(  # noqa: PLR0913  (typer: an option is an argument)
    plan: Plan,
    lever: Annotated[str, typer.Argument(help="措施，如 coverage、coverage.food、crackdown.tests。 A lever.")],
    indicator: Annotated[str, typer.Argument(help="指标。 Indicator.")],
    level: Annotated[float, typer.Argument(help="目标值，比例写 0–1。 Level of the target; shares 0–1.")],
    chance: Annotated[float, typer.Option(help="可能性，0–1。 Chance asked.")] = 0.8,
    year: Annotated[int | None, typer.Option(help="年份。 Year.")] = None,
    programme: Annotated[str | None, typer.Option(help="领域，如 product。 Programme.")] = None,
    sector: Annotated[list[str] | None, typer.Option(help="行业，可多次。 Sector, may be repeated.")] = None,
    language: Languages = "zh",
) -> None:
    """达到一个目标,某项措施至少要多大力度。 The least level of a lever that reaches a target with a chance."""
    from .report.crediting import tell_required

    where = {"year": year, "programme": programme, "sectors": sector}
    print(tell_required(plan, lever, (indicator, level, chance), where, languages(language)))


@app.command()
def credit(  # noqa: PLR0913  (typer: an option is an argument)
    plan: Plan,
    indicator: Annotated[str, typer.Argument(help="指标。 Indicator.")] = "sampled_pass_rate",
    year: Annotated[int | None, typer.Option(help="年份。 Year.")] = None,
    programme: Annotated[str | None, typer.Option(help="领域，如 product。 Programme.")] = None,
    sector: Annotated[list[str] | None, typer.Option(help="行业，可多次。 Sector, may be repeated.")] = None,
    language: Languages = "zh",
) -> None:
    """方案比现行方案多出的成效,预计来自哪项措施、哪个部门。 Expected contributions, by lever and department."""
    from .report.crediting import tell_credit

    scope = {"year": year, "programme": programme, "sectors": sector}
    print(tell_credit(plan, indicator, {key: value for key, value in scope.items() if value}, languages(language)))


@app.command()
def frontier(  # noqa: PLR0913  (typer: an option is an argument)
    plan: Plan = "baseline",
    budgets: Annotated[
        str | None, typer.Option(help="预算，万元，如 600,700；缺省八档。 Budgets; eight by default.")
    ] = None,
    chance: Annotated[float, typer.Option(help="可能性，0–1。 Chance asked.")] = 0.8,
    indicator: Annotated[str, typer.Option(help="指标。 Indicator.")] = "sampled_pass_rate",
    programme: Annotated[str, typer.Option(help="领域，如 product。 Programme.")] = "",
    levers: Annotated[str, typer.Option(help="可动的措施，逗号分开；缺省全部。 Levers that may be turned.")] = "",
    version: Annotated[str, typer.Option(help="另存哪一类：priced、all。 Which version to save.")] = "priced",
    save: Annotated[str, typer.Option(help="把最大预算的方案另存为此名。 Save the plan under this name.")] = "",
    language: Languages = "zh",
) -> None:
    """每档预算最高能承诺多少、措施怎么搭配(约三分钟)。 What each budget can promise, with the best mix of levers."""
    from .report.mixing import Wish, tell_frontier

    wish = Wish(plan, budgets, chance, indicator, programme, levers, version, save)
    print(tell_frontier(wish, languages(language)))
