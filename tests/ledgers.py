"""Ledgers for tests: written to a file in any encoding, and a panel whose persistence is known exactly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

HEADER = ("检查编号", "企业编号", "行业", "抽查日期", "检查类型", "检验结论", "信用等级", "企业规模")
TODAY = date(2015, 1, 1)


def text_of(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER, separator: str = ",") -> str:
    """A table as CSV text."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerows([header, *rows])
    return stream.getvalue()


def saved(folder: Path, text: str, encoding: str = "utf-8", name: str = "ledger.csv") -> Path:
    """A text as a file."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def panel(units: int, visits: int, fail_again: float, fail_anew: float, seed: int) -> list[list[str]]:
    """Yearly inspections of units whose results follow a two-state Markov chain from its long-run shares.

    The long-run share of fails is p/(p + 1 − q), q = P(fail | fail), p = P(fail | pass); the correlation of
    results k visits apart is (q − p)^k (any two-state chain, e.g. Kemeny & Snell 1960).
    """
    random = np.random.Generator(np.random.PCG64(seed))
    failed = random.random(units) < fail_anew / (1 - fail_again + fail_anew)
    rows = []
    for visit in range(visits):
        day = date(2000, 6, 1) + timedelta(days=360 * visit)
        for unit, fails in enumerate(failed):
            sector = ("食品", "建材")[unit % 2]
            result = "不合格" if fails else "合格"
            rows.append([f"{visit}-{unit}", f"U{unit:05d}", sector, f"{day:%Y/%m/%d}", "监督抽查", result, "A", "小型"])
        failed = random.random(units) < np.where(failed, fail_again, fail_anew)
    return rows
