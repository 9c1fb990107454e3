"""Reading one YAML file strictly and safely: bounded, UTF-8, no tags, no references, no key twice.

The parser's events are turned into nodes; nothing is ever constructed, so a file can run no code.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from simlib.errors import ScenarioError

from .nodes import Node, mistake, mistake_at, short
from .slips import advice, line_with_slip

LIMIT_BYTES = 1_000_000
LIMIT_DEPTH = 20
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_PROBLEMS = (  # what the parser says, and the same in Chinese
    ("mapping values are not allowed", "一行里多了一个冒号，或缩进不对"),
    ("could not find expected ':'", "缺少冒号，或缩进不对"),
    ("expected ',' or", "括号没有配对，或缺少逗号"),
    ("did not find expected key", "缩进不对，或引号没有配对"),
    ("did not find expected '-'", "列表的缩进不对"),
    ("cannot start any token", "有不能用在这里的字符（如制表符、@、`、%）"),
    ("unexpected end of stream", "引号没有配对"),
)


def read_yaml(path: Path, file: str) -> Node:
    """The mapping written in a file; every mistake names `file` as the reader of messages knows it."""
    return parse_yaml(_decoded(_bytes_of(path, file), file), file)


def parse_yaml(text: str, file: str) -> Node:
    """The mapping written in a text."""
    _fail_if_control_characters(text, file)
    try:
        events = iter(yaml.parse(text, Loader=_LOADER))
        node = _document(events, file)
    except yaml.YAMLError as error:
        raise _syntax_mistake(error, text, file) from None
    _fail_if_not_a_mapping(node)
    return node


def _bytes_of(path: Path, file: str) -> bytes:
    """The bytes of a regular file of bounded size; anything else is refused before it is opened."""
    try:
        status = path.stat()
        _fail_if_not_regular(status.st_mode, file)
        _fail_if_too_large(status.st_size, file)
        with path.open("rb") as stream:
            data = stream.read(LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise mistake_at(
            file,
            0,
            "",
            f"文件无法读取（{reason}）。请检查文件是否存在、是否有读取权限。",
            f"the file cannot be read ({reason}). Check that it exists and may be read.",
        ) from None
    _fail_if_too_large(len(data), file)
    return data


def _fail_if_not_regular(mode: int, file: str) -> None:
    if not stat.S_ISREG(mode):
        raise mistake_at(
            file,
            0,
            "",
            "不是普通文件。请放一个文本文件。",
            "not a regular file. Put a text file here.",
        )


def _fail_if_too_large(size: int, file: str) -> None:
    if size > LIMIT_BYTES:
        raise mistake_at(
            file,
            0,
            "",
            "文件超过 1 MB，未读取。方案文件只有几 KB，请检查是否放错了文件。",
            "the file is larger than 1 MB and was not read. A scenario has a few KB; is it the right file?",
        )


def _decoded(data: bytes, file: str) -> str:
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise mistake_at(
            file,
            0,
            "",
            "文件是空的。可用 simlib new 生成一个。",
            "the file is empty. `simlib new` writes one to start from.",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        name = _likely_encoding(data)
        raise mistake_at(
            file,
            line,
            "",
            f"不是 UTF-8 编码{f'（像是 {name}）' if name else ''}。请另存为 UTF-8（记事本：另存为 > 编码）。",
            f"not UTF-8{f' (it looks like {name})' if name else ''}. "
            "Save it again as UTF-8 (Notepad: File > Save as > Encoding).",
        ) from None


def _likely_encoding(data: bytes) -> str:
    """What a file that is not UTF-8 probably is; empty if it looks like no text at all."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GB18030/GBK" if re.search("[\u4e00-\u9fff]", text) else ""


def _fail_if_control_characters(text: str, file: str) -> None:
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        code = f"U+{ord(found[0]):04X}"
        raise mistake_at(
            file,
            line,
            "",
            f"有不可见的控制字符（{code}）。请删去。",
            f"an invisible control character ({code}). Delete it.",
        )


def _fail_if_not_a_mapping(node: Node) -> None:
    if node.kind != "mapping":
        hint = advice(node.text)
        raise mistake(
            node,
            f"整个文件应是“键: 值”的形式。{hint.zh}",
            f"the whole file must be made of “key: value”.{hint.en}",
        )


