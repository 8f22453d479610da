"""A sweep that goes on when its terminal is closed: conducted by a process of its own session."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from lessons.kit.errors import BadEnvironment, Trouble, said
from tui_lab.sweeps.folder import SweepFolder

LOOK_EVERY = 0.05  # seconds
COMMAND = (sys.executable, "-P", "-m", "tui_lab", "resume")


def start_conductor(sweep: SweepFolder) -> None:
    """Have a process of its own conduct the sweep, as soon as it does. Raises Trouble."""
    with sweep.held():
        pass  # nobody does already
    begun = sweep.status()
    try:
        with os.fdopen(_opened(sweep.log), "ab") as log:
            at = log.tell()
            conductor = subprocess.Popen(
                [*COMMAND, sweep.id], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
    except OSError as error:
        raise BadEnvironment(f"no conductor could be started ({said(error)})") from None
    while sweep.status() == begun:
        if (code := conductor.poll()) is not None:
            _refuse(sweep, code, at)
            return
        time.sleep(LOOK_EVERY)
    conductor.returncode = 0  # it goes on: else Popen warns that it runs


def _opened(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def _refuse(sweep: SweepFolder, code: int, at: int) -> None:
    """Raise what it said last; nothing where it has done all there was to do."""
    if code == 0:
        return
    lines = sweep.log.read_bytes()[at:].decode("utf-8", "replace").splitlines()
    last = lines[-1].removeprefix("dl-lab: ") if lines else f"the conductor ended with code {code}"
    refused = Trouble(last, "" if lines else f"see {sweep.log}")
    refused.exit_code = code if code > 0 else BadEnvironment.exit_code
    raise refused
