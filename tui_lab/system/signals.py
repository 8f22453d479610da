"""That a run is to end: somebody says so, or a scheduler or a limit that will soon kill it."""

import resource
import signal
from types import FrameType

from lessons.kit.stream.events import Fault

WARNED = {
    signal.SIGUSR1: "which a scheduler sends before the end of a job",
    signal.SIGUSR2: "which a scheduler sends before the end of a job",
    signal.SIGXCPU: "its CPU time limit is nearly reached",
}
"""Which signals, and what they mean most of the time."""
RESUMABLE = "`dl-lab resume` continues from here"
ROOM = 10  # seconds of CPU time that are left for saving, at the most


class Notice:
    """Whether a run is to end after this step, and why."""

    def __init__(self) -> None:
        self.number = 0
        """The signal that came; 0 if none did."""
        self.told = False
        """Whether somebody said so. A flag: a handler of signals may set no lock."""
        self.why = ""
        """What the one who said so gave as the reason."""

    def listen(self) -> None:
        """Hear the warnings from now on, also before there is anything to stop."""
        for number in WARNED:
            signal.signal(number, self._heard)

    def stop(self, *_: object) -> None:
        """End it after this step. May be called from anywhere, at any time."""
        self.told = True

    @property
    def given(self) -> bool:
        """Whether it is to end."""
        return self.told or bool(self.number)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        self.number = self.number or number

    @property
    def fault(self) -> Fault | None:
        """Why the run was stopped, in words."""
        if not self.number:
            return Fault(self.why, RESUMABLE) if self.why else None
        name = signal.Signals(self.number).name
        why = WARNED[signal.Signals(self.number)]
        return Fault(f"stopped by {name}: {why}", RESUMABLE)


def be_warned_of_the_cpu_limit() -> None:
    """Have the system say so before it kills us. `ulimit -t` alone makes it kill without a word."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY:
        return
    early = max(hard - ROOM, hard * 4 // 5, 1)
    if soft == resource.RLIM_INFINITY or soft > early:
        resource.setrlimit(resource.RLIMIT_CPU, (early, hard))
