"""The cases of the clinic. The names of their files say nothing about their faults."""

from __future__ import annotations

import random
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from lessons.kit.errors import unknown

if TYPE_CHECKING:
    from lessons.kit.clinic.case import Case  # the menu only counts them


def names() -> list[str]:
    """The names of all cases, in order."""
    return sorted(m.name for m in iter_modules(__path__) if m.name.startswith("case"))


def load(name: str) -> Case:
    """The case of this name, such as case07 or 7. Raises BadUsage."""
    asked = f"case{int(name):02d}" if name.isascii() and name.isdecimal() else name
    if asked not in names():
        raise unknown("case", name, names())
    case: Case = import_module(f"{__name__}.{asked}").case
    return replace(case, name=asked)


def draw(seed: int, known: frozenset[str] = frozenset()) -> str:
    """A case by chance; one that is not `known` while there is one."""
    fresh = [name for name in names() if name not in known] or names()
    return random.Random(seed).choice(fresh)
