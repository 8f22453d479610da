"""Why Slurm lets a job wait, as `squeue` says it: Priority, Resources, QOSMaxJobsPerUserLimit, …"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress

from lessons.kit.errors import one_line

ASK_EVERY = 15.0  # seconds: a cluster's scheduler has others to answer
PATIENCE = 5.0  # seconds
FORMAT = "%i|%T|%r"


class Queue:
    """What squeue said last, which is asked now and then."""

    def __init__(self) -> None:
        self._asked = float("-inf")
        self._found: dict[str, str] = {}

    def reasons(self, jobs: Mapping[str, str]) -> dict[str, str]:
        """The reason of each job that waits, by its key in `jobs`, which has the jobs' numbers."""
        if jobs and time.monotonic() - self._asked >= ASK_EVERY:
            self._found = _said_of(list(jobs.values()))
            self._asked = time.monotonic()
        return {key: self._found[job] for key, job in jobs.items() if job in self._found}


def _said_of(jobs: list[str]) -> dict[str, str]:
    """Ask about these; nothing where squeue is not there, or does not answer in time."""
    program = shutil.which("squeue")
    if program is None:
        return {}
    numbers = ",".join(dict.fromkeys(job.partition("_")[0] for job in jobs))
    command = [program, "--noheader", "--array", f"--format={FORMAT}", f"--jobs={numbers}"]
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE, errors="replace", check=False
        )
        return read_queue(done.stdout)
    return {}


def read_queue(text: str) -> dict[str, str]:
    """The reason of each pending job in what squeue printed, by its number."""
    rows = [line.split("|", 2) for line in text.splitlines()]
    return {
        row[0].strip(): one_line(row[2].strip())
        for row in rows
        if len(row) == 3 and row[1].strip() == "PENDING" and row[2].strip() not in ("", "None")
    }
