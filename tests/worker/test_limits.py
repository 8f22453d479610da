"""A worker and the machine: its priority, its memory limit, what it reports, what would fit."""

import os
import re
import resource
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import torch

import tui_lab.system.memory
from lessons.kit import BadUsage
from lessons.kit.engine.devices import choose_device, why
from lessons.kit.engine.network import Network
from lessons.kit.engine.race import Race
from lessons.kit.loop import Run, Step
from lessons.kit.stream.events import Estimate, Fault, Neighbour
from tests.tools.commands import TOY, dl_lab
from tests.tools.workers import Begin, until
from tests.toys.lesson90_line import Line, lesson
from tui_lab.client.deaths import how_it_died
from tui_lab.protocol.status import Status
from tui_lab.runs import places
from tui_lab.runs.stream import recorded
from tui_lab.state.estimate import estimate_in_words
from tui_lab.system.memory import Memory, memory, size
from tui_lab.trust.config import run_defaults
from tui_lab.worker.limits import LOOK_LONGER, Forecast

GIB = 2**30


def test_what_did_not_fit_is_told_with_a_batch_that_does() -> None:
    """--max-memory is kept, the refusal names a batch, and that batch trains."""
    asked = ("run", "lesson3", "--variant", "norm", "--set", "hidden=64", "--max-memory", "450M",
             "--steps", "2", "--json", "--quiet")  # fmt: skip
    refused = dl_lab(*asked, "--set", "batch=4096").document
    fitting = re.search(r"--set (batch=\d+) fits", refused["error"]["mend"])

    assert (3, "failed") == (refused["exit"], refused["status"])
    assert "out of memory" in refused["error"]["message"]
    assert fitting, refused["error"]
    assert "finished" == dl_lab(*asked, "--set", fitting.group(1)).document["status"]


def hungry(hp: Line, run: Run) -> Iterator[Step]:
    """A loop that can hold three points, and fails as torch does with more."""
    for _ in run.steps(hp.steps):
        if hp.batch > 3:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory")
        yield Step(loss=torch.rand(()))


def insatiable(hp: Line, run: Run) -> Iterator[Step]:
    """A loop that nothing fits in."""
    for _ in run.steps(hp.steps):
        raise MemoryError
    yield Step()


def test_a_batch_that_fits_is_found_by_halving() -> None:
    """And where none fits, or the lesson has no batch, that is not promised."""

    def fix(loop: object) -> str:
        network = Network(loop, Line(batch=13), "free", 0, torch.device("cpu"), None)  # type: ignore[arg-type]
        network.tick()
        assert network.end and 3 == network.end.exit
        return network.end.fix

    assert "--set batch=3 fits: 2 steps of it were tried" == fix(hungry)
    assert "make the batch or the network smaller, or use another device" == fix(insatiable)


def test_a_worker_lets_others_go_first(begin: Begin) -> None:
    """On a CPU it is nice: nobody waits for a step as they wait for a key."""
    watched = begin.on(places.create(lesson.plan(("free",), settings={"slow": 0.01}, nice=7)))
    watched.wait_for("playing")
    worker = watched.remote.worker

    assert worker and 7 == os.getpriority(os.PRIO_PROCESS, worker.pid)


