"""Which encoding a file's bytes are in: as the learner says, as its first bytes say, or guessed.

Text is UTF-8 unless something says otherwise. Nothing is guessed silently.
"""

import codecs
import hashlib
import re
from dataclasses import dataclass, field
from encodings.aliases import aliases
from functools import cached_property
from unicodedata import category

from lessons.kit.errors import BadUsage, unknown

BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
UNMARKED = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
"""What may come without a byte-order mark, and is full of zeros then."""
WIDE = ("utf-16", "utf-32", *UNMARKED)
BINARY_SHARE = 0.05
"""More control characters than this, and a file is not text."""
C0 = bytes(set(range(32)) - set(b"\n\r\t\f\v\x1b")) + b"\x7f"  # ESC begins colours and kanji
CONTROLS = dict.fromkeys(C0)
C1 = bytes(range(0x80, 0xA0))
HIGH = bytes(range(0x80, 0x100))
CHINESE = re.compile(rb"[\xa1-\xd7][\xa1-\xfe]")
PAIRED = re.compile(rb"[\xa1-\xfe][\xa1-\xfe]")
REPLACED = "�".encode()
SAMPLE = 4096
"""Characters that tell whether bytes are UTF-16."""
SPACES = " \n\r\t\u3000、。，"
NO_TEXT = ("charmap", "idna", "mbcs", "oem", "palmos", "punycode", "undefined")
"""Codecs of Python's that no file of text is in."""


def named_encoding(head: bytes) -> str | None:
    """The encoding that a byte-order mark names."""
    return next((name for bom, name in BOMS.items() if head.startswith(bom)), None)


def checked(asked: str) -> str:
    """The encoding of this name as Python calls it; "" for none. Raises BadUsage, with the nearest.

    Every encoding of text that Python knows will do, under any of its names.
    """
    if not asked.strip():
        return ""
    try:
        name = codecs.lookup(asked.strip()).name
    except (LookupError, ValueError):
        raise _unknown(asked) from None
    if not _is_of_text(name):
        raise _unknown(asked)
    return name


def _unknown(asked: str) -> BadUsage:
    """The refusal of an encoding that nobody knows."""
    names = {*aliases, *aliases.values()}
    plain = asked.strip().lower().replace("-", "_").replace(" ", "_")
    refused = unknown("encoding", plain, sorted(name for name in names if _is_of_text(name)))
    if not refused.fix.startswith("did"):
        refused.fix = "such as utf-8, utf-16, cp1252, cp1251, koi8-r, gb18030, big5, shift_jis"
    return refused


def _is_of_text(name: str) -> bool:
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return False
    known = codec.name not in NO_TEXT and "escape" not in codec.name
    return known and codec._is_text_encoding and codec.incrementaldecoder is not None


