"""What this lesson claims of a run, judged from what was recorded."""

from lessons.lesson09_overfitting.gained import GAINED
from lessons.lesson09_overfitting.memory import BY_HEART
from lessons.lesson09_overfitting.solved import SOLVED

CLAIMS = [*BY_HEART, *GAINED, *SOLVED]
