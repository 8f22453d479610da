"""The registry of kinds: complete, whatever is added; and safe from whatever a loop sends."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

import lessons.kit
from lessons.kit import (
    Bars,
    Grid,
    Heatmap,
    Histogram,
    Image,
    Images,
    Lines,
    Panel,
    Scatter,
    Table,
    Text,
    Tokens,
    Workings,
    to_json,
)
from lessons.kit.page.drawn import plain
from lessons.kit.stream.events import PictureEvent, from_json
from lessons.kit.stream.safe_csv import as_csv
from tests.panels.samples import SAMPLES, Sample
from tui_lab.charts.palette import variant_style
from tui_lab.charts.rows import Rows, Style, text_of
from tui_lab.panels.kind import Paper, Recorded, Room, Shown, legend
from tui_lab.panels.registry import KINDS, kind_of
from tui_lab.session.begin import new_session
from tui_lab.session.view import View
from tui_lab.svg.ink import ink
from tui_lab.widgets.panels.panel import Panel as Widget
from tui_lab.widgets.panels.shown import ShownPanel
from tui_lab.widgets.panels.widget import widget_for

SIZES = [(0, 0), (1, 1), (7, 3), (20, 6), (36, 9), (58, 16), (118, 34)]
PAPER = Paper("a panel", ink(0), {"calm": ink(0), "wild": ink(1)})
EVERY = pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.title.replace(" ", "-"))


def every_kind() -> set[type[Panel]]:
    """Whatever is derived from Panel, by whomever."""
    waiting, found = [Panel], set()
    while waiting:
        derived = waiting.pop().__subclasses__()
        waiting += derived
        found |= set(derived)
    return {panel for panel in found if panel.__module__.startswith("lessons.kit.")}


def shown(sample: Sample) -> tuple[Shown[Any], Any]:
    kind = kind_of(sample.panel)
    assert isinstance(kind, Shown)
    return kind, json.loads(json.dumps(plain(sample.value)))


def sizes_of(rows: Rows) -> set[int]:
    return {sum(cell_len(text) for text, _ in row) for row in rows}


def test_every_kind_of_panel_has_all_that_a_kind_needs() -> None:
    """One that a page can declare is registered; what is registered can do everything."""
    assert every_kind() == set(KINDS)
    assert {panel.__name__ for panel in KINDS} <= set(lessons.kit.__all__)
    assert all(type(kind).of is panel for panel, kind in KINDS.items())


def test_every_kind_that_is_shown_has_a_sample() -> None:
    """So that all the tests of this file speak of it, and the authors' reference too."""
    kinds = {panel for panel, kind in KINDS.items() if isinstance(kind, Shown)}

    assert kinds == {type(sample.panel) for sample in SAMPLES}


@pytest.mark.parametrize("panel", KINDS, ids=lambda panel: panel.__name__)
def test_every_kind_has_a_widget(panel: type[Panel]) -> None:
    """A kind that draws scalars has one of its own; the others share one."""
    page = panel("title", of="loss") if panel is Bars else panel("title")
    widget = widget_for(page, View(new_session("tests.toys.lesson90_line", {})))

    assert isinstance(widget, Widget)
    assert not (isinstance(widget, ShownPanel) and isinstance(KINDS[panel], Recorded))


@EVERY
def test_a_sample_has_no_mistake_and_survives_the_wire(sample: Sample) -> None:
    """And no event is larger than 64 KiB."""
    kind, value = shown(sample)
    event = PictureEvent(variant="a", seed=0, step=1, panel="p", value=plain(sample.value))
    line = to_json(event)

    assert "" == kind.mistake(sample.panel, value)
    assert event == from_json(line)
    assert len(line) < 65_536


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("size", SIZES)
@EVERY
def test_a_sample_fills_its_room_exactly(
    sample: Sample, size: tuple[int, int], ascii_only: bool
) -> None:
    """At any size, in any characters: as many rows and columns as there are."""
    kind, value = shown(sample)
    room = Room(*size, ascii_only=ascii_only)

    rows = kind.cells(sample.panel, value, room)

    assert size[1] == len(rows)
    assert all(width <= size[0] for width in sizes_of(rows))
    assert not ascii_only or text_of(rows).isascii()
    captions = kind.captions(sample.panel, value, room)
    assert not ascii_only or text_of(captions).isascii()


@EVERY
def test_a_sample_is_a_picture_of_a_report_and_a_table(sample: Sample) -> None:
    """Both hold something; the table is CSV as it is read back."""
    kind, value = shown(sample)
    rows = kind.rows(sample.panel, value)
    read = list(csv.reader(io.StringIO("".join(as_csv(rows)))))

    assert len(kind.drawn(sample.panel, value, PAPER)) > 20
    assert len(rows) == len(read)
    assert bool(rows) is not isinstance(sample.panel, Text)  # a text is no data
    assert all(len(row) == len(again) for row, again in zip(rows, read, strict=True))


