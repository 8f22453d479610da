"""How much memory the worker may take: the learner's limit, else what is free. No torch."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

from lessons.kit.errors import BadEnvironment
from tui_lab.system.memory import memory
from tui_lab.system.words import in_gib

LEAST = 64 * 2**20  # bytes; with less than this beside torch no lesson trains


def keep_to(limit: int | None, processes: int = 1) -> None:
    """Have the system refuse us more than our part of this (bytes), or of what is free now.

    A refusal ends one network in words; memory that is not there ends whatever process the
    system picks. Raises BadEnvironment where the limit leaves nothing to train with.
    """
    held = resident()
    left = _left(limit, processes)
    if limit is not None and left < LEAST:
        needed = in_gib((held + LEAST) * processes)
        raise BadEnvironment(
            f"--max-memory of {in_gib(limit)} GiB is less than torch and the data take",
            f"allow {needed} GiB or more",
        )
    _refuse_beyond(left)


@contextmanager
def kept_to(limit: int | None, processes: int = 1) -> Iterator[None]:
    """The same for a while, such as that of a reading, before torch has its part."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    _refuse_beyond(max(_left(limit, processes), LEAST))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _left(limit: int | None, processes: int) -> int:
    """Bytes for this process, which shares the limit, or what is free, with others."""
    return memory().free // processes if limit is None else limit // processes - resident()


def _refuse_beyond(left: int) -> None:
    most = _data() + left
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def resident() -> int:
    """Bytes of memory that this process holds."""
    import psutil

    return int(psutil.Process().memory_info().rss)


def _data() -> int:
    """Bytes that count against RLIMIT_DATA: what could be written to, held or only promised."""
    import psutil

    return int(getattr(psutil.Process().memory_info(), "data", 0))
