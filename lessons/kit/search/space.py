"""What is searched: a range or a list of values for each setting."""

from __future__ import annotations

import msgspec

Value = bool | int | float | str
Knobs = dict[str, Value]
"""One point of a space: a value for each setting."""


class Range(msgspec.Struct, frozen=True, tag="range"):
    """Every number from `low` to `high`, both included; whole ones where the knob is whole."""

    low: int | float
    high: int | float
    log: bool = False

    def __str__(self) -> str:
        return f"{self.low:.12g}..{self.high:.12g}{':log' if self.log else ''}"


class Listed(msgspec.Struct, frozen=True, tag="listed"):
    """A few values, one as good as the other."""

    values: list[Value]

    def __str__(self) -> str:
        return ",".join(map(in_words, self.values))


Span = Range | Listed
Space = dict[str, Span]
"""What is tried of each knob, by its name."""


def in_words(value: Value) -> str:
    """A value as --set takes it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
