"""The stream on disk: whole lines, bounded size, nothing lost that can be kept."""

import math
import os
from pathlib import Path

import pytest

from lessons.kit import History, from_json
from lessons.kit.stream.columns import batch
from lessons.kit.stream.events import Event, NoteEvent, Steps
from lessons.kit.stream.events import from_json as decode
from tui_lab.runs.recorder import Recorder, last_event
from tui_lab.runs.stream import Follower
from tui_lab.runs.thinning import FULL_DETAIL, Thinner, bucket_width


def steps(first: int, *losses: float) -> Steps:
    return batch("a", 0, range(first, first + len(losses)), {"loss": list(losses)})


def note(text: str) -> NoteEvent:
    return NoteEvent(variant="a", seed=0, step=1, text=text)


def read(path: Path) -> list[Event]:
    return Follower(path).read()


def test_events_are_numbered_and_timed(tmp_path: Path) -> None:
    """Each line has its place in the stream, and time never runs back."""
    recorder = Recorder(tmp_path / "e")
    recorder.write([note("one"), note("two")])
    recorder.write([note("three")])
    found = read(tmp_path / "e")

    assert [0, 1, 2] == [event.seq for event in found]
    assert sorted(event.t for event in found) == [event.t for event in found]


def test_numbers_json_cannot_hold_come_back(tmp_path: Path) -> None:
    """NaN and the infinities are null in the file and themselves in the history."""
    Recorder(tmp_path / "e").write([steps(1, 1.0, math.nan, math.inf, -math.inf)])
    history = History()
    history.seeds = [0]
    for event in read(tmp_path / "e"):
        history.take_event(event)
    values = history.all("a", "loss")[0]

    assert "null" in (tmp_path / "e").read_text()
    assert "NaN" not in (tmp_path / "e").read_text()
    assert [1.0, math.inf, -math.inf] == [values[0], values[2], values[3]]
    assert math.isnan(values[1])


def test_a_run_taken_up_again_goes_on_counting(tmp_path: Path) -> None:
    """The next writer continues the numbers and the clock."""
    Recorder(tmp_path / "e").write([note("one")])
    Recorder(tmp_path / "e").write([note("two")])

    assert [0, 1] == [event.seq for event in read(tmp_path / "e")]


def test_a_writer_killed_inside_a_line_costs_only_that_line(tmp_path: Path) -> None:
    """Half a line is skipped and counted; what comes after it is read."""
    Recorder(tmp_path / "e").write([note("one")])
    with (tmp_path / "e").open("ab") as file:
        file.write(b'{"type":"note","seq":1,"te')
    Recorder(tmp_path / "e").write([note("after")])
    follower = Follower(tmp_path / "e")
    found = follower.read()

    assert ["one", "after"] == [event.text for event in found]  # type: ignore[attr-defined]
    assert 1 == follower.damaged


def test_a_full_disk_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What did not fit whole is not there at all, and the refusal is the system's own."""
    recorder = Recorder(tmp_path / "e")
    recorder.write([note("one")])
    write = os.write

    def nearly_full(handle: int, data: bytes) -> int:
        if len(data) > 10:
            return write(handle, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", nearly_full)
    with pytest.raises(OSError, match="No space left"):
        recorder.write([note("two")])
    monkeypatch.undo()
    recorder.write([note("three")])

    assert ["one", "three"] == [event.text for event in read(tmp_path / "e")]  # type: ignore[attr-defined]


def test_the_follower_waits_for_the_end_of_a_line(tmp_path: Path) -> None:
    """A line that is still being written is not an event yet."""
    line = b'{"type":"note","variant":"a","seed":0,"step":1,"text":"x"}\n'
    follower = Follower(tmp_path / "e")
    (tmp_path / "e").write_bytes(line[:20])
    assert [] == follower.read()
    with (tmp_path / "e").open("ab") as file:
        file.write(line[20:])

    assert 1 == len(follower.read())
    assert 0 == follower.damaged


def test_a_type_from_the_future_is_skipped() -> None:
    """A newer lab may say more; an older one reads on."""
    assert from_json(b'{"type":"hologram","v":1,"depth":3}') is None
    assert decode(b'{"type":"note","variant":"a","seed":0,"step":1,"text":"x","new":1}') is not None


def test_short_runs_keep_every_step() -> None:
    """Nothing is thinned before step 8,192."""
    event = steps(FULL_DETAIL - 2, 1.0, 2.0, 3.0)

    assert [event] == Thinner().thin_steps(event)


def test_long_runs_are_thinned_but_keep_every_spike() -> None:
    """A single spike at step 1,000,001 is still in the extremes of what is recorded."""
    thinner, recorded = Thinner(), []
    for first in range(1_000_000, 1_010_000, 100):
        values = [99.0 if step == 1_000_001 else 1.0 for step in range(first, first + 100)]
        recorded += thinner.thin_steps(steps(first, *values))
    highs = [high for event in recorded for high in event.high["loss"] if high is not None]

    assert 99.0 == max(highs)
    assert len(highs) <= 10_000 // bucket_width(1_000_000) + 1


def test_a_file_grows_by_the_same_for_every_doubling() -> None:
    """Ten times the steps is a little over three doublings, not ten times the values."""

    def values(until: int) -> int:
        return sum(1 for step in range(1, until + 1) if step % bucket_width(step) == 0)

    assert values(400_000) < values(40_000) + 4 * FULL_DETAIL // 2 + 1


def test_flushing_in_the_middle_of_a_bucket_loses_nothing() -> None:
    """A checkpoint may come at any step: the least and most are those of all steps."""
    numbers = [float((step * 37) % 101) for step in range(20_000, 20_100)]
    one, two = Thinner(), Thinner()
    whole = one.thin_steps(steps(20_000, *numbers)) + one.flush()
    parts = two.thin_steps(steps(20_000, *numbers[:33])) + two.flush()
    parts += two.thin_steps(steps(20_033, *numbers[33:])) + two.flush()

    def extremes(events: list[Steps]) -> tuple[float, float, float | None]:
        history = History()
        history.seeds = [0]
        for event in events:
            history.take_event(event)
        return (
            history.lowest("a", "loss")[0], history.highest("a", "loss")[0],
            history.last("a", "loss")[0],
        )  # fmt: skip

    assert extremes(whole) == extremes(parts) == (min(numbers), max(numbers), numbers[-1])


def test_the_last_event_is_found_behind_a_torn_line(tmp_path: Path) -> None:
    """A resume reads how far the stream came, whatever its last bytes are."""
    Recorder(tmp_path / "e").write([note("one"), note("two")])
    with (tmp_path / "e").open("ab") as file:
        file.write(b'{"type":"no')
    last = last_event(tmp_path / "e")

    assert isinstance(last, NoteEvent)
    assert "two" == last.text