WORDS = st.sampled_from(["", "word", "a longer name", "漢字", "\x1b]52;c;\x07", "<script>", "=1+1"])
NUMBERS = st.none() | st.sampled_from([0, 1, True, 5e-324, 1e300, -1e300]) | st.floats(-1e6, 1e6)
HUGE = st.integers(-(10**400), 10**400) | st.sampled_from([1e308, -1e308])
KEYS = st.sampled_from([
    "cells", "x", "y", "paths", "rows", "columns", "points", "curves", "counts", "low", "high",
    "shape", "zlib", "labels", "a", "\x1b[31m", "workings", "steps", "values", "mixed",
])  # fmt: skip
ANYTHING = st.recursive(
    WORDS | NUMBERS | HUGE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)
MATRICES = st.integers(0, 4).flatmap(
    lambda wide: st.lists(st.lists(NUMBERS, min_size=wide, max_size=wide), max_size=4)
)
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS).map(list), max_size=4)
POINTS = PAIRS | st.lists(st.tuples(NUMBERS, NUMBERS, WORDS, WORDS).map(list), max_size=4)
CURVES = st.dictionaries(KEYS, PAIRS, max_size=3)


@st.composite
def grids(draw: st.DrawFn) -> dict[str, Any]:
    """A grid as it travels, its names as many as there are rows and columns."""
    cells = draw(MATRICES)
    grid: dict[str, Any] = {"cells": cells, "paths": draw(CURVES), "points": draw(POINTS)}
    if draw(st.booleans()):
        grid |= {"x": draw(st.sampled_from([None, [-1, 1], [1, 1], [2, -1e300]])), "y": [0, 5]}
    if draw(st.booleans()):
        wide = len(cells[0]) if cells else 0
        grid["rows"] = draw(st.lists(WORDS, min_size=len(cells), max_size=len(cells)))
        grid["columns"] = draw(st.lists(WORDS, min_size=wide, max_size=wide))
    if draw(st.booleans()):
        grid["workings"] = draw(workings(len(cells), len(cells[0]) if cells else 0) | ANYTHING)
    return grid


@st.composite
def workings(draw: st.DrawFn, rows: int, columns: int) -> Any:
    """Of a map of this shape, as they travel: any numbers, any of the parts."""

    def matrix(*shape: int) -> Any:
        return np.array(draw(st.lists(st.floats(), min_size=9, max_size=9)) * 9)[
            : shape[0] * shape[1]
        ].reshape(shape)

    wide = draw(st.integers(0, 3))
    return plain(Grid([], workings=Workings(
        {draw(WORDS): matrix(rows, columns) for _ in range(draw(st.integers(0, 2)))},
        cells=draw(WORDS),
        values=matrix(columns, wide) if draw(st.booleans()) else None,
        mixed=matrix(rows, wide) if draw(st.booleans()) else None,
    )))["workings"]  # fmt: skip


COUNTS = st.fixed_dictionaries({
    "counts": st.lists(st.floats(0, 1e300) | st.integers(0, 9), max_size=5),
    "low": st.sampled_from([-1e300, -1, 0]), "high": st.sampled_from([5e-324, 1, 1e300]),
})  # fmt: skip
VALUES = st.lists(NUMBERS, max_size=5)
SIDES = st.integers(1, 3)
ARRAYS = st.tuples(SIDES, SIDES, SIDES).flatmap(
    lambda s: st.lists(
        st.lists(st.lists(NUMBERS, min_size=s[2], max_size=s[2]), min_size=s[1], max_size=s[1]),
        min_size=s[0], max_size=s[0],
    )
)  # fmt: skip
ROWS = st.lists(st.lists(WORDS | NUMBERS | HUGE, max_size=5), max_size=4)
WEIGHED = st.lists(st.tuples(WORDS, NUMBERS).map(list), max_size=9)
TOKENS = WEIGHED | st.fixed_dictionaries({"words": WEIGHED, "says": WORDS})
FITTING: dict[type[Panel], st.SearchStrategy[Any]] = {
    Heatmap: MATRICES | ARRAYS | grids() | st.dictionaries(KEYS, grids() | MATRICES, max_size=12),
    Image: MATRICES, Images: ARRAYS, Lines: CURVES, Table: ROWS,
    Text: WORDS | HUGE | st.dictionaries(KEYS, WORDS | HUGE, max_size=5),
    Tokens: TOKENS | st.dictionaries(KEYS, TOKENS, max_size=5),
    Histogram: VALUES | COUNTS | st.dictionaries(KEYS, VALUES | COUNTS, max_size=5),
    Scatter: POINTS | st.fixed_dictionaries({"points": POINTS}, optional={"curves": CURVES}),
}  # fmt: skip
LIMITS = st.none() | st.tuples(st.floats(), st.floats())


