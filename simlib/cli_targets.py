"""Commands for setting targets: what can be promised, what it takes, and how the year is going."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from .cli_names import Plan, indicator_of, lever_of, levers_typed, plan_of, programme_of, sectors_of
from .words import LANGUAGES

app = typer.Typer()
Language = Annotated[str, typer.Option(help="语言：zh 或 en。 Language: zh or en.")]
Languages = Annotated[str, typer.Option("--language", help="语言：zh、en 或 both。 Language: zh, en or both.")]
_PROGRAMME = "领域，如 product；缺省取方案目标的范围。 Programme, as product; by default that of the plan's target."
_SECTOR = "行业，如 food 或 食品，可多次。 Sector, as food; may be repeated."
_INDICATOR = "指标，写代码或中文名，全部见命令 names。 Indicator, by code or title; the command names lists all."
_LEVERS = "可动的措施，代码或中文名，逗号分开；缺省全部。 Levers that may be turned; all by default."
_DECISION = "act（整治与否）、promise（承诺多少）、plan（用哪个方案）。 What the tests decide: act, promise or plan."
Programme = Annotated[str | None, typer.Option(help=_PROGRAMME, callback=programme_of)]
Sectors = Annotated[list[str] | None, typer.Option("--sector", help=_SECTOR)]
Indicator = Annotated[str, typer.Argument(help=_INDICATOR, callback=indicator_of)]
Year = Annotated[int | None, typer.Option(help="计划中的年份，缺省为首年。 Year of the plan; the first by default.")]
Chance = Annotated[float, typer.Option(help="可能性，100 种可能中 80 种写 0.8。 Chance asked; 0.8 is 80 of 100.")]


def languages(text: str) -> tuple[str, ...]:
    """The languages of an option: zh, en or both."""
    from .text import check_language

    return LANGUAGES if text == "both" else (check_language(text),)


@app.command(epilog="baseline")
def targets(
    plan: Plan = "baseline",
    language: Languages = "both",
    effort: Annotated[str, typer.Option(help="full（约几分钟）或 small（试跑）。 full or small.")] = "full",
    out: Annotated[Path, typer.Option(help="结果文件夹。 Folder of the results.")] = Path("out"),
) -> None:
    """能承诺什么、要多少钱、谁来办：运行 notebooks/targets。 What can be promised, for what money, by whom."""
    from .report.alone import run_targets
    from .story.effort import ask_effort

    ask_effort(effort)
    print(
        "约需 5–10 分钟，试跑（--effort small）约 1 分钟。 About 5 to 10 minutes; a trial (--effort small) about one.",
        file=sys.stderr,
    )
    for page in run_targets(plan, out, languages(language)):
        print(page)


@app.command(epilog="baseline --tests 100")
def worth(
    plan: Plan = "baseline",
    tests: Annotated[int, typer.Option(help="再抽多少批次。 How many more tests.")] = 100,
    decision: Annotated[str, typer.Option(help=_DECISION)] = "act",
    language: Languages = "zh",
) -> None:
    """再抽一百批次值多少、放在哪个行业。 What 100 more tests are worth, and where to spend them."""
    from .report.worthing import tell_worth

    print(tell_worth(plan, tests, decision, languages(language)))


@app.command(epilog="baseline sampled_pass_rate --programme product")
def promise(  # noqa: PLR0913  (typer: an option is an argument)
    plan: Plan = "baseline",
    indicator: Indicator = "sampled_pass_rate",
    programme: Programme = None,
    sector: Sectors = None,
    year: Year = None,
    chance: Annotated[float | None, typer.Option(help="可能性，如 0.8。 A chance of your own, as 0.8.")] = None,
    language: Languages = "zh",
) -> None:
    """某项指标能承诺到多少：确保、力争、挑战。 What can be promised for an indicator: assured, aimed for, stretch."""
    from .report.promising import Question, tell_promise

    asked = Question(indicator, programme or None, tuple(sectors_of(plan, sector)), year, chance)
    print(tell_promise(plan, asked, languages(language)))


@app.command(name="score", epilog="baseline --on 2012-07-01")
def score_plan(  # noqa: PLR0913  (typer: an option is an argument)
    plan: Plan = "baseline",
    table: Annotated[str, typer.Option(help="scenarios/scoring/ 中的评分表。 A scoring table.")] = "",
    areas: Annotated[Path | None, typer.Option(help="各镇街批次 CSV（area, tests, passes）。 Areas, CSV.")] = None,
    on: Annotated[str, typer.Option(help="在哪一天看（此前到期未办为逾期），如 2012-07-01。 The day it is.")] = "",
    steps: Annotated[bool, typer.Option("--steps", help="最便宜的下一分（约半分钟）。 Cheapest next point.")] = False,  # noqa: FBT002
    language: Languages = "zh",
    out: Annotated[Path, typer.Option(help="结果文件夹。 Folder of the results.")] = Path("out"),
) -> None:
    """按评分表能得几分、得哪一等次；各镇街分组。 Points and grade under the scoring table; areas in groups."""
    from .report.scoring import Wish, tell_score, tell_steps

    wish, said = Wish(plan, table, on, areas, out), languages(language)
    print(tell_score(wish, said))
    if steps:
        print("\n" + tell_steps(wish, said))


@app.command(epilog="data/examples/quarters_example.csv")
def track(
    quarters: Annotated[Path, typer.Argument(help="各季结果 CSV。 The quarters so far, CSV.")],
    plan: Annotated[str, typer.Option(help="按哪个方案预计的。 Plan behind them.", callback=plan_of)] = "baseline",
    level: Annotated[float | None, typer.Option(help="另问一个目标值，如 0.85。 Another level to reach.")] = None,
    draws: Annotated[int | None, typer.Option(help="抽多少组假设条件。 Draws to begin with.", min=10)] = None,
    language: Languages = "zh",
) -> None:
    """季报来了：亮什么灯、目标还有多大把握、今年还能做什么。 The year under way: light, chances, what still helps."""
    from .report.following import Question, tell_track

    print(tell_track(Question(quarters, plan, draws, level), languages(language)))


@app.command(epilog="baseline fine.polluters operating_rate 0.9 --sector polluters")
def required(  # noqa: PLR0913  (typer: an option is an argument)
    plan: Plan,
    lever: Annotated[str, typer.Argument(help="措施，如 coverage、罚款.食品。 Lever, as coverage or fine.food.")],
    indicator: Indicator,
    level: Annotated[float, typer.Argument(help="目标值，比例写 0–1。 Level of the target; shares 0–1.")],
    chance: Chance = 0.8,
    year: Year = None,
    programme: Programme = None,
    sector: Sectors = None,
    language: Languages = "zh",
) -> None:
    """达到一个目标，某项措施至少要多大力度。 The least level of a lever that reaches a target with a chance."""
    from .report.crediting import tell_required

    where = {"year": year, "programme": programme, "sectors": sectors_of(plan, sector)}
    print(tell_required(plan, lever_of(plan, lever), (indicator, level, chance), where, languages(language)))


@app.command(epilog="combined")
def credit(  # noqa: PLR0913  (typer: an option is an argument)
    plan: Plan,
    indicator: Indicator = "sampled_pass_rate",
    year: Year = None,
    programme: Programme = None,
    sector: Sectors = None,
    language: Languages = "zh",
) -> None:
    """方案比现行方案多出的成效，预计来自哪项措施、哪个部门。 Expected contributions, by lever and department."""
    from .report.crediting import tell_credit

    scope = {"year": year, "programme": programme, "sectors": sectors_of(plan, sector)}
    print(tell_credit(plan, indicator, {key: value for key, value in scope.items() if value}, languages(language)))


@app.command(epilog="baseline --budgets 600,700")
def frontier(  # noqa: PLR0913  (typer: an option is an argument)
    plan: Plan = "baseline",
    budgets: Annotated[
        str | None, typer.Option(help="预算，万元，如 600,700；缺省八档。 Budgets; eight by default.")
    ] = None,
    chance: Chance = 0.8,
    indicator: Annotated[str, typer.Option(help=_INDICATOR, callback=indicator_of)] = "sampled_pass_rate",
    programme: Programme = None,
    levers: Annotated[str, typer.Option(help=_LEVERS, callback=levers_typed)] = "",
    version: Annotated[str, typer.Option(help="另存哪一类：priced、all。 Which version to save.")] = "priced",
    save: Annotated[str, typer.Option(help="把最大预算的方案另存为此名。 Save the plan under this name.")] = "",
    language: Languages = "zh",
) -> None:
    """每档预算最高能承诺多少、措施怎么搭配（约三分钟）。 What each budget can promise, with the best mix of levers."""
    from .report.mixing import Wish, tell_frontier

    wish = Wish(plan, budgets, chance, indicator, programme or "", levers, version, save)
    print(tell_frontier(wish, languages(language)))
