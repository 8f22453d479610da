"""Whether what a loop showed is what a panel takes: "" where it is, else what is wrong with it.

A stream may be damaged, and a lesson's author may err: nothing of a value is believed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

LARGEST = 1e300
"""Beyond it even a difference overflows."""
PAIR = (2, 2)


def called(value: Any) -> str:
    """What a value is, in the words of an author."""
    if isinstance(value, dict):
        return "a dict"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return "nothing" if value is None else f"a {type(value).__name__}"


def is_number(value: Any) -> bool:
    """Whether it is one that can be drawn. None is what JSON has for nan and infinity."""
    if value is None:
        return True
    return isinstance(value, int | float) and -LARGEST <= value <= LARGEST


def numbers(values: Any, what: str) -> str:
    """A list of numbers."""
    if not isinstance(values, list):
        return f"{what} must be a list of numbers, and it is {called(values)}"
    wrong = next((value for value in values if not is_number(value)), None)
    return "" if wrong is None else f"{what} holds {called(wrong)} where a number must be"


def matrix(values: Any, what: str = "the matrix") -> str:
    """Rows of numbers, all of one length."""
    if not isinstance(values, list) or not all(isinstance(row, list) for row in values):
        return f"{what} must be a list of rows, and it is {_held(values)}"
    lengths = sorted({len(row) for row in values})
    if len(lengths) > 1:
        return f"the rows of {what} have {lengths[0]} to {lengths[-1]} cells: make them equal"
    return first(numbers(row, f"a row of {what}") for row in values)


def _held(values: Any) -> str:
    if not isinstance(values, list):
        return called(values)
    return f"a list of {called(next(row for row in values if not isinstance(row, list)))}"


def tuples(values: Any, what: str, sizes: tuple[int, int] = PAIR) -> str:
    """A list of (x, y), or with a label and a group behind them."""
    if not isinstance(values, list):
        return f"{what} must be a list, and it is {called(values)}"
    return first(_tuple(value, what, *sizes) for value in values)


def _tuple(value: Any, what: str, least: int, most: int) -> str:
    form = "(x, y)" if most == 2 else "(x, y), (x, y, label) or (x, y, label, group)"
    if not isinstance(value, list):
        return f"{what} must hold {form}, and there is {called(value)}"
    if not least <= len(value) <= most:
        return f"{what} must hold {form}, and one has {len(value)} parts"
    if not all(map(is_number, value[:2])):
        return f"x and y of {what} must be numbers"
    if any(isinstance(part, dict | list) for part in value[2:]):
        return f"label and group of {what} must be words"
    return ""


def names(values: Any, what: str, count: int | None = None) -> str:
    """A list of words, as many as there is to name."""
    if not isinstance(values, list | tuple) or not all(isinstance(name, str) for name in values):
        return f"{what} must be a list of words"
    if count is not None and values and len(values) != count:
        return f"{what} has {len(values)} names for {count}"
    return ""


def pair(value: Any, what: str) -> str:
    """The two ends of an axis; None where it counts."""
    if value is None:
        return ""
    whole = isinstance(value, list) and len(value) == 2
    if not whole or any(end is None or not is_number(end) for end in value):
        return f"{what} must be its two ends, such as (-1.0, 1.0)"
    return ""


def by_name(value: Any, what: str) -> str:
    """A dict with a name to each."""
    return "" if isinstance(value, dict) else f"{what} must be a dict, and it is {called(value)}"


def first(mistakes: Iterable[str]) -> str:
    """The first that is one."""
    return next(filter(None, mistakes), "")
