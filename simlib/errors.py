"""Everything that can go wrong, said in Chinese and English with what to do about it."""

from __future__ import annotations

from typing import Any


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


def unknown_name(what_zh: str, what_en: str, name: str, known: Any) -> UnknownName:
    """The error for a misspelt name: says which names exist and which one is nearest."""
    from difflib import get_close_matches

    names = [str(item) for item in known]
    near = get_close_matches(str(name), names, n=1, cutoff=0.5)
    hint_zh = f"；是否想写“{near[0]}”？" if near else ""
    hint_en = f"; did you mean “{near[0]}”?" if near else ""
    return UnknownName(
        f"没有名为“{name}”的{what_zh}{hint_zh or '。'}可用：{'、'.join(names)}。",
        f"No {what_en} is called “{name}”{hint_en} Known: {', '.join(names)}.",
        name=name,
        known=names,
        nearest=near[0] if near else None,
    )
