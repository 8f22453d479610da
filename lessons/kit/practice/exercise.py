"""An exercise: a function that the learner writes, and how it is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lessons.kit.claims.claim import Verdict

if TYPE_CHECKING:
    from lessons.kit.practice.draw import Draw

Arguments = tuple[Any, ...]


@dataclass(frozen=True)
class Exercise:
    """The function as it should be, and what the learner's is compared on.

    `hints` and `given` are read from the text of the file: write their values out.
    """

    write: Callable[..., Any]
    """The function that the learner writes, with its reference body."""
    hints: tuple[str, str, str]
    """Three steps, each asked for: where to look, what to compute, nearly the code."""
    cases: Callable[[Draw], Arguments] | None = None
    """Draws the arguments of one call; called many times, for the smallest shapes first."""
    edges: Mapping[str, Callable[[Draw], Arguments]] = field(default_factory=dict)
    """Arguments at the edge of what the function takes, by what is special about them."""
    claim: Callable[..., Verdict] | None = None
    """Judges the function by a bar, such as the loss at the end of a short run."""
    gradients: bool = False
    """Whether the gradients by all floating-point arguments are compared, too."""
    in_place: bool = False
    """Whether the function is to change its arguments, which are then compared."""
    tolerance: float = 1e-4
    """The largest difference, relative to the value where that is larger than 1."""
    without: tuple[str, ...] = ()
    """Names that the learner does not use: what torch has is written by hand."""
    given: tuple[str, ...] = ()
    """Functions and constants of this file that the learner's file has, too."""
