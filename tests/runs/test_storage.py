"""File systems that lack something: what is said fits what is missing."""

import errno
import fcntl
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from lessons.kit.errors import BadEnvironment
from tests.toys.lesson90_line import lesson
from tui_lab.cli import doctor
from tui_lab.runs import places, storage
from tui_lab.runs.home import make_home
from tui_lab.runs.storage import NoLocksError, fix_for, shortcomings


def refusing(number: int) -> Callable[..., None]:
    """A call of the system that fails like this."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize("number", storage.NO_LOCKS)
def test_a_file_system_without_locks_is_told_from_a_full_disk(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run refuses, says that locks are missing, and so does `doctor`."""
    run = places.create(lesson.plan(("free",)))
    monkeypatch.setattr(fcntl, "flock", refusing(number))
    with pytest.raises(NoLocksError) as refused, run.held():
        pass
    found = doctor.state_folder()

    assert "keeps no locks" in fix_for(refused.value, run.path)
    assert ("broken", True) == (found.level, "cannot lock a file" in found.found)
    assert "keeps no locks" in found.fix
    assert not run.alive()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "free some space"), (errno.EDQUOT, "quota is used up"),
        (errno.EROFS, "can be written"), (errno.EFBIG, "ulimit -f"), (errno.ESTALE, "mount it"),
        (errno.EMFILE, "ulimit -n"), (errno.ENXIO, "check the disk"),
    ],
)  # fmt: skip
def test_the_fix_fits_the_error(number: int, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also before anything begins."""
    monkeypatch.setattr(os, "fsync", refusing(number))
    with pytest.raises(BadEnvironment) as refused:
        places.create(lesson.plan(("free",)))

    assert os.strerror(number) in refused.value.message
    assert words in refused.value.fix


def test_a_want_of_inodes_is_no_want_of_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system says `No space left` for both."""
    counts = list(os.statvfs("/"))
    counts[5], counts[7] = 1000, 0  # files, and those that we may still make
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result(counts))
    error = OSError(errno.ENOSPC, "No space left on device")

    assert "no inodes" in fix_for(error, Path("/"))
    assert ("broken", "no inodes free") == (doctor.disk().level, doctor.disk().found)


@pytest.mark.parametrize(
    ("module", "call", "what", "level"),
    [
        (os, "fsync", "write and replace a file", "broken"), (os, "utime", "date", "broken"),
        (Path, "rename", "rename a folder", "broken"),
        ("mmap.mmap", "", "map a file", "broken"), (socket.socket, "bind", "socket", "odd"),
    ],
)  # fmt: skip
def test_doctor_tries_what_a_run_needs(
    module: object, call: str, what: str, level: str, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    """Whatever one of them cannot do is named; without sockets it goes on, more slowly."""
    monkeypatch.setenv("DL_LAB_DIR", "/tmp/dl-lab-doctor-test") if call == "bind" else None
    place = make_home()
    assert [] == list(shortcomings(place))
    if isinstance(module, str):
        monkeypatch.setattr(module, refusing(errno.EPERM))
    else:
        monkeypatch.setattr(module, call, refusing(errno.EPERM))
    found = doctor.state_folder()

    assert level == found.level
    assert what in found.found
    assert found.fix
    assert {".writable"} == {path.name for path in place.iterdir()}


@pytest.mark.parametrize(
    ("said", "number"),
    [("Disk quota exceeded (os error 122)", 122), ("I/O error: No space", errno.ENOSPC)],
)
def test_a_checkpoint_that_will_not_go_says_the_systems_reason(
    said: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library that writes it has its own kind of error for each: the quota is not the disk."""
    from safetensors import SafetensorError

    from lessons.kit.engine import checkpoints

    def refuse(*_: object) -> None:
        raise SafetensorError(said)

    monkeypatch.setattr(checkpoints, "save_file", refuse)
    with pytest.raises(OSError) as refused:
        checkpoints.write_checkpoint(tmp_path / "1", [])

    assert (number, said) == (refused.value.errno, refused.value.strerror)
    assert [] == list(tmp_path.iterdir())
