"""Turning a knob by a notch."""

from typing import Any

import pytest

from lessons.kit.page.params import Knob
from tui_lab.widgets.side.knobs import in_words, nudged

RATE = Knob(float, low=1e-5, high=10.0, log=True)
COUNT = Knob(int, low=1, high=512)
CHOICE = Knob(str, choices=("sgd", "adam"))


@pytest.mark.parametrize(
    ("knob", "value", "by", "expected"),
    [
        (RATE, 0.1, 1, "0.2"),
        (RATE, 0.1, -1, "0.05"),
        (RATE, 0.3, 1, "0.5"),
        (RATE, 0.3, -1, "0.2"),
        (RATE, 10.0, 1, "10"),
        (COUNT, 8, 1, "9"),
        (COUNT, 100, 1, "110"),
        (COUNT, 1, -1, "1"),
        (CHOICE, "adam", 1, "sgd"),
        (CHOICE, "sgd", -1, "adam"),
        (Knob(bool), True, 1, "off"),
        (Knob(float, low=0.0, high=1.0), 0.0, 1, "0.001"),
    ],
)
def test_a_notch_is_round_and_stays_within_bounds(
    knob: Knob, value: Any, by: int, expected: str
) -> None:
    """Factors of 1-2-5 where that is worth it, tenths elsewhere, choices around."""
    assert expected == nudged(knob, value, by)


def test_values_are_shown_as_one_would_type_them() -> None:
    """So that what is read can be typed back."""
    assert ("on", "0.0001", "8", "sgd") == tuple(map(in_words, (True, 0.0001, 8, "sgd")))
