"""Reading the learner's files. Every refusal names the file and the mend.

Text is UTF-8 unless a byte-order mark says otherwise. What is not valid UTF-8 is read as
Latin-1, and that is said: nothing is guessed silently.
"""

import codecs
import hashlib
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lessons.kit.errors import BadEnvironment, visible

MOST_BYTES = 32 * 2**20  # 32 MiB of text is an hour of the largest lesson; more is not read
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
BINARY_SHARE = 0.05
"""More control characters than this, and a file is not text."""
Progress = Callable[[str, float], None]
"""Is told what is being read, and which share of it is done, 0 to 1."""


def silent(what: str, share: float) -> None:
    """A `Progress` for where nobody waits."""


@dataclass(frozen=True)
class Data:
    """What a lesson trains on, and what to tell about it."""

    content: Any
    summary: dict[str, Any]
    """JSON-ready; `source` is always there, and `notes` where something was decided."""


@dataclass(frozen=True)
class Text:
    """A text file as read."""

    text: str
    source: str
    encoding: str = "utf-8"
    notes: list[str] = field(default_factory=list)

    @property
    def summary(self) -> dict[str, Any]:
        """What the report says of it."""
        return {
            "source": visible(self.source),
            "characters": len(self.text),
            "distinct": len(set(self.text)),
            "encoding": self.encoding,
            "digest": hashlib.sha256(self.text.encode("utf-8", "replace")).hexdigest()[:16],
            "notes": self.notes,
        }


def read_text(path: Path, at_least: int = 1) -> Text:
    """The text of a file of at least so many characters.

    Raises BadEnvironment, in words, for a path that is missing, a folder, no regular file,
    unreadable, empty, binary, or too short.
    """
    raw, cut = _read_bytes(path)
    text, encoding, notes = _decode(path, raw, cut)
    _refuse_binary(path, text)
    if cut:
        notes.append(f"only the first {MOST_BYTES // 2**20} MiB were read")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) < at_least:
        raise _refusal(path, f"has {len(text)} characters", f"the lesson needs at least {at_least}")
    return Text(text, str(path), encoding, notes)


def _refusal(path: Path, what: str, mend: str) -> BadEnvironment:
    return BadEnvironment(f"{visible(str(path))} {what}", mend)


def _read_bytes(path: Path) -> tuple[bytes, bool]:
    """The first bytes of a regular file, and whether there were more."""
    try:
        _refuse_special(path)
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        mend = "give the path of a text file"
        raise _refusal(path, "does not exist", mend) from None
    except PermissionError:
        mend = f"let yourself read it: chmod u+r {visible(str(path))}"
        raise _refusal(path, "may not be read", mend) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise _refusal(path, f"cannot be read ({reason})", "check the path and the disk") from None
    if not raw:
        raise _refusal(path, "is empty", "give a file with text in it")
    return raw[:MOST_BYTES], len(raw) > MOST_BYTES


def _refuse_special(path: Path) -> None:
    """A folder, a pipe or a device: a read could fail oddly, or never end."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise _refusal(path, "is a folder", "give one text file in it")
    if not stat.S_ISREG(mode):
        raise _refusal(path, "is not a regular file", "save it as a text file first")


def _decode(path: Path, raw: bytes, cut: bool) -> tuple[str, str, list[str]]:
    """The text, its encoding, and what there is to say about that."""
    named = next((name for bom, name in BOMS.items() if raw.startswith(bom)), None)
    if b"\0" in raw and named != "utf-16":
        raise _not_text(path)
    try:
        # a file cut at a byte count may end inside a character: that one is dropped
        text = codecs.getincrementaldecoder(named or "utf-8")().decode(raw, final=not cut)
        said = [f"read as {named}, as its first bytes say"] if named else []
        return text, named or "utf-8", said
    except UnicodeDecodeError as error:
        if named == "utf-16":
            raise _not_text(path) from None
        line = raw.count(b"\n", 0, error.start) + 1
        return raw.decode("latin-1"), "latin-1", [f"line {line} is not UTF-8: read as Latin-1"]


def _refuse_binary(path: Path, text: str) -> None:
    sample = text[:65_536]
    odd = sum(1 for c in sample if (ord(c) < 32 and c not in "\n\r\t\f\v") or 0x7F <= ord(c) < 0xA0)
    if odd > BINARY_SHARE * len(sample):
        raise _not_text(path)


def _not_text(path: Path) -> BadEnvironment:
    return _refusal(path, "is not text", "give a plain text file (UTF-8)")
