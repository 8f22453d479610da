"""What a learner does to the picture: along which axis, how near, how smooth, and of when."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tui_lab.protocol.explain import Asked
from tui_lab.screens.explain import ExplainScreen
from tui_lab.screens.lesson.forking import Forking
from tui_lab.screens.runs import RunsScreen
from tui_lab.widgets.panels.gallery import Gallery
from tui_lab.widgets.panels.series import SeriesChart

NEARER, FARTHER = 0.5, 2.0
PAN = 0.25  # of the stretch that is shown


class Looking(Forking):
    """The part of a lesson's screen that changes how a run is looked at, and never the run."""

    gallery: Gallery
    ESCAPE_TO_MINIMIZE = False  # Textual's own would come before a command line that is open

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "page(-1)", "Panels before", key_display="[",
                tooltip="The panels before these; maximised, the panel before"),
        Binding("right_square_bracket", "page(1)", "More panels", key_display="]",
                tooltip="The next panels; maximised, the next panel"),
        Binding("f,enter", "maximise", "Maximise", tooltip="This panel alone; again, or esc, all"),
        Binding("escape", "minimize", "All panels", show=False, tooltip="All panels again"),
        Binding("y", "log", "Log", tooltip="Logarithmic or linear y-axis"),
        Binding("x", "axis", "X-axis", tooltip="Against steps, their decades, or seconds"),
        Binding("m", "smooth", "Smooth", tooltip="More smoothing; after the last, none"),
        Binding("v", "variant", "Variant", tooltip="Show the pictures of the next variant"),
        Binding("o", "runs", "Runs", tooltip="Hide networks; lay earlier runs behind this one"),
        Binding("i", "explain", "Inspect",
                tooltip="Why this point: the step at the cursor, looked at from inside"),
        Binding("plus,equals_sign", "zoom(True)", "Zoom in", key_display="+",
                tooltip="A shorter stretch of steps, in every chart"),
        Binding("minus", "zoom(False)", "Zoom out", key_display="-",
                tooltip="A longer stretch of steps"),
        Binding("shift+left,H", "pan(-1)", "Pan left", key_display="shift+←",
                tooltip="Zoomed in: earlier steps"),
        Binding("shift+right,L", "pan(1)", "Pan right", key_display="shift+→",
                tooltip="Zoomed in: later steps"),
        Binding("0", "whole", "All", tooltip="The whole run again, as it is now"),
        Binding("comma", "travel(-1)", "Back in time", key_display=",",
                tooltip="Every panel as it was a moment before"),
        Binding("full_stop", "travel(1)", "Forward", key_display=".",
                tooltip="Every panel as it was a moment later; in the end, as it is"),
        Binding("less_than_sign", "travel(-10)", "Ten back", key_display="<", show=False,
                tooltip="Ten moments back in time"),
        Binding("greater_than_sign", "travel(10)", "Ten forward", key_display=">", show=False,
                tooltip="Ten moments forward in time"),
    ]  # fmt: skip

    def action_page(self, by: int) -> None:
        """Other panels; of a maximised one, its neighbour."""
        if not self.gallery.display:
            self.show_panels()
        elif self.maximized is None:
            self.gallery.turn_page(by)
        elif panel := self.gallery.beside(by):
            panel.focus()
            self.maximize(panel, container=False)

    def action_maximise(self) -> None:
        """One panel alone, or all again."""
        panel = self.gallery.chosen
        if self.maximized is not None:
            self.minimize()
        elif panel and self.gallery.display:
            panel.focus()
            self.maximize(panel, container=False)

    def action_log(self) -> None:
        """Logarithmic or linear."""
        self.gallery.toggle_log()

    def action_axis(self) -> None:
        """Another x-axis."""
        self.view.turn_axis()
        self.looked()

    def action_smooth(self) -> None:
        """More smoothing."""
        self.view.smooth_more()
        self.looked()

    def action_variant(self) -> None:
        """The pictures of the next variant, and it is the one that is asked and explained."""
        if len(self.view.visible) < 2:
            self.notify("one network is drawn here: there is no next one")
            return
        self.view.show_next()
        if not any(panel.shown() for panel in self.gallery.shown):
            words = f"a and i are about {self.view.shown} now; no panel of this page has a picture"
            self.notify(words, markup=False)

    def action_runs(self) -> None:
        """Choose what the charts show."""
        looks = self.view.looks(self.app.theme_variables)
        self.app.push_screen(RunsScreen(self.view, looks), lambda _: self.looked())

    def action_explain(self) -> None:
        """Look into the step at the cursor, where a network broke, or the latest."""
        store, run, variant = self.view.session.store, self.view.session.run, self.view.shown
        if run is None or not store.step:
            self.notify("there is no step to look into yet: space trains some")
            return
        if not run.path.is_dir():
            self.notify("the folder of this run was deleted: no checkpoint is left to start from")
            return
        seed = self.view.seeds[0]
        broke = store.curve(variant, seed, "loss").broke_at
        step = self.looked_at() or broke or store.history.track(variant, seed).done
        self.app.push_screen(ExplainScreen(run, store, Asked(round(step), variant, seed)))

    def pointed_at(self) -> int | None:
        """The step at the cursor, or of when all panels are."""
        step = self.looked_at()
        return None if step is None else round(step)

    def looked_at(self) -> float | None:
        """The same, as finely as the cursor moves."""
        chart = self.gallery.chosen
        return chart.looked_at if isinstance(chart, SeriesChart) else self.view.at

    def action_zoom(self, nearer: bool) -> None:
        """Nearer or farther, around the cursor."""
        self.view.zoom(NEARER if nearer else FARTHER, self.looked_at())
        self.looked()

    def action_pan(self, by: int) -> None:
        """Along the steps."""
        self.view.pan(by * PAN)
        self.looked()

    def action_whole(self) -> None:
        """All steps, and now."""
        self.view.show_all()
        self.looked()

    def action_travel(self, by: int) -> None:
        """Back or forward in time, every panel."""
        self.view.travel(by)
        self.looked()

    def looked(self) -> None:
        """Show at once that the view is another."""
        self.gallery.say_how()
        self.show_panels()
        self.catch_up()
        self.catch_up_slowly()

    def catch_up_slowly(self) -> None:
        """Show at once what costs more. To be overridden."""
