"""A sweep that is told something while it goes on, and sweeps among the runs."""

from __future__ import annotations

import json
import os
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.sweeps.test_sweep import FREE, journal, swept, trained, underway
from tests.tools.commands import dl_lab, start
from tests.tools.typed import invoke
from tests.tools.workers import until
from tui_lab.client.final_state import condition
from tui_lab.client.wait import Interruption
from tui_lab.runs.places import all_runs, find
from tui_lab.sweeps.control import Control
from tui_lab.sweeps.folder import all_sweeps
from tui_lab.sweeps.orders import Order, Orders, send
from tui_lab.sweeps.outcome import state_of
from tui_lab.sweeps.trial import Trial

SHORT = ("--over", "lr=0.1,0.2", "--search", "grid", "--steps", "2", "--no-confirm")


def states() -> set[str]:
    return {condition(run).state for run in all_runs()}


def test_a_paused_sweep_stands_still_and_goes_on() -> None:
    """Its runs pause and none is begun; then every trial trains to its end, once."""
    process = start("sweep", *FREE, "--set", "slow=0.05", "--steps", "40", "--at-once", "2",
                    "--over", "lr=0.01..0.5", "--trials", "4", "--search", "random",
                    "--no-confirm")  # fmt: skip
    until(underway)
    (sweep,) = all_sweeps()
    send(sweep.path, Order("pause"))
    until(lambda: state_of(sweep) == "paused" and {"paused"} <= states() <= {"paused", "finished"})
    begun = len(journal().asked)
    steps = {run.id: condition(run).step for run in all_runs()}
    time.sleep(0.5)  # nothing could be waited for: it is to do nothing

    assert begun == len(journal().asked) == len(all_runs())
    assert steps == {run.id: condition(run).step for run in all_runs()}
    send(sweep.path, Order("play"))
    out, err = process.communicate(timeout=240)
    told = json.loads(out)
    assert 0 == process.returncode, err
    assert [1] * 4 == [trained(row) for row in told["trials"]]
    assert "finished" == state_of(sweep)


def test_one_trial_is_stopped_and_then_all_are() -> None:
    """The first stays as it is; `dl-lab stop` saves the others, and `resume` ends them."""
    out = dl_lab("sweep", *FREE, "--set", "slow=0.05", "--steps", "40", "--at-once", "2",
                 "--over", "lr=0.1,0.2,0.3", "--search", "grid", "--no-confirm",
                 "--detach").out  # fmt: skip
    (sweep,) = all_sweeps()
    until(underway)
    send(sweep.path, Order("stop_trial", 0))
    until(lambda: 0 in journal().ended)
    stopped = dl_lab("stop")

    assert sweep.id == out.split()[-1]
    assert "stopped" == journal().ended[0].state == state_of(sweep)
    assert f"dl-lab resume {sweep.id} continues" in stopped.complaint
    assert not any(run.alive() for run in all_runs())
    told = dl_lab("resume", sweep.id, "--json").document
    assert ["stopped", "finished", "finished"] == [row["state"] for row in told["trials"]]
    assert [0, 1, 1] == [trained(row) for row in told["trials"]]


def test_a_run_that_was_parked_while_its_sweep_stood_still_goes_on_with_it(home: object) -> None:
    """A paused run leaves after ten minutes; that is no end of its trial while all is paused."""
    swept(*SHORT)
    (sweep,) = all_sweeps()
    control, asked = Control(sweep), Interruption()
    trial = Trial.of(0, journal().asked[0].run, sweep.plan)
    send(sweep.path, Order("pause"))
    control.listen(asked)
    trial.state = "paused"
    control.guide(trial)
    trial.state = "parked"

    assert control.is_paused and control.is_waiting(trial)
    other = Trial.of(1, journal().asked[1].run, sweep.plan)
    other.state = "parked"
    assert not control.is_waiting(other)  # a person had paused it before


def test_a_sweep_in_the_background_that_cannot_begin_leaves_nothing() -> None:
    """Its own words, its exit code, and no folder."""
    done = dl_lab("sweep", *FREE, *SHORT, "--detach", "--on", "ray://localhost:1")

    assert 3 == done.code
    why = "no Ray cluster answers at localhost:1" if find_spec("ray") else "pip install"
    assert why in done.err.splitlines()[-1]
    assert [] == all_sweeps()


