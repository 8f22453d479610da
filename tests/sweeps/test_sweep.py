"""`dl-lab sweep`, whole: what it trains, what it prints, and that a kill loses nothing."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from lessons.kit import BadEnvironment
from tests.tools.blocks import blocks, commands_in, table_below
from tests.tools.commands import TOY, Outcome, dl_lab, start
from tests.tools.places import ROOT
from tests.tools.typed import invoke
from tests.tools.workers import until
from tui_lab.cli.runs.stop import stop_run
from tui_lab.cli.sweeps import trials
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import all_runs, find
from tui_lab.runs.recorder import last_event
from tui_lab.runs.report import of_events
from tui_lab.runs.stream import recorded
from tui_lab.sweeps.folder import all_sweeps
from tui_lab.sweeps.journal import entries
from tui_lab.sweeps.ledger import Ledger
from tui_lab.sweeps.outcome import outcome
from tui_lab.sweeps.plan import SweepPlan

FREE = (TOY, "--variant", "free", "--json")
SLOW = ("--set", "slow=0.01", "--steps", "40", "--at-once", "2")


def swept(*arguments: str) -> Outcome:
    return dl_lab("sweep", *FREE, *arguments)


def trained(row: dict[str, Any]) -> int:
    """How often this trial's run came to its end: `finished` stands in its stream once."""
    return sum(
        getattr(event, "status", "") == "finished" for event in recorded(find(row["run"]))
    )  # fmt: skip


def test_a_sweep_finds_the_best_and_trains_it_again() -> None:
    """Every trial is a run of its own; the best is told beside what it does on fresh seeds."""
    done = swept("--over", "lr=1e-5,0.1", "--over", "noise=on,off", "--search", "grid",
                 "--seeds", "2", "--at-once", "2")  # fmt: skip
    told = done.document
    rows = told["trials"]
    runs = {run.id for run in all_runs()}

    assert (0, 0, "finished") == (done.code, told["exit"], told["status"])
    assert 4 == len(rows) == len({json.dumps(row["knobs"]) for row in rows})
    assert {row["run"] for row in rows} | {told["confirmed"]["run"]} == runs
    assert {"finished"} == {row["state"] for row in rows}
    assert {"lr": 0.1, "noise": False} == told["best"]["knobs"]
    assert min(row["score"] for row in rows) == told["best"]["score"]
    assert {"2", "3", "4"} == set(told["confirmed"]["scores"])
    assert told["confirmed"]["spread"] is not None
    assert [1] * 4 == [trained(row) for row in rows]
    for row in rows:
        _, history, _ = of_events(recorded(find(row["run"])))
        assert sum(history.last("free", "loss")) / 2 == pytest.approx(row["score"])
        assert row["knobs"]["lr"] == find(row["run"]).plan.config["lr"]
    assert 4 == done.err.count("/4 trial ")
    assert told == json.loads(all_sweeps()[0].report.read_text())


def test_what_diverges_counts_and_stops_nothing() -> None:
    """A trial without a number has no score; where all diverge there is no best: exit 4."""
    some = swept("--over", "lr=0.1,9", "--steps", "600", "--search", "grid", "--no-confirm")
    none = swept("--over", "lr=8,9", "--steps", "600", "--search", "grid")
    states = {row["knobs"]["lr"]: (row["state"], row["score"] is None) for row in
              some.document["trials"]}  # fmt: skip

    assert {0.1: ("finished", False), 9.0: ("diverged", True)} == states
    assert (0, None) == (some.code, some.document["confirmed"])
    assert (4, 4, None) == (none.code, none.document["exit"], none.document["best"])


def test_a_pruned_run_is_stopped_and_says_so() -> None:
    """It trains a part of its steps, its stream says why, and it can be resumed as any other."""
    told = swept("--over", "lr=0.1,0.05,1e-5,2e-5,3e-5", "--search", "grid", "--prune", "asha",
                 "--set", "slow=0.03", "--steps", "81", "--at-once", "3",
                 "--no-confirm").document  # fmt: skip
    pruned = [row for row in told["trials"] if row["state"] == "pruned"]

    assert pruned
    assert told["best"]["knobs"]["lr"] in (0.1, 0.05)
    for row in pruned:
        end = last_event(find(row["run"]).events)
        assert row["step"] < 81
        assert "pruned by its sweep" in end.error.message  # type: ignore[union-attr]


def test_a_killed_sweep_goes_on_with_nothing_lost_or_done_twice(home: Path) -> None:
    """SIGKILL to the sweep, at three moments: each trial has one run, which finished once."""
    process = start("sweep", *FREE, *SLOW, "--over", "lr=1e-3..0.5:log", "--trials", "5",
                    "--search", "tpe", "--no-confirm")  # fmt: skip
    for count in (1, 2, 4):
        until(lambda count=count: len(all_sweeps() and journal().asked) >= count)
        process.kill()
        process.communicate()
        process = start("resume", all_sweeps()[0].id, "--json")
    out, err = process.communicate(timeout=240)
    told = json.loads(out)

    assert 0 == process.returncode == told["exit"], err
    assert 5 == len(told["trials"]) == len(all_runs())
    assert [1] * 5 == [trained(row) for row in told["trials"]]


def journal() -> Ledger:
    return Ledger.of(entries(all_sweeps()[0].journal))


def underway() -> list[RunFolder]:
    """The runs that have trained some steps, and have a worker."""
    return [r for r in all_runs() if (s := r.status()) and s.step > 3 and r.alive()]


