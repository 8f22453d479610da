"""What a screen knows: the stream, folded."""

import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import History
from lessons.kit.stream.columns import Numbers, batch, decoded
from lessons.kit.stream.events import (
    Control,
    NetworkEnd,
    Position,
    Resumed,
    Start,
    State,
    Steps,
    from_json,
    to_json,
)
from tests.toys.lesson90_line import lesson
from tui_lab.state.bins import BINS, Binned
from tui_lab.state.pace import Pace
from tui_lab.state.store import Store


def begun(**rest: object) -> Store:
    store = Store()
    plan = lesson.plan(("calm", "wild"))
    store.take_event(
        Start(
            run="r",
            lesson="lesson90",
            config=plan.config,
            variants=plan.variants,
            seeds=[0],
            steps=40,
            device="cpu",
        )
    )
    return store


def test_a_curve_keeps_the_spike_of_a_million_steps() -> None:
    """However many points come in, at most 512 bins go out, extremes and mean intact."""
    curve = Binned()
    for step in range(1, 100_001):
        curve.add_point(step, 50.0 if step == 777 else 1.0)

    assert len(curve.bins) <= BINS
    assert 50.0 == max(one.high for one in curve.bins)
    assert 100_000 == sum(one.count for one in curve.bins)


def test_what_is_not_a_number_is_a_gap_with_a_place() -> None:
    """A curve remembers where it broke, and its means stay finite."""
    curve = Binned()
    for step, value in enumerate([1.0, 2.0, math.nan, math.inf], start=1):
        curve.add_point(step, value)

    assert 3 == curve.broke_at
    assert [1.0, 1.5, 1.5, 1.5] == curve.running_mean()


@st.composite
def recordings(draw: st.DrawFn) -> tuple[list[int], Numbers, list[int]]:
    """Steps with gaps, values with what is no number, extremes or none; and where it is cut."""
    gaps = draw(st.lists(st.integers(1, 40), min_size=1, max_size=150))
    steps = [sum(gaps[: n + 1]) for n in range(len(gaps))]
    any_float = st.floats(allow_nan=True, allow_infinity=True, width=32)
    values = draw(st.lists(any_float, min_size=len(steps), max_size=len(steps)))
    cuts = sorted(draw(st.sets(st.integers(0, len(steps)))) | {0, len(steps)})
    if draw(st.booleans()):
        return steps, Numbers(values, values, values), cuts
    spread = draw(st.lists(st.sampled_from((0.0, 1.0, math.nan)), min_size=len(steps),
                           max_size=len(steps)))  # fmt: skip
    pairs = list(zip(values, spread, strict=True))
    return steps, Numbers(values, [v - s for v, s in pairs], [v + s for v, s in pairs]), cuts


def parts(steps: list[int], numbers: Numbers, cuts: list[int]) -> list[Steps]:
    """The recording as events, as they come from a file."""
    return [
        event
        for a, b in pairwise(cuts)
        if isinstance(event := from_json(to_json(batch(
            "calm", 0, steps[a:b], {"loss": numbers.values[a:b]},
            {"loss": numbers.low[a:b]}, {"loss": numbers.high[a:b]},
        ))), Steps)
    ]  # fmt: skip


def exact(numbers: list[float]) -> list[str]:
    """Numbers that may be nan, so that they can be compared."""
    return [f"{number!r}" for number in numbers]


@settings(max_examples=200, deadline=None)
@given(recordings())
def test_a_stream_folds_to_the_same_however_it_was_cut(
    recording: tuple[list[int], Numbers, list[int]],
) -> None:
    """What a viewer knows does not depend on the batches: column by column, bin by bin."""
    steps, numbers, _ = recording
    store, history = begun(), History()
    for event in parts(*recording):
        store.take_event(event)
        history.take_event(event)

    column = store.history.track("calm", 0).columns["loss"]
    assert steps == list(column.steps)
    assert exact(numbers.values) == exact(list(column.values))
    same = history.track("calm", 0).columns["loss"]
    assert exact(list(same.low)) == exact(list(column.low))
    curve = store.curve("calm", 0, "loss")
    broke = next(
        (s for s, v in zip(steps, numbers.values, strict=True) if not math.isfinite(v)), None
    )
    assert broke == curve.broke_at
    expected = bins_of(steps, numbers, curve.width)
    assert list(expected) == [one.step for one in curve.bins]
    for one, (low, high, values) in zip(curve.bins, expected.values(), strict=True):
        assert (len(values), low, high) == (one.count, one.low, one.high)
        assert math.isclose(
            math.fsum(values), one.total, rel_tol=1e-9, abs_tol=1e-9 * scale(values)
        )


def bins_of(
    steps: list[int], numbers: Numbers, width: int
) -> dict[int, tuple[float, float, list[float]]]:
    """First step → least, most and every finite value of a bin, by the definition."""
    found: dict[int, tuple[float, float, list[float]]] = {}
    columns = zip(steps, numbers.values, numbers.low, numbers.high, strict=True)
    for step, value, low, high in columns:
        first = (step - 1) // width * width + 1
        least, most, values = found.setdefault(first, (math.inf, -math.inf, []))
        if math.isfinite(value):
            low, high = (one if math.isfinite(one) else value for one in (low, high))
            found[first] = min(least, low), max(most, high), [*values, value]
    return found