def test_orders_are_for_the_one_who_conducts(home: object, tmp_path: object) -> None:
    """What was asked before it began is not for it; a line that is cut short is none yet."""
    folder = tmp_path
    send(folder, Order("stop"))  # type: ignore[arg-type]
    orders = Orders(folder)  # type: ignore[arg-type]
    send(folder, Order("pause"))  # type: ignore[arg-type]
    with (folder / "orders.jsonl").open("ab") as file:  # type: ignore[operator]
        file.write(b"nonsense\n" + b'{"do":"pl')

    assert [Order("pause")] == orders.new()
    assert [] == orders.new()
    with (folder / "orders.jsonl").open("ab") as file:  # type: ignore[operator]
        file.write(b'ay"}\n')
    assert [Order("play")] == orders.new()


@pytest.mark.parametrize("how", ["link", "second name", "written by a group"])
def test_orders_of_somebody_else_are_not_obeyed(tmp_path: Path, how: str) -> None:
    """A file of orders that others may have written says nothing, as with the commands of a run."""
    folder, theirs = tmp_path / "sweep", tmp_path / "theirs"
    folder.mkdir()
    orders = Orders(folder)
    send(folder, Order("stop"))
    file = folder / "orders.jsonl"
    if how == "link":
        file.rename(theirs)
        file.symlink_to(theirs)
    elif how == "second name":
        theirs.hardlink_to(file)
    else:
        file.chmod(0o620)

    assert [] == orders.new()


def test_a_sweep_is_one_row_among_the_runs() -> None:
    """`ps` has it with its trials' count, and its runs where it is asked for; `--json` has all."""
    swept(*SHORT)
    (sweep,) = all_sweeps()
    rows = dl_lab("ps", "--json").document
    told = dl_lab("attach", sweep.id, "--json").document
    few, many = invoke("ps").stdout, invoke(f"ps {sweep.id}").stdout
    again = json.loads(invoke(f"replay {sweep.id} --json").stdout)

    assert [sweep.id] * 3 == [row["sweep"] for row in rows]
    assert ("finished", sweep.id, 2) == (told["status"], told["sweep"], len(told["trials"]))
    assert told == again
    assert [None, *(run.id for run in all_runs())] == [row["run"] for row in rows]
    assert ("finished", 2, 2) == tuple(rows[0][name] for name in ("state", "trials", "ended"))
    assert "2/2 trials" in few and not any(run.id in few for run in all_runs())
    assert "2/2 trials" in many and all(run.id in many for run in all_runs())
    assert "no sweep called" in str(invoke("ps sweep-lesson4").exception)


def test_an_old_sweep_goes_with_its_runs_and_not_without_them() -> None:
    """It is as old as what was touched last; `rm` deletes it whole, but not while it goes on."""
    swept(*SHORT)
    (first,) = all_sweeps()
    for folder in (first.path, *(run.path for run in all_runs())):
        for path in folder.iterdir():
            os.utime(path, (time.time() - 40 * 86_400,) * 2)
    newer = find(next(iter(journal().asked.values())).run).events
    os.utime(newer, (time.time() - 86_400,) * 2)
    young = dl_lab("gc", "--older-than", "30d", "--yes", "--json").document
    os.utime(newer, (time.time() - 40 * 86_400,) * 2)
    old = dl_lab("gc", "--older-than", "30d", "--yes", "--json").document

    assert [] == young["deleted"] == young["runs"]
    assert [first.id] == old["deleted"]
    assert (first.id, None, 2) == tuple(old["runs"][0][k] for k in ("sweep", "run", "trials"))
    assert [] == all_sweeps() == all_runs()
    swept(*SHORT)
    (second,) = all_sweeps()
    with second.held():
        assert "is going on" in str(invoke(f"rm {second.id}").exception)
    assert 0 == invoke(f"rm {second.id}").exit_code
    assert [] == all_sweeps() == all_runs()
