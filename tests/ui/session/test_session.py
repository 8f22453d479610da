"""The session: what a learner does becomes commands, what a worker does becomes states."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lessons.kit import BadEnvironment, BadUsage, Preset
from tests.tools.places import RECORDINGS
from tests.tools.pretended import Workers
from tests.toys.lesson90_line import lesson
from tui_lab.client.final_state import condition, located, settle
from tui_lab.protocol.commands import Ask, Pause, Play, Reply, Set, StepOn, Stop, Watch
from tui_lab.runs.folder import RunFolder
from tui_lab.session.actions.knobs import turn, undo
from tui_lab.session.actions.question import ask
from tui_lab.session.actions.transport import let_go, play, restart, step, toggle
from tui_lab.session.begin import new_session, session_of_recording, session_of_run
from tui_lab.session.draft import Draft
from tui_lab.session.session import Session


def heard(session: Session, workers: Workers, count: int) -> list[object]:
    """Poll until the worker was told this many things."""
    until = time.monotonic() + 2
    while len(workers[-1].sent) < count and time.monotonic() < until:
        session.poll()
        time.sleep(0.005)
    session.poll()
    return list(workers[-1].sent)


def start(session: Session, workers: Workers, recording: str = "playing") -> None:
    """Begin a run, and let it say what was recorded."""
    play(session)
    workers[-1].says(recording)
    session.poll()


def test_first_play_starts_a_run_and_warms_up(session: Session, workers: Workers) -> None:
    """Nothing has been said yet, and the screen says so."""
    assert "empty" == session.state

    play(session)

    assert "warming" == session.state
    assert session.run is not None
    assert session.plan == session.run.plan


def test_commands_given_while_warming_are_kept_until_somebody_listens(
    session: Session, workers: Workers
) -> None:
    """A step before the worker is up is not lost, and the watch comes first."""
    step(session, 10)
    session.poll()
    assert [] == workers[-1].sent
    assert workers[-1].started_paused

    workers[-1].says("playing")

    assert [Watch(), StepOn(10)] == heard(session, workers, 2)


def test_pause_while_warming_pauses_the_run_once_it_is_up(
    session: Session, workers: Workers
) -> None:
    """Space twice is play and pause, also in the first second."""
    toggle(session)
    toggle(session)
    workers[-1].says("playing")

    assert [Watch(), Pause()] == heard(session, workers, 2)


def test_toggle_pauses_what_plays_and_plays_what_is_paused(
    session: Session, workers: Workers
) -> None:
    """What space does depends on the state that the run reported."""
    start(session, workers, "paused")
    assert "paused" == session.state

    toggle(session)

    assert [Watch(), Play()] == heard(session, workers, 2)


def test_live_knobs_go_to_the_run_and_fixed_ones_wait(session: Session, workers: Workers) -> None:
    """`lr` is turned at once; another batch size needs another run."""
    start(session, workers)
    turn(session, "lr", "0.5")
    turn(session, "batch", "16")

    assert [Watch(), Set("lr", 0.5)] == heard(session, workers, 2)
    assert {"batch": 8, "lr": 0.1} == session.differences()
    assert session.needs_restart


def test_undo_turns_back_in_plan_and_run(session: Session, workers: Workers) -> None:
    """The last change is taken back where it had gone."""
    start(session, workers)
    turn(session, "lr", "0.5")

    assert undo(session)

    assert [Watch(), Set("lr", 0.5), Set("lr", 0.1)] == heard(session, workers, 3)
    assert not undo(session)


def test_out_of_bounds_is_refused_in_words(session: Session) -> None:
    """The kit's own sentence reaches the screen."""
    with pytest.raises(BadUsage, match="batch cannot be '0'; use a whole number from 1 to 512"):
        turn(session, "batch", "0")


def test_a_refused_command_becomes_a_notice(session: Session, workers: Workers) -> None:
    """What the worker says against it is shown, not swallowed."""
    start(session, workers)
    heard(session, workers, 1)
    workers[-1].reply = Reply(ok=False, error="no such network")
    ask(session, "3")

    assert Ask("3") == heard(session, workers, 2)[-1]
    until = time.monotonic() + 2
    while not session.notices and time.monotonic() < until:
        session.poll()
    assert ["no such network"] == session.notices


def test_how_a_run_failed_is_told_with_the_fix(session: Session, workers: Workers) -> None:
    """What to do about it is what the learner needs next."""
    start(session, workers, "failed")
    workers[-1].lives = False
    session.poll()

    assert session.store.end and session.store.end.error and session.store.end.error.fix
    assert session.run
    error = located(session.store.end.error, session.run)
    assert str(session.run.log) in error.fix
    assert [f"{error.message}; {error.fix}"] == session.notices


