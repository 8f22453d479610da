"""What a learner does to have another future: a fork, from the step that they point at."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from lessons.kit import Trouble
from tui_lab.client.fork import branch_of
from tui_lab.screens.lesson.turning import Commands, Turning
from tui_lab.widgets.command_line import CommandLine

VERB = "fork"


class Forking(Turning):
    """The part of a lesson's screen that goes on in a new run from a step of this one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("F", "fork", "Fork",
                tooltip="Go on from here, or from the step looked at, with other knobs"),
    ]  # fmt: skip

    _said = ""
    """What was said of the fork that is being typed."""

    def pointed_at(self) -> int | None:
        """The step that somebody points at; None is the latest. To be overridden."""
        return self.view.at

    def commands(self, shown: str) -> Commands:
        """Beside the others, `:fork`."""
        return {**super().commands(shown), VERB: self._fork}

    def action_fork(self) -> None:
        """Type what is to be other from here on; the step, and what was turned, stand there."""
        at = self.pointed_at() or self.session.store.step  # live, it goes on while they type
        here = [f"at={at}"] if at else []
        turned = [f"{name}={value}" for name, value in self._turned().items()]
        self._said = ""
        self.open_line(" ".join([VERB, *here, *turned, ""]))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say before it is done where the fork will be, and what is trained again for it."""
        verb, *words = event.value.removeprefix(":").split(" ")
        if not isinstance(event.input, CommandLine) or verb != VERB or not words or words[-1]:
            return
        try:
            said = str(branch_of(self.session.run, self._place(_pairs(words))))
        except Trouble as trouble:
            said = str(trouble)
        if said != self._said:
            self._say(said)

    def _say(self, said: str) -> None:
        """One message of the fork at a time: of another step is no question any more."""
        self.app.take_back(self._said)
        self._said = said
        self.notify(said, timeout=10)

    def _fork(self, words: list[str]) -> None:
        """`:fork at=120 lr=0.01`; without settings, those turned since the run began."""
        session, pairs = self.session, _pairs(words)
        at = self._place(pairs)
        typed = {
            name: session.lesson.params.parse(name, value)
            for name, value in pairs.items()
            if name != "at"
        }
        branch = self.leaving_a_ghost(lambda: session.fork(at, typed or self._turned()))
        self.view.show_all()
        self._say(f"{branch}; the run before stays, faint")

    def _place(self, pairs: dict[str, str]) -> int | None:
        """The step that was typed, or else the one that is pointed at. Raises Trouble."""
        try:
            return int(pairs["at"]) if "at" in pairs else self.pointed_at()
        except ValueError:
            raise Trouble("a step is a whole number", "such as :fork at=120 lr=0.01") from None

    def _turned(self) -> dict[str, Any]:
        """The settings that are planned otherwise than they run."""
        planned = self.session.plan.config
        return {name: planned[name] for name in self.session.differences()}


def _pairs(words: list[str]) -> dict[str, str]:
    """`name=value` as it was typed; the last one of a name counts."""
    parts = (word.partition("=") for word in words if word)
    return {name: value for name, _, value in parts}
