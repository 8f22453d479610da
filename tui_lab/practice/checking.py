"""A learner's file checked in a sandbox; what came of it is feedback, whatever happened."""

from __future__ import annotations

import msgspec

from lessons.kit.errors import visible
from lessons.kit.practice.feedback import Feedback
from lessons.kit.practice.text import ExerciseText
from tui_lab.practice.found import LessonExercises
from tui_lab.sandbox.client import Sandbox
from tui_lab.sandbox.job import Job, Limits, Outcome

CHECK = "tui_lab.worker.exercise"
ENDLESS = ("out of time", "too much output")
LIMITS = Limits(cpu=6.0, seconds=60.0, memory=1 << 30, processes=8, printed=4000)
MOST_PRINTED = 10  # lines of a learner's output that are shown


class Checker:
    """Has torch loaded from the first check on, so that the next ones take a moment."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._sandbox = Sandbox(CHECK)
        self._limits = limits

    def check(self, lesson: LessonExercises, exercise: ExerciseText, text: str) -> Feedback:
        """Judge a file's text. Waits for torch the first time. Raises BadEnvironment."""
        given = {
            "lesson": lesson.id, "origin": lesson.origin, "name": exercise.path.stem, "text": text,
        }  # fmt: skip
        return told(self._sandbox.run(Job(f"{CHECK}:check_text", given, limits=self._limits)))

    def cancel(self) -> None:
        """End the check that is going on: the file was saved again."""
        self._sandbox.cancel()

    def close(self) -> None:
        """End the process."""
        self._sandbox.close()

    def __enter__(self) -> Checker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def told(outcome: Outcome) -> Feedback:
    """What a child's end means for the learner."""
    printed = _beginning(outcome)
    if outcome.how == "done":
        return msgspec.structs.replace(outcome.value_as(Feedback), printed=printed)
    if outcome.how == "failed":
        if outcome.why == "TimeIsUpError":
            says, fix = "it takes too long", "does every loop end?"
            return Feedback("stopped", says, fix, printed=printed)
        if outcome.why == "KeyboardInterrupt":
            return Feedback("error", "it raises KeyboardInterrupt", printed=printed)
        says = f"the check itself fails: {visible(outcome.why)}"
        fix = "does your code change what Python has loaded? else dl-lab lint LESSON says more"
        return Feedback("error", says, fix, printed=printed)
    if outcome.how == "left" and outcome.code >= 0:
        says = f"your code ended the process with exit code {outcome.code}"
        return Feedback("stopped", says, "return a result instead", printed=printed)
    fix = "does every loop end?" if outcome.how in ENDLESS else ""
    return Feedback("stopped", f"your code was {_ended(outcome)}", fix, printed=printed)


def _ended(outcome: Outcome) -> str:
    is_told = outcome.why.startswith(("stopped", "ended"))
    return outcome.why if is_told else f"ended ({outcome.why})"


def _beginning(outcome: Outcome) -> str:
    lines = visible(outcome.printed).splitlines()
    kept = [line[:200] for line in lines[:MOST_PRINTED]]
    more = outcome.is_cut or len(lines) > len(kept)
    return "\n".join([*kept, "… (more was printed)"] if more else kept)
