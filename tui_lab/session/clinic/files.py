"""The files of a case."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Files:
    """The files of a case, as the screen that shows sources reads them."""

    shown: dict[str, str]
    folder: str

    @property
    def shows(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(self.shown)
