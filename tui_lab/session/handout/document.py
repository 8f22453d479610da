"""The file itself: text that can be mailed and read. Everything in it may come from anybody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import msgspec

from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import reason
from tui_lab.system.files import first_bytes, replace_file

VERSION = 1
LARGEST = 2**20
"""Bytes; a file of ours is a few kB, and with an edited lesson a few dozen."""
NOT_ONE = "is no file of dl-lab share"


class Branching(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings that are turned after a step: of a fork, or while it trains."""

    at: int
    set: dict[str, Any]


class Answered(msgspec.Struct, frozen=True):
    """What the sender predicted."""

    question: str
    choice: str


class Material(msgspec.Struct, frozen=True):
    """The sender's own data: what they are called and what they say, never the data."""

    name: str
    digest: str = ""
    """SHA-256 of the file; "" for a folder."""


class Handout(msgspec.Struct, frozen=True, kw_only=True):
    """What a pupil is to find: a lesson, with these settings, seeds and files."""

    what: Literal["dl-lab share"] = "dl-lab share"
    v: int = VERSION
    lesson: str
    title: str = ""
    lesson_hash: str = ""
    """Which version of the lesson's code."""
    versions: dict[str, str] = {}
    """Of dl-lab and torch, where it was made."""
    preset: str | None = None
    seeds: list[int]
    together: bool = True
    config: dict[str, Any] = {}
    variants: dict[str, dict[str, Any]] = {}
    forks: list[Branching] = []
    """What comes later, in the order of the steps."""
    predictions: list[Answered] = []
    data: Material | None = None
    edits: dict[str, str] = {}
    """The sender's texts of the lesson's files: code."""


def written(handout: Handout) -> bytes:
    """As text, one field a line."""
    plain = msgspec.to_builtins(handout)
    return (json.dumps(plain, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def write(handout: Handout, path: Path, *, force: bool = False) -> None:
    """Write it whole. Raises BadUsage for a file that is there, BadEnvironment."""
    if path.exists() and not force:
        raise BadUsage(f"{shown(path)} already exists", "--force replaces it")
    try:
        replace_file(path, written(handout))
    except OSError as error:
        what = f"{shown(path)} cannot be written ({reason(error)})"
        raise BadEnvironment(what, "name another file with -o") from None


def read(path: Path) -> Handout:
    """The file at this path. Raises Trouble for what is none of ours, in one sentence."""
    content = first_bytes(path, LARGEST)
    if len(content) > LARGEST:
        raise BadEnvironment(f"{shown(path)} {NOT_ONE}", "one of those has a few kB")
    _refuse_others(path, content)
    try:
        return msgspec.json.decode(content, type=Handout)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError) as error:
        what = f"{shown(path)} is damaged ({_where(error)})"
        raise BadEnvironment(what, "ask for it again") from None


def _refuse_others(path: Path, content: bytes) -> None:
    """Say of a newer file that it is newer, and of another that it is another."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        cut = content.lstrip().startswith(b"{") and b'"dl-lab share"' in content
        why = "is damaged: it ends too early, or was changed" if cut else NOT_ONE
        raise BadEnvironment(f"{shown(path)} {why}", "dl-lab share RUN writes one") from None
    if not isinstance(found, dict) or found.get("what") != "dl-lab share":
        raise BadEnvironment(f"{shown(path)} {NOT_ONE}", "dl-lab share RUN writes one")
    version = found.get("v")
    if isinstance(version, int) and version > VERSION:
        what = f"{shown(path)} was made by a newer dl-lab"
        raise BadEnvironment(what, "update dl-lab: pip install --upgrade dl-lab")


def _where(error: BaseException) -> str:
    text = "".join(c for c in str(error).split("\n")[0] if c.isprintable())
    return text[:120] or type(error).__name__
