"""Write the tables of docs/model.md from the tables in the code: python tools/make_docs.py

Only what stands between `<!-- NAME:begin -->` and `<!-- NAME:end -->` is replaced; tests/test_docs.py compares.
`python tools/make_docs.py measure patterns backtest` also runs the model (minutes) and writes the tables of sections 7
and 8 anew: what moves targets and plans, the published patterns, the back-test. Each word alone does its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from simlib.assumptions import ASSUMPTION, ASSUMPTIONS, Assumption, Prior  # noqa: E402
from simlib.counters import COUNTERS  # noqa: E402
from simlib.facts import FACTS, FactRow  # noqa: E402
from simlib.indicators import INDICATOR, INDICATORS  # noqa: E402
from simlib.levers import LEVERS, Lever  # noqa: E402
from simlib.priors import central  # noqa: E402
from simlib.words import OWNER_LEVELS, PROGRAMMES, Words  # noqa: E402

MODEL = ROOT / "docs" / "model.md"
TRUE = "true_pass_rate"
BETTER = {1: "more 多", -1: "less 少", 0: "–"}


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def both(words: Words) -> str:
    """Chinese and English side by side; once where they are the same."""
    return words.zh if words.zh == words.en else f"{words.zh} {words.en}"


def number(value: float) -> str:
    """A figure as people write it."""
    return "∞" if value == float("inf") else f"{value:g}"


# --- levers and facts


def default_of(row: Lever) -> str:
    """The default of a lever: a figure, on or off, or the four weights."""
    if row.kind == "switch":
        return "on" if row.default else "off"
    return " / ".join(number(value) for value in (row.default if isinstance(row.default, tuple) else (row.default,)))


def lever_row(row: Lever) -> list[str]:
    code = f"`{row.group}: {row.code.removeprefix(row.group + '_')}`" if row.group else f"`{row.code}`"
    bounds = "" if row.kind == "switch" else f"{number(row.minimum)}–{number(row.maximum)}"
    power = f"{row.owner}, {row.level} {OWNER_LEVELS[row.level].en}"
    return [code, both(row.words), both(row.unit), row.shape, default_of(row), bounds, power, both(row.measure),
            "●" if row.decides else ""]  # fmt: skip


def levers() -> str:
    head = ("code", "工作措施 lever", "unit", "by", "default", "range", "owner, level", "measure of the plan", "●")
    return table(head, [lever_row(row) for row in LEVERS])


def fact_row(row: FactRow) -> list[str]:
    default = number(row.default) if row.default is not None else "may be missing" if row.may_be_missing else "required"
    return [f"`{row.code}`", both(row.words), both(row.unit), row.of, default, both(row.where)]


def facts() -> str:
    head = ("code", "事实 fact", "unit", "of", "default", "where to find it")
    return table(head, [fact_row(row) for row in FACTS])


# --- assumptions


def law(prior: Prior) -> str:
    """A prior as a formula."""
    n = [number(value) for value in prior.numbers]
    shapes = {
        "beta": "Beta({0}, {1})",
        "lognormal": "LogN(ln {0}, {1})",
        "normal": "N({0}, {1})",
        "uniform": "U({0}, {1})",
        "fixed": "{0} fixed",
    }
    return f"TN({n[0]}, {n[1]}; {n[2]}–{n[3]})" if prior.law == "truncated" else shapes[prior.law].format(*n)


def assumption_row(row: Assumption) -> list[str]:
    each = ", each sector its own" if row.shape == "sector" else ""
    return [row.symbol, f"`{row.code}`", both(row.words), both(row.unit), law(row.prior) + each,
            f"{central(row.prior):.3g}", row.status, row.source]  # fmt: skip


def assumptions() -> str:
    head = ("symbol", "code", "假设条件 assumption", "unit", "prior", "centre", "status", "source")
    return table(head, [assumption_row(row) for row in ASSUMPTIONS])


# --- symbols

NAME = r"[^\W\d][\w\u0300-\u036f⁺⁻*°]*"  # a name in an equation, with what stands above and below it
# How equations write a row of the tables, where that is neither its symbol nor its code.
WRITTEN: dict[str, tuple[str, ...]] = {
    "shift_medium": ("shift_k",), "shift_large": ("shift_k",), "drift": ("drift", "drift_s"),
    "targeted_share": ("t",), "grade_weights": ("w_g",), "crackdown_tests": ("factor",),
    "crackdown_sanction": ("added",), "crackdown_exposure": ("crackdown",), "tech_support": ("support",),
    "award": ("A",), "quality_weight": ("w_q",), "reputation_weight": ("w_r",), "loss_on_fail": ("λ_j",),
    "title_value": ("V_B", "A"), "clean_quarters": ("clean",), "capability": ("θ", "θ_i"), "reputation": ("R", "R_i"),
    "decided.level": ("level_s",),
}  # fmt: skip
# Levers whose name in equations is a letter.
LETTERS = ("targeted_share", "grade_weights", "quality_weight", "reputation_weight", "loss_on_fail")
# The same name for something else in these equations (A is also a grade, w_g also the weight of packaging).
OTHERWISE = {
    ("judging_noise", 16), ("grade_weights", 25), ("grade_weights", 26), ("crackdown_exposure", 9), ("award", 2),
    ("title_value", 2), ("decided.level", 8),
}  # fmt: skip
# Rows that no numbered equation names: the section that tells what they do. (31) has the shares as figures.
TOLD_IN: dict[str, str] = {
    "application_cost": "3.10", "application_noise": "3.10", "larger_share": "(31)", "major_share": "(31)",
    "failure_cost": "4", "exempt": "3.3", "blacklist_years": "3.11", "entry_standard": "2", "cultivation": "3.10",
    "eligibility": "3.10", "renewal_paid": "3.10", "order_age": "3.5", "rectified": "3.5", "age": "3.10",
    "blacklist": "3.11", "validity": "3.10", "awarded": "3.10",
}  # fmt: skip
_UNIT, _LOG_ODDS, _QUARTERS = Words("–", "–"), Words("对数几率", "log odds"), Words("季", "quarters")
_SHARE, _YES = Words("比例", "share"), Words("是/否", "yes/no")
# Symbol, meaning and unit of what a unit carries (STATE) and of what the mean field fixes (DECIDED).
# fmt: off
STATE_WORDS: dict[str, tuple[str, Words, Words]] = {
    "capability": ("θ", Words("质量能力", "quality capability"), _LOG_ODDS),
    "cost": ("c", Words("守法成本（以行业中位数计）", "cost of complying, in sector medians"), Words("c_s", "c_s")),
    "grade": ("g", Words("信用等级 A–D", "credit grade A–D"), Words("0–3", "0–3")),
    "belief_seen": ("b⁺", Words("记得的抽查", "remembered tests"), _UNIT),
    "belief_expected": ("b⁻", Words("照现行方案应有的抽查", "tests that the baseline plan would have brought"), _UNIT),
    "reputation": ("R", Words("市场信誉", "standing in the market"), Words("0–1", "0–1")),
    "ladder": ("ℓ", Words("处罚台阶", "statutory ladder"), Words("0–3", "0–3")),
    "order_age": ("–", Words("责令整改后的季数", "quarters since the order"), _QUARTERS),
    "rectified": ("–", Words("已因整改受益", "has gained from a rectification"), _YES),
    "certified": ("e", Words("通过管理体系认证", "has a certified management system"), _YES),
    "clean_quarters": ("–", Words("无不合格季数", "quarters since the last reported fail"), _QUARTERS),
    "age": ("–", Words("经营季数", "quarters in business"), _QUARTERS),
    "blacklist": ("–", Words("位置空缺的季数", "quarters that the place stays empty"), _QUARTERS),
    "validity": ("v_j", Words("称号剩余有效期", "quarters left of the title of tier j"), _QUARTERS),
    "awarded": ("–", Words("已领奖励", "the award of tier j has been paid"), _YES),
}
DECIDED_WORDS: dict[str, tuple[str, Words, Words]] = {
    "level": ("level", Words("行业质量水平", "level of a sector"), _LOG_ODDS),
    "cost": ("c_s", Words("行业守法成本中位数", "median cost of complying of a sector"), Words("万元", "10,000 yuan")),
    "conform1": ("π̄_a", Words("守法时的平均合格率", "mean conformity when complying"), _SHARE),
    "conform0": ("π̄_a", Words("偷工减料时的平均合格率", "mean conformity when cutting corners"), _SHARE),
    "failed1": ("f_1", Words("守法时的检出率", "reported fails of a test when complying"), _SHARE),
    "failed0": ("f_0", Words("偷工减料时的检出率", "reported fails of a test when cutting corners"), _SHARE),
    "specificity": ("Sp_s", Words("行业检验特异度", "specificity in a sector"), _SHARE),
    "aim": ("o*", Words("上年真实抽查合格率", "last year's true rate of planned tests"), _SHARE),
    "chance": ("p⁰_g", Words("现行方案下的被抽概率", "chance of a planned test under the baseline plan"), _SHARE),
    "mix": ("share_g", Words("信用等级构成", "mix of credit grades"), _SHARE),
}  # fmt: skip


def equations(text: str) -> dict[int, str]:
    """The numbered equations of the document: number, lines."""
    found: dict[int, list[str]] = {}
    for block in text.split("```")[1::2]:
        number = 0
        for line in block.splitlines():
            head = re.match(r"^\((\d+)\) ", line)
            number = int(head[1]) if head else number
            if number:
                found.setdefault(number, []).append(line)
    return {number: "\n".join(lines) for number, lines in found.items()}


def names_in(equation: str) -> set[str]:
    """The symbols of an equation: bases of powers and indices of superscripts do not count, nor does an apostrophe."""
    whole = rf"(?<![\w'^]){NAME}(?![\w^])"
    return {name.rstrip("²³") for name in re.findall(whole, equation)}


def where(key: str, symbol: str, named: Mapping[int, set[str]]) -> str:
    """The equations of the model (sections 1–8) that use a row of the tables, or the section that tells of it."""
    wanted = {symbol, key, *WRITTEN.get(key, ())} - {"–"}
    hits = [number for number, names in named.items() if wanted & names and (key, number) not in OTHERWISE]
    return ", ".join(f"({number})" for number in hits) or TOLD_IN[key]


def symbol_rows() -> list[tuple[str, str, str, Words, Words, str]]:
    """Key, symbol, code, meaning, unit and kind of everything that the tables name."""
    rows = [(code, symbol, code, words, unit, "state of a unit") for code, (symbol, words, unit) in STATE_WORDS.items()]
    rows += [
        (f"decided.{code}", symbol, f"decided.{code}", words, unit, "fixed by the mean field")
        for code, (symbol, words, unit) in DECIDED_WORDS.items()
    ]
    rows += [(row.code, row.symbol, row.code, row.words, row.unit, f"assumption, {row.status}") for row in ASSUMPTIONS]
    return rows + [
        (row.code, WRITTEN[row.code][0] if row.code in LETTERS else "–", row.code, row.words, row.unit, "lever")
        for row in LEVERS
    ]


def symbols() -> str:
    named = {
        number: names_in(lines)
        for number, lines in equations(MODEL.read_text(encoding="utf-8").partition("\n## 9.")[0]).items()
    }
    rows = [
        [symbol, f"`{code}`", both(words), both(unit), kind, where(key, symbol, named)]
        for key, symbol, code, words, unit, kind in symbol_rows()
    ]
    return table(("symbol", "code", "意思 meaning", "unit", "kind", "where"), rows)


# --- indicators and counters


def indicators() -> str:
    head = ("code", "指标 indicator", "unit", "meaning", "better", "sectors")
    rows = [
        [f"`{row.code}`", both(row.words), both(row.unit), both(row.meaning), BETTER[row.better],
         both(PROGRAMMES[row.programme]) if row.programme else "all asked for"]
        for row in INDICATORS
    ]  # fmt: skip
    return table(head, rows)


def counters() -> str:
    return table(
        ("code", "sum", "for each tier"), [[f"`{c.code}`", c.meaning, "✓" if c.tier else ""] for c in COUNTERS]
    )


# --- what needs runs (sections 7 and 8): measured, not derived; not compared by a test


def measured(draws: int = 400) -> dict[str, str]:
    """What moves each target's figure, and what moves the effect of each plan."""
    import simlib

    plans = {name: simlib.load(name) for name in simlib.names()}
    base = simlib.simulate(plans.pop("baseline"), draws=draws, replicates=1)
    found = {"drivers": drivers_table(base), "effects": effects_table(base, plans)}
    said = f"Measured on {draws} draws × 1 replicate, seed {base.seed}."
    return {name: f"{said}\n\n{made}" for name, made in found.items()}


