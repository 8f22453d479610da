"""What the machine does: its processors, memory and GPUs, and the worker's share. No Textual.

Nothing here waits. What is read, is read in threads: a driver that hangs, or a home on a lost
file server, must not stop the keys.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from tui_lab.protocol.status import SAME_PROCESS, Status
from tui_lab.system.gpus import Gpu, GpuReader, visible_gpus
from tui_lab.system.memory import memory

if TYPE_CHECKING:
    import psutil

EVERY = 2.0  # seconds between two looks, or more
KEPT = 120  # looks: four minutes

T = TypeVar("T")


class Worker(NamedTuple):
    """The training process."""

    pid: int
    load: float | None
    """Of one core: 1.0 is a whole one. None at the first look."""
    used: int
    """Bytes."""


class Box(NamedTuple):
    """The machine without its GPUs."""

    cores: int
    load: float | None
    """Of all cores, 0…1. None at the first look: a load lies between two."""
    used: int
    total: int
    """Memory, in bytes."""
    worker: Worker | None = None


class BoxReader:
    """Reads processors and memory."""

    def __init__(self, status: Callable[[], Status | None]) -> None:
        self.status = status
        self._process: psutil.Process | None = None
        self._has_looked = False

    def __call__(self) -> Box:
        """How it is now."""
        import psutil  # 10 ms that the first paint need not pay

        load = psutil.cpu_percent() / 100
        here = memory()
        known, self._has_looked = self._has_looked, True
        try:
            worker = self._worker(self.status())
        except psutil.Error:  # it has just left
            worker = None
        used = here.total - here.free
        return Box(psutil.cpu_count() or 1, load if known else None, used, here.total, worker)

    def _worker(self, status: Status | None) -> Worker | None:
        """The process that the run's status names, if it is still that one."""
        import psutil

        if status is None:
            return None
        is_new = self._process is None or self._process.pid != status.pid
        process = psutil.Process(status.pid) if is_new else self._process
        assert process is not None
        if abs(process.create_time() - status.pid_started) > SAME_PROCESS:
            return None
        self._process = process
        load = process.cpu_percent() / 100
        return Worker(process.pid, None if is_new else load, process.memory_info().rss)


class Slow(Generic[T]):
    """Something that may take long to read: at most every two seconds, one read at a time."""

    def __init__(self, read: Callable[[], T], clock: Callable[[], float] = time.monotonic) -> None:
        self.read = read
        self.clock = clock
        self._began = -math.inf
        self._thread: threading.Thread | None = None
        self._found: T | None = None

    def ask(self) -> T | None:
        """What was found since the last time, if anything; starts the next read when it is due."""
        if self.waited:
            return None
        found, self._found = self._found, None
        if self.clock() - self._began >= EVERY:
            self._began = self.clock()
            # a daemon: the leaving process need not wait for a driver
            self._thread = threading.Thread(target=self._look, daemon=True)
            self._thread.start()
        return found

    @property
    def waited(self) -> float:
        """Seconds that the read under way has taken; 0 if none is."""
        is_reading = self._thread is not None and self._thread.is_alive()
        return max(self.clock() - self._began, 1e-9) if is_reading else 0.0

    def _look(self) -> None:
        try:
            self._found = self.read()
        except Exception:  # a thread's traceback would be printed into the picture
            self._found = None


class History:
    """A share, 0…1, look by look."""

    def __init__(self) -> None:
        self.values: deque[float | None] = deque(maxlen=KEPT)
        self.count = 0
        """Of all looks, also those that are forgotten."""

    def add_sample(self, value: float | None) -> None:
        """One more look."""
        self.values.append(value)
        self.count += 1

    def columns(self, width: int) -> list[float | None]:
        """At most `width` means of equally many looks, the latest last.

        They are cut at fixed places: while a column fills, those before it stand still.
        """
        each = math.ceil(KEPT / max(width, 1))
        groups: dict[int, list[float | None]] = {}
        for place, value in enumerate(self.values, self.count - len(self.values)):
            groups.setdefault(place // each, []).append(value)
        return [_mean(group) for group in groups.values()][-width:]


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return math.fsum(known) / len(known) if known else None


class Machine:
    """The machine, and how it was in the last minutes. `look()` as often as you like."""

    def __init__(
        self, status: Callable[[], Status | None], *, nvml: Any = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:  # fmt: skip
        self.box: Box | None = None
        self.gpus: list[Gpu] = []
        self.histories: dict[str, History] = {}
        self.environment = environment
        self._box = Slow(BoxReader(status))
        self._gpu_reader = GpuReader(nvml)
        self._gpus = Slow(self._gpu_reader)

    def read_machine(self) -> None:
        """Take in what was read, and have more read when it is due."""
        if (box := self._box.ask()) is not None:
            self.box = box
            self._note({"cpu": box.load, "memory": box.used / box.total if box.total else None})
        if not self._gpu_reader.is_absent and (gpus := self._gpus.ask()) is not None:
            self.gpus = visible_gpus(gpus, self.environment)
            for gpu in self.gpus:
                self._note({f"{gpu.uuid} load": gpu.load, f"{gpu.uuid} memory": gpu.full})

    def history(self, name: str) -> History:
        """cpu, memory, and of each GPU `<uuid> load` and `<uuid> memory`."""
        return self.histories.setdefault(name, History())

    @property
    def gpus_waited(self) -> float:
        """Seconds that the driver has been silent."""
        return self._gpus.waited

    def mine(self, gpu: Gpu) -> int | None:
        """Bytes that the worker holds on this GPU."""
        worker = self.box.worker if self.box else None
        return gpu.held.get(worker.pid) if worker else None

    def _note(self, values: Mapping[str, float | None]) -> None:
        for name, value in values.items():
            self.history(name).add_sample(value)
