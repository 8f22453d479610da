"""Who has a run, written into its folder so that other machines can read it too.

The folder's lock is exact on one machine, but does not cross every network's file system. So
the holder of a run also claims it in a file, and renews the claim every few seconds. On the machine
of the claim the lock decides. For another one a claim counts until nobody has renewed it for a
minute; then it may be taken over, and the old owner finds that out before it writes again.
"""

import os
import platform
import secrets
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec

from lessons.kit.errors import BadEnvironment
from tui_lab.system.files import replace_file

FILE = "claim.json"
LEASE = 60.0  # seconds without a renewal after which another machine may take a run over
RENEWED_EVERY = 5.0  # seconds: twelve renewals must fail before a claim is lost
BOOT = Path("/proc/sys/kernel/random/boot_id")


class AlreadyHeldError(BlockingIOError):
    """Somebody else is training this run."""


class LostClaimError(BadEnvironment):
    """The run was taken over while we were silent: nothing more may be written."""


class Claim(msgspec.Struct, frozen=True):
    """claim.json: which process of which machine has the run."""

    host: str
    boot: str
    """Of this start of the machine: another one has none of its processes and locks."""
    pid: int
    life: str
    """This owner's alone; commands in the folder are addressed to it."""

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is another machine's, or of one that has been started again since."""
        return (self.host, self.boot) != this_machine()


SOMEWHERE = Claim("another machine", "", 0, "")
"""What a claim says that is just being written."""


@cache
def this_machine() -> tuple[str, str]:
    """The name of this machine, and what tells this start of it from every other."""
    with suppress(OSError):
        return platform.node(), BOOT.read_text().strip()
    import psutil

    return platform.node(), str(int(psutil.boot_time()))


def claim_of(folder: Path) -> Claim | None:
    """The claim on a run; None where there is none. Raises OSError."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Claim)
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError:
        return SOMEWHERE


def claim_elsewhere(folder: Path) -> Claim | None:
    """The claim on a run, where it is not of this machine."""
    with suppress(OSError):
        claim = claim_of(folder)
        return claim if claim and claim.is_elsewhere else None
    return None


def host_of(folder: Path) -> str:
    """The other machine that has a run; "" where it is this one, or none.

    A machine of our name that is silent was this one, before it was started again.
    """
    claim = claim_elsewhere(folder)
    if claim is None or (claim.host == this_machine()[0] and not is_renewed(folder)):
        return ""
    return claim.host


def is_renewed(folder: Path) -> bool:
    """Whether the claim counts still for another machine."""
    return silent_for(folder) < LEASE


def silent_for(folder: Path) -> float:
    """Seconds since the claim was renewed."""
    return age_of(folder / FILE)


def age_of(path: Path) -> float:
    """Seconds since a file was written, by its file system's clock: those of machines differ.

    One that cannot be looked at counts as new: nobody is thought dead for that.
    """
    try:
        with path.open("rb") as file:  # opened, because a network's cache may be old
            return max(_now(path.parent) - os.fstat(file.fileno()).st_mtime, 0.0)
    except OSError:
        return 0.0


def _now(folder: Path) -> float:
    probe = folder / f".clock.{secrets.token_hex(4)}"
    try:
        probe.touch(mode=0o600)
        return probe.stat().st_mtime
    except OSError:  # we may only read there
        return time.time()
    finally:
        with suppress(OSError):
            probe.unlink()


class Hold:
    """Our own claim on a run."""

    def __init__(self, folder: Path) -> None:
        """Claim it. Raises AlreadyHeldError where another machine has it, OSError."""
        self.folder = folder
        self.life = secrets.token_hex(8)
        self.is_lost = False
        self._content = msgspec.json.encode(Claim(*this_machine(), os.getpid(), self.life))
        self._renewed = _seconds_awake_or_not()
        self._take()

    def renew(self) -> None:
        """Say that we are here still; or find that somebody else has the run by now."""
        with suppress(OSError):  # where the disk does not answer, the claim grows old
            claim = claim_of(self.folder)
            self.is_lost = claim is None or claim.life != self.life
            if not self.is_lost:
                os.utime(self.folder / FILE)
                self._renewed = _seconds_awake_or_not()

    def require(self) -> None:
        """Before we write: raise LostClaimError if others may have thought us dead, and acted."""
        if _seconds_awake_or_not() - self._renewed > LEASE / 2:
            self.renew()
        if self.is_lost:
            raise LostClaimError(
                "this run was taken over while its worker was silent",
                "dl-lab ps shows who trains it",
            )

    def release(self) -> None:
        """Give the run back."""
        with suppress(OSError):
            claim = claim_of(self.folder)
            if claim and claim.life == self.life:
                (self.folder / FILE).unlink()

    def _take(self) -> None:
        try:
            handle = os.open(self.folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            self._take_over()
        else:
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(self._content)
            except OSError:  # of a full disk an empty claim would be left, as if of somewhere else
                (self.folder / FILE).unlink(missing_ok=True)
                raise

    def _take_over(self) -> None:
        """Replace a claim that counts no more. Of several who try it, one succeeds."""
        old = claim_of(self.folder) or SOMEWHERE
        if old.is_elsewhere and is_renewed(self.folder):
            raise AlreadyHeldError(f"run {self.folder.name} is being trained on {old.host}")
        ticket = self.folder / f".after.{old.life}"
        try:
            os.close(os.open(ticket, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            self._forget(ticket)
            raise AlreadyHeldError(f"run {self.folder.name} is just being taken over") from None
        try:
            if (claim_of(self.folder) or SOMEWHERE).life != old.life:  # we were too slow
                raise AlreadyHeldError(f"run {self.folder.name} was just taken over")
            replace_file(self.folder / FILE, self._content, durable=False)
        finally:
            ticket.unlink(missing_ok=True)

    def _forget(self, ticket: Path) -> None:
        """Let the next one try where the owner of the ticket died with it."""
        with suppress(OSError):  # it may be gone by now
            if _now(self.folder) - ticket.stat().st_mtime > LEASE:
                ticket.unlink()


def _seconds_awake_or_not() -> float:
    """A clock that goes on while the machine sleeps."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.time() if clock is None else time.clock_gettime(clock)
