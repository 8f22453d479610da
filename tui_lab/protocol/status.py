"""What a worker says of itself, once a second, in its run's status.json."""

import time
from collections.abc import Sequence
from contextlib import suppress

import msgspec

SAME_PROCESS = 2.0  # seconds by which a process's start, told twice, may differ


class Status(msgspec.Struct, frozen=True):
    """status.json: what the worker last said of itself, once a second."""

    state: str
    step: int
    pid: int
    pid_started: float
    """When that process began, in seconds since 1970: tells it from a later one of the same pid."""
    beat: float
    socket: str
    doing: str = ""
    """What keeps it from training yet, such as the reading of a large file."""

    memory: int = 0
    """Bytes that the run's processes hold."""

    pace: float = 0.0
    """Steps a second that it is slowed down to; 0 is as fast as it can."""

    ranks: list[int] = []
    """The pids of the other processes that share its batches."""

    def own_pid(self) -> int | None:
        """The worker's pid; None where that is another process by now, or of another container."""
        import psutil

        with suppress(psutil.Error):
            begun = psutil.Process(self.pid).create_time()
            return self.pid if abs(begun - self.pid_started) <= SAME_PROCESS else None
        return None

    @classmethod
    def of_this_process(
        cls, state: str, step: int, socket: str, doing: str = "", ranks: Sequence[int] = ()
    ) -> "Status":
        """What the worker that calls this says of itself and of its other ranks now."""
        import psutil  # 10 ms that the menu need not pay

        me = psutil.Process()
        held = me.memory_info().rss
        for pid in ranks:
            with suppress(psutil.Error):
                held += psutil.Process(pid).memory_info().rss
        return cls(
            state, step, me.pid, me.create_time(), time.time(), socket, doing, held,
            ranks=list(ranks),
        )  # fmt: skip
