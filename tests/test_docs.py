"""The documents agree with the code: tables, equation and section numbers, names, files, both languages."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from simlib.assumptions import ASSUMPTIONS
from simlib.counters import COUNTERS
from simlib.facts import FACTS
from simlib.indicators import INDICATOR, INDICATORS
from simlib.levers import GROUPS, LEVERS
from simlib.model.records import DECIDED, STATE
from simlib.scenario import load, names
from simlib.validation.backtest import EARLIER, SERIES
from simlib.validation.patterns import PATTERNS

ROOT = Path(__file__).resolve().parents[1]
MODEL = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
FORMULAS = "".join(MODEL.split("```")[1::2])
EQUATIONS = [int(number) for number in re.findall(r"^\((\d+)\) ", FORMULAS, re.MULTILINE)]
HEADINGS = re.findall(r"^#{2,3} (\d+(?:\.\d+)?)\.? ", MODEL, re.MULTILINE)
SOURCES = sorted((ROOT / "simlib").rglob("*.py"))
# Müller et al. 2013, table 1: how many questions each element has.
QUESTIONS = {
    "I.i": "ab", "I.ii": "abcde", "I.iii": "a", "II.i": "abcde", "II.ii": "abcdefgh", "II.iii": "ab", "II.iv": "abcde",
    "II.v": "abc", "II.vi": "abcd", "II.vii": "ab", "II.viii": "ab", "II.ix": "a", "II.x": "ab", "III.i": "ab",
    "III.ii": "abc", "III.iii": "a", "III.iv": "abc",
}  # fmt: skip
# Equations that no docstring need quote: none so far. A number here says why.
QUOTED_NOWHERE: dict[int, str] = {}
EQUATION = re.compile(r"equations? (\d+)(?:(–| and |, )(\d+))?(?: and (\d+))?")
SECTION = re.compile(r"(?<!\d{4}, )(?:sections?|model) (\d+\.\d+|\d+)(?: and (\d+\.\d+|\d+))?(?=[):;,.\"]| and| of)")


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


def equations_in(path: Path) -> set[int]:
    return spelled_out(re.sub(r"\s+", " ", path.read_text(encoding="utf-8")))


def spelled_out(text: str) -> set[int]:
    """Every equation that a text quotes; 9–12 is four of them."""
    found: set[int] = set()
    for match in EQUATION.finditer(text):
        first, link, second, third = match.groups()
        found |= {int(part) for part in (first, second, third) if part}
        found |= set(range(int(first), int(second))) if link == "–" else set()
    return found


def between(name: str) -> str:
    """What stands between a pair of markers."""
    return MODEL.partition(f"<!-- {name}:begin -->")[2].partition(f"<!-- {name}:end -->")[0]


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


def test_every_equation_is_quoted_by_the_code():
    """The other way round: whoever reads an equation can find the code that is it."""
    numbers = [number for path in SOURCES for number in equations_in(path)]
    assert [number for number in EQUATIONS if number not in numbers and number not in QUOTED_NOWHERE] == []
    assert [number for number in QUOTED_NOWHERE if number in numbers] == []


def test_a_span_of_equations_quotes_all_of_them():
    assert spelled_out("see equations 9–12 and 14, equation 3) and equations 33 and 34") == {
        3,
        9,
        10,
        11,
        12,
        14,
        33,
        34,
    }
    assert spelled_out("Bass 1969, equation of motion") == set()


def test_the_tests_of_the_oracles_exist():
    told = MODEL.partition("### Exact answers")[2].partition("### Patterns")[0]
    files = set(re.findall(r"\btest_\w+", told))
    assert len(files) > 4
    assert [name for name in files if not (ROOT / "tests" / f"{name}.py").exists()] == []


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


def test_every_question_of_odd_d_has_an_answer():
    rows = re.findall(r"^\| (I{1,3}\.\w+\.\w) \| ([^|]+) \| ([^|]+) \|$", MODEL, re.MULTILINE)
    assert [code for code, _, _ in rows] == [
        f"{element}.{letter}" for element, row in QUESTIONS.items() for letter in row
    ]
    named = [number for _, _, answer in rows for number in re.findall(r"\b(\d+\.\d+)\b", answer)]
    assert len(named) > 20
    assert [number for number in named if number not in HEADINGS] == []


def test_the_symbol_table_has_every_row_and_nothing_stale():
    """State, what the mean field fixes, assumptions and levers; exceptions that no longer apply are errors."""
    made = made_by_tools()
    assert list(made.STATE_WORDS) == [name for name, _, _ in STATE]
    assert list(made.DECIDED_WORDS) == list(DECIDED.names)
    rows = {key: symbol for key, symbol, *_ in made.symbol_rows()}
    assert (
        len(rows) == len(STATE) + len(DECIDED.names) + len(ASSUMPTIONS) + len(LEVERS) == between("symbols").count("| `")
    )
    named = {number: made.names_in(text) for number, text in made.equations(MODEL.partition("\n## 9.")[0]).items()}

    def uses(key: str) -> list[int]:
        wanted = {key, rows[key], *made.WRITTEN.get(key, ())} - {"–"}
        return [number for number, names in named.items() if wanted & names]

    assert [pair for pair in made.OTHERWISE if pair[1] not in uses(pair[0])] == []
    assert [key for key in made.TOLD_IN if uses(key)] == []
    assert [place for place in made.TOLD_IN.values() if place.strip("()") not in (*HEADINGS, "31")] == []


def test_symbols_are_read_from_equations_as_they_are_meant():
    """Negative control: bases of powers, superscripts and the genitive s are no symbols; 'level_s' is not 'level'."""
    names = made_by_tools().names_in("x = c (1 − κ_e e) + e^(−λ_h t) − u^c · level_s + σ_list² · π̄_a  the sector's")
    assert names >= {"x", "c", "κ_e", "e", "λ_h", "t", "level_s", "σ_list", "π̄_a", "the", "sector"}
    assert not names & {"u", "s", "level", "σ_list²"}
    assert "e" not in made_by_tools().names_in("e^(−λ t)")


def test_the_measured_tables_cover_what_they_are_about():
    """They are not made anew here; a new target, plan or pattern asks for tools/make_docs.py measure patterns."""
    plans = [name for name in names() if name != "baseline"]
    assert re.findall(r"^\| `(\w+)` \|", between("effects"), re.MULTILINE) == plans
    targets = [f"| {target.goal} | {INDICATOR[target.indicator].words.zh}" for target in load("baseline").targets]
    assert [row for row in targets if row not in between("drivers")] == []
    assert [row.code for row in PATTERNS if f"| {row.words.zh} {row.words.en} |" not in between("patterns")] == []
    told = [row.words.zh for row in (*SERIES, *EARLIER)]
    assert [words for words in told if words not in between("backtest")] == []
    assert all(MODEL.count(f"<!-- {name}:begin -->") == 1 for name in made_by_tools().BY_RUNS)


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
    assert count["zh"] == count["en"] == 10
    assert "docs/picture.png" in chinese
    assert [len(re.findall(r"^\| `", text, re.MULTILINE)) for text in (chinese, english)] == [10, 10]


def test_the_picture_is_small():
    assert 10_000 < (ROOT / "docs" / "picture.png").stat().st_size < 150_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_name_no_path_or_host(page):
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"https?://|(?<![\w.])/(?:home|work|tmp|usr|root)/|[A-Z]:\\", text)
