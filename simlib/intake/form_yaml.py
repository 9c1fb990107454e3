"""Lines of YAML that remember the cell they come from, so that a mistake in a file is told as one in the form."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from ..facts import FactRow
from ..grammar.figures import MISSING
from ..words import Words


class Written(NamedTuple):
    """One line of a file to be written, and the cell it comes from."""

    text: str
    place: str = ""


class Draft(NamedTuple):
    """The files of a form that was read, by their path below the scenarios folder; the root is the last."""

    form: str
    name: str
    files: dict[str, list[Written]]


def quoted(text: str) -> str:
    """Any text as one YAML value."""
    return json.dumps(text, ensure_ascii=False)


def figure(value: float) -> str:
    """A number to its last digit, whole ones without a point."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def in_both(key: str, words: Words, place: str) -> Written:
    """A text in both languages."""
    return Written(f"{key}: {{zh: {quoted(words.zh)}, en: {quoted(words.en)}}}", place)


def listed(names: Iterable[str]) -> str:
    """Several names in one line."""
    return f"[{', '.join(names)}]"


def fact(row: FactRow, value: float | None, standing: tuple[str, str], place: str) -> Written:
    """One fact with its unit; `standing` is (source, status)."""
    said = MISSING if value is None else figure(value)
    source, status = standing
    entry = f"{{value: {said}, unit: {row.unit.zh}, status: {status}, source: {quoted(source)}}}"
    return Written(f"  {row.code}: {entry}", place)
