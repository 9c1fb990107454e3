"""Where scenario files lie and what they may be called: plain names, never a path."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from simlib.errors import ScenarioError, unknown_name
from simlib.project import in_project

from .nodes import Node, mistake, mistake_at, short
from .values import text

SUFFIX = ".yml"
SECTORS = "sectors"
SCORING = "scoring"
LONGEST_NAME = 64
_PLAIN = re.compile(r"[^\W_-][\w-]*")
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{i}" for port in ("com", "lpt") for i in range(10)),
}


def find_folder(folder: Path | None = None) -> Path:
    """The folder of the scenarios: the one given, else the project's at hand, else the shipped one."""
    if folder is not None:
        return _existing(Path(folder))
    found = in_project(f"scenarios/*{SUFFIX}")
    if found is not None:
        return found.parent
    raise mistake_at(
        "scenarios",
        0,
        "",
        "找不到 scenarios 文件夹。请在项目文件夹中运行。",
        "there is no folder “scenarios”. Run this inside the project.",
    )


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise mistake_at(folder.name, 0, "", "没有这个文件夹。", "there is no such folder.")
    return folder


def display(path: Path, folder: Path) -> str:
    """A file as messages name it: from the scenarios folder on, with plain slashes."""
    return f"{folder.resolve().name}/{path.relative_to(folder).as_posix()}"


def files_in(folder: Path) -> dict[str, Path]:
    """Every scenario file with a plain name, by name, in order."""
    found = {path.stem: path for path in folder.glob(f"*{SUFFIX}") if is_plain(path.stem)}
    return dict(sorted(found.items()))


def sector_files_in(folder: Path) -> tuple[Path, ...]:
    """Every sector file, those of other districts in their own sub-folder included."""
    return tuple(sorted((folder / SECTORS).glob(f"**/*{SUFFIX}")))


def is_plain(name: str) -> bool:
    """True for letters (Chinese ones, too), digits, _ and -, at most 64, none that Windows reserves."""
    return (
        _PLAIN.fullmatch(name) is not None
        and len(name) <= LONGEST_NAME
        and name.casefold() not in _RESERVED
        and unicodedata.normalize("NFC", name) == name
    )


def fail_if_not_plain(name: str, node: Node) -> None:
    """A name that could be a path, an option or a device."""
    if not is_plain(name):
        raise mistake(
            node,
            f"“{short(name)}”不能作名称：只用字母、汉字、数字、_ 和 -，不以 - 或 _ 开头，最多 {LONGEST_NAME} 字，"
            "不含路径和点，也不能是 Windows 保留名。",
            f"“{short(name)}” cannot be a name: use letters, digits, _ and -, begin with a letter or digit, "
            f"at most {LONGEST_NAME}, no path, no dot, no name reserved by Windows.",
        )


def named(name: str, folder: Path) -> Node:
    """A name that was asked for rather than written in a file, as a node for messages."""
    return Node("text", folder.resolve().name, text=name)


def scenario_path(node: Node, folder: Path) -> Path:
    """The file of the scenario that a node names; upper and lower case count on every system."""
    name = text(node)
    fail_if_not_plain(name, node)
    files = files_in(folder)
    if name not in files:
        error = unknown_name("方案", "scenario", short(name), files)
        made = mistake(
            node,
            f"{error.zh} 新建：simlib new {short(name)}",
            f"{error.en} To make it: simlib new {short(name)}",
        )
        made.values["nearest"] = error.nearest
        raise made
    return files[name]


def sector_path(node: Node, folder: Path) -> Path:
    """The file of a sector: NAME, or FOLDER/NAME for the sectors of another district."""
    parts = text(node).split("/")
    for part in parts:
        fail_if_not_plain(part, node)
    path = folder.joinpath(SECTORS, *parts).with_suffix(SUFFIX)
    known = {item.relative_to(folder / SECTORS).with_suffix("").as_posix(): item for item in sector_files_in(folder)}
    if "/".join(parts) not in known or len(parts) > 2:
        error = unknown_name("行业文件", "sector file", short(node.text), known)
        raise mistake(node, error.zh, error.en)
    return path


def own_name(node: Node, stem: str) -> str:
    """The name a file gives itself; it must be that of the file."""
    name = text(node)
    if name != stem:
        raise mistake(
            node,
            f"名称“{short(name)}”与文件名“{stem}”不同。请改成一致。",
            f"the name “{short(name)}” differs from the file's, “{stem}”. Make them the same.",
        )
    return name


def strangers_in(folder: Path) -> list[ScenarioError]:
    """Files that will not be read because of their name: not plain, .yaml, or the same but for case."""
    found: list[ScenarioError] = []
    seen: dict[str, str] = {}
    places = ("*.y*ml", f"{SECTORS}/**/*.y*ml", f"{SCORING}/*.y*ml")
    for path in sorted(path for place in places for path in folder.glob(place)):
        problem = _name_problem(path, seen)
        if problem is not None:
            found.append(mistake_at(display(path, folder), 0, "", *problem))
        seen[path.as_posix().casefold()] = path.name
    return found


def _name_problem(path: Path, seen: dict[str, str]) -> tuple[str, str] | None:
    if path.suffix != SUFFIX:
        return (
            f"不会读取：请把扩展名改为 {SUFFIX}。",
            f"will not be read: change the ending to {SUFFIX}.",
        )
    if not is_plain(path.stem):
        return (
            "不会读取：文件名只用字母、汉字、数字、_ 和 -。",
            "will not be read: in a name use letters, digits, _ and - only.",
        )
    twin = seen.get(path.as_posix().casefold())
    if twin is not None:
        return (
            f"与“{twin}”只有大小写不同。请改名。",
            f"differs from “{twin}” in case alone. Rename one.",
        )
    return None
