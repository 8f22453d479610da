"""Tables: what there is no room for is counted, and a maximised one shows it by keys."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from lessons.kit import Table
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.rows import text_of
from tui_lab.panels.kind import Room
from tui_lab.panels.tables.table import TableKind
from tui_lab.widgets.panels.readers.tables import TableReader

SHAPES = st.tuples(st.integers(2, 9), st.integers(1, 20), st.integers(3, 20))


def table(columns: int, rows: int, wide: int) -> list[list[str]]:
    """Each cell says where it is."""
    return [[f"{x}.{y}".ljust(wide, "_") for x in range(columns)] for y in range(rows)]


@given(SHAPES, st.integers(34, 120), st.integers(4, 20))
@settings(max_examples=200, deadline=None)
def test_no_column_and_no_row_is_hidden_in_silence(
    shape: tuple[int, int, int], width: int, height: int
) -> None:
    """What is not drawn is counted, with the key that shows it; else nothing is said."""
    columns, rows, _ = shape
    panel = Table("t", columns=tuple(f"h{x}" for x in range(columns)))
    drawn = text_of(TableKind().cells(panel, table(*shape), Room(width, height)))
    seen = {x for x in range(columns) if f"h{x}" in drawn}
    lines = [line for line in drawn.split("\n") if line.startswith("0.")]

    told = drawn.replace(" of ", "/")
    assert (f"{len(seen)}/{columns} columns" in told) is (len(seen) < columns)
    assert (" rows" in told) is (len(lines) < rows)
    assert (" · f" in told) is (len(seen) < columns or len(lines) < rows)


CELLS = st.text("ab 漢é", max_size=60)
TABLES = st.integers(1, 7).flatmap(
    lambda wide: st.lists(st.lists(CELLS, min_size=wide, max_size=wide), min_size=2, max_size=12)
)
ROOMS = st.builds(Room, st.integers(1, 90), st.integers(1, 16), ascii_only=st.booleans())


class Source:
    """A panel that shows a table."""

    def __init__(self, value: object) -> None:
        self.value = value

    def shown(self) -> PictureEvent:
        """The table."""
        return PictureEvent(variant="a", seed=0, step=1, panel="t", value=self.value)

    def wrong(self, picture: PictureEvent) -> str:
        """Nothing."""
        return ""


@given(TABLES, ROOMS)
@settings(max_examples=150, deadline=None)
def test_every_column_and_every_row_comes_into_view(value: list[list[str]], room: Room) -> None:
    """By the right arrow and by the down arrow; the first column names the rows all the time."""
    reader = TableReader(Table("t"), Source(value))
    seen = set()
    for _ in range(len(value[0]) + 1):
        reader.picture(room)
        seen |= set(reader.window().places)
        assert 0 in reader.window().places
        hidden = len(value[0]) - len(reader.window().places)
        assert hidden == reader.window().left + reader.window().after
        reader.act("step", (1, 0))
    assert set(range(len(value[0]))) == seen
    for row in range(len(value) - 1):
        window = reader.window()
        assert row == window.row
        assert window.top <= row < window.top + window.tall
        reader.act("step", (0, 1))
    assert len(value) - 2 == reader.window().row


@given(TABLES, ROOMS.filter(lambda room: room.width > 12))
@settings(max_examples=60, deadline=None)
def test_a_row_that_is_opened_has_all_its_letters(value: list[list[str]], room: Room) -> None:
    """However long its texts are and however small the room: line by line down to its end."""
    reader = TableReader(Table("t"), Source(value))
    reader.picture(room)
    reader.act("to_end", True)
    reader.act("open", True)
    drawn = [text_of(reader.picture(room))]
    for _ in range(300):
        reader.act("step", (0, 1))
        drawn.append(text_of(reader.picture(room)).split("\n")[-1])
    letters = Counter("".join(drawn))
    for letter in set("".join(value[-1])) - {" "}:
        shown = room.text(letter)
        assert letters[shown] >= sum(map(room.text("".join(value[-1])).count, shown))


@given(TABLES, ROOMS)
@settings(max_examples=100, deadline=None)
def test_a_table_that_is_read_fills_its_room(value: list[list[str]], room: Room) -> None:
    """With the cursor and with a row open, in plain characters where no others may be used."""
    reader = TableReader(Table("t"), Source(value))
    for _ in range(2):
        rows = reader.picture(room)
        assert room.height == len(rows)
        assert all(room.width == sum(cell_len(words) for words, _ in row) for row in rows)
        assert not room.ascii_only or text_of(rows).isascii()
        reader.act("open", True)


def test_what_is_hidden_on_either_side_is_said() -> None:
    """The signs point to where the columns are."""
    reader = TableReader(Table("t"), Source(table(9, 20, 10)))
    reader.picture(Room(40, 8))
    assert "6 more › · rows 1 to 6 of 19" == reader.window().hidden()
    reader.act("step", (1, 0))
    reader.act("to_end", True)
    assert "‹ 1 more · 5 more › · rows 14 to 19 of 19" == reader.window().hidden()


def test_a_click_goes_to_a_row_and_a_second_one_opens_it() -> None:
    """Not on the headings, nor below the rows."""
    reader = TableReader(Table("t"), Source(table(3, 5, 3)))
    reader.picture(Room(40, 8))
    for line, row, is_open in ((0, 0, False), (3, 2, False), (6, 2, False), (3, 2, True)):
        reader.point(5, line)
        assert (row, is_open) == (reader.row, reader.is_open)
