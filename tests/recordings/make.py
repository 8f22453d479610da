"""Makes the recordings that the screen's tests are fed with: `python tests/recordings/make.py`.

Short runs of the toy lesson. Their times are made up, so that equal code makes equal files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from lessons.kit import to_json
from lessons.kit.stream.events import (
    Control,
    End,
    Event,
    Fault,
    NoteEvent,
    PictureEvent,
    Start,
    State,
    Steps,
)
from tests.toys.lesson90_line import lesson

HERE = Path(__file__).parent
A_STEP = 0.05  # seconds that a step is said to take


def story(*variants: str, **settings: Any) -> Iterator[Event]:
    """The toy's events with the worker's own words between them."""
    for event in lesson.run(*variants, **settings):
        yield event
        if isinstance(event, Start):
            yield State(state="playing")


def until(events: Iterable[Event], step: int, *last: Event) -> Iterator[Event]:
    """The events up to this step, then these."""
    for event in events:
        if isinstance(event, Steps) and event.first > step:
            break
        yield event
    yield from last


def evil() -> Iterator[Event]:
    """What a learner's file might say: it must be shown, and not obeyed."""
    words = "\x1b]52;c;ZXZpbA==\x07 [red]not markup[/red]"
    for variant in ("calm", "wild", "free"):
        yield NoteEvent(variant=variant, seed=0, step=3, text=words)
        yield PictureEvent(variant=variant, seed=0, step=3, panel="words", value=words)
        yield PictureEvent(variant=variant, seed=0, step=3, panel="points", value=[[words, "[/x]"]])


def write(name: str, events: Iterable[Event]) -> None:
    """Number the events, give them times, write them down."""
    lines, t = [], 0.0
    for seq, event in enumerate(events):
        if isinstance(event, Steps):
            t = event.first * A_STEP
        if isinstance(event, Start):
            event = msgspec.structs.replace(event, run=f"lesson90-{name}", versions={})
        lines.append(to_json(msgspec.structs.replace(event, seq=seq, t=round(t, 4))) + b"\n")
    (HERE / f"{name}.jsonl").write_bytes(b"".join(lines))


def main() -> None:
    """Every recording."""
    three = ("calm", "wild", "free")  # only `free` leaves the learning rate to the learner
    write("started", until(story(*three, steps=200), 0))
    write("playing", until(story(*three, steps=200), 45))
    write("paused", until(story(*three, steps=200), 12, State(state="paused", step=12)))
    write("parked", until(story(*three, steps=200), 12, State(state="parked", step=12)))
    write("finished", story(steps=60))
    write("seeds", story(steps=40, seeds=3))
    turned = Control(action="set", step=20, name="lr", value=0.5)
    write("stopped", until(story(steps=60), 20, turned, End(status="stopped", exit=130)))
    fault = Fault("the worker did not finish: it was killed (signal 9)", "`dl-lab resume` goes on")
    write("killed", until(story(steps=60), 30, End(status="killed", exit=70, error=fault)))
    write("evil", until(story(*three, steps=200), 3, *evil()))
    write("pictures", story(steps=60, noise=False))
    write("failed", story(steps=60, fail_at=25))


if __name__ == "__main__":
    main()
