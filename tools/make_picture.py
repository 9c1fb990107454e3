"""Draw docs/picture.png from the engine: chances of some targets under four plans (python tools/make_picture.py)."""

from __future__ import annotations

import sys
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from simlib import assess, load, simulate  # noqa: E402
from simlib.plots import BASELINE, FAINT, INK, PLAN, REPORT, house_style  # noqa: E402
from simlib.scenario import Scenario, Target  # noqa: E402
from simlib.targets import GRADES  # noqa: E402
from simlib.text import scope_words, target_name  # noqa: E402

PICTURE = ROOT / "docs" / "picture.png"
PLANS = (
    ("baseline", BASELINE, "o"),
    ("coverage_doubled", PLAN, "D"),
    ("exposure_blacklist", REPORT, "s"),
    ("brand_drive", "#b2182b", "^"),
)
SHOWN = (  # indicator and sectors of the targets in the picture, from the top down
    ("discharge_compliance", ("polluters",)),
    ("sampled_pass_rate", ()),
    ("no_major_accident", ()),
    ("all_accepted", ("construction",)),
    ("famous_trademarks", ()),
    ("safety_violations", ("farm_products",)),
    ("famous_brands", ()),
    ("operating_rate", ("polluters",)),
)
SPREAD = 0.17  # rows apart, so that plans with one chance do not hide each other


def chances(plan: str) -> list[float]:
    """Futures of 100 in which each shown target is kept."""
    scenario = load(plan)
    rows = assess(simulate(scenario), [target_of(scenario, *shown) for shown in SHOWN])
    return [100.0 * float(row.chance or 0.0) for row in rows]


def target_of(scenario: Scenario, indicator: str, sectors: tuple[str, ...]) -> Target:
    """The plan's own target on an indicator and these sectors."""
    return next(t for t in scenario.targets if t.indicator == indicator and tuple(t.sectors) == sectors)


def label(target: Target, scenario: Scenario) -> str:
    """A target in Chinese, and below it in English, with its sectors where it has some."""
    scope = scope_words(target, {sector.name: sector.title for sector in scenario.sectors})
    zh, en = (target_name(target, language) for language in ("zh", "en"))
    if scope and target.sectors:
        zh, en = f"{zh}({scope.zh})", f"{en} ({scope.en})"
    return f"{zh}\n{en[:1].upper()}{en[1:]}"


def draw() -> Figure:
    """The picture: one row a target, one mark a plan."""
    figure = Figure(figsize=(10.0, 6.8), layout="constrained")
    axis, base = figure.subplots(), load("baseline")
    for place, (name, colour, mark) in enumerate(PLANS):
        rows = [row + SPREAD * (place - 1.5) for row in range(len(SHOWN))]
        axis.plot(chances(name), rows, mark, color=colour, markersize=9, label=_title(name), clip_on=False)
    labels = [label(target_of(base, *shown), base) for shown in SHOWN]
    _finish(axis, labels)
    figure.legend(handles=_handles(), loc="outside lower center", ncols=2, frameon=False, fontsize=11)
    return figure


def _title(name: str) -> str:
    title = load(name).title
    return f"{title.zh} {title.en}"


def _handles() -> list[Line2D]:
    return [Line2D([], [], linestyle="", marker=m, color=c, markersize=9, label=_title(n)) for n, c, m in PLANS]


def _finish(axis: Axes, labels: list[str]) -> None:
    axis.set_title("2012 年目标完成可能性 Chance of the targets of 2012", pad=58)
    axis.annotate("示例数据，非本区实际 Illustrative data, not this district's own", (0, 1), xytext=(0, 40),
                  xycoords="axes fraction", textcoords="offset points", color="#b2182b", fontsize=12)  # fmt: skip
    for grade, above in zip(GRADES, (1.0, *(grade.at_least for grade in GRADES)), strict=False):
        axis.annotate("\n".join(grade.words), (50.0 * (grade.at_least + above), 1), xytext=(0, 3), ha="center",
                      xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=10.5)  # fmt: skip
    axis.set_yticks(range(len(labels)), labels, fontsize=11)
    axis.set_ylim(len(labels) - 0.5, -0.5)
    for edge in range(len(labels) - 1):
        axis.axhline(edge + 0.5, color=FAINT, linewidth=0.8)
    for grade in GRADES[:-1]:
        axis.axvline(100.0 * grade.at_least, color=INK, linewidth=0.9, linestyle=(0, (2, 3)), zorder=0)
    axis.set_xlim(0, 100)
    axis.set_xticks([0, 30, 50, 70, 90, 100])
    axis.set_xlabel("100 种可能中能完成的种数 futures of 100 in which the target is kept", loc="left", fontsize=11)
    axis.spines["left"].set_visible(False)


if __name__ == "__main__":
    with house_style():
        draw().savefig(PICTURE, dpi=100, pil_kwargs={"optimize": True})
