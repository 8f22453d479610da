"""The learner's files: read as what they are, or refused in a sentence."""

import os
from pathlib import Path

import pytest

from lessons.kit import BadEnvironment, read_text
from lessons.kit.data.brought import MOST_BYTES


def refusal(path: Path, at_least: int = 1) -> str:
    with pytest.raises(BadEnvironment) as refused:
        read_text(path, at_least)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert str(path.name) in sentence
    return sentence


def test_plain_text_is_read_as_it_is(tmp_path: Path) -> None:
    """UTF-8, any script; line ends of every system become one."""
    (tmp_path / "t").write_bytes("día\r\n你好\rend\n".encode())
    text = read_text(tmp_path / "t")

    assert "día\n你好\nend\n" == text.text
    assert ("utf-8", []) == (text.encoding, text.notes)


def test_latin_1_is_detected_used_and_said(tmp_path: Path) -> None:
    """What is not UTF-8 is read as Latin-1, and the note names the line."""
    (tmp_path / "t").write_bytes("one\ndéjà vu\n".encode("latin-1"))
    text = read_text(tmp_path / "t")

    assert "one\ndéjà vu\n" == text.text
    assert "latin-1" == text.encoding
    wrong = "(if that is wrong: --set encoding=NAME, or save it as UTF-8)"
    assert [f"line 2 is not UTF-8: read as Latin-1 {wrong}"] == text.notes


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_believed(tmp_path: Path, encoding: str) -> None:
    """Files from other systems say what they are in their first bytes."""
    (tmp_path / "t").write_bytes("hello".encode(encoding))

    assert "hello" == read_text(tmp_path / "t").text


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """Missing, a folder, empty, binary, a pipe, too short: each in its own words."""
    (tmp_path / "empty").touch()
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "noise").write_bytes(os.urandom(5000).replace(b"\0", b"\1"))
    (tmp_path / "short").write_text("abc")
    os.mkfifo(tmp_path / "pipe")

    assert "does not exist" in refusal(tmp_path / "missing")
    assert "does not exist" in refusal(tmp_path / "short" / "deeper")
    assert "is a folder" in refusal(tmp_path)
    assert "is empty" in refusal(tmp_path / "empty")
    assert "is not text" in refusal(tmp_path / "binary")
    assert "is not text" in refusal(tmp_path / "noise")
    assert "is not a regular file" in refusal(tmp_path / "pipe")
    assert "has 3 characters; the lesson needs at least 50" in refusal(tmp_path / "short", 50)


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    """The fix is the command that fixes it."""
    (tmp_path / "t").write_text("abc")
    (tmp_path / "t").chmod(0)

    assert "chmod u+r" in refusal(tmp_path / "t")


def test_a_file_of_two_gigabytes_costs_its_beginning(tmp_path: Path) -> None:
    """Only the first 32 MiB are read, and that is said; a character cut in two is dropped."""
    with (tmp_path / "t").open("wb") as file:
        file.write(b"a" + "é".encode() * (MOST_BYTES // 2))
        file.truncate(2 * 2**30)
    text = read_text(tmp_path / "t")

    assert MOST_BYTES // 2 == len(text.text)
    assert ["only the first 32 MiB were read"] == text.notes


def test_the_summary_drives_no_terminal(tmp_path: Path) -> None:
    """A file's name with an escape sequence in it is shown, not obeyed."""
    path = tmp_path / "x\x1b]52;c;aGk=\x07"
    path.write_text("some text")

    assert read_text(path).summary["source"].isprintable()


@pytest.mark.parametrize(
    ("raw", "text", "encoding"),
    [
        ("it’s".encode("cp1252"), "it’s", "cp1252"),
        ("很好吃，下次还来".encode("gb18030"), "很好吃，下次还来", "gb18030"),
        ("Здравствуйте, как дела".encode("koi8-r"), None, "latin-1"),
        ("naïve déjà ".encode() + b"\xe9.", "naïve déjà �.", "utf-8"),
        ("a � b é".encode(), "a � b é", "utf-8"),
    ],
)
def test_bytes_of_other_times_are_read_as_what_they_most_plainly_are(
    tmp_path: Path, raw: bytes, text: str | None, encoding: str
) -> None:
    """Windows' quotes, Chinese in pairs of bytes, one broken byte in a text of UTF-8."""
    (tmp_path / "t").write_bytes(raw)
    read = read_text(tmp_path / "t")

    assert encoding == read.encoding
    assert text in (None, read.text)


def test_a_packed_file_without_an_end_is_said_to_be(tmp_path: Path) -> None:
    """By its first bytes, whatever its name."""
    (tmp_path / "t.txt").write_bytes(b"\x1f\x8b\x08")

    said = refusal(tmp_path / "t.txt")
    assert "is gzip-compressed, and cut off; download the whole file again" in said
