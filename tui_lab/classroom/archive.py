"""The file that a student hands in: a zip with known names in it, read in memory, never unpacked.

Everything in it may come from anybody. A member is read by its exact name and to a limit that
what it says of its own size does not move; nothing is written where its name leads.
"""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from lessons.kit.errors import BadEnvironment, one_line, reason, said
from lessons.kit.patterns import possessive

SUFFIX = ".zip"
LARGEST_FILE = 32 << 20
"""Bytes of a hand-in. One of ours has 20 kB to 2 MB."""
LARGEST: dict[str, int] = {
    "hand-in.json": 1 << 20, "plan.json": 2 << 20, "report.json": 2 << 20, "chain.txt": 16 << 20,
    "events.jsonl": 64 << 20, "answers.md": 1 << 20,
}  # fmt: skip
"""Bytes of each member, unpacked."""
LARGEST_CODE, MOST_MEMBERS = 1 << 20, 64
CODE = re.compile(r"(code|practice)/[A-Za-z_][A-Za-z0-9_]{0,60}\.py")
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DATE = (2020, 1, 1, 0, 0, 0)
DEEPEST = 60
"""Brackets in brackets: a document of ours has a few."""
STRING = '"' + possessive(r'[^"\\]|\\.') + '"'
QUOTED_OR_BRACKET = re.compile(rf"{STRING}|[\[{{]|[\]}}]".encode(), re.DOTALL)
Kind = TypeVar("Kind")
DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError,
    NotImplementedError, OverflowError, IndexError, KeyError,
)  # fmt: skip
"""What zipfile raises for what is no zip, or one that was damaged."""


class BadHandInError(BadEnvironment):
    """A file that cannot be a hand-in, and why, in words."""


def content_of(path: Path, most: int = LARGEST_FILE) -> tuple[bytes, os.stat_result]:
    """What stands in a regular file, and what the system says of it.

    Never follows a link, waits at a pipe or reads a device. Raises BadHandInError.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
    try:
        handle = os.open(path, flags)
    except OSError as error:
        is_link = path.is_symlink()
        why = "it is a link" if is_link else f"it cannot be read ({reason(error)})"
        raise BadHandInError(why) from None
    with open(handle, "rb", buffering=0) as file:  # noqa: PTH123  a handle, no path
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise BadHandInError("it is no regular file")
        if found.st_nlink > 1:
            raise BadHandInError("it is a hard link: another name leads to the same file")
        if found.st_size > most:
            raise BadHandInError(f"it has {found.st_size >> 20} MiB, more than {most >> 20}")
        content = file.read(most + 1)
    if len(content) > most:
        raise BadHandInError(f"it has more than {most >> 20} MiB")
    return content, found


@dataclass(frozen=True)
class Archive:
    """A hand-in, opened: its members by their names."""

    members: Mapping[str, bytes]

    def text(self, name: str) -> str:
        """A member as text; "" where it is not there. Raises BadHandInError."""
        try:
            return self.members.get(name, b"").decode("utf-8")
        except UnicodeDecodeError:
            raise BadHandInError(f"{name} is no text in UTF-8") from None

    def document(self, name: str, kind: type[Kind]) -> Kind:
        """A member as JSON of this kind. Raises BadHandInError."""
        if name not in self.members:
            raise BadHandInError(f"{name} is missing")
        return decoded(self.members[name], kind, name)

    def files(self, folder: str) -> dict[str, str]:
        """The texts in a folder, by their names. Raises BadHandInError."""
        inside = [name for name in self.members if name.startswith(f"{folder}/")]
        return {name.partition("/")[2]: self.text(name) for name in inside}


def decoded(content: bytes, kind: type[Kind], name: str) -> Kind:
    """JSON of this kind; not where it is nested without end. Raises BadHandInError."""
    try:
        if is_deep(content):
            raise ValueError("it is nested too deeply")
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        why = one_line(said(error))[:160]
        raise BadHandInError(f"{name} is damaged ({why})") from None


def is_deep(content: bytes) -> bool:
    """Whether JSON has more brackets in brackets than a document of ours could have."""
    if content.count(b"[") + content.count(b"{") <= DEEPEST:
        return False
    depth = 0
    for match in QUOTED_OR_BRACKET.finditer(content):
        first = content[match.start()]
        depth += (first in b"[{") - (first in b"]}")
        if depth > DEEPEST:
            return True
    return False


def unpacked(content: bytes) -> Archive:
    """The members of a hand-in. Raises BadHandInError for what cannot be one."""
    try:
        with closing(zipfile.ZipFile(io.BytesIO(content))) as file:
            infos = file.infolist()
            _refuse(infos)
            return Archive({info.filename: _read(file, info) for info in infos})
    except BadHandInError:
        raise
    except DAMAGED as error:
        why = one_line(said(error))[:120]
        raise BadHandInError(f"it is no zip file, or damaged ({why})") from None


def _refuse(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MOST_MEMBERS:
        raise BadHandInError(f"it has {len(infos)} members, more than {MOST_MEMBERS}")
    seen = set[str]()
    for info in infos:
        name, mode = info.filename, info.external_attr >> 16
        told = repr(one_line(name)[:60])
        if name not in LARGEST and not CODE.fullmatch(name):
            raise BadHandInError(f"it contains {told}, which is no part of a hand-in")
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise BadHandInError(f"{told} in it is a link or a device, not a file")
        if name in seen:
            raise BadHandInError(f"it contains {told} twice")
        if info.flag_bits & 0x1:
            raise BadHandInError(f"{told} in it is encrypted")
        if info.compress_type not in METHODS:
            raise BadHandInError(f"{told} in it is compressed in a way that is not read")
        seen.add(name)


def _read(file: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    most = LARGEST.get(info.filename, LARGEST_CODE)
    if info.file_size > most:
        raise BadHandInError(_too_large(info.filename, most))
    with file.open(info) as member:
        content = member.read(most + 1)
    if len(content) > most:
        raise BadHandInError(_too_large(info.filename, most))
    return content


def _too_large(name: str, most: int) -> str:
    return f"{name} unpacks to more than {most >> 20} MiB"


def packed(members: Mapping[str, bytes]) -> bytes:
    """A hand-in of these members. Raises BadHandInError for one that nobody would take."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            if len(content) > LARGEST.get(name, LARGEST_CODE):
                raise BadHandInError(_too_large(name, LARGEST.get(name, LARGEST_CODE)))
            info = zipfile.ZipInfo(name, DATE)
            info.external_attr, info.compress_type = 0o600 << 16, zipfile.ZIP_DEFLATED
            file.writestr(info, content)
    if whole.tell() > LARGEST_FILE:
        raise BadHandInError(f"it would have more than {LARGEST_FILE >> 20} MiB")
    return whole.getvalue()
