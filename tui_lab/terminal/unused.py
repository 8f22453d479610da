"""Modules that Textual and asyncio load and that no screen of ours needs: 15 ms of the first paint.

Call this before either is imported. They are loaded later if something wants them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

TYPES = "textual.types"
"""It loads trees, selects and folders for the names of a few types; the palette reads one."""


class _Later(ModuleType):
    """A module that is loaded when a name of it is wanted that it does not have."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(TYPES) is self:
            del sys.modules[TYPES]
        return getattr(import_module(TYPES), name)


def leave_unused() -> None:
    """Load asyncio without TLS, and Textual's names of types when they are wanted."""
    if "asyncio" not in sys.modules and "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # as on a Python that has no TLS
        try:
            import asyncio  # noqa: F401
        finally:
            del sys.modules["ssl"]
    if TYPES not in sys.modules:
        later: Any = _Later(TYPES)
        later.IgnoreReturnCallbackType = Any
        sys.modules[TYPES] = later
