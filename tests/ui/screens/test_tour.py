"""The tour on the screen: what its keys do, what it plans, when it ticks itself."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from lessons.kit.stream.events import Control
from tests.tools.pictures import screen_text
from tests.tools.places import RECORDINGS
from tests.tools.pretended import Workers
from tests.tools.screen import SIZES, Compare, lesson_of, session_of, side_of, sized, until
from tui_lab.app.lab import LabApp
from tui_lab.runs.folder import RunFolder
from tui_lab.screens.choice import ChoiceScreen
from tui_lab.session.begin import new_session
from tui_lab.session.tour import TourProgress


def ticked(app: LabApp) -> list[str]:
    """The steps that are done."""
    return app.progress.of(session_of(app).lesson.id).toured


async def pressed(pilot: Pilot[None], *keys: str) -> None:
    """Keys, each heard before the next."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_the_pane(size: tuple[int, int], snapshot: Compare, workers: Workers) -> None:
    """What there is before the tour begins, a step of it, and its end."""
    app = LabApp("lesson90")
    async with app.run_test(size=size) as pilot:
        await pressed(pilot, "5")
        await until(pilot, lambda: "A tour of 4 steps" in screen_text(app))
        await snapshot(pilot, sized("tour", size))
        await pressed(pilot, "t")
        await until(pilot, lambda: "step 1 of 4" in screen_text(app))
        await snapshot(pilot, sized("tour_step", size))
        lesson_of(app).tour_progress.place = 3
        await pressed(pilot, "t")
        await until(pilot, lambda: "the last step" in screen_text(app))
        await snapshot(pilot, sized("tour_end", size))


async def test_nothing_changes_before_the_learner_says_so(workers: Workers) -> None:
    """To open the tab is to look; the plan is the learner's until `t`."""
    app = LabApp("lesson90", {"settings": {"batch": 64}})
    async with app.run_test(size=(120, 40)) as pilot:
        await pressed(pilot, "5")
        await pilot.pause(0.6)

        assert 64 == session_of(app).plan.config["batch"]
        assert None is lesson_of(app).tour_progress.place
        assert not workers


async def test_a_step_plans_its_run_in_one_change(workers: Workers) -> None:
    """Settings, networks and seeds at once: a single z takes them back. Its panel is in sight."""
    app = LabApp("lesson90", {"settings": {"batch": 64}, "seed": 5})
    async with app.run_test(size=(120, 40)) as pilot:
        before = session_of(app).plan
        lesson_of(app).tour_progress.place = 1
        await pressed(pilot, "5", "t")
        screen = lesson_of(app)
        await until(pilot, lambda: screen.focused in screen.gallery.shown)

        plan = session_of(app).plan
        assert (["free"], False, 100) == (
            list(plan.variants), plan.config["noise"], plan.config["steps"]
        )  # fmt: skip
        assert ([5], 8) == (plan.seeds, plan.config["batch"])
        assert "Grey" == screen.focused.page.title  # type: ignore[union-attr]
        await pressed(pilot, "z")
        assert before == session_of(app).plan


async def test_a_step_that_starts_asks_for_predictions_first(workers: Workers) -> None:
    """As play does; and the text stays in sight, also in a small terminal."""
    app = LabApp("lesson90")
    async with app.run_test(size=(80, 24)) as pilot:
        lesson_of(app).tour_progress.place = 0
        await pressed(pilot, "5", "t")
        assert isinstance(app.screen, ChoiceScreen)
        assert not workers
        await pressed(pilot, "s")
        await until(pilot, lambda: "step 2 of 4" in screen_text(app))

        assert ["slow", "fast"] == list(workers[-1].run.plan.variants)
        session_of(app).detach()


@pytest.mark.parametrize("size", SIZES)
async def test_a_run_in_the_way_is_asked_about(size: tuple[int, int], workers: Workers) -> None:
    """Not yet leaves it; yes starts the step's own run beside its text."""
    app = LabApp("lesson90")
    tab = "5"
    async with app.run_test(size=size) as pilot:
        await pressed(pilot, "space", "s")
        workers[-1].says("finished")
        await pilot.pause(0.3)
        await pressed(pilot, "t")
        assert not isinstance(app.screen, ChoiceScreen)  # it is the run of the first step
        await pressed(pilot, "t", "n")
        assert 1 == len(workers)
        await pressed(pilot, "T", tab, "t", "y")
        await until(pilot, lambda: "step 2 of 4" in screen_text(app))

        assert [["calm", "wild"], ["slow", "fast"]] == [list(w.run.plan.variants) for w in workers]
        session_of(app).detach()


async def test_going_back_asks_nothing(workers: Workers) -> None:
    """Who reads a step again has its plan, and starts it with r or not."""
    app = LabApp("lesson90")
    async with app.run_test(size=(120, 40)) as pilot:
        await pressed(pilot, "t", "space", "s")
        workers[-1].says("playing")
        await pilot.pause(0.3)
        await pressed(pilot, "t", "n", "T")

        assert "step 1 of 4" in side_of(app)
        assert ["calm", "wild"] == list(session_of(app).plan.variants)
        await pressed(pilot, "T")
        assert 0 == lesson_of(app).tour_progress.place
        session_of(app).detach()


async def test_a_step_ticks_itself(workers: Workers) -> None:
    """Once the claim of its run is decided; it is kept, and the menu knows."""
    app = LabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pressed(pilot, "enter", "t", "space", "s")
        assert [] == ticked(app)
        workers[-1].says("finished")
        await until(pilot, lambda: ["Two rates"] == ticked(app))
        await until(pilot, lambda: "✓ done" in side_of(app))
        session_of(app).detach()
        await pressed(pilot, "q")
        await until(pilot, lambda: "tour 1/4" in screen_text(app))


