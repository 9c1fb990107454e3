"""Mistakes in the lines of a file: each with its line, all at once, what they share said once."""

from __future__ import annotations

from ..errors import BadRequest, SimlibError
from ..words import LANGUAGES, Words

MOST_SAID = 20  # mistakes of one file


def said(line: int, zh: str, en: str) -> BadRequest:
    """A mistake in one line of a file."""
    return BadRequest(f"第 {line} 行：{zh}", f"Line {line}: {en}", line=line)


def at(line: int, error: SimlibError) -> SimlibError:
    """The error with its line; what is said once under a whole list of mistakes stays on it."""
    if not line:
        return error
    kept = {name: error.values[name] for name in ("short", "rest") if name in error.values}
    return BadRequest(f"第 {line} 行：{error.zh}", f"Line {line}: {error.en}", line=line, **kept)


def fail_if_wrong(wrong: list[SimlibError], name: str) -> None:
    """All mistakes at once, each with its line; the names there are come once, at the end."""
    if wrong:
        zh, en = ("\n".join(_lines(wrong, language)) for language in LANGUAGES)
        count = Words(f"{len(wrong)} 处错误", "1 mistake" if len(wrong) == 1 else f"{len(wrong)} mistakes")
        raise BadRequest(f"{name} 有 {count.zh}：\n{zh}", f"{name} has {count.en}:\n{en}", line=wrong[0].line)


def _lines(wrong: list[SimlibError], language: str) -> list[str]:
    lines = [_short(error, language) for error in wrong[:MOST_SAID]]
    if len(wrong) > MOST_SAID:
        more = len(wrong) - MOST_SAID
        rest = Words(f"另有 {more} 处，改好以上各处后再查。", f"{more} more; mend these and check again.")
        lines.append(rest.said(language))
    lists = (error.values["rest"].said(language) for error in wrong[:MOST_SAID] if "rest" in error.values)
    return [*lines, *dict.fromkeys(lists)]


def _short(error: SimlibError, language: str) -> str:
    """A mistake without the list of all names."""
    if "short" not in error.values:
        return str(getattr(error, language))
    where = Words(f"第 {error.line} 行：", f"Line {error.line}: ")
    return where.said(language) + str(error.values["short"].said(language))
