"""What a learner does to the settings: knobs, presets, and the command line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from lessons.kit import Preset, Trouble
from lessons.kit.errors import unknown
from tui_lab.screens.choice import Answer
from tui_lab.screens.lesson.transport import AGAIN, Transport
from tui_lab.session.view import View
from tui_lab.state.ghosts import Ghost
from tui_lab.widgets.command_line import CommandLine
from tui_lab.widgets.side.knobs import Knobs
from tui_lab.widgets.tab_line import TabLine

Commands = dict[str, Callable[[list[str]], object]]
"""A verb, and what is done with the words behind it."""
NOW_OR_LATER = [
    Answer("y", "yes", "stop this run, if it goes on, and start again"),
    Answer("n", "not yet", "r starts with it later, z takes it back"),
]


class Turning(Transport):
    """The part of a lesson's screen that plans the next run, and turns what is live in this one."""

    view: View

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("z", "undo", "Undo", tooltip="Take back the last change of a setting"),
        Binding("a", "ask", "Ask", tooltip="Ask the network that is shown; ↑ recalls questions"),
        Binding("colon", "command", "Command", key_display=":", priority=True,
                tooltip=":set lr 0.1 · :seed 3 · :preset NAME · :fork lr=0.01 · :ask TEXT · :q"),
    ]  # fmt: skip

    def action_undo(self) -> None:
        """Take the last change of a setting back."""
        undone = self.session.undo()
        self.notify("the last change is taken back" if undone else "there is nothing to take back")
        self.query_one(Knobs).catch_up()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A colon that is typed into a line is a colon.

        Its binding has priority so that it is obeyed before the next key is given away: what
        comes in one burst, as over a slow line, would go to whoever has the focus now.
        """
        return not (action == "command" and isinstance(self.focused, Input))

    def action_command(self) -> None:
        """Open the command line."""
        self.open_line()

    def open_line(self, text: str = "") -> None:
        """Open it with these words; it is about what is shown now."""
        self.query_one(CommandLine).open(self.view.shown, text)

    def commands(self, shown: str) -> Commands:
        """What can be typed, and what does it; `shown` is the network that it is about."""
        return {
            "set": self._set, "seed": self._seed, "seeds": self._seeds, "preset": self._preset,
            "data": self._data, "device": self._device, "ask": partial(self._ask, shown),
            "q": self._back, "quit": self._back,
        }  # fmt: skip

    def on_command_line_entered(self, event: CommandLine.Entered) -> None:
        """Do what was typed, or say why not."""
        verb, *rest = event.words
        commands = self.commands(event.shown)
        session, before = self.session, self.session.plan
        try:
            if verb not in commands:
                raise unknown("command", verb, commands)
            commands[verb](rest)
        except Trouble as trouble:
            self.notify(str(trouble), severity="error", markup=False)
        if session.run is None and session.plan != before:  # nothing else need show it
            self.notify(f"{' '.join(event.words)}: taken for the next run", markup=False)

    def _back(self, words: list[str]) -> None:
        self.call_later(self.app.action_back)

    def _set(self, words: list[str]) -> None:
        name, *value = words or [""]
        self.session.turn(name, " ".join(value))
        self.query_one(Knobs).catch_up()
        self.offer_restart(name, self.session.lesson.params.knob(name).live)

    def _seed(self, words: list[str]) -> None:
        try:
            self.session.draft.seed_from(int(" ".join(words)))
        except ValueError:
            raise Trouble("a seed is a whole number", "such as :seed 3") from None
        self.offer_restart("the seed", False)

    def _seeds(self, words: list[str]) -> None:
        try:
            self.session.draft.count_seeds(int(" ".join(words)))
        except ValueError:
            raise Trouble("how many seeds is a whole number", "such as :seeds 5") from None
        self.offer_restart("the number of seeds", False)

    def _data(self, words: list[str]) -> None:
        self.session.draft.read(" ".join(words))
        self.offer_restart("the data", False)

    def _device(self, words: list[str]) -> None:
        self.session.draft.move_to(" ".join(words) or "auto")
        self.offer_restart("the device", False)

    def _ask(self, shown: str, words: list[str]) -> None:
        whom = shown if shown in self.view.variants else self.view.shown
        self.session.ask(" ".join(words), whom)
        self.minimize()
        self.query_one(TabLine).active = "Notes"  # where the answer will be

    def action_ask(self) -> None:
        """Type a question."""
        self.open_line("ask ")

    def restart(self, new_seed: bool = False) -> None:
        """Start again; the same networks with other settings stay visible behind the new ones."""
        begin = partial(super().restart, new_seed)
        begin() if new_seed else self.begin_beside(begin)

    def begin_beside(self, begin: Callable[[], Any]) -> None:
        """Begin another run; one that differs in its settings leaves this one visible behind it."""
        self.leaving_a_ghost(begin) if self.session.differences() else begin()

    def leaving_a_ghost(self, begin: Callable[[], Any]) -> Any:
        """Begin another run, and keep this one in the charts, faint."""
        before, run = self.session.store, self.session.run
        result = begin()
        if self.session.store is not before and run:
            self.view.add_ghost(Ghost(run.id, before))
        return result

    def _preset(self, words: list[str]) -> None:
        self.take_preset(self.session.lesson.preset(" ".join(words)))

    def on_knobs_changed(self, event: Knobs.Changed) -> None:
        """A knob was turned: live ones are through already."""
        self.offer_restart(event.setting, event.live)

    def on_knobs_preset_chosen(self, event: Knobs.PresetChosen) -> None:
        """A preset was chosen from the list."""
        self.take_preset(event.preset)

    def take_preset(self, preset: Preset) -> None:
        """Plan this preset, and offer to start with it."""
        self.session.draft.apply_preset(preset.name)
        self.query_one(Knobs).catch_up()
        self.offer_restart(f"the preset {preset.name}", False)

    def offer_restart(self, what: str, live: bool) -> None:
        """For what is fixed while training: start again with it now, or later with r."""
        session = self.session
        if session.run is None or (live and session.has_worker) or not session.needs_restart:
            return
        question = f"{what} takes effect in a new run. Start it now?"
        self.ask(AGAIN, question, NOW_OR_LATER, self.restart)
