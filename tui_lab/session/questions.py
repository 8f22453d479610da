"""Questions that a network was asked, until each has its answer; one without stays, with why."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from tui_lab.client.outbox import Outbox
from tui_lab.protocol.commands import Ask


@dataclass(eq=False)
class Question:
    """One question: what became of it so far."""

    asked: Ask
    step: int
    """Of the run, when it was asked."""
    after: int
    """The latest event then: an answer has a higher number."""
    since: float = field(default_factory=time.monotonic)
    way: Outbox | None = None
    """What carries it now; None while nobody does."""
    is_woken: bool = False
    """Whether nobody trains the network, so that it must be woken."""
    error: str = ""
    """Why there is no answer, and none will come."""

    @property
    def waited(self) -> int:
        """Whole seconds for which it waits; 0 once it waits no more."""
        return 0 if self.error else int(time.monotonic() - self.since)

    @property
    def state(self) -> str:
        """Why there is no answer, or what the answer waits for; in words."""
        if self.error:
            return f"✗ {self.error}"
        if self.is_woken:
            what = "waking the network from its last checkpoint"
        else:
            what = "asked: the answer comes between two steps"
        return f"{what} … {self.waited} s"
