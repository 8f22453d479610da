"""Where a worker listens: a private folder, and a path short enough for a socket."""

import hashlib
import logging
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from lessons.kit.errors import said
from tui_lab.protocol.commands import Listener
from tui_lab.runs.folder import RunFolder
from tui_lab.system.files import make_private

log = logging.getLogger(__name__)

LONGEST_SOCKET_PATH = 100  # bytes; the system's limit is 108, 104 on macOS


def listening(run: RunFolder) -> Listener:
    """A worker's ear, at the first place that takes a socket; at none where no place does.

    Commands then come through the run's folder alone.
    """
    for path in socket_paths(run):
        try:
            return Listener(path)
        except OSError as error:
            log.warning("no socket at %s: %s", path, said(error))
    return Listener(None)


def socket_paths(run: RunFolder) -> Iterator[Path]:
    """The places where this run's worker can listen, the best first."""
    for path in _candidates(run):
        if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH and _is_private(path.parent):
            yield path


def _candidates(run: RunFolder) -> Iterator[Path]:
    name = f"{run.id}-{hashlib.sha256(os.fsencode(run.path.absolute())).hexdigest()[:8]}.sock"
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and not os.environ.get("DL_LAB_DIR"):
        yield Path(runtime) / "dl-lab" / name
    yield run.path / "socket"
    for folder in dict.fromkeys((tempfile.gettempdir(), "/tmp", "/var/tmp")):
        yield Path(folder, f"dl-lab-{os.getuid()}", name)


def _is_private(folder: Path) -> bool:
    """Whether it is there, ours, and entered by nobody else: in /tmp anybody could make it."""
    with suppress(OSError):
        make_private(folder)
        return not folder.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return False
