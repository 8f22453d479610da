"""A learner at work in the terminal: the editor, a check at each save, keys."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from lessons.kit.errors import BadEnvironment, Trouble, reason
from lessons.kit.practice.feedback import Feedback
from tui_lab.cli.practice import doing
from tui_lab.cli.practice.doing import Task
from tui_lab.cli.practice.saying import show_feedback, show_task, show_text
from tui_lab.client.wait import say
from tui_lab.practice.checking import Checker
from tui_lab.session.copy import editor
from tui_lab.system.files import text_of

LOOK_EVERY = 0.3  # seconds between two looks at the file
KEYS = "press e edit · h hint · s solution · k skip · n next · q leave"


def work(task: Task, *, edits: bool) -> int:
    """Until the learner leaves; the exit code of the last check."""
    with Checker() as checker:
        while True:
            code, following = _Session(task, checker).run(edits=edits)
            if following is None:
                return code
            task = following


class _Session:
    """One exercise at work."""

    def __init__(self, task: Task, checker: Checker) -> None:
        self.task, self.checker = task, checker
        self.passed = False
        self.checked = ""
        """The text that was checked last."""

    def run(self, *, edits: bool) -> tuple[int, Task | None]:
        """The exit code, and the exercise to go on with; None to leave."""
        path = self.task.file.make()
        show_task(f"{self.task.exercise.title}\n\n{self.task.exercise.task}\n")
        say(f"your file, checked at each save: {path}")
        if edits:
            self._edit()
        self._check()
        say(KEYS)
        while True:
            match _key(self.task):
                case "":
                    self._check()
                case "e":
                    self._edit()
                    self._check()
                    say(KEYS)
                case "h" | "s" as key:
                    self._help(key)
                case "k" | "n" as key if following := self._following(key):
                    return self._code, following
                case "q" | "\x03" | "\x04":
                    return self._code, None
                case _:  # enter too: people type it after a key, and it must do nothing
                    say(KEYS)

    @property
    def _code(self) -> int:
        return 0 if self.passed else 1

    def _edit(self) -> None:
        command = [*editor(), str(self.task.file.make())]
        try:
            subprocess.run(command, check=False)
        except OSError as error:
            what = f"{command[0]} cannot be started ({reason(error)})"
            raise BadEnvironment(what, "set EDITOR, or use --watch") from None

    def _check(self) -> None:
        try:
            text = text_of(self.task.file.path)
        except Trouble as trouble:  # it is gone, or was saved as something else
            say(f"not checked: {trouble}")
            self.passed, self.checked = False, ""
            return
        if text == self.checked:
            return
        self.checked = text
        feedback: Feedback = self.checker.check(self.task.lesson, self.task.exercise, text)
        doing.count(self.task, text, feedback)
        self.passed = feedback.is_passed
        show_feedback(feedback, self.task.exercise.name)
        if self.passed:
            say(f"{doing.next_words(self.task)} (key n); s shows a solution to compare")

    def _help(self, key: str) -> None:
        task, exercise = self.task, self.task.exercise
        if key == "s":
            task.progress.saw_solution(task.lesson.id, exercise.name)
            show_text(exercise.solution)
        else:
            number = task.progress.hinted(task.lesson.id, exercise.name, len(exercise.hints))
            say(f"hint {number} of {len(exercise.hints)}: {exercise.hints[number - 1]}")

    def _following(self, key: str) -> Task | None:
        task = self.task
        done = task.progress.of(task.lesson.id, task.exercise.name)
        if key == "k" and done.is_open:
            task.progress.skip(task.lesson.id, task.exercise.name)
        everyone = list(task.lesson.exercises)
        place = everyone.index(task.exercise) + 1
        found = task.progress.next(task.lesson.id, everyone[place:] + everyone[: place - 1])
        if found is None:
            say(doing.next_words(task))
            return None
        return Task(task.lesson, found, task.progress)


def _key(task: Task) -> str:
    """The next key; "" once the file was saved, and is the same at two looks: it is whole then."""
    stamp = seen = task.file.stamp
    with _each_key():
        while (now := task.file.stamp) == stamp or now != seen:
            seen = now
            if select.select([sys.stdin], [], [], LOOK_EVERY)[0]:
                # not sys.stdin.read: it takes all that was typed, and the next look sees nothing
                return os.read(sys.stdin.fileno(), 1).decode("ascii", "replace") or "\x04"
    return ""


@contextmanager
def _each_key() -> Iterator[None]:
    """Keys as they are pressed, not line by line."""
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin, termios.TCSANOW)  # what was typed before counts, too
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
