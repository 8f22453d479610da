"""Sheets of images in half-block cells: two pixels to a character. Pure, no plotext.

What changes of a sheet is a few cells, and only those are sent; colours are few (48 greys, 32 of
each channel), because each change of colour within a row costs bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lessons.kit.stream.sheets import Pixels
from tui_lab.charts.rows import Grid, Rows, Style, fit, to_ascii
from tui_lab.charts.shades import GREY, SHADES, shades

RAMP = " .:-=+*%#@"
"""Dark to light, for terminals without colours."""
NEARLY = 0.8  # of the largest size, for which no place of a row need be empty
LEAST = 5
"""Pixels of a side under which nothing can be recognised: fewer images are shown instead."""


@dataclass(frozen=True)
class Layout:
    """How many images fit, and how large each of them is."""

    columns: int
    rows: int
    width: int
    """Columns of characters that an image takes."""
    height: int
    """Rows of characters that an image takes, two pixels in each."""
    label: int
    """Rows for the label below an image: 1, or 0 where there are none."""

    @property
    def shown(self) -> int:
        """Images that there is room for."""
        return self.columns * self.rows


def sheet(
    pixels: Pixels, width: int, height: int, *, frame: str = "#808080", ascii_only: bool = False
) -> Rows:
    """The images side by side, as large as they fit: exactly `height` rows of `width` columns.

    Where there are more than can be recognised, the first ones, and how many more there are.
    """
    grid = Grid(width, height)
    layout = layout_of(pixels, width, height)
    if layout is None:
        return grid.rows()
    left = max(pixels.count - layout.shown, 0) + pixels.more
    if left > 0:
        layout = layout_of(pixels, width, height - 1) or layout
        left = max(pixels.count - layout.shown, 0) + pixels.more
        words = _cut(f"and {left:,} more", width, ascii_only)
        grid.write(0, height - 1, words, Style(frame))
    for at in range(min(pixels.count, layout.shown)):
        _draw(grid, pixels, at, layout, frame, ascii_only)
    return grid.rows()


def layout_of(pixels: Pixels, width: int, height: int) -> Layout | None:
    """The number of columns under which the images are largest; None without room for one.

    Where nearly as large ones fill their last row better, that number.
    """
    label = 1 if pixels.labels else 0
    able = [_with(pixels, columns, width, height, label) for columns in _columns(pixels, width)]
    layouts = [layout for layout in able if layout]
    if not layouts:
        return None
    whole = [layout for layout in layouts if layout.shown >= pixels.count]
    if not whole:
        return max(layouts, key=lambda layout: (_size(layout), layout.shown))
    enough = NEARLY * max(map(_size, whole))
    large = [layout for layout in whole if _size(layout) >= enough]
    return min(large, key=lambda layout: (layout.shown - pixels.count, -_size(layout)))


def _size(layout: Layout) -> int:
    """Characters that an image takes."""
    return layout.width * layout.height


def _columns(pixels: Pixels, width: int) -> range:
    if pixels.columns:
        return range(pixels.columns, pixels.columns + 1)
    return range(1, min(pixels.count, width) + 1)


def _with(pixels: Pixels, columns: int, width: int, height: int, label: int) -> Layout | None:
    """The images in this many columns, at the largest scale at which all of them, or most, fit."""
    wide = (width + 1) // columns - 1
    rows = -(-pixels.count // columns)
    tall = 2 * (height // rows - label - (0 if label else height > 2 * rows))
    least = min(LEAST, pixels.height, pixels.width)
    scale = min(wide / pixels.width, max(tall, least) / pixels.height)
    across, down = int(pixels.width * scale), -(-int(pixels.height * scale) // 2)
    if across < min(least, pixels.width) or down < 1:
        return None
    gap = 0 if label else 1
    fitting = max((height + gap) // (down + label + gap), 0)
    return Layout(columns, min(rows, fitting), across, down, label) if fitting else None


def _draw(
    grid: Grid, pixels: Pixels, at: int, layout: Layout, frame: str, ascii_only: bool
) -> None:
    left = at % layout.columns * (layout.width + 1)
    gap = 0 if layout.label else 1
    top = at // layout.columns * (layout.height + layout.label + gap)
    ink = _plain if ascii_only else _coloured
    lines = list(_scaled(pixels, at, layout.width, 2 * layout.height))
    for y in range(layout.height):
        for x in range(layout.width):
            grid.put(left + x, top + y, *ink(lines[2 * y][x], lines[2 * y + 1][x]))
    if layout.label:
        words = _cut(pixels.labels[at], layout.width, ascii_only)
        grid.write(left, top + layout.height, words, Style(frame))


def _cut(words: str, width: int, ascii_only: bool) -> str:
    """Words in this many columns; what is wide becomes narrow first, where there is only ASCII."""
    return to_ascii(fit(to_ascii(words), width)) if ascii_only else fit(words, width)


Pixel = tuple[int, ...]
"""(grey,) or (red, green, blue), 0 to 255."""


def _scaled(pixels: Pixels, at: int, width: int, height: int) -> Iterator[list[Pixel]]:
    """One image at another size: means where it shrinks, repeats where it grows."""
    image, step = pixels.image(at), pixels.channels
    across = [_stretch(x, width, pixels.width) for x in range(width)]
    for y in range(height):
        first, last = _stretch(y, height, pixels.height)
        lines = [image[row * pixels.width * step :] for row in range(first, last)]
        yield [_mean(lines, *stretch, step) for stretch in across]


def _stretch(at: int, size: int, of: int) -> tuple[int, int]:
    """The pixels, from and to, that one of `size` cells stands for."""
    first = at * of // size
    return first, max(first + 1, (at + 1) * of // size)


def _mean(lines: list[memoryview], first: int, last: int, step: int) -> Pixel:
    count = len(lines) * (last - first)
    return tuple(
        sum(line[x * step + c] for line in lines for x in range(first, last)) // count
        for c in range(step)
    )


@lru_cache(2**14)
def _coloured(top: Pixel, bottom: Pixel) -> tuple[str, Style]:
    """One cell of two colours; equal halves are a space, which costs a colour less."""
    over, under = _colour(top), _colour(bottom)
    return (" ", Style(None, over)) if over == under else ("▀", Style(over, under))


def _colour(pixel: Pixel) -> str:
    if len(pixel) == 1:
        return shades(GREY)[pixel[0] * (SHADES - 1) // 255]
    return "#" + "".join(f"{channel & 0xF8 | channel >> 5:02x}" for channel in pixel)


@lru_cache(2**14)
def _plain(top: Pixel, bottom: Pixel) -> tuple[str, Style]:
    light = (_light(top) + _light(bottom)) // 2
    return RAMP[light * (len(RAMP) - 1) // 255], Style()


def _light(pixel: Pixel) -> int:
    """How light a pixel is, 0 to 255 (ITU-R BT.601)."""
    if len(pixel) == 1:
        return pixel[0]
    red, green, blue = pixel
    return (299 * red + 587 * green + 114 * blue) // 1000
