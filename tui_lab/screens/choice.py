"""A question with a few answers: before a restart, before quitting, before a prediction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click, Key
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option


class Answer(NamedTuple):
    """One of the answers: a key that gives it, what it is called, and what it does."""

    key: str
    name: str
    says: str = ""


class ChoiceScreen(ModalScreen[str | None]):
    """Ends with the key of the answer, or None."""

    DEFAULT_CSS = """
    ChoiceScreen { align: center middle; }
    ChoiceScreen Toast { display: none; } /* the screen below has them, too */
    ChoiceScreen > Vertical {
        width: 64; max-width: 100%; height: auto; max-height: 100%;
        border: round $primary; background: $surface; padding: 0 2;
        border-title-color: $primary; border-title-style: bold; border-subtitle-color: $muted;
    }
    ChoiceScreen #question { margin: 1 0; width: 1fr; height: auto; }
    ChoiceScreen OptionList {
        border: none; padding: 0; background: transparent; height: auto; max-height: 1fr;
        margin: 0 0 1 0;
        &:focus { border: none; background-tint: transparent; }
    }
    ChoiceScreen.-tight #question { margin: 0; }
    ChoiceScreen.-tight OptionList { margin: 0; }
    ChoiceScreen.-tiny #question { max-height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Cancel", tooltip="Cancel; nothing changes"),
        Binding("j", "move(1)", "Next", show=False, tooltip="The next answer"),
        Binding("k", "move(-1)", "Previous", show=False, tooltip="The previous answer"),
    ]

    def __init__(self, heading: str, question: str, answers: Sequence[Answer]) -> None:
        super().__init__()
        self.heading, self.question, self.answers = heading, question, list(answers)

    def compose(self) -> ComposeResult:
        """The question and its answers."""
        box = Vertical()
        box.border_title = Content(self.heading)
        box.border_subtitle = Content("enter chooses · esc cancels")
        with box:
            yield Static(self.question, markup=False, id="question")
            yield OptionList(*map(_option, self.answers), markup=False)

    def on_resize(self) -> None:
        """Give up the air where there is no room for it."""
        self.set_class(self.size.height < 18, "-tight")
        self.set_class(self.size.height < 10, "-tiny")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter."""
        self.dismiss(event.option_id)

    def on_key(self, event: Key) -> None:
        """An answer's own key."""
        if event.character in [answer.key for answer in self.answers]:
            event.stop()
            self.dismiss(event.character)

    def on_click(self, event: Click) -> None:
        """Beside it, or on its lower border: away with it."""
        box = self.children[0]
        is_border = event.widget is box and event.y == box.outer_size.height - 1
        if event.widget is self or is_border:
            self.action_leave()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        answers = self.query_one(OptionList)
        answers.action_cursor_down() if by > 0 else answers.action_cursor_up()

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)


def _option(answer: Answer) -> Option:
    says = (f"  {answer.says}", "$muted")
    return Option(Content.assemble((f" {answer.key}  ", "bold $accent"), answer.name, says),
                  id=answer.key)  # fmt: skip
