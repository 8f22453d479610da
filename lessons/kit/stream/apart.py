"""One step taken apart: what forward, loss, backward, clipping and update did, in their order."""

from __future__ import annotations

import msgspec

KINDS = ("forward", "loss", "backward", "clip", "update")
"""The parts that a step has, as a rule; a loop with two optimizers has most of them twice."""


class SourceLine(msgspec.Struct, frozen=True):
    """A line of the lesson's own code."""

    file: str
    number: int
    text: str


class Piece(msgspec.Struct, frozen=True):
    """A module's output, or a parameter. Norms are Euclidean; None is not finite."""

    name: str
    shape: list[int]
    size: float | None
    """Mean |x| of an output, ‖g‖ of a gradient, ‖Δw‖ of an update."""
    whole: float | None = None
    """‖w‖ before the update; ‖g‖ before it was clipped."""


class Phase(msgspec.Struct, frozen=True):
    """One part of a step."""

    kind: str
    lines: list[SourceLine] = []
    """Where the lesson does it: first the line of its loop, then that of a function it calls."""
    absent: str = ""
    """Why there is nothing to show, in a sentence; "" where there is."""
    name: str = ""
    """What did it: the module, the loss, the optimizer."""
    shape: list[int] = []
    """Of the output."""
    size: float | None = None
    """Mean |output|, the loss, the gradient's norm before it was clipped, the update's length."""
    after: float | None = None
    """The norm after it was clipped; the loss of the same batch after the update."""
    whole: float | None = None
    """‖w‖ before the update."""
    pieces: list[Piece] = []
    note: str = ""
    """What else is to be known of it, in a sentence."""

    @property
    def factor(self) -> float | None:
        """What clipping left of the gradient's length."""
        if self.size is None or self.after is None:
            return None
        return self.after / self.size if self.size else 1.0

    @property
    def ratio(self) -> float | None:
        """The update's length as a share of the weights'."""
        return self.size / self.whole if self.size is not None and self.whole else None


class Apart(msgspec.Struct, frozen=True):
    """A step, trained again and taken apart."""

    variant: str
    seed: int
    step: int
    phases: list[Phase]
    source: list[SourceLine]
    """The lines of the loop that this step ran through, and those between them."""
    scalars: dict[str, float | None]
    """What the step recorded; None is not finite."""
    replayed: int = 0
    """Steps that were trained again to get there."""
    ended: str = ""
    """Why the network trains no more, where this step ended it in failure."""
    lost: str = ""
    """Why the step could not be followed to its end."""
    together: bool = False
    """Whether it trained in one loop with other seeds: alone, the last digits are other ones."""
