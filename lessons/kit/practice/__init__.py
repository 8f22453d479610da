"""What an exercise is written with. Importing it never imports torch.

An exercise is one file in a lesson's folder `practice/`: its docstring is the task, the function
that the learner writes stands in it as it should be, and `exercise = Exercise(…)` says how it is
checked. The learner's file is made from it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lessons.kit.claims.claim import Verdict
    from lessons.kit.claims.helpers import at_least, at_most
    from lessons.kit.practice.draw import Draw
    from lessons.kit.practice.exercise import Exercise
    from lessons.kit.practice.pass_meter import PassMeter

_HOME_OF = {
    "Draw": "practice.draw",
    "Exercise": "practice.exercise",
    "PassMeter": "practice.pass_meter",
    "Verdict": "claims.claim",
    "at_least": "claims.helpers",
    "at_most": "claims.helpers",
}

__all__ = ["Draw", "Exercise", "PassMeter", "Verdict", "at_least", "at_most"]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"lessons.kit.{_HOME_OF[name]}"), name)
    return value
