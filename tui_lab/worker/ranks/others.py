"""Rank 0's end: tells the other ranks what it does, and notices when one is gone."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.kit.errors import LostRankError
from tui_lab.worker.ranks.meeting import Beginning, Meeting

if TYPE_CHECKING:  # torch: the others load it while we do
    from lessons.kit.engine.race import Race
    from lessons.kit.speed.ranks import Order

GRACE = 3.0  # seconds after an error in which a rank that caused it has ended too
LOOK_EVERY = 0.02  # seconds between two looks at whether the others are there


class OtherRanks:
    """The other processes of a run; none where it has one device."""

    def __init__(self, meeting: Meeting | None, count: int) -> None:
        self._meeting, self._others = meeting, range(1, count)

    def share(self, race: Race, devices: Sequence[str], folders: Sequence[Path]) -> None:
        """Have them train this race with us, from these checkpoints. Raises LostRankError.

        The first of the devices is ours.
        """
        if self._meeting is None:
            return
        from lessons.kit.speed.ranks import Orders, Ranks, join

        where = [str(folder) for folder in folders]
        self._meeting.begin(Beginning(race.plan, list(devices), where))
        self._wait_for_all(self._meeting)
        pids = [self._meeting.pid(rank) or 0 for rank in self._others]
        ranks = Ranks(0, len(devices), require_all=self._require, pids=pids)
        join(ranks, race.device, self._meeting.group)
        ranks.tell = self._surely(Orders().tell)
        race.share(ranks)

    def require(self) -> None:
        """Raise LostRankError where a rank is gone."""
        if gone := self._gone():
            self._raise(gone, "")

    def _surely(self, tell: Callable[[Order], None]) -> Callable[[Order], None]:
        def told(order: Order) -> None:
            try:
                tell(order)
            except RuntimeError as error:
                self._require(error)
                raise

        return told

    def _wait_for_all(self, meeting: Meeting) -> None:
        while not all(meeting.is_ready(rank) for rank in self._others):
            self.require()
            time.sleep(LOOK_EVERY)

    def _require(self, error: BaseException) -> None:
        """Raise LostRankError where a rank is gone, unless it failed as we did: with this error."""
        from lessons.kit.engine.failures import failure_of

        until = time.monotonic() + GRACE
        while not (gone := self._gone()) and time.monotonic() < until:
            time.sleep(LOOK_EVERY)
        if gone:
            self._raise(gone, failure_of(error).message)

    def _raise(self, gone: Sequence[int], ours: str) -> None:
        assert self._meeting
        # one that was killed says nothing; those that waited for it say that they did in vain
        reason = min((self._meeting.why(rank) for rank in gone), key=bool)
        if not reason or reason != ours:
            how = reason or "it gave no reason; perhaps memory ran out"
            raise LostRankError(f"one of the run's processes is gone: {how}")

    def _gone(self) -> list[int]:
        return [r for r in self._others if self._meeting and self._meeting.is_gone(r)]
