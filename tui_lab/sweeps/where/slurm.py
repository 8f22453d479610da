"""Trials as jobs of Slurm, through submitit: the jobs that begin together are one array.

Before its time is over a job gets a signal: its worker saves, and the job is queued again. A job
lives on without the sweep that started it.
"""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import Any

from lessons.kit.errors import BadEnvironment, BadUsage, one_line, said
from tui_lab.protocol.last_words import words_in
from tui_lab.runs.folder import RunFolder
from tui_lab.sweeps.where.job import Result, Worker, train
from tui_lab.sweeps.where.placement import Departure, ask_to_stop

AT_ONCE = 16  # jobs, where nobody says how many
LOOK_EVERY = 0.5  # seconds between two looks at the jobs
OF_ALL = ("timeout_min", "mem_gb", "nodes", "cpus_per_task", "gpus_per_node", "tasks_per_node")
"""What submitit calls alike on every scheduler; the rest is Slurm's own."""


class TrainRun:
    """What submitit pickles: no state, only where this class is found. It is called with a path."""

    def __call__(self, path: str) -> Result:
        """Train the run."""
        return train(path)

    def checkpoint(self, path: str) -> Any:
        """The time is nearly over: the worker was told so, too. Queue the same folder again."""
        import submitit

        Worker.save_all(signal.SIGUSR2)
        return submitit.helpers.DelayedSubmission(TrainRun(), path)


def executor(cluster: str, folder: Path, job: dict[str, str], threads: int, gpus: bool) -> Any:
    """Submitit's hand to the scheduler. Raises BadEnvironment or BadUsage."""
    try:
        import submitit
    except ImportError:
        what = "--on slurm needs submitit, which is not installed"
        raise BadEnvironment(what, 'pip install "dl-lab[slurm]"') from None
    try:
        made = submitit.AutoExecutor(folder=folder, cluster=cluster)
    except RuntimeError as error:
        what = f"there is no Slurm on this machine ({one_line(said(error))})"
        raise BadEnvironment(what, "start the sweep on a login node, or leave --on out") from None
    asked = {"cpus_per_task": threads, "name": "dl-lab", **_parameters(cluster, job)}
    if gpus:
        asked.setdefault("gpus_per_node", 1)
    try:
        made.update_parameters(**asked)
    except (NameError, TypeError, ValueError) as error:
        raise BadUsage(f"--job cannot be so: {one_line(said(error))[:200]}", "see sbatch") from None
    return made


def _parameters(cluster: str, job: dict[str, str]) -> dict[str, Any]:
    """As submitit wants them: numbers as numbers, and what is Slurm's own called so."""
    found: dict[str, Any] = {}
    for name, text in job.items():
        own = name not in OF_ALL and cluster == "slurm" and not name.startswith("slurm_")
        found[f"slurm_{name}" if own else name] = int(text) if text.isdecimal() else text
    return found


class Slurm:
    """The jobs of a sweep on Slurm."""

    slots = AT_ONCE

    def __init__(self, executor: Any) -> None:
        self._executor = executor
        self._waiting: list[str] = []
        self._jobs: dict[str, Any] = {}
        self._departed: dict[str, Departure] = {}
        self._looked = 0.0

    def start(self, run: RunFolder) -> None:
        """Have a job for this run at the next look, in one array with the others."""
        self._departed.pop(str(run.path), None)
        self._waiting.append(str(run.path))

    def departed(self, run: RunFolder) -> Departure | None:
        """How its job ended; None while it trains or waits."""
        self._submit()
        if time.monotonic() - self._looked >= LOOK_EVERY:
            self._look()
        return self._departed.get(str(run.path))

    def has_room(self, held: int) -> bool:
        """Slurm knows: what finds no room waits there."""
        return True

    def stop(self) -> None:
        """Let those that train save and leave; those that wait are cancelled."""
        self._waiting.clear()
        ask_to_stop(self._jobs, lambda job: job.cancel())

    def kill(self) -> None:
        """Cancel all."""
        for job in self._jobs.values():
            job.cancel()

    def close(self) -> None:
        """Let go. What trains was stopped before, or trains on without us, as a job does."""

    def _submit(self) -> None:
        paths, self._waiting = self._waiting, []
        if not paths:
            return
        try:
            jobs = self._executor.map_array(TrainRun(), paths)
        except Exception as error:
            what = f"no job could be submitted ({one_line(said(error))[:300]})"
            raise BadEnvironment(what, "check --job") from None
        self._jobs |= dict(zip(paths, jobs, strict=True))

    def _look(self) -> None:
        for path, job in list(self._jobs.items()):
            if job.done():
                del self._jobs[path]
                self._departed[path] = _result(job)
        self._looked = time.monotonic()


def _result(job: Any) -> Departure:
    try:
        code, words, _ = job.result()
    except Exception as error:  # cancelled, out of time too often, a node that failed
        return Departure(unseen=True, why=one_line(said(error))[:200])
    return Departure(code, words_in(words))
