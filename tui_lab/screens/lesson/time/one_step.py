"""Opens a step taken apart: the one that is looked at, or else the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.client.final_state import is_deleted
from tui_lab.protocol.explain import ExplainRequest
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.lesson.time.step_screen import StepScreen
from tui_lab.screens.lesson.view import looked_at

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen


def take_apart(screen: LessonScreen) -> None:
    """Show what forward, loss, backward, clip and update do at one step."""
    store, run, view = screen.session.store, screen.session.run, screen.view
    if run is None or not store.step:
        screen.notify("there is no step to take apart yet: press s to train one")
        return
    if is_deleted(run):
        screen.notify("the folder of this run was deleted: there is no checkpoint to start from")
        return
    asked = ExplainRequest(step_of(screen), view.shown, view.seeds[0])
    screen.app.push_screen(StepScreen(run, asked, view.visible or view.variants))


def step_of(screen: LessonScreen) -> int:
    """The step at the cursor, or the one that the shown network would train next."""
    store, view = screen.session.store, screen.view
    at = looked_at(screen)
    if at is not None:
        return max(round(at), 1)
    done = store.history.track(view.shown, view.seeds[0]).done
    has_ended = (view.shown, view.seeds[0]) in store.ends
    return max(done if has_ended or done >= store.planned else done + 1, 1)


TIME = (
    Key("u", take_apart, "Take apart",
        "Take the step at the cursor apart: forward, loss, backward, clip, update"),
)  # fmt: skip
