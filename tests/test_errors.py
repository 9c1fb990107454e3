"""Names that are not known: the nearest by code or by title, lists with titles, long lists cut, one line a language."""

from __future__ import annotations

import pickle

from simlib.errors import MANY, NEAR, unknown_name
from simlib.indicators import INDICATOR
from simlib.titles import meant, nearest, titles_of
from simlib.words import PROGRAMMES, Words

FOODS = {"food": Words("食品", "Food"), "farm": Words("农产品", "Farm products"), "toys": Words("玩具", "Toys")}


def test_a_list_says_what_each_code_is_called():
    error = unknown_name("行业", "sector", "fod", FOODS)
    assert error.zh == "没有名为“fod”的行业；是否想写“food”（食品）？可用：food（食品）、farm（农产品）、toys（玩具）。"
    assert error.en == (
        "No sector is called “fod”; did you mean “food” (Food)? Known: food (Food), farm (Farm products), toys (Toys)."
    )
    assert (error.nearest, error.known) == ("food", ["food", "farm", "toys"])


def test_bare_names_are_listed_bare():
    error = unknown_name("语言", "language", "fr", ("zh", "en"))
    assert error.zh.endswith("可用：zh、en。")
    assert error.en == "No language is called “fr”. Known: zh, en."


def test_the_nearest_is_sought_in_the_titles_too():
    assert unknown_name("行业", "sector", "食品", FOODS).nearest == "food"
    assert unknown_name("行业", "sector", "farm product", FOODS).nearest == "farm"
    assert unknown_name("领域", "programme", "环境", PROGRAMMES).nearest == "environment"
    assert unknown_name("行业", "sector", "xyz", FOODS).nearest is None


def test_of_many_only_the_near_ones_are_said_and_where_all_are(monkeypatch):
    assert len(INDICATOR) > MANY
    monkeypatch.setenv("SIMLIB_PROGRAM", "python run.py")
    error = unknown_name("指标", "indicator", "sampled_pas_rate", INDICATOR)
    assert "“sampled_pass_rate”（监督抽查合格率）" in error.zh
    assert "fiscal_cost" not in error.zh + error.en
    assert "python run.py names" in error.zh
    assert f"There are {len(INDICATOR)}; the command python run.py names lists them all." in error.en
    assert error.en.count("_rate”") <= NEAR


def test_of_many_all_are_said_where_none_is_near():
    error = unknown_name("指标", "indicator", "zzz", INDICATOR)
    assert all(code in error.zh and code in error.en for code in INDICATOR)
    assert "\n" not in error.zh + error.en


def test_many_bare_names_are_listed_as_before():
    known = [f"name_{n:02}" for n in range(30)]
    assert unknown_name("列", "column", "name_3", known).en.endswith(f"Known: {', '.join(known)}.")


def test_the_error_passes_between_processes():
    error = pickle.loads(pickle.dumps(unknown_name("行业", "sector", "fod", FOODS)))
    assert error.nearest == "food"
    assert error.rest.zh.startswith("行业可用：food（食品）")


def test_what_a_text_means():
    """Code before title; a part of a title means nothing, however clear; width, case and blanks do not count."""
    titles = titles_of(INDICATOR)
    assert meant("sampled_pass_rate", titles) == ["sampled_pass_rate"]
    assert meant(" Sampled PASS rate", titles) == ["sampled_pass_rate"]
    assert meant("总体合格率", titles) == ["true_pass_rate"]  # the title but for its brackets, though others hold it
    assert meant("总体合格率(模型推算)", titles) == ["true_pass_rate"]
    assert meant("设施正常运行率", titles) == []
    assert nearest("设施正常运行率", titles) == ["operating_rate"]
    assert nearest("pass_rate", titles, most=5)[:4] == [
        "true_pass_rate", "core_pass_rate", "output_pass_rate", "sampled_pass_rate",
    ]  # fmt: skip
    assert nearest("products", titles_of(PROGRAMMES)) == [
        "product"
    ]  # a slip in the code before a part of “Farm products”
    assert meant("率", titles) == []
    assert meant("产品质量", titles_of(PROGRAMMES)) == ["product"]  # not farm, 农产品质量


def test_a_second_name_must_be_nearly_as_near():
    titles = titles_of(["coverage", "coverages", "fine"])
    assert nearest("coverage_", titles, 3) == ["coverage", "coverages"]
    assert nearest("fin", titles, 3) == ["fine"]
    assert nearest("", titles, 3) == []
