"""What is written to the terminal shows what Textual's own writing shows, in fewer bytes."""

from typing import Any

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tui_lab.terminal.pen import sparing

WIDE, HIGH = 12, 2
CUT = 6
"""Where one widget ends and the next begins."""
STYLES = [
    None, Style(), Style(color="#ff0000"), Style(color="#808080", bgcolor="#102030"),
    Style(bgcolor="#102030"), Style(color="#f0f0f0", bgcolor="#f0f0f0"),
    Style(color="default", bgcolor="default"), Style(bold=True), Style(color="red", underline=True),
    Style(color="#00ff00", bgcolor="#102030", bold=True, italic=True), Style(reverse=True),
    Style(bgcolor="#8080f0", strike=True),
]  # fmt: skip
CELLS = st.tuples(st.sampled_from(" ab▀⣿"), st.sampled_from(STYLES))
SCREENS = st.lists(st.lists(CELLS, min_size=WIDE, max_size=WIDE), min_size=HIGH, max_size=HIGH)
SPANS = st.lists(
    st.tuples(st.integers(0, HIGH - 1), st.integers(0, WIDE), st.integers(0, WIDE)), max_size=4
)
Cells = list[tuple[str, Style | None]]


def strip(cells: Cells) -> Strip:
    # copies: rich keeps in a style how it was said to the first terminal that was asked for
    return Strip([Segment(text, style and style.copy()) for text, style in cells])


def spans_of(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Stretches of rows that do not overlap, as Textual makes them."""
    wanted = {(y, x) for y, first, last in found for x in range(first, last)}
    return [
        (y, x, next(end for end in range(x, WIDE + 1) if (y, end) not in wanted))
        for y, x in sorted(wanted)
        if (y, x - 1) not in wanted
    ]


def changed(cells: list[Cells], spans: list[tuple[int, int, int]]) -> ChopsUpdate:
    """These stretches of a screen on which two widgets stand side by side."""
    chops = [{0: strip(row[:CUT]), CUT: strip(row[CUT:])} for row in cells]
    return ChopsUpdate(chops, spans, [[CUT, WIDE]] * HIGH)


def whole(cells: list[Cells]) -> LayoutUpdate:
    return LayoutUpdate([[strip(row)] for row in cells], Region(0, 0, WIDE, HIGH))


def shown(written: str) -> list[list[tuple[Any, ...]]]:
    """What a terminal shows after this; of a blank cell the colour of its letter is not seen."""
    screen = pyte.Screen(WIDE, HIGH)
    pyte.Stream(screen).feed(written.replace("\n", ""))
    cells = [[screen.buffer[y][x] for x in range(WIDE)] for y in range(HIGH)]
    return [[_seen(cell) for cell in row] for row in cells]


def _seen(cell: Any) -> tuple[Any, ...]:
    is_blank = cell.data == " " and not (cell.reverse or cell.underscore or cell.strikethrough)
    return tuple(cell._replace(fg="default", bold=False, italics=False) if is_blank else cell)


def console(system: ColorSystem) -> Console:
    return Console(color_system=system.name.lower().replace("eight_bit", "256"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "system", [ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR]
)
@given(before=SCREENS, after=SCREENS, found=SPANS)
@settings(max_examples=40, deadline=None)
def test_the_screen_looks_as_textual_would_have_it(
    system: ColorSystem, before: list[Cells], after: list[Cells], found: list[tuple[int, int, int]]
) -> None:
    """Any cells, any stretches of any rows, at any depth of colour; and the pen is put down."""
    spans, there = spans_of(found), console(system)
    mixed = [
        [after[y][x] if any(r == y and a <= x < b for r, a, b in spans) else before[y][x]
         for x in range(WIDE)] for y in range(HIGH)
    ]  # fmt: skip
    updates: list[CompositorUpdate] = [whole(before)]
    updates += [changed(mixed, spans)] if spans else []
    expected = "".join(update.render_segments(there) for update in updates)
    written = "".join(sparing(update).render_segments(there) for update in updates)

    assert shown(expected + "\x1b[Hx") == shown(written + "\x1b[Hx")
    assert len(written) <= len(expected)


def test_what_does_not_change_is_not_said() -> None:
    """Two cells on one ground: the ground is said once, and nothing of what stands before them."""
    red, blue = Style(color="#ff0000", bgcolor="#102030"), Style(color="#0000ff", bgcolor="#102030")
    row: Cells = [("a", None)] * 8 + [("b", red), (" ", blue), ("c", red), ("d", blue)]
    update = changed([row] * HIGH, [(1, 8, 12)])

    written = sparing(update).render_segments(console(ColorSystem.TRUECOLOR))

    assert "\x1b[2;9H\x1b[38;2;255;0;0;48;2;16;32;48mb c\x1b[38;2;0;0;255md\x1b[0m" == written


def test_a_link_stays_a_link() -> None:
    """The words of an OSC 8 are written around its text."""
    style = Style(link="https://example.org")

    written = sparing(whole([[("a", style)] * WIDE] * HIGH)).render_segments(Console())

    assert WIDE * HIGH == written.count("https://example.org")


def test_what_is_no_part_of_the_screen_stays_as_it_is() -> None:
    """Textual also writes what is no update."""
    assert sparing("words") == "words"
    assert sparing(None) is None
