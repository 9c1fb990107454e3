"""What may be said of a published pattern beside the model's own figure: reproduced, missed, an input, shown only.

The acceptance range of a pattern comes from the published figure and its error alone, and says why it is what it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..words import Words
from .measures import Bed


class Source(NamedTuple):
    """Where a figure was published, and how we know it: read, derived from its data, or from memory."""

    text: str
    tag: str


class Pattern(NamedTuple):
    """One published pattern: its size in words and as a range (`low`–`high`), why the range is so, the source, and the
    measure that gives the model's figure.

    `role` is judged, input (the figure was put in) or shown (beside others, with no verdict of its own). `form` prints
    a figure: ratio, share or points. `note` says what is compared, and what is not.
    """

    code: str
    words: Words
    published: Words
    low: float
    high: float
    reason: Words
    source: Source
    form: str
    role: str
    measure: Callable[[Bed], np.ndarray]
    note: Words = Words("", "")


class Verdict(NamedTuple):
    """What may be said of a pattern, in a word and in a sentence."""

    code: str
    words: Words
    sentence: Words


class Measured(NamedTuple):
    """A pattern beside the model's figure: mean over the draws, its simulation error (clustered by draw), and where
    80 of 100 draws of the assumptions lie."""

    pattern: Pattern
    value: float
    error: float
    band_low: float
    band_high: float
    verdict: str
    draws: int
    replicates: int

    @property
    def sentence(self) -> Words:
        """The verdict in a sentence, with the figures and what the row's note adds."""
        row = self.pattern
        figures = {"value": self.value, "error": self.error, "low": row.low, "high": row.high}
        said = {name: printed(figure, row.form) for name, figure in figures.items()}
        zh, en = (template.format(**said) for template in VERDICT[self.verdict].sentence)
        return Words(zh + row.note.zh, f"{en} {row.note.en}".strip())


# fmt: off
VERDICTS: tuple[Verdict, ...] = (
    Verdict("reproduced", Words("能重现", "reproduced"),
            Words("模型为 {value}（模拟误差 {error}），在公开数的范围 {low} 至 {high} 之内。",
                  "The model gives {value} (simulation error {error}), within {low} to {high} as published.")),
    Verdict("missed", Words("未能重现", "not reproduced"),
            Words("模型为 {value}（模拟误差 {error}），在公开数的范围 {low} 至 {high} 之外，超出两倍误差。",
                  "The model gives {value} (simulation error {error}), outside {low} to {high} as published, by more "
                  "than two errors.")),
    Verdict("undecided", Words("尚难判断", "not decided"),
            Words("模型为 {value}（模拟误差 {error}），略出公开数的范围 {low} 至 {high}，未超出两倍误差。",
                  "The model gives {value} (simulation error {error}), outside {low} to {high} as published, by less "
                  "than two errors.")),
    Verdict("input", Words("属于输入", "an input"),
            Words("模型为 {value}（模拟误差 {error}）。这一数字本身是输入，不能算作检验。",
                  "The model gives {value} (simulation error {error}). The figure was put in: no test.")),
    Verdict("shown", Words("仅供参考", "shown only"),
            Words("模型为 {value}（模拟误差 {error}）。仅供参考，不作判断。",
                  "The model gives {value} (simulation error {error}). Shown beside the others, not judged.")),
)
# fmt: on
VERDICT: dict[str, Verdict] = {row.code: row for row in VERDICTS}
TAGS: dict[str, Words] = {
    "read": Words("已核对原文", "read in the source"),
    "derived": Words("由原始数据算得", "derived from the source's data"),
    "memory": Words("凭记忆，引用前须核对", "from memory, to be checked"),
}


def judge(row: Pattern, value: float, error: float) -> str:
    """The verdict on a figure: reproduced inside the range, missed beyond it by more than two simulation errors,
    undecided between. An input inside its range stays an input, for that is no test; one that does not come out of
    the model as it was put in is missed. Without a figure: undecided."""
    if row.role == "shown" or math.isnan(value):
        return "shown" if row.role == "shown" else "undecided"
    beyond = max(row.low - value, value - row.high)
    if beyond > 0.0:
        return "missed" if beyond > 2.0 * error else "undecided"
    return "input" if row.role == "input" else "reproduced"


def printed(figure: float, form: str) -> str:
    """A pattern's figure as text; the minus sign is a true one, a figure that there is not is a dash."""
    if not math.isfinite(figure):
        return "–"
    if form == "share":
        text = f"{round(100.0 * figure, 1):g}%"
    else:
        text = f"{figure:.1f}" if form == "points" else f"{figure:.3g}" if abs(figure) >= 0.1 else f"{figure:.3f}"
    return text.replace("-", "−")
