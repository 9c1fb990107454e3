"""`simlib form` and `simlib import facts.xlsx`: the facts of an office that has only totals, in one Excel form."""

from __future__ import annotations

from pathlib import Path

from ..errors import SimlibError
from ..grammar.records import Scenario
from ..scenario import load


def write_form(path: Path, name: str | None = None, language: str = "zh", folder: Path | None = None) -> Path:
    """Write a blank form, or one that says what the root scenario `name` says; never overwrites."""
    from .form_excel import excel
    from .form_fill import blank_rows, filled_rows
    from .form_write import write_workbook

    excel()
    _fail_if_unfit(path)
    rows = blank_rows(language) if name is None else filled_rows(_root(name, folder), language)
    try:
        write_workbook(path, rows, language)
    except OSError as error:
        raise _unwritable(path, error) from None
    return path


def import_form(path: Path, name: str | None = None, folder: Path | None = None) -> tuple[Path, ...]:
    """Read a filled form and write its scenario and sector files; all mistakes together, nothing half written."""
    from .form_read import read_form
    from .form_save import save

    return save(read_form(path, name), folder)


def _fail_if_unfit(path: Path) -> None:
    if path.suffix.lower() != ".xlsx":
        raise SimlibError(
            f"“{path.name}”不是 Excel 文件名，请以 .xlsx 结尾，如 facts.xlsx。",
            f"“{path.name}” is no name of an Excel file; end it in .xlsx, such as facts.xlsx.",
        )
    if path.exists():
        raise SimlibError(
            f"{path.name} 已存在，没有覆盖。请换一个文件名，或先移走它。",
            f"{path.name} exists already and was not overwritten. Choose another name, or move it away.",
        )


def _root(name: str, folder: Path | None) -> Scenario:
    """A root: a difference from a base has no facts of its own to fill in."""
    scenario = load(name, folder)
    if scenario.parent is not None:
        root = scenario.root.name
        raise SimlibError(
            f"“{name}”只写与“{scenario.base}”不同之处，没有自己的数据。请用起点方案：--scenario {root}",
            f"“{name}” is a difference from “{scenario.base}” and has no facts of its own. "
            f"Use the root: --scenario {root}",
        )
    _fail_if_it_says_more(scenario)
    return scenario


def _fail_if_it_says_more(scenario: Scenario) -> None:
    """A form has no place for what was learnt from data; it must not get lost on the way."""
    if scenario.correlations or scenario.calibration is not None:
        raise SimlibError(
            f"“{scenario.name}”写有 correlations 或 calibration，填报表放不下。请直接改它的 YAML 文件。",
            f"“{scenario.name}” has correlations or a calibration, for which a form has no place. Edit its YAML files.",
        )


def _unwritable(path: Path, error: OSError) -> SimlibError:
    reason = error.strerror or type(error).__name__
    return SimlibError(
        f"{path} 无法写入（{reason}）。请检查文件夹是否存在、是否有写入权限。",
        f"{path} cannot be written ({reason}). Check that the folder exists and may be written to.",
    )
