"""Every key is answered, and the screen goes on showing what the learner looked at."""

import math
import shutil
from array import array

import msgspec
import pytest
from textual.widgets import OptionList
from textual.widgets._toast import Toast

from lessons.kit import to_json
from lessons.kit.claims.history import Column
from lessons.kit.stream.events import Control
from tests.tools.pictures import screen_text
from tests.tools.pretended import FakeRemote, Workers
from tests.tools.screen import fresh, lesson_of, playing, replayed, session_of, side_of, until
from tui_lab.protocol.explain import ExplainRequest
from tui_lab.screens.choice import ChoiceScreen
from tui_lab.screens.explain import ExplainScreen, at_once
from tui_lab.session.actions.knobs import turn, undo
from tui_lab.session.actions.transport import play
from tui_lab.session.session import Session
from tui_lab.state.store import Store
from tui_lab.widgets.side.side import PANES

NARROW, WIDE = (80, 24), (120, 40)


@pytest.mark.parametrize("recording", [None, "playing", "finished"])
async def test_a_tab_outlives_a_narrow_window(recording: str | None) -> None:
    """Whichever was open when there was room beside the panels is open again when there is."""
    app = replayed(recording) if recording else fresh()
    async with app.run_test(size=WIDE) as pilot:
        tabs, found = lesson_of(app).tabs, []
        for pane in PANES:
            tabs.active = pane
            for size in (NARROW, (60, 20), WIDE):
                await pilot.resize_terminal(*size)
                await pilot.pause()
            found.append(tabs.active)
        assert list(PANES) == found


async def test_a_tab_that_was_chosen_in_a_narrow_window_stays() -> None:
    """What was open before that is no longer wanted."""
    app = replayed("playing")
    async with app.run_test(size=WIDE) as pilot:
        await pilot.resize_terminal(*NARROW)
        await pilot.pause()
        lesson_of(app).tabs.active = "Notes"
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert "Notes" == lesson_of(app).tabs.active


async def test_what_was_decided_of_the_data_is_among_the_notes() -> None:
    """Which column is predicted and what is left out, also where nothing else has happened."""
    app = replayed("playing")
    async with app.run_test(size=WIDE) as pilot:
        store = session_of(app).store
        assert store.start
        data = {"notes": ["predicts column 'price'", "column \x1bid is left out"]}
        store.start = msgspec.structs.replace(store.start, data=data)
        lesson_of(app).tabs.active = "Notes"
        await pilot.pause()

        text = screen_text(app)
        assert "predicts column 'price'" in text
        assert "is left out" in text and "\x1b" not in text


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("T",), "t begins the tour"),
        (("v",), "a and i now use"),
        (("p", "escape"), "nothing starts: space asks again"),
        (("space", "escape"), "nothing starts: space asks again"),
    ],
)
async def test_a_key_that_changes_nothing_to_be_seen_says_why(
    keys: tuple[str, ...], words: str
) -> None:
    """Before the first run, on a page without pictures."""
    app = fresh()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press(*keys)
        await until(pilot, lambda: words in side_of(app))


async def test_one_network_has_no_next_one() -> None:
    """`v` says so."""
    app = fresh(variants=("calm",))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("v")
        await until(pilot, lambda: "there is no next one" in side_of(app))


@pytest.mark.parametrize("size", [(120, 40), (200, 60)])
async def test_a_message_lies_over_no_figures(size: tuple[int, int]) -> None:
    """Also several of them, each of which stays for seconds: they are over the text."""
    app = replayed("finished")
    async with app.run_test(size=size, notifications=True) as pilot:
        for n in range(3):
            app.notify(f"something {n} that takes more than one line to be said in full words")
        await until(pilot, lambda: 3 == len(app.screen.query(Toast)))
        await pilot.pause()
        for toast in app.screen.query(Toast):
            assert toast.region.right <= lesson_of(app).results.region.x


async def test_a_message_does_not_lie_over_a_question(workers: Workers) -> None:
    """In tmux one comes up as the first lesson is opened; at 80 columns it hid the answers."""
    app = fresh()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.notify("one that takes several lines to be said, " * 8)
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.pause()
        answers = app.screen.query_one(OptionList)

        assert answers.region
        assert not [t for t in app.screen.query(Toast) if t.region.overlaps(answers.region)]


