"""Markdown as one piece of text, wrapped to a width.

Textual's own Markdown mounts a widget for every block: for a story of 10 kB 315 of them, 0.8 s,
and 85 ms for each new layout of the screen ever after. This is read, not clicked: text is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from textual.content import Content

INLINE = {"strong": "bold", "em": "italic", "s": "strike", "link": "underline"}
HEADINGS = {"h1": "bold $accent", "h2": "bold $primary"}


@dataclass
class Block:
    """A paragraph, heading, list item, line of code or table."""

    content: Content = field(default_factory=Content)
    first: str = ""
    """What stands before the first line, such as a bullet."""
    rest: str = ""
    """What stands before the others."""
    is_tight: bool = False
    """No empty line after it."""
    is_code: bool = False
    table: list[list[Content]] = field(default_factory=list)

    def lines(self, width: int) -> list[Content]:
        """The block at this width."""
        if self.table:
            return laid_out_table(self.table, width)
        room = max(width - len(self.rest), 4)
        content = self.content
        if self.is_code and content.cell_length > room:
            content = below_each_other(content.plain)
        wrapped = [line.rstrip() for line in content.wrap(room)]
        heads = [self.first, *[self.rest] * len(wrapped)]
        return [Content(head) + line for head, line in zip(heads, wrapped, strict=False)]


def below_each_other(code: str) -> Content:
    """A line of code that is too long: what stood far to the right goes below."""
    return Content.styled("\n  ".join(re.split(r" {3,}", code.strip())), "$foreground")


def laid_out(blocks: Sequence[Block], width: int) -> Content:
    """All blocks at this width."""
    lines: list[Content] = []
    for block in blocks:
        lines += block.lines(width)
        if not block.is_tight:
            lines.append(Content())
    return Content("\n").join(lines)


def laid_out_table(rows: Sequence[Sequence[Content]], width: int) -> list[Content]:
    """Columns side by side; the widest gives way until all of them fit."""
    widths = [max(cell.cell_length for cell in column) for column in zip(*rows, strict=True)]
    while sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > 4:
        widths[widths.index(max(widths))] -= 1
    lines: list[Content] = []
    for row in rows:
        lines += _laid_out_row(row, widths)
        if len(lines) and row is rows[0]:
            lines = [line.stylize("bold") for line in lines]
    return lines


def _laid_out_row(row: Sequence[Content], widths: Sequence[int]) -> list[Content]:
    cells = [cell.wrap(wide) for cell, wide in zip(row, widths, strict=True)]
    lines = []
    for y in range(max(map(len, cells))):
        parts = [cell[y].rstrip() if y < len(cell) else Content() for cell in cells]
        gaps = [max(wide - part.cell_length, 0) for part, wide in zip(parts, widths, strict=True)]
        padded = [part.pad_right(gap) for part, gap in zip(parts, gaps, strict=True)]
        lines.append(Content("  ").join(padded).rstrip())
    return lines


def read(text: str) -> list[Block]:
    """The blocks of a Markdown text."""
    from markdown_it import MarkdownIt  # 26 ms that the menu need not wait for

    return list(_Reader(MarkdownIt().enable("table").parse(text)).blocks())


class _Reader:
    """Walks the tokens once, and remembers in which list, quote or table it is."""

    def __init__(self, tokens: Sequence[Any]) -> None:
        self.tokens = iter(tokens)
        self.heads: list[str] = []
        """What each list and quote around us puts before a line."""
        self.bullet = ""

    def blocks(self) -> Iterator[Block]:
        for token in self.tokens:
            match token.type:
                case "heading_open":
                    style = HEADINGS.get(token.tag, "bold")
                    yield Block(inline(next(self.tokens)).stylize(style), is_tight=False)
                case "paragraph_open":
                    yield self._block(inline(next(self.tokens)), token.hidden)
                case "fence" | "code_block":
                    yield from self._code(token)
                case "list_item_open":
                    self._begin_item(token)
                case "blockquote_open":
                    self.heads.append("▎ ")
                case "list_item_close" | "blockquote_close":
                    self.heads.pop()
                case "bullet_list_close" | "ordered_list_close" if not self.heads:
                    yield Block(is_tight=True, content=Content(" "))
                case "table_open":
                    yield Block(table=self._table())

    def _begin_item(self, token: Any) -> None:
        self.bullet = f"{token.info}. " if token.info else "• "
        self.heads.append(" " * len(self.bullet))

    def _block(self, content: Content, is_tight: bool, is_code: bool = False) -> Block:
        """A block with what the lists around it put before it; the bullet only once."""
        rest = "".join(self.heads)
        first = rest[: len(rest) - len(self.bullet)] + self.bullet if self.bullet else rest
        self.bullet = ""
        return Block(content, first, rest, is_tight, is_code)

    def _code(self, token: Any) -> Iterator[Block]:
        language = token.info.split()[0] if token.info else ""
        lines = _highlighted(token.content.rstrip("\n"), language).split("\n")
        self.heads.append("  ")
        for n, line in enumerate(lines, 1):
            yield self._block(line if line.plain else Content(" "), n < len(lines), is_code=True)
        self.heads.pop()

    def _table(self) -> list[list[Content]]:
        rows: list[list[Content]] = []
        for token in self.tokens:
            match token.type:
                case "table_close":
                    break
                case "tr_open":
                    rows.append([])
                case "inline":
                    rows[-1].append(inline(token))
        return rows


def _highlighted(code: str, language: str) -> Content:
    if not language:
        return Content.styled(code, "$foreground")
    from textual.highlight import highlight

    return highlight(code, language=language)


def inline(token: Any) -> Content:
    """A paragraph's words in their styles."""
    parts: list[tuple[str, str]] = []
    styles: list[str] = []
    for child in token.children or ():
        kind = child.type.removesuffix("_open").removesuffix("_close")
        if child.nesting == 1:
            styles.append(INLINE.get(kind, ""))
        elif child.nesting == -1:
            styles.pop()
        elif kind == "code_inline":
            parts.append((child.content, " ".join(["$accent", *styles])))
        else:
            text = " " if kind == "softbreak" else "\n" if kind == "hardbreak" else child.content
            parts.append((text, " ".join(filter(None, styles))))
    return Content.assemble(*parts)
