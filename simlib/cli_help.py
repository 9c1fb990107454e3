"""The help of every command, in Chinese and then in English, each option with both."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperGroup

from .errors import BadRequest, program, unknown_name
from .words import Words

_HALVES = re.compile(r"(.*?[。！？]) (?=[A-Za-z0-9])(.*)", re.DOTALL)
HELP_WORDS = Words("显示本说明。", "Show this help.")
INDENT, WIDEST = 2, 24


class HelpInBoth(typer.Context):
    """A command's context; its help is ours. typer's own is in English only."""

    def get_help(self) -> str:
        """Usage, what the command is for, an example, its arguments and options."""
        command: Any = self.command
        lines = [f"用法 Usage:  {usage_of(self)}", "", *(f"  {part}" for part in distinct(halves(command.help or "")))]
        lines += ["", f"例如 Example:  {self.command_path} {command.epilog}"] if command.epilog else []
        lines += _section("命令 Commands", _commands(command))
        arguments = [one for one in command.get_params(self) if one.param_type_name == "argument"]
        options = [one for one in command.get_params(self) if one.param_type_name == "option"]
        lines += _section("参数 Arguments", [(one.name, _help_of(one)) for one in arguments])
        lines += _section("选项 Options", [(_typed(one), _help_of(one)) for one in options])
        return "\n".join(lines)


class Commands(TyperGroup):
    """The group of all commands; one that it does not have is our error, with the nearest."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that was typed first."""
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            _fail_if_a_plan(args[0])
            known = {name: _briefly(halves(command.help or "")) for name, command in self.commands.items()}
            raise unknown_name("命令", "command", args[0], known, see="-h")
        return super().resolve_command(ctx, args)


def _fail_if_a_plan(word: str) -> None:
    """A plan in the place of a command: say what can be asked of it."""
    from .scenario import names

    if word in names():
        raise BadRequest(
            f"“{word}”是方案，不是命令。请在前面写命令，如：{program()} run {word}。全部命令：{program()} -h。",
            f"“{word}” is a plan, not a command. Put a command before it: {program()} run {word}. "
            f"All commands: {program()} -h.",
        )


def _briefly(words: Words) -> Words:
    return Words(words.zh.rstrip("。"), words.en.rstrip("."))


def command_of(app: typer.Typer) -> Any:
    """The command line of an app, with help in both languages everywhere."""
    group: Any = typer.main.get_command(app)
    for command in (group, *group.commands.values()):
        command.context_class = HelpInBoth
    return group


def halves(text: str) -> Words:
    """The Chinese and the English half of a help text, which stand one after the other; any other text is both."""
    plain = " ".join(text.split())
    found = _HALVES.fullmatch(plain)
    return Words(found[1], found[2]) if found else Words(plain, plain)


def distinct(words: Words) -> tuple[str, ...]:
    """Chinese, then English; once where they are the same."""
    return tuple(dict.fromkeys(part for part in words if part))


def usage_of(context: Any) -> str:
    """What to type: {must} [may] …"""
    command = context.command
    parts = [_piece(one) for one in command.get_params(context) if one.param_type_name == "argument"]
    rest = ["命令 COMMAND …"] if hasattr(command, "commands") else []
    return " ".join([context.command_path, *parts, *rest, "[选项 options]"])


def _piece(argument: Any) -> str:
    name = f"{argument.name} …" if argument.nargs != 1 else argument.name
    return f"{{{name}}}" if argument.required else f"[{name}]"


def _typed(option: Any) -> str:
    return ", ".join(sorted(option.opts, key=len)) + ("" if option.is_flag else " …")


def _help_of(parameter: Any) -> Words:
    """What a parameter is, and that it is needed, its default or its least value."""
    if "--help" in parameter.opts:
        return HELP_WORDS
    words, notes = halves(parameter.help or ""), _notes(parameter)
    return Words(words.zh + notes.zh, words.en + notes.en) if any(notes) else words


def _notes(parameter: Any) -> Words:
    if parameter.required:
        return Words("（必填）", " (required)")
    least = getattr(parameter, "min", None)
    usual = None if parameter.default in (None, "", False) else parameter.default
    zh = [f"缺省 {usual}"] * (usual is not None) + [f"不小于 {least}"] * (least is not None)
    en = [f"default {usual}"] * (usual is not None) + [f"{least} or more"] * (least is not None)
    return Words(f"（{'，'.join(zh)}）", f" ({', '.join(en)})") if zh else Words("", "")


def _commands(command: Any) -> list[tuple[str, Words]]:
    known = getattr(command, "commands", {})
    return [(name, halves(one.help or "")) for name, one in known.items() if not one.hidden]


def _section(heading: str, rows: list[tuple[str, Words]]) -> list[str]:
    """A heading and its rows: the name once, Chinese beside it, English below."""
    if not rows:
        return []
    width = min(WIDEST, max(len(name) for name, _ in rows))
    lines = ["", f"{heading}:"]
    for name, words in rows:
        told = distinct(words) or ("",)
        shown = zip((name, ""), told, strict=False)
        lines += [f"{'':{INDENT}}{first:<{width}}  {part}".rstrip() for first, part in shown]
    return lines
