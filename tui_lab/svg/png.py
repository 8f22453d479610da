"""The smallest PNG there is: of few colours for maps, of bytes for images."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Sequence

PREFIX = "data:image/png;base64,"
MOST = 255
"""Colours of a picture; one more is for what is blank, and can be seen through."""


def png(rows: Sequence[Sequence[int | None]], colours: Sequence[str]) -> bytes:
    """Rows of places in `colours` ("#rrggbb"), all of one length; None is blank."""
    blank, width = len(colours), max(map(len, rows), default=0)
    lines = (bytes(blank if place is None else place for place in row) for row in rows)
    pixels = b"".join(b"\0" + line.ljust(width, bytes([blank])) for line in lines)
    palette = b"".join(bytes.fromhex(colour[1:]) for colour in colours)
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 3, 0, 0, 0)
    return _file([
        (b"IHDR", head),
        (b"PLTE", palette + b"\0\0\0"),
        (b"tRNS", b"\xff" * blank + b"\0"),
        (b"IDAT", zlib.compress(pixels, 9)),
    ])  # fmt: skip


def bitmap(width: int, height: int, channels: int, data: bytes) -> str:
    """Grey bytes, or red, green and blue, as an address that holds the picture."""
    size = width * channels
    lines = b"".join(b"\0" + data[row * size : (row + 1) * size] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2 if channels == 3 else 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(lines, 9))]
    return PREFIX + b64encode(_file(parts)).decode()


def address(rows: Sequence[Sequence[int | None]], colours: Sequence[str]) -> str:
    """The picture as an address that holds all of it."""
    return PREFIX + b64encode(png(rows, colours)).decode()


def _file(chunks: Sequence[tuple[bytes, bytes]]) -> bytes:
    whole = [*chunks, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in whole)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
