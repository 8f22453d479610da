"""Whether a panel has something new to show, and whether that can be seen."""

from __future__ import annotations

from tui_lab.charts.axes import Scale
from tui_lab.widgets.panels.panel import Panel
from tui_lab.widgets.panels.series import SeriesChart, axis_of

GOING_ON = ("playing", "growing")
"""How a run is, or a watched log, while there is more of it from second to second."""
RUN = 1
"""The place in a view's versions of what the run alone changes."""
CALM = 1.0  # seconds after which a chart is painted however little is new
SLOW = 4.0  # steps a second that are slow enough to be seen one by one


def is_new(panel: Panel, now: float, fps: float) -> bool:
    """Whether it was made from something older than what there is, and has waited for its turn."""
    waited = now - panel.painted_at >= 1 / fps
    return waited and panel.display and panel.view.versions != panel.painted


def is_only_further(panel: Panel) -> bool:
    """Whether the run goes on and nobody did anything: what is new now will soon be old.

    Of a run that is paused or over the last picture is shown at once.
    """
    if panel.painted is None or panel.view.session.state not in GOING_ON:
        return False
    before, now = list(panel.painted), list(panel.view.versions)
    before[RUN] = now[RUN]
    return before == now


def can_be_seen(panel: Panel, now: float) -> bool:
    """Whether a chart's curves are a dot longer than they were, or that was long ago.

    Of a run of many steps most end in the column in which they ended before. Where they come slowly
    each of them is shown. Of other panels it is not known: there it may.
    """
    if not isinstance(panel, SeriesChart):
        return True
    step, waited = panel.view.session.store.step, now - panel.painted_at
    if waited >= CALM or step - panel.painted_step <= SLOW * waited:
        return True
    axis = axis_of(panel)
    x = Scale(*axis.range, axis.is_log)
    then, here = x.share(axis.place(panel.painted_step)), x.share(axis.place(step))
    return then is None or here is None or (here - then) * 2 * panel.size.width >= 1
