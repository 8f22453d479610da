"""What a file of the learner's is, before anybody believes it.

Every refusal is one sentence that names the file, and one mend.
"""

import codecs
import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import IncrementalNewlineDecoder
from pathlib import Path
from typing import BinaryIO

from lessons.kit.errors import BadEnvironment, reason, visible
from lessons.kit.reading.magic import kind_of

PIECE = 2**20
"""Bytes read at once: large enough for C loops to pay, small enough to forget about."""
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
BINARY_SHARE = 0.05
"""More control characters than this, and a file is not text."""
C0 = bytes(set(range(32)) - set(b"\n\r\t\f\v")) + b"\x7f"
C1 = bytes(range(0x80, 0xA0))
FEW = 3
HIGH = bytes(range(0x80, 0x100))
WIDE = ("utf-16", "utf-32")
CHINESE = re.compile(rb"[\xa1-\xd7][\xa1-\xfe]")
PAIRED = re.compile(rb"[\xa1-\xfe][\xa1-\xfe]")
LONGEST_PATH = 200
"""A sentence shows so much of a path."""
REPLACED = "�".encode()


@dataclass(frozen=True)
class Source:
    """A regular file of text, looked at from end to end."""

    path: Path
    size: int
    encoding: str
    digest: bytes
    """SHA-256 of its bytes."""
    note: str = ""
    """What was decided about its encoding, if anything had to be."""


def refusal(path: Path, what: str, mend: str) -> BadEnvironment:
    """The file's name, what is wrong with it, and what to do."""
    return BadEnvironment(f"{shown(path)} {what}", mend)


def shown(path: Path) -> str:
    """The path on one line, safe to print; the end of a very long one."""
    name = visible(str(path)).replace("\n", "␊").replace("\t", "␉")
    return name if len(name) <= LONGEST_PATH else "…" + name[-LONGEST_PATH:]


def empty(path: Path) -> BadEnvironment:
    """The refusal of a file without a byte in it."""
    return refusal(path, "is empty", "give a file with text in it")


def not_text(path: Path, head: bytes = b"") -> BadEnvironment:
    """The refusal of a binary file, by its kind where its first bytes say it."""
    what, mend = kind_of(head) or ("is not text", "give a plain text file (UTF-8)")
    return refusal(path, what, mend)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, open for reading bytes. Raises BadEnvironment for what the system refuses."""
    try:
        refuse_special(path)
        with path.open("rb") as file:
            yield file
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def unreadable(path: Path, error: Exception) -> BadEnvironment:
    """The system's reason in the learner's words."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        if path.is_symlink():
            return refusal(path, "is a link to nothing", "mend the link, or give the file itself")
        return refusal(path, "does not exist", "check the path")
    if isinstance(error, PermissionError):
        return refusal(path, "may not be read", _let_in(path))
    return refusal(
        path, f"cannot be read ({visible(reason(error))})", "check the path and the disk"
    )


def _let_in(path: Path) -> str:
    """The command that opens a file or a folder; or the folder above that keeps us out."""
    shut = next((above for above in reversed(path.parents) if not os.access(above, os.X_OK)), path)
    right = "u+r" if shut == path and not os.path.isdir(path) else "u+rx"  # noqa: PTH112
    return f"let yourself read it: chmod {right} {shown(shut)}"


