"""The documents agree with the code: tables, equation and section numbers, names, files, both languages."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from simlib.assumptions import ASSUMPTIONS
from simlib.counters import COUNTERS
from simlib.facts import FACTS
from simlib.indicators import INDICATORS
from simlib.levers import GROUPS, LEVERS
from simlib.model.records import STATE

ROOT = Path(__file__).resolve().parents[1]
MODEL = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
FORMULAS = "".join(MODEL.split("```")[1::2])
EQUATIONS = [int(number) for number in re.findall(r"^\((\d+)\) ", FORMULAS, re.MULTILINE)]
HEADINGS = re.findall(r"^#{2,3} (\d+(?:\.\d+)?)\.? ", MODEL, re.MULTILINE)
SOURCES = sorted((ROOT / "simlib").rglob("*.py"))
EQUATION = re.compile(r"equations? (\d+)(?:(–| and |, )(\d+))?(?: and (\d+))?")
SECTION = re.compile(r"(?:sections?|model) (\d+\.\d+|\d+)(?: and (\d+\.\d+|\d+))?(?=[):;,.\"]| and| of)")


def made_by_tools():
    """tools/make_docs.py as a module."""
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "tools" / "make_docs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def quoted(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """(file, number) for each number that the code quotes from docs/model.md."""
    texts = [(path, re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))) for path in SOURCES]
    hits = [(path, match) for path, text in texts for match in pattern.finditer(text)]
    return [(path.name, part) for path, match in hits for part in match.groups() if part and part[0].isdigit()]


def test_the_tables_are_what_the_code_says():
    assert made_by_tools().refreshed(MODEL) == MODEL, "run: python tools/make_docs.py"


def test_a_missing_marker_is_an_error():
    with pytest.raises(ValueError, match="levers"):
        made_by_tools().refreshed(MODEL.replace("<!-- levers:end -->", ""))


def test_equations_are_numbered_without_a_gap():
    assert list(range(1, len(EQUATIONS) + 1)) == EQUATIONS


def test_the_code_quotes_equations_that_exist():
    numbers = quoted(EQUATION)
    assert len(numbers) > 10
    assert [hit for hit in numbers if int(hit[1]) not in EQUATIONS] == []


def test_the_code_quotes_sections_that_exist():
    numbers = quoted(SECTION)
    assert len(numbers) > 10
    assert [hit for hit in numbers if hit[1] not in HEADINGS] == []


@pytest.mark.parametrize("row", [*LEVERS, *FACTS, *INDICATORS, *ASSUMPTIONS, *COUNTERS], ids=lambda row: row.code)
def test_every_row_of_the_tables_is_in_the_document(row):
    group = getattr(row, "group", "")
    code = f"{group}: {row.code.removeprefix(group + '_')}" if group else row.code
    assert f"| `{code}` |" in MODEL


@pytest.mark.parametrize("name", [name for name, _, _ in STATE])
def test_every_state_of_a_unit_is_explained(name):
    entities = MODEL.partition("## 2.")[2].partition("## 3.")[0]
    assert f"`{name}`" in entities


def test_the_glossary_names_only_what_the_code_knows():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    cells = [line.split(" | ")[2] for line in glossary.splitlines() if line.startswith("| ") and " | `" in line]
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    names = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    assert len(names) > 40
    assert [name for name in names if not re.search(rf"\b{name}\b", code)] == []
    assert set(GROUPS) <= set(names)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_named_files_are_there(page):
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    named = re.findall(r"`((?:simlib|docs|tests|tools|bench|data|scenarios|notebooks)/[\w./-]*)`", text)
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing + [name for name in named if not (ROOT / name).exists()] == []


def test_the_commands_of_the_readme_exist():
    run = (ROOT / "run.py").read_text(encoding="utf-8")
    commands = set(re.findall(r"python run\.py (\w+)", README))
    assert commands >= {"run", "new", "lab"}
    assert [name for name in commands if f'"{name}"' not in run] == []


def test_both_languages_of_the_readme_are_complete():
    chinese, english = README.split("\n# simlib: ")
    count = {
        language: len(re.findall(r"^## ", text, re.MULTILINE)) for language, text in (("zh", chinese), ("en", english))
    }
    assert count["zh"] == count["en"] == 7
    assert "docs/picture.png" in chinese
    assert [len(re.findall(r"^\| `", text, re.MULTILINE)) for text in (chinese, english)] == [8, 8]


def test_the_picture_is_small():
    assert 10_000 < (ROOT / "docs" / "picture.png").stat().st_size < 150_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_name_no_path_or_host(page):
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"https?://|(?<![\w.])/(?:home|work|tmp|usr|root)/|[A-Z]:\\", text)
