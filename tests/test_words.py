"""The catalogue against the code and the font: no sentence without use, no field in one language, no letter missing."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from string import Formatter

import numpy as np
import pytest
import yaml
from fontTools.ttLib import TTFont
from matplotlib.colors import to_hex

import simlib
from simlib import plots
from simlib.catalogue import CATALOGUE
from simlib.story.rows import Band
from simlib.template.scoring_file import scoring_text

PACKAGE = Path(simlib.__file__).parent
PROJECT = PACKAGE.parent
COUNTED_OTHERWISE = {"chance.about", "chance.short.about", "list.and_more", "plan.changed"}  # of 100 / of 10, 等 / more


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_languages_fill_in_the_same_fields():
    differ = {key for key, words in CATALOGUE.items() if fields(words.zh) != fields(words.en)}
    assert differ <= COUNTED_OTHERWISE


@pytest.mark.parametrize("never", ["置信", "confidence", "p 值", "p-value"])
def test_words_of_the_annex_stay_there(never):
    assert not [key for key, words in CATALOGUE.items() if never in words.zh or never in words.en.lower()]


def test_no_sentence_holds_a_certainty():
    """A chance of 0 % or 100 % is never written out; chance_words is tested elsewhere."""
    certain = re.compile(r"(?<!\d)(0|100) ?%")
    assert not [key for key, words in CATALOGUE.items() if certain.search(words.zh) or certain.search(words.en)]


# --- every key is used, every used key is there


def sources() -> list[ast.AST]:
    paths = [path for path in PACKAGE.rglob("*.py") if path.parent.name != "catalogue"]
    return [ast.parse(path.read_text("utf-8")) for path in paths]


def patterns(tree: ast.AST) -> set[str]:
    """Keys that are put together, as patterns: f"head.{name}" → head\\.(.+)."""
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    parts = ([p.value if isinstance(p, ast.Constant) else None for p in one.values] for one in strings)
    return {
        "".join("(.+)" if p is None else re.escape(p) for p in one) for one in parts if any(p and "." in p for p in one)
    }


def constants() -> set[str]:
    """Every string of the code, the words of tables included."""
    nodes = chain.from_iterable(ast.walk(tree) for tree in sources())
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def asked_by_templates() -> set[str]:
    texts = [path.read_text("utf-8") for path in PACKAGE.rglob("*.j2")]
    return {key for text in texts for key in re.findall(r"words\('([^']+)'", text)}


def test_every_key_of_a_template_exists():
    assert asked_by_templates() - set(CATALOGUE) == set()


def test_every_sentence_is_used():
    """Named in full, or put together from strings that the code knows."""
    known, named = constants(), asked_by_templates()
    made = [re.compile(pattern) for tree in sources() for pattern in patterns(tree)]

    def is_made(key: str) -> bool:
        return any(found and set(found.groups()) <= known for found in (one.fullmatch(key) for one in made))

    assert {key for key in CATALOGUE if key not in known | named and not is_made(key)} == set()


# --- Chinese punctuation is full-width

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
HALF_WIDTH = re.compile(
    rf"[{HAN}][”》]?[,;:?!]|[,;:?!][{HAN}]"  # right after or right before a Chinese letter
    rf"|[{HAN}] ?[()]|[()] ?[{HAN}]|\([^()\n]*[{HAN}][^()\n]*\)"  # brackets beside or around Chinese
)
DATA = {
    "键: 值": "how a line of YAML is written, quoted in an error",
    "owner: 质监分局, status: stated": "an example line of the YAML that `simlib new` writes",
}
WRITES_YAML = "scoring_file.py"  # its lines are YAML; what it writes is read below, values and comments apart


def half_width(text: str) -> list[str]:
    """Places where Chinese stands beside half-width punctuation; placeholders and named data left out."""
    for data in DATA:
        text = text.replace(data, "")
    plain = re.sub(r"\{[^{}]*\}", "\0", text)
    return [plain[max(0, found.start() - 12) : found.end() + 12] for found in HALF_WIDTH.finditer(plain)]


def is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def literals(path: Path) -> Iterator[str]:
    """The strings of a module without docstrings and raw strings (regexes); a command's docstring is its help."""
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    left_out = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    if not path.stem.startswith("cli"):
        left_out |= {id(node.value) for node in nodes if is_docstring(node)}
    lines = source.encode().split(b"\n")
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "\0" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            raw = lines[node.lineno - 1][node.col_offset :].startswith(b"r")
            yield "" if raw else node.value


def values(content: object) -> Iterator[str]:
    """The texts of a YAML file; its comments are gone."""
    if isinstance(content, dict):
        for value in content.values():
            yield from values(value)
    elif isinstance(content, list):
        for value in content:
            yield from values(value)
    elif isinstance(content, str):
        yield content


