"""The project's own files: in the folder at hand or one above it, else beside the package."""

from __future__ import annotations

from pathlib import Path

from .errors import BadRequest

_PACKAGE = Path(__file__).resolve().parent


def in_project(relative: str) -> Path | None:
    """Where a file or a folder of the project is; None if there is none. A pattern such as scenarios/*.yml will do."""
    for place in (Path.cwd(), *Path.cwd().parents, _PACKAGE.parent):
        found = next(place.glob(relative), None)
        if found is not None:
            return found
    return None


def project_file(relative: str) -> Path:
    """The same, but an error where it is missing."""
    found = in_project(relative)
    if found is None:
        raise BadRequest(
            f"找不到 {relative}，请在项目目录下运行。",
            f"{relative} is not there; run this in the project's folder.",
        )
    return found
