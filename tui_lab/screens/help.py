"""`?`: every key of the screen below under headings, and what the signs on it mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from tui_lab.charts.palette import STATES, VERDICTS, Sign
from tui_lab.screens.sheet import Sheet
from tui_lab.widgets.key_table import KeyTable, Row, Section
from tui_lab.widgets.reading import Reading

HERE, LEAVE = "Here", "Leave"
LEAVING = ("command_palette", "quit", "back", "suspend_process")
ORDER = (HERE, "Run", "Look", "Time", "Ask & explain", "Edit", LEAVE)
SIGNS = """\
✗ at the top of a chart: from here on, the value is not a number
↑ ↓ at the edge: the value is outside the axis
⠂⠂ a guide line with its name · shade: the range of the seeds, or of a bin
faint line: the raw values behind a smoothed line
bright: the network in front (v) · dashed: its second value · faint with a letter: an old run"""
IN_CHARTS = Content.assemble(("In the charts\n", "bold $primary"), SIGNS, "\n\n")
PROGRESS = {"✓": "done", "◌": "opened", "○": "not opened yet"}


class HelpScreen(Sheet):
    """All keys."""

    DEFAULT_CSS = """
    HelpScreen > Reading { width: 116; max-width: 96%; }
    HelpScreen.-narrow > Reading { width: 76; max-width: 100%; }
    HelpScreen Input {
        display: none; dock: top; height: 1; border: none; padding: 0; background: $panel;
        &:focus { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", tooltip="Close the help"),
        Binding("q,question_mark,f1", "close", "Close", tooltip="Close the help"),
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter the keys"),
    ]

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self.table = KeyTable(sections_of(below))
        self.actions = actions_of(below)
        self.line = Input(placeholder="filter: what a key does", compact=True)
        self.signs = Static(signs_of(below), markup=False)

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with Reading() as box:
            box.border_title = Content("Keys")
            box.border_subtitle = Content("/ filters · a click does it · j k scroll · esc closes")
            yield self.line
            yield self.table
            yield self.signs

    def on_resize(self) -> None:
        """One column of headings where there is no room for two."""
        self.set_class(self.size.width < 120, "-narrow")

    def action_filter(self) -> None:
        """Type what to look for."""
        self.line.display = True
        self.line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Only what has these words."""
        self.table.filter(event.value)
        self.signs.display = not event.value

    def on_input_submitted(self) -> None:
        """Read what was found."""
        self.query_one(Reading).focus()

    def on_key_table_chosen(self, event: KeyTable.Chosen) -> None:
        """Do it, on the screen below."""
        app, active = self.app, self.actions[event.words]
        self.dismiss()
        app.call_later(app.run_action, active.binding.action, active.node)

    def action_leave(self) -> None:
        """Out of the filter, or back to what is below."""
        if not self.line.display:
            self.action_close()
        self.line.value, self.line.display = "", False
        self.query_one(Reading).focus()

    def action_close(self) -> None:
        """Back to what is below."""
        self.dismiss()


def signs_of(below: Screen[Any]) -> Content:
    """What the signs of this screen mean: in a lesson those of its charts and claims."""
    if isinstance(own := getattr(below, "signs", None), Content):
        return own
    states = _legend("States", list(STATES.values())[1:8])
    if not hasattr(below, "gallery"):
        marks = [Sign(glyph, word, "muted") for glyph, word in PROGRESS.items()]
        return _legend("Lessons", marks) + Content("\n") + states
    if not hasattr(below, "side"):  # another program's log: nothing is claimed of it
        return IN_CHARTS + states
    return IN_CHARTS + states + Content("\n") + _legend("Claims", VERDICTS.values())


def _legend(heading: str, signs: Iterable[Sign]) -> Content:
    """Each sign stays with its word where a line ends."""
    words = "  ".join(
        f"{sign.glyph} {sign.word}".replace(" ", "\N{NO-BREAK SPACE}") for sign in signs
    )
    return Content.assemble((f"{heading}  ", "bold $primary"), words)


def sections_of(screen: Screen[Any]) -> list[Section]:
    """Every key that does something on this screen, under its heading; a line for an action."""
    found: dict[str, dict[str, list[str]]] = {name: {} for name in ORDER}
    for active in screen.active_bindings.values():
        binding = active.binding
        if words := binding.tooltip:  # ours have one, as a rule of the house
            shown = screen.app.get_key_display(binding)
            found[heading_of(active)].setdefault(words, []).append(shown)
    return [(name, _rows(keys)) for name, keys in found.items() if keys]


def actions_of(screen: Screen[Any]) -> dict[str, ActiveBinding]:
    """What each line of the help does, by its words."""
    found: dict[str, ActiveBinding] = {}
    for active in screen.active_bindings.values():
        found.setdefault(active.binding.tooltip, active)
    return found


def heading_of(active: ActiveBinding) -> str:
    """Its own; what has none is for leaving, or belongs to what is under the cursor here."""
    group, action = active.binding.group, active.binding.action
    if group is not None and group.description in ORDER:
        return group.description
    return LEAVE if action.removeprefix("app.") in LEAVING else HERE


def _rows(keys: Mapping[str, list[str]]) -> list[Row]:
    return [(_in_short(list(dict.fromkeys(shown))), words) for words, shown in keys.items()]


def _in_short(keys: list[str]) -> str:
    """Keys side by side; many digits as the first and the last."""
    is_span = len(keys) > 2 and all(map(str.isdecimal, keys))
    return f"{keys[0]}…{keys[-1]}" if is_span else " ".join(keys)


def keys_of(screen: Screen[Any]) -> list[Row]:
    """The same in one list, without headings."""
    return [row for _, rows in sections_of(screen) for row in rows]


def show_help(screen: Screen[Any]) -> None:
    """All keys of this screen: what `?` does on each."""
    screen.app.push_screen(HelpScreen(screen))
