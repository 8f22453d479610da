"""Thousands of random charts, of any numbers and names, at any size."""

import math
import random

CHARTS = 4000
ODD = (math.nan, math.inf, -math.inf, 1e300, -1e300, 1e-300, 5e-324, -1.7e308, 1.7e308, 0.0, -0.0)
NAMES = ("loss", "", "日本語の名前", "e\u0301\u200d🇯🇵👩‍🔬", "\x1b[2J\n\t\x9b", "\udcff", "x" * 300)
MARKERS = ("●", "▲", "日", "", "ab", "\x1b", "■")
SPREADS = (1e-12, 1.0, 1e6, 1e300)


def some_numbers(dice: random.Random, count: int) -> list[float]:
    spread, odd = dice.choice(SPREADS), dice.choice((0.0, 0.0, 0.1, 0.9))
    return [
        dice.choice(ODD) if dice.random() < odd else dice.gauss(dice.choice((0, 1)), 1) * spread
        for _ in range(count)
    ]


def some_range(dice: random.Random) -> tuple[float, float]:
    if dice.random() < 0.5:
        return 0.0, 100.0
    return dice.choice((*ODD, 0, 1)), dice.choice((*ODD, 1, 100))


def some_line(dice: random.Random):
    from tui_lab.charts.lines.line_chart import Line

    count = dice.choice((0, 1, 2, 3, 50, 300))
    xs = list(range(count)) if dice.random() < 0.8 else some_numbers(dice, count)
    extra = [some_numbers(dice, dice.choice((0, 0, count))) for _ in range(3)]
    return Line(
        dice.choice(NAMES), "#58a6ff", dice.choice(MARKERS), xs, some_numbers(dice, count), *extra,
        ghost=dice.random() < 0.2, quiet=dice.random() < 0.5, dash=dice.choice(((1, 0), (3, 3))),
    )  # fmt: skip


def draw_some_chart(dice: random.Random, width: int, height: int):
    from tui_lab.charts.lines.line_chart import Guide, series

    return series(
        [some_line(dice) for _ in range(dice.randrange(4))],
        width,
        height,
        x_range=some_range(dice),
        y_range=dice.choice((None, some_range(dice))),
        log_y=dice.random() < 0.4,
        guides=[Guide(y, dice.choice(NAMES)) for y in some_numbers(dice, dice.randrange(3))],
        cursor=dice.choice((None, 3.0, *ODD)),
        ascii_only=dice.random() < 0.2,
        no_colour=dice.random() < 0.2,
        background=dice.choice((None, "#101010")),
        x_label=dice.choice(NAMES),
    )


def draw_some_bars(dice: random.Random, width: int, height: int):
    from tui_lab.charts.lines.line_chart import Bar, bars

    items = [
        Bar(dice.choice(NAMES), value, marker=dice.choice(MARKERS), note=dice.choice(NAMES))
        for value in some_numbers(dice, dice.randrange(12))
    ]
    low, high = some_range(dice)
    return bars(items, width, height, low=low, high=high, ascii_only=dice.random() < 0.2)


def draw_some_heatmap(dice: random.Random, width: int, height: int):
    from tui_lab.charts.heatmap import Axes, Palette, heatmap

    values = [
        [v if dice.random() < 0.9 else None for v in some_numbers(dice, dice.randrange(40))]
        for _ in range(dice.randrange(20))
    ]
    path = list(zip(some_numbers(dice, 9), some_numbers(dice, 9), strict=True))
    named = Axes(dice.choice(NAMES), dice.choice(NAMES), some_range(dice), some_range(dice))
    palette = Palette(
        log=dice.random() < 0.3,
        value_range=dice.choice((None, some_range(dice))),
        ascii_only=dice.random() < 0.2,
        label=dice.choice(NAMES),
    )
    paths = {"a": ("#ffffff", dice.choice(MARKERS), path)}
    axes = dice.choice((None, named))
    return heatmap(values, width, height, axes=axes, palette=palette, paths=paths)


def check(rows, width: int, height: int) -> None:
    from rich.cells import cell_len

    assert height == len(rows)
    for row in rows:
        text = "".join(text for text, _ in row)
        assert width == cell_len(text), (width, text)
        assert text.isprintable(), ascii(text)


def draw_everything(seed: int, count: int) -> None:
    dice = random.Random(seed)
    for number in range(count):
        width, height = dice.randrange(121), dice.randrange(41)
        kinds = (draw_some_chart, draw_some_chart, draw_some_bars, draw_some_heatmap)
        rows = dice.choice(kinds)(dice, width, height)
        try:
            check(rows, width, height)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, chart {number}: {error}") from error


def test_no_data_can_break_a_chart() -> None:
    """Every picture has its exact size, and nothing that could move the cursor."""
    draw_everything(1, CHARTS)