def pages() -> Iterator[tuple[str, str]]:
    """What a planner reads outside the code: README, text cells of notebooks, page templates, titles in scenarios."""
    yield "README.md", (PROJECT / "README.md").read_text("utf-8")
    for path in (PROJECT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        yield path.name, "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    for path in PACKAGE.rglob("*.j2"):
        yield path.name, path.read_text("utf-8")
    for path in (PROJECT / "scenarios").rglob("*.yml"):
        yield path.name, "\n".join(values(yaml.safe_load(path.read_text("utf-8"))))


def test_chinese_sentences_of_the_code_have_full_width_punctuation():
    paths = [path for path in PACKAGE.rglob("*.py") if path.name != WRITES_YAML]
    told = [(str(path.relative_to(PROJECT)), text) for path in paths for text in literals(path)]
    assert [(path, found) for path, text in told for found in half_width(text)] == []


def test_chinese_of_a_new_scoring_table_has_full_width_punctuation():
    text = scoring_text("xin", 2012, ["product"])
    notes = [line.partition("##")[2] for line in text.splitlines() if "##" in line]
    assert notes
    assert [found for one in (*notes, *values(yaml.safe_load(text))) for found in half_width(one)] == []


def test_chinese_sentences_of_pages_have_full_width_punctuation():
    assert [(name, found) for name, text in pages() for found in half_width(text)] == []


@pytest.mark.parametrize(
    "wrong",
    [
        "合格率,批次",
        "合格率 {rate},批次",
        "批次: {tests}",
        "“现行方案”:见下",
        "是否应写?",
        "批次(次)",
        "(见下)",
        "街道 (镇)",
    ],
)
def test_negative_control_half_width_punctuation_is_found(wrong):
    """A control: each of these is a mistake that the tests above must see."""
    assert half_width(wrong)


@pytest.mark.parametrize(
    "right", ["合格率，批次：{tests:,}", "rate, tests (of 100)", "{名: 1}", "见 CSV（area, tests）"]
)
def test_full_width_punctuation_and_data_pass(right):
    assert half_width(right) == []


# --- the font


def letters() -> set[str]:
    """Everything that may be drawn or shown: catalogue, tables, scenarios, notebooks."""
    files = [*PACKAGE.glob("*.py"), *PACKAGE.rglob("catalogue/*.py"), *(PROJECT / "scenarios").rglob("*.yml")]
    texts = [path.read_text("utf-8") for path in (*files, *(PROJECT / "notebooks").glob("*.ipynb"))]
    return {letter for letter in "".join(texts) if letter.isprintable() and ord(letter) > 0x2E7F}


@pytest.mark.parametrize("path", sorted(plots.FONT_FOLDER.glob("*.ttf")), ids=lambda path: path.stem)
def test_the_bundled_font_has_every_chinese_letter(path):
    covered = TTFont(path).getBestCmap()
    assert {letter for letter in letters() if ord(letter) not in covered} == set()


FRESH = """
import warnings
warnings.simplefilter("error")
from matplotlib import font_manager
shipped = [one for one in font_manager.fontManager.ttflist if "mpl-data" in one.fname]
font_manager.fontManager.ttflist = shipped
assert not any("Noto Sans SC" in one.name for one in shipped)
from simlib import plots
figure = plots.amount_bars([plots.Bar("计划抽查检验费", 1.0, "412 万元")], "2012 年财政支出，按项目")
plots.settle(figure)
assert plots.as_svg(figure).startswith("<svg")
assert plots.as_png(figure).startswith(b"\\x89PNG")
"""


def test_a_machine_without_fonts_and_without_a_cache_draws_chinese(tmp_path):
    environment = os.environ | {"MPLCONFIGDIR": str(tmp_path), "PYTHONPATH": str(PROJECT)}
    asked = [sys.executable, "-c", FRESH]
    done = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# --- the baseline


def band(level: float) -> Band:
    steps = [np.full(3, level + shift) for shift in (0.0, -0.02, 0.02, -0.01, 0.01)]
    return Band((2011, 2012, 2013), *steps)


def test_the_current_plan_is_drawn_in_grey_beside_another():
    panel = plots.Panel("合格率", band(0.9), band(0.8), (0.8, "目标 ≥ 80%"), str)
    alone = plots.Panel("合格率", band(0.9), None, None, str)
    beside, single = (plots.fans([one], "本方案", "现行方案").axes[0] for one in (panel, alone))
    grey = [line for line in beside.lines if to_hex(line.get_color()) == plots.BASELINE]
    assert any(list(line.get_ydata()) == [0.8, 0.8, 0.8] for line in grey)
    assert "现行方案" in [text.get_text() for text in beside.texts]
    assert not [line for line in single.lines if to_hex(line.get_color()) == plots.BASELINE]
