"""The last sieve of `--ascii`: whatever is drawn, in plain characters of the same width."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

PLAIN = str.maketrans(
    dict.fromkeys("─━╌┈╴╶╸╺–—−▔▁", "-")
    | dict.fromkeys("│┃┊╎▏▕▌▐", "|")
    | dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝", "+")
    | dict.fromkeys("▶▸→›", ">")
    | dict.fromkeys("◀◂←‹", "<")
    | dict.fromkeys("▲△↑", "^")
    | dict.fromkeys("▼▽↓", "v")
    | dict.fromkeys("●○◌", "o")
    | dict.fromkeys("■□█▓▒▄▀", "#")
    | dict.fromkeys("◆◇", "&")
    | {"✓": "+", "✗": "x", "×": "x", "‖": "=", "·": ".", "…": "~", "•": "*", "“": '"', "”": '"'}
    | {"’": "'", "‘": "'", "≤": "<", "≥": ">", "°": "o", "░": ".", "╲": "\\", "╱": "/"}
)


class PlainCharacters(LineFilter):
    """Replaces what is not ASCII."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, as wide as before."""
        return [Segment(plain(text), style, control) for text, style, control in segments]


@lru_cache(4096)
def plain(text: str) -> str:
    """The nearest plain characters: two for a wide one, `*` for what is like nothing."""
    if text.isascii():
        return text
    swapped = text.translate(PLAIN)
    return "".join(c if c.isascii() else "*" * cell_len(c) for c in swapped)
