"""Slips on the command line are two lines, Chinese and English, with what to do; help speaks both languages."""

from __future__ import annotations

import sys

import pytest
import typer

from simlib import cli, cli_names, cli_targets
from simlib.cli_help import command_of, halves
from simlib.cli_slips import slip_of
from simlib.errors import SimlibError
from simlib.words import Words

COMMANDS = command_of(cli.app).commands


@pytest.fixture
def typed(monkeypatch, capsys):
    """What a command prints: (exit code, out, err)."""
    monkeypatch.delenv("SIMLIB_PROGRAM", raising=False)
    monkeypatch.delenv(cli.DEBUG_VARIABLE, raising=False)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["simlib", *words])
        with pytest.raises(SystemExit) as left:
            cli.main()
        return left.value.code, *capsys.readouterr()

    return run


# What is typed, and what the Chinese and the English line must say.
SLIPS = {
    "per cent": (["promise", "--chance", "80%"], "80% 请写 0.8", "write 0.8 for 80%"),
    "per cent, full width": (["promise", "--chance", "７５％"], "请写 0.75", "write 0.75"),
    "per cent as argument": (
        ["required", "baseline", "coverage", "operating_rate", "90%"], "“level”要写成小数：90% 请写 0.9", "write 0.9",
    ),
    "no number": (["promise", "--chance", "high"], "须是数，如 0.8，不能写“high”", "must be a number, such as 0.8"),
    "no whole number": (["worth", "--tests", "1.5"], "须是整数，不能写“1.5”", "must be a whole number, not “1.5”"),
    "too low": (["batch", "--jobs", "-1"], "“--jobs”不能是 -1：须不小于 0", "“--jobs” cannot be -1: 0 or more"),
    "missing": (
        ["required", "baseline", "coverage", "operating_rate"], "还缺“level”（目标值", "“level” (Level of the target",
    ),
    "misspelt option": (["promise", "--chnce", "0.8"], "是否想写“--chance”？可用：--", "mean “--chance”?"),
    "misspelt command": (["promize"], "是否想写“promise”（某项指标", "did you mean “promise” (What can be promised"),
    "a plan for a command": (["crackdown"], "请在前面写命令，如：simlib run crackdown", "simlib run crackdown"),
    "option before any command": (["--foo"], "没有名为“--foo”的选项", "No option is called “--foo”"),
    "too much": (["promise", "baseline", "operating_rate", "x", "y"], "多写了“x y”", "“x y” is too much"),
    "no value": (["promise", "--chance"], "“--chance”后面要写一个值", "“--chance” needs a value"),
    "a value too many": (["batch", "--force=1"], "“--force”后面不写值", "“--force” takes no value"),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_two_lines_with_the_remedy(typed, name):
    words, zh, en = SLIPS[name]
    code, out, err = typed(*words)
    assert (code, out) == (2, "")
    chinese, english = err.splitlines()
    assert zh in chinese
    assert en in english


def test_a_slip_shows_an_example_and_where_help_is(typed, monkeypatch):
    _, _, err = typed("required", "baseline")
    assert "例如：simlib required baseline fine.polluters operating_rate 0.9 --sector polluters" in err
    assert "Help: simlib required -h" in err
    _, _, err = typed("calibrate")
    assert "写法：simlib calibrate {history} [选项 options]" in err
    monkeypatch.setenv("SIMLIB_PROGRAM", "python run.py")
    assert "Help: python run.py required -h" in typed("required", "baseline")[2]


def test_an_unforeseen_slip_is_said_too():
    """Words of the library that we have none for are passed on inside a sentence of ours."""
    error = slip_of(typer.BadParameter("strange"))
    assert "strange" in error.zh
    assert "strange" in error.en


def test_older_versions_of_the_library_are_understood():
    """They leave no record of the value, only words."""
    chance = next(one for one in COMMANDS["promise"].params if one.name == "chance")
    assert "80% 请写 0.8" in slip_of(typer.BadParameter("'80%' is not a valid float.", param=chance)).zh


def test_debugging_raises_the_slip(typed, monkeypatch):
    monkeypatch.setenv(cli.DEBUG_VARIABLE, "1")
    monkeypatch.setattr(sys, "argv", ["simlib", "promize"])
    with pytest.raises(SimlibError, match="promise"):
        cli.main()


# --- help

ENGLISH_ONLY = ("Show this message", "[OPTIONS]", "[required]", "[default", "<str>")


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_both_languages(typed, name, flag):
    code, out, err = typed(name, flag)
    assert (code, err) == (0, "")
    assert f"用法 Usage:  simlib {name}" in out
    assert "显示本说明。" in out
    assert "Show this help." in out
    assert not [words for words in ENGLISH_ONLY if words in out]
    for parameter in COMMANDS[name].params:
        told = halves(parameter.help or "")
        assert told.zh != told.en, f"{name} {parameter.name} is not said in both languages"
        assert told.zh in out
        assert told.en in out


@pytest.mark.parametrize("words", [["-h"], ["--help"]])
def test_help_lists_every_command_in_full(typed, words):
    code, out, _ = typed(*words)
    assert code == 0
    for command in COMMANDS.values():
        told = halves(command.help)
        assert told.zh in out
        assert told.en in out
    assert "..." not in out


def test_no_words_at_all_get_the_help(typed):
    code, _, err = typed()
    assert code == 2
    assert "命令 Commands:" in err


def test_help_names_defaults_and_what_must_be_given(typed):
    _, out, _ = typed("required", "-h")
    assert "（必填）" in out
    assert "(required)" in out
    assert "（缺省 0.8）" in out
    assert "（缺省 10000，不小于 200）" in typed("calibrate", "-h")[1]


def test_halves_of_a_help_text():
    assert halves("措施，如 coverage、fine.food。 A lever.") == Words("措施，如 coverage、fine.food。", "A lever.")
    assert halves("zh, en") == Words("zh, en", "zh, en")


# --- names


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("监督抽查合格率", "sampled_pass_rate"),
        ("治污设施正常运行率", "operating_rate"),
        ("operating rate of treatment facilities", "operating_rate"),
        ("discharge_compliance", "discharge_compliance"),
    ],
)
def test_an_indicator_by_its_title(said, code):
    assert cli_names.indicator_of(said) == code


