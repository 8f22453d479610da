"""The worker of a run with several devices: torchrun, and what it needs to be obeyed.

torchrun's library starts all ranks and ends them all where one is lost. What comes to this
process, a signal or the end of its stdin, it hands to rank 0, which records the run.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import msgspec

from lessons.kit.stream.events import Fault
from tui_lab.protocol.last_words import LastWords
from tui_lab.runs.folder import RunFolder
from tui_lab.system.signals import WARNED
from tui_lab.worker.ranks.meeting import Meeting

if TYPE_CHECKING:  # it imports torch, and more than training does
    from torch.distributed.elastic.multiprocessing.errors import ChildFailedError, ProcessFailure

LOOK_EVERY = 0.05  # seconds between two looks at whether rank 0 has left


class Launch(threading.Thread):
    """torchrun. In a thread of its own it leaves the signals to us."""

    def __init__(self, meeting: Meeting, run: RunFolder, arguments: Sequence[str]) -> None:
        super().__init__(daemon=True)
        self._meeting, self._run, self._arguments = meeting, run, arguments
        self.lost: ChildFailedError | None = None
        """Which ranks were lost, and how."""
        self.failed: Exception | None = None
        """Why torchrun itself failed."""

    def run(self) -> None:
        """Train until all ranks have left, or one is lost."""
        from torch.distributed.elastic.multiprocessing.errors import ChildFailedError

        try:
            self._launch()
        except ChildFailedError as lost:
            self.lost = lost
        except Exception as error:
            self.failed = error

    def _launch(self) -> None:
        from torch.distributed.elastic.multiprocessing import DefaultLogsSpecs
        from torch.distributed.launcher.api import LaunchConfig, elastic_launch

        # the ranks meet by a file: torchrun's store would listen to every machine
        os.environ["TORCH_DISABLE_SHARE_RDZV_TCP_STORE"] = "1"
        config = LaunchConfig(
            min_nodes=1, max_nodes=1, nproc_per_node=self._run.plan.devices, max_restarts=0,
            run_id=self._run.id, rdzv_backend="c10d", rdzv_endpoint=str(self._meeting.rendezvous),
            rdzv_configs={"store_type": "file"}, local_addr="127.0.0.1",
            logs_specs=DefaultLogsSpecs(log_dir=str(self._meeting.folder)),
        )  # fmt: skip
        elastic_launch(config, sys.executable)(
            "-P", "-m", "tui_lab.worker.ranks.begin", str(self._run.path),
            "--meeting", str(self._meeting.folder), *self._arguments,
        )  # fmt: skip


class Obedience:
    """What this process is told, on its way to rank 0."""

    def __init__(self, meeting: Meeting, *, lifeline: bool) -> None:
        self._meeting = meeting
        self._waiting: list[int] = []
        self._is_dismissed = False
        for number in (signal.SIGTERM, *WARNED):
            signal.signal(number, self._hear)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        stdin = os.dup(0)
        if lifeline:
            threading.Thread(target=self._stop_when_it_closes, args=(stdin,), daemon=True).start()
        end, self._line = os.pipe()
        os.dup2(end, 0)  # the ranks' stdin: it closes when this process ends, however it does
        os.close(end)

    def hand_on(self) -> None:
        """Send rank 0 what came, once it can hear."""
        pid = self._meeting.pid(0)
        while pid and self._waiting:
            with suppress(ProcessLookupError):
                os.kill(pid, self._waiting.pop(0))

    def dismiss(self) -> None:
        """Have the ranks leave that are still there."""
        if not self._is_dismissed:
            os.close(self._line)
        self._is_dismissed = True

    def _hear(self, number: int, _: Any) -> None:
        self._waiting.append(number)

    def _stop_when_it_closes(self, stdin: int) -> None:
        with suppress(OSError):
            while os.read(stdin, 1024):
                pass
        self._waiting.append(signal.SIGTERM)


def launch(run: RunFolder, voice: IO[bytes], *, paused: bool, lifeline: bool) -> int:
    """Train a run on all its devices; rank 0's exit code. Killed as rank 0 is, where it is."""
    os.dup2(os.open(run.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), 2)
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(name)s: %(message)s")
    with tempfile.TemporaryDirectory(prefix="dl-lab-ranks-") as folder:
        meeting = Meeting(Path(folder))
        obedience = Obedience(meeting, lifeline=lifeline)
        torchrun = Launch(meeting, run, ["--paused"] if paused else [])
        torchrun.start()
        while torchrun.is_alive():
            torchrun.join(LOOK_EVERY)
            obedience.hand_on()
            if meeting.exit_code() is not None:
                obedience.dismiss()
        code = meeting.exit_code()
    if code is not None:
        return code
    if torchrun.failed:
        raise torchrun.failed
    return told_how_lost(run, torchrun.lost, voice)


def told_how_lost(run: RunFolder, lost: ChildFailedError | None, voice: IO[bytes]) -> int:
    """Rank 0 said nothing more: it was killed, or torchrun ended it since it waited in vain."""
    if lost is None:  # it ended while it began
        return 70
    rank, failure = lost.get_first_failure()
    logging.error("rank %d is gone: %s", rank, _told(failure))
    if rank:
        fix = f"dl-lab resume {run.id} continues from the last checkpoint"
        fault = Fault(f"one of the run's processes is gone: {_told(failure)}", fix)
        voice.write(msgspec.json.encode(LastWords(3, fault, "stopped")) + b"\n")
        return 3
    if failure.exitcode < 0:
        with suppress(OSError):  # nobody can handle SIGKILL
            signal.signal(-failure.exitcode, signal.SIG_DFL)
        os.kill(os.getpid(), -failure.exitcode)
    return failure.exitcode


def _told(failure: ProcessFailure) -> str:
    code = failure.exitcode
    return f"it was killed by signal {-code}" if code < 0 else f"it left with {code}"
