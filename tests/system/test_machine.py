"""What is read of the machine, and that nobody waits for it."""

import threading
import time
from collections.abc import Callable

import pytest

from tests.tools.gpus import FakeNvml, Figures
from tui_lab.charts.shades import RAMP
from tui_lab.protocol.status import Status
from tui_lab.state.host import EVERY, KEPT, BoxReader, History, Machine, Slow
from tui_lab.system.gpus import Gpu, GpuReader, visible_gpus
from tui_lab.system.words import in_gib
from tui_lab.widgets.side.host import spark

GIB = 2**30


class Clock:
    """Goes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def soon(is_so: Callable[[], object]) -> None:
    """Poll until it is so."""
    until = time.monotonic() + 20
    while not is_so() and time.monotonic() < until:
        time.sleep(0.005)
    assert is_so()


def test_a_gpu_is_read_with_what_each_process_holds() -> None:
    """Name, load, memory; the library is asked to begin once."""
    nvml = FakeNvml()
    nvml.load, nvml.processes = 97, [Figures(pid=7, usedGpuMemory=2 * GIB), Figures(pid=8)]
    reader = GpuReader(nvml)

    expected = Gpu(0, "GPU-a0", "NVIDIA Thinker 9", 0.97, 12 * GIB, 80 * GIB, {7: 2 * GIB, 8: 0})
    assert [expected] == reader() == reader()
    assert 0.15 == expected.full
    assert 1 == nvml.calls.count("nvmlInit")


def test_without_a_driver_there_are_no_gpus() -> None:
    """No error, and it is not asked again."""
    nvml = FakeNvml(broken=("nvmlInit",))
    reader = GpuReader(nvml)

    assert [] == reader() == reader()
    assert ["nvmlInit"] == nvml.calls


def test_what_a_driver_does_not_tell_is_left_out() -> None:
    """A GPU that is shared out has no load of its own; one that fell off the bus is gone."""
    silent = FakeNvml(broken=("nvmlDeviceGetUtilizationRates", "nvmlDeviceGetMemoryInfo"))
    gone = FakeNvml(broken=("nvmlDeviceGetHandleByIndex",))

    assert (None, None) == (GpuReader(silent)()[0].load, GpuReader(silent)()[0].full)
    assert [] == GpuReader(gone)()


@pytest.mark.parametrize(
    ("chosen", "indices"),
    [
        (None, [0, 1, 2]),
        ("", []),
        ("-1", []),
        ("1", [1]),
        ("2,0", [2, 0]),
        ("GPU-b", [1]),
        ("0,7,1", [0]),
        ("MIG-something", [0, 1, 2]),
    ],
)
def test_hidden_gpus_stay_hidden(chosen: str | None, indices: list[int]) -> None:
    """CUDA_VISIBLE_DEVICES, as CUDA reads it."""
    environment = {} if chosen is None else {"CUDA_VISIBLE_DEVICES": chosen}

    assert indices == [gpu.index for gpu in visible_gpus(GpuReader(FakeNvml(3))(), environment)]


def test_the_worker_is_known_by_its_pid_and_its_beginning() -> None:
    """A pid is used again: a process that began at another time is somebody else."""
    status = Status.of_this_process("playing", 1, "")
    other = Status("playing", 1, status.pid, status.pid_started - 100, status.beat, "")
    reader = BoxReader(lambda: status)
    first, second = reader(), reader()

    assert first.load is None
    assert 0 <= (second.load or 0.0) <= 1
    assert 0 < second.used < second.total
    assert first.worker is not None
    assert first.worker.load is None
    assert second.worker is not None
    assert second.worker.load is not None
    assert status.pid == second.worker.pid
    assert second.worker.used > 0
    assert BoxReader(lambda: other)().worker is None
    assert BoxReader(lambda: None)().worker is None
    gone = Status("playing", 1, 2**22 + 1, 0.0, 0.0, "")  # beyond every pid
    assert BoxReader(lambda: gone)().worker is None


def test_a_reading_that_hangs_holds_up_nobody() -> None:
    """It is not started twice, and how long it has taken is known."""
    clock, lock, begun = Clock(), threading.Event(), []

    def read() -> int:
        begun.append(1)
        lock.wait()
        return 5

    slow = Slow(read, clock)
    assert slow.ask() is None
    soon(lambda: begun)
    clock.now = 100.0
    assert slow.ask() is None
    assert 100.0 == slow.waited
    assert [1] == begun
    lock.set()
    soon(lambda: not slow.waited)
    assert 5 == slow.ask()


def test_a_look_is_not_taken_oftener_than_every_two_seconds() -> None:
    """However often the screen asks; and what was read is given once."""
    clock, begun = Clock(), []
    slow = Slow(lambda: begun.append(1) or len(begun), clock)
    slow.ask()
    soon(lambda: not slow.waited)
    assert [1, None, None] == [slow.ask(), slow.ask(), slow.ask()]
    clock.now = EVERY
    slow.ask()
    soon(lambda: not slow.waited)

    assert 2 == slow.ask()


def test_a_reading_that_fails_is_none() -> None:
    """Nothing is printed over the picture; the next one may do better."""
    clock = Clock()
    slow = Slow(lambda: 1 // 0, clock)
    slow.ask()
    soon(lambda: not slow.waited)

    assert slow.ask() is None


def test_a_history_is_cut_at_fixed_places() -> None:
    """While the last column fills, those before it stand still."""
    history = History()
    for n in range(KEPT + 7):
        history.add_sample(n / 1000)
    before = history.columns(24)
    history.add_sample(None)
    history.add_sample(0.5)

    assert 24 == len(before)
    assert before[:-1] == history.columns(24)[:-1]
    assert before[-1] != history.columns(24)[-1]
    assert [] == History().columns(24)


def test_a_machine_with_a_gpu_and_a_worker_on_it() -> None:
    """Everything comes together, without anybody waiting."""
    status = Status.of_this_process("playing", 1, "")
    nvml = FakeNvml()
    nvml.processes = [Figures(pid=status.pid, usedGpuMemory=GIB)]
    machine = Machine(lambda: status, nvml=nvml, environment={})
    soon(lambda: machine.read_machine() or (machine.box and machine.gpus))

    assert GIB == machine.mine(machine.gpus[0])
    assert [None] == list(machine.history("cpu").values)
    assert [0.15] == list(machine.history("GPU-a0 memory").values)


def test_shares_become_characters() -> None:
    """Low to high, blank where nothing is known, and inside their bounds."""
    shares = [None, -1.0, 0.0, 0.5, 1.0, 2.0]

    assert " ▁▁▅██" == spark(shares)
    assert " ..+@@" == spark(shares, RAMP)
    assert ["0.41", "3.1", "139"] == [in_gib(0.41 * GIB), in_gib(3.1 * GIB), in_gib(139.4 * GIB)]
