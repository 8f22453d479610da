"""The pane of the machine: how fast the run goes, and what it costs the box."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content

from tui_lab.charts.palette import state_sign
from tui_lab.charts.rows import fit
from tui_lab.charts.shades import RAMP
from tui_lab.protocol.status import Status
from tui_lab.session.session import Session
from tui_lab.state.host import EVERY, KEPT, Box, Machine, Worker
from tui_lab.system.gpus import Gpu
from tui_lab.system.words import in_gib, in_time
from tui_lab.widgets.reading import Reading, Written
from tui_lab.widgets.run_header import pace_of

BLOCKS = "▁▂▃▄▅▆▇█"
WIDEST = 40  # columns of a history
SILENT = 6.0  # seconds of a driver's silence that are worth a word
FULL = 0.9  # share of a memory from which it is marked

Part = str | tuple[str, str]
"""Words, or words and their style."""


class MachinePane(Reading):
    """Pace, processors, memory, GPUs, each with its last minutes."""

    def __init__(self, session: Session) -> None:
        super().__init__(id="Machine")
        self.session = session
        self.machine = Machine(self.status)
        self.body = Written()
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """One text."""
        yield self.body

    def status(self) -> Status | None:
        """The worker's word of itself. Called from a thread: home may be far."""
        run = self.session.run if self.session.has_worker else None
        return run.status() if run else None

    def catch_up(self) -> None:
        """Look while it is shown, and while there is training, so that there is a history then."""
        if self.display or self.session.has_worker:
            self.machine.read_machine()
        if self.display and (parts := self.parts()) != self._shown:
            self._shown = parts
            self.body.write(Content.assemble(*parts))

    def parts(self) -> list[Part]:
        """What there is to say, top to bottom. What this machine lacks is not mentioned."""
        machine, parts = self.machine, self._run()
        if machine.box:
            parts += self._box(machine.box)
        for gpu in machine.gpus:
            parts += self._gpu(gpu)
        if machine.gpus_waited > SILENT:
            silence = f"GPU: no answer for {in_time(machine.gpus_waited)}"
            parts += ["\n\n", (silence, "$warning")]
        note = f"The last {EVERY * KEPT / 60:.0f} minutes, measured every {EVERY:.0f} s."
        return [*parts, "\n\n", (note, "$muted")]

    def _run(self) -> list[Part]:
        store, state = self.session.store, self.session.state
        pace = pace_of(store) if store.rate and state == "playing" else []
        words = "  ".join(pace) or state_sign(state).word
        parts: list[Part] = [("This run", "bold"), "\n", words if pace else (words, "$muted")]
        worker = self.machine.box.worker if self.machine.box else None
        return [*parts, *(_worker(worker) if worker else [])]

    def _box(self, box: Box) -> list[Part]:
        cores = f"{box.cores} core{'s' if box.cores > 1 else ''}"
        taken = f"{in_gib(box.used)} of {in_gib(box.total)} GiB"
        return [
            *_head("CPU", cores), *self._history("cpu", box.load),
            *_head("Memory", taken), *self._history("memory", box.used / (box.total or 1)),
        ]  # fmt: skip

    def _gpu(self, gpu: Gpu) -> list[Part]:
        title = fit(f"GPU {gpu.index}", self.body.size.width)
        parts = _head(title, fit(gpu.model, max(self.body.size.width - len(title) - 2, 4)))
        if gpu.load is not None:
            parts += self._history(f"{gpu.uuid} load", gpu.load)
        if gpu.used is not None and gpu.total is not None:
            mine = self.machine.mine(gpu)
            taken = f"\n{in_gib(gpu.used)} of {in_gib(gpu.total)} GiB"
            parts += [taken, f", {in_gib(mine)} this run's" if mine is not None else ""]
            parts += self._history(f"{gpu.uuid} memory", gpu.full)
        return parts

    def _history(self, name: str, share: float | None) -> list[Part]:
        """The share now, and as a picture the shares before."""
        width = max(min(self.body.size.width - 7, WIDEST), 1)
        glyphs = RAMP if self.app.has_class("-ascii") else BLOCKS
        picture = spark(self.machine.history(name).columns(width), glyphs)
        now = "   …  " if share is None else f"{share:4.0%}  "
        is_full = name.endswith("memory") and share is not None and share >= FULL
        return ["\n", (now, "bold $warning" if is_full else "bold"), (picture, "$primary")]


def spark(shares: Sequence[float | None], glyphs: str = BLOCKS) -> str:
    """Shares from 0 to 1 as a row of characters, low to high; a blank where nothing is known."""
    last = len(glyphs) - 1
    return "".join(
        " " if share is None else glyphs[round(min(max(share, 0.0), 1.0) * last)]
        for share in shares
    )


def _head(title: str, words: str) -> list[Part]:
    return ["\n\n", (title, "bold"), "  ", (words, "$muted")]


def _worker(worker: Worker) -> list[Part]:
    load = "…" if worker.load is None else f"{worker.load:.0%}"
    return [f"\n{load} of a core, {in_gib(worker.used)} GiB", (f"  pid {worker.pid}", "$muted")]
