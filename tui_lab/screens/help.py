"""`?`: every key of the screen below, and what the signs in the charts mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui_lab.charts.palette import STATES, VERDICTS, Sign
from tui_lab.screens.sheet import Sheet
from tui_lab.widgets.key_table import KeyTable
from tui_lab.widgets.reading import Reading

SIGNS = """\
✗ at the top of a chart: from here on, the value is not a number
↑ ↓ at the edge: the value is outside the axis
╌╌ a guide line with its name · shade: the range of the seeds, or of a bin
faint line: the raw values behind a smoothed line"""


class HelpScreen(Sheet):
    """All keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "leave", "Close", tooltip="Close the help"),
    ]

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self.keys = keys_of(below)

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with Reading() as box:
            box.border_title = Content("Keys")
            box.border_subtitle = Content("esc closes")
            yield KeyTable(self.keys)
            yield Static(self._signs(), markup=False)

    def _signs(self) -> Content:
        parts: list[str | tuple[str, str]] = [("\nIn the charts\n", "bold"), SIGNS]
        parts += [("\n\nStates  ", "bold"), _side_by_side(list(STATES.values())[1:8])]
        parts += [("\nClaims  ", "bold"), _side_by_side(VERDICTS.values())]
        return Content.assemble(*parts)


def _side_by_side(signs: Iterable[Sign]) -> str:
    """Each sign stays with its word where a line ends."""
    return "  ".join(
        f"{sign.glyph} {sign.word}".replace(" ", "\N{NO-BREAK SPACE}") for sign in signs
    )


def keys_of(screen: Screen[Any]) -> list[tuple[str, str]]:
    """Every key that does something on this screen, with what it does; one line for an action."""
    found: dict[str, tuple[list[str], str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if words := binding.tooltip:  # ours have one, as a rule of the house
            shown = screen.app.get_key_display(binding)
            found.setdefault(words, ([], words))[0].append(shown)
    return [(_in_short(list(dict.fromkeys(keys))), words) for keys, words in found.values()]


def _in_short(keys: list[str]) -> str:
    """Keys side by side; many digits as the first and the last."""
    is_span = len(keys) > 2 and all(map(str.isdecimal, keys))
    return f"{keys[0]}…{keys[-1]}" if is_span else " ".join(keys)
