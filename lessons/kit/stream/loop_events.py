"""What a lesson's loop may say. The engine numbers it, detaches it and sends it on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


class Step:
    """One tick and its scalars; the last event of a tick. Numbers or 0-d tensors."""

    __slots__ = ("values",)

    def __init__(self, **values: Any) -> None:
        self.values = values


@dataclass(frozen=True, slots=True)
class Picture:
    """A new picture for a declared panel. Tensors are welcome."""

    panel: str
    value: Any


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence worth reading at this moment."""

    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something the learner can ask this model: `answer(question)` is a closure over it.

    The engine calls it between two ticks, in eval mode and without gradients, with
    randomness of its own, so asking never changes what is learned.
    """

    prompt: str
    answer: Callable[[str], str]


Event = Step | Picture | Note | Question
"""What a loop yields."""


@dataclass(frozen=True, slots=True)
class Of:
    """What one of several networks says, where one loop trains them all."""

    which: int
    """Its place among them."""
    event: Picture | Note | Question
