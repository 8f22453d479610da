"""The pane of the machine, fed with a machine that is only pretended."""

import pytest
from textual.pilot import Pilot

from tests.tools.pictures import screen_text
from tests.tools.pretended import Workers
from tests.tools.screen import (
    SIZES,
    Compare,
    fresh,
    lesson_of,
    playing,
    replayed,
    session_of,
    settle,
    side_of,
    sized,
    until,
)  # fmt: skip
from tui_lab.app.lab import LabApp
from tui_lab.state.host import Box, Machine, Worker
from tui_lab.system.gpus import Gpu

GIB = 2**30


class StillMachine(Machine):
    """A machine that has been looked at already."""

    def __init__(self, *, gpus: int = 1, waited: float = 0.0) -> None:
        super().__init__(lambda: None)
        self.waited = waited
        self.box = Box(16, 0.23, int(14.2 * GIB), 15 * GIB, Worker(4242, 0.98, int(0.41 * GIB)))
        self.gpus = [
            Gpu(n, f"GPU-{n}", "NVIDIA Thinker 9 SXM of the longest name", 0.97, 12 * GIB, 80 * GIB,
                {4242: int(1.25 * GIB)} if n == 0 else {}) for n in range(gpus)
        ]  # fmt: skip
        for n in range(90):
            self._note({"cpu": None if n < 20 else n % 30 / 30, "memory": 0.5 + n / 200})
            self._note({"GPU-0 load": n % 2 * 0.97, "GPU-0 memory": min(n / 30, 0.15)})

    def read_machine(self) -> None:
        """It does not change."""

    @property
    def gpus_waited(self) -> float:
        return self.waited


async def show(pilot: Pilot[None], app: LabApp, machine: Machine) -> None:
    """Put this machine there, and go to its pane."""
    lesson_of(app).side.machine.machine = machine
    await pilot.press("6")
    await pilot.pause()
    lesson_of(app).catch_up_slowly()
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_the_machine_while_it_trains(
    size: tuple[int, int], workers: Workers, snapshot: Compare
) -> None:
    """Pace, the time left, the worker's share, and the last minutes of everything."""
    app = fresh()
    async with app.run_test(size=size) as pilot:
        await playing(pilot, app, workers)
        await until(pilot, lambda: 45 == session_of(app).store.step)
        await show(pilot, app, StillMachine())
        await settle(pilot, app)
        await snapshot(pilot, sized("machine", size))
        session_of(app).detach()


@pytest.mark.parametrize("size", SIZES)
async def test_the_machine_in_plain_characters(size: tuple[int, int], snapshot: Compare) -> None:
    """A history has heights without blocks too."""
    app = replayed("playing", ascii_only=True)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await show(pilot, app, StillMachine())
        assert screen_text(app).isascii()
        await snapshot(pilot, sized("machine_ascii", size))


async def test_what_a_machine_lacks_is_not_mentioned() -> None:
    """No GPU, no word of one; a driver that hangs gets a word."""
    app = replayed("playing")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await show(pilot, app, StillMachine(gpus=0))
        assert "GPU" not in side_of(app)
        await show(pilot, app, StillMachine(gpus=0, waited=12.0))
        assert "GPU: no answer for 12 s" in side_of(app)
        await show(pilot, app, StillMachine(gpus=2))
        assert "GPU 1" in side_of(app)


async def test_nobody_looks_while_nobody_is_there_to_see() -> None:
    """Behind another tab, and without training, the machine is left alone."""
    app, looked = replayed("playing"), []

    class Watched(StillMachine):
        def read_machine(self) -> None:
            looked.append(1)

    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        lesson_of(app).side.machine.machine = Watched()
        lesson_of(app).catch_up_slowly()
        assert not looked
        await show(pilot, app, Watched())
        assert looked


async def test_the_real_machine_is_read_without_waiting(workers: Workers) -> None:
    """Of this box, whatever it is: cores and memory."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("6")
        for _ in range(200):
            lesson_of(app).catch_up_slowly()
            await pilot.pause(0.05)
            if "Memory" in side_of(app):
                break
        assert "GiB" in side_of(app)
