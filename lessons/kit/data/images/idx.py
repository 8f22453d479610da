"""MNIST's idx files, plain or gzip: a short header, then nothing but bytes.

Format: two zero bytes, a type, the number of axes, each axis as a big-endian 32-bit number, data.
"""

import gzip
import math
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from lessons.kit.data.images.stack import MOST_BYTES
from lessons.kit.data.sources.files import opened, refusal
from lessons.kit.errors import BadEnvironment

GZIP = b"\x1f\x8b"
TYPES = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
MOST_AXES = 4
BROKEN = "fetch the file again, or give the pictures as a folder for each class"


def looks_like_idx(head: bytes) -> bool:
    """Whether these first bytes are an idx header; gzip has to be taken off first."""
    return len(head) >= 4 and head[:2] == b"\0\0" and head[2] in TYPES and 1 <= head[3] <= MOST_AXES


def head_of(path: Path) -> bytes:
    """The first four bytes, behind gzip where it is there; none of a broken file."""
    try:
        with _unpacked(path) as file:
            return file.read(4)
    except BadEnvironment:
        return b""


def read_idx(path: Path) -> "NDArray[Any]":
    """The array in an idx file. Raises BadEnvironment where header and length do not agree."""
    with _unpacked(path) as file:
        shape, kind = _header(path, file.read(4), file)
        size = math.prod(shape) * kind.itemsize  # of Python's numbers: no header overflows them
        if size > MOST_BYTES:
            sides = " × ".join(map(str, shape))
            raise refusal(path, f"says it holds {sides} values, more than fit", BROKEN)
        data = file.read(size + 1)
    if len(data) != size:
        more = "more" if len(data) > size else f"{len(data):,}"
        raise refusal(path, f"has {more} bytes of data where its header says {size:,}", BROKEN)
    return np.frombuffer(data, kind).reshape(shape)


def _header(path: Path, first: bytes, file: IO[bytes]) -> tuple[tuple[int, ...], "np.dtype[Any]"]:
    if not looks_like_idx(first):
        raise refusal(path, "is not an idx file", "give MNIST's files, or a folder for each class")
    raw = file.read(4 * first[3])
    if len(raw) < 4 * first[3]:
        raise refusal(path, "ends inside its header", BROKEN)
    return struct.unpack(f">{first[3]}I", raw), np.dtype(TYPES[first[2]])


@contextmanager
def _unpacked(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of the file, behind gzip where that is around them."""
    with opened(path) as file:
        packed = file.read(2) == GZIP
        file.seek(0)
        try:
            yield gzip.GzipFile(fileobj=file) if packed else file  # type: ignore[misc]
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise refusal(path, "is a broken gzip file", BROKEN) from None
