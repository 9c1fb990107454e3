"""The one door to openpyxl, which is an extra: most offices never need it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..errors import SimlibError


def excel() -> Any:
    """The library that reads and writes .xlsx; says how to get it where it is not installed."""
    try:
        return import_module("openpyxl")
    except ImportError:
        raise SimlibError(
            '读写 Excel 表需要软件包 openpyxl，本机没有。请运行：pip install "simlib[excel]"'
            "（conda 用户：conda install openpyxl），再试一次。",
            'Excel forms need the package openpyxl, which is not installed. Run: pip install "simlib[excel]" '
            "(with conda: conda install openpyxl), then try again.",
        ) from None
