"""Images: a sheet of many with labels; and one grey picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lessons.kit import Image, Images
from lessons.kit.stream.sheets import MOST_PIXELS, Pixels, unpacked
from tui_lab.charts.axes import Scale
from tui_lab.charts.heatmap import heatmap
from tui_lab.charts.images import layout_of, sheet, thinned
from tui_lab.charts.rows import Row, Rows, Style
from tui_lab.charts.shades import FEW_GREYS, GREY, GREYS, Palette, shades
from tui_lab.panels.checks import called, matrix
from tui_lab.panels.figures import EMPTY, quiet
from tui_lab.panels.kind import Cells, Paper, Room, Shown
from tui_lab.svg.drawing import DIGIT, svg
from tui_lab.svg.ink import text
from tui_lab.svg.map import picture, places_in, words
from tui_lab.svg.png import bitmap

WIDE, GAP, LINE = 430.0, 6.0, 14.0
"""A sheet of a report, the room between two images, and that for a label."""
NONE = "no images"
LARGE = 120.0
"""As large as one image of a sheet grows."""


class ImagesKind(Shown[Images]):
    """A sheet of images with a label each."""

    of = Images

    def mistake(self, panel: Images, value: Any) -> str:
        """A `Sheet`, or an array of images."""
        if isinstance(value, dict):
            return "" if unpacked(value) else "this is no Sheet, or a damaged one"
        if not isinstance(value, list):
            return f"images are shown with a Sheet, and this is {called(value)}"
        return (
            ""
            if not value or _from_lists(value)
            else "images are shown with a Sheet, or an (n, h, w) array"
        )

    def cells(self, panel: Images, value: Any, room: Room) -> Rows:
        """The images side by side, as large as they fit."""
        if not value:
            return room.say(NONE)
        size = room.width, room.height
        found = pixels_of(panel, value)
        found = thinned(found, *size, ascii_only=room.ascii_only) if panel.plane else found
        if layout_of(found, *size, ascii_only=room.ascii_only) is None:
            return room.say(f"no room for {found.count:,} images; f shows them on the whole screen")
        greys = FEW_GREYS if room.few else GREYS
        return sheet(
            found, *size, frame=room.frame, ascii_only=room.ascii_only, greys=greys,
            words=panel.says,
        )  # fmt: skip

    def captions(self, panel: Images, value: Any, room: Room) -> list[Row]:
        """How much of the images is not what was sent; nothing where all of it is."""
        said = _cut_off(pixels_of(panel, value)) if value else ""
        return [((room.cut(said, room.width), Style(room.frame)),)] if said else []

    def rows(self, panel: Images, value: Any) -> list[Cells]:
        """A row for each image: its label, and its pixels line by line, as MNIST has them."""
        if not value:
            return []
        found = pixels_of(panel, value)
        size = found.height * found.width * found.channels
        heading: Cells = ("image", "label", *(f"pixel {n}" for n in range(size)))
        labels = found.labels or ("",) * found.count
        return [heading, *((n + 1, labels[n], *found.image(n)) for n in range(found.count))]

    def drawn(self, panel: Images, value: Any, paper: Paper) -> str:
        """Each image as a PNG, its label below."""
        if not value:
            return quiet(NONE)
        found = pixels_of(panel, value)
        columns = found.columns or min(found.count, max(round((found.count * 1.5) ** 0.5), 1))
        wide = min(max(WIDE / columns - GAP, 1.0), LARGE)
        tall = wide * found.height / found.width
        line = tall + GAP + (LINE if found.labels else 0)
        parts = _tiles(found, columns, (wide, tall), line)
        size = columns * (wide + GAP), -(-found.count // columns) * line
        more = quiet(f"and {found.more} more") if found.more else ""
        more += quiet(said) if (said := _cut_off(found)) else ""
        more += quiet(text(panel.says)) if panel.says else ""
        says = f"{found.count} images of {found.width} by {found.height}."
        return svg(paper.title, says, parts, size) + more


def _cut_off(found: Pixels) -> str:
    """Images that go from -1 to 1, or to 255 in fractions, would else be black or white unseen."""
    return f"{found.beyond:.1%} of the pixels are beyond 0 to 1" if found.beyond else ""


def _tiles(found: Pixels, columns: int, size: tuple[float, float], line: float) -> Iterator[str]:
    wide, tall = size
    letters = max(int(wide / DIGIT), 1)
    for at in range(found.count):
        x, y = at % columns * (wide + GAP), at // columns * line
        png = bitmap(found.width, found.height, found.channels, bytes(found.image(at)))
        place = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}"'
        yield f'<image class="map" {place} preserveAspectRatio="none" href="{png}"/>'
        if found.labels:
            label = found.labels[at]
            label = label if len(label) <= letters else f"{label[: letters - 1]}…"
            yield words(label, x + wide / 2, y + tall + 12, "middle")


def pixels_of(panel: Images, value: Any) -> Pixels:
    """The images of a value without a mistake; where it does not say, in the page's columns."""
    found = unpacked(value) if isinstance(value, dict) else _from_lists(value)
    assert found is not None
    return found if found.columns else replace(found, columns=max(panel.columns, 0))


