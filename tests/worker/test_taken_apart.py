"""Steps of a real run taken apart, in a process of their own: the run stays as it is."""

from collections.abc import Iterator

import pytest

from lessons.kit import Trouble
from lessons.kit.stream.apart import KINDS
from tests.tools.workers import LONG, Begin, Watched, until
from tui_lab.client.bench import Bench
from tui_lab.protocol.commands import Play, StepOn
from tui_lab.protocol.explain import ExplainRequest
from tui_lab.runs.folder import RunFolder

benches: list[Bench] = []


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """No process is left behind."""
    yield
    while benches:
        benches.pop().close()


def bench_on(run: RunFolder, step: int, variant: str = "free") -> Bench:
    benches.append(Bench(run, ExplainRequest(step, variant, 0)))
    return benches[-1]


def recorded_losses(watched: Watched) -> list[float]:
    return list(watched.look().history.track("free", 0).columns["loss"].values)


def test_steps_are_taken_apart_one_after_the_other(begin: Begin) -> None:
    """Each is the recorded one to the last bit, and nothing in the run's folder has changed."""
    run = begin(steps=30)
    run.wait_for("finished")
    folder = run.remote.run
    before = {p.name: p.read_bytes() for p in sorted(folder.path.glob("*.json*"))}
    bench = bench_on(folder, 17)
    found = [bench.take(step) for step in (17, 18, 19, 5)]

    assert [17, 18, 19, 5] == [each.step for each in found]
    losses = recorded_losses(run)
    assert [losses[each.step - 1] for each in found] == [each.scalars["loss"] for each in found]
    assert all(set(KINDS) == {phase.kind for phase in each.phases} for each in found)
    assert [0, 0] == [each.replayed for each in found[1:3]]
    assert before == {p.name: p.read_bytes() for p in sorted(folder.path.glob("*.json*"))}


def test_the_next_step_of_a_live_run_is_shown_before_it_is_trained(begin: Begin) -> None:
    """And the run, which hears nothing of it, then does just that."""
    run = begin(paused=True, steps=12)
    run.wait_for("paused")
    run.send(StepOn(4))
    until(lambda: run.look().step == 4 and run.store.state == "paused")
    found = bench_on(run.remote.run, 5).take(5)
    run.send(Play())
    run.wait_for("finished")

    assert recorded_losses(run)[4] == found.scalars["loss"]


def test_what_is_not_there_is_refused_in_words(begin: Begin) -> None:
    """A step after the last, and a network that the run does not have; another try may do."""
    run = begin(steps=6)
    run.wait_for("finished")
    bench = bench_on(run.remote.run, 6)
    assert 6 == bench.take(6).step
    with pytest.raises(Trouble, match="has no step 7"):
        bench.take(7)
    assert 2 == bench.take(2).step
    with pytest.raises(Trouble, match="variant"):
        bench_on(run.remote.run, 2, "nobody").take(2)


def test_nobody_waits_for_a_bench_that_is_closed(begin: Begin) -> None:
    """The steps on the way may be many: closing ends what worked on them."""
    run = begin(paused=True, **LONG)
    run.wait_for("paused")
    bench = bench_on(run.remote.run, 500_000)
    bench.close()
    with pytest.raises(Trouble):
        bench.take(500_000)
