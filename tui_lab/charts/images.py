"""Sheets of images in half-block cells: two pixels to a character. Pure.

What changes of a sheet is a few cells, and only those are sent; colours are few (eleven greys,
16 of each channel), because each change of colour within a row costs bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from textwrap import wrap

from lessons.kit.stream.sheets import Pixels
from tui_lab.charts.rows import Grid, Rows, Style, fit, to_ascii
from tui_lab.charts.shades import GREYS

RAMP = " .:-=+*%#@"
"""Dark to light, for terminals without colours."""
NEARLY = 0.8  # of the largest size, for which no place of a row need be empty
LEAST = 5
"""Pixels of a side under which nothing can be recognised: fewer images are shown instead."""
WHOLE = 8
"""Pixels of a side from which on an image of a plane is well seen: of more only every second."""
READABLE = 20
"""Columns in which words are wrapped; in fewer they are not written."""
PATCH = 2
"""The same for a sheet that says its columns: their order means something."""


@dataclass(frozen=True)
class Layout:
    """How many images fit, and how large each of them is."""

    columns: int
    rows: int
    width: int
    """Pixels of an image from left to right: one to a column of characters."""
    height: int
    """Pixels of an image from top to bottom: two to a row of characters."""
    gap: int
    """Pixels between an image and the one below it, label included."""

    @property
    def shown(self) -> int:
        """Images that there is room for."""
        return self.columns * self.rows

    @property
    def size(self) -> int:
        """Pixels that an image takes."""
        return self.width * self.height

    def corner(self, at: int) -> tuple[int, int]:
        """The column and the line of pixels where an image begins."""
        down, right = divmod(at, self.columns)
        return right * (self.width + 1), down * (self.height + self.gap)


def sheet(
    pixels: Pixels, width: int, height: int, *, frame: str = "#808080", ascii_only: bool = False,
    greys: Sequence[str] = GREYS, words: str = "",
) -> Rows:  # fmt: skip
    """The images side by side, as large as they fit: exactly `height` rows of `width` columns.

    Where there are more than can be recognised, the first ones, and how many more there are.
    Beside them, or below, are the words, where there is room for all of them.
    """
    grid = Grid(width, height)
    layout = layout_of(pixels, width, height, ascii_only=ascii_only)
    if layout is None:
        return grid.rows()
    above = None
    if left_out(pixels, layout):
        above = layout_of(pixels, width, height - 1, ascii_only=ascii_only)
        layout = above or layout
    _draw(grid, pixels, layout, tuple(greys), ascii_only)
    for at, label in enumerate(pixels.labels[: layout.shown]):
        x, y = layout.corner(at)
        name = _cut(label, layout.width, ascii_only)
        grid.write(x, (y + layout.height) // 2, name, Style(frame))
    if left := left_out(pixels, layout):  # smaller ones may all find room above the words
        more = _cut(f"and {left:,} more", width, ascii_only)
        grid.write(0 if above else width - len(more), height - 1, more, Style(frame))
    elif words:
        _say(grid, layout, -(-pixels.count // layout.columns), words, Style(frame), ascii_only)
    return grid.rows()


def _say(grid: Grid, layout: Layout, rows: int, words: str, style: Style, ascii_only: bool) -> None:
    """Words on the right of the images, else below them; nothing where neither has room."""
    left = layout.columns * (layout.width + 1) + 1
    below = (rows * (layout.height + layout.gap) + 1) // 2
    for x, y, wide in ((left, 0, grid.width - left), (0, below, grid.width)):
        lines = wrap(to_ascii(words) if ascii_only else words, wide) if wide >= READABLE else []
        if lines and y + len(lines) <= grid.height:
            for row, line in enumerate(lines, y):
                grid.write(x, row, line, style)
            return


def thinned(pixels: Pixels, width: int, height: int, *, ascii_only: bool = False) -> Pixels:
    """Of a plane as many rows and columns, evenly apart, as can be shown with all their pixels.

    The first and the last are among them, where the count allows it: of seven are four, or three.
    """
    across = pixels.columns or pixels.count
    down = -(-pixels.count // across)
    if pixels.count != across * down or pixels.more:
        return pixels
    best, size = pixels, 0
    for by, over in sorted(product(_steps(across), _steps(down)), key=lambda n: n[0] * n[1]):
        part = _part(pixels, range(0, down, over), range(0, across, by))
        layout = layout_of(part, width, height, ascii_only=ascii_only)
        if layout and not left_out(part, layout) and layout.width > size:
            best, size = part, layout.width
        if size >= min(pixels.width, WHOLE):
            break
    return best


def _steps(count: int) -> list[int]:
    """The steps that lead from the first of a row of this length to its last."""
    return [n for n in range(1, count) if (count - 1) % n == 0] or [1]


def _part(pixels: Pixels, rows: range, columns: range) -> Pixels:
    """These rows and columns of a sheet."""
    across = pixels.columns or pixels.count
    places = [row * across + column for row in rows for column in columns]
    data = b"".join(pixels.image(at) for at in places)
    labels = tuple(pixels.labels[at] for at in places) if pixels.labels else ()
    return replace(pixels, count=len(places), data=data, labels=labels, columns=len(columns))


def left_out(pixels: Pixels, layout: Layout) -> int:
    """Images that are not shown: no room, or more than one event may hold."""
    return max(pixels.count - layout.shown, 0) + pixels.more


def layout_of(
    pixels: Pixels, width: int, height: int, *, ascii_only: bool = False
) -> Layout | None:
    """The number of columns under which the images are largest; None without room for one.

    Where nearly as large ones fill their last row better, that number. A sheet that has a number
    of its own keeps it, and its images become as small as it takes.
    """
    for least in range(LEAST, PATCH - 1 if pixels.columns else LEAST - 1, -1):
        able = (_with(pixels, n, width, height, least, ascii_only) for n in _columns(pixels, width))
        if layouts := [layout for layout in able if layout]:
            return _best(layouts, pixels.count)
    return None


def _best(layouts: list[Layout], count: int) -> Layout:
    whole = [layout for layout in layouts if layout.shown >= count]
    if not whole:
        return max(layouts, key=lambda layout: (layout.size, layout.shown))
    enough = NEARLY * max(layout.size for layout in whole)
    large = [layout for layout in whole if layout.size >= enough]
    return min(large, key=lambda layout: (layout.shown - count, -layout.size))


def _columns(pixels: Pixels, width: int) -> range:
    if pixels.columns:
        return range(pixels.columns, pixels.columns + 1)
    return range(1, min(pixels.count, width) + 1)


def _with(
    pixels: Pixels, columns: int, width: int, height: int, least: int, ascii_only: bool
) -> Layout | None:
    """The images in this many columns, at the largest scale at which all of them, or most, fit.

    A line of pixels parts them, but whole rows of characters where labels or plain letters need it.
    """
    even = 2 if ascii_only or pixels.labels else 1  # also what parts an image from the one below
    below = 2 if pixels.labels else 0  # the last row's labels need room too
    rows = -(-pixels.count // columns)
    wide, tall = (width + 1) // columns - 1, (2 * height + even - below) // rows - even
    least = min(least, pixels.height, pixels.width)
    scale = min(wide / pixels.width, max(tall, least) / pixels.height)
    across, down = int(pixels.width * scale), max(int(pixels.height * scale), 1)
    down = max(down + (1 if down < tall else -1) * (down % even), even)
    if across < min(least, pixels.width):
        return None
    fitting = max((2 * height + even - below) // (down + even), 0)
    return Layout(columns, min(rows, fitting), across, down, even) if fitting else None


Pixel = tuple[int, ...]
"""(grey,) or (red, green, blue), 0 to 255."""


def _draw(
    grid: Grid, pixels: Pixels, layout: Layout, greys: tuple[str, ...], ascii_only: bool
) -> None:
    """Every image into lines of pixels, and two of these into each row."""
    lines: list[list[Pixel | None]] = [[None] * grid.width for _ in range(2 * grid.height)]
    for at in range(min(pixels.count, layout.shown)):
        x, y = layout.corner(at)
        for n, line in enumerate(_scaled(pixels, at, layout.width, layout.height), y):
            lines[n][x : x + layout.width] = line
    for row, (over, under) in enumerate(zip(lines[::2], lines[1::2], strict=True)):
        for column, (top, bottom) in enumerate(zip(over, under, strict=True)):
            if top or bottom:
                grid.put(column, row, *_cell(top, bottom, greys, ascii_only))


def _cut(words: str, width: int, ascii_only: bool) -> str:
    """Words in this many columns; what is wide becomes narrow first, where there is only ASCII."""
    return to_ascii(fit(to_ascii(words), width)) if ascii_only else fit(words, width)


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


@lru_cache(2**15)
def _cell(
    top: Pixel | None, bottom: Pixel | None, greys: tuple[str, ...], ascii_only: bool
) -> tuple[str, Style]:
    """One cell of two colours; equal halves are a space, which costs a colour less."""
    if ascii_only:
        lights = [_light(half) for half in (top, bottom) if half]
        return RAMP[sum(lights) // len(lights) * (len(RAMP) - 1) // 255], Style()
    over, under = (_colour(half, greys) if half else None for half in (top, bottom))
    if over is None:
        return "▄", Style(under)
    return (" ", Style(None, over)) if over == under else ("▀", Style(over, under))


def _colour(pixel: Pixel, greys: tuple[str, ...]) -> str:
    """The nearest of the greys; of colours the nearest of 16 in each channel."""
    if len(pixel) == 1:
        return greys[round(pixel[0] * (len(greys) - 1) / 255)]
    return "#" + "".join(f"{round(channel / 17):x}" * 2 for channel in pixel)


def _light(pixel: Pixel) -> int:
    """How light a pixel is, 0 to 255 (ITU-R BT.601)."""
    if len(pixel) == 1:
        return pixel[0]
    red, green, blue = pixel
    return (299 * red + 587 * green + 114 * blue) // 1000
