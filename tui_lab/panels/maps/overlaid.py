"""The paths of several networks on one map, each under the name of its network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from lessons.kit.stream.events import PictureEvent

Grids = Mapping[str, Mapping[str, Any]]


def overlaid(pictures: Sequence[PictureEvent]) -> PictureEvent:
    """The first picture, with the paths of all of them over its maps."""
    first = pictures[0]
    grids = _grids(first.value)
    if not grids:
        return first
    drawn = {name: {**grid, "paths": _paths(name, pictures)} for name, grid in grids.items()}
    value = drawn[""] if "cells" in first.value else drawn
    return msgspec.structs.replace(first, value=value)


def _grids(value: Any) -> Grids:
    """The maps of a picture by name; of one alone the name is empty, of a bare matrix none."""
    if not isinstance(value, dict):
        return {}
    grids: Grids = {"": value} if "cells" in value else value
    return {name: grid for name, grid in grids.items() if isinstance(grid, dict)}


def _paths(name: str, pictures: Sequence[PictureEvent]) -> dict[str, Any]:
    """Every network's paths over the map of this name; one path alone is called as its network."""
    found = {}
    for picture in pictures:
        own = _grids(picture.value).get(name, {}).get("paths") or {}
        for label, path in own.items():
            whose = picture.variant if len(own) == 1 else f"{picture.variant} {label}"
            found[whose] = path
    return found
