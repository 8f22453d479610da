"""What a worker says of itself, once a second, in its run's status.json."""

import os
import time

import msgspec


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

    @classmethod
    def of_this_process(cls, state: str, step: int, socket: str, doing: str = "") -> "Status":
        """What the worker that calls this says of itself now."""
        import psutil  # 10 ms that the menu need not pay

        started = psutil.Process().create_time()
        return cls(state, step, os.getpid(), started, time.time(), socket, doing)