def test_a_killed_worker_is_replaced_and_a_stopped_run_is_left() -> None:
    """SIGKILL to a worker: its run goes on. `dl-lab stop` of a run: it stays as it is."""
    process = start("sweep", *FREE, *SLOW, "--over", "lr=0.1,0.2,0.3", "--search", "grid",
                    "--set", "slow=0.05", "--no-confirm")  # fmt: skip
    first, second = until(lambda: underway() if len(underway()) == 2 else ())
    os.kill(first.status().pid, signal.SIGKILL)  # type: ignore[union-attr]
    stop_run(second.id)
    out, err = process.communicate(timeout=240)
    told = json.loads(out)
    states = {row["run"]: row["state"] for row in told["trials"]}

    assert 0 == process.returncode, err
    assert ("finished", "stopped") == (states[first.id], states[second.id])
    assert Counter({"finished": 2, "stopped": 1}) == Counter(states.values())


def test_ctrl_c_leaves_a_sweep_that_can_be_resumed() -> None:
    """Exit 130 and a document; the trials that were begun are saved and go on."""
    process = start("sweep", *FREE, *SLOW, "--over", "lr=0.01..0.5", "--trials", "3",
                    "--search", "sobol", "--no-confirm")  # fmt: skip
    until(lambda: any((s := run.status()) and s.step > 3 for run in all_runs()))
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=240)
    told = json.loads(out)

    assert (130, "stopped") == (process.returncode, told["status"]), err
    assert f"dl-lab resume {told['sweep']} continues" in err
    assert not any(run.alive() for run in all_runs())
    again = dl_lab("resume", told["sweep"], "--json")
    assert 0 == again.code
    assert [1] * 3 == [trained(row) for row in again.document["trials"]]
    assert again.document["trials"] == dl_lab("resume", "sweep-", "--json").document["trials"]


def test_the_data_of_all_are_refused_once(tmp_path: Path) -> None:
    """What no trial can read ends the sweep, with the run's own words and code."""
    done = swept("--over", "lr=0.1,0.2", "--search", "grid", "--data", str(tmp_path / "none.txt"))

    assert 3 == done.code == done.document["exit"]
    assert "none.txt" in done.err.splitlines()[-1]
    assert "failed" == done.document["status"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("", "a sweep needs a setting to vary"),
        ("--over rl=0.1,1", "no setting called 'rl'; did you mean 'lr'?"),
        ("--over lr=0.1,1 --trials 0", "0 is no number of trials"),
        ("--over lr=0.1,1 --set lr=1", "lr stands in --over and in --set"),
        ("--over steps=2,4 --steps 5", "leave one of --over steps and --steps out"),
        ("--over lr=0.1,1 --for los.last", "did you mean 'loss'?"),
        ("--over lr=0.1,1 --search bayes", "no search called 'bayes'"),
        ("--over lr=0.1,1 --prune ahsa", "did you mean 'asha'?"),
        ("--over lr=0.1,1 --at-once 0", "0 trials cannot train at once"),
        ("--over lr=0.1,1 --variant calm", "the variant calm has its own lr; take --variant free"),
        ("--over lr=0.1,1 --for wild.loss", "no variant in this sweep called 'wild'"),
    ],
)  # fmt: skip
def test_what_cannot_be_swept_is_refused_before_anything_is_made(
    arguments: str, said: str, home: Path
) -> None:
    """One sentence with the fix, exit 2, and no folder."""
    variant = "" if "--variant" in arguments else "--variant free"
    result = invoke(f"sweep {TOY} {variant} {arguments}")

    assert said in str(result.exception)
    assert 2 == getattr(result.exception, "exit_code", None)
    assert not (home / "sweeps").exists()


def sweeps_in_docs() -> list[list[str]]:
    return [w for b in blocks("sh") for w in commands_in(b.text) if w[:2] == ["dl-lab", "sweep"]]


@pytest.mark.parametrize("words", sweeps_in_docs(), ids=" ".join)
def test_a_sweep_of_the_documentation_can_be_planned(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its settings, its objective and its search fit the lesson: it comes to where it trains.

    One that would go on in the background is planned here too.
    """

    def arrive(plan: SweepPlan) -> None:
        raise BadEnvironment(f"planned {plan.trials}")

    monkeypatch.setattr(trials, "placed", arrive)

    here = [word for word in words[1:] if word != "--detach"]
    assert "planned" in str(invoke(here).exception)


def test_an_extra_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 3, and what to type."""
    monkeypatch.setitem(sys.modules, "optuna", None)
    result = invoke([*f"sweep {TOY} --trust --variant free --over lr=0.1,1".split()])

    assert 'pip install "dl-lab[sweep]"' in str(result.exception)
    assert 3 == getattr(result.exception, "exit_code", None)
    assert [] == all_sweeps()


def test_the_outcome_of_a_sweep_is_read_from_its_folder(home: Path) -> None:
    """Its outcome is read from its folder alone, also while nobody conducts it."""
    done = swept("--over", "lr=0.1,0.2", "--search", "grid", "--steps", "2", "--no-confirm")
    (sweep,) = all_sweeps()
    again = outcome(sweep, seconds=done.document["seconds"])

    assert again == done.document
    rows = table_below(ROOT / "docs" / "headless.md", "## A sweep")
    told = {row[0].replace("`", ""): row[1] for row in rows}
    assert list(again) == [name for names in told for name in names.split()]
    for of, fields in (("trials", again["trials"][0]), ("best", again["best"])):
        assert set(fields) == set(re.findall(r"`(\w+)`", told[of])) - {"null"}
    assert "--jsonl is for a run" in str(invoke(f"resume {sweep.id} --jsonl").exception)
