"""Matrices as they travel beside a map: three bytes a number, not text. No torch, no numpy.

Three bytes of a 32-bit float hold four digits, nan and infinity. As text a number takes eight or
nine: the scores of four heads over 32 tokens would be more than the 64 KiB of an event.
"""

import base64
import math
import struct
import zlib
from typing import Any

Matrix = list[list[float]]

KEPT = 3
"""Bytes of the four of a float that travel; the last one says nothing in four digits."""
MOST_NUMBERS = 2**18
"""Of one matrix; what claims to hold more is not believed."""


def packed(shape: tuple[int, int], floats: bytes) -> dict[str, Any]:
    """What a picture event holds of (rows, columns), from big-endian 32-bit floats, row by row."""
    planes = b"".join(floats[n::4] for n in range(KEPT))  # like with like, which packs better
    return {"shape": list(shape), "zlib": base64.b85encode(zlib.compress(planes, 9)).decode()}


def unpacked(value: Any) -> Matrix | None:
    """The matrix in a picture event; None for a value that is none, or is damaged."""
    if not isinstance(value, dict) or not isinstance(value.get("zlib"), str):
        return None
    shape = shape_of(value)
    if shape is None:
        return None
    count = shape[0] * shape[1]
    try:
        press = zlib.decompressobj()
        planes = press.decompress(base64.b85decode(value["zlib"]), KEPT * count + 1)
    except (ValueError, zlib.error):
        return None
    return _rows(planes, *shape) if len(planes) == KEPT * count else None


def shape_of(value: dict[str, Any]) -> tuple[int, int] | None:
    """Rows and columns, if these are numbers of a matrix that may be."""
    found = value.get("shape")
    if not isinstance(found, list) or len(found) != 2:
        return None
    if not all(isinstance(side, int) and 0 <= side <= MOST_NUMBERS for side in found):
        return None
    return (found[0], found[1]) if found[0] * found[1] <= MOST_NUMBERS else None


def _rows(planes: bytes, rows: int, columns: int) -> Matrix:
    count = rows * columns
    floats = bytearray(4 * count)
    for n in range(KEPT):
        floats[n::4] = planes[n * count : (n + 1) * count]
    numbers = list(map(_five_digits, struct.unpack(f">{count}f", floats)))
    return [numbers[row * columns : (row + 1) * columns] for row in range(rows)]


def _five_digits(number: float) -> float:
    """What was cut off leaves a tail of digits that mean nothing."""
    return float(f"{number:.5g}") if math.isfinite(number) else number
