"""How kernels are compiled: once, cached on disk, in a folder that changes whenever the model changes.

Numba notices a change in the file that holds a kernel but not in the files it calls, so the cache folder is
named by a hash of every file the kernels are made of.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections import namedtuple
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
_SOURCES = (
    *sorted(_HERE.glob("*.py")),
    _HERE.parent / "levers.py",
    _HERE.parent / "assumptions.py",
    _HERE.parent / "counters.py",
)


def _cache_home() -> Path:
    """The user's cache folder; SIMLIB_CACHE overrides it."""
    if given := os.environ.get("SIMLIB_CACHE"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "simlib"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "simlib"


def source_hash() -> str:
    """A short hash of the files that kernels are compiled from."""
    digest = hashlib.sha256()
    for path in _SOURCES:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    """A writable folder for this version of the model; the temporary folder where the home is read-only."""
    folder = _cache_home() / f"kernels-{source_hash()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    folder = Path(tempfile.gettempdir()) / f"simlib-kernels-{source_hash()}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def forget_old_kernels(keep: int = 3) -> None:
    """Delete the kernels of all but the newest versions of the model: each takes some 10 MB."""
    folders = sorted(_cache_home().glob("kernels-*"), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in folders[keep:]:
        if folder.name != f"kernels-{source_hash()}":
            shutil.rmtree(folder, ignore_errors=True)


os.environ.setdefault("NUMBA_CACHE_DIR", str(_cache_folder()))

from numba import njit  # noqa: E402  (the cache folder must be known before numba is imported)

_FAST: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
_LEAN: dict[str, Any] = {**_FAST, "_nrt": False}


def kernel(function: Callable[..., Any]) -> Any:
    """Compile `function` for speed: no Python inside, no lock held, cached on disk, division as in C.

    A kernel allocates nothing, so that no reference is counted in its loops (counting took three quarters of the
    time of a run); what must allocate is a `solver`.
    """
    return njit(**_LEAN)(function)


def written_in(function: Callable[..., Any]) -> Any:
    """A kernel that is written into its only caller, which saves handing over hundreds of array fields."""
    return njit(**{**_LEAN, "forceinline": True})(function)


def solver(function: Callable[..., Any]) -> Any:
    """Like `kernel`, but it may make arrays of its own."""
    return njit(**_FAST)(function)


def bundle(module: str, name: str, fields: Iterable[str]) -> Any:
    """A type for a named tuple with a table's names as fields: how kernels take many arrays as one argument. The
    cache finds it again by its module."""
    return namedtuple(name, list(fields), module=module)
