"""Whatever a child does, the lab hears of it in a sentence, and nothing of the child is left."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import psutil
import pytest

from lessons.kit import BadEnvironment
from tui_lab.sandbox.client import Sandbox
from tui_lab.sandbox.job import Job, Limits, Outcome

MIB = 1 << 20
pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox("tests.sandbox.jobs") as sandbox:
        yield sandbox
        assert [] == _below(sandbox), "children outlived their jobs"


def _below(sandbox: Sandbox) -> list[psutil.Process]:
    return psutil.Process(sandbox._process.pid).children(recursive=True)


def job(name: str, limits: Limits = Limits(), **given: Any) -> Job:  # noqa: B008  frozen
    return Job(f"tests.sandbox.jobs:{name}", given, limits=limits)


def test_what_a_function_returns_comes_back(sandbox: Sandbox) -> None:
    """With what it printed, and the CPU time that it took."""
    outcome = sandbox.run(job("give", value={"a": [1, None, "ü"]}))

    assert "done" == outcome.how, outcome
    assert {"a": [1, None, "ü"]} == outcome.value_as(dict[str, Any])
    assert "given\n" == outcome.printed
    assert 0 <= outcome.cpu


@pytest.mark.parametrize(
    ("asked", "how", "why"),
    [
        (job("loop", Limits(cpu=0.2)), "failed", "TimeIsUpError"),
        (job("stubborn_loop", Limits(cpu=0.2)), "out of time", "0.2 s of CPU time"),
        (job("sleep", Limits(seconds=0.3), seconds=60), "out of time", "stopped after 0.3 s"),
        (job("take_memory", Limits(memory=50 * MIB), size=400 * MIB), "failed", "MemoryError"),
        (job("take_memory_in_children", Limits(memory=80 * MIB), size=80 * MIB), "out of memory",
         "more than 0.08 GiB"),
        (job("leave", code=7), "left", "with exit code 7"),
        (job("leave", code=0), "left", "before its function did"),
        (job("say_exit"), "failed", "SystemExit: enough"),
        (job("crash"), "left", "ended by SIGSEGV"),
        (job("bomb", Limits(processes=6)), "too many processes", "more than 6 processes"),
        (job("flood", lines=1_000_000), "too much output", "printed more than 32 MiB"),
        (job("read_stdin"), "failed", "EOFError"),
        (job("nothing_like_it"), "failed", "AttributeError"),
    ],
    ids=lambda value: value.entry.partition(":")[2] if isinstance(value, Job) else "",
)  # fmt: skip
def test_every_way_to_misbehave_is_told_in_words(
    sandbox: Sandbox, asked: Job, how: str, why: str
) -> None:
    """And the next job is done as if nothing had been."""
    outcome = sandbox.run(asked)

    assert (how, True) == (outcome.how, why in outcome.why), outcome
    assert "done" == sandbox.run(job("give", value=1)).how


def test_a_function_that_forks_returns_once(sandbox: Sandbox) -> None:
    """The copy of the child comes to its end as well, and is not believed."""
    outcome = sandbox.run(job("fork_and_return"))

    assert ("done", True) == (outcome.how, outcome.value_as(int) > 0), outcome


def test_a_flood_is_cut_and_does_no_harm(sandbox: Sandbox) -> None:
    """The beginning of what is printed is kept, and the function returns as always."""
    outcome = sandbox.run(job("flood", Limits(printed=1000), lines=50_000))

    assert ("done", True, 1000) == (outcome.how, outcome.is_cut, len(outcome.printed))


def test_a_file_cannot_fill_the_disk(sandbox: Sandbox, tmp_path: Path) -> None:
    """A write beyond the limit fails in the child."""
    big = tmp_path / "big"
    outcome = sandbox.run(job("write", Limits(file=1 * MIB), path=str(big), size=9 * MIB))

    assert "done" != outcome.how
    assert 1 * MIB >= big.stat().st_size


def test_nothing_that_it_started_outlives_it(sandbox: Sandbox, tmp_path: Path) -> None:
    """Also not what made a session of its own."""
    mark = str(tmp_path / "begun")
    outcome = sandbox.run(job("leave_a_child", path=mark))

    assert "done" == outcome.how, outcome
    assert [] == [each for each in psutil.process_iter() if mark in " ".join(_line(each))]


def _line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_the_network_is_refused_where_the_system_can(sandbox: Sandbox) -> None:
    """Not even this machine's own ports are there."""
    outcome = sandbox.run(job("connect"))

    if "network" not in outcome.walls:
        pytest.skip("this system grants no network namespace")
    assert "Network is unreachable" == outcome.value_as(str)


def test_a_command_is_run_under_the_same_limits(sandbox: Sandbox, tmp_path: Path) -> None:
    """Its output is kept, its exit code told, its folder is the one that was named."""
    limits = Limits(cpu=0.3)
    done = sandbox.run(Job(command=["sh", "-c", "pwd; exit 3"], folder=str(tmp_path)))
    endless = sandbox.run(Job(command=["sh", "-c", "while :; do :; done"], limits=limits))
    missing = sandbox.run(Job(command=["no-such-command"]))

    assert ("failed", 3, f"{tmp_path}\n") == (done.how, done.code, done.printed)
    assert "out of time" == endless.how
    assert "No such file" in missing.printed


def test_a_job_can_be_ended_early(sandbox: Sandbox) -> None:
    """A learner who saves again does not wait for the check of what was there before."""
    told: list[Outcome] = []
    thread = Thread(target=lambda: told.append(sandbox.run(job("sleep", seconds=60))))
    thread.start()
    while len(_below(sandbox)) < 2:
        pass
    sandbox.cancel()
    thread.join(30)

    assert ["left"] == [outcome.how for outcome in told]


def test_closing_ends_everything() -> None:
    """A lab that is left takes its sandbox along, with what runs in it."""
    sandbox = Sandbox()
    thread = Thread(target=lambda: _quietly(sandbox, job("sleep", seconds=60)))
    thread.start()
    while len(_below(sandbox)) < 2:
        pass
    below = _below(sandbox)
    sandbox.close()
    thread.join(30)

    assert [] == psutil.wait_procs(below, timeout=10)[1]


def _quietly(sandbox: Sandbox, asked: Job) -> None:
    with suppress(BadEnvironment):
        sandbox.run(asked)