def test_restart_stops_the_old_run_and_starts_a_new_one(session: Session, workers: Workers) -> None:
    """The old run is told to stop, and is not forgotten on disk."""
    start(session, workers)
    heard(session, workers, 1)
    restart(session)

    until = time.monotonic() + 2
    while len(workers[0].sent) < 2 and time.monotonic() < until:
        time.sleep(0.005)
    assert [Watch(), Stop()] == workers[0].sent
    assert 2 == len(workers)
    assert workers[0].run != workers[1].run
    assert "warming" == session.state
    assert 0 == session.store.step


def test_a_worker_that_vanishes_leaves_a_lost_run_that_can_go_on(
    session: Session, workers: Workers
) -> None:
    """State, reason and recording are there; play takes the run up again."""
    start(session, workers)
    workers[-1].lives = False
    session._looked = 0.0
    session.poll()

    assert "lost" == session.state
    assert session.can_go_on
    assert session.store.end is not None and session.store.end.error is not None
    assert "process is gone" in session.store.end.error.message

    run, step = session.run, session.store.step
    play(session)

    assert (run, step, "warming") == (session.run, session.store.step, session.state)


def test_a_parked_run_can_go_on(session: Session, workers: Workers) -> None:
    """Parking is no death: no error is written."""
    start(session, workers, "parked")
    workers[-1].lives = False
    session._looked = 0.0
    session.poll()

    assert "parked" == session.state
    assert session.can_go_on
    assert session.store.end is None


def test_a_finished_run_is_looked_at(run_folder: Callable[[str], RunFolder]) -> None:
    """Nobody trains it, and nothing is to be stepped."""
    session = session_of_run(run_folder("finished"))

    assert "finished" == session.state
    assert not session.has_worker
    step(session)
    assert ["all steps are done: r starts again"] == session.notices


def test_a_recording_is_shown_but_not_trained(workers: Workers) -> None:
    """Play says what to do instead; restart trains the same plan anew."""
    session = session_of_recording(RECORDINGS / "playing.jsonl")
    assert "recorded" == session.state

    play(session)
    assert ["this is a recording: r trains a new run"] == session.notices

    restart(session)
    assert ("warming", 1) == (session.state, len(workers))
    session.detach()


def test_presets_keep_seeds_and_can_be_undone(session: Session) -> None:
    """A preset changes settings and variants, and nothing else."""
    session.draft.seed_from(7)
    session.draft.apply_preset("sweep")

    assert ["slow", "fast"] == list(session.plan.variants)
    assert [7] == session.plan.seeds
    assert undo(session)
    assert ["calm", "wild", "free"] == list(session.plan.variants)


def test_a_preset_that_lacks_a_file_starts_nothing(workers: Workers) -> None:
    """What to give is said when it is chosen, and again by play; no worker finds it out."""
    wanting = replace(lesson, presets=[Preset("own", "Of your own", wants="fail_at")])
    session = Session(wanting, wanting.plan())
    assert "" == session.draft.lacks

    session.draft.apply_preset("own")
    play(session)

    assert "the preset own needs the setting fail_at" in session.draft.lacks
    assert [session.draft.lacks] == session.notices
    assert session.run is None and not len(workers)

    turn(session, "fail_at", "3")
    assert "" == session.draft.lacks
    session.detach()


def test_the_plan_takes_seeds_device_and_data_of_ones_own(
    session: Session, workers: Workers, tmp_path: Path
) -> None:
    """What the command line of the shell can choose, the screen can choose too."""
    text = tmp_path / "mine.txt"
    text.write_text("down to the sea")
    session.draft.count_seeds(3)
    session.draft.move_to("cpu")
    session.draft.read(str(text))

    assert ([0, 1, 2], "cpu", str(text)) == (
        session.plan.seeds, session.plan.device, session.plan.data,
    )  # fmt: skip
    with pytest.raises(BadUsage, match="from 1 to 50"):
        session.draft.count_seeds(0)
    with pytest.raises(BadEnvironment, match="does not exist"):
        session.draft.read(str(tmp_path / "nowhere"))
    with pytest.raises(BadUsage, match="write :data FILE, or :data lesson"):
        session.draft.read("")
    session.draft.read("lesson")
    assert session.plan.data is None