def scale(values: list[float]) -> float:
    return max(map(abs, values), default=0.0)


def test_a_batch_is_decoded_as_it_was_said() -> None:
    """Nulls are the numbers they were; where no extremes travel, each value is its own."""
    said = batch(
        "calm", 0, [3, 5, 9], {"loss": [1.0, math.nan, -math.inf], "norm": [1.0, 2.0, 3.0]}
    )
    found = decoded(said)

    assert [3, 5, 9] == list(found.steps)
    assert ["1.0", "nan", "-inf"] == exact(found.scalars["loss"].values)
    assert found.scalars["norm"].values is found.scalars["norm"].low


def test_a_resumed_run_forgets_what_the_killed_one_did_last() -> None:
    """Steps after the checkpoint are trained again, not counted twice."""
    store = begun()
    store.take_event(batch("calm", 0, range(1, 11), {"loss": [float(i) for i in range(10, 0, -1)]}))
    store.take_event(Resumed(at=[Position("calm", 0, 4)]))
    store.take_event(batch("calm", 0, range(5, 7), {"loss": [60.0, 50.0]}))

    assert [10.0, 9.0, 8.0, 7.0, 60.0, 50.0] == list(store.history.all("calm", "loss")[0])
    assert 50.0 == store.curve("calm", 0, "loss").last
    assert 6 == store.step


def test_verdicts_wait_for_the_run() -> None:
    """A claim is pending until its variant has finished, then it is judged."""
    store = begun()
    store.take_event(batch("calm", 0, range(1, 21), {"loss": [0.01] * 20}))
    assert ["pending"] == [claim.verdict for claim in store.verdicts(lesson)]
    store.take_event(batch("calm", 0, range(21, 41), {"loss": [0.01] * 20}))

    assert ["holds"] == [claim.verdict for claim in store.verdicts(lesson)]


def test_a_turned_knob_is_known() -> None:
    """The settings are those of now."""
    store = begun()
    store.take_event(Control(action="set", step=3, name="lr", value=0.5))

    assert 0.5 == store.config["lr"]


def told(store: Store, step: int, seconds: float) -> None:
    """The run says that it is at this step by now."""
    event = batch("calm", 0, [step], {"loss": [1.0]})
    store.take_event(type(event)(**{**_fields(event), "t": seconds}))


def test_the_pace_is_that_of_the_last_seconds() -> None:
    """Steps a second come from the stream's own clock; a pause makes it zero."""
    store = begun()
    for i in range(1, 31):
        told(store, i, i * 0.1)

    assert 10.0 == round(store.rate, 6)
    assert 1.0 == round(store.remaining or 0.0, 6)
    store.take_event(State(state="paused", step=30))
    assert 0.0 == store.rate
    assert store.remaining is None


def test_the_end_is_not_predicted_from_the_warm_up() -> None:
    """The first steps are slower: an hour that becomes a minute is worse than to wait."""
    store = begun()
    for step, seconds in ((1, 3.0), (2, 3.5), (3, 3.9)):
        told(store, step, seconds)
        assert store.remaining is None
    for n in range(1, 21):
        told(store, 3 + n, 3.9 + n * 0.1)

    assert 1.7 == round(store.remaining or 0.0, 6)


def test_steps_of_twenty_seconds_have_a_pace() -> None:
    """From the second one on, and a time to the end after a minute: no window is too short."""
    store = begun()
    for step in (1, 2):
        told(store, step, step * 20.0)
    assert (0.05, None) == (store.rate, store.remaining)
    for step in (3, 4, 5):
        told(store, step, step * 20.0)

    assert 35 * 20.0 == store.remaining


def test_the_time_to_the_end_does_not_flicker() -> None:
    """It counts down while the pace wavers by a twentieth, and follows when it halves."""
    pace = Pace()
    for n in range(400):
        pace.add_step(n * 0.1 + 0.05 * math.sin(n), n, 10_000)
    ends = set()
    for n in range(400, 800):
        now = n * 0.1 + 0.05 * math.sin(n)
        pace.add_step(now, n, 10_000)
        ends.add(round(now + (pace.remaining or 0.0), 6))
    assert 1 == len(ends)
    for n in range(800, 1600):
        pace.add_step(80.0 + (n - 800) * 0.2, n, 10_000)

    assert 0.9 < (pace.remaining or 0.0) / (8400 * 0.2) < 1.1


def test_the_time_to_the_end_forgives_one_long_look() -> None:
    """Half a minute at step 400, of steps that take a tenth of a second each."""
    pace, left = Pace(), []
    for n in range(800):
        pace.add_step(n * 0.1 + (30 if n >= 400 else 0), n, 10_000)
        left += [pace.remaining] if n > 20 else []

    assert 940 < max(left) < 1080


def _fields(event: object) -> dict[str, object]:
    return {name: getattr(event, name) for name in event.__struct_fields__}  # type: ignore[attr-defined]


def test_every_network_that_ended_is_known_by_how() -> None:
    """The table can say diverged, failed or finished."""
    store = begun()
    store.take_event(NetworkEnd(variant="wild", seed=0, step=7, how="diverged"))

    assert "diverged" == store.ends["wild", 0].how
