"""All that a lesson's loop is written with. Importing it imports torch."""

from lessons.kit.engine.kept_values import Kept
from lessons.kit.engine.network import Run
from lessons.kit.stream.loop_events import Ask, Note, Show, Step, Word

__all__ = ["Ask", "Kept", "Note", "Run", "Show", "Step", "Word"]
