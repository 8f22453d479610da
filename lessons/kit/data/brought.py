"""Reading the learner's files. Every refusal names the file and the fix.

Text is UTF-8 unless a byte-order mark says otherwise. What is not valid UTF-8 is read as what it
most plainly is (`encodings.EncodingEvidence`), and that is said: nothing is guessed silently.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lessons.kit.data.sources.files import beginning, refusal
from lessons.kit.errors import one_line

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
            "source": one_line(self.source),
            "characters": len(self.text),
            "distinct": len(set(self.text)),
            "encoding": self.encoding,
            "digest": hashlib.sha256(self.text.encode("utf-8", "replace")).hexdigest()[:16],
            "notes": self.notes,
        }


def read_text(path: Path, at_least: int = 1, *, encoding: str = "") -> Text:
    """The text of a file of at least this many characters.

    Raises BadEnvironment, in words, for a path that is missing, a folder, no regular file,
    unreadable, empty, binary, of another format, or too short; BadUsage for an `encoding` that
    nobody knows.
    """
    source, text, whole = beginning(path, MOST_BYTES, encoding=encoding, plain=True)
    notes = [source.note] if source.note else []
    if not whole:
        notes.append(f"only the first {MOST_BYTES // 2**20} MiB were read")
    if len(text) < at_least:
        raise refusal(path, f"has {len(text)} characters", f"the lesson needs at least {at_least}")
    return Text(text, str(path), source.encoding, notes)
