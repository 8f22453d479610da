"""How often a picture is repainted: the dearer the seldomer, and the last one always."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.kit.stream.events import PictureEvent, State
from tests.tools.pictures import screen_text
from tests.tools.screen import lesson_of, replayed, session_of, until
from tui_lab.session.session import Session
from tui_lab.widgets.panels.allowance import SHARE, Allowance, Effort, Limits
from tui_lab.widgets.panels.news import can_be_seen, is_only_further

LIMITS = Limits(500.0, 7_500.0)
DEBT = 1e9  # bytes: more than any test waits for


@given(frames=st.lists(st.integers(0, 40_000), min_size=1, max_size=60), fps=st.integers(1, 30))
def test_no_more_is_sent_than_a_chart_sends_and_what_was_saved(frames: list[int], fps: int) -> None:
    """Whatever each repaint takes: over any time, at most one of them is sent in advance."""
    allowance, sent, now = Allowance(), 0, 100.0
    for frame in frames:
        now += 1 / fps
        allowance.settle(now, LIMITS, sent)
        if allowance.left >= 0:
            sent += frame
        assert sent <= LIMITS.saved + (now - 100.0) * LIMITS.rate + max(frames)


@given(cost=st.integers(1, int(LIMITS.rate / 4)))
def test_what_is_as_cheap_as_a_chart_never_waits(cost: int) -> None:
    """Four repaints a second of at most a quarter of a second's bytes."""
    allowance, sent = Allowance(), 0
    for turn in range(400, 800):
        allowance.settle(turn / 4, LIMITS, sent)
        assert allowance.left >= 0
        sent += cost


def test_what_was_not_sent_is_saved_but_not_for_ever() -> None:
    """An hour of rest is worth no more than that; a key is worth as much."""
    allowance = Allowance()
    allowance.settle(3600.0, LIMITS, 0)
    assert LIMITS.saved == allowance.left
    allowance.settle(3600.0, LIMITS, 1_000_000)
    assert allowance.left < 0
    allowance.renew()
    assert LIMITS.saved == allowance.left


@given(
    paintings=st.lists(st.floats(0.0005, 0.02), min_size=20, max_size=60),
    fps=st.sampled_from([1.0, 4.0, 10.0]),
)
def test_painting_takes_its_share_of_a_core_and_no_more(paintings: list[float], fps: float) -> None:
    """However dear each of them is; where more repaints are asked for, as much more.

    Up to the one that is dear enough to be rested from for as long as ever.
    """
    effort, now, worked = Effort(), 100.0, 0.0
    for seconds in paintings:
        while effort.is_spent(now):
            now += 0.01
        effort.spend(now, seconds, fps)
        worked += seconds
    most = SHARE * fps / 4
    assert worked - max(paintings) <= most * (now - 100.0) + 1e-9


@pytest.mark.usefixtures("going_on")
async def test_a_chart_waits_until_it_is_a_dot_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step of many ends in the column of the one before; at a key it is painted at once."""
    app = replayed("playing")
    async with app.run_test(size=(120, 40)) as pilot:
        gallery, store = lesson_of(app).gallery, session_of(app).store
        panel = next(each for each in gallery.panels if each.page.title == "Loss")
        await until(pilot, lambda: panel.painted == panel.view.versions)
        assert store.start
        store.history.planned = 1_000_000
        panel.paint(time.monotonic())
        store.version += 1
        assert can_be_seen(panel, panel.painted_at + 0.3)  # not a step more: it stands still
        monkeypatch.setattr(type(store), "step", store.step + 50)
        now = panel.painted_at
        assert is_only_further(panel)
        assert not can_be_seen(panel, now + 0.3)
        assert can_be_seen(panel, now + 1.1)
        panel.view.changed()
        assert not is_only_further(panel)


@pytest.fixture
def going_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recording of a run that still plays, taken for the run."""
    monkeypatch.setattr(Session, "state", property(lambda session: session.store.state))


def shown(step: int) -> PictureEvent:
    return PictureEvent(variant="calm", seed=0, step=step, panel="words", value=f"words of {step}")


@pytest.mark.usefixtures("going_on")
@pytest.mark.parametrize("how", ["paused", "finished", "back in time", "another variant"])
async def test_a_panel_that_owes_shows_what_is_true_once_somebody_can_look(how: str) -> None:
    """It waits while the run goes on; when it pauses or ends, and at a key, it is painted."""
    app = replayed("playing")
    async with app.run_test(size=(200, 60)) as pilot:
        lesson, store = lesson_of(app), session_of(app).store
        store.take_event(shown(198))
        panel = next(each for each in lesson.gallery.panels if each.page.title == "Words")
        await until(pilot, lambda: panel.painted == panel.view.versions)
        assert "words of 198" in screen_text(app)
        assert panel.allowance
        panel.allowance.left = -DEBT
        store.take_event(shown(199))
        for _ in range(5):
            panel.painted_at = 0.0  # its turn has come
            lesson.paint()
            await pilot.pause()
        assert "words of 198" in screen_text(app)
        if how == "back in time":
            await pilot.press("comma")
            await until(pilot, lambda: "words of 19" not in screen_text(app))
            await pilot.press("0")
        elif how == "another variant":
            await pilot.press("v", "v", "v")
        else:
            store.take_event(State(state=how, step=199))
        await until(pilot, lambda: "words of 199" in screen_text(app))


async def test_a_chart_has_no_allowance() -> None:
    """It is what the others are measured after: however much it sends, it is never held back."""
    app = replayed("playing")
    async with app.run_test(size=(200, 60)):
        found = {panel.page.title: panel.allowance for panel in lesson_of(app).gallery.panels}
        assert found["Loss"] is found["Slope"] is found["Final loss"] is None
        assert found["Weights"] and found["Words"]
