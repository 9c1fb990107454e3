"""Everything that can go wrong, said in Chinese and English with what to do about it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from .titles import nearest, titles_of
from .words import Words, lowered

PROGRAM_VARIABLE = "SIMLIB_PROGRAM"  # set by run.py, so that messages name commands as the planner types them
MANY, NEAR = 12, 5  # more names than that are not listed if a few come near


class SimlibError(Exception):
    """A mistake that a planner can mend; `zh` and `en` say where it is, what is allowed and what to do.

    Keyword values (a file, a line, the best value reached) stay on the error as attributes.
    """

    def __init__(self, zh: str, en: str, **values: Any) -> None:
        super().__init__(f"{zh}\n{en}")
        self.zh, self.en, self.values = zh, en, values

    def __reduce__(self) -> Any:
        return _rebuilt, (type(self), self.zh, self.en, self.values)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["values"][name]
        except KeyError:
            raise AttributeError(name) from None


def _rebuilt(kind: type[SimlibError], zh: str, en: str, values: dict[str, Any]) -> SimlibError:
    """The same error in another process."""
    return kind(zh, en, **values)


class ScenarioError(SimlibError):
    """A scenario file cannot be used; carries `file`, `line` and `key` where they are known."""


class UnknownName(SimlibError):
    """A name the program does not know; carries `name` and the `known` names."""


class BadRequest(SimlibError):
    """A question that the outcome at hand cannot answer (a year outside the plan, an empty budget ...)."""


class TargetUnreachable(BadRequest):
    """What was asked for cannot be reached with the chance asked; carries the `best` chance that can be had."""


class BatchError(SimlibError):
    """Some notebooks of a batch failed; carries `failed`."""


def program() -> str:
    """What comes before a command as it is typed here: simlib, or python run.py."""
    return os.environ.get(PROGRAM_VARIABLE) or "simlib"


def unknown_name(what_zh: str, what_en: str, name: str, known: Iterable[Any], see: str = "names") -> UnknownName:
    """The error for a misspelt name: which one is nearest, and which there are, with their titles if `known` has them.

    Of many names with titles only the nearest are said; the command `see` lists all.
    """
    titles = titles_of(known)
    many = len(titles) > MANY and any(titles.values())
    near = nearest(str(name), titles, most=NEAR if many else 1)
    known_ones = _where(len(titles), see) if many and near else _told(titles)
    hint = _hint({code: titles[code] for code in near})
    short = Words(f"没有名为“{name}”的{what_zh}{hint.zh or '。'}", f"No {what_en} is called “{name}”{hint.en or '.'}")
    return UnknownName(
        short.zh + known_ones.zh,
        f"{short.en} {known_ones.en}",
        name=name,
        known=list(titles),
        nearest=near[0] if near else None,
        short=short,
        rest=Words(f"{what_zh}{known_ones.zh}", f"{what_en.capitalize()} – {lowered(known_ones.en)}"),
    )


def _hint(near: Mapping[str, Words | None]) -> Words:
    """“food”（食品）, ready to stand after the name that is not known."""
    if not near:
        return Words("", "")
    zh = "、".join(f"“{code}”" + (f"（{words.zh}）" if words else "") for code, words in near.items())
    en = " or ".join(f"“{code}”" + (f" ({words.en})" if words else "") for code, words in near.items())
    return Words(f"；是否想写{zh}？", f"; did you mean {en}?")


def _told(titles: Mapping[str, Words | None]) -> Words:
    zh = "、".join(code + (f"（{words.zh}）" if words else "") for code, words in titles.items())
    en = ", ".join(code + (f" ({words.en})" if words else "") for code, words in titles.items())
    return Words(f"可用：{zh}。", f"Known: {en}.")


def _where(count: int, see: str) -> Words:
    command = f"{program()} {see}"
    return Words(
        f"共 {count} 个，全部名称见命令 {command}。", f"There are {count}; the command {command} lists them all."
    )