def unmarked(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte-order mark, known by its zeros and by what it says."""
    zeros = head.count(0)
    if not zeros:
        return None
    fitting = [(_plainness(head, name), name) for name in UNMARKED]
    plainness, best = max(fitting, key=lambda pair: pair[0])
    if plainness == 0 or (zeros < 0.4 * len(head) and _is_narrow(head, best)):
        return None
    return best


def _is_narrow(head: bytes, wide: str) -> bool:
    """Whether bytes with a few zeros are rather UTF-8: the wide reading has hardly a letter."""
    text = head[: 4 * SAMPLE].decode(wide, "ignore")
    letters = sum(" " < c < "\u0250" for c in text)
    return letters < 0.2 * len(text) and _is_utf8(head)


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _plainness(head: bytes, encoding: str) -> float:
    """The share of spaces and simple letters in these bytes; 0 where they are no text."""
    width = 4 if encoding.startswith("utf-32") else 2
    if len(head) % width:
        return 0.0
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head[: width * SAMPLE])
    except UnicodeDecodeError:
        return 0.0
    odd = sum(category(c) in ("Cn", "Co", "Cc") and c not in "\n\r\t\f\v\x1b" for c in text)
    spaces = sum(map(text.count, SPACES))
    simple = sum(c < "\u0250" for c in text)
    if odd > 0.001 * len(text) or (spaces < 0.005 * len(text) and simple < 0.7 * len(text)):
        return 0.0
    return (spaces + simple) / max(1, len(text))


@dataclass
class EncodingEvidence:
    """What has been seen of a file's bytes, piece by piece, and what encoding they are in."""

    head: bytes
    """The first bytes, which may say the encoding."""
    asked: str = ""
    """The encoding that the learner named, checked."""
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
        self.marked = named_encoding(self.head)
        guessed = None if self.marked else unmarked(self.head)
        self.named = self._asked() or self.marked or guessed
        self.decoder = codecs.getincrementaldecoder(self.named or "utf-8")("replace")

    def _asked(self) -> str:
        """The encoding that was asked for, so that a mark of it is not part of the text."""
        if self.asked == "utf-8":
            return "utf-8-sig"
        if self.marked in ("utf-16", "utf-32") and self.asked.startswith(self.marked):
            return self.marked
        if self.asked in ("utf-16", "utf-32"):  # without its mark, Python reads none of it
            known = unmarked(self.head) or ""
            return known if known.startswith(self.asked) else f"{self.asked}-le"
        return self.asked

    @cached_property
    def opening(self) -> str:
        """The beginning as text, as far as that can be known yet."""
        first = self.head[: 2**14]
        return codecs.getincrementaldecoder(self.named or "utf-8")("replace").decode(first)

    def at(self, piece: bytes, final: bool = False) -> None:
        """See the next bytes."""
        self.digest.update(piece)
        self.size += len(piece)
        text = self.decoder.decode(piece, final)
        if self.asked:
            self.odd += len(text) - len(text.translate(CONTROLS))
        elif self.named not in WIDE:
            self.odd += len(piece) - len(piece.translate(None, C0))
            self.nulls += piece.count(0)
        if not text.isascii():
            self._judge(piece, text)
        if not self.bad:
            self.line += text.count("\n")
        self.tail = piece[-2:]

    def _judge(self, piece: bytes, text: str) -> None:
        """Count what is not in the encoding; a replacement character that the file has is."""
        is_utf8 = self.named in (None, "utf-8-sig")
        true = (self.tail + piece).count(REPLACED) if is_utf8 else 0
        bad = max(0, text.count("�") - true)
        if bad and not self.bad:
            self.line += text.count("\n", 0, text.index("�"))
        self.bad += bad
        if not self.named:
            self.beyond_ascii += len(text) - len(text.encode("ascii", "ignore")) - bad
            if self.bad:
                self._judge_old(piece)

    def _judge_old(self, piece: bytes) -> None:
        """Count what tells the encodings from before UTF-8 apart."""
        self.high += len(piece) - len(piece.translate(None, HIGH))
        self.windows = self.windows or len(piece) > len(piece.translate(None, C1))
        self.chinese += 2 * len(CHINESE.findall(piece))
        self.paired += 2 * len(PAIRED.findall(piece))

    @property
    def is_binary(self) -> bool:
        """Whether this is no text in any encoding, or not in the one that was asked for."""
        if self.asked:
            return self.odd + self.bad > BINARY_SHARE * self.size
        wrong = self.bad if self.named in WIDE else self.odd
        return wrong > BINARY_SHARE * self.size

    def verdict(self) -> tuple[str, str]:
        """The encoding, and what to tell about it."""
        where = f"the first of {self.bad} is in line {self.line}"
        if self.asked:
            lost = f"; what is not in it was read as � ({where})" if self.bad else ""
            return self.named or self.asked, f"read as {self.asked}, as you chose{lost}"
        if self.named:
            why = "as its first bytes say" if self.marked else "as its zeros say"
            return self.named, f"read as {self.named}, {why}" if self.named in WIDE else ""
        if not self.bad:
            return "utf-8", ""
        if self.beyond_ascii > self.bad:
            return "utf-8", f"what is not UTF-8 was read as � ({where})"
        encoding, spoken = self._old()
        wrong = "if that is wrong: --set encoding=NAME, or save it as UTF-8"
        return encoding, f"line {self.line} is not UTF-8: read as {spoken} ({wrong})"

    def _old(self) -> tuple[str, str]:
        """The encoding from before UTF-8: only in Chinese do bytes over 127 come in pairs.

        In Russian of that time the first share is high (KOI8) or the second one (Windows), but
        words of odd length keep them from being so together.
        """
        if self.chinese > 0.8 * self.high and self.paired > 0.97 * self.high:
            return "gb18030", "GB 18030 (Chinese)"
        return ("cp1252", "Windows-1252") if self.windows else ("latin-1", "Latin-1")