def _syntax_mistake(error: yaml.YAMLError, text: str, file: str) -> ScenarioError:
    """What the parser could not read, with the slip that most likely caused it."""
    lines = text.splitlines()
    marks = (getattr(error, "context_mark", None), getattr(error, "problem_mark", None))
    at = [mark.line for mark in marks if mark is not None]
    suspects = [i for line in reversed(at) for i in (line, line - 1)]
    blamed = line_with_slip(lines, suspects)
    line = blamed if blamed is not None else _line_of(error, at)
    hint = advice(lines[blamed].split(" #")[0]) if blamed is not None else advice("")
    problem = str(getattr(error, "problem", "") or "unreadable")
    zh = next((said for part, said in _PROBLEMS if part in problem), "写法不对")
    return mistake_at(
        file,
        line + 1,
        "",
        f"不符合 YAML 写法：{zh}。{hint.zh}",
        f"not valid YAML: {short(problem)}.{hint.en}",
    )


def _line_of(error: yaml.YAMLError, at: list[int]) -> int:
    """The line to name: where a bracket or a quotation mark was opened, else where the parser stopped."""
    opened = re.search("flow|quoted", str(getattr(error, "context", "")))
    return at[0 if opened else -1] if at else 0


def _document(events: Iterator[Any], file: str) -> Node:
    """The single document of a file."""
    top: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            start = _at(event, Node("mapping", file))
            _fail_if_second(top, start)
            top = _node(events, next(events), start, 1)
    if top is None:
        raise mistake_at(
            file,
            0,
            "",
            "文件里只有注释或空行。",
            "the file holds nothing but comments or blank lines.",
        )
    return top


def _fail_if_second(top: Node | None, start: Node) -> None:
    if top is not None:
        raise mistake(
            start,
            "一个文件只能有一份内容，请删去多余的“---”。",
            "one file holds one document; delete the extra “---”.",
        )


def _node(events: Iterator[Any], event: Any, spot: Node, depth: int) -> Node:
    """The node that an event begins; `spot` is a node that knows file, key and line of the key."""
    spot = _at(event, spot)
    _fail_if_reference(event, spot)
    _fail_if_too_deep(depth, spot)
    if isinstance(event, yaml.ScalarEvent):
        return replace(spot, kind="text", text=event.value, quoted=event.style in ("'", '"'))
    if isinstance(event, yaml.SequenceStartEvent):
        return replace(spot, kind="list", items=_items(events, spot, depth))
    return replace(spot, kind="mapping", entries=_entries(events, spot, depth))


def _at(event: Any, spot: Node) -> Node:
    """The same node with the place of an event; the line of the key stays if there is one."""
    line = event.start_mark.line + 1
    return replace(spot, line=line, column=event.start_mark.column + 1, key_line=spot.key_line or line)


def _items(events: Iterator[Any], spot: Node, depth: int) -> list[Node]:
    items: list[Node] = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        place = Node("text", spot.file, f"{spot.key}[{len(items) + 1}]")
        items.append(_node(events, event, place, depth + 1))
    return items


def _entries(events: Iterator[Any], spot: Node, depth: int) -> dict[str, Node]:
    entries: dict[str, Node] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        name = _key(event, spot)
        line = event.start_mark.line + 1
        path = f"{spot.key}.{name}" if spot.key else name
        place = Node("text", spot.file, path, line, event.start_mark.column + 1, line)
        _fail_if_twice(entries, name, place)
        entries[name] = _node(events, next(events), place, depth + 1)
    return entries


def _key(event: Any, spot: Node) -> str:
    place = replace(spot, kind="mapping", key_line=event.start_mark.line + 1)
    _fail_if_reference(event, place)
    if not isinstance(event, yaml.ScalarEvent):
        raise mistake(
            place,
            "键必须是一个词，不能是列表或括号。",
            "a key must be a word, not a list or a mapping.",
        )
    if event.value == "<<":
        raise mistake(
            place,
            "不支持合并键“<<”。请把内容直接写出来。",
            "the merge key “<<” is not used here. Write the content out.",
        )
    return str(event.value)


def _fail_if_twice(entries: dict[str, Node], name: str, place: Node) -> None:
    if name in entries:
        first = entries[name].key_line
        raise mistake(
            place,
            f"“{short(name)}”写了两次（第一次在第 {first} 行）。请只留一处。",
            f"“{short(name)}” is written twice (first in line {first}). Keep one.",
        )


def _fail_if_reference(event: Any, spot: Node) -> None:
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise mistake(
            spot,
            "不允许引用（& 和 *）。请把内容直接写出来；文字里有 & 或 * 时加引号。",
            "references (& and *) are not allowed. Write the content out, or quote the text.",
        )
    if event.tag is not None:
        raise mistake(
            spot,
            f"不允许类型标记“{short(event.tag)}”。请删去感叹号开头的部分。",
            f"the tag “{short(event.tag)}” is not allowed. Delete the part that begins with “!”.",
        )


def _fail_if_too_deep(depth: int, spot: Node) -> None:
    if depth > LIMIT_DEPTH:
        raise mistake(spot, f"嵌套超过 {LIMIT_DEPTH} 层。", f"nested more than {LIMIT_DEPTH} levels deep.")
