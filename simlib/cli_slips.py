"""Slips on the command line: what is wrong, what is allowed and what to do, in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import typer

from .cli_help import halves, usage_of
from .errors import SimlibError, unknown_name
from .words import Words

USAGE_ERROR: type[Exception] = typer.BadParameter.__bases__[0]  # the family of all that can be wrong in what was typed
NO_WORDS_TYPED = "NoArgsIsHelpError"  # not a slip: it carries the help
_EXTRA = re.compile(r"unexpected extra argument\S* \((.*)\)")
_PER_CENT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[%％]\s*")


def slip_of(error: Any) -> SimlibError:
    """The library's English message as a mistake that a planner can mend."""
    kinds = (SAID[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in SAID)
    wrong = next(kinds, _other)(error)
    if isinstance(wrong, SimlibError):
        return wrong
    todo = _todo(error)
    return SimlibError(wrong.zh + todo.zh, f"{wrong.en} {todo.en}".rstrip())


def _todo(error: Any) -> Words:
    """What to type instead, and where all of it stands."""
    context = error.ctx
    if context is None:
        return Words("", "")
    example = context.command.epilog
    shown = f"{context.command_path} {example}" if example else usage_of(context)
    return Words(
        f"{'例如' if example else '写法'}：{shown}。说明：{context.command_path} -h",
        f"{'Example' if example else 'Usage'}: {shown}. Help: {context.command_path} -h",
    )


def _missing(error: Any) -> Words:
    told = halves(error.param.help or "")
    return Words(
        f"还缺{_called(error.param)}{_in_brackets(told.zh, 'zh')}。",
        f"{_called(error.param)}{_in_brackets(told.en, 'en')} is missing.",
    )


def _bad_value(error: Any) -> Words:
    fault, value = _fault(error)
    name = _called(error.param)
    if fault.startswith(("float", "int")):
        return _not_a_number(name, value, whole=fault.startswith("int"))
    least = getattr(error.param, "min", None)
    if least is not None:
        return Words(f"{name}不能是 {value}：须不小于 {least}。", f"{name} cannot be {value}: {least} or more.")
    return Words(f"{name}的值不能用（{error.message}）。", f"{name} has a value that will not do ({error.message}).")


def _not_a_number(name: str, value: str, *, whole: bool) -> Words:
    share = _PER_CENT.fullmatch(value)
    if share and not whole:
        right = f"{float(share[1]) / 100.0:g}"
        zh, en = f"{name}要写成小数：{value} 请写 {right}。", f"{name} is a decimal: write {right} for {value}."
        return Words(zh, en)
    kind = Words("整数", "a whole number") if whole else Words("数，如 0.8", "a number, such as 0.8")
    return Words(f"{name}须是{kind.zh}，不能写“{value}”。", f"{name} must be {kind.en}, not “{value}”.")


def _fault(error: Any) -> tuple[str, str]:
    """What kind of value was wanted, and what was typed; from the checker's own record where it left one."""
    record = getattr(error.__cause__, "errors", None)
    if record is not None:
        first = record()[0]
        return str(first["type"]), str(first["input"])
    quoted = re.search(r"'([^']*)' is not a valid (\w+)", error.message)
    return (quoted[2], quoted[1]) if quoted else ("", "")


def _no_option(error: Any) -> SimlibError:
    options = [one for one in error.ctx.command.get_params(error.ctx) if one.param_type_name == "option"]
    return unknown_name("选项", "option", error.option_name, [max(one.opts, key=len) for one in options])


def _option_used_wrongly(error: Any) -> Words:
    name = error.option_name
    if "does not take" in error.message:
        return Words(f"选项“{name}”后面不写值。", f"The option “{name}” takes no value.")
    return Words(f"选项“{name}”后面要写一个值：{name} 值。", f"The option “{name}” needs a value: {name} VALUE.")


def _other(error: Any) -> Words:
    extra = _EXTRA.search(error.message)
    if extra:
        return Words(f"多写了“{extra[1]}”。", f"“{extra[1]}” is too much.")
    return Words(f"命令写得不对（{error.message}）。", f"The command is not right ({error.message}).")


def _called(parameter: Any) -> str:
    """A parameter as it is typed: “--chance”, “level”."""
    return f"“{max(parameter.opts, key=len)}”" if parameter is not None else ""


def _in_brackets(text: str, language: str) -> str:
    plain = text.rstrip("。.")
    return "" if not plain else f"（{plain}）" if language == "zh" else f" ({plain})"


SAID: dict[str, Callable[[Any], Words | SimlibError]] = {
    "MissingParameter": _missing,
    "NoSuchOption": _no_option,
    "BadOptionUsage": _option_used_wrongly,
    "BadParameter": _bad_value,
}
