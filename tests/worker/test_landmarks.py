"""When checkpoints are written: about every tenth of a run, and never for much of its time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tui_lab.worker.logbook import LANDMARK_SHARE, Allowance, tenth

STEPS = 200


def landmarks(seconds: float, costs: list[float]) -> tuple[set[int], float]:
    """The tenths in which a run of this many seconds wrote one, and the time that all of it took.

    `costs` are the seconds that each write takes, the last of them that of all that follow.
    """
    now, spent, saved, found = 0.0, 0.0, 0, set()
    allowance, waiting = Allowance(now), list(costs)
    for step in range(1, STEPS + 1):
        now += seconds / STEPS
        is_due = tenth(step, STEPS) > tenth(saved, STEPS) and allowance.for_landmark(now)
        if is_due or allowance.for_safety(now):
            cost = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            allowance.wrote(now, now + cost)
            now, spent, saved = now + cost, spent + cost, step
            found.add(tenth(step, STEPS))
    return found - {0}, spent


def test_one_slow_write_costs_no_landmark() -> None:
    """A run of 5 s in which the second write took 0.5 s: the others are there all the same."""
    found, spent = landmarks(5.0, [0.01, 0.5, 0.01])
    assert set(range(1, 11)) == found
    assert spent < 0.7


@given(
    seconds=st.floats(2, 600), quick=st.floats(0.001, 0.02), slow=st.floats(0.1, 3),
    which=st.lists(st.booleans(), min_size=40, max_size=40),
)  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_slow_writes_here_and_there_cost_no_landmark(
    seconds: float, quick: float, slow: float, which: list[bool]
) -> None:
    """Whichever they are, as long as no two come one after the other."""
    alone = [here and not before for here, before in zip(which, [False, *which], strict=False)]
    costs = [slow if each else quick for each in alone] + [quick]
    found, _ = landmarks(seconds, costs)
    if 2 * quick / LANDMARK_SHARE <= seconds / 10:
        assert set(range(1, 11)) == found


@given(seconds=st.floats(0.5, 600), cost=st.floats(0.001, 3))
@settings(max_examples=100, deadline=None)
def test_slow_writes_throughout_take_a_tenth_of_the_time(seconds: float, cost: float) -> None:
    """Two until that is known; then landmarks take a tenth, and what is for safety 2 %."""
    _, spent = landmarks(seconds, [cost])
    assert spent <= 2 * cost + 0.12 * seconds
