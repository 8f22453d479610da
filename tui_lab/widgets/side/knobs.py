"""The lesson's settings and presets: turned by keys, refused in words."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from lessons.kit import Trouble
from lessons.kit.page.params import Knob
from tui_lab.charts.axes import step_of
from tui_lab.session.actions.knobs import turn
from tui_lab.session.session import Session
from tui_lab.widgets.lists.choices import Choices
from tui_lab.widgets.side.value_line import ValueLine

PRESET = "preset "


class KnobList(Choices):
    """Settings by name, and presets below."""

    DEFAULT_CSS = """
    KnobList {
        height: 1fr; text-wrap: wrap;
        & > .option-list--option-disabled { color: $muted; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Next", show=False, tooltip="The next setting"),
        Binding("k", "cursor_up", "Previous", show=False, tooltip="The previous setting"),
        Binding("left,h", "nudge(-1)", "Less", show=False, tooltip="Decrease the setting"),
        Binding("right,l", "nudge(1)", "More", show=False, tooltip="Increase the setting"),
        Binding("enter", "select", "Change", show=False, tooltip="Type a value, or use a preset"),
    ]

    class Nudged(Message):
        """A setting is to be turned a little."""

        def __init__(self, name: str, by: int) -> None:
            super().__init__()
            self.setting, self.by = name, by

    def action_nudge(self, by: int) -> None:
        """Turn the setting under the cursor a little."""
        option = self.highlighted_option
        if option and option.id and not option.id.startswith(PRESET):
            self.post_message(self.Nudged(option.id, by))


class Knobs(Vertical):
    """The list, and below it what the chosen one is, or a place to type."""

    DEFAULT_CSS = """
    Knobs { width: 1fr; height: 1fr; padding: 0 1; }
    Knobs > #about { height: auto; max-height: 7; border-top: solid $calm; width: 1fr; }
    """

    class Changed(Message):
        """A setting was changed, or a preset was taken; `live` if the run has it already."""

        def __init__(self, name: str, live: bool) -> None:
            super().__init__()
            self.setting, self.live = name, live

    def __init__(self, session: Session, then: str = "") -> None:
        super().__init__(id="Knobs")
        self.session, self.then = session, then
        """Where nothing is turned while it trains: what comes after a change."""
        self.list = KnobList(markup=False)
        self.about = Static(id="about", markup=False)
        self.line = ValueLine(back=self.list)
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """The list, where to type, and what is said of it."""
        yield self.list
        yield self.line  # not last: messages lie on the bottom of the column
        yield self.about

    def on_mount(self) -> None:
        """Fill the list."""
        knobs = self.session.lesson.params.knobs()
        live = [name for name, knob in knobs.items() if knob.live and not self.then]
        fixed = [name for name in knobs if name not in live]
        options: list[Option | None] = []
        for heading, names in (
            ("live: change while it trains", live),
            ("settings of the run" if self.then else "fixed during a run", fixed),
        ):
            if names:
                options.append(Option(heading, disabled=True))
                options += [Option(name, id=name) for name in names]
        presets = self.session.lesson.presets
        if presets and not self.then:
            options.append(Option("presets", disabled=True))
            options += [Option(preset.name, id=PRESET + preset.name) for preset in presets]
        self.list.add_options(options)
        self.catch_up()
        self.list.action_first()

    def focus(self, scroll_visible: bool = True) -> Knobs:
        """The list is what takes the keys."""
        self.list.focus(scroll_visible)
        return self

    def catch_up(self) -> None:
        """Show the values as they are."""
        session = self.session
        shown = (session.plan, session.differences(), session.has_worker, self.size)
        if shown == self._shown or not self.list.option_count:
            return
        self._shown = shown
        for name in session.lesson.params.knobs():
            self.list.write(name, self._row(name))
        for preset in () if self.then else session.lesson.presets:
            chosen = session.plan.preset == preset.name
            row = Content.assemble("  ", ("● " if chosen else "○ ", "$accent"), preset.name)
            self.list.write(PRESET + preset.name, row)
        if not self.line.display:  # what is typed may have been refused: the reason stays
            self.show_help()

    def _row(self, name: str) -> Content:
        """Name, value, and what the run still has instead."""
        session = self.session
        value, old = session.plan.config[name], session.differences()
        if session.draft.is_pinned(name):
            return Content.assemble(f"  {name:<13} ", ("differs per variant", "italic $muted"))
        parts: list[Any] = [f"  {name:<13} ", (in_words(value), "bold $accent")]
        if name in old:
            parts.append((f"  this run: {in_words(old[name])}", "$warning"))
        return Content.assemble(*parts)

    @property
    def chosen(self) -> str:
        """The setting or preset under the cursor."""
        option = self.list.highlighted_option
        return (option.id or "") if option else ""

    def show_help(self, error: str = "") -> None:
        """Say what is under the cursor, or why a value was refused."""
        if error:
            self.about.update(Content.assemble(("✗ ", "bold $error"), (error, "$error")))
        elif self.chosen.startswith(PRESET):
            preset = self.session.lesson.preset(self.chosen.removeprefix(PRESET))
            self.about.update(Content.assemble(preset.says, ("\nenter applies it", "$muted")))
        elif self.chosen:
            self.about.update(self._about(self.chosen))

    def _about(self, name: str) -> Content:
        knob = self.session.lesson.params.knob(name)
        parts: list[Any] = [(knob.help, "")] if knob.help else []
        parts.append((f"\n{knob.bounds}" if parts else knob.bounds, "$muted"))
        if self.session.draft.is_pinned(name):
            parts.append(("\nthis setting differs per variant", "$muted"))
        elif self.then:
            turned = name in self.session.differences()
            parts.append((f"\n{self.then}", "$warning" if turned else "$muted"))
        elif knob.only_shown:
            parts.append(("\nlive: ← → or enter move what is shown, also at the end", "$success"))
        elif knob.live:
            parts.append(("\nlive: ← → or enter change it while it trains", "$success"))
        elif name in self.session.differences():
            parts.append(("\nr starts a run with it, z undoes", "$warning"))
        else:
            parts.append(("\nfixed: a change is for the next run", "$warning"))
        return Content.assemble(*parts)

    def on_option_list_option_highlighted(self) -> None:
        """Another one is under the cursor."""
        self.show_help()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter: take the preset, turn the switch, or type."""
        event.stop()
        name = event.option_id or ""
        if name.startswith(PRESET):
            self._take_preset(name.removeprefix(PRESET))
        elif _is_cycled(self.session.lesson.params.knob(name)):
            self._turn(name, nudged(self.session.lesson.params.knob(name), self._value(name), 1))
        else:
            self.line.open(name, in_words(self._value(name)))

    def on_knob_list_nudged(self, event: KnobList.Nudged) -> None:
        """Arrows: a little more or less."""
        event.stop()
        knob = self.session.lesson.params.knob(event.setting)
        self._turn(event.setting, nudged(knob, self._value(event.setting), event.by), ask=False)

    def on_value_line_typed(self, event: ValueLine.Typed) -> None:
        """A value was typed. A refusal leaves it there, to be corrected."""
        event.stop()
        if self._turn(event.setting, event.text):
            self.line.close()

    def on_value_line_closed(self, event: ValueLine.Closed) -> None:
        """What stood there of a value that was refused is not useful any more."""
        event.stop()
        self.show_help()

    def _value(self, name: str) -> Any:
        return self.session.plan.config[name]

    def _take_preset(self, name: str) -> None:
        self.session.draft.apply_preset(name)
        self.catch_up()
        self.show_help(self.session.draft.lacks)
        self.post_message(self.Changed(f"the preset {name}", False))

    def _turn(self, name: str, text: str, ask: bool = True) -> bool:
        try:
            turn(self.session, name, text)
        except Trouble as trouble:
            self.show_help(str(trouble))
            return False
        self.catch_up()
        self.show_help()
        live = self.session.lesson.params.knob(name).live
        if ask or live:
            self.post_message(self.Changed(name, live))
        return True


def in_words(value: Any) -> str:
    """A setting's value as one would type it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _is_cycled(knob: Knob) -> bool:
    return bool(knob.choices) or knob.kind is bool


def nudged(knob: Knob, value: Any, by: int) -> str:
    """The value one notch on: the next choice, or 1-2-5 steps for what grows by factors."""
    if knob.choices:
        place = knob.choices.index(value) + by
        return knob.choices[place % len(knob.choices)]
    if knob.kind is bool:
        return "off" if value else "on"
    if knob.kind is str:
        return str(value)
    there = _notch(float(value), by) if knob.log else value + by * _grain(knob, float(value))
    there = min(max(there, knob.low), knob.high)
    return str(round(there)) if knob.kind is int else f"{there:.6g}"


def _grain(knob: Knob, value: float) -> float:
    """A linear notch: about a tenth of the value, round, and whole where it must be."""
    grain = step_of(max(abs(value), (knob.high - knob.low) / 100 if value == 0 else 0), 10)
    return max(grain, 1.0) if knob.kind is int else grain


def _notch(value: float, by: int) -> float:
    """The next of 1, 2, 5 × 10ⁿ."""
    if value <= 0:
        return 1e-3 if by > 0 else value
    power = math.floor(math.log10(value) + 1e-9)
    notches = [m * 10.0**n for n in range(power - 1, power + 3) for m in (1, 2, 5)]
    if by > 0:
        return next(notch for notch in notches if notch > value * 1.001)
    return next(notch for notch in reversed(notches) if notch < value * 0.999)
