"""Trials on this machine: workers forked from one process that has torch loaded."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress

import msgspec

from tui_lab.client.remote import spawn
from tui_lab.protocol.last_words import Assignment, Born, Left
from tui_lab.runs.folder import RunFolder
from tui_lab.sweeps.where.placement import Departure
from tui_lab.system.gpus import GpuReader, visible_gpus
from tui_lab.system.memory import memory

SLACK = 1.1  # times what a worker holds, that must be free for another one
_decoder: msgspec.json.Decoder[Born | Left] = msgspec.json.Decoder(Born | Left)


def gpus_here(device: str) -> list[str]:
    """The GPUs that trials are shared out to, as CUDA_VISIBLE_DEVICES calls them."""
    if device not in ("auto", "cuda"):
        return []
    found = visible_gpus(GpuReader()(), os.environ)
    chosen = os.environ.get("CUDA_VISIBLE_DEVICES")
    if chosen is not None:
        return [name.strip() for name in chosen.split(",")][: len(found)]
    return [str(gpu.index) for gpu in found]


def slots_here(device: str, threads: int) -> int:
    """How many trials this machine trains at once: one for each GPU, or for each core."""
    if gpus := gpus_here(device):
        return len(gpus)
    if device not in ("auto", "cpu"):
        return 1
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(cores // threads, 1)


class Here:
    """The workers of a sweep on this machine."""

    def __init__(self, device: str, threads: int) -> None:
        self.slots = slots_here(device, threads)
        self._gpus = gpus_here(device)
        self._nursery: subprocess.Popen[bytes] | None = None
        self._pids: dict[str, int] = {}
        self._on: dict[str, str] = {}
        """The GPU of each run that is trained."""
        self._departed: dict[str, Departure] = {}
        self._waiting = b""

    def start(self, run: RunFolder) -> None:
        """Fork a worker for this run. Raises BadEnvironment where no process can be started."""
        path = str(run.path)
        self._departed.pop(path, None)
        gpu = min(self._gpus, key=list(self._on.values()).count) if self._gpus else None
        if gpu is not None:
            self._on[path] = gpu
        self._pids[path] = 0
        line = msgspec.json.encode(Assignment(path, gpus=gpu)) + b"\n"
        pipe = self._begun().stdin
        with suppress(OSError):  # it has just died: the next look finds that
            if pipe:
                pipe.write(line)
                pipe.flush()

    def departed(self, run: RunFolder) -> Departure | None:
        """How its worker left; None while it trains."""
        self._listen()
        return self._departed.get(str(run.path))

    def has_room(self, held: int) -> bool:
        """Whether so much memory is free."""
        return memory().free > SLACK * held

    def waiting(self) -> Mapping[str, str]:
        """None waits: a worker is started where there is room for it."""
        return {}

    def take_back(self, run: RunFolder) -> None:
        """Its worker is here, or on the way."""

    def stop(self) -> None:
        """Close the lifeline of all."""
        if self._nursery and self._nursery.stdin:
            with suppress(OSError):
                self._nursery.stdin.close()

    def kill(self) -> None:
        """SIGKILL to all."""
        for pid in filter(None, self._pids.values()):
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)

    def close(self) -> None:
        """Stop all, and wait."""
        self.stop()
        while self._nursery and self._nursery.poll() is None:
            self._listen()
            time.sleep(0.02)
        self._forget()

    def _begun(self) -> subprocess.Popen[bytes]:
        if self._nursery is None or self._nursery.poll() is not None:
            self._forget()
            self._nursery = spawn(["--nursery"], stdin=subprocess.PIPE)
            if self._nursery.stdout:
                os.set_blocking(self._nursery.stdout.fileno(), False)
        return self._nursery

    def _forget(self) -> None:
        nursery, self._nursery = self._nursery, None
        for pipe in (nursery.stdin, nursery.stdout) if nursery else ():
            if pipe:
                with suppress(OSError):
                    pipe.close()

    def _listen(self) -> None:
        """Take up what the nursery says; with it goes every worker that it had."""
        if self._nursery is None or self._nursery.stdout is None:
            return
        is_gone = self._nursery.poll() is not None
        said = self._nursery.stdout.read() or b""
        *lines, self._waiting = (self._waiting + said).split(b"\n")
        for line in lines:
            self._take(_decoder.decode(line))
        if is_gone:
            for path in self._pids:
                self._leave(path, Departure(unseen=True))
            self._pids.clear()

    def _take(self, word: Born | Left) -> None:
        match word:
            case Born():
                self._pids[word.run] = word.pid
            case Left():
                self._pids.pop(word.run, None)
                self._leave(word.run, Departure(word.code, word.words))

    def _leave(self, path: str, departure: Departure) -> None:
        self._on.pop(path, None)
        self._departed[path] = departure
