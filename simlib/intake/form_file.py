"""A file that should be a workbook: opened if it is a sound .xlsx of bounded size, else an error says what it is."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path
from typing import Any

from ..errors import ScenarioError
from ..grammar.nodes import mistake_at
from .form_excel import excel

LIMIT_BYTES, LIMIT_UNPACKED = 5_000_000, 60_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel 97–2003, and any workbook with a password


def open_workbook(path: Path) -> tuple[Any, Any]:
    """The workbook twice: with the results that formulas had when it was saved, and with the formulas."""
    data = _bytes_of(path)
    _fail_if_not_a_workbook(data, path.name)
    values = _loaded(data, path.name, data_only=True)
    return values, _loaded(data, path.name, data_only=False) if _has_formulas(data) else values


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LIMIT_BYTES:
            raise _unusable(path.name, "超过 5 MB，不是填报表。", "is larger than 5 MB and cannot be the form.")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _unusable(
            path.name,
            f"无法读取（{reason}）。请检查路径；若正在 Excel 中打开，请先关闭。",
            f"cannot be read ({reason}). Check the path; if it is open in Excel, close it first.",
        ) from None


def _fail_if_not_a_workbook(data: bytes, file: str) -> None:
    if data.startswith(_OLE):
        raise _old_or_locked(data, file)
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise _unusable(
            file,
            "不是 Excel 文件（.xlsx）。请在 Excel 或 WPS 中另存为“Excel 工作簿（*.xlsx）”。",
            "is not an Excel file. Save it in Excel or WPS as “Excel workbook (*.xlsx)”.",
        )
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > LIMIT_UNPACKED:
            raise _unusable(file, "解压后过大，未读取。", "unpacks to far too much and was not read.")


def _old_or_locked(data: bytes, file: str) -> ScenarioError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _unusable(
            file,
            "有密码保护。请在 Excel 中取消密码（文件 > 信息 > 保护工作簿），保存后再导入。",
            "is protected by a password. Remove it in Excel (File > Info > Protect) and save.",
        )
    return _unusable(
        file,
        "是旧格式 .xls。请在 Excel 或 WPS 中另存为“Excel 工作簿（*.xlsx）”。",
        "has the old format .xls. Save it in Excel or WPS as “Excel workbook (*.xlsx)”.",
    )


def _loaded(data: bytes, file: str, *, data_only: bool) -> Any:
    """The workbook; whatever openpyxl stumbles over means that it is damaged."""
    library = excel()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of decorations that it does not keep
            return library.load_workbook(io.BytesIO(data), data_only=data_only)
    except Exception as error:
        what = type(error).__name__
        raise _unusable(
            file,
            f"已损坏或不是 Excel 工作簿（{what}）。请在 Excel 中打开并另存为 .xlsx，或用 simlib form 重新生成一份。",
            f"is damaged or no workbook ({what}). Open it in Excel and save it as .xlsx, or begin with simlib form.",
        ) from None


def _has_formulas(data: bytes) -> bool:
    """Forms seldom have any; a second reading is for those that do."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = (parts.read(name) for name in parts.namelist() if "worksheets/" in name)
        return any(mark in sheet for sheet in sheets for mark in (b"<f>", b"<f ", b"<f/"))


def _unusable(file: str, zh: str, en: str) -> ScenarioError:
    return mistake_at(file, 0, "", zh, en)
