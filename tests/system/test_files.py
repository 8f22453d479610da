"""Texts that people write: read whatever wrote them, or refused in a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import lessons
import lessons.clinic
from lessons.kit import BadEnvironment
from tui_lab.clinic.kept import Kept
from tui_lab.session.copy import Copy
from tui_lab.system.files import text_of

REFUSED = [
    ("latin-1", "x = 'é'".encode("latin-1"), "no text in UTF-8 (byte 6 is none); save it as"),
    ("utf-16", "x = 1".encode("utf-16"), "is text in UTF-16; save it as UTF-8"),
    ("utf-16-le", "x = 1".encode("utf-16-le"), "(byte 2 is zero)"),
    ("binary", b"\x80\x04\x95\x00", "(byte 1 is none)"),
    ("huge", b"x" * 1_000_001, "is larger than 1 MB; shorten it"),
    ("missing", None, "does not exist; check the path"),
    ("folder", Path.mkdir, "is a folder"),
    ("fifo", os.mkfifo, "is not a regular file"),
]


def placed(path: Path, content: object) -> Path:
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif callable(content):
        content(path)
    return path


@pytest.mark.parametrize(
    "content", [b"x = 1\ny = 2\n", b"x = 1\r\ny = 2\r\n", b"x = 1\ry = 2\r",
                b"\xef\xbb\xbfx = 1\r\ny = 2\r\n"],
    ids=["plain", "crlf", "cr", "mark"],
)  # fmt: skip
def test_a_text_is_the_same_whatever_wrote_it(content: bytes, tmp_path: Path) -> None:
    """Line ends of Windows and of old Macs, and a mark at the beginning; a link leads to it."""
    (link := tmp_path / "link.py").symlink_to(placed(tmp_path / "x.py", content))

    assert "x = 1\ny = 2\n" == text_of(link)


@pytest.mark.parametrize(("content", "says"), [e[1:] for e in REFUSED], ids=[e[0] for e in REFUSED])
def test_what_is_no_text_is_refused_in_a_sentence(
    content: object, says: str, tmp_path: Path
) -> None:
    """And at once: a pipe that nobody writes to would be waited for without end."""
    with pytest.raises(BadEnvironment) as refused:
        text_of(placed(tmp_path / "x.py", content))
    assert says in str(refused.value)


def test_an_edited_file_of_a_lesson_and_of_a_case_is_read_alike(home: Path) -> None:
    """Other line ends are no change; what cannot be read is said, and never passed over."""
    case = lessons.clinic.load("case02")
    lesson = lessons.load(case.lesson)
    kept, copy = Kept(case, lesson, 0), Copy(lesson)
    for path in (kept.file("train.py"), copy.make("train.py")):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert ({}, {}) == (kept.fixes, copy.edits)
    for path in (kept.file("train.py"), copy.path("train.py")):
        path.unlink()
        os.mkfifo(path)
    for read in (lambda: kept.fixes, lambda: copy.edits):
        with pytest.raises(BadEnvironment, match="is not a regular file"):
            read()
