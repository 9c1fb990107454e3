"""Every word a planner sees: both languages there, honest chances, no jargon."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import numpy as np
import pytest

import simlib
from simlib.catalogue import CATALOGUE
from simlib.errors import UnknownName
from simlib.facts import FACT
from simlib.indicators import INDICATORS
from simlib.scenario import load, names
from simlib.story.margins import chance_with_error
from simlib.targets import GRADES, futures_of_100, verdict
from simlib.text import (
    amount,
    chance_count,
    chance_words,
    change,
    check_language,
    error_words,
    goal_words,
    joined,
    money,
    said,
    spread,
    target_name,
    verdict_legend,
)
from simlib.words import LANGUAGES

PACKAGE = Path(simlib.__file__).parent
PROJECT = PACKAGE.parent
CHANCES = [count / 200 for count in range(201)]


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_both_languages_are_there(key):
    words = CATALOGUE[key]
    assert words.zh.strip()
    assert words.en.strip()
    assert not re.search(r"[㐀-鿿]", words.en), "Chinese in the English text"


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_no_jargon(key):
    assert "置信" not in CATALOGUE[key].zh
    assert "confidence" not in CATALOGUE[key].en.lower()


def keys_used() -> set[str]:
    """Keys of the catalogue that the code names in full."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("said", "both")
            if named and node.args and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


def test_every_sentence_that_the_code_asks_for_is_there():
    assert keys_used() <= set(CATALOGUE)


def test_every_indicator_has_a_short_name():
    assert {f"short.{row.code}" for row in INDICATORS} <= set(CATALOGUE)


def test_an_unknown_sentence_or_language_is_refused():
    with pytest.raises(UnknownName, match=r"verdict\.legend"):
        said("verdict.legnd", "zh")
    with pytest.raises(UnknownName, match="zh"):
        check_language("cn")


def test_fields_of_a_sentence_are_filled_in():
    for words in CATALOGUE.values():
        for sentence in words:
            filled = sentence.format(**dict.fromkeys(fields(sentence), "x"))
            assert "{" not in filled


# --- chances


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("short", [False, True])
def test_a_chance_is_never_certain_and_never_a_percentage(language, short):
    for words in (chance_words(chance, language, short=short) for chance in CHANCES):
        assert "%" not in words
        assert not re.search(r"约 (0|100) 种|(?<!\d)0 in 10|10 in 10", words)


@pytest.mark.parametrize(
    ("chance", "zh", "en"),
    [
        (0.793, "100 种可能中约 80 种", "about 8 in 10"),
        (0.06, "100 种可能中约 10 种", "about 1 in 10"),
        (0.94, "100 种可能中约 90 种", "about 9 in 10"),
        (1.0, "100 种可能中 95 种以上", "more than 19 in 20"),
        (0.0, "100 种可能中不到 5 种", "fewer than 1 in 20"),
        (None, "待填", "to be filled in"),
    ],
)
def test_chances_in_words(chance, zh, en):
    assert chance_words(chance, "zh") == zh
    assert chance_words(chance, "en") == en


def test_chances_that_are_said_alike_have_one_verdict():
    verdicts: dict[str, set[str]] = {}
    for chance in CHANCES:
        verdicts.setdefault(chance_words(chance, "zh"), set()).add(verdict(chance))
    assert all(len(found) == 1 for found in verdicts.values()), verdicts


@pytest.mark.parametrize(
    ("chance", "error", "zh", "en"),
    [
        (0.18, 0.02, "100 种可能中 18 种（±2）", "18 in 100 (±2)"),
        (0.846, 0.001, "100 种可能中 85 种（±1）", "85 in 100 (±1)"),
        (0.004, 0.003, "100 种可能中不到 5 种", "fewer than 1 in 20"),
        (1.0, 0.0, "100 种可能中 95 种以上", "more than 19 in 20"),
        (0.18, None, "100 种可能中约 20 种", "about 2 in 10"),
        (0.18, float("nan"), "100 种可能中约 20 种", "about 2 in 10"),
        (None, None, "待填", "to be filled in"),
    ],
)
def test_a_chance_beside_its_error_is_not_rounded(chance, error, zh, en):
    assert chance_with_error(chance, error, "zh") == zh
    assert chance_with_error(chance, error, "en") == en


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_and_its_verdict_agree_with_the_legend(language):
    """85 counts as 90: whatever is printed has one verdict, the one that the legend gives it; never 0, never 100."""
    verdicts: dict[str, set[str]] = {}
    for chance in np.linspace(0.0, 1.0, 2001):
        words = chance_count(chance, language, short=True)
        verdicts.setdefault(words, set()).add(verdict(chance))
        assert not re.match(r"(0|100)\b", words)
        whole = futures_of_100(chance)
        assert verdict(chance) == next(g.code for g in GRADES if (whole + 5) // 10 * 10 >= 100 * g.at_least - 1e-9)
    assert all(len(found) == 1 for found in verdicts.values()), verdicts
    assert "85" in verdict_legend(language)


def test_a_simulation_error_is_never_nothing():
    assert "1" in error_words(0.0, "zh")
    assert "3" in error_words(0.031, "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_names_every_grade(language):
    assert all(row.words.said(language) in verdict_legend(language) for row in GRADES)


# --- numbers


def test_amounts_in_their_own_form():
    assert amount(0.834, "share", "zh") == "83.4%"
    assert amount(31.4, "number", "zh") == "31"
    assert amount(float("nan"), "share", "zh") == "–"
    assert money(412.0, "zh") == "412 万元"
    assert money(412.0, "en") == "4.1 million yuan"
    assert money(85.0, "en") == "850 thousand yuan"


def test_changes_carry_their_sign_but_nothing_has_none():
    assert change(0.0123, "share", "zh") == "+1.2 个百分点"
    assert change(-0.0123, "share", "en") == "−1.2 points"
    assert change(-0.0001, "share", "en") == "0.0 points"


def test_a_range_without_width_is_one_number():
    assert spread(23.1, 23.2, "number", "zh") == "23"
    assert spread(0.8, 0.9, "share", "en") == "80.0% to 90.0%"


def test_lists():
    assert joined(["甲", "乙", "丙"], "zh") == "甲、乙、丙"
    assert joined(["a", "b", "c"], "en") == "a, b and c"
    assert joined(["a", "b", "c"], "en", most=1) == "a and 2 more"


# --- targets of the shipped plans


def targets():
    return [target for name in names(PROJECT / "scenarios") for target in load(name, PROJECT / "scenarios").targets]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_target_of_the_shipped_plans_can_be_said(language):
    for target in targets():
        assert target_name(target, language)
        assert goal_words(target, language)


def test_the_goal_of_the_plan_is_said_as_the_plan_says_it():
    found = [target for target in targets() if target.indicator == "sampled_pass_rate"]
    assert target_name(found[0], "zh") == "80% 合格率"
    assert target_name(found[0], "en") == "the 80% pass rate"


def test_a_figure_to_compare_with_is_called_by_whose_it_is():
    found = next(target for target in targets() if target.reference)
    assert found.reference in FACT
    assert "全市水平" in target_name(found, "zh")
