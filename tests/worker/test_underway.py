"""A fork on its way to where it begins: it obeys between two steps, and forgets nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.commands import TOY, dl_lab, start
from tests.tools.workers import until
from tui_lab.client.remote import Remote
from tui_lab.protocol.commands import Checkpoint, Command, Listener, Pause, Play, Set, Stop
from tui_lab.runs import places
from tui_lab.system.signals import Notice
from tui_lab.worker.underway import BrokenOffError, Underway

COMMANDS = st.one_of(
    st.just(Pause()), st.just(Play()), st.just(Stop()), st.just(Checkpoint()),
    st.builds(Set, name=st.just("lr"), value=st.floats(0.1, 1.0)),
)  # fmt: skip
STEPS = 12


def walked(script: list[tuple[int, Command]]) -> tuple[list[int], Underway, list[Command]]:
    """The steps that are trained, when commands come this many looks apart; and what they left."""
    listener, steps, looks = Listener(None), list[int](), 0
    coming = list(script)

    def look(what: str, share: float) -> None:
        nonlocal looks
        looks += 1
        while coming and (coming[0][0] <= looks or what.startswith("paused")):
            listener.hand_over(coming.pop(0)[1])

    way = Underway(listener, Notice(), patience=0.0)
    tell = way.watch(look)
    for step in range(STEPS):
        steps.append(step)
        try:
            tell("training 1 to 12 again", step / STEPS)
        except BrokenOffError:
            break
    arrive(way)
    listener.close()
    left = [listener.requests.get().command for _ in range(listener.requests.qsize())]
    return steps, way, left


def arrive(way: Underway) -> None:
    """Where it is handed on; nobody writes anything here."""
    way.arrived(Mock(), Mock())


@given(st.lists(st.tuples(st.integers(1, STEPS), COMMANDS), max_size=6))
@settings(max_examples=200, deadline=None)
@pytest.mark.train
def test_every_command_is_obeyed_or_kept(script: list[tuple[int, Command]]) -> None:
    """Whatever comes when: after a stop no step; what only a run can do is handed on in order."""
    script = sorted(script, key=lambda each: each[0])
    steps, way, left = walked(script)
    said = [command for _, command in script]
    is_ended = any(isinstance(command, Stop) for command in said)
    turns = [command for command in said if isinstance(command, Pause | Play)]

    if not way.notice.given:
        assert not is_ended
        assert list(range(STEPS)) == steps
        assert [command for command in said if isinstance(command, Set | Checkpoint)] == left
        assert way.paused is bool(turns and isinstance(turns[-1], Pause))
    elif is_ended:
        assert all(isinstance(command, Set | Checkpoint | Pause | Play | Stop) for command in left)
    else:
        assert isinstance(turns[-1], Pause)  # nobody looked, and nobody said play


def test_a_stop_ends_it_after_the_step() -> None:
    """Not when all is trained."""
    steps, way, _ = walked([(3, Stop())])

    assert [0, 1, 2] == steps
    assert way.notice.given


def test_paused_it_waits_until_somebody_says_play() -> None:
    """And the fork begins as it was told last."""
    steps, way, left = walked([(2, Pause()), (9, Set(name="lr", value=0.5)), (9, Play())])

    assert list(range(STEPS)) == steps
    assert not way.paused
    assert [Set(name="lr", value=0.5)] == left


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which a slow run has finished, of which no checkpoint is left."""
    environment = {"DL_LAB_DIR": str(tmp_path_factory.mktemp("lab"))}
    asked = ("--steps", "24", "--set", "slow=0.1", "--variant", "calm")
    document = dl_lab("run", TOY, "--json", *asked, **environment).document
    shutil.rmtree(Path(environment["DL_LAB_DIR"], "runs", document["run"], "checkpoints"))
    return environment


def test_a_fork_is_stopped_on_its_way_and_taken_up_again(
    parent: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Heard at once, told as stopped and not as killed; whoever resumes it gets the same fork."""
    monkeypatch.setenv("DL_LAB_DIR", parent["DL_LAB_DIR"])
    first = places.all_runs()[0]
    fork = start("fork", first.id, "--at", "23", "--json")
    until(lambda: len(places.all_runs()) == 2)
    run = next(run for run in places.all_runs() if run.id != first.id)
    until(lambda: "again" in getattr(run.status(), "doing", ""))
    remote = Remote(run)
    assert remote.send(Pause()).ok
    remote.hang_up()
    until(lambda: "paused" in getattr(run.status(), "doing", ""))
    stopped = dl_lab("stop", run.id, **parent)
    out, _ = fork.communicate(timeout=60)

    assert (130, "stopped") == (fork.returncode, json.loads(out)["status"])
    assert (0, f"dl-lab: {run.id} is stopped at step 23\n") == (stopped.code, stopped.err)
    resumed = dl_lab("resume", run.id, "--json", **parent).document
    assert "finished" == resumed["status"]
    assert json.loads(first.report.read_text())["results"] == resumed["results"]
