"""How runs end from outside: warnings of schedulers and limits, kills; and what is said of it."""

import gc
import os
import resource
import signal

import psutil
import pytest

from lessons.kit.errors import BadUsage
from tests.tools.commands import TOY, dl_lab
from tests.tools.workers import LONG, Begin, until
from tests.toys.lesson90_line import lesson
from tui_lab.app.parting import say_what_goes_on
from tui_lab.client import deaths
from tui_lab.client.choice import chosen, last_over, question_of, to_be_stopped
from tui_lab.client.deaths import code_of, how_it_died
from tui_lab.protocol.commands import Play
from tui_lab.protocol.status import Status
from tui_lab.runs import places
from tui_lab.system.signals import be_warned_of_the_cpu_limit


def test_a_worker_that_is_left_holds_nothing_open_here(begin: Begin) -> None:
    """It trains on to its end, without a pipe or a socket of ours."""
    begin().wait_for("finished")  # what is opened once for all workers is open now
    gc.collect()
    before = psutil.Process().num_fds()
    run = begin()
    run.remote.leave()

    assert before >= psutil.Process().num_fds()
    assert 40 == run.wait_for("finished").step


@pytest.mark.parametrize("number", [signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU])
def test_a_warning_saves_and_ends(begin: Begin, number: signal.Signals) -> None:
    """What comes before the end of a job: a checkpoint, a report, and why, in words."""
    run = begin(**LONG)
    until(lambda: run.look().step > 5)
    worker = run.remote.worker
    assert worker
    for _ in range(2):  # a limit says it every second
        os.kill(worker.pid, number)
    store = run.wait_for("stopped")

    assert store.end and store.end.error
    assert 130 == store.end.exit == worker.wait()
    assert f"stopped by {number.name}" in store.end.error.message
    assert str(store.step) == run.remote.run.checkpoint_folders()[0].name
    assert run.remote.run.report.is_file()


def test_a_hard_limit_of_cpu_time_ends_it_in_words(begin: Begin) -> None:
    """`ulimit -t` alone kills without a warning: the worker has itself warned before."""
    run = begin(paused=True, **LONG)
    run.wait_for("paused")
    assert run.remote.worker
    worker = psutil.Process(run.remote.worker.pid)
    used = int(sum(worker.cpu_times()[:2]))
    worker.rlimit(psutil.RLIMIT_CPU, (used + 1, used + 30))
    run.remote.send(Play())

    error = run.wait_for("stopped").end
    assert error and error.error and "CPU time limit is nearly reached" in error.error.message


@pytest.mark.parametrize(
    ("limits", "early"),
    [((-1, -1), -1), ((60, 60), 50), ((30, 60), 30), ((-1, 600), 590), ((4, 4), 3), ((1, 1), 1)],
)
def test_the_system_warns_before_it_kills(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int], early: int
) -> None:
    """The soft limit lies before the hard one; a softer one of the user's own stays."""
    now = list(limits)
    monkeypatch.setattr(resource, "getrlimit", lambda _: tuple(now))
    monkeypatch.setattr(resource, "setrlimit", lambda _, new: now.__setitem__(slice(None), new))
    be_warned_of_the_cpu_limit()

    assert [early, limits[1]] == now


@pytest.mark.parametrize("number", list(signal.Signals))
def test_every_signal_has_words_and_a_code(number: signal.Signals) -> None:
    """A crash is a bug; whatever was sent from outside is not."""
    fault = how_it_died(-number)
    is_crash = number in deaths.CRASHES

    assert f"signal {int(number)}" in fault.message
    assert is_crash or number.name in fault.message
    assert (70 if is_crash else 3) == code_of(-number)


def test_a_kill_at_the_limit_of_cpu_time_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system sends the same signal for it as a person does."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (10**9, 10**9))
    assert "because memory ran out" in how_it_died(-9).message
    monkeypatch.setattr(deaths, "NEAR", 1e10)

    assert "CPU time limit is reached (ulimit -t 1000000000)" in how_it_died(-9).message
    assert (3, 70) == (code_of(None), code_of(1))


def test_an_error_is_said_however_quiet() -> None:
    """--quiet is for what may be left unread: an error after the start is one line on stderr."""
    failed = dl_lab("run", TOY, "--variant", "free", "--set", "fail_at=3", "--quiet")

    assert 1 == failed.code  # an error in a loop that is not ours
    assert "as asked" in failed.complaint
    assert "" == failed.out


def test_without_a_name_the_live_run_is_meant(capsys: pytest.CaptureFixture[str]) -> None:
    """Else the last; of several the newest, and that is said. `stop` wants to be told which."""
    with pytest.raises(BadUsage, match="no runs yet"):
        chosen(None, "attach")
    first, second, third = (places.create(lesson.plan(("free",))) for _ in range(3))
    assert third.id == chosen(None, "attach").id
    with pytest.raises(BadUsage, match="no run is live"):
        to_be_stopped(None)
    with first.held():
        assert first.id == chosen(None, "attach").id == to_be_stopped(None).id
        assert third.id == chosen("last", "attach").id == last_over().id
        with second.held():
            assert second.id == chosen(None, "attach").id
            assert f"dl-lab attach RUN for another: {first.id}" in capsys.readouterr().err
            with pytest.raises(BadUsage, match=f"2 runs are live; name one of them: {second.id}, "):
                to_be_stopped(None)


def test_a_question_alone_is_for_the_live_run() -> None:
    """One word that is a run's name asks nothing."""
    run = places.create(lesson.plan(("free",)))

    assert (None, "what?") == question_of(["what?"])
    assert (run.id, "what?") == question_of([run.id, "what?"])
    for words in ([run.id], ["last"], []):
        with pytest.raises(BadUsage, match="no question is given"):
            question_of(words)
    with pytest.raises(BadUsage, match="more than one question"):
        question_of(["last", "not", "quoted"])


def test_leaving_names_what_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    """And how to come back to it; a run that has ended meanwhile is not spoken of."""
    playing, paused, over = (places.create(lesson.plan(("free",))) for _ in range(3))
    for run, state in ((playing, "playing"), (paused, "paused"), (over, "playing")):
        run.write_status(Status.of_this_process(state, 23, ""))
    with playing.held(), paused.held():
        say_what_goes_on([playing, paused, over])

    assert [
        f"dl-lab: {playing.id} trains on (23/40); dl-lab attach {playing.id}",
        f"dl-lab: {paused.id} is paused (23/40); dl-lab attach {paused.id}",
    ] == capsys.readouterr().err.splitlines()
