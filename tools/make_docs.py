"""Write the tables of docs/model.md from the tables in the code: python tools/make_docs.py.

Only what stands between `<!-- NAME:begin -->` and `<!-- NAME:end -->` is replaced; tests/test_docs.py compares.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from simlib.assumptions import ASSUMPTIONS, Assumption, Prior  # noqa: E402
from simlib.counters import COUNTERS  # noqa: E402
from simlib.facts import FACTS, FactRow  # noqa: E402
from simlib.indicators import INDICATORS  # noqa: E402
from simlib.levers import LEVERS, Lever  # noqa: E402
from simlib.priors import central  # noqa: E402
from simlib.words import OWNER_LEVELS, PROGRAMMES, Words  # noqa: E402

MODEL = ROOT / "docs" / "model.md"
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


MAKERS: dict[str, Callable[[], str]] = {
    "levers": levers,
    "facts": facts,
    "assumptions": assumptions,
    "indicators": indicators,
    "counters": counters,
}


def refreshed(text: str) -> str:
    """The document with every table made anew; a missing or doubled marker is an error."""
    for name, make in MAKERS.items():
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        if text.count(begin) != 1 or text.count(end) != 1:
            raise ValueError(f"docs/model.md needs exactly one pair of markers {begin} {end}")
        before, _, rest = text.partition(begin)
        after = rest.partition(end)[2]
        text = f"{before}{begin}\n{make()}\n{end}{after}"
    return text


if __name__ == "__main__":
    MODEL.write_text(refreshed(MODEL.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
