"""The first lines of every rank: torchrun starts `python -m tui_lab.worker.ranks.begin`.

Rank 0 is the run's worker, and the others obey it.
"""

import ctypes
import os
import signal
import sys
import threading
import time
from contextlib import suppress

from tui_lab.system.shadows import guarded

NOT_OURS = (signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU)
"""What rank 0 hears; the others leave when it does."""
PARTING = 5.0  # seconds that rank 0 has for its step where somebody ends us all
PR_SET_PDEATHSIG = 1


def train() -> None:
    """Train this rank's part of a run."""
    if sys.platform == "linux":  # where torchrun is killed, so are we, whatever we wait for
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if int(os.environ["RANK"]):
        _stay_for_the_last_step()
    threading.Thread(target=_leave_with_torchrun, daemon=True).start()
    if int(os.environ["RANK"]):
        from tui_lab.worker.ranks.obey import main as obey

        obey()
    else:
        from tui_lab.worker.main import main

        main()


def _leave_with_torchrun() -> None:
    """Its end of our stdin closes when it ends, or when all has been said."""
    with suppress(OSError):
        while os.read(0, 1024):
            pass
    os._exit(0)


def _stay_for_the_last_step() -> None:
    """Where all are told to end, leave after rank 0. Threads inherit what is blocked here."""
    for number in NOT_OURS:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    threading.Thread(target=_leave_later, daemon=True).start()


def _leave_later() -> None:
    signal.sigwait({signal.SIGTERM})
    time.sleep(PARTING)
    os._exit(0)


if __name__ == "__main__":
    guarded(train)