def drivers_table(base: Any) -> str:
    from simlib import assess, drivers
    from simlib.basis import KIND, basis

    rows = []
    for found in assess(base):
        target, form = found.target, INDICATOR[found.target.indicator].form
        seen = [row for row in drivers(base, target, top=3) if row.visible]
        told = "; ".join(f"{named(row)} {ends(row, form)}" for row in seen) or "none can be seen"
        chance = "–" if found.chance is None else f"{found.chance:.2f}"
        scope = "+".join(target.sectors) or target.programme
        what = f"{both(INDICATOR[target.indicator].words)} {scope}".strip()
        rise = "rise" if target.sense == "rise" else ""
        rows.append([target.goal, what, rise, chance, told, both(KIND[basis(base, found).kind].words)])
    return table(("goal", "target 目标", "", "chance", "visible assumptions: low third → high third", "basis"), rows)


def effects_table(base: Any, plans: Mapping[str, Any]) -> str:
    import simlib
    from simlib.influence import Question, assumption_values, rank_drivers

    second, last = base.years[2], base.years[-1]
    values = assumption_values(base, Question("true_pass_rate", second))
    rows = []
    for name, plan in plans.items():
        outcome = simlib.simulate(plan, draws=base.draws, replicates=1)
        gains = [(outcome.annual(TRUE, year) - base.annual(TRUE, year)).mean(axis=1) for year in (second, last)]
        seen = [row for row in rank_drivers(gains[0], values)[:3] if row.visible]
        told = "; ".join(f"{named(row)} {ends(row, 'share')}" for row in seen) or "none can be seen"
        rows.append([f"`{name}`", plan.title.zh, *(middle_80(gain) for gain in gains), told])
    head = ("plan", "方案", f"{second}, points (80 of 100)", str(last), f"what moves it in {second}")
    return table(head, rows)


