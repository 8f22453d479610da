"""Sheets of images as they travel: bytes, not numbers in text. No torch, no numpy.

64 images of 28 × 28 are 50 kB of pixels; as JSON floats they would be 400 kB.
"""

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MOST_PIXELS = 2**22
"""Bytes of one sheet when it is unpacked; what claims to hold more is not believed."""


@dataclass(frozen=True)
class Sheet:
    """Many images of one size, with a label each: the value of an `Images` panel.

    `images` is (n, h, w) or (n, h, w, 3): uint8, or fractions from 0 (black) to 1.
    """

    images: Any
    labels: Sequence[str] = ()
    columns: int = 0
    """Images side by side; 0 is as many as suit the room."""


@dataclass(frozen=True)
class Pixels:
    """A sheet as a viewer reads it: one byte a grey pixel, three a coloured one, row by row."""

    count: int
    height: int
    width: int
    channels: int
    """1 is grey, 3 is red, green, blue."""
    data: bytes
    labels: tuple[str, ...] = ()
    columns: int = 0
    more: int = 0
    """Images that were not sent: an event holds at most 64 KiB."""
    beyond: float = 0.0
    """The share of the pixels that were beyond 0 to 1, and cut off there."""

    def image(self, at: int) -> memoryview:
        """The bytes of one image, h · w · channels of them."""
        size = self.height * self.width * self.channels
        return memoryview(self.data)[at * size : (at + 1) * size]


def packed(
    shape: Sequence[int], data: bytes, labels: Sequence[str], columns: int, more: int = 0
) -> Any:
    """What a picture event holds: shape (n, h, w) or (n, h, w, 3), pixels, labels."""
    pressed = base64.b64encode(zlib.compress(data, 6)).decode("ascii")
    sheet = {"shape": list(shape), "zlib": pressed, "labels": [str(label) for label in labels]}
    extra = {"columns": columns, "more": more}
    return sheet | {name: number for name, number in extra.items() if number}


def unpacked(value: Any) -> Pixels | None:
    """The sheet in a picture event; None for a value that is none, or is damaged."""
    if not isinstance(value, dict) or not isinstance(value.get("zlib"), str):
        return None
    shape = _shape(value.get("shape"))
    if shape is None:
        return None
    count, height, width, channels = shape
    size = count * height * width * channels
    try:
        press = zlib.decompressobj()
        data = press.decompress(base64.b64decode(value["zlib"], validate=True), size + 1)
    except (ValueError, zlib.error):
        return None
    if len(data) != size:
        return None
    found = value.get("labels")
    labels = tuple(map(str, found)) if isinstance(found, list) and len(found) == count else ()
    columns, more = _whole(value.get("columns")), _whole(value.get("more"))
    beyond = value.get("beyond")
    share = float(beyond) if isinstance(beyond, float) and 0 < beyond <= 1 else 0.0
    return Pixels(*shape, data, labels, columns, more, share)


def _whole(found: Any) -> int:
    return found if isinstance(found, int) and 0 < found <= MOST_PIXELS else 0


def _shape(found: Any) -> tuple[int, int, int, int] | None:
    """(n, h, w, channels), if these are numbers of a sheet that fits."""
    if not isinstance(found, list) or len(found) not in (3, 4):
        return None
    if not all(isinstance(side, int) and 0 < side <= MOST_PIXELS for side in found):
        return None
    count, height, width = found[:3]
    channels = found[3] if len(found) == 4 else 1
    fits = channels in (1, 3) and count * height * width * channels <= MOST_PIXELS
    return (count, height, width, channels) if fits else None
