"""Pictures that a setting moves, as they travel: all of them at once, of which a viewer shows one.

So the picture follows its knob at once, also of a run that is paused or over, and nobody trains.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

DEEPEST = 3
"""Settings that may move one picture: a frame may follow another one in its turn."""


def is_dial(value: Any) -> bool:
    """Whether a picture's value is several, for as many values of a setting."""
    if not isinstance(value, dict) or not isinstance(value.get("dial"), str):
        return False
    at, frames = value.get("at"), value.get("frames")
    if not isinstance(at, list) or not isinstance(frames, list):
        return False
    return 0 < len(at) == len(frames) and all(isinstance(each, int | float) for each in at)


def places_of(value: Any, settings: Mapping[str, Any]) -> tuple[int, ...]:
    """Which of the pictures is nearest to the setting; of a picture in it that is moved, too."""
    places: list[int] = []
    while len(places) < DEEPEST and is_dial(value):
        places.append(_nearest(value, settings.get(value["dial"])))
        value = _under(value, places[-1])
    return tuple(places)


def frame_at(value: Any, places: Sequence[int]) -> Any:
    """One of the pictures, with what all of them have in common."""
    for place in places:
        value = _under(value, place)
    return value


def each_of(value: Any, deepest: int = DEEPEST) -> Iterator[Any]:
    """Every picture that a viewer may show of a value; of one without a dial that one."""
    if not deepest or not is_dial(value):
        yield value
        return
    for place in range(len(value["frames"])):
        yield from each_of(_under(value, place), deepest - 1)


def _nearest(value: Any, here: Any) -> int:
    """The first where the setting has no number."""
    at = value["at"]
    if not isinstance(here, int | float):
        return 0
    return min(range(len(at)), key=lambda place: abs(at[place] - here))


def _under(value: Any, place: int) -> Any:
    return _joined(value.get("under"), value["frames"][place])


def _joined(under: Any, over: Any) -> Any:
    """Dicts name by name, lists one behind the other; else what is over."""
    if isinstance(under, dict) and isinstance(over, dict):
        both = {name: _joined(under[name], over[name]) for name in under.keys() & over.keys()}
        return {**under, **over, **both}
    return [*under, *over] if isinstance(under, list) and isinstance(over, list) else over