def named(row: Any) -> str:
    """An assumption: its symbol, and whether it is a guess."""
    return f"{ASSUMPTION[row.code].symbol} {row.words.zh} ({row.status})"


def ends(row: Any, form: str) -> str:
    """The mean result where the assumption is low, and where it is high."""
    scale, digits = (100.0, 2) if form == "share" else (1.0, 2)
    return " → ".join(minus(f"{scale * value:.{digits}f}") for value in (row.low_third, row.high_third))


def middle_80(values: Any) -> str:
    low, high = (sorted(values)[round(share * (len(values) - 1))] for share in (0.1, 0.9))
    return minus(f"{100 * values.mean():+.2f} ({100 * low:+.2f} to {100 * high:+.2f})")


def minus(text: str) -> str:
    return text.replace("-", "−")


def patterns(draws: int = 50, replicates: int = 4) -> dict[str, str]:
    """Every published pattern beside what the model gives, with the verdict."""
    from simlib.validation.patterns import measure_patterns
    from simlib.validation.verdicts import TAGS, VERDICT, printed

    rows = []
    for one in measure_patterns(draws, replicates):
        row, form = one.pattern, one.pattern.form
        span = f"{printed(row.low, form)} to {printed(row.high, form)}" if row.role != "shown" else "–"
        source = f"{row.source.text} ({TAGS[row.source.tag].en})"
        model = f"{printed(one.value, form)} ± {printed(one.error, form)}"
        rows.append([both(row.words), row.published.en, span, model, both(VERDICT[one.verdict].words), source])
    head = ("pattern", "published", "counts as reproduced", "this model", "verdict", "source")
    return {"patterns": f"Measured on {draws} × {replicates} runs; ± is the simulation error.\n\n{table(head, rows)}"}


