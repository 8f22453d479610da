"""`dl-lab stop`: ask a run to end, and say what came of it: never more than is known."""

import time

from lessons.kit.errors import BadEnvironment, BadUsage
from tui_lab.cli.sweeps.ending import stop_sweep
from tui_lab.cli.sweeps.listed import sweep_named
from tui_lab.client.choice import NAMED, live_runs, to_be_stopped
from tui_lab.client.final_state import condition, in_words
from tui_lab.client.remote import Remote, follow
from tui_lab.client.wait import say
from tui_lab.protocol.commands import Stop
from tui_lab.runs.folder import RunFolder
from tui_lab.sweeps.among import runs_in
from tui_lab.sweeps.folder import SweepFolder, all_sweeps

ENDS_WITHIN = 60.0  # seconds: to save takes a few, and a step that is longer is said to be


def stop_run(name: str | None, patience: float = ENDS_WITHIN) -> None:
    """`dl-lab stop`: end a live run or sweep after its step, and wait until it has.

    Raises BadUsage where nobody trains it, BadEnvironment where it has not ended so soon.
    """
    if sweep := _sweep(name):
        stop_sweep(sweep, patience)
        return
    run = to_be_stopped(name)
    now = condition(run)
    if not run.alive():
        how = in_words(now.state, 0.0, now.host)
        raise BadUsage(f"run {run.id} is {how}", _fix(run, now.host))
    remote = Remote(run)
    reply = remote.send(Stop())
    remote.hang_up()
    if not reply.ok and run.alive():
        if not reply.asked:
            raise BadEnvironment(f"{run.id} is not stopped: {reply.error}")
        say(f"{run.id}: {reply.error}; waiting")
    if not _ended(remote, patience):
        answer = "it answered" if reply.ok else "no answer"
        what = f"{run.id} was asked to stop and had not ended after {patience:.0f} s: {answer}"
        raise BadEnvironment(what, "see dl-lab ps for its state; there is no need to ask again")
    now = condition(run)
    say(f"{run.id} is {now.state} at step {now.step}")


def _sweep(name: str | None) -> SweepFolder | None:
    """The sweep that is meant: the one of this name; without one the live one, if it is all."""
    if name is not None:
        return sweep_named(name)
    live = [sweep for sweep in all_sweeps() if sweep.alive()]
    trials = {run.id for sweep in live for run in runs_in(sweep)}
    others = [run.id for run in live_runs() if run.id not in trials]
    if live and (live[1:] or others):
        names = ", ".join([*(sweep.id for sweep in live), *others][:NAMED])
        raise BadUsage(f"{len(live) + len(others)} runs and sweeps are live", f"name one: {names}")
    return live[0] if live else None


def _fix(run: RunFolder, host: str) -> str:
    if host:
        return f"if that machine is still up, stop the run there; otherwise: dl-lab resume {run.id}"
    return "there is nothing to stop"


def _ended(remote: Remote, patience: float) -> bool:
    """Wait for the end of a run, but not for ever."""
    until = time.monotonic() + patience
    return all(time.monotonic() < until for _ in follow(remote))
