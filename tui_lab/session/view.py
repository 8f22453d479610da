"""How the learner looks at a run: shared by every panel of a screen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from lessons.kit.page.scope import Scope
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.axes import Range
from tui_lab.charts.palette import VariantStyle, variant_styles
from tui_lab.charts.x_axis import KINDS, XAxis, moved, zoomed
from tui_lab.session.session import Session
from tui_lab.session.standing import Standing
from tui_lab.state.ghosts import Ghost

SMOOTHINGS = (0.0, 0.6, 0.9, 0.97)
MOMENTS = 50  # places to stop at on a way through a run that shows no pictures


def covers(session: Session, scope: Scope) -> bool:
    """Whether a panel, a claim or a prediction speaks of what runs, or of what is planned."""
    run = session.store.start or session.plan
    return scope.covers(run.variants, run.config, run.own_data)


class View:
    """What is shown of a session: which runs, of when, along which axis, how smooth."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.smoothing = 0.0
        """The share that each point keeps of the one before; the raw values stay, faint."""
        self.at: int | None = None
        """The step that is looked at, in every panel; None is the latest."""
        self.axis = KINDS[0]
        self.stretch: Range | None = None
        """The steps that the charts show; None is all."""
        self.hidden: set[str] = set()
        """Variants that are not drawn."""
        self.ghosts: list[Ghost] = []
        """Other runs, faint behind this one."""
        self.predicted: dict[str, Standing] = {}
        """A panel's title to what the learner predicted will be seen there, in this run."""
        self._shown: str | None = None
        """The variant chosen by the learner; None is the first that has not broken."""
        self.version = 0
        """Grows with every change, so that panels know to draw again."""

    @property
    def variants(self) -> list[str]:
        """The racing variants: those of the run, or of the plan before there is one."""
        start = self.session.store.start
        return list(start.variants if start else self.session.plan.variants)

    @property
    def visible(self) -> list[str]:
        """The variants that are drawn."""
        return [variant for variant in self.variants if variant not in self.hidden]

    @property
    def seeds(self) -> list[int]:
        """The seeds of the run, or of the plan before there is one."""
        start = self.session.store.start
        return start.seeds if start else self.session.plan.seeds

    def covers(self, scope: Scope) -> bool:
        """Whether a panel speaks of this run, or of the plan before there is one."""
        return covers(self.session, scope)

    @property
    def shown(self) -> str:
        """The variant whose pictures are shown."""
        variants, store = self.visible or self.variants, self.session.store
        if self._shown in variants:
            return self._shown
        broken = {v for v in variants if any(store.broke_at(v, seed) for seed in self.seeds)}
        return next((v for v in variants if v not in broken), variants[0] if variants else "")

    def variant_styles(self, variables: Mapping[str, str]) -> dict[str, VariantStyle]:
        """A colour and a marker for each racing variant.

        They go by the lesson's own order, so a variant looks the same whoever it races.
        """
        known, racing = self.session.lesson.variants, self.variants
        return variant_styles(known if set(racing) <= set(known) else racing, variables)

    def picture(self, panel: str, variant: str, seed: int) -> PictureEvent | None:
        """What a network showed, at the time that is looked at."""
        return self.session.store.picture(panel, variant, seed, self.at)

    def show_next(self) -> None:
        """Show the pictures of the next variant."""
        variants = self.visible or self.variants
        self._shown = variants[(variants.index(self.shown) + 1) % len(variants)]
        self.changed()

    def smooth_more(self) -> None:
        """The next smoothing; after the last one none."""
        self.smoothing = _next(SMOOTHINGS, self.smoothing)
        self.changed()

    def hide(self, variant: str) -> None:
        """Hide a variant, or show it again. One always stays."""
        if variant in self.hidden or self.visible != [variant]:
            self.hidden ^= {variant}
            self.changed()

    def add_ghost(self, ghost: Ghost) -> None:
        """Draw another run behind this one, in place of one of the same name."""
        self.ghosts = [other for other in self.ghosts if other.name != ghost.name] + [ghost]
        self.changed()

    def remove_ghost(self, name: str) -> None:
        """Draw another run no longer."""
        self.ghosts = [ghost for ghost in self.ghosts if ghost.name != name]
        self.changed()

    def changed(self) -> None:
        """Have every panel draw again."""
        self.version += 1

    # time

    def travel(self, by: int) -> None:
        """Go back or forward through the run by so many of its moments; past the last is now."""
        moments, last = self.moments(), self.session.store.step
        here = last if self.at is None else self.at
        place = bisect_left(moments, here) + by if by < 0 else bisect_right(moments, here) + by - 1
        there = moments[max(place, 0)] if moments and place < len(moments) else last
        self.at = None if there >= last else there
        self.changed()

    def moments(self) -> list[int]:
        """The steps where there is something to see: those of the pictures, or some evenly."""
        store = self.session.store
        every = max(store.step // MOMENTS, 1)
        return store.moments() or list(range(every, store.step + 1, every))

    # the x-axis

    @property
    def whole(self) -> Range:
        """All steps that there will be."""
        return 0.0, float(self.session.store.planned or self.session.plan.steps)

    @property
    def x_axis(self) -> XAxis:
        """The x-axis of the charts as it is now; of seconds, only those that have passed."""
        whole = self.whole
        if self.axis == "time":
            whole = 0.0, float(max(self.session.store.step, 1))
        return XAxis(self.axis, self.stretch or whole, self.session.store.clock)

    def turn_axis(self) -> None:
        """Steps, their decades, seconds."""
        self.axis = _next(KINDS, self.axis)
        self.changed()

    def zoom(self, factor: float, around: float | None) -> None:
        """Show a shorter or a longer stretch; around the middle of what there is, if nowhere."""
        low, high = stretch = self.stretch or self.whole
        middle = (low + min(high, max(self.session.store.step, low))) / 2
        around = middle if around is None else around
        self.stretch = zoomed(stretch, self.whole, factor, around)
        self.changed()

    def pan(self, share: float) -> None:
        """Go on along the steps by this share of the stretch."""
        if self.stretch:
            self.stretch = moved(self.stretch, self.whole, share)
            self.changed()

    def show_all(self) -> None:
        """The whole run again, as it is now."""
        self.stretch = self.at = None
        self.changed()


def _next(items: Sequence[Any], item: Any) -> Any:
    return items[(items.index(item) + 1) % len(items)]
