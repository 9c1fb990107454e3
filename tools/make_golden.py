"""Writes tests/golden/<scenario>.csv: what each shipped plan says in a few runs. python tools/make_golden.py

A golden file changes only with a line in CHANGELOG.md that says why.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from golden import FOLDER, golden_rows  # noqa: E402

from simlib import load, names  # noqa: E402


def main() -> None:
    """One file a plan."""
    FOLDER.mkdir(exist_ok=True)
    for name in names():
        text = "indicator,scope,year,mean\n" + "".join(
            f"{','.join(row)},{mean:.6g}\n" for row, mean in golden_rows(load(name))
        )
        (FOLDER / f"{name}.csv").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
