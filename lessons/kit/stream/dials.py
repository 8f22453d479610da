"""Pictures that a setting moves, as they travel: all of them at once, of which a viewer shows one.

So the picture follows its knob at once, also of a run that is paused or over, and nobody trains.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def is_dial(value: Any) -> bool:
    """Whether a picture's value is several, for as many values of a setting."""
    if not isinstance(value, dict) or not isinstance(value.get("dial"), str):
        return False
    at, frames = value.get("at"), value.get("frames")
    if not isinstance(at, list) or not isinstance(frames, list):
        return False
    return 0 < len(at) == len(frames) and all(isinstance(each, int | float) for each in at)


def place_of(value: Any, settings: Mapping[str, Any]) -> int:
    """Which of the pictures is nearest to the setting; the first where that has no number."""
    here, at = settings.get(value["dial"]), value["at"]
    if not isinstance(here, int | float):
        return 0
    return min(range(len(at)), key=lambda place: abs(at[place] - here))


def frame_at(value: Any, place: int) -> Any:
    """One of the pictures, with what all of them have in common."""
    return _joined(value.get("under"), value["frames"][place])


def each_of(value: Any) -> Iterator[Any]:
    """Every picture that a viewer may show of a value; of one without a dial that one."""
    if not is_dial(value):
        yield value
        return
    for place in range(len(value["frames"])):
        yield frame_at(value, place)


def _joined(under: Any, over: Any) -> Any:
    """Dicts name by name, lists one behind the other; else what is over."""
    if isinstance(under, dict) and isinstance(over, dict):
        both = {name: _joined(under[name], over[name]) for name in under.keys() & over.keys()}
        return {**under, **over, **both}
    return [*under, *over] if isinstance(under, list) and isinstance(over, list) else over
