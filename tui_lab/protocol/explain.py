"""Which step of which network is to be explained."""

from __future__ import annotations

import msgspec


class ExplainRequest(msgspec.Struct, frozen=True):
    """Which step of which network."""

    step: int
    variant: str
    seed: int
