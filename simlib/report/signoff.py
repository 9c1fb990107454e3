"""Who commissioned, analysed, checked and approved: read from assurance.yml beside the scenarios, if it is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..grammar.folders import find_folder
from ..grammar.nodes import Mistakes, Node, mistake
from ..grammar.values import fields, text, words
from ..grammar.yamlfile import read_yaml
from ..words import Words

SIGNOFF_FILE = "assurance.yml"
ROLES = ("commissioned", "analysed", "checked", "approved")
PURPOSE = "use"


@dataclass(frozen=True)
class Role:
    """One role: who, when, and what is to be said of it; "" is a line to be filled in by hand."""

    who: str = ""
    date: str = ""
    note: str = ""


@dataclass(frozen=True)
class Signoff:
    """What the results are to be used for, and who stands for them."""

    purpose: Words = field(default=Words("", ""))
    roles: Mapping[str, Role] = field(default_factory=dict)

    def role(self, name: str) -> Role:
        """One role; empty lines where it is still to be filled in."""
        return self.roles.get(name, Role())


def read_signoff(folder: Path | None = None) -> Signoff:
    """The file beside the scenarios folder; empty lines where there is none. Every mistake in it is named."""
    path = (folder or find_folder().resolve().parent) / SIGNOFF_FILE
    if not path.is_file():
        return Signoff()
    mistakes = Mistakes()
    found = fields(read_yaml(path, SIGNOFF_FILE), (), (*ROLES, PURPOSE), mistakes)
    roles = {name: _role(node, mistakes) for name, node in found.items() if name != PURPOSE and not node.is_empty}
    purpose = words(found[PURPOSE], mistakes) if PURPOSE in found else Words("", "")
    mistakes.fail_if_any()
    return Signoff(purpose, roles)


def _role(node: Node, mistakes: Mistakes) -> Role:
    if node.kind == "text":
        return Role(who=mistakes.attempt(text, node, ""))
    parts = {
        name: part for name, part in fields(node, ("who",), ("date", "note"), mistakes).items() if not part.is_empty
    }
    who, note = (mistakes.attempt(text, parts.get(name), "") for name in ("who", "note"))
    return Role(who, mistakes.attempt(_date, parts.get("date"), ""), note)


def _date(node: Node) -> str:
    """A day of the calendar, written 2026-11-23."""
    try:
        return dt.date.fromisoformat(text(node)).isoformat()
    except ValueError:
        raise mistake(
            node,
            f"“{node.text}”不是日期，请写成 2026-11-23。",
            f"“{node.text}” is not a date; write 2026-11-23.",
        ) from None
