"""What somebody chooses of a run: settings, and presets, which are settings with a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Variants = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Preset:
    """Named settings worth trying, good ones and bad ones, with one line each."""

    name: str
    says: str
    set: dict[str, Any] = field(default_factory=dict)
    variants: Variants | None = None
    """Networks of its own to race, as for a sweep; None for the lesson's."""
    wants: str = ""
    """A text setting that the learner must give: without it the preset means nothing."""


@dataclass(frozen=True)
class Chosen:
    """What was named for a run: settings, a preset, a file; the lesson's own fill in the rest."""

    settings: dict[str, Any]
    preset: str | None = None
    data: str | None = None
