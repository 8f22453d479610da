"""Where the run that a hand-in is compared with comes from: trained here, or told by a sandbox."""

from __future__ import annotations

from pathlib import Path

from lessons.kit import History, Lesson, Plan
from lessons.kit.errors import said
from lessons.kit.stream.events import DamagedLine, End, from_json
from tui_lab.classroom.archive import BadHandInError, content_of
from tui_lab.classroom.order import GradeOrder
from tui_lab.grader.again import Again, trained_again

LARGEST = 128 << 20


def again_of(lesson: Lesson, plan: Plan, order: GradeOrder) -> Again:
    """The run again. Raises BadHandInError for what code in a sandbox said, and no run can say."""
    if not order.again:
        return trained_again(lesson, plan, order.seconds)
    history, over = History(), False
    for line in content_of(Path(order.again), LARGEST)[0].splitlines():
        try:
            event = from_json(line)
        except DamagedLine as error:
            raise BadHandInError(f"its code said no events ({said(error)})") from None
        if event is not None:
            history.take_event(event)
            over = isinstance(event, End)
    done = min((track.done for track in history.tracks.values()), default=0)
    return Again(history, done, over, 0.0)