def test_plans_programmes_sectors_by_their_titles():
    assert cli_names.plans_of(["等额经费组合方案", "crackdown", "Austerity (−30 %)"]) == [
        "combined",
        "crackdown",
        "austerity",
    ]
    assert cli_names.programme_of("产品质量") == "product"
    assert cli_names.programme_of(None) is None
    assert cli_names.sectors_of("baseline", ["食品", "polluters", "Tourism"]) == [
        "food",
        "polluters",
        "tourism",
    ]
    assert cli_names.sectors_of("no such plan is opened", None) == []
    assert cli_names.levers_typed("罚款，coverage、质量宣传") == "fine,coverage,publicity"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("罚款.重点污染源", "fine.polluters"),
        ("coverage.食品", "coverage.food"),
        ("名牌产品.奖励金额", "famous_brands.award"),
        ("famous_brands.award", "famous_brands.award"),
        ("crackdown.tests.food", "crackdown.tests.food"),
        ("打假期间抽查倍数.食品", "crackdown.tests.food"),
        ("Fine．Food", "fine.food"),
    ],
)
def test_a_lever_by_its_title(said, name):
    assert cli_names.lever_of("baseline", said) == name


def test_a_title_of_two_lists_the_codes():
    two = {"old": Words("食品", "Food"), "new": Words("食品", "New food")}
    with pytest.raises(SimlibError) as caught:
        cli_names.code_of("食品", two, Words("行业", "sector"))
    assert caught.value.zh == "“食品”不止一个行业：old（食品）、new（食品）。请写其中一个。"
    assert caught.value.found == ("old", "new")
    with pytest.raises(SimlibError, match=r"famous_brands\.award"):
        cli_names.lever_of("baseline", "奖励金额")


def test_a_part_of_a_title_is_a_guess_and_only_offered():
    with pytest.raises(SimlibError, match="是否想写“farm”（农产品质量）"):
        cli_names.programme_of("农产品")
    with pytest.raises(SimlibError, match="是否想写“combined”（等额经费组合方案）"):
        cli_names.plan_of("组合方案")


def test_unknown_titles_name_the_nearest():
    with pytest.raises(SimlibError, match="是否想写“food”（食品）"):
        cli_names.sectors_of("baseline", ["食物"])
    with pytest.raises(SimlibError, match="是否想写“fine”（罚款）"):
        cli_names.lever_of("baseline", "罚宽.食品")
    with pytest.raises(SimlibError, match="是否想写“crackdown”（打假集中整治年）"):
        cli_names.plan_of("打假集中年")


def test_commands_pass_codes_on(typed, monkeypatch):
    """What is typed as titles reaches the library, which is strict, as codes."""
    from simlib.report import crediting, promising

    asked = []
    monkeypatch.setattr(promising, "tell_promise", lambda *given: asked.append(given) or "")
    monkeypatch.setattr(crediting, "tell_required", lambda *given: asked.append(given) or "")
    monkeypatch.setattr(crediting, "tell_credit", lambda *given: asked.append(given) or "")
    typed("promise", "现行方案", "监督抽查合格率", "--programme", "产品质量")
    typed("required", "baseline", "罚款.重点污染源", "治污设施正常运行率", "0.9", "--sector", "重点污染源")
    typed("credit", "等额经费组合方案", "--sector", "食品")
    promise, required, credit = asked
    assert promise[0] == "baseline"
    assert promise[1][:2] == ("sampled_pass_rate", "product")
    assert required[:3] == ("baseline", "fine.polluters", ("operating_rate", 0.9, 0.8))
    assert required[3]["sectors"] == ["polluters"]
    assert (credit[0], credit[2]["sectors"]) == ("combined", ["food"])


def test_names_lists_every_code_with_its_title(typed):
    code, out, _ = typed("names")
    assert code == 0
    for line in (
        "food",
        "食品",
        "sampled_pass_rate",
        "监督抽查合格率",
        "product",
        "crackdown.tests",
        "famous_brands.award",
    ):
        assert line in out


def test_the_example_of_every_command_can_be_read():
    """Each example's words fit the command's arguments and options."""
    shown = {name: one for name, one in COMMANDS.items() if one.epilog}
    assert len(shown) >= 8
    for name, command in shown.items():
        assert command.make_context(name, command.epilog.split()), name
    assert cli_targets.app is not None


def test_one_mistake_is_not_mistakes():
    assert cli._counted(1, "mistake") == "1 mistake"
    assert cli._counted(2, "mistake") == "2 mistakes"
