"""What the process that checks a lesson says, one JSON object a line. No torch."""

from __future__ import annotations

import msgspec

from tui_lab.contract.findings import Finding
from tui_lab.contract.proving import Spread


class Doing(msgspec.Struct, frozen=True, tag="doing"):
    """What is looked at now, and how far that is."""

    what: str
    number: int
    of: int


class Found(msgspec.Struct, frozen=True, tag="found"):
    """Something is wrong."""

    finding: Finding


class Measured(msgspec.Struct, frozen=True, tag="measured"):
    """A claim, over all its seeds."""

    spread: Spread


class Over(msgspec.Struct, frozen=True, tag="over"):
    """Everything was looked at: without this last word the process died."""


Message = Doing | Found | Measured | Over
