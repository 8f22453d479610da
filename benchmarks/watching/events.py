"""What one event costs on its way: said, written, read, folded.

`python -m benchmarks.watching.events` measures it alone.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.tools.rows import Row, compared
from lessons.kit.stream.events import Event, Start, Steps, from_json, to_json
from tui_lab.runs.recorder import Recorder
from tui_lab.runs.stream import Follower
from tui_lab.state.store import Store

STEPS = 64  # steps in an event: about what a loop of 1,300 a second says in 50 ms
SCALARS = ("loss", "grad_norm", "held_out")
COUNT = 400
BUDGET = 0.03
"""Of the time that the steps of the event took, in a loop of 4,000 a second."""


def said() -> list[Event]:
    """A run's first 25,600 steps, as a worker says them."""
    columns: dict[str, list[float | None]] = {
        name: [0.5 + n / 1000 for n in range(STEPS)] for name in SCALARS
    }
    start = Start(
        run="r", lesson="lesson3", config={}, variants={"norm": {}}, seeds=[0], steps=COUNT * STEPS,
        device="cpu",
    )  # fmt: skip
    batches = [
        Steps(variant="norm", seed=0, first=1 + n * STEPS, values=dict(columns))
        for n in range(COUNT)
    ]
    return [start, *batches]


def stages() -> dict[str, float]:
    """CPU seconds for one event, at each place that it passes."""
    events, store = said(), Store()
    lines = [to_json(event) for event in events]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "events.jsonl")
        pen, follower = Recorder(path), Follower(path)
        return {
            "encode": _each(lambda: [to_json(event) for event in events]),
            "write": _each(lambda: _all(lambda event: pen.write([event]), events)),
            "read": _each(follower.read),
            "decode": _each(lambda: [from_json(line) for line in lines]),
            "fold": _each(lambda: _all(store.take_event, events)),
        }


def _all(work: Callable[[Event], None], events: list[Event]) -> None:
    for event in events:
        work(event)


def _each(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) / COUNT


def cost_of_an_event(quick: bool) -> Row:
    """What the worker pays to say a step, against a step of 250 µs."""
    found = [stages() for _ in range(3 if quick else 9)]
    pairs = [(each["write"], STEPS / 4000) for each in found]
    least = {name: min(each[name] for each in found) * 1e6 for name in found[0]}
    words = ", ".join(f"{name} {micro:.0f} µs" for name, micro in least.items())
    row = compared(f"writing {STEPS} steps / training them at 4,000 a second", pairs, budget=BUDGET)
    return Row(**{**vars(row), "measured": words})


if __name__ == "__main__":
    print(cost_of_an_event(False).measured)
