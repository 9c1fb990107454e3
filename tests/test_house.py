"""The house itself: imports run one way, heavy libraries stay in their rooms, the public surface is known."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import simlib

PACKAGE = Path(simlib.__file__).parent
# From the ground up; a module imports only from its own storey or from below.
STOREYS = (
    ("words", "titles", "errors"),
    ("project",),
    ("levers", "assumptions", "facts", "counters", "indicators"),
    ("grammar",),
    ("scenario", "schema", "template"),
    ("model",),
    ("priors", "posterior", "arrays", "estimators", "accounts"),
    ("outcome", "start"),
    ("ensemble", "tables", "bills"),
    ("targets", "differences", "influence", "spread"),
    ("precision", "basis", "learn"),
    ("setting",),
    ("validation",),
    ("intake",),
    ("catalogue", "text", "plots"),
    ("story",),
    ("report",),
    ("cli", "cli_targets", "cli_files", "cli_help", "cli_names", "cli_slips", "__main__", "__init__"),
)
ROOMS = {
    "yaml": ("grammar",),
    "matplotlib": ("plots",),
    "papermill": ("report",),
    "nbconvert": ("report",),
    "numba": ("model",),
    "typer": ("cli", "cli_targets", "cli_files", "cli_help", "cli_names", "cli_slips"),
}


def modules():
    """Every module of the package with its syntax tree."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield ".".join(path.relative_to(PACKAGE).with_suffix("").parts), ast.parse(path.read_text("utf-8"))


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imports(tree: ast.AST):
    """(level, module, names) of every import that is run, functions included, types excluded."""
    for node in ast.iter_child_nodes(tree):
        if is_for_types(node):
            continue
        if isinstance(node, ast.ImportFrom):
            yield node.level, node.module or "", [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from ((0, alias.name, []) for alias in node.names)
        yield from imports(node)


def own_imports(name: str, tree: ast.AST):
    """Modules of simlib that a module imports, as dotted names within the package."""
    here = name.split(".")
    if here[-1] == "__init__":
        here = [*here[:-1], ""]
    for level, module, names in imports(tree):
        if level:
            base = [*here[: len(here) - level], *filter(None, module.split("."))]
        elif module.split(".")[0] == "simlib":
            base = module.split(".")[1:]
        else:
            continue
        for target in [".".join([*base, each]) for each in names] + [".".join(base)]:
            if target and ((PACKAGE / (target.replace(".", "/") + ".py")).exists()):
                yield target


def storey(name: str) -> int:
    top = name.split(".", maxsplit=1)[0]
    return next(n for n, rooms in enumerate(STOREYS) if top in rooms)


def test_every_module_has_its_storey():
    """A new module must be given a place."""
    known = {room for rooms in STOREYS for room in rooms}
    assert {name.split(".")[0] for name, _ in modules()} <= known


def test_imports_run_one_way():
    """No module imports from a storey above its own."""
    wrong = [
        f"{name} → {target}"
        for name, tree in modules()
        for target in own_imports(name, tree)
        if storey(target) > storey(name)
    ]
    assert not wrong, "; ".join(wrong)


def test_there_is_no_import_cycle():
    """The modules can be put in an order, imports inside functions included."""
    graph = {name: set(own_imports(name, tree)) - {name} for name, tree in modules()}
    assert list(TopologicalSorter(graph).static_order())


def test_heavy_libraries_stay_in_their_rooms():
    """yaml, matplotlib, papermill, numba and typer are each imported in one place."""
    wrong = [
        f"{name} imports {module}"
        for name, tree in modules()
        for level, module, _ in imports(tree)
        if not level and (room := ROOMS.get(module.split(".")[0])) and name.split(".")[0] not in room
    ]
    assert not wrong, "; ".join(wrong)


def test_importing_simlib_loads_nothing_heavy():
    """`import simlib` brings in none of the libraries that take time."""
    code = "import sys, simlib; print(*sys.modules)"
    asked = [sys.executable, "-c", code]
    loaded = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    heavy = {"numpy", "scipy", "pandas", "numba", "matplotlib", "papermill", "yaml", "typer"}
    assert not heavy & set(loaded.stdout.split())


PUBLIC = {
    "as_yaml",
    "frontier",
    "save_plan",
    "trade_off",
    "required",
    "joint_promises",
    "credit",
    "TargetUnreachable",
    "Observation",
    "calibrate",
    "read_history",
    "update",
    "ASSUMPTIONS",
    "BadRequest",
    "FACTS",
    "INDICATORS",
    "LEVERS",
    "Outcome",
    "Scenario",
    "ScenarioError",
    "SimlibError",
    "UnknownName",
    "Words",
    "__version__",
    "all_together",
    "assess",
    "by_department",
    "capacity_use",
    "chance_on_sample",
    "check",
    "clopper_pearson",
    "compare",
    "cost_table",
    "difference_table",
    "drivers",
    "load",
    "load_scoring",
    "score",
    "misranking",
    "grouping",
    "names",
    "outcome_table",
    "simulate",
    "track",
    "what_helps",
    "wilson",
    "with_levers",
    "attainable",
    "steps",
    "risk_by_source",
    "if_true",
    "neyman",
    "value_of_sampling",
}


def test_the_public_surface_is_exactly_this():
    """A name added or lost is a decision, not an accident."""
    assert set(dir(simlib)) == set(simlib.__all__) == PUBLIC
    for name in PUBLIC:
        assert getattr(simlib, name) is not None


def test_no_public_name_is_also_a_module():
    """A function named like a module would be shadowed by it, depending on what was imported first."""
    assert not PUBLIC & {path.stem for path in PACKAGE.glob("*.py")}


def test_an_unknown_public_name_says_what_there_is():
    """A misspelt name is an error that lists the known ones."""
    with pytest.raises(AttributeError, match="simulate"):
        simlib.simulat  # noqa: B018


@pytest.mark.parametrize("table", ["LEVERS", "ASSUMPTIONS", "FACTS", "INDICATORS"])
def test_tables_have_both_languages_and_no_double(table):
    """Each row has a code of its own, and Chinese and English words."""
    rows = getattr(simlib, table)
    assert len({row.code for row in rows}) == len(rows)
    for row in rows:
        for words in (value for value in row if isinstance(value, simlib.Words)):
            assert words.zh, row.code
            assert words.en, row.code
        assert any("\u4e00" <= letter <= "\u9fff" for letter in row.words.zh), row.code
