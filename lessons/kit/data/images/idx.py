"""MNIST's idx files, plain or packed: a short header, then nothing but bytes.

Format: two zero bytes, a type, the number of axes, each axis as a big-endian 32-bit number, data.
"""

import math
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons.kit.data.images.stack import MOST_BYTES
from lessons.kit.data.sources.files import refusal
from lessons.kit.data.sources.packed import Unpacked, unpacked
from lessons.kit.errors import BadEnvironment

TYPES = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
MOST_AXES = 4
BROKEN = "fetch the file again, or give the pictures as a folder for each class"


def looks_like_idx(head: bytes) -> bool:
    """Whether these first bytes are an idx header; packed ones have to be unpacked first."""
    return len(head) >= 4 and head[:2] == b"\0\0" and head[2] in TYPES and 1 <= head[3] <= MOST_AXES


def head_of(path: Path) -> bytes:
    """The first four bytes, unpacked where they are packed; none of a broken file."""
    try:
        with unpacked(path) as file:
            return file.read(4)
    except BadEnvironment:
        return b""


def read_idx(path: Path) -> "NDArray[Any]":
    """The array in an idx file. Raises BadEnvironment where header and length do not agree."""
    with unpacked(path) as file:
        shape, kind = _header(path, file.read(4), file)
        size = math.prod(shape) * kind.itemsize  # of Python's numbers: no header overflows them
        if size > MOST_BYTES:
            sides = " × ".join(map(str, shape))
            raise refusal(path, f"says it holds {sides} values, more than fit", BROKEN)
        data = _all(file, size + 1)
    if len(data) != size:
        more = "more" if len(data) > size else f"{len(data):,}"
        raise refusal(path, f"has {more} bytes of data where its header says {size:,}", BROKEN)
    return np.frombuffer(data, kind).reshape(shape)


def _all(file: Unpacked, most: int) -> bytes:
    """This many bytes, or as many as there are: of a packed file each read gives a piece."""
    pieces, left = [], most
    while left and (piece := file.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _header(path: Path, first: bytes, file: Unpacked) -> tuple[tuple[int, ...], "np.dtype[Any]"]:
    if not looks_like_idx(first):
        raise refusal(path, "is not an idx file", "give MNIST's files, or a folder for each class")
    raw = file.read(4 * first[3])
    if len(raw) < 4 * first[3]:
        raise refusal(path, "ends inside its header", BROKEN)
    return struct.unpack(f">{first[3]}I", raw), np.dtype(TYPES[first[2]])