def test_who_kills_a_run_on_leaving_does_not_find_it_lost(
    session: Session, workers: Workers
) -> None:
    """It is told as killed, by a person; lost is what nobody saw end."""
    start(session, workers)
    assert session.run
    let_go(session, "kill")
    end = settle(session.run)

    assert "killed" == condition(session.run).state
    assert end and end.error and "a person killed it" in end.error.message


def test_other_data_needs_another_run(session: Session, workers: Workers, tmp_path: Path) -> None:
    """A run goes on with what it began with; the new file waits for the next."""
    start(session, workers)
    assert not session.needs_restart
    (tmp_path / "mine.txt").write_text("down to the sea")
    session.draft.read(str(tmp_path / "mine.txt"))

    assert session.needs_restart


def test_a_run_that_never_began_is_not_tried_again_with_another_plan(
    session: Session, workers: Workers
) -> None:
    """Refused for want of a device, say: with another one planned, a new run is offered."""
    toggle(session)
    workers[-1].lives = False
    session.poll()
    assert "lost" == session.state
    assert not session.needs_restart
    session.draft.move_to("cuda:9")

    assert session.needs_restart


def test_a_run_that_was_deleted_meanwhile_stops_nobody(session: Session, workers: Workers) -> None:
    """`dl-lab rm` in another terminal: what it was begun with is then what is planned."""
    start(session, workers, "finished")
    workers[-1].run.remove()
    session.draft.seed_from(3)

    assert session.needs_restart


def test_a_seed_is_one_that_torch_takes(session: Session) -> None:
    """As on the shell's command line; and after the last one comes the first."""
    for seed in (-1, 2**31 + 1):
        with pytest.raises(BadUsage, match="is not a valid seed"):
            session.draft.seed_from(seed)
    session.draft.seed_from(2**31)
    session.draft.reseed()

    assert session.plan.seeds[0] < 2**31


def test_a_spare_worker_is_taken_first(session: Session, workers: Workers) -> None:
    """Play starts at once where torch is loaded already; without a spare, a worker is started."""

    class Spare:
        def __init__(self) -> None:
            self.asked: list[RunFolder] = []

        def assign_run(self, run: RunFolder, *, paused: bool = False) -> None:
            self.asked.append(run)

    spare = Spare()
    session.spare = spare  # type: ignore[assignment]
    play(session)

    assert [session.run] == spare.asked
    assert 1 == len(workers)


def test_the_lab_begins_as_the_config_file_says(
    session: Session, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seeds and device from [run], the environment before it, `auto` where nothing is said."""
    assert "auto" == new_session("lesson90").plan.device
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text('[run]\nseeds = 2\ndevice = "mps"\n')
    assert ([0, 1], "mps") == (
        new_session("lesson90").plan.seeds, new_session("lesson90").plan.device,
    )  # fmt: skip
    monkeypatch.setenv("DL_LAB_DEVICE", "cpu")

    assert "cpu" == new_session("lesson90").plan.device


def test_an_answer_after_the_end_is_by_the_knobs_as_they_are_now() -> None:
    """Live ones that were turned since: `:set length 1000`, and ask; no others."""
    draft = Draft(lesson, lesson.plan(("free",)))
    ran = dict(draft.plan.config)
    draft.turn("lr", "0.5")
    draft.turn("batch", "3")

    assert {"lr": 0.5} == draft.live_beside(ran)
    assert {} == draft.live_beside(dict(draft.plan.config))
    assert {} == draft.live_beside({})


def test_a_network_can_be_asked_when_its_run_is_over(
    session: Session, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is woken for the question, and its answer stands among the notes."""

    class Woken:
        def __init__(self, run: RunFolder) -> None:
            self.run = run

        def send(self, question: Ask) -> Reply:
            return Reply(text=f"{self.run.id} on {question.text}")

        def hang_up(self) -> None:
            pass

    monkeypatch.setattr("tui_lab.session.link.WokenRun", Woken)
    ask(session, "too early")
    start(session, workers, "finished")
    workers[-1].lives = False
    deadline = time.monotonic() + 5
    while session.has_worker and time.monotonic() < deadline:
        session.poll()
        time.sleep(0.01)
    ask(session, "2.0", "calm")
    while not session.store.answers and time.monotonic() < deadline:
        session.poll()
        time.sleep(0.01)

    assert ["nothing is trained yet: press space to start"] == session.notices[:1]
    assert session.run
    assert f"{session.run.id} on 2.0" == session.store.answers[-1].answer
    assert "calm" == session.store.answers[-1].variant
