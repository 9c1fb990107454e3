"""Names as a planner types them: titles in either language are taken for codes, and the list of all names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer

from .errors import BadRequest, SimlibError, unknown_name
from .indicators import INDICATOR
from .levers import GROUPS, LEVER, levers_of
from .titles import meant, titles_of
from .words import PROGRAMMES, Words

app = typer.Typer()
PLAN, SECTOR = Words("方案", "scenario"), Words("行业", "sector")
LEVERS, TIER = Words("工作措施", "lever"), Words("品牌层级", "brand tier")


def code_of(text: str, known: Mapping[str, Any], what: Words, see: str = "names") -> str:
    """The code of what was typed: a code, a title in either language, or a part of one title and no other."""
    if text in known:
        return text
    titles = titles_of(known)
    found = meant(text, titles)
    if not found:
        raise unknown_name(what.zh, what.en, text, known, see)
    if len(found) == 1:
        return found[0]
    zh, en = (", ".join(_beside(code, titles[code], language) for code in found) for language in ("zh", "en"))
    raise BadRequest(
        f"“{text}”不止一个{what.zh}：{zh.replace(', ', '、')}。请写其中一个。",
        f"“{text}” fits more than one {what.en}: {en}. Write one of them.",
        found=tuple(found),
    )


def _beside(code: str, words: Words | None, language: str) -> str:
    if words is None:
        return code
    return f"{code}（{words.zh}）" if language == "zh" else f"{code} ({words.en})"


# --- each kind of name; typer calls these on what was typed


def plan_of(text: str) -> str:
    """The name of a plan's file, also from its title: 现行方案 is baseline."""
    from .scenario import names

    return text if not text or text in names() else code_of(text, plan_titles(), PLAN, see="list")


def plans_of(texts: Iterable[str] | None) -> list[str]:
    """The same for several plans."""
    return [plan_of(text) for text in texts or ()]


def indicator_of(text: str) -> str:
    """The code of an indicator, also from its title: 监督抽查合格率 is sampled_pass_rate."""
    return code_of(text, INDICATOR, Words("指标", "indicator"))


def programme_of(text: str | None) -> str | None:
    """The code of a programme, also from its title: 产品质量 is product."""
    return code_of(text, PROGRAMMES, Words("领域", "programme")) if text else text


def sectors_of(plan: str, texts: Iterable[str] | None) -> list[str]:
    """The plan's sectors that were typed, by code or title: 食品 is food."""
    from .scenario import load

    wanted = list(texts or ())
    known = {one.name: one for one in load(plan).sectors} if wanted else {}
    return [code_of(text, known, SECTOR) for text in wanted]


def levers_typed(text: str) -> str:
    """Levers with commas between them, by code or title, as codes."""
    parts = text.replace("，", ",").replace("、", ",").split(",")
    return ",".join(code_of(part.strip(), LEVER, LEVERS) for part in parts if part.strip())


def lever_of(plan: str, text: str) -> str:
    """A lever as scenario files name it, each part by code or title: 罚款.重点污染源 is fine.polluters."""
    from .scenario import load
    from .setting.effort.handles import handle_names

    scenario = load(plan)
    head, *rest = text.replace("．", ".").split(".")
    tiers = {one.name: one for one in scenario.tiers}
    if head in GROUPS:
        return text
    if rest and meant(head, titles_of(tiers)):
        own = {row.code: row for row in levers_of("tier")}
        return ".".join([code_of(head, tiers, TIER), code_of(rest[0], own, LEVERS), *rest[1:]])
    sectors = {one.name: one for one in scenario.sectors}
    return ".".join([code_of(head, handle_names(scenario), LEVERS), *(code_of(part, sectors, SECTOR) for part in rest)])


Plan = Annotated[str, typer.Argument(help="方案，写文件名或中文名。 Plan, by file name or title.", callback=plan_of)]


# --- all names


def plan_titles() -> dict[str, Words]:
    """Every plan and its title; a plan that cannot be read keeps its bare name."""
    from .scenario import load, names

    titles = {}
    for name in names():
        try:
            titles[name] = load(name).title
        except SimlibError:
            titles[name] = Words(name, name)
    return titles


@app.command()
def names(plan: Plan = "baseline") -> None:
    """列出可用的名称：领域、行业、指标、工作措施。 List all names: programmes, sectors, indicators, levers."""
    from .report.terminal import table_lines
    from .scenario import load
    from .setting.effort.handles import handle_names

    scenario = load(plan)
    kinds: dict[Words, Mapping[str, Any]] = {
        Words("领域", "Programmes"): PROGRAMMES,
        Words("行业", "Sectors"): {one.name: one for one in scenario.sectors},
        Words("指标", "Indicators"): INDICATOR,
        Words("工作措施（可写到行业，如 fine.food）", "Levers (also as fine.food)"): handle_names(scenario),
    }
    for heading, known in kinds.items():
        print(f"{heading.zh} {heading.en}")
        rows = [(code, *(words or (code, code))) for code, words in titles_of(known).items()]
        print("\n".join(f"  {line}" for line in table_lines(rows)) + "\n")
