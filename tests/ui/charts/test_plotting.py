"""Line charts: what the axes say, what a broken run looks like, and that sizes are exact."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui_lab.charts.axes import Scale, labels, nice_range, robust_limits, ticks
from tui_lab.charts.bars import Bar, bars, sparkline
from tui_lab.charts.lines.line_chart import Guide, Line, nearest, series, y_limits
from tui_lab.charts.rows import Grid, Rows, Style, clean, fit, text_of, to_ascii
from tui_lab.system.words import number

NAN, INF = math.nan, math.inf
LEVELS = {"⠉": 3, "⠁": 3, "⠒": 2, "⠂": 2, "⠤": 1, "⠄": 1, "⣀": 0, "⡀": 0}
"""The height of the dots in a cell of a level line."""
BLUE, RED = "#58a6ff", "#f78166"


def line(ys, label="a", colour=BLUE, marker="●", **more) -> Line:
    return Line(label, colour, marker, list(range(len(ys))), ys, **more)


def chart(*lines: Line, width=60, height=14, x_range=(0, 10), **more) -> list[str]:
    return text_of(series(lines, width, height, x_range=x_range, **more)).split("\n")


def size(rows: Rows) -> tuple[int, set[int]]:
    return len(rows), {sum(cell_len(text) for text, _ in row) for row in rows}


def test_ticks_are_round_and_inside_the_limits() -> None:
    """Steps are 1, 2 or 5 times a power of ten."""
    assert [0, 0.5, 1, 1.5, 2] == ticks(Scale(0, 2), 5)
    assert [0, 200, 400, 600, 800, 1000] == ticks(Scale(0, 1000), 6)
    assert ["0", "500", "1k", "1.5k"] == labels([0, 500, 1000, 1500])


def test_ticks_of_whole_numbers_have_no_fractions() -> None:
    assert [0, 1, 2, 3] == ticks(Scale(0, 3), 9, whole=True)


def test_log_ticks_are_powers_of_ten() -> None:
    """Many decades are thinned, few are filled with 2 and 5."""
    assert [0.01, 0.1, 1, 10] == pytest.approx(ticks(Scale(0.005, 20, log=True), 6))
    assert 5 >= len(ticks(Scale(1e-30, 1e30, log=True), 5))
    assert [1, 2, 5] == pytest.approx(ticks(Scale(0.9, 6, log=True), 6))
    assert ["1e-6", "0.01", "1", "100", "1e4"] == labels([1e-6, 0.01, 1, 100, 1e4], log=True)


def test_numbers_are_short() -> None:
    assert "0.25 1.5 2k 1e-6 0.237 0 nan -inf 12.3k" == " ".join(
        map(number, [0.25, 1.5, 2000, 1e-6, 0.2371, 0, NAN, -INF, 12345])
    )
    assert 10 >= max(len(number(s * 10.0**n)) for n in range(-300, 300) for s in (-1.2345, 9.9999))


def test_labels_of_one_axis_share_their_digits() -> None:
    """Otherwise the axis would change its width as it grows."""
    assert ["0.0", "0.2", "0.4"] == labels([0, 0.2, 0.4])
    assert ["-0.5", "0.0", "0.5"] == labels([-0.5, 1e-17, 0.5])


@given(
    low=st.floats(-1, 1), size=st.floats(1e-6, 1e12), span=st.floats(-8, 1),
    most=st.integers(2, 7),
)  # fmt: skip
@example(low=0.49966, size=1.0, span=-4.1, most=4)
def test_ticks_close_together_are_told_apart(
    low: float, size: float, span: float, most: int
) -> None:
    """Three ticks of a curve that hardly moves all read 4.997e-1."""
    low *= size
    found = labels(ticks(Scale(low, low + size * 10**span), most))

    assert len(set(found)) == len(found)
    assert max(map(len, found)) <= 10


def test_ticks_that_need_too_many_digits_say_how_far_they_are_from_the_first() -> None:
    """And those that need a few are written out."""
    assert ["0.49966", "0.49968", "0.49970"] == labels([0.49966, 0.49968, 0.4997])
    assert ["0.681", "+2e-9", "+4e-9"] == labels([0.680544132, 0.680544134, 0.680544136])


def test_nice_range_is_round_and_holds_the_data() -> None:
    assert (0, 2.5) == nice_range(0.1, 2.31)
    assert (0.13, 3.1) == pytest.approx(nice_range(0.13, 3.1, log=True))
    low, high = nice_range(1000.1, 1000.4)
    assert low <= 1000.1 < 1000.4 <= high < 1001


SIZES = st.floats(1e-12, 1e12)


@given(low=st.floats(-1, 1), span=st.floats(1e-3, 1), size=SIZES)
@example(low=1.9, span=3.1, size=1.0)
def test_limits_lie_near_the_data(low, span, size) -> None:
    """All of them inside, and no more than 15 % of the height empty: 1.9 to 5 begin near 1.9."""
    low, high = low * size, (low + span) * size
    first, last = nice_range(low, high)

    assert first <= low + 1e-9 * size and high - 1e-9 * size <= last
    assert 0.84 * (last - first) <= high - low


@given(low=SIZES, times=st.floats(1.5, 1e9))
def test_limits_of_a_log_axis_lie_near_the_data(low, times) -> None:
    """By the decades, which are what is seen."""
    first, last = nice_range(low, low * times, log=True)

    assert first <= low * 1.00001 and low * times <= last * 1.00001
    assert 0.84 * math.log(last / first) <= math.log(times)


@pytest.mark.parametrize("log", [False, True])
@given(
    own=st.lists(st.floats(0.2, 100), min_size=1, max_size=9),  # none that has exploded itself
    others=st.lists(st.floats(1e-30, 1e30), min_size=1, max_size=9),
)
def test_other_runs_stretch_an_axis_only_so_far(log, own, others) -> None:
    """An explosion of an earlier run does not flatten the run that is looked at."""
    mine, theirs = line(own), line(others, ghost=True)
    low, high = y_limits([mine], log=log, others=[theirs])

    assert low <= min(own) * 1.00001 and max(own) <= high * 1.00001
    assert high <= (10 if log else 2.5) * max(own)
    assert low >= (min(own) / 1e5 if log else -2.5 * max(own))
    assert y_limits([line([])], others=[theirs]) == y_limits([theirs])


def test_nice_range_keeps_still() -> None:
    """A loss that falls for 1,000 steps moves its axis a few times, not a thousand."""
    seen, previous = set(), None
    for step in range(1, 1000):
        previous = nice_range(2.3 * 0.995**step, 2.3 + 0.0001 * step, previous=previous)
        seen.add(previous)
    assert 10 >= len(seen)


def test_nice_range_lets_go_of_limits_that_are_far_too_wide() -> None:
    assert (0, 100) == nice_range(0, 40, previous=(0, 100))
    assert (0, 100) != nice_range(0, 4, previous=(0, 100))
    assert (1, 10) != nice_range(0.5, 9, previous=(1, 10))


@pytest.mark.parametrize("pair", [(NAN, 1), (INF, -INF), (0, 0), (1e300, -1e300), (5e-324, 0)])
@pytest.mark.parametrize("log", [False, True])
def test_any_pair_of_numbers_makes_a_range(pair, log) -> None:
    low, high = nice_range(*pair, log=log)
    assert math.isfinite(low) and low < high and (low > 0 or not log)


def test_an_explosion_does_not_flatten_the_others() -> None:
    calm = [3 - n / 50 for n in range(100)]
    late = [*calm[:60], *(3.0 * 10**n for n in range(30))]
    early = [3.0, *(10.0 ** (3 * n) for n in range(1, 60))]
    assert 12 >= robust_limits([calm, late])[1]
    assert 3 == robust_limits([calm, early])[1]
    assert robust_limits([late], log=True)[1] > 1e28


def test_a_falling_curve_is_drawn_whole() -> None:
    """Only what rises is an explosion: the start of training is worth seeing."""
    assert (0.001, 50_000) == robust_limits([[50_000, 100, *[0.001] * 200]])


def test_a_run_much_larger_from_the_start_counts() -> None:
    assert (1e-6, 1) == robust_limits([[1e-6] * 50, [1.0] * 50])


def test_nothing_finite_has_no_limits() -> None:
    assert robust_limits([[NAN, INF], []]) is None


def test_nan_is_a_gap_with_a_mark_where_it_begins() -> None:
    rows = chart(line([1, 1, 1, NAN, NAN, NAN, NAN, 1, 1, 1, 1]), y_range=(0, 2))
    curve = next(row for row in rows if "⠤" in row or "⠒" in row or "⠉" in row or "⣀" in row)
    assert 10 < len(max(curve.strip("│ ●").split(" " * 10), key=len)) < 40
    assert 1 == sum(row.count("✗") for row in rows)
    assert "✗" in rows[0]


def test_the_mark_has_the_runs_colour() -> None:
    rows = series([line([1, NAN], colour=RED)], 60, 12, x_range=(0, 2))
    assert [RED] == [style.fg for text, style in rows[0] if "✗" in text]


def test_the_marker_stands_at_the_last_finite_point() -> None:
    rows = chart(line([1, 1, 1, 1, 1, NAN], marker="◆"), y_range=(0, 2))
    row = next(row for row in rows if "◆" in row)
    plot = row.index("┤") + 1
    assert abs((row.index("◆") - plot) / (60 - plot) - 0.4) < 0.03


def test_two_runs_that_end_in_one_place_show_both_markers() -> None:
    text = "\n".join(chart(line([1, 1]), line([1, 1], marker="▲", colour=RED)))
    assert "▲●" in text


def test_values_beyond_the_limits_are_marked_at_the_edge() -> None:
    rows = chart(line([1, 1, 9, 9, 9, 1, -9, -9, 1]), y_range=(0, 2))
    assert "↑" in rows[0]
    assert "↓" in rows[11]


def test_guides_are_named() -> None:
    rows = chart(line([1, 2, 3]), guides=[Guide(2.0, "clip threshold 2.0")], y_range=(0, 4))
    assert any("⡀ clip threshold 2.0 ⡀" in row for row in rows)


@pytest.mark.parametrize("value", [0.0, 0.3, 1.0, 1.7, 2.0])
def test_a_guide_lies_as_high_as_a_curve_of_its_value(value) -> None:
    """To the dot: half a cell above it, what lies on it would seem to lie below."""
    curve = chart(line([value] * 11), y_range=(0, 2), height=12)
    guide = chart(guides=[Guide(value, "")], y_range=(0, 2), height=12, empty="")

    high = [(row, LEVELS[max(text[7:-9])]) for row, text in enumerate(curve) if "⠿" > text[9] > "⠀"]
    assert high == [(n, LEVELS[text[9]]) for n, text in enumerate(guide) if "⠿" > text[9] > "⠀"]


def test_ticks_have_faint_lines_where_there_are_shades() -> None:
    """They stand back behind everything: fainter than a guide."""
    here = [line([0.2] * 11)]
    rows = series(here, 60, 14, x_range=(0, 10), y_range=(0, 2), background="#000000")
    faint = {style.fg for row in rows for text, style in row if set(text) & set("⠁⠂⠄⡀")}

    assert {"#3a3a3a"} == faint
    assert not set(text_of(series([], 60, 14, x_range=(0, 10), background="#000000"))) & set("⠁⠂⠄⡀")


def test_the_last_step_is_named_beside_the_unit() -> None:
    """The unit has the corner; the number goes beside it, and does not go."""
    for unit in ("s", "log"):
        rows = chart(line([1, 2, 3]), x_range=(0, 200), x_label=unit)
        assert rows[-1].endswith(f"200 {unit}")


def test_a_guide_outside_the_limits_is_named_at_the_edge() -> None:
    rows = chart(line([1, 2, 3]), guides=[Guide(50, "guessing")], y_range=(0, 4))
    assert "guessing ↑" in rows[0]


def test_limits_include_a_guide_only_where_it_leaves_room() -> None:
    assert 4 <= y_limits([line([1, 3])], [Guide(4, "")])[1]
    assert 10 > y_limits([line([1, 3])], [Guide(400, "")])[1]


def test_log_axis_leaves_out_zero_and_less() -> None:
    """No cross: zero is not a broken run."""
    rows = chart(line([1, 0, -1, 100, 1000]), log_y=True)
    assert not any("✗" in row for row in rows)
    assert any(row.strip().startswith("100┤") for row in rows)


def test_a_chart_without_data_says_so() -> None:
    assert any("nothing yet" in row for row in chart())


def test_the_cursor_puts_markers_on_the_curves() -> None:
    rows = chart(line([1] * 11), cursor=5, y_range=(0, 2))
    assert 2 == sum(row.count("●") for row in rows)
    assert any("┊" in row for row in rows)
    assert 5 == nearest(line([1] * 11), 5.2)


def test_bands_shade_and_leave_the_line_visible() -> None:
    band = line([1] * 11, lows=[0.5] * 11, highs=[1.5] * 11)
    tinted = series([band], 60, 14, x_range=(0, 10), y_range=(0, 2), background="#101010")
    assert any(style.bg and style.fg == BLUE for row in tinted for _, style in row)
    assert any("░" in row for row in chart(band, y_range=(0, 2)))


def test_raw_values_are_fainter_than_the_smoothed_line() -> None:
    smoothed = line([1] * 11, faint=[0.2, 1.8] * 5)
    rows = series([smoothed], 60, 14, x_range=(0, 10), y_range=(0, 2), background="#000000")
    assert {BLUE, "#234266"} <= {style.fg for row in rows for _, style in row}


def test_ascii_only_is_ascii() -> None:
    text = "\n".join(
        chart(
            line([1, 2, NAN, 3, 1e9], "naïve 日本", marker="◆"),
            guides=[Guide(1, "häl日f")],
            ascii_only=True,
            cursor=3,
            x_label="日",
        )
    )
    assert text.isascii()
    assert "&" in text


@pytest.mark.parametrize("width", [0, 1, 2, 5, 19, 20, 21, 60, 300])
@pytest.mark.parametrize("height", [0, 1, 2, 5, 6, 7, 30, 100])
def test_sizes_are_exact(width, height) -> None:
    lines = [line([1, NAN, 3, 1e300], "日本語の名前", marker="★"), line([]), line([INF])]
    rows = series(lines, width, height, x_range=(0, 3), guides=[Guide(2, "日" * 9)], x_label="x")
    assert (height, {width} if height and width else {0} if height else set()) == size(rows)
    for drawn in (bars([Bar("日本", 3, note="日")] * 4, width, height), Grid(width, height).rows()):
        assert (height, {width} if height and width else {0} if height else set()) == size(drawn)


def test_a_tiny_chart_says_the_newest_value() -> None:
    assert "0.237" in chart(line([2, 1, 0.237]), height=1)[0]
    many = chart(line([1]), line([2], marker="▲"), height=1)[0]
    assert "● 1" in many and "▲ 2" in many


def test_moving_data_leave_most_rows_alone() -> None:
    """The frame does not depend on the data while the limits hold."""
    ys = [2 - n / 100 for n in range(100)]
    before = chart(line(ys[:50]), x_range=(0, 100), y_range=(0, 2), height=30)
    after = chart(line(ys[:52]), x_range=(0, 100), y_range=(0, 2), height=30)
    assert 2 >= sum(a != b for a, b in zip(before, after, strict=True))


def test_bars_are_as_long_as_their_values() -> None:
    rows = text_of(bars([Bar("a", 1.0), Bar("b", 0.5), Bar("c", NAN), Bar("d", -1)], 40, 4))
    full, half, nan, negative = (row.count("█") for row in rows.split("\n"))
    assert (full, nan, negative) == (half * 2, 0, 0) or full - half * 2 in (0, 1)
    assert "nan" in rows


NAMES = st.text("abcdefg ", max_size=12)
ITEMS = st.lists(st.builds(Bar, NAMES, st.floats(0, 1)), min_size=1, max_size=5)


@given(ITEMS, st.floats(0, 1), st.integers(30, 90), st.integers(0, 16))
@settings(max_examples=200, deadline=None)
def test_a_bar_ends_and_a_reference_stands_where_the_scale_says(
    items: list[Bar], level: float, width: int, height: int
) -> None:
    """Each to half a column, whatever the other values are, and no bar is left out in silence."""
    references = [Guide(level, "chance")]
    lines = text_of(bars(items, width, height, high=1.0, references=references, axis=True))
    drawn = lines.split("\n")[:height]
    left = min(max(len(item.label) for item in items), width // 3) + 1
    length = width - left - max(len(number(item.value)) for item in items) - 1
    column = left + min(int(level * length + 1e-9), length - 1)
    rows = [line for line in drawn if line[width - 1 :].isdigit() and "chance" not in line]
    shown = [line for line in rows if line[left:].strip() and "└" not in line]

    for item, line in zip(items, shown, strict=False):
        body = line[left : left + length].replace("┃", "█" if item.value > level else " ")
        assert abs(item.value * length - len(body.rstrip(" ┃"))) <= 1.0
        assert "┃" == line[column]
    if len(items) > height > 0:
        assert f"… {len(items) - height + 1} more" in drawn[-1]
    elif height > len(items):
        assert f"chance {number(level)}" in lines


def test_two_references_side_by_side_have_each_its_own_line_of_words() -> None:
    """The line of one goes through the name of no other."""
    references = [Guide(0.49, "TF-IDF"), Guide(0.51, "chance")]
    drawn = text_of(bars([Bar("a", 0.9)], 44, 5, high=1.0, references=references, axis=True))
    first, second = drawn.split("\n")[:2]

    assert "┃ TF-IDF 0.49" == first.strip()
    assert "┃┃ chance 0.51" == second.strip()


def test_bars_own_up_to_those_left_out() -> None:
    assert "… 8 more" in text_of(bars([Bar(str(n), n) for n in range(10)], 40, 3))


def test_sparklines_leave_gaps() -> None:
    assert "▁ █" == sparkline([0, NAN, 1], 10, Scale(0, 1))


def test_text_from_outside_cannot_move_the_cursor() -> None:
    assert "␛[2J" == clean("\x1b[2J")
    assert "a·b" == clean("a\udc80b")
    assert "日…" == fit("日本語", 4)


def test_markers_stay_different_in_ascii() -> None:
    assert 13 == len(set(to_ascii("●▲■◆▼○△□◇▽✗↑↓")))


def test_half_a_wide_character_is_never_left() -> None:
    grid = Grid(6, 1)
    grid.write(0, 0, "日本語")
    grid.put(1, 0, "x")
    grid.put(4, 0, "y")
    assert " x本y " == text_of(grid.rows())


def test_styles_compare_and_hash() -> None:
    assert {Style("#ffffff")} == {Style("#ffffff"), Style("#ffffff")}


def test_a_guides_name_stays_whole_where_values_run_away() -> None:
    """An arrow at the edge of each step would leave letters of it."""
    wild = line([1, -9] * 20)
    rows = chart(wild, x_range=(0, 40), y_range=(0, 2), guides=[Guide(0.0, "learning rate")])
    assert any("learning rate" in row for row in rows)
    assert "↓" in "".join(rows)
