"""What a worker is given to do, and the last line that it says."""

import msgspec

from lessons.kit.stream.events import Fault


class Assignment(msgspec.Struct, frozen=True):
    """What a spare worker is told, on one line of its stdin."""

    run: str
    paused: bool = False
    gpus: str | None = None
    """What CUDA_VISIBLE_DEVICES is to be in a fork; None leaves it as it is."""


class LastWords(msgspec.Struct, frozen=True):
    """Why a worker left without a word in its stream; the one thing it says on its stdout."""

    exit: int
    error: Fault
    status: str = "failed"
    """How the run has ended, where it had begun."""


class Born(msgspec.Struct, frozen=True, tag="born"):
    """A worker was forked for a run."""

    run: str
    pid: int


class Left(msgspec.Struct, frozen=True, tag="left"):
    """A forked worker has left, with this exit code; minus the signal that ended it."""

    run: str
    code: int
    words: LastWords | None = None


def words_in(line: bytes) -> LastWords | None:
    """The last words in a line; None where it holds none."""
    try:
        return msgspec.json.decode(line, type=LastWords)
    except msgspec.MsgspecError:
        return None