def _from_lists(value: Any) -> Pixels | None:
    """An (n, h, w) or (n, h, w, 3) array of fractions as JSON has it; None for anything else."""
    shape = _shape(value)
    channels = shape[3] if len(shape) == 4 else 1
    if len(shape) not in (3, 4) or channels not in (1, 3) or not all(shape):
        return None
    data = [number for number in _leaves(value, len(shape)) if number is not None]
    whole = shape[0] * shape[1] * shape[2] * channels
    if whole != len(data) or whole > MOST_PIXELS:
        return None
    return Pixels(shape[0], shape[1], shape[2], channels, bytes(data))


def _shape(value: Any) -> list[int]:
    """The lengths of nested lists, by the first of each."""
    found = []
    while isinstance(value, list):
        found.append(len(value))
        value = value[0] if value else None
    return found


def _leaves(value: Any, depth: int) -> Iterator[int | None]:
    """The bytes at this depth; None for what is no number, or not so deep."""
    if depth and isinstance(value, list):
        for part in value:
            yield from _leaves(part, depth - 1)
    elif depth == 0 and value is None:
        yield 0  # nan
    elif depth == 0 and isinstance(value, int | float):
        yield round(max(0.0, min(value, 1.0)) * 255)
    else:
        yield None


class ImageKind(Shown[Image]):
    """One grey picture, dark to light in 0…1."""

    of = Image

    def mistake(self, panel: Image, value: Any) -> str:
        """A matrix."""
        return matrix(value, "the image")

    def cells(self, panel: Image, value: Any, room: Room) -> Rows:
        """The picture as large as its shape allows: a half cell is about square."""
        if not value or not value[0]:
            return room.say(EMPTY)
        scale = min((room.width - 6) / len(value[0]), (room.height - 2) * 2 / len(value))
        wide = min(max(int(len(value[0]) * scale) + 6, 1), room.width)
        tall = min(max(int(len(value) * scale / 2) + 2, 1), room.height)
        greys = FEW_GREYS if room.few else GREYS
        grey = Palette(greys, value_range=(0, 1), frame=room.frame, ascii_only=room.ascii_only,
                       count=len(greys))  # fmt: skip
        rows = heatmap(value, wide, tall, palette=grey)
        return [*rows, *[()] * (room.height - len(rows))]

    def rows(self, panel: Image, value: Any) -> list[Cells]:
        """The matrix."""
        return list(value)

    def drawn(self, panel: Image, value: Any, paper: Paper) -> str:
        """The picture as a PNG."""
        rows = len(value), max(map(len, value), default=0)
        if not all(rows):
            return quiet(EMPTY)
        scale = 260 / max(rows)
        size = rows[1] * scale, rows[0] * scale
        grey = shades(GREY, 64)
        part = picture(places_in(value, Scale(0.0, 1.0), len(grey)), grey, (0.0, 0.0, *size))
        return svg(paper.title, f"A picture of {rows[1]} by {rows[0]}.", [part], size)