async def test_another_run_ticks_nothing(workers: Workers) -> None:
    """Only the run that the step is about can tell whether it is done."""
    app = LabApp(replay=RECORDINGS / "failed.jsonl")
    async with app.run_test(size=(120, 40)) as pilot:
        session = session_of(app)
        assert "pending" not in [c.verdict for c in session.store.verdicts(session.lesson)]
        await pressed(pilot, "t")
        await pilot.pause(1.2)

        assert "step 1 of 4" in side_of(app)
        assert [] == ticked(app)


def test_a_knob_that_was_turned_is_seen(
    run_folder: Callable[[str], RunFolder], workers: Workers
) -> None:
    """In the run that the step plans, with its live knobs wherever they are by now."""
    app = LabApp()
    session = new_session("lesson90")
    tour_progress = TourProgress(session, app.progress)
    tour_progress.place = 2
    session.draft.apply_step(tour_progress.steps[2])
    for event in session.lesson.run("free", noise=False, steps=3):
        session.store.take_event(event)

    assert not tour_progress.tick_if_done()
    session.store.take_event(Control(action="pause", step=3))
    assert not tour_progress.tick_if_done()
    session.store.take_event(Control(action="set", step=3, name="lr", value=0.5))
    assert tour_progress.tick_if_done()
    assert [False, False, True, False] == list(tour_progress.ticked)


@pytest.mark.parametrize("has_run", [True, False])
def test_a_tool_is_ticked_when_it_is_used(has_run: bool, home: Any) -> None:
    """On the tour, and on a run if it needs one; it is kept, and other keys are none."""
    app, session = LabApp(), new_session("lesson90")
    tour_progress = TourProgress(session, app.progress)
    if has_run:
        for event in session.lesson.run("calm", steps=3):
            session.store.take_event(event)
    tour_progress.use("i")
    assert not any(tour_progress.tools.values())

    tour_progress.place = 0
    for key in ("i", "F", "o", "a", "e", "m"):
        tour_progress.use(key)
    used = [key for key, is_used in TourProgress(session, app.progress).tools.items() if is_used]
    assert (["i", "F", "o", "a", "e"] if has_run else ["e"]) == used


async def test_the_end_lists_what_to_use(workers: Workers) -> None:
    """A key that is pressed there is ticked before the learner's eyes."""
    app = LabApp(replay=RECORDINGS / "finished.jsonl")
    async with app.run_test(size=(120, 40)) as pilot:
        lesson_of(app).tour_progress.place = 3
        await pressed(pilot, "5", "t")
        await until(pilot, lambda: "○ o compare runs" in side_of(app))
        await pressed(pilot, "o", "escape")
        await until(pilot, lambda: "✓ o compare runs" in side_of(app))


def test_going_on_ticks_what_no_run_can_show(home: Any) -> None:
    """The others are left out, and can be come back to."""
    app = LabApp()
    tour_progress = TourProgress(new_session("lesson90"), app.progress)
    for _ in range(5):
        tour_progress.go_on()

    assert (4, None) == (tour_progress.place, tour_progress.step)
    assert [False, False, False, True] == list(tour_progress.ticked)
    tour_progress.go_on()
    assert 0 == tour_progress.place


def test_it_is_taken_up_where_it_was_left(home: Any) -> None:
    """After the last step that is done; what was left out waits for the end."""
    app = LabApp()
    tour_progress = TourProgress(new_session("lesson90"), app.progress)
    titles = [step.title for step in tour_progress.steps]

    def entry(*done: int) -> int:
        app.progress.forget("lesson90")
        for n in done:
            app.progress.tour("lesson90", titles[n])
        return tour_progress.entry

    assert [0, 1, 3, 0, 1, 0] == [
        entry(), entry(0), entry(0, 2), entry(1, 2, 3), entry(0, 3), entry(0, 1, 2, 3)
    ]  # fmt: skip


async def test_t_leads_back_to_the_text(workers: Workers) -> None:
    """From another tab, and from a panel over the whole screen: nothing is skipped."""
    app = LabApp("lesson90")
    async with app.run_test(size=(120, 40)) as pilot:
        await pressed(pilot, "t", "2", "t")
        assert "step 1 of 4" in side_of(app)
        screen = lesson_of(app)
        await until(pilot, lambda: screen.focused is screen.gallery.panels[0])
        await pressed(pilot, "f", "t")
        await until(pilot, lambda: "step 1 of 4" in side_of(app))
        assert 0 == lesson_of(app).tour_progress.place


async def test_in_a_small_terminal_the_panel_waits_for_its_tab(workers: Workers) -> None:
    """The text first; then 1 leads to the page with the panel, which has the keys."""
    app = LabApp("lesson90")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = lesson_of(app)
        screen.tour_progress.place = 1
        await pressed(pilot, "5", "t")
        assert "step 3 of 4" in screen_text(app)
        await pressed(pilot, "0")
        await until(pilot, lambda: screen.focused in screen.gallery.shown)

        assert "Grey" == screen.focused.page.title  # type: ignore[union-attr]
        assert "Grey" in screen_text(app)


async def test_a_recording_can_be_toured(workers: Workers) -> None:
    """The text is there; nothing is started behind somebody who only replays."""
    app = LabApp(replay=RECORDINGS / "finished.jsonl")
    async with app.run_test(size=(120, 40)) as pilot:
        await pressed(pilot, "t")
        await until(pilot, lambda: ["Two rates"] == ticked(app))
        await pressed(pilot, "t")

        assert "step 2 of 4" in side_of(app)
        assert not workers
