"""The smallest PNG there is: a picture of few colours, for the maps of a page."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Sequence

MOST = 255
"""Colours of a picture; one more is for what is blank, and can be seen through."""


def png(rows: Sequence[Sequence[int | None]], colours: Sequence[str]) -> bytes:
    """Rows of places in `colours` ("#rrggbb"), all of one length; None is blank."""
    blank, width = len(colours), max(map(len, rows), default=0)
    lines = (bytes(blank if place is None else place for place in row) for row in rows)
    pixels = b"".join(b"\0" + line.ljust(width, bytes([blank])) for line in lines)
    palette = b"".join(bytes.fromhex(colour[1:]) for colour in colours)
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join((
        _chunk(b"IHDR", head),
        _chunk(b"PLTE", palette + b"\0\0\0"),
        _chunk(b"tRNS", b"\xff" * blank + b"\0"),
        _chunk(b"IDAT", zlib.compress(pixels, 9)),
        _chunk(b"IEND", b""),
    ))  # fmt: skip


def address(rows: Sequence[Sequence[int | None]], colours: Sequence[str]) -> str:
    """The picture as an address that holds all of it."""
    return "data:image/png;base64," + b64encode(png(rows, colours)).decode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
