"""Single values out of nodes: numbers, switches, words, quarters, names – and a sentence for each mistake."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from simlib.errors import ScenarioError, unknown_name
from simlib.words import Words

from .nodes import Mistakes, Node, key_mistake, mistake, short
from .slips import advice

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_QUARTER = re.compile(r"([12]\d{3})Q([1-4])", re.ASCII)
_KINDS = {
    "text": Words("一个值", "a single value"),
    "list": Words("列表，如 [甲，乙]", "a list such as [a, b]"),
    "mapping": Words("“键：值”的内容", "“key: value” entries"),
}
NO_WORDS = Words("", "")
MOST_NAMES = 40  # a message lists no more
ON, OFF = ("on", "true", "yes"), ("off", "false", "no")


@dataclass(frozen=True)
class Bounds:
    """What a number may be: from `low` to `high`, in `unit`."""

    low: float
    high: float
    unit: Words = NO_WORDS

    def said(self, language: str) -> str:
        """The bounds as a message says them."""
        unit = self.unit.said(language)
        tail = "" if unit in ("", "–") else (f"({unit})" if language == "zh" else f" ({unit})")
        return f"{self.low:.10g} {'至' if language == 'zh' else 'to'} {self.high:.10g}{tail}"


def fail_if_not(kind: str, node: Node) -> None:
    """Something else than a value, a list or a mapping stands here."""
    if node.kind == kind and not (kind == "text" and node.is_empty):
        return
    found = "空" if node.is_empty else _KINDS[node.kind].zh
    found_en = "nothing" if node.is_empty else _KINDS[node.kind].en
    hint = advice(node.text)
    raise mistake(
        node,
        f"这里应是{_KINDS[kind].zh}，现在是{found}。{hint.zh}",
        f"must be {_KINDS[kind].en}, found {found_en}.{hint.en}",
    )


def entries(node: Node | None) -> dict[str, Node]:
    """The entries of a mapping; an absent or empty block has none."""
    if node is None or node.is_empty:
        return {}
    fail_if_not("mapping", node)
    return node.entries


def items(node: Node | None) -> list[Node]:
    """The items of a list; an absent or empty block has none."""
    if node is None or node.is_empty:
        return []
    fail_if_not("list", node)
    return node.items


def fields(node: Node, required: Collection[str], optional: Collection[str], mistakes: Mistakes) -> dict[str, Node]:
    """The known entries of a mapping; notes each unknown key and each required one that is not there."""
    fail_if_not("mapping", node)
    known = [*required, *optional]
    for name, entry in node.entries.items():
        if name not in known:
            mistakes.add(unknown_key(entry, name, known))
    for name in required:
        if name not in node.entries:
            mistakes.add(
                mistake(
                    node,
                    f"缺少“{name}”。请补上一行“{name}: …”。",
                    f"“{name}” is missing. Add a line “{name}: …”.",
                )
            )
    return {name: entry for name, entry in node.entries.items() if name in known}


def unknown_key(entry: Node, name: str, known: Collection[str]) -> ScenarioError:
    """The error for a key that means nothing here."""
    return _unknown(entry, name, known, Words("键", "key"), at_key=entry.key_line)


def _unknown(node: Node, name: str, known: Collection[str], what: Words, at_key: int = 0) -> ScenarioError:
    error, hint = unknown_name(what.zh, what.en, short(name), _nearest(name, known)), advice(name)
    rest = len(known) - MOST_NAMES
    if rest > 0:
        hint = Words(f"另有 {rest} 个。{hint.zh}", f" {rest} more are not listed.{hint.en}")
    make = key_mistake if at_key else mistake
    made = make(node, error.zh + hint.zh, error.en + hint.en)
    made.values["nearest"] = error.nearest
    return made


def _nearest(name: str, known: Collection[str]) -> Collection[str]:
    """The known names, or the nearest of them where there are too many to list."""
    if len(known) <= MOST_NAMES:
        return known
    return get_close_matches(name, known, n=MOST_NAMES, cutoff=0.0)


def text(node: Node) -> str:
    """A text that is not empty."""
    fail_if_not("text", node)
    if not node.text.strip():
        raise mistake(node, "不能是空的文字。", "must not be an empty text.")
    return node.text.strip()


def words(node: Node, mistakes: Mistakes) -> Words:
    """A text in both languages, written {zh: …, en: …}."""
    parts = fields(node, ("zh", "en"), (), mistakes)
    said = {"zh": "", "en": ""}
    for language, part in parts.items():
        with mistakes.noted():
            said[language] = text(part)
    return Words(**said)


def choice(node: Node, known: Collection[str], what: Words) -> str:
    """One of the known names."""
    found = text(node)
    if found not in known:
        raise _unknown(node, found, known, what)
    return found


def key_choice(entry: Node, name: str, known: Collection[str], what: Words) -> str:
    """A key that must be one of the known names."""
    if name not in known:
        raise _unknown(entry, name, known, what, at_key=entry.key_line)
    return name


def number(node: Node, bounds: Bounds) -> float:
    """A finite number within its bounds; 1e5 is one, too."""
    fail_if_not("text", node)
    if node.quoted or not _NUMBER.fullmatch(node.text):
        raise _not_a_number(node, bounds)
    value = float(node.text) + 0.0
    _fail_if_out_of_bounds(node, value, bounds)
    return value


def _not_a_number(node: Node, bounds: Bounds) -> ScenarioError:
    hint = _number_hint(node)
    return mistake(
        node,
        f"“{short(node.text)}”不是数，允许 {bounds.said('zh')}。{hint.zh}",
        f"“{short(node.text)}” is not a number; allowed {bounds.said('en')}.{hint.en}",
    )


def _number_hint(node: Node) -> Words:
    """Why a text that was meant as a number is none."""
    if node.quoted:
        return Words("请去掉引号。", " Remove the quotation marks.")
    if node.text.strip(".+-").lower() in ("nan", "inf", "infinity"):
        return Words("必须是有限的数。", " It must be finite.")
    if node.text.endswith(("%", "％")):
        return Words("百分数请写成小数，如 80% 写 0.8。", " Write a per cent as a share: 80% is 0.8.")
    if re.search("[万千百亿元家年次个天]", node.text):
        return Words("只写数字，不写单位。", " Write the figure alone, without its unit.")
    return advice(node.text)


def _fail_if_out_of_bounds(node: Node, value: float, bounds: Bounds) -> None:
    if not bounds.low <= value <= bounds.high or not math.isfinite(value):
        raise mistake(
            node,
            f"{short(node.text)} 超出范围，允许 {bounds.said('zh')}。请改到范围之内。",
            f"{short(node.text)} is out of bounds; allowed {bounds.said('en')}. Choose a value within.",
        )


def whole(node: Node, bounds: Bounds) -> int:
    """A whole number within its bounds."""
    value = number(node, bounds)
    if not value.is_integer():
        raise mistake(node, f"{short(node.text)} 应是整数。", f"{short(node.text)} must be a whole number.")
    return int(value)


def is_off(node: Node) -> bool:
    """The word off (false, no)."""
    return node.kind == "text" and not node.quoted and node.text.lower() in OFF


def switch(node: Node) -> float:
    """on is 1, off is 0."""
    if is_off(node):
        return 0.0
    if node.kind == "text" and not node.quoted and node.text.lower() in ON:
        return 1.0
    fail_if_not("text", node)
    raise mistake(
        node,
        f"“{short(node.text)}”应写 on（开）或 off（关）。",
        f"“{short(node.text)}” must be on or off (without quotation marks).",
    )


def quarter(node: Node, written: str | None = None) -> str:
    """A quarter such as 2012Q1 (the node's text, or a key given as `written`)."""
    found = text(node) if written is None else written
    if not _QUARTER.fullmatch(found):
        hint = advice(found)
        raise (mistake if written is None else key_mistake)(
            node,
            f"“{short(found)}”不是季度，请写成 2012Q1（年份、大写 Q、1 至 4）。{hint.zh}",
            f"“{short(found)}” is not a quarter; write 2012Q1 (year, capital Q, 1 to 4).{hint.en}",
        )
    return found


def one_of(parts: Mapping[str, Node], names: Collection[str], node: Node) -> str:
    """The single one of `names` that is given."""
    given = [name for name in names if name in parts]
    if len(given) != 1:
        listed = "、".join(names)
        raise mistake(
            node,
            f"{listed} 中必须且只能写一个，现在有 {len(given)} 个。",
            f"give exactly one of {', '.join(names)}; found {len(given)}.",
        )
    return given[0]
