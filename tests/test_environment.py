"""The three lists of packages agree: pyproject.toml, requirements.lock, environment.yml."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from rattler import MatchSpec

import simlib

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")

NEEDED = [Requirement(line) for line in PROJECT["dependencies"]]
DEVELOPERS = [Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]]
CONDA_NAMES = {"matplotlib": "matplotlib-base"}  # the one without a Qt window system
IMPORT_NAMES = {"IPython": "ipython", "yaml": "pyyaml"}


def locked() -> dict[str, tuple[str, str]]:
    """Name → (version, everything below it) for each package in the lock."""
    blocks = re.findall(r"^(\S+?)==(\S+)(.*?)(?=^\S|\Z)", LOCK, re.MULTILINE | re.DOTALL)
    return {canonicalize_name(name): (version, rest) for name, version, rest in blocks}


def conda_ranges() -> dict[str, SpecifierSet]:
    specs = [MatchSpec(line, strict=True) for line in ENVIRONMENT["dependencies"]]
    return {spec.name.normalized: SpecifierSet(str(spec.version)) for spec in specs}


def project_ranges() -> dict[str, SpecifierSet]:
    ranges = {CONDA_NAMES.get(need.name, need.name): need.specifier for need in NEEDED}
    return {"python": SpecifierSet(PROJECT["requires-python"]), **ranges}


def test_conda_gets_the_packages_and_ranges_of_pyproject():
    assert conda_ranges() == project_ranges()


def test_conda_takes_packages_from_conda_forge_only():
    assert ENVIRONMENT["channels"] == ["conda-forge", "nodefaults"]


@pytest.mark.parametrize("need", NEEDED + DEVELOPERS, ids=lambda need: need.name)
def test_lock_pins_each_package_within_its_range(need):
    version, _ = locked()[canonicalize_name(need.name)]
    assert need.specifier.contains(version)


def test_lock_has_a_hash_for_every_package():
    without = [name for name, (_, rest) in locked().items() if "--hash=sha256:" not in rest]
    assert without == []
    assert len(locked()) == len(re.findall(r"^\S+==", LOCK, re.MULTILINE)), "a package twice"


@pytest.mark.parametrize("slip", ["://", "--index-url", "--extra-index-url", "--find-links", " /"])
def test_lock_holds_neither_address_nor_path(slip):
    assert slip not in LOCK


def test_version_is_the_same_in_both_places():
    assert simlib.__version__ == PROJECT["version"]


def test_every_package_simlib_imports_is_asked_for():
    files = (ROOT / "simlib").rglob("*.py")
    names = {name for file in files for name in _imports(file)} - {"simlib"}
    foreign = {IMPORT_NAMES.get(name, name) for name in names - sys.stdlib_module_names}
    assert foreign <= {need.name for need in NEEDED}


def _imports(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    parts = [n.module for n in nodes if isinstance(n, ast.ImportFrom) and not n.level and n.module]
    return {name.split(".")[0] for name in plain + parts}
