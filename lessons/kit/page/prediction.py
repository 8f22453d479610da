"""A question that the learner answers before the run does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.kit.page.scope import Scope

if TYPE_CHECKING:
    from lessons.kit.claims.history import History


@dataclass(frozen=True)
class Prediction(Scope):
    """A question to commit to before play; the run answers it."""

    question: str
    choices: tuple[str, ...]
    answer: Callable[[History], str | None]
    """One of the choices, or None while the run cannot tell."""
    why: str
    panel: str = ""
    """The title of the panel where it is seen; the learner's answer stands there."""
    claims: tuple[str, ...] = ()
    """The names of the claims that give its answer away: until then it stands in their place."""
    formerly: tuple[str, ...] = ()
    """How the question read before: answers that were given to that count."""
