"""What a viewer pays for what was said: to fold it, and to paint it, in CPU seconds."""

import asyncio
import random
import time
from collections.abc import Callable
from unittest.mock import patch

from benchmarks.tools.rows import Row, compared
from benchmarks.watching.events import COUNT, STEPS, said
from lessons.kit import to_json
from lessons.kit.stream.columns import batch
from lessons.kit.stream.events import Event, from_json
from tui_lab.app.lab import LabApp
from tui_lab.charts.rows import Row as Cells
from tui_lab.session.session import Session
from tui_lab.state.store import Store
from tui_lab.widgets.panels.series import SeriesChart

FOLD = 16.0
"""Times the decoding of its JSON: 11, and 22 while each column was decoded four times a batch."""
PAINT = 1.2
"""Times the picture alone: 1.0 with the caption above it, 1.7 while each made its own curves."""
SEEDS, RECORDED = 8, 4096


def folding(quick: bool) -> Row:
    """A viewer's fold of an event, against the decoding of its JSON by msgspec."""
    events = said()
    lines = [to_json(event) for event in events]
    pairs = []
    for _ in range(3 if quick else 9):
        folded = seconds(lambda: _fold(events))
        pairs.append((folded, seconds(lambda: [from_json(line) for line in lines])))
    micro = [(1e6 * ours / COUNT, 1e6 * theirs / COUNT) for ours, theirs in pairs]
    return compared(f"folding {STEPS} steps / decoding them", micro, budget=FOLD, unit="µs")


def _fold(events: list[Event]) -> Store:
    store = Store()
    for event in events:
        store.take_event(event)
    return store


def painting(quick: bool) -> Row:
    """A chart of eight seeds with its caption, against its picture alone."""
    pairs = asyncio.run(_painted(5 if quick else 25))
    name = f"painting a chart of {SEEDS} seeds with its caption / without"
    return compared(name, [(1000 * a, 1000 * b) for a, b in pairs], budget=PAINT, unit="ms")


async def _painted(times: int) -> list[tuple[float, float]]:
    app = LabApp("lesson3", {"seeds": SEEDS})
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        _record(app.sessions[-1])
        chart = app.screen.query(SeriesChart).first()
        chart.draw(60, 20)  # what is drawn first loads plotext
        return [(_paint(chart, chart.captions), _paint(chart, _no_caption)) for _ in range(times)]


def _paint(chart: SeriesChart, captions: Callable[[int], list[Cells]]) -> float:
    chart.view.version += 1  # or the caption of the paint before would do
    with patch.object(chart, "captions", captions):
        return seconds(lambda: chart.draw(60, 20))


def _no_caption(width: int) -> list[Cells]:
    return []


def _record(session: Session) -> None:
    """Losses that rattle, of every network that is planned."""
    rattle = random.Random(0)
    for variant in session.plan.variants:
        for seed in session.plan.seeds:
            columns = {"loss": [rattle.random() for _ in range(RECORDED)]}
            session.store.take_event(batch(variant, seed, range(1, RECORDED + 1), columns))


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds that this takes."""
    began = time.process_time()
    work()
    return time.process_time() - began