def refuse_special(path: Path) -> None:
    """Raise BadEnvironment for a folder, a pipe or a device: a read could never end."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise refusal(path, "is a folder", "give one text file in it")
    if not stat.S_ISREG(mode):
        raise refusal(path, "is not a regular file", "save it as a text file first")


def named_encoding(head: bytes) -> str | None:
    """The encoding that a byte-order mark names."""
    return next((name for bom, name in BOMS.items() if head.startswith(bom)), None)


@dataclass
class Look:
    """What has been seen of a file's bytes, piece by piece, and what encoding they are in."""

    named: str | None
    """The encoding that its byte-order mark names."""
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    size: int = 0
    odd: int = 0
    """Control characters that no text has."""
    nulls: int = 0
    line: int = 1
    """The first line that is not in the encoding, once `bad` is not 0; else the lines so far."""
    bad: int = 0
    beyond_ascii: int = 0
    high: int = 0
    """Bytes over 127, from the first piece with a bad one on."""
    windows: bool = False
    chinese: int = 0
    """Bytes in pairs that are common Chinese characters in GB 2312."""
    paired: int = 0
    """Bytes in pairs that GB 2312 has at all."""
    tail: bytes = b""

    def __post_init__(self) -> None:
        self.decoder = codecs.getincrementaldecoder(self.named or "utf-8")("replace")

    def at(self, piece: bytes, final: bool = False) -> None:
        """See the next bytes."""
        self.digest.update(piece)
        self.size += len(piece)
        if self.named not in WIDE:
            self.odd += len(piece) - len(piece.translate(None, C0))
            self.nulls += piece.count(0)
        text = self.decoder.decode(piece, final)
        if not text.isascii():
            self._judge(piece, text)
        if not self.bad:
            self.line += text.count("\n")
        self.tail = piece[-2:]

    def _judge(self, piece: bytes, text: str) -> None:
        """Count what is not UTF-8; a replacement character that the file itself has is."""
        true = 0 if self.named in WIDE else (self.tail + piece).count(REPLACED)
        bad = max(0, text.count("�") - true)
        if bad and not self.bad:
            self.line += text.count("\n", 0, text.index("�"))
        self.bad += bad
        self.beyond_ascii += len(text) - len(text.encode("ascii", "ignore")) - bad
        if self.bad:
            self.high += len(piece) - len(piece.translate(None, HIGH))
            self.windows = self.windows or len(piece) > len(piece.translate(None, C1))
            self.chinese += 2 * len(CHINESE.findall(piece))
            self.paired += 2 * len(PAIRED.findall(piece))

    @property
    def is_binary(self) -> bool:
        """Whether this is no text in any encoding."""
        wrong = self.bad if self.named in WIDE else self.odd
        return wrong > BINARY_SHARE * self.size

    def verdict(self) -> tuple[str, str]:
        """The encoding, and what to tell about it."""
        if self.named:
            said = f"read as {self.named}, as its first bytes say"
            return self.named, said if self.named in WIDE else ""
        if not self.bad:
            return "utf-8", ""
        if self.beyond_ascii > self.bad:
            where = f"the first of {self.bad} is in line {self.line}"
            return "utf-8", f"what is not UTF-8 was read as � ({where})"
        encoding, spoken = self._old()
        wrong = "if that is wrong, save it as UTF-8"
        return encoding, f"line {self.line} is not UTF-8: read as {spoken} ({wrong})"

    def _old(self) -> tuple[str, str]:
        """The encoding from before UTF-8: only in Chinese do bytes over 127 come in pairs.

        In Russian of that time the first share is high (KOI8) or the second one (Windows), but
        words of odd length keep them from being so together.
        """
        if self.chinese > 0.8 * self.high and self.paired > 0.97 * self.high:
            return "gb18030", "GB 18030 (Chinese)"
        return ("cp1252", "Windows-1252") if self.windows else ("latin-1", "Latin-1")


def look(path: Path, read: Callable[[int], None] = lambda size: None) -> Source:
    """Read a file once, whatever its size, and say what it is. Raises BadEnvironment.

    `read` is told the bytes of every piece.
    """
    with opened(path) as file:
        head = file.read(PIECE)
        if not head:
            raise empty(path)
        if kind_of(head):
            raise not_text(path, head)
        seen = Look(named_encoding(head))
        piece = head
        while piece:
            seen.at(piece)
            read(len(piece))
            piece = file.read(PIECE)
        seen.at(b"", final=True)
    if seen.is_binary:
        raise not_text(path, head)
    encoding, note = seen.verdict()
    return Source(path, seen.size, encoding, seen.digest.digest(), note)


def pieces(source: Source, translate: bool = True) -> Iterator[tuple[str, int]]:
    """The text in pieces, all line ends "\\n", with the bytes that each one took.

    Without `translate`, line ends are as they are; no piece ends between "\\r" and "\\n". Raises
    BadEnvironment at the end if the file is not the one that was looked at.
    """
    decoder = IncrementalNewlineDecoder(
        codecs.getincrementaldecoder(source.encoding)("replace"), translate
    )
    digest = hashlib.sha256()
    with opened(source.path) as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            yield decoder.decode(piece), len(piece)
    yield decoder.decode(b"", final=True), 0
    if digest.digest() != source.digest:
        raise refusal(source.path, "changed while it was read", "start again when it is at rest")


def told(sources: list[Source]) -> list[str]:
    """What was decided about the encodings of files, one by one while they are few."""
    decided = [source for source in sources if source.note]
    if len(sources) == 1:
        return [source.note for source in decided]
    if len(decided) <= FEW:
        return [f"{visible(source.path.name)}: {source.note}" for source in decided]
    kinds = Counter(source.encoding for source in decided)
    return [f"files read as {encoding}: {count}" for encoding, count in kinds.items()]


def digest_of(sources: list[Source]) -> str:
    """Sixteen hex digits of everything that was read, in its order."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.digest)
    return digest.hexdigest()[:16]


def size_of(path: Path) -> int:
    """The bytes of a file. Raises BadEnvironment for what is none."""
    with opened(path) as file:
        return os.fstat(file.fileno()).st_size


def small_text(path: Path, most: int = PIECE) -> tuple[Source, str]:
    """A small file, read at once; no more than so many bytes of it. Raises BadEnvironment."""
    with opened(path) as file:
        raw = file.read(most)
    if not raw:
        raise empty(path)
    seen = Look(named_encoding(raw))
    seen.at(raw, final=True)
    if kind_of(raw) or seen.is_binary:
        raise not_text(path, raw)
    encoding, note = seen.verdict()
    text = raw.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    return Source(path, len(raw), encoding, seen.digest.digest(), note), text.replace("\0", "")
