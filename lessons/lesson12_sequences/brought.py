"""What is learned: the lesson's own sequences."""

from __future__ import annotations

from pathlib import Path

from lessons.kit import BadUsage, Data, Params, Progress


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The loop draws its sequences."""
    if path is not None:
        raise BadUsage("this lesson draws its own sequences", "leave --data out")
    return Data(None, {"source": "sequences drawn at random"})
