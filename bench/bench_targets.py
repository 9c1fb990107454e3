"""Target setting on the default district, 50 × 4: assess, attainable, required, frontier, credit, track.

python run.py bench bench_targets [NAME ...]; the two long parts once. Goals on two quiet cores: assess and attainable
50 ms, required 10 s, a frontier of eight budgets by four chances 3 min, credit for eight levers 120 s, track 1 s."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench_whatif import machine, seconds, summary

QUARTERS = Path(__file__).resolve().parents[1] / "data" / "examples" / "quarters_example.csv"
# Eight levers, six of which units foresee: the most that is shared out exactly, 256 coalitions.
EIGHT: dict[str, Any] = {
    "coverage": {"times": 1.5}, "fine": 2, "exposure": 0.6, "targeted_share": 0.2, "sensitivity": 0.5, "follow_up": 0.9,
    "publicity": 20, "crackdown": {"2012Q2": {"tests": 2, "sanction": 0.5, "exposure": 0.2}, "2012Q4": "off"},
}  # fmt: skip


def repeated(times: int, action: Callable[[], object]) -> str:
    return summary([seconds(action) for _ in range(times)])


def of_an_outcome(plan: Any) -> None:
    """What is asked of an outcome that is there."""
    from simlib import assess, attainable, read_history, risk_by_source, simulate, track

    outcome, rows = simulate(plan), read_history(QUARTERS)
    wanted = next(one for one in plan.targets if one.indicator == "sampled_pass_rate")
    attainable(outcome, "sampled_pass_rate", programme="product")
    risk_by_source(outcome, wanted)
    print(f"assess      {repeated(15, lambda: assess(outcome))}")
    print(f"attainable  {repeated(15, lambda: attainable(outcome, 'sampled_pass_rate', programme='product'))}")
    print(f"risk        {repeated(15, lambda: [risk_by_source(outcome, one) for one in plan.targets])}, all targets")
    print(f"track       {repeated(5, lambda: track(outcome, rows))}")


def of_one_lever(plan: Any) -> None:
    """The least level of a lever: in one sector, and in all."""
    from simlib import required
    from simlib.ensemble import forget
    from simlib.setting.asking import promise

    operating = promise(plan, "operating_rate", 0.90, sectors=("polluters",))
    products = promise(plan, "sampled_pass_rate", 0.85, programme="product")

    def asked(lever: str, target: Any) -> Callable[[], object]:
        return lambda: (forget(), required(plan, lever, target))

    print(f"required    {repeated(3, asked('fine.polluters', operating))}, fine of the polluters")
    print(f"required    {repeated(3, asked('fine', products))}, fine everywhere")


def of_budgets(plan: Any) -> None:
    """Eight budgets by four chances, both versions."""
    from simlib import frontier
    from simlib.ensemble import forget

    print(f"frontier    {repeated(1, lambda: (forget(), frontier(plan, programme='product')))}, both versions")


def of_eight_levers(plan: Any) -> None:
    """Every coalition of eight levers."""
    from simlib import credit, with_levers
    from simlib.ensemble import forget

    changed = with_levers(plan, EIGHT)
    shared = repeated(1, lambda: (forget(), credit(plan, changed, "true_pass_rate", 2012, programme="product")))
    print(f"credit      {shared}, eight levers")


PARTS = {"outcome": of_an_outcome, "required": of_one_lever, "frontier": of_budgets, "credit": of_eight_levers}


def main() -> None:
    from simlib import load

    print(machine())
    for name in sys.argv[1:] or PARTS:
        PARTS[name](load("baseline"))


if __name__ == "__main__":
    main()
