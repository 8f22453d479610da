"""All that a lesson's loop is written with. Importing it imports torch."""

from lessons.kit.engine.run import Run
from lessons.kit.engine.saved import Saved
from lessons.kit.page.values import Counts, Dial, Grid, Points, Workings
from lessons.kit.stream.loop_events import Event, Note, Picture, Question, Step
from lessons.kit.stream.sheets import Sheet

__all__ = [
    "Counts", "Dial", "Event", "Grid", "Note", "Picture", "Points", "Question", "Run", "Saved",
    "Sheet", "Step", "Workings",
]  # fmt: skip
