"""A value of a file with the place where it is written, and the mistakes found there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from simlib.errors import ScenarioError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Node:
    """One value as written: text, a list or a mapping; `key` is its dotted path, lines count from 1.

    `line` and `column` are where the value starts, `key_line` where its key stands (0: not from a file).
    `entries` and `items` are empty for other kinds; `quoted` is True for text in quotation marks.
    """

    kind: str  # text, list or mapping
    file: str
    key: str = ""
    line: int = 0
    column: int = 0
    key_line: int = 0
    text: str = ""
    quoted: bool = False
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nothing is written after the colon."""
        return self.kind == "text" and not self.quoted and self.text in ("", "~", "null")

    @property
    def last_key(self) -> str:
        """The key itself, without the path that leads to it."""
        return self.key.rpartition(".")[2]


def short(text: str, length: int = 40) -> str:
    """The beginning of a long text, in one line, as a message can quote it."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[:length] + "…"


def mistake(node: Node, zh: str, en: str) -> ScenarioError:
    """The error that names file, line and key, then says in both languages what is wrong and what to do."""
    line = node.line if node.kind == "text" and node.line else node.key_line
    return mistake_at(node.file, line, node.key, zh, en)


def key_mistake(node: Node, zh: str, en: str) -> ScenarioError:
    """The same, where the key itself is wrong: names the line of the key."""
    return mistake_at(node.file, node.key_line, node.key, zh, en)


def mistake_at(file: str, line: int, key: str, zh: str, en: str) -> ScenarioError:
    """The error at a place that has no node yet."""
    at_zh = f"{file}" + (f" 第 {line} 行" if line else "") + (f"，{short(key, 80)}" if key else "")
    at_en = f"{file}" + (f", line {line}" if line else "") + (f", {short(key, 80)}" if key else "")
    return ScenarioError(f"{at_zh}：{zh}", f"{at_en}: {en}", file=file, line=line, key=key)


class Mistakes:
    """All mistakes found so far, so that a planner sees them together and not one after the other."""

    def __init__(self) -> None:
        self.found: list[ScenarioError] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note a mistake made inside and go on after it."""
        try:
            yield
        except ScenarioError as error:
            self.add(error)

    def attempt(self, read: Callable[[Node], T], node: Node | None, default: T) -> T:
        """What `read` makes of a node; the default where there is none or where a mistake was noted."""
        if node is not None:
            with self.noted():
                return read(node)
        return default

    def add(self, error: ScenarioError) -> None:
        """Note one mistake (or all that it carries), each once."""
        known = {str(one) for one in self.found}
        self.found += [one for one in mistakes_of(error) if str(one) not in known]

    def fail_if_any(self) -> None:
        """Raise the first mistake; it says how many more there are and carries all as `mistakes`."""
        if not self.found:
            return
        first, more = self.found[0], len(self.found) - 1
        zh = first.zh + (f"（另有 {more} 处错误。）" if more else "")
        en = first.en + (f" ({more} more mistakes.)" if more else "")
        raise ScenarioError(zh, en, **(first.values | {"mistakes": tuple(self.found)}))


def mistakes_of(error: ScenarioError) -> tuple[ScenarioError, ...]:
    """Every mistake that an error stands for: itself, or those collected in it."""
    found: tuple[ScenarioError, ...] = error.values.get("mistakes", (error,))
    return found


def from_python(value: Any, file: str, key: str = "") -> Node:
    """The same tree from Python values, so that a what-if passes the same checks as a file."""
    if isinstance(value, Mapping):
        children = {str(name): from_python(item, file, _join(key, str(name))) for name, item in value.items()}
        return Node("mapping", file, key, entries=children)
    if isinstance(value, (list, tuple)):
        parts = [from_python(item, file, f"{key}[{i + 1}]") for i, item in enumerate(value)]
        return Node("list", file, key, items=parts)
    return Node("text", file, key, text=_spelled(value))


def _spelled(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "on" if value else "off"
    return value if isinstance(value, str) else str(value)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