def backtest() -> dict[str, str]:
    """Held-out years of published series, and targets of earlier plans."""
    from simlib.validation.backtest import DRAWS, back_test, earlier_targets, summary

    tests, promises = back_test(), earlier_targets()
    series = [series_row(one.series.words, [one]) for one in tests]
    rows = [*series, series_row(Words("合计", "together"), tests)]
    head = ("series", "years held out", "in 50 / 80 / 95 of 100", "CRPS, points", "skill against last value",
            "skill against trend", "effective runs")  # fmt: skip
    verdict = "The model beats" if summary(tests).beats_persistence else "The model does not beat"
    said = f"Measured on {DRAWS} draws a series, seed 2012. {verdict} the last value carried forward."
    told = [
        [both(one.target.words), f"{one.chance:.2f} ± {one.error:.2f}", f"{100 * one.median:.1f}",
         f"{100 * one.target.came:.1f}", "yes" if one.met else "no"]
        for one in promises
    ]  # fmt: skip
    targets = table(("target of an earlier plan", "chance given", "middle forecast", "came", "met"), told)
    return {"backtest": f"{said}\n\n{table(head, rows)}\n\n{targets}"}


def series_row(words: Words, tests: Sequence[Any]) -> list[str]:
    from simlib.validation.backtest import summary

    found = summary(tests)
    trend = "–" if found.against_trend != found.against_trend else f"{found.against_trend:+.2f} ({found.trend_years})"
    left = f"{tests[0].learned.effective:,.0f}" if len(tests) == 1 else "–"
    return [both(words), str(found.years), " / ".join(map(str, found.inside)), f"{100 * found.crps:.2f}",
            minus(f"{found.against_persistence:+.2f}"), minus(trend), left]  # fmt: skip


MAKERS: dict[str, Callable[[], str]] = {
    "levers": levers,
    "facts": facts,
    "assumptions": assumptions,
    "indicators": indicators,
    "counters": counters,
    "symbols": symbols,
}
# What runs the model, by the word that asks for it, and which tables it makes.
MEASURED: dict[str, Callable[[], dict[str, str]]] = {"measure": measured, "patterns": patterns, "backtest": backtest}
BY_RUNS = ("drivers", "effects", "patterns", "backtest")


def refreshed(text: str) -> str:
    """The document with every table made anew; a missing or doubled marker is an error."""
    for name, make in MAKERS.items():
        text = filled(text, name, make())
    return text


def filled(text: str, name: str, content: str) -> str:
    """The document with other content between one pair of markers."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"docs/model.md needs exactly one pair of markers {begin} {end}")
    before, _, rest = text.partition(begin)
    return f"{before}{begin}\n{content}\n{end}{rest.partition(end)[2]}"


def main(arguments: Sequence[str]) -> None:
    """Write the document; the tables that need runs only where asked for."""
    text = refreshed(MODEL.read_text(encoding="utf-8"))
    for word in arguments:
        for name, content in MEASURED[word]().items():
            text = filled(text, name, content)
    MODEL.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
