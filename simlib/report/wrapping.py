"""Long sentences broken into lines that fit a terminal, Chinese letters counted as two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .terminal import width_of

COLUMNS = 100
# A piece that stays whole: opening signs, a word or one Chinese letter, closing signs; blanks go between pieces.
_PIECE = re.compile(
    r"\s*[（“《\[]*(?:[^\s\u2e80-\u9fff\uff00-\uffef\u201c\u201d]+|[^\s])[，。；：！？、）”》\]]*", re.UNICODE
)


def wrapped(text: str, indent: str = "") -> list[str]:
    """A text in lines of at most 100 columns; all of them begin with `indent`, the later ones a little deeper."""
    lines, line = list[str](), indent
    for piece in _PIECE.findall(text):
        if width_of(line + piece) > COLUMNS and line.strip():
            lines.append(line)
            line = indent + "  "
        line += piece if line.strip() else piece.lstrip()
    return [*lines, line] if line.strip() else lines


def wrapped_all(sentences: Iterable[str], indent: str = "") -> list[str]:
    """Several sentences, each from a new line on; empty ones are left out."""
    return [line for one in sentences for line in wrapped(one, indent)]
