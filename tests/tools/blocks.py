"""The documentation as tests read it: its blocks, its inline code, its links."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.tools.places import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@dataclass(frozen=True)
class Block:
    """A fenced block: what stands behind its fence, and what is in it."""

    page: Path
    line: int
    info: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(*infos: str) -> list[Block]:
    """Every block of these kinds; without kinds every block."""
    return [b for page in PAGES for b in blocks_of(page) if not infos or b.info in infos]


def blocks_of(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page."""
    opening: tuple[int, str] | None = None
    inside: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if not line.lstrip().startswith("```"):
            inside.append(line)
        elif opening is None:
            opening, inside = (number, line.strip().removeprefix("```").strip()), []
        else:
            yield Block(page, *opening, "\n".join(inside) + "\n")
            opening = None
    assert opening is None, f"{page.name}:{opening} is never closed"


def prose(page: Path) -> str:
    """A page without its blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)


def inline_code(page: Path) -> list[str]:
    """What stands between backticks, outside the blocks."""
    return re.findall(r"`([^`\n]+)`", prose(page))


def table_below(page: Path, heading: str) -> list[list[str]]:
    """The cells of the first table below a line that begins so; its own headings left out."""
    lines = iter(page.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line.startswith(heading):
            break
    rows: list[list[str]] = []
    for line in lines:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
        elif rows:
            break
    return rows[2:]


def commands_in(text: str) -> list[list[str]]:
    """The commands of some lines of shell, each in words; `&&` and `|` part two commands."""
    found: list[list[str]] = []
    for line in text.splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars="&|")
        lexer.whitespace_split, lexer.commenters = True, "#"
        words: list[str] = []
        for word in [*lexer, "&&"]:
            if word not in ("&&", "|"):
                words.append(word)
            elif words:
                found.append(words)
                words = []
    return found
