"""What a learner changes of a view: which runs, of when, along which axis, how near and smooth."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TypeVar

from lessons.kit import Series
from tui_lab.charts.x_axis import KINDS, moved, zoomed
from tui_lab.session.view import View
from tui_lab.state.ghosts import Ghost

SMOOTHINGS = (0.0, 0.6, 0.9, 0.97)
MOMENTS = 50  # places to stop at on a way through a run that shows no pictures
Item = TypeVar("Item")


def show_next(view: View, by: int = 1) -> None:
    """Bring the next variant to the front, or another by its distance from this one."""
    variants = view.visible or view.variants
    bring_to_front(view, variants[(variants.index(view.shown) + by) % len(variants)])


def bring_to_front(view: View, variant: str) -> None:
    """Its curves are bright, its pictures are shown, and it is asked; a hidden one is shown."""
    view.hidden.discard(variant)
    view.chosen = variant
    view.changed()


def hide(view: View, variant: str) -> None:
    """Hide a variant, or show it again. One always stays."""
    if variant in view.hidden or view.visible != [variant]:
        view.hidden ^= {variant}
        view.changed()


def add_ghost(view: View, ghost: Ghost) -> None:
    """Draw another run behind this one, in place of one of the same name."""
    view.ghosts = [other for other in view.ghosts if other.name != ghost.name] + [ghost]
    view.changed()


def remove_ghost(view: View, name: str) -> None:
    """Draw another run no longer."""
    view.ghosts = [ghost for ghost in view.ghosts if ghost.name != name]
    view.changed()


def smooth_more(view: View) -> None:
    """The next smoothing; after the last one none."""
    view.smoothing = _next(SMOOTHINGS, view.smoothing)
    view.changed()


def turn_axis(view: View) -> None:
    """Steps, their decades, seconds; at last each chart as the lesson has it."""
    charts = [panel for panel in view.session.lesson.panels if isinstance(panel, Series)]
    own = {KINDS[panel.log_x] for panel in charts if view.covers(panel)}
    view.axis = _next((None, *(kind for kind in KINDS if {kind} != own)), view.axis)
    view.changed()


def zoom(view: View, factor: float, around: float | None) -> None:
    """Show a shorter or a longer stretch; around the middle of what there is, if nowhere."""
    low, high = stretch = view.stretch or view.whole
    middle = (low + min(high, max(view.session.store.step, low))) / 2
    around = middle if around is None else around
    view.stretch = zoomed(stretch, view.whole, factor, around)
    view.changed()


def pan(view: View, share: float) -> None:
    """Go on along the steps by this share of the stretch."""
    if view.stretch:
        view.stretch = moved(view.stretch, view.whole, share)
        view.changed()


def travel(view: View, by: int) -> None:
    """Go back or forward through the run by this many of its moments; past the last is now."""
    moments, last = _moments(view), view.session.store.step
    here = last if view.at is None else view.at
    place = bisect_left(moments, here) + by if by < 0 else bisect_right(moments, here) + by - 1
    there = moments[max(place, 0)] if moments and place < len(moments) else last
    view.at = None if there >= last else there
    view.changed()


def show_all(view: View) -> None:
    """Show the whole run, live."""
    view.stretch = view.at = None
    view.changed()


def _moments(view: View) -> list[int]:
    """The steps where there is something to see: those of the pictures, or some evenly."""
    store = view.session.store
    every = max(store.step // MOMENTS, 1)
    return store.moments() or list(range(every, store.step + 1, every))


def _next(items: Sequence[Item], item: Item) -> Item:
    return items[(items.index(item) + 1) % len(items)]
