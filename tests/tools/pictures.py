"""Pictures of the screen for people: a Textual SVG export, or rows of cells, as a PNG.

Renderers other than browsers ignore `textLength`, so columns drift, and few fonts have braille.
So every glyph gets a place of its own, and braille, blocks and box lines are drawn as rectangles.
"""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import count
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from tui_lab.charts.rows import Rows, Style

WIDTH, HEIGHT = 12.2, 24.4  # of a character, as in Textual's export
BASELINE = 18.5  # below the top of the cell, as there

_TEXT = re.compile(r'<text class="([^"]+)" x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', re.S)
_GAPS = re.compile(r"@font-face\s*\{[^}]*\}")

_BRAILLE = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
_BLOCKS = {  # left, top, right, bottom in shares of the cell
    "▀": (0, 0, 1, 1 / 2),
    "▐": (1 / 2, 0, 1, 1),
    **{c: (0, 1 - n / 8, 1, 1) for n, c in enumerate("▁▂▃▄▅▆▇█", 1)},
    **{c: (0, 0, n / 8, 1) for n, c in enumerate("▏▎▍▌▋▊▉", 1)},
}
_ARMS = {  # left, up, right, down
    **dict(zip("─│├┤┬┴┼", ("lr", "ud", "urd", "lud", "lrd", "lur", "lurd"), strict=True)),
    **dict(zip("┌┐└┘╭╮╰╯", ("rd", "ld", "ur", "lu", "rd", "ld", "ur", "lu"), strict=True)),
}

_ENDS = {"l": (0, 0.47, 0.56, 0.53), "u": (0.44, 0, 0.56, 0.5), "r": (0.44, 0.47, 1, 0.53)}
_ENDS["d"] = (0.44, 0.5, 0.56, 1)


def save_png(svg: str, path: str | Path, scale: float = 1.0) -> Path:
    """Write a Textual export (`app.export_screenshot()`) or `rows_svg(...)` as a PNG."""
    import cairosvg  # type: ignore[import-untyped]

    fixed = _GAPS.sub("", _TEXT.sub(_glyphs, svg)).replace("Fira Code", "DejaVu Sans Mono")
    cairosvg.svg2png(bytestring=fixed.encode(), write_to=str(path), scale=scale)
    return Path(path)


def _glyphs(match: re.Match[str]) -> str:
    style, left, base, text = match[1], float(match[2]), float(match[3]), unescape(match[4])
    parts = []
    for character in text:
        parts.append(_glyph(character, style, left, base))
        left += WIDTH * cell_len(character)
    return "".join(parts)


def _glyph(character: str, style: str, left: float, base: float) -> str:
    top = base - BASELINE
    shapes = list(_shapes(character))
    if shapes:
        return "".join(_rectangle(style, left, top, shape) for shape in shapes)
    if character.isspace():
        return ""
    return f'<text class="{style}" x="{left:.2f}" y="{base}">{escape(character)}</text>'


def _rectangle(style: str, left: float, top: float, shape: tuple[float, ...]) -> str:
    x0, y0, x1, y1 = shape
    x, y = left + x0 * WIDTH, top + y0 * HEIGHT
    seam = 0.4 * (x1 - x0 == 1)  # whole cells overlap a little, so that no gap shows between them
    return (
        f'<rect class="{style}" x="{x:.2f}" y="{y:.2f}" width="{(x1 - x0) * WIDTH + seam:.2f}" '
        f'height="{(y1 - y0) * HEIGHT:.2f}"/>'
    )


def _shapes(character: str) -> Any:
    """The rectangles that make up a glyph, in shares of the cell; none for a letter."""
    if "⠀" < character <= "⣿":
        bits = ord(character) - 0x2800
        for n, (column, row) in enumerate(_BRAILLE):
            if bits >> n & 1:
                x, y = 0.25 + column * 0.5, 0.125 + row * 0.25
                yield x - 0.14, y - 0.07, x + 0.14, y + 0.07
    elif character in _BLOCKS:
        yield _BLOCKS[character]
    elif character in _ARMS:
        yield from (_ENDS[arm] for arm in _ARMS[character])


def rows_svg(rows: Rows, background: str = "#121212", foreground: str = "#e0e0e0") -> str:
    """Rows of cells as an SVG that `save_png` takes."""
    numbers, body = count(), list[str]()
    styles: dict[Style, str] = {}
    for y, row in enumerate(rows):
        column = 0
        for text, style in row:
            name = styles.setdefault(style, f"s{next(numbers)}")
            left, top, width = column * WIDTH, y * HEIGHT, cell_len(text) * WIDTH
            if style.bg:
                body.append(
                    f'<rect fill="{style.bg}" x="{left:.2f}" y="{top:.2f}" '
                    f'width="{width + 0.3:.2f}" height="{HEIGHT + 0.3:.2f}"/>'
                )
            base = top + BASELINE
            body.append(f'<text class="{name}" x="{left:.2f}" y="{base}">{escape(text)}</text>')
            column += cell_len(text)
    wide = max((sum(cell_len(t) for t, _ in row) for row in rows), default=1) * WIDTH
    css = "".join(
        f".{name}{{fill:{style.fg or foreground};opacity:{0.6 if style.dim else 1};"
        f"font-weight:{'bold' if style.bold else 'normal'}}}"
        for style, name in styles.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {len(rows) * HEIGHT}">'
        f"<style>text{{font-family:'DejaVu Sans Mono';font-size:20px}}{css}</style>"
        f'<rect width="100%" height="100%" fill="{background}"/>{"".join(body)}</svg>'
    )


def screen_text(app: Any) -> str:
    """What the screen of a running app says, line by line, colours left out."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(s.text for s in strip).rstrip() for strip in strips)
