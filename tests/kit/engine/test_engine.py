"""The engine: private randomness, lock-step, exact checkpoints, errors that stay in their lane."""

from typing import Any

import pytest
import torch

from lessons.kit import BadEnvironment, BadUsage, from_json, to_json
from lessons.kit.engine.checkpoints import latest_checkpoint, read_checkpoint, write_checkpoint
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import End, Event, NetworkEnd, NoteEvent, PictureEvent, Start, Steps
from tests.toys.lesson90_line import lesson


def events(*variants: str, **rest: Any) -> list[Event]:
    return list(lesson.run(*variants, **rest))


def losses(found: list[Event], variant: str, seed: int = 0) -> list[float | None]:
    return [
        value
        for event in found
        if isinstance(event, Steps) and (event.variant, event.seed) == (variant, seed)
        for value in event.values.get("loss", [])
    ]


def race(*variants: str, saved: Any = (), **settings: Any) -> Race:
    return Race(lesson, lesson.plan(variants, settings=settings), saved)


def run_out(race: Race) -> list[Event]:
    found: list[Event] = []
    while not race.over:
        happened = race.tick()
        found += [*race.collect(), *happened]
    return found


def test_same_seed_same_story() -> None:
    """Two runs with one seed agree event for event; another seed does not."""
    assert events(seed=7) == events(seed=7)
    assert events(seed=7) != events(seed=8)


def test_a_racing_variant_says_what_it_says_alone() -> None:
    """Company changes nothing: each network draws from its own random numbers."""
    together = losses(events("calm", "wild", "free", seeds=3), "free", seed=1)
    alone = losses(events("free", seed=1), "free", seed=1)

    assert alone == together
    assert 40 == len(alone)


def test_variants_of_one_seed_start_alike() -> None:
    """The first batch and the first weights are the same, so the first loss is."""
    found = events("calm", "wild")

    assert losses(found, "calm")[0] == losses(found, "wild")[0]


def test_training_leaves_the_callers_randomness_alone() -> None:
    """Running a lesson in a notebook does not disturb the notebook's random numbers."""
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    events("calm")

    assert torch.equal(expected, torch.rand(3))


def test_survives_the_wire() -> None:
    """Every event is the same after a trip through JSON, infinities included."""
    found = events("calm", "wild", steps=60)

    assert found == [from_json(to_json(event)) for event in found]


def test_a_hopeless_network_is_ended_and_said_so() -> None:
    """A loss that is no number any more ends its network; the other goes on to the end."""
    found = events("calm", "wild", steps=2000)
    ends = {event.variant: event for event in found if isinstance(event, NetworkEnd)}

    assert "diverged" == ends["wild"].how
    assert ends["wild"].step < 2000 == ends["calm"].step
    assert 0 == found[-1].exit  # type: ignore[attr-defined]  # wild may diverge


def test_divergence_where_the_lesson_forbids_it_has_its_own_exit_code() -> None:
    """Exit code 4: a network that must not diverge did."""
    end = events("free", lr=3.0, steps=2000)[-1]

    assert isinstance(end, End)
    assert 4 == end.exit


