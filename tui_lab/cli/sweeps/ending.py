"""`dl-lab stop SWEEP`: ask its conductor to stop all trials after their step, and wait for it."""

from __future__ import annotations

import time

from lessons.kit.errors import BadEnvironment, BadUsage
from tui_lab.client.wait import say
from tui_lab.sweeps.folder import SweepFolder
from tui_lab.sweeps.journal import entries
from tui_lab.sweeps.ledger import Ledger
from tui_lab.sweeps.orders import Order, send
from tui_lab.sweeps.outcome import state_of

AGAIN_AFTER = 5.0  # seconds: one that has just begun may not have heard the first


def stop_sweep(sweep: SweepFolder, patience: float) -> None:
    """Stop it and wait; every trial is saved, and `resume` goes on with them.

    Raises BadUsage where nobody conducts it, BadEnvironment where it has not ended so soon.
    """
    if not sweep.alive():
        what = f"the sweep {sweep.id} is {state_of(sweep)}"
        raise BadUsage(what, "there is nothing to stop")
    until, again = time.monotonic() + patience, 0.0
    while sweep.alive():
        now = time.monotonic()
        if now >= until:
            what = f"{sweep.id} was asked to stop and had not ended after {patience:.0f} s"
            raise BadEnvironment(what, "see dl-lab ps for its state; there is no need to ask again")
        if now >= again:
            send(sweep.path, Order("stop"))
            again = now + AGAIN_AFTER
        time.sleep(0.05)
    ended = len(Ledger.of(entries(sweep.journal)).ended)
    say(f"{sweep.id} is {state_of(sweep)} after {ended} of {sweep.plan.trials} trials; "
        f"dl-lab resume {sweep.id} continues")  # fmt: skip
