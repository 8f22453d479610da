"""The hidden layers as a learner writes them: 20-20, or 0 for none."""

import re

from lessons.kit import BadUsage

MOST_LAYERS, WIDEST = 20, 4096


def checked(text: str) -> None:
    """Raise BadUsage for what is not a list of widths."""
    widths_of(text)


def widths_of(text: str) -> list[int]:
    """The units of each hidden layer; [] for 0."""
    if not re.fullmatch(r"[0-9]{1,5}(-[0-9]{1,5})*", text.strip()):
        raise BadUsage(f"hidden={text!r} is not a list of widths", "write 20-20, or 0 for none")
    widths = [int(width) for width in text.split("-")]
    if widths == [0]:
        return []
    if 0 in widths or max(widths) > WIDEST or len(widths) > MOST_LAYERS:
        what = f"hidden={text} has a layer of 0 or of more than {WIDEST} units, or too many layers"
        raise BadUsage(what, f"write 1 to {MOST_LAYERS} widths of 1 to {WIDEST}, such as 20-20")
    return widths
