"""From recorded curves to lines: seeds merged, values smoothed, settings followed."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lessons.kit import Guide, Series
from lessons.kit.stream.columns import batch
from tui_lab.charts.lines.dots import sample_of
from tui_lab.charts.lines.line_chart import Line
from tui_lab.charts.lines.reach import FAR, in_reach, within_reason
from tui_lab.charts.palette import VariantStyle
from tui_lab.charts.recorded import (
    DASHES,
    guides_of,
    lines_of,
    merged,
    smoothed,
)
from tui_lab.state.bins import Binned
from tui_lab.state.store import Store
from tui_lab.widgets.panels.caption import dash_key


def curve(*values: float) -> Binned:
    binned = Binned()
    for step, value in enumerate(values, 1):
        binned.add_point(step, value)
    return binned


def test_one_seed_is_drawn_as_it_is() -> None:
    """No band where nothing is merged."""
    points = merged([curve(3.0, 2.0)])

    assert ([1.0, 2.0], [3.0, 2.0], [], []) == (points.xs, points.ys, points.lows, points.highs)


def test_several_seeds_are_a_mean_and_a_range() -> None:
    """A broken seed leaves the others' mean."""
    points = merged([curve(1.0, 2.0), curve(3.0, math.nan)])

    assert [2.0, 2.0] == points.ys
    assert [1.0, 2.0] == points.lows
    assert [3.0, 2.0] == points.highs


def test_a_long_run_keeps_its_spikes_in_the_band() -> None:
    """Bins of many steps show their extremes."""
    values = [1.0] * 2000
    values[777] = 50.0

    assert 50.0 == max(merged([curve(*values)]).highs)


def test_seeds_of_different_lengths_share_their_bins() -> None:
    """One seed was halved more often than the other."""
    points = merged([curve(*[1.0] * 2000), curve(*[3.0] * 10)])

    assert 2.0 == points.ys[0]
    assert 1.0 == points.ys[-1]


def test_smoothing_starts_at_the_first_value_and_keeps_gaps() -> None:
    """No pull towards zero."""
    result = smoothed([4.0, 4.0, math.nan, 4.0], 0.9)

    assert [4.0, 4.0] == [round(value, 9) for value in result[:2]]
    assert math.isnan(result[2])


def test_lines_have_the_look_of_their_run_and_raw_values_behind() -> None:
    """Smoothed, the raw values stay, faint."""
    store = Store()
    store.take_event(batch("calm", 0, [1, 2], {"loss": [4.0, 2.0]}))
    (line,) = lines_of(
        Series("Loss", of=("loss",)),
        store,
        [0],
        {"calm": VariantStyle("#112233", "●")},
        ["calm"],
        0.5,
    )

    assert ("calm", "#112233", "●") == (line.label, line.colour, line.marker)
    assert [4.0, 2.0] == list(line.faint)
    assert 2.0 < line.ys[1] < 4.0


def test_a_guide_follows_a_setting() -> None:
    """A threshold that is a live knob moves with it."""
    panel = Series("Norm", of=("norm",), guide=Guide("clip", "limit"))

    assert [2.5] == [guide.y for guide in guides_of(panel, {"clip": 2.5})]
    assert [] == guides_of(panel, {})


def test_a_guide_follows_a_scalar() -> None:
    """A level that is computed from the data is drawn where the loop says that it is."""
    panel = Series("Nats", of=("nats",), guide=Guide("alone", "each pixel alone"))
    store = Store()
    assert [] == guides_of(panel, {}, store)

    store.take_event(batch("calm", 0, [1, 2], {"alone": [math.nan, 25.0]}))

    assert [25.0] == [guide.y for guide in guides_of(panel, {}, store)]
    assert [3.0] == [guide.y for guide in guides_of(panel, {"alone": 3.0}, store)]


VALUES = st.lists(
    st.one_of(st.floats(-10, 10), st.sampled_from([math.nan, math.inf, -math.inf, 1e30, 0.0])),
    max_size=8,
)


@given(own=st.lists(VALUES, max_size=3), others=st.lists(VALUES, min_size=1, max_size=3))
@example(own=[], others=[[2.0, 1e30, math.nan]])
@example(own=[[]], others=[[2.0, 1e30]])
@example(own=[[math.nan]], others=[[0.0, 2.0, 1e30]])
def test_a_ghost_never_sets_an_axis_out_of_reach(
    own: list[list[float]], others: list[list[float]]
) -> None:
    """Also behind a run that failed before it said anything: its explosion is no measure."""
    steps = range(1, 9)
    whole = [Line(f"own {n}", "#ffffff", "●", steps, ys) for n, ys in enumerate(own)]
    ghosts = [Line(f"g {n}", "#ffffff", "┄", steps, ys, ghost=True) for n, ys in enumerate(others)]
    firsts = [
        next((abs(y) for y in line.ys if y and math.isfinite(y)), 0.0)
        for line in (whole if any(math.isfinite(y) and y for ys in own for y in ys) else ghosts)
    ]
    found = [y for line in in_reach(ghosts, whole) for y in line.ys if math.isfinite(y)]

    assert max(map(abs, found), default=0.0) <= FAR * max(firsts, default=0.0) or not any(firsts)


def test_a_run_that_breaks_does_not_stretch_the_axis() -> None:
    """What counts of it is what lies near where the runs began."""
    calm = Line("calm", "#ffffff", "●", [1, 2, 3], [6.0, 5.0, 4.0])
    wild = Line("wild", "#ffffff", "▲", [1, 2, 3], [6.0, 1e20, math.nan])
    both = [calm, wild]

    assert [[6.0, 5.0, 4.0], [6.0]] == [list(line.ys) for line in within_reason(both, both)]


def test_a_run_that_goes_on_after_a_gap_is_seen_whole() -> None:
    """A log wrote NaN at every seventh step: its curve left the chart at 30 times its start."""
    line = Line("epoch", "#ffffff", "●", [1, 2, 3, 4], [1.0, math.nan, 300.0, 400.0])

    assert [line] == within_reason([line], [line])


@pytest.mark.parametrize("ascii_only", [False, True])
def test_the_key_of_the_dashes_shows_each_as_it_is_drawn(ascii_only: bool) -> None:
    """Four ways, all different; one curve a network needs no key."""
    key = dash_key(["near", "far", "third", "fourth"], ascii_only=ascii_only)

    assert len(DASHES) == len({sample_of(dash, ascii_only=ascii_only) for dash in DASHES})
    assert all(f"{name} " in key for name in ("near", "far", "third", "fourth"))
    assert key.isascii() is ascii_only
    assert "" == dash_key(["loss"])
    assert "…" not in dash_key(["ig_random", "gradient_random"], 32, ascii_only=ascii_only)
    assert 40 >= len(dash_key(["induction_1", "induction_2"], 40, ascii_only=ascii_only))