def test_how_nice_is_chosen_like_everything_else(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Flag > environment > file > default, on the screen too."""
    monkeypatch.delenv("DL_LAB_NICE")
    assert 10 == run_defaults()["nice"]
    home.mkdir()
    (home / "config.toml").write_text('[run]\nnice = 3\nmax_memory = "2G"\n')
    assert (3, 2 * GIB) == (run_defaults()["nice"], run_defaults()["max_memory"])
    monkeypatch.setenv("DL_LAB_NICE", "21")
    with pytest.raises(BadUsage, match="from 0 to 19"):
        run_defaults()
    monkeypatch.setenv("DL_LAB_NICE", "4")
    outcome = dl_lab("run", TOY, "--steps", "2", "--jsonl", "--nice", "5")
    assert 5 == places.find("last").plan.nice, outcome.err


def test_a_run_takes_no_more_than_was_free(begin: Begin) -> None:
    """Unless told otherwise: what is not there is refused in words, before the system kills."""
    watched = begin("free", slow=0.01, steps=10_000)
    watched.wait_for("playing")
    worker = watched.remote.worker
    assert worker
    most, _ = resource.prlimit(worker.pid, resource.RLIMIT_DATA)

    assert GIB / 4 < most < 2 * memory().total


def test_the_first_second_predicts_the_rest(begin: Begin) -> None:
    """Time to go, memory held and free: in the stream, once, for whoever watches.

    No busy machine makes steps quicker than they sleep. How much slower is not known: the steps
    that it goes by are the last ones, and may be slower than those before.
    """
    watched = begin("free", slow=0.02, steps=100_000)
    until(lambda: watched.look().estimates)
    [estimate] = watched.store.estimates
    left = 100_000 - estimate.step

    assert 1 < estimate.step < 100_000
    assert 0.02 * left <= estimate.seconds <= estimate.t * left
    assert 0 < estimate.memory < estimate.total
    assert 0 < estimate.free <= estimate.total
    assert [estimate] == [e for e in recorded(watched.remote.run) if isinstance(e, Estimate)]


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (
            Estimate(step=9, seconds=130, memory=GIB // 2, free=3 * GIB, total=8 * GIB, cores=2),
            "about 2 min 10 s to go; 0.50 GiB of memory held, 3.0 of 8.0 GiB free",
        ),
        (
            Estimate(step=9, seconds=9, memory=GIB, free=GIB, total=8 * GIB, cores=2, load=7.4),
            "about 9 s to go; 1.0 GiB of memory held, 1.0 of 8.0 GiB free; "
            "7 processes compete for its 2 cores",
        ),
        (
            Estimate(
                step=9, seconds=900, memory=2 * GIB, free=60 * GIB, total=80 * GIB,
                others=[Neighbour("ada", 7, 18 * GIB), Neighbour("", 8, GIB // 4)],
            ),
            "about 15 min to go, --max-seconds stops it earlier, after 600; "
            "2.0 GiB of the GPU's memory held, 60.0 of 80.0 GiB free; "
            "also on it: ada (18.0 GiB, pid 7), somebody (0.25 GiB, pid 8)",
        ),
    ],
)  # fmt: skip
def test_an_estimate_in_words(estimate: Estimate, words: str) -> None:
    """How long, how much, and who else."""
    assert words == estimate_in_words(estimate, 600)


class FakeCuda:
    """Three GPUs, as torch tells of them."""

    free = (10, 60, 20)

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = type("Properties", (), {"total_memory": 80 * GIB})()
        for name, value in {
            "is_available": lambda: True,
            "device_count": lambda: 3,
            "get_device_name": lambda index: f"Thinker {index}",
            "get_device_properties": lambda index: whole,
            "device_memory_used": lambda index: (80 - self.free[index]) * GIB,
        }.items():
            monkeypatch.setattr(torch.cuda, name, value)


def test_the_gpu_with_the_most_room_is_taken_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """`auto` and `cuda` choose; who names one gets that one, without a word."""
    FakeCuda(monkeypatch)

    assert "cuda:1" == str(choose_device("auto")) == str(choose_device("cuda"))
    assert "the freest of 3 GPUs, 60 of 80 GiB free" == why("auto", choose_device("auto"))
    assert ("cuda:2", "") == (str(choose_device("cuda:2")), why("cuda:2", choose_device("cuda:2")))


def test_a_hidden_gpu_is_no_mystery(monkeypatch: pytest.MonkeyPatch) -> None:
    """CUDA_VISIBLE_DEVICES is obeyed, also empty, and named as the reason."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    outcome = dl_lab("run", TOY, "--steps", "2")

    assert "on cpu (torch finds no CUDA device here: CUDA_VISIBLE_DEVICES is empty)" in outcome.err


@pytest.mark.parametrize("version", [1, 2])
def test_a_container_has_less_memory_than_its_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    """The least of all cgroups above us counts; what the kernel would give back is free."""
    own = tmp_path / "own"
    own.write_text("0::/jobs/mine\n" if version == 2 else "4:cpu,memory:/jobs/mine\n")
    root = tmp_path if version == 2 else tmp_path / "memory"
    place = root / "jobs"
    (place / "mine").mkdir(parents=True)
    names = ("memory.max", "memory.current", "inactive_file")
    older = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
    limit, use, given_back = names if version == 2 else older
    (place / limit).write_text(f"{GIB}\n")
    (place / use).write_text(f"{GIB // 2}\n")
    (place / "memory.stat").write_text(f"anon 5\n{given_back} {GIB // 4}\n")
    (place / "mine" / limit).write_text("max\n")
    monkeypatch.setattr(tui_lab.system.memory, "CGROUPS", tmp_path)
    monkeypatch.setattr(tui_lab.system.memory, "OWN_CGROUPS", own)

    assert Memory(GIB, 3 * GIB // 4) == memory()


@pytest.mark.parametrize(
    ("text", "bytes_"),
    [("4G", 4 * GIB), ("1.5 GiB", 3 * GIB // 2), ("800m", 800 * 2**20), ("123", 123)],
)
def test_sizes_are_read_as_people_write_them(text: str, bytes_: int) -> None:
    """With and without unit, in either case."""
    assert bytes_ == size(text)


@pytest.mark.parametrize("text", ["", "0", "-1G", "4X", "lots", "4G\x1b[2J"])
def test_what_is_no_size_is_refused(text: str) -> None:
    """With an example of what is."""
    with pytest.raises(BadUsage, match="4G or 800M"):
        size(text)


def test_who_is_killed_for_want_of_memory_is_told_so() -> None:
    """A kill while it held most of the memory is not laid on somebody's hand."""
    fat = Status("playing", 5, 1, 0.0, 0.0, "", memory=int(0.9 * memory().total))
    thin = Status("playing", 5, 1, 0.0, 0.0, "", memory=1000)

    assert "probably out of memory" in how_it_died(-9, fat).message
    assert "smaller batch" in how_it_died(-9, fat).fix
    assert how_it_died(-9) == how_it_died(-9, thin)
    assert isinstance(how_it_died(-11, fat), Fault) and "crashed" in how_it_died(-11, fat).message


def test_a_limit_that_leaves_nothing_is_refused() -> None:
    """Before anything is trained, with the least that would do."""
    outcome = dl_lab("run", TOY, "--max-memory", "50M")

    assert 3 == outcome.code
    assert "allow 0." in outcome.complaint


def told(clock: Iterable[tuple[float, int]], steps: int, patch: pytest.MonkeyPatch) -> list[float]:
    """At which second the rest was estimated, and at how many seconds, for steps by a clock."""
    race = SimpleNamespace(step=0, over=False, device=torch.device("cpu"))
    race.plan = SimpleNamespace(steps=steps, devices=1)
    forecast = Forecast(cast(Race, race))
    for now, race.step in clock:
        patch.setattr("tui_lab.worker.limits.time.monotonic", lambda now=now: now)
        if estimates := forecast.after_tick():
            return [now, *(estimate.seconds for estimate in estimates)]
    return []


def test_a_long_run_is_not_judged_by_its_slow_first_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two steps in the first second and ten in each other: it takes 200 s, not 1,000."""
    clock = [(second / 10, second // 5 if second < 10 else second - 8) for second in range(400)]
    at, seconds = told(clock, 2000, monkeypatch)

    assert 1.0 + LOOK_LONGER == pytest.approx(at, abs=1.5)
    assert (2000 - at * 10) / 10 == pytest.approx(seconds, rel=0.05)


def test_a_short_run_is_judged_after_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four seconds to go need no longer look; the first steps are left out."""
    clock = [(tick / 10, tick) for tick in range(60)]

    assert [1.6, 4.4] == pytest.approx(told(clock, 60, monkeypatch), abs=0.2)


def test_the_first_steps_say_nothing_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps that are looked at take eight seconds, the others one and a half: 15 min, not 90."""
    clock = [(n * 8.0 if n < 6 else 40 + (n - 5) * 1.5, n) for n in range(60)]
    _, seconds = told(clock, 600, monkeypatch)

    assert 585 * 1.5 == pytest.approx(seconds, rel=0.05)


def test_a_look_at_all_of_a_test_is_no_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty steps of a tenth of a second, one of half a minute, and so on: 3 min to go, not 1 h."""
    clock = [(n / 10 + (30 if n > 40 else 0), n) for n in range(400)]
    _, seconds = told(clock, 2000, monkeypatch)

    assert 200 == pytest.approx(seconds, rel=0.1)