def test_an_error_ends_one_network_and_lets_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A bug of ours in one lane is reported in words, with the others trained to the end."""
    monkeypatch.setattr("lessons.kit.page.mistakes._watched", [])  # nobody loaded it from outside
    both = lesson.plan(("calm", "free"))
    both.variants["free"]["fail_at"] = 4
    found = run_out(Race(lesson, both))
    ends = {event.variant: event for event in found if isinstance(event, NetworkEnd)}

    assert ("failed", 70) == (ends["free"].how, ends["free"].exit)
    assert "ValueError: as asked" in ends["free"].message
    assert 40 == ends["calm"].step


def test_the_start_line_has_all_that_is_needed_to_do_it_again() -> None:
    """The plan can be rebuilt from the first event."""
    start = events("calm", seed=3, seeds=2, batch=4)[0]

    assert isinstance(start, Start)
    assert [3, 4] == start.seeds
    assert 4 == start.config["batch"]
    assert {"calm": {"lr": 0.1}} == start.variants
    assert "torch" in start.versions


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("stop", [1, 17, 39])
def test_a_resumed_run_is_the_uninterrupted_run(tmp_path: Any, optimizer: str, stop: int) -> None:
    """From a checkpoint on disk, every loss is the same to the last bit."""
    whole = losses(run_out(race("calm", "wild", optimizer=optimizer)), "calm")
    first = race("calm", "wild", optimizer=optimizer)
    for _ in range(stop):
        first.tick()
    write_checkpoint(tmp_path / "c", first.save())
    rest = run_out(race("calm", "wild", optimizer=optimizer, saved=read_checkpoint(tmp_path / "c")))

    assert whole[stop:] == losses(rest, "calm")


@pytest.mark.parametrize("name", ["tensors.safetensors", "networks.json"])
def test_one_wrong_bit_in_a_checkpoint_is_found(tmp_path: Any, name: str) -> None:
    """It would train on from other weights without a word; the one before is taken."""
    first = race("calm")
    for step in (1, 2):
        first.tick()
        write_checkpoint(tmp_path / str(step), first.save())
    content = bytearray((tmp_path / "2" / name).read_bytes())
    content[-9] ^= 1
    (tmp_path / "2" / name).write_bytes(content)

    with pytest.raises(BadEnvironment, match=f"2 is damaged .{name} is not as it was written"):
        read_checkpoint(tmp_path / "2")
    assert [1] == [saved.step for saved in latest_checkpoint([tmp_path / "2", tmp_path / "1"])]


def test_a_checkpoint_of_an_older_lab_is_read(tmp_path: Any) -> None:
    """It has no digests; nor may one have, that was written when the power failed."""
    first = race("calm")
    first.tick()
    write_checkpoint(tmp_path / "1", first.save())
    digests = tmp_path / "1" / "digests.json"
    digests.write_bytes(b"")
    assert [1] == [saved.step for saved in read_checkpoint(tmp_path / "1")]
    digests.unlink()

    assert [1] == [saved.step for saved in read_checkpoint(tmp_path / "1")]


def test_a_network_that_had_ended_stays_ended_after_resume(tmp_path: Any) -> None:
    """A diverged network does not come back to life."""
    first = race("calm", "wild", steps=2000)
    while not first.network("wild").end:
        first.tick()
    write_checkpoint(tmp_path / "c", first.save())
    second = race("calm", "wild", steps=2000, saved=read_checkpoint(tmp_path / "c"))
    second.tick()

    assert first.network("wild").end == second.network("wild").end
    assert second.network("calm").end is None


def test_a_live_setting_is_turned_where_no_variant_fixes_it() -> None:
    """`free` follows the knob; `calm` keeps the value that makes it what it is."""
    both = race("calm", "free")
    both.turn("lr", 0.5)

    assert 0.1 == both.network("calm").hp.lr  # type: ignore[attr-defined]
    assert 0.5 == both.network("free").hp.lr  # type: ignore[attr-defined]


def test_a_fixed_setting_cannot_be_turned() -> None:
    """The refusal names the settings that can."""
    with pytest.raises(BadUsage, match="live settings are lr"):
        race("free").turn("batch", 3)


def test_asking_changes_nothing() -> None:
    """A question between two ticks leaves the run as it would have been."""
    quiet = losses(run_out(race("calm")), "calm")
    asked = race("calm")
    found: list[Event] = []
    while not asked.over:
        happened = asked.tick()
        found += [*asked.collect(), *happened]
        assert float(asked.network("calm").answer("1.5").answer) is not None

    assert quiet == losses(found, "calm")


def test_a_network_that_is_not_there_is_refused_by_what_is_missing() -> None:
    """A seed is no variant."""
    with pytest.raises(BadUsage, match="no seed called '8'; there are 0"):
        race("calm").network("calm", 8)
    with pytest.raises(BadUsage, match="no variant called 'clam'"):
        race("calm").network("clam", 8)


def test_pictures_come_when_due_and_when_wanted() -> None:
    """The first steps, the last, and whenever somebody steps by hand."""
    going = race("calm", steps=1000)
    shown = [i for i in range(1, 41) if any(isinstance(e, PictureEvent) for e in going.tick())]
    going.show_next()

    assert [1, 2, 3, 5, 16, 32] == shown
    assert any(isinstance(event, PictureEvent) for event in going.tick())


def test_a_note_reaches_the_reader() -> None:
    """A lesson's remark carries the step it was made at."""
    notes = [event for event in events("calm") if isinstance(event, NoteEvent)]

    assert [(5, "five steps done")] == [(note.step, note.text) for note in notes]
