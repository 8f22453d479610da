"""What a rank is told before its first step, and the words that it says."""

import msgspec

from lessons.kit.page.plan import Plan

READY = b"ready\n"
"""It has read the data, and comes to the meeting."""


class Beginning(msgspec.Struct, frozen=True):
    """The first line of a rank's stdin. Every line that follows is an order."""

    plan: Plan
    """The run's, with this rank's own device."""
    rank: int
    meeting: str
    """The file by which the ranks meet."""
    folders: list[str]
    """The checkpoints from which the race may begin, latest first."""
