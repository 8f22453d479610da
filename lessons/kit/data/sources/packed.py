"""A file's bytes as they are read: unpacked on the way where it is compressed.

Nothing is unpacked to the disk or held whole. What unpacks to more than text would is refused.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, Protocol

from lessons.kit.data.sources.magic import UNZIP, kind_of_zip, kind_of_zip_head
from lessons.kit.data.sources.opening import opened, refusal
from lessons.kit.errors import Trouble, one_line, reason

if TYPE_CHECKING:
    from zipfile import ZipInfo

MOST_UNPACKED = 2**32
"""Bytes that a compressed file may hold: 4 GiB are an hour of the quickest lesson."""
MOST_RATIO = 250
"""No text is so much larger than its archive: gzip makes it a third, xz of a log a hundredth."""
FREE = 2**25
"""An archive of any kind may unpack to this many bytes: one line a million times is no harm."""
MOST_MEMBERS = 2**20
"""Bytes of a list of what is in a zip: of one file it has a hundred."""
DIRECTORY_END = b"PK\x05\x06"
MARKS = re.compile(
    rb"(?P<gzip>\x1f\x8b)|(?P<bzip2>BZh[1-9](?:1AY&SY|\x17rE8P\x90))|(?P<xz>\xfd7zXZ\x00)|"
    rb"(?P<zstd>\x28\xb5\x2f\xfd)|(?P<zip>PK(?:\x03\x04|\x05\x06))|(?P<Parquet>PAR1\x15)"
)
"""How packed files begin. The letters alone would do for a text: BZhang, or PAR1."""
LONGEST_MARK = 10
SUFFIXES = (".gz", ".bz2", ".xz", ".zst", ".zip")


class Readable(Protocol):
    """Something that bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most this many; none at the end."""


@dataclass
class Unpacked:
    """The bytes of one file, unpacked where it is packed."""

    path: Path
    packing: str
    """Such as gzip; "" where it is not packed."""
    inside: Readable
    position: Callable[[], int]
    """How far the file itself has been read, in bytes."""
    size: int = 0
    """Bytes that came out of it so far."""
    note: str = ""
    """What is read of it, if not all."""
    told: int = 0

    def read(self, size: int) -> bytes:
        """The next bytes. Raises BadEnvironment for a damaged or too large archive."""
        if not self.packing:
            return self.inside.read(size)
        with in_words(self.path, self.packing):
            piece = self.inside.read(size)
        self.size += len(piece)
        if self.size > MOST_UNPACKED:
            fix = "unpack it, and give a part of it"
            raise refusal(self.path, f"unpacks to over {MOST_UNPACKED >> 30} GiB", fix)
        if self.size > max(FREE, MOST_RATIO * self.position()):
            what = f"unpacks to over {MOST_RATIO} times its size, which is unusual for text"
            raise refusal(self.path, what, "if that is correct, unpack it first")
        return piece

    def taken(self) -> int:
        """Bytes of the file itself that were read since the last time this was asked."""
        before, self.told = self.told, max(self.told, self.position())
        return self.told - before


def packing_of(head: bytes) -> str:
    """How a file of these first bytes is packed; "" if it is not."""
    found = MARKS.match(head)
    return found.lastgroup or "" if found else ""


def is_packed(path: Path) -> bool:
    """Whether a file is packed. Raises OSError."""
    with path.open("rb") as file:
        return packing_of(file.read(LONGEST_MARK)) != ""


def bare(path: Path) -> Path:
    """The path without the suffix of its packing: x.csv of x.csv.gz."""
    return path.with_suffix("") if path.suffix.casefold() in SUFFIXES else path


@contextmanager
def in_words(path: Path, packing: str) -> Iterator[None]:
    """Turn whatever a decoder raises over a damaged file into a sentence."""
    try:
        yield
    except Trouble:
        raise
    except EOFError:
        fix = "download the whole file again"
        raise refusal(path, f"{_spoken(packing)}, and cut off", fix) from None
    except Exception as error:  # each decoder has its own, and of damaged bytes any may come
        if isinstance(error, OSError) and error.errno:
            raise  # the disk's, not the decoder's
        what = f"{_spoken(packing)}, and damaged ({one_line(reason(error))})"
        raise refusal(path, what, "download the file again") from None


def _spoken(packing: str) -> str:
    known = {"zip": "is a zip archive", "Parquet": "is a Parquet table"}
    return known.get(packing, f"is {packing}-compressed")


@contextmanager
def unpacked(path: Path, plain: bool = False) -> Iterator[Unpacked]:
    """The bytes of a file, whatever packs them. Raises BadEnvironment.

    Of a table that is no text, `plain` takes the column of text; else its rows come as JSON lines.
    """
    with opened(path) as file:
        packing = packing_of(file.peek(LONGEST_MARK))
        if not packing:  # nearly every file, and there may be 50,000
            yield Unpacked(path, "", file, file.tell)
            return
        with in_words(path, packing):
            inside = _inside(path, packing, file)
            if inside is None:
                from lessons.kit.data.sources.parquet import parquet

                rows, note = parquet(path, file, plain)
                stream = Unpacked(path, "Parquet", rows, lambda: rows.position, note=note)
            else:
                stream = Unpacked(path, packing, inside, file.tell)
        yield stream


def _inside(path: Path, packing: str, file: IO[bytes]) -> Readable | None:
    """What the packed bytes are read from; None for a table, which is another matter."""
    match packing:
        case "gzip":
            from gzip import GzipFile  # each costs the start of every command some milliseconds

            return GzipFile(fileobj=file)
        case "bzip2":
            from bz2 import BZ2File

            return BZ2File(file)
        case "xz":
            from lzma import LZMAFile

            return LZMAFile(file)
        case "zstd":
            return _zstd(path, file)
        case "zip":
            return _only_member(path, file)
        case "Parquet":
            return None
    return file


def _zstd(path: Path, file: IO[bytes]) -> Readable:
    try:
        from compression import zstd  # Python has it from 3.14 on
    except ImportError:
        try:
            from backports import zstd
        except ImportError:
            fix = "pip install backports.zstd, or unpack it first: unzstd"
            raise refusal(path, "is zstd-compressed", fix) from None
    stream: Readable = zstd.ZstdFile(file)
    return stream


def _only_member(path: Path, file: Any) -> Readable:
    """The one file in a zip archive. Raises BadEnvironment for none, several, or a locked one."""
    from zipfile import ZipFile

    _refuse_long_list(path, file)
    archive = ZipFile(file)
    members = [info for info in archive.infolist() if _counts(info)]
    if len(members) != 1:
        raise refusal(path, *kind_of_zip([info.filename for info in members]))
    if members[0].flag_bits & 1:
        raise refusal(path, "is a zip archive with a password", UNZIP)
    return archive.open(members[0])


def _counts(info: "ZipInfo") -> bool:
    """Whether this is a file that somebody put there, not one that a system keeps for itself."""
    name = PurePosixPath(info.filename)
    hidden = any(part.startswith((".", "__MACOSX")) for part in name.parts)
    return not info.is_dir() and not hidden


def _refuse_long_list(path: Path, file: IO[bytes]) -> None:
    """Raise BadEnvironment before a long list of members is read into memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 2**16 - 22))
    end = file.read()
    file.seek(0)
    _, found, record = end.rpartition(DIRECTORY_END)
    if not found:
        known = kind_of_zip_head(file.read(2**13))
        raise refusal(path, *known) if known else EOFError
    if int.from_bytes(record[8:12], "little") > MOST_MEMBERS:
        raise refusal(path, "is a zip archive with many files in it", UNZIP)
