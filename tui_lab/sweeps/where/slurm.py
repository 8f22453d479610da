"""Trials as jobs of Slurm, through submitit: the jobs that begin together are one array.

Before its time is over a job gets a signal: its worker saves, and the job is queued again. A job
lives on without the sweep that started it.
"""

from __future__ import annotations

import signal
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lessons.kit.errors import BadEnvironment, BadUsage, one_line, said
from tui_lab.protocol.last_words import words_in
from tui_lab.runs.folder import RunFolder
from tui_lab.sweeps.where.job import Result, Worker, train
from tui_lab.sweeps.where.placement import Departure
from tui_lab.sweeps.where.queued import Queued
from tui_lab.sweeps.where.squeue import Queue

AT_ONCE = 16  # jobs, where nobody says how many
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
        why = one_line(said(error))[:200].rstrip(".")
        raise BadUsage(f"--job cannot be so: {why}", "see sbatch") from None
    return made


def _parameters(cluster: str, job: dict[str, str]) -> dict[str, Any]:
    """As submitit wants them: numbers as numbers, and what is Slurm's own called so."""
    found: dict[str, Any] = {}
    for name, text in job.items():
        own = name not in OF_ALL and cluster == "slurm" and not name.startswith("slurm_")
        found[f"slurm_{name}" if own else name] = int(text) if text.isdecimal() else text
    return found


class Slurm(Queued):
    """The jobs of a sweep on Slurm."""

    LOOK_EVERY = 0.5
    slots = AT_ONCE

    def __init__(self, executor: Any) -> None:
        super().__init__()
        self._executor = executor
        self._unsent: list[str] = []
        self._queue = Queue()

    def start(self, run: RunFolder) -> None:
        """Have a job for this run at the next look, in one array with the others."""
        super().start(run)
        self._unsent.append(str(run.path))

    def departed(self, run: RunFolder) -> Departure | None:
        """How its job ended; None while it trains or waits."""
        self._submit()
        return super().departed(run)

    def over(self, jobs: Mapping[str, Any]) -> Iterable[str]:
        """The runs whose jobs are over."""
        return [path for path, job in jobs.items() if job.done()]

    def waiting(self) -> Mapping[str, str]:
        """Why Slurm has not begun a job: `squeue` says so. Elsewhere jobs have other numbers."""
        if self._executor.cluster != "slurm":
            return {}
        return self._queue.reasons({path: str(job.job_id) for path, job in self.jobs.items()})

    def cancel(self, job: Any) -> object:
        """Take it back from Slurm."""
        return job.cancel()

    def stop(self) -> None:
        """Let those that train save and leave; those that wait are cancelled."""
        self._unsent.clear()
        super().stop()

    def kill(self) -> None:
        """Cancel all."""
        for job in self.jobs.values():
            job.cancel()

    def close(self) -> None:
        """Let go. What trains was stopped before, or trains on without us, as a job does."""

    def _submit(self) -> None:
        paths, self._unsent = self._unsent, []
        if not paths:
            return
        try:
            jobs = self._executor.map_array(TrainRun(), paths)
        except Exception as error:
            what = f"no job could be submitted ({one_line(said(error))[:300]})"
            raise BadEnvironment(what, "check --job") from None
        self.jobs |= dict(zip(paths, jobs, strict=True))

    def result(self, path: str, job: Any) -> Departure:
        """What its worker said, or what became of the job."""
        try:
            code, words, _ = job.result()
        except Exception as error:  # cancelled, out of time too often, a node that failed
            return Departure(unseen=True, why=one_line(said(error))[:200])
        return Departure(code, words_in(words))
