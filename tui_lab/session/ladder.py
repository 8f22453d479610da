"""The speeds that a run is watched at: from one step a second to as fast as it can."""

from __future__ import annotations

from lessons.kit import Trouble
from tui_lab.system.words import number

FULL = 0.0
"""As fast as it can."""
RUNGS = (1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0)
"""Steps a second; above the last one is as fast as it can."""
LOWEST, HIGHEST = 0.1, 1000.0
WORDS = "full"


def slower(pace: float, measured: float = 0.0) -> float:
    """The rung below; of full speed the first one that a run as fast as measured would feel."""
    above = pace or measured or RUNGS[-1] + 1
    return max((rung for rung in RUNGS if rung < above), default=min(above, RUNGS[0]))


def faster(pace: float) -> float:
    """The rung above, and then full speed."""
    return next((rung for rung in RUNGS if pace != FULL and rung > pace), FULL)


def read(words: str) -> float:
    """A pace as it is typed: `2`, `0.5`, `full`. Raises Trouble."""
    if words.strip().casefold() == WORDS:
        return FULL
    try:
        pace = float(words)
    except ValueError:
        pace = -1.0
    if not LOWEST <= pace <= HIGHEST:
        span = f"from {number(LOWEST)} to {HIGHEST:.0f} steps a second"
        raise Trouble(f"a pace is {span}, or {WORDS}", "such as :pace 2")
    return pace


def told(pace: float) -> str:
    """Such as `2 steps/s`."""
    if pace == FULL:
        return "full speed"
    return "1 step/s" if pace == 1 else f"{number(pace)} steps/s"
