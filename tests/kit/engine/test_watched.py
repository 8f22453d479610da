"""The scalars that a lesson watches: two losses, or none, instead of one that is called loss."""

import json
import math
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from lessons.kit import History, Lesson, from_json, to_json
from lessons.kit.claims.helpers import tail_means
from lessons.kit.engine.checkpoints import read_checkpoint, write_checkpoint
from lessons.kit.engine.race import Race
from lessons.kit.stream.columns import batch
from lessons.kit.stream.events import Event, NetworkEnd, Start
from tests.toys.lesson90_line import lesson
from tui_lab.cli.narration import headline_metrics
from tui_lab.state.networks import network_state
from tui_lab.state.store import Store

TWO = ("d_loss", "g_loss")


def begun(watched: tuple[str, ...]) -> Start:
    return Start(
        run="r", lesson="lesson90", config={}, variants={"a": {}}, seeds=[0], steps=9,
        device="cpu", watched=watched,
    )  # fmt: skip


def told(watched: tuple[str, ...], **values: list[float]) -> Store:
    store = Store()
    store.take_event(begun(watched))
    steps = list(range(1, 1 + len(next(iter(values.values())))))
    store.take_event(batch("a", 0, steps, values))
    return store


def end_of(lesson: Lesson) -> NetworkEnd:
    ends = [e for e in lesson.run("wild", steps=300) if isinstance(e, NetworkEnd)]
    return ends[0]


@pytest.mark.parametrize("watched", [("loss",), ("slope",), ("missing", "slope")])
def test_a_network_ends_when_what_is_watched_is_lost(watched: tuple[str, ...]) -> None:
    """Whatever it is called; the message names it."""
    end = end_of(replace(lesson, watched=watched))

    assert "diverged" == end.how
    assert end.message.startswith(f"the {watched[-1]} is not a number any more")


def test_where_nothing_is_watched_nothing_is_given_up() -> None:
    """A lesson without a loss trains to its last step."""
    assert "finished" == end_of(replace(lesson, watched=())).how


@pytest.mark.parametrize("second", [3, 5, None])
@pytest.mark.parametrize("first", [2, 5, None])
def test_the_first_of_them_that_breaks_is_when_it_broke(
    first: int | None, second: int | None
) -> None:
    """For the store and for claims alike."""
    columns = {
        name: [math.nan if at and step >= at else 1.0 for step in range(1, 8)]
        for name, at in zip(TWO, (first, second), strict=True)
    }
    store = told(TWO, **columns, other=[math.nan] * 7)
    expected = min((at for at in (first, second) if at), default=None)

    assert expected == store.broke_at("a", 0)
    assert [expected] == store.history.broke("a")
    assert [second] == store.history.broke("a", "g_loss")
    assert (expected is not None) == network_state(store, "a", 0).startswith("diverged")


def test_a_recording_that_does_not_say_watched_the_loss() -> None:
    """All of them did, before a lesson could say."""
    line = json.loads(to_json(begun(TWO)))
    del line["watched"]
    event = from_json(json.dumps(line).encode())

    assert isinstance(event, Start)
    assert ("loss",) == event.watched


def test_a_checkpoint_of_before_goes_on(tmp_path: Path) -> None:
    """Its one list was of the loss."""
    race = Race(lesson, lesson.plan(("wild",)))
    write_checkpoint(tmp_path / "1", race.save())
    file = tmp_path / "1" / "networks.json"
    networks = json.loads(file.read_text())
    networks[0]["broken"] = [True, False]
    file.write_text(json.dumps(networks))
    (tmp_path / "1" / "digests.json").unlink()

    kept = read_checkpoint(tmp_path / "1")

    assert {"loss": [True, False]} == kept[0].broken
    assert {"loss": [True, False]} == Race(lesson, race.plan, kept).save()[0].broken


def test_the_summary_tells_both_losses() -> None:
    """Of two, both; one is told where a chart draws it."""
    assert list(TWO) == headline_metrics(lesson, begun(TWO))[:2]
    assert "loss" == headline_metrics(lesson, begun(("loss",)))[0]


def test_a_tail_without_a_name_is_of_the_first() -> None:
    """As every lesson with one loss writes it."""
    assert [2.0] == tail_means(told(TWO, d_loss=[2.0], g_loss=[3.0]).history, "a")


def test_watched_scalars_survive_the_wire() -> None:
    """As a tuple, so that equal starts compare equal."""
    event: Event | None = from_json(to_json(begun(TWO)))

    assert begun(TWO) == event
    history = History()
    history.take_event(msgspec.structs.replace(begun(TWO), seq=3))
    assert TWO == history.watched
