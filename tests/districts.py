"""Small made-up districts for tests: a baseline of chosen sectors, written as files and loaded like any other."""

from __future__ import annotations

from pathlib import Path

from simlib import load
from simlib.facts import facts_of

TIERS = "{famous_brands: {title: {zh: 名牌产品, en: Famous brands}, owner: 质监分局}}"
STATUS = "source: 测试 test, status: illustrative"
DEFAULTS = {
    "units": 100,
    "observed": 0.9,
    "tests_observed": 1_000_000,
    "price_test": 0.2,
    "share_medium": 0.0,
    "share_large": 0.0,
}


def _fact(code: str, value: float) -> str:
    unit = next(row.unit.zh for row in facts_of("sector") if row.code == code)
    return f"  {code}: {{value: {value}, unit: {unit}, {STATUS}}}\n"


def write_sector(folder: Path, name: str, tiers: str = "[]", **facts: float) -> None:
    """One sector file; facts that are not given take the test's defaults."""
    lines = "".join(_fact(code, value) for code, value in {**DEFAULTS, **facts}.items())
    (folder / "sectors").mkdir(parents=True, exist_ok=True)
    (folder / "sectors" / f"{name}.yml").write_text(
        f"name: {name}\ntitle: {{zh: {name}, en: {name}}}\nprogramme: product\ndepartment: 质监分局\n"
        f"tiers: {tiers}\nfacts:\n{lines}",
        "utf-8",
    )


def district(folder: Path, sectors: dict[str, dict], last: str = "2012Q4", **blocks: str):
    """Write and load a district of the given sectors; `blocks` replace its levers, assumptions or tiers."""
    blocks = {"levers": "{}", "assumptions": "{}", "tiers": TIERS} | blocks
    for name, facts in sectors.items():
        write_sector(folder, name, **facts)
    (folder / "small.yml").write_text(
        "name: small\ntitle: {zh: 小区, en: Small}\npurpose: {zh: 测试, en: Test}\ndistrict: {zh: 小区, en: Small}\n"
        f"calendar: {{warm_up: 2006Q1, first: 2012Q1, last: {last}}}\nfacts: {{}}\nsectors: [{', '.join(sectors)}]\n"
        f"tiers: {blocks['tiers']}\nlevers: {blocks['levers']}\ntargets: []\nassumptions: {blocks['assumptions']}\n"
        "runs: {draws: 10, replicates: 4, seed: 3}\n",
        "utf-8",
    )
    return load("small", folder)
