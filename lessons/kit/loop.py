"""All that a lesson's loop is written with. Importing it imports torch."""

from lessons.kit.engine.run import Run
from lessons.kit.engine.saved import Saved
from lessons.kit.stream.loop_events import Event, Note, Picture, Question, Step

__all__ = ["Event", "Note", "Picture", "Question", "Run", "Saved", "Step"]