@st.composite
def sent(draw: st.DrawFn) -> tuple[Panel, Any]:
    """A panel, and a value of about its form; one time in four, anything."""
    panel = draw(st.sampled_from(SAMPLES)).panel
    if isinstance(panel, Heatmap):
        panel = replace(panel, rows=(), columns=(), limits=draw(LIMITS), log=draw(st.booleans()))
    return panel, draw(FITTING[type(panel)] if draw(st.integers(0, 3)) else ANYTHING)


@given(sent=sent(), size=st.sampled_from(SIZES), ascii_only=st.booleans())
@settings(max_examples=400, deadline=None)
def test_whatever_was_sent_is_drawn_or_refused_in_a_sentence(
    sent: tuple[Panel, Any], size: tuple[int, int], ascii_only: bool
) -> None:
    """A damaged line of a recording, or a lesson's error, never breaks the screen or a report."""
    panel, value = sent
    kind = kind_of(panel)
    assert isinstance(kind, Shown)
    wrong = kind.mistake(panel, value)
    assert "\n" not in wrong
    if wrong:
        return
    room = Room(*size, ascii_only=ascii_only, own=variant_style(0, {}))
    rows = kind.cells(panel, value, room)

    assert size[1] == len(rows)
    assert all(width <= size[0] for width in sizes_of(rows))
    assert not ascii_only or text_of(rows).isascii()
    text_of(kind.captions(panel, value, room))
    drawn = kind.drawn(panel, value, PAPER)
    assert "\x1b" not in drawn and "<script>" not in drawn
    assert "\x1b" not in "".join(as_csv(kind.rows(panel, value)))


@pytest.mark.parametrize("log", [False, True])
@given(rest=st.lists(st.floats(1e-12, 1e12), min_size=1, max_size=5))
@settings(max_examples=50, deadline=None)
def test_between_limits_a_value_has_one_colour_whatever_else_the_map_holds(
    rest: list[float], log: bool
) -> None:
    """So maps of two networks, or of two moments, can be compared."""
    panel = Heatmap("t", limits=(1e-6, 10.0), log=log)
    room = Room(1 + len(rest), 2)  # too small for axes: the map alone

    def first_cell(cells: list[float]) -> Style:
        return kind_of(panel).cells(panel, [cells], room)[0][0][1]

    assert first_cell([0.01] * (1 + len(rest))) == first_cell([0.01, *rest])


@given(st.lists(st.text(min_size=1), max_size=30, unique=True), st.integers(0, 10), st.booleans())
@settings(max_examples=200, deadline=None)
def test_no_group_has_the_sign_or_the_colour_of_a_run(
    groups: list[str], count: int, ascii_only: bool
) -> None:
    """A triangle is the network of that sign in every panel: not the countries of a map."""
    runs = [f"run {n}" for n in range(count)]
    room = Room(80, 20, ascii_only=ascii_only, runs=runs)
    every = room.styles(f"run {n}" for n in range(10)) if count == 10 else room.styles(runs)
    found = room.styles(group for group in groups if group not in runs)

    assert not {each.marker for each in every.values()} & {e.marker for e in found.values()}
    assert not {each.colour for each in every.values()} & {e.colour for e in found.values()}
    assert len(set(found.values())) == len(found)
    paper = Paper("", ink(0), {name: ink(n) for n, name in enumerate(runs)})
    shapes = {each.shape for each in paper.inks(found).values()}
    assert not shapes & {each.shape for each in paper.runs.values()}


@given(st.lists(st.text("abcdefgh ×.0", min_size=1, max_size=30), max_size=4, unique=True),
       st.integers(20, 80))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_a_name_in_a_legend_is_cut_only_where_there_is_no_room(
    names: list[str], width: int
) -> None:
    """A long one beside short ones is whole if all of them fit, and nothing is ever wider."""
    room = Room(width, 1)
    styles = room.styles(names)
    text = text_of(legend(styles, room))
    whole = "".join(f"{styles[name].marker} {name}  " for name in names)

    assert cell_len(text.rstrip()) <= width
    if cell_len(whole) <= width + 2:
        assert whole == text


def test_a_legend_takes_a_second_row_before_it_leaves_names_out() -> None:
    """Ten digits in 36 columns: the last three were an ellipsis."""
    names = [str(digit) for digit in range(10)]
    rows = legend(Room(36, 2).styles(names), Room(36, 2))

    assert names == [word for word in text_of(rows).split() if word.isdecimal()]
    assert 2 == len(rows) and all(width <= 38 for width in sizes_of(rows))
    assert "…" in text_of(legend(Room(36, 1).styles(names), Room(36, 1)))
