"""Reading the learner's files. Every refusal names the file and the mend.

Text is UTF-8 unless a byte-order mark says otherwise. What is not valid UTF-8 is read as what it
most plainly is (`files.Look`), and that is said: nothing is guessed silently.
"""

import codecs
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lessons.kit.errors import visible
from lessons.kit.reading.files import Look, empty, named_encoding, not_text, opened, refusal
from lessons.kit.reading.magic import kind_of

MOST_BYTES = 32 * 2**20  # 32 MiB of text is an hour of the largest lesson; more is not read
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
    raw = _read_bytes(path)
    cut = len(raw) > MOST_BYTES
    text, encoding, notes = _decode(path, raw[:MOST_BYTES], cut)
    if cut:
        notes.append(f"only the first {MOST_BYTES // 2**20} MiB were read")
    if len(text) < at_least:
        raise refusal(path, f"has {len(text)} characters", f"the lesson needs at least {at_least}")
    return Text(text, str(path), encoding, notes)


def _read_bytes(path: Path) -> bytes:
    """The first bytes of a regular file, and one more if there are more."""
    with opened(path) as file:
        raw = file.read(MOST_BYTES + 1)
    if not raw:
        raise empty(path)
    return raw


def _decode(path: Path, raw: bytes, cut: bool) -> tuple[str, str, list[str]]:
    """The text, its encoding, and what there is to say about that."""
    seen = Look(named_encoding(raw))
    seen.at(raw, final=not cut)
    if kind_of(raw) or seen.is_binary or seen.nulls:
        raise not_text(path, raw)
    encoding, said = seen.verdict()
    # a file cut at a byte count may end inside a character: that one is dropped
    text = codecs.getincrementaldecoder(encoding)("replace").decode(raw, final=not cut)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, encoding, [said] if said else []
