"""Pictures that a setting moves: the frame that is nearest to it is the one that is seen."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import Dial, Heatmap, Points
from lessons.kit.page.drawn import plain
from lessons.kit.stream import dials
from lessons.kit.stream.events import Control, PictureEvent, from_json, to_json
from tests.state.test_store import begun
from tui_lab.state.store import Store

NUMBERS = st.floats(-100, 100)
SIMPLE = st.none() | st.booleans() | st.floats() | st.text()
NAMES = st.sampled_from(["dial", "at", "frames", "under", "points"])


def travelled(dial: Dial) -> Any:
    return json.loads(json.dumps(plain(dial)))


def shown_in(store: Store, value: Any, **settings: Any) -> Any:
    store.take_event(PictureEvent(variant="calm", seed=0, step=1, panel="p", value=value))
    picture = store.picture("p", "calm", 0, settings=settings or None)
    assert picture is not None
    return picture.value


@settings(max_examples=200)
@given(st.lists(NUMBERS, min_size=1, max_size=30), NUMBERS)
def test_the_nearest_frame_is_shown(at: list[float], knob: float) -> None:
    """However many there are and in whatever order: none is nearer."""
    value = travelled(Dial("t", [(place, [[place]]) for place in at]))

    found = dials.frame_at(value, dials.places_of(value, {"t": knob}))[0][0]

    assert min(abs(each - knob) for each in at) == pytest.approx(abs(found - knob), abs=1e-3)


@settings(max_examples=200)
@given(st.recursive(SIMPLE, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner)))
def test_whatever_arrives_is_a_dial_that_can_be_shown_or_none(value: Any) -> None:
    """A stream from elsewhere breaks no viewer."""
    assert list(dials.each_of(value))
    if dials.is_dial(value):
        dials.frame_at(value, dials.places_of(value, {}))


def test_what_stands_under_is_in_every_frame() -> None:
    """Its curves are joined with the frame's, and its points come before them."""
    under = Points([(0, 0, "best")], {"ROC": [(0, 0), (1, 1)]})
    dial = Dial("t", [(0.1, Points([(1, 1)])), (0.9, Points([(2, 2)], {"own": [(3, 3)]}))], under)

    first, second = dials.each_of(travelled(dial))

    assert [[0, 0, "best"], [1, 1]] == first["points"]
    assert ["ROC"] == list(first["curves"])
    assert {"ROC", "own"} == set(second["curves"])


@settings(max_examples=100)
@given(st.integers(1, 5), st.integers(1, 5), NUMBERS, NUMBERS)
def test_a_frame_may_follow_a_setting_of_its_own(
    rows: int, columns: int, a: float, b: float
) -> None:
    """Two settings find one picture together, and each of all of them can be seen."""
    inner = [Dial("b", [(j, [[10 * i + j]]) for j in range(columns)]) for i in range(rows)]
    value = travelled(Dial("a", list(enumerate(inner))))

    found = dials.frame_at(value, dials.places_of(value, {"a": a, "b": b}))[0][0]

    nearest = [
        min(range(n), key=lambda at: abs(at - here)) for n, here in ((rows, a), (columns, b))
    ]
    assert 10 * nearest[0] + nearest[1] == found
    assert rows * columns == len(list(dials.each_of(value)))


def test_a_picture_in_pictures_without_end_is_shown_as_it_is() -> None:
    """Of a stream that means harm no more than a few are opened."""
    value: Any = [[1]]
    for _ in range(2000):
        value = {"dial": "t", "at": [0], "frames": [value]}

    assert dials.DEEPEST == len(dials.places_of(value, {}))
    assert 1 == len(list(dials.each_of(value)))


def test_a_knob_that_is_turned_moves_the_picture_at_once() -> None:
    """Also of a run that is over, where nobody trains: the viewer has all frames already."""
    store, value = begun(), travelled(Dial("t", [(0.0, [[0]]), (1.0, [[1]])]))

    assert [[0]] == shown_in(store, value, t=0.3)
    assert [[1]] == shown_in(store, value, t=0.7)


def test_without_a_knob_at_hand_it_is_as_the_run_has_it() -> None:
    """So a report shows what the run was turned to."""
    store, value = begun(), travelled(Dial("t", [(0.0, [[0]]), (1.0, [[1]])]))

    store.take_event(Control(action="set", step=1, name="t", value=1.0))

    assert [[1]] == shown_in(store, value)


def test_the_same_frame_is_the_same_picture() -> None:
    """Else it would be drawn anew with every repaint."""
    store = begun()
    shown_in(store, travelled(Dial("t", [(0.0, [[0]]), (1.0, [[1]])])))

    found = [store.picture("p", "calm", 0, settings={"t": t}) for t in (0.1, 0.2, 0.9)]

    assert found[0] is found[1]
    assert found[1] is not found[2]


def test_it_survives_the_wire() -> None:
    """As JSON and back, it is the same."""
    value = travelled(Dial("t", [(0.5, [[1.0]])]))
    event = PictureEvent(variant="calm", seed=0, step=1, panel="p", value=value)

    assert event == from_json(to_json(event))


def test_a_dial_without_a_frame_is_refused() -> None:
    """There would be nothing to show."""
    with pytest.raises(TypeError, match="one frame"):
        plain(Dial("t", []))


def test_the_panels_of_an_author_are_checked_at_every_place() -> None:
    """A frame that cannot be drawn is found although the knob does not stand there."""
    from tui_lab.panels.registry import kind_of

    value = travelled(Dial("t", [(0.0, [[1]]), (1.0, [[1, 2], [3]])]))
    kind: Any = kind_of(Heatmap("Map", key="p"))

    assert ["", True] == [
        found and "the rows of the matrix" in found
        for found in (kind.mistake(Heatmap("Map", key="p"), each) for each in dials.each_of(value))
    ]
