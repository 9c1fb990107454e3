"""The assurance page: what it says of the state it finds, who signed, what was not done, in both languages, offline."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
from synthetic import synthetic_outcome

from simlib import load
from simlib.assumptions import ASSUMPTIONS
from simlib.catalogue.assurance import SOURCES_ZH, VERIFIED
from simlib.errors import ScenarioError
from simlib.grammar.records import Correlation
from simlib.report import assurance, page
from simlib.report.assurance import write_assurance
from simlib.report.signoff import Signoff, read_signoff
from simlib.story.results import summary_of
from simlib.story.session import Story
from simlib.words import LANGUAGES

CHINESE = re.compile(r"[㐀-鿿]+")


@pytest.fixture(scope="module")
def plan():
    return load("baseline")


@pytest.fixture(scope="module")
def summary(plan):
    """What a batch leaves of the current plan, from made-up runs."""
    tale = Story(plan, "zh", None)
    tale.__dict__["outcome"] = synthetic_outcome(plan, draws=30, replicates=4)
    return json.loads(json.dumps(summary_of(tale), ensure_ascii=False))


@pytest.fixture
def out(tmp_path, summary):
    """A folder of results with the current plan in it."""
    (tmp_path / "baseline").mkdir()
    (tmp_path / "baseline" / "summary.json").write_text(json.dumps(summary), "utf-8")
    (tmp_path / "baseline" / "record.json").write_text('{"commit": "abc123", "made": "today", "digest": "d"}', "utf-8")
    return tmp_path


def written(plan, out: Path, language: str, signoff: Signoff | None = None) -> str:
    assert write_assurance(plan, out, LANGUAGES, signoff or Signoff())
    return (out / f"assurance_{language}.html").read_text("utf-8")


def test_the_page_opens_with_fitness_for_use_and_names_every_assumption(plan, out):
    text = written(plan, out, "zh")
    opening = text[text.index("<h1>") :]
    parts = (
        "示例数据，非本区实际", "适用范围</h2>", "不适合当作某一年数字的精确预报", "责任人</h2>", "核对：", "验证：",
        "已知局限</h2>", "假设条件清单</h2>",
    )  # fmt: skip
    places = [opening.index(words) for words in parts]
    assert places == sorted(places)
    for row in ASSUMPTIONS:
        assert row.words.zh in text
        assert row.words.en in unescape(written(plan, out, "en"))
    guesses = sum(row.status == "guess" for row in ASSUMPTIONS)
    assert f"共 {len(ASSUMPTIONS)} 项假设条件：{guesses} 项为推测" in text
    assert "abc123" in text


def test_it_needs_no_network_and_each_language_is_its_own(plan, out):
    for language in LANGUAGES:
        text = written(plan, out, language)
        assert "http" not in text
        assert "<script" not in text
        assert "@page { size: A4" in text
    english = re.sub(r"(?s)<style>.*?</style>", "", written(plan, out, "en"))
    assert set(CHINESE.findall(english)) <= {"中文", "谢繁宝", "较大", "重特大"}


def test_every_source_of_an_assumption_has_a_chinese_wording():
    assert {row.source for row in ASSUMPTIONS} - set(SOURCES_ZH) == set()


def test_every_test_that_the_page_names_is_there():
    assert all((Path(__file__).parent / f"{row.test}.py").is_file() for row in VERIFIED)


def test_without_its_results_there_is_no_page(plan, tmp_path):
    assert not write_assurance(plan, tmp_path, LANGUAGES, Signoff())
    assert not list(tmp_path.iterdir())


def test_blank_lines_to_fill_in_or_the_names_from_the_file(plan, out, tmp_path):
    assert written(plan, out, "zh").count('class="blank"') == 12
    (tmp_path / "assurance.yml").write_text(
        "use: {zh: 供领导小组会讨论, en: For the meeting}\n"
        "commissioned: 领导小组办公室\n"
        "analysed: {who: 张三 <质监分局>, date: 2012-03-01}\n"
        "checked:\n",
        "utf-8",
    )
    text = written(plan, out, "zh", read_signoff(tmp_path))
    assert "供领导小组会讨论" in text
    assert "张三 &lt;质监分局&gt;" in text
    assert "2012-03-01" in text
    assert text.count('class="blank"') == 12 - 1 - 2
    assert read_signoff(tmp_path / "baseline") == Signoff()


@pytest.mark.parametrize(
    ("written_so", "words"),
    [
        ("aproved: {who: 李四}", "approved"),
        ("checked: {who: 李四, dat: 2012-03-01}", "date"),
        ("checked: {who: 李四, date: 2012-13-01}", "2026-11-23"),
        ("checked: {date: 2012-03-01}", "who"),
        ("use: 会上讨论", "key: value"),
        ("use: {zh: 会上讨论}", "en"),
        ("checked: [李四]", "checked"),
        ("- checked", "key: value"),
    ],
)
def test_mistakes_in_the_file_are_named_in_both_languages(tmp_path, written_so, words):
    (tmp_path / "assurance.yml").write_text(written_so, "utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_signoff(tmp_path)
    assert words in caught.value.en
    assert "assurance.yml" in caught.value.zh
    assert CHINESE.search(caught.value.zh)


def test_fitness_follows_from_the_state(plan, summary):
    """Which chances rest on what, whether the precision was met, what is missing: all from the results."""
    rows = [row | {"basis": "data", "hinge": None} for row in summary["targets"]]
    rows[0] |= {"basis": "guess", "hinge": {"words": {"zh": "甲", "en": "A"}, "status": "guess",
                                            "low": 0.2, "high": 0.9, "error": 0.04}}  # fmt: skip
    told = assurance.fitness(plan, summary | {"targets": rows}, "zh")
    assert "示例数据" in told
    assert f"现行方案中由假设决定的是：{rows[0]['name']['zh']}；" in told
    assert summary["precision_words"]["zh"] in told
    assert "有 2 项数据待填" in told
    own = replace(
        plan, facts={code: replace(fact, status="published") for code, fact in plan.facts.items()}, sectors=()
    )
    assert "本区数据" in assurance.fitness(own, summary, "zh")
    assert "待填" not in assurance.fitness(own, summary, "zh")


def test_what_was_learnt_and_what_moves_together_is_said(plan):
    assert assurance.learnt(plan, "zh") == ["没有用本区历史数据校准。"]
    tied = replace(plan, correlations=(Correlation(("pi0", "pi1"), 0.5, "同一来源"),))
    assert "0.5" in assurance.learnt(tied, "en")[0]
    learnt = replace(plan, calibration=SimpleNamespace(name="history"))
    assert "“history”" in assurance.learnt(learnt, "en")[-1]


def test_validation_is_shown_where_it_was_run_and_its_absence_said(plan, out):
    assert "未运行 python run.py validate" in written(plan, out, "zh")
    (out / "validation").mkdir()
    found = {
        "patterns": [{"pattern": {"zh": "抽查加倍", "en": "Doubled tests"}, "value": -0.1312, "verdict": "met"}],
        "backtest": [],
        "sbc": {"truths": 200, "uniform": True},
    }
    (out / "validation" / "summary.json").write_text(json.dumps(found), "utf-8")
    text = written(plan, out, "zh")
    assert "抽查加倍" in text
    assert "-0.131" in text
    assert "自检" in text
    assert "回测" not in text
    assert "未运行" not in text
    assert "Doubled tests" in written(plan, out, "en")


def test_a_torn_validation_record_is_as_good_as_none(plan, out):
    (out / "validation").mkdir()
    (out / "validation" / "summary.json").write_text("{", "utf-8")
    assert "未运行" in written(plan, out, "zh")


def test_the_first_page_leads_to_it(plan, out):
    written(plan, out, "zh")
    done = json.dumps({"state": "done", "key": ""})
    (out / "baseline" / "status.json").write_text(done, "utf-8")
    text = page.render([page.Entry.of_folder(plan, out / "baseline")], out, "zh", LANGUAGES)
    assert 'href="assurance_zh.html"' in text
    assert "data-based" in page.render([page.Entry.of_folder(plan, out / "baseline")], out, "en", LANGUAGES).lower()
