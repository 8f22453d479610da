"""The trials of the first search of `halving`: who went on, and what can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lessons.kit.loop import Grid, Picture
from lessons.lesson23_tuning.asking import counted

UNITS = 27
SEEN, DRAWN = 40, 6
"""Trials of the picture, and curves beside it."""
PROMPT = "Which trial of the first search (3)?"

Curves = list[Any]
"""Of each trial: log₁₀ of its learning rate, and its scores, unit by unit."""


def pictures(curves: Curves) -> Iterator[Picture]:
    """A row for each of the last trials, as long as it was trained; curves of the longest ones."""
    last = list(enumerate(curves, 1))[-SEEN:]
    cells = [scores + [float("nan")] * (UNITS - len(scores)) for _, (_, scores) in last]
    names = [f"{number} lr {10**lr:.1e}" for number, (lr, _) in last]
    units = [str(unit) if unit in (1, 3, 9, 27) else "" for unit in range(1, UNITS + 1)]
    yield Picture("brackets", Grid(cells, rows=names, columns=units))
    longest = sorted(last, key=lambda each: -len(each[1][1]))[:DRAWN]
    yield Picture("curves", {
        f"{number}: lr {10**lr:.1e}": list(enumerate(scores, 1)) for number, (lr, scores) in longest
    })  # fmt: skip
    yield Picture("against", [(lr, s[-1], "", ended(s)) for _, (lr, s) in last if s])


def ended(scores: list[float]) -> str:
    """Whether a trial was trained to its end."""
    return "to the end" if len(scores) == UNITS else "stopped, or in training"


def answer(text: str, curves: Curves) -> str:
    """What became of a trial."""
    count = counted(text)
    if count is None or not 1 <= count <= len(curves):
        return f"ask for trial 1 to {len(curves)}"
    lr, scores = curves[count - 1]
    seen = [f"{scores[unit - 1]:.2f} after {unit}" for unit in (1, 3, 9, 27) if unit <= len(scores)]
    state = "trained to its end" if len(scores) == UNITS else f"{len(scores)} units trained"
    return f"trial {count}, lr {10**lr:.2g}: {', '.join(seen) or 'just begun'}; {state}"
