"""Settings that had another name when a run was recorded, by lesson: read by the one of today.

A page says `knob(..., formerly="how")`, and is known here from when it is loaded; what is read of
its runs after that, plans and first events, has today's names.
"""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import force_setattr

_names: dict[str, dict[str, str]] = {}


def know(lesson: str, names: Mapping[str, str]) -> None:
    """From now on read this lesson's settings by these names, former to present."""
    if names:
        _names[lesson] = dict(names)


def present(lesson: str, settings: dict[str, Any]) -> dict[str, Any]:
    """The settings of a run of this lesson, by today's names."""
    names = _names.get(lesson, {})
    if names.keys().isdisjoint(settings):
        return settings
    return {names.get(name, name): value for name, value in settings.items()}


def former(lesson: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings by the names that they had first: a digest of them is still what it was."""
    names = {now: then for then, now in _names.get(lesson, {}).items()}
    return {names.get(name, name): value for name, value in settings.items()}


def renew(of: Any) -> None:
    """Give a plan or a first event, which names its lesson, today's names."""
    force_setattr(of, "config", present(of.lesson, of.config))
    renewed = {name: present(of.lesson, settings) for name, settings in of.variants.items()}
    force_setattr(of, "variants", renewed)
