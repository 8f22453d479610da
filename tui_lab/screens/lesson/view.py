"""How a run is looked at: along which axis, how near, how smooth, of when. Never the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.client.final_state import is_deleted
from tui_lab.protocol.explain import ExplainRequest
from tui_lab.screens.explain import ExplainScreen
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.runs import RunsScreen
from tui_lab.session.actions import sight
from tui_lab.widgets.panels.series import SeriesChart

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen

NEARER, FARTHER = 0.5, 2.0
PAN = 0.25  # of the stretch that is shown


def turn_axis(screen: LessonScreen) -> None:
    """Another x-axis."""
    sight.turn_axis(screen.view)
    show(screen)


def smooth(screen: LessonScreen) -> None:
    """More smoothing."""
    sight.smooth_more(screen.view)
    show(screen)


def show_next_variant(screen: LessonScreen, by: int) -> None:
    """The next variant in front: its curves, its pictures, and it is asked and inspected."""
    view = screen.view
    if len(view.visible) < 2:
        screen.notify("only one network is shown here: there is no next one")
        return
    sight.show_next(view, by)
    show(screen)
    if not screen.session.store.step:  # nothing is drawn yet that could show it
        screen.notify(f"keys a and i now use {view.shown}", markup=False)


def choose_runs(screen: LessonScreen) -> None:
    """Choose what the charts show."""
    styles = screen.view.variant_styles(screen.app.theme_variables)
    screen.app.push_screen(RunsScreen(screen.view, styles), lambda _: show(screen))


def inspect(screen: LessonScreen) -> None:
    """Look into the step at the cursor, where a network broke, or the latest."""
    store, run, variant = screen.session.store, screen.session.run, screen.view.shown
    if run is None or not store.step:
        screen.notify("there is no step to inspect yet: press space to train")
        return
    if is_deleted(run):
        screen.notify("the folder of this run was deleted: there is no checkpoint to start from")
        return
    seed = screen.view.seeds[0]
    broke = store.broke_at(variant, seed)
    step = looked_at(screen) or broke or store.history.track(variant, seed).done
    screen.app.push_screen(ExplainScreen(run, store, ExplainRequest(round(step), variant, seed)))


def zoom(screen: LessonScreen, nearer: bool) -> None:
    """Nearer or farther, around the cursor."""
    sight.zoom(screen.view, NEARER if nearer else FARTHER, looked_at(screen))
    show(screen)


def pan(screen: LessonScreen, by: int) -> None:
    """Along the steps."""
    sight.pan(screen.view, by * PAN)
    show(screen)


def show_all(screen: LessonScreen) -> None:
    """All steps, and now; from another tab of a small screen only to the panels."""
    if screen.gallery.display:
        sight.show_all(screen.view)
    show(screen)


def travel(screen: LessonScreen, by: int) -> None:
    """Back or forward in time, every panel."""
    sight.travel(screen.view, by)
    show(screen)


def looked_at(screen: LessonScreen) -> float | None:
    """The step at the cursor, as finely as it moves, or of when all panels are."""
    chart = screen.gallery.chosen
    return chart.looked_at if isinstance(chart, SeriesChart) else screen.view.at


def show(screen: LessonScreen) -> None:
    """Show at once that the view is another."""
    screen.gallery.say_how()
    screen.body.show_panels()
    screen.catch_up()
    screen.catch_up_slowly()


LOOK = (
    Key("v", show_next_variant, "Next network",
        "Next network in front: bright curves, its pictures, and a and i use it", (1,)),
    Key("V", show_next_variant, "Network before", "Network before this one in front", (-1,)),
    Key("o", choose_runs, "Compare", "Compare: hide variants, show earlier runs behind this one"),
    Key("x", turn_axis, "X-axis", "X axis: steps, log steps, or seconds"),
    Key("m", smooth, "Smooth", "Cycle smoothing: off, 0.6, 0.9, 0.97"),
    Key("plus,equals_sign", zoom, "Zoom in", "Zoom in: fewer steps, in every chart",
        (True,), display="+"),
    Key("minus", zoom, "Zoom out", "Zoom out: more steps, in every chart", (False,), display="-"),
    Key("shift+left,H", pan, "Pan left", "When zoomed in: earlier steps", (-1,), display="shift+←"),
    Key("shift+right,L", pan, "Pan right", "When zoomed in: later steps", (1,), display="shift+→"),
    Key("0", show_all, "All", "Show the whole run, live; on a small screen, the tab Charts"),
)  # fmt: skip
EXPLAIN = (
    Key("i", inspect, "Inspect", "Inspect the step at the cursor: gradients, updates, batch"),
)
TIME = (
    Key("comma", travel, "Back in time", "Back in time: show every panel at an earlier step",
        (-1,), display=","),
    Key("full_stop", travel, "Forward",
        "Forward in time; past the last step, back to live", (1,), display="."),
    Key("less_than_sign", travel, "Ten back", "Ten steps back in time",
        (-10,), display="<", show=False),
    Key("greater_than_sign", travel, "Ten forward", "Ten steps forward in time",
        (10,), display=">", show=False),
)  # fmt: skip