async def test_a_message_does_not_lie_over_what_is_typed() -> None:
    """Neither over a value, nor over a command, nor over what is said when a run ends."""
    app = fresh()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        app.notify("something that takes more than one line to be said in full words")
        await pilot.press("2", "enter")
        line = lesson_of(app).side.knobs.line
        await until(pilot, lambda: bool(line.region and app.screen.query(Toast)))
        await pilot.pause()
        toast = app.screen.query_one(Toast).region
        assert toast and not toast.overlaps(line.region)
        assert toast.bottom < app.size.height

        hint = lesson_of(app).command_line.hint
        hint.say("a long line of what came of the run, and where to go from here. " * 5)
        await until(pilot, lambda: bool(hint.region))
        await pilot.pause()
        assert 3 == hint.region.height
        assert not app.screen.query_one(Toast).region.overlaps(hint.region)


async def test_a_run_whose_folder_was_deleted_cannot_go_on(workers: Workers) -> None:
    """It says so, and what can be done; there is no checkpoint to look from, either."""
    app = fresh()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await playing(pilot, app, workers)
        session = session_of(app)
        workers[-1].lives = False
        shutil.rmtree(workers[-1].run.path)
        await until(pilot, lambda: not session.has_worker)
        await until(
            pilot, lambda: "was deleted" in side_of(app) and "r starts a new run" in side_of(app)
        )
        assert not session.can_go_on
        assert "space continues" not in screen_text(app)
        await pilot.press("i")
        await until(pilot, lambda: "there is no checkpoint" in side_of(app))
        assert not isinstance(app.screen, ExplainScreen)
        session.detach()


async def test_a_run_that_is_deleted_when_it_is_over_is_told_alike(workers: Workers) -> None:
    """Play, and a fork, say what is gone, and no error of the system; nothing promises more."""
    app = fresh()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await playing(pilot, app, workers)
        session = session_of(app)
        workers[-1].lives = False
        await until(pilot, lambda: not session.has_worker and "space continues" in screen_text(app))
        shutil.rmtree(workers[-1].run.path)
        await until(pilot, lambda: "space continues" not in screen_text(app))
        await pilot.press("space")
        await until(pilot, lambda: "folder of this run was deleted" in side_of(app))
        app.clear_notifications()
        await pilot.press("F")
        await until(pilot, lambda: "folder of this run was deleted" in side_of(app))
        assert "Errno" not in screen_text(app)
        session.detach()


def turned_elsewhere(remote: FakeRemote, session: Session, value: float) -> None:
    """Another viewer turns the learning rate."""
    event = Control(seq=10_000, t=9.0, action="set", step=1, name="lr", value=value)
    with remote.run.events.open("ab") as file:
        file.write(to_json(event) + b"\n")
    session.poll()


def test_what_another_viewer_turned_is_planned_here_too(session: Session, workers: Workers) -> None:
    """It is no difference between plan and run, which `r` would throw away; nor is it undone."""
    play(session)
    workers[-1].says("playing")
    session.poll()
    turn(session, "batch", "16")

    turned_elsewhere(workers[-1], session, 0.5)

    assert (0.5, 16) == (session.plan.config["lr"], session.plan.config["batch"])
    assert {"batch"} == set(session.differences())
    assert undo(session)
    assert (0.5, 8) == (session.plan.config["lr"], session.plan.config["batch"])


def test_what_the_learner_planned_otherwise_stays_planned(
    session: Session, workers: Workers
) -> None:
    """The other turn is then a difference, and shown as one."""
    turn(session, "lr", "0.3")
    plan = session.plan.config["lr"]
    play(session)
    workers[-1].says("playing")
    session.poll()

    turned_elsewhere(workers[-1], session, 0.5)

    assert 0.3 == plan == session.plan.config["lr"]
    assert {"lr": 0.5} == {n: v for n, v in session.differences().items() if n == "lr"}


def test_what_is_recorded_of_a_step_is_said_while_the_rest_is_computed() -> None:
    """Of that step alone: nothing of one that was not recorded, and no mean of several."""
    store = Store()
    columns = store.history.track("norm", 0).columns
    columns["loss"] = _column([2.5, math.nan], low=[2.5, math.nan])
    columns["clipped"] = _column([0.5, 1.0], low=[0.0, 1.0])

    assert "Recorded at this step: loss 2.5." in at_once(store, ExplainRequest(1, "norm", 0))
    assert "loss nan, clipped 1." in at_once(store, ExplainRequest(2, "norm", 0))
    assert "" == at_once(store, ExplainRequest(3, "norm", 0))


def _column(values: list[float], low: list[float]) -> Column:
    ends = array("d", low), array("d", values)
    return Column(array("q", range(1, 1 + len(values))), array("d", values), *ends)
