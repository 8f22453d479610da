"""A run on two devices: seen, cut off, resumed, and no process of it left."""

from io import BytesIO
from types import SimpleNamespace

import psutil
import pytest

from lessons.kit import BadUsage
from tests.tools.workers import Begin, Watched, kill, until
from tests.toys.lesson90_line import lesson
from tests.worker.test_worker import last_loss, untouched
from tui_lab.cli.tables import runs_listed
from tui_lab.protocol.commands import Checkpoint, Play, Set, StepOn
from tui_lab.protocol.last_words import words_in
from tui_lab.protocol.status import Status
from tui_lab.runs import places
from tui_lab.worker.ranks.launch import told_how_lost


def is_gone(pid: int) -> bool:
    """Whether a process has ended, also where nobody has asked yet how."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def parent_of(status: Status) -> int | None:
    """The process that started the one that records the run: torchrun."""
    try:
        return psutil.Process(status.pid).ppid()
    except psutil.NoSuchProcess:
        return None


def paused(watched: Watched) -> int:
    """The pid of the other rank of a run that has begun and waits."""
    assert watched.remote.worker
    mine, run = watched.remote.worker.pid, watched.remote.run
    until(
        lambda: (
            (now := run.status()) and now.state == "paused" and now.ranks and parent_of(now) == mine
        )
    )
    status = run.status()
    assert status
    return status.ranks[0]


def step_to(watched: Watched, step: int) -> None:
    watched.send(StepOn(step - watched.look().step))
    until(lambda: watched.look().step == step and watched.store.state == "paused")


def test_a_lost_rank_ends_a_run_that_can_be_resumed(begin: Begin) -> None:
    """A rank is killed, then rank 0, then torchrun; resumed each time, it ends as on one device."""
    plan = lesson.plan(("free",), settings={"steps": 60}, devices=2, device="cpu", together=False)
    run = places.create(plan)
    first = begin.on(run, paused=True)
    other = paused(first)
    step_to(first, 20)
    assert first.send(Set("lr", 0.05)).ok
    step_to(first, 25)
    row = next(row for row in runs_listed() if row["run"] == run.id)
    assert (2, [other]) == (row["devices"], row["ranks"])
    psutil.Process(other).kill()
    first.send(Play())
    end = first.wait_for("stopped").end
    assert "one of the run's processes is gone" in end.error.message
    assert f"dl-lab resume {run.id}" in end.error.fix
    assert 3 == end.exit

    second = begin.on(run, paused=True)
    other = paused(second)
    assert 20 <= second.look().step <= 25
    step_to(second, 40)
    second.send(Checkpoint())
    psutil.Process(second.remote.run.status().pid).kill()
    assert second.remote.worker
    assert -9 == second.remote.worker.wait()
    until(lambda: is_gone(other))

    third = begin.on(run, paused=True)
    other, mine = paused(third), third.remote.run.status().pid
    kill(third)
    until(lambda: is_gone(other) and is_gone(mine))

    last = begin.on(run, paused=True)
    other = paused(last)
    last.send(Play())
    last.wait_for("finished")
    until(lambda: is_gone(other))
    alone = untouched(turn_after=20, steps=60, lr=0.05)
    assert alone == pytest.approx(last_loss(last.remote), abs=1e-5)


def test_a_rank_that_waited_in_vain_was_not_the_cause() -> None:
    """Where torchrun had to kill rank 0, which a lost GPU held up, the run is resumable too."""
    voice, run = BytesIO(), SimpleNamespace(id="lesson90-abcde")
    lost = SimpleNamespace(get_first_failure=lambda: (1, SimpleNamespace(exitcode=-9)))
    assert 3 == told_how_lost(run, lost, voice)
    words = words_in(voice.getvalue())
    assert words
    assert ("stopped", 3) == (words.status, words.exit)
    assert "killed by signal 9" in words.error.message
    assert "dl-lab resume lesson90-abcde" in words.error.fix


@pytest.mark.parametrize(
    ("settings", "where", "complaint"),
    [
        ({"batch": 9}, {}, "a batch of 9 cannot be divided evenly among 2 devices.*batch=8"),
        ({}, {"device": "cuda:1"}, "cuda:1 is one device"),
    ],
)
def test_what_cannot_be_shared_is_refused(
    settings: dict[str, int], where: dict[str, str], complaint: str
) -> None:
    with pytest.raises(BadUsage, match=complaint):
        lesson.plan(("free",), settings=settings, devices=2, **where)
