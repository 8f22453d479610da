"""`o`: which runs the charts show, and in what earlier ones differ from this one."""

from __future__ import annotations

import asyncio
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from lessons.kit import Trouble
from lessons.kit.errors import visible
from tui_lab.charts.palette import VariantStyle, state_sign
from tui_lab.client.final_state import condition
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import runs_of
from tui_lab.session.actions.sight import add_ghost, hide, remove_ghost
from tui_lab.session.view import View
from tui_lab.state.ghosts import ghost_of
from tui_lab.widgets.lists.choices import Choices
from tui_lab.widgets.lists.runs import age
from tui_lab.widgets.panels.differences import Differences
from tui_lab.widgets.reading import Reading

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp

OFFERED = 50  # earlier runs
OWN, OTHER = "own:", "run:"


class RunsScreen(ModalScreen[None]):
    """The networks of this run, to be hidden; and earlier runs, to be laid behind it."""

    DEFAULT_CSS = """
    RunsScreen { align: center middle; }
    RunsScreen > Vertical {
        width: 100; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        border: round $primary; background: $surface;
        border-title-color: $primary; border-title-style: bold; border-subtitle-color: $muted;
    }
    RunsScreen Input { display: none; height: 1; border: none; padding: 0 1; }
    RunsScreen Input:focus { border: none; }
    RunsScreen Reading { height: auto; margin: 1 0 0 0; padding: 0; overflow-x: auto; }
    RunsScreen Reading > Differences { width: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,o", "leave", "Close", tooltip="Close the list"),
        Binding("space", "show", "Show", tooltip="Show or hide the selected entry"),
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter the runs"),
    ]

    app: LabApp

    def __init__(self, view: View, styles: dict[str, VariantStyle]) -> None:
        super().__init__()
        self.view, self.variant_styles = view, styles
        self.list = Choices(markup=False)
        self.line = Input(placeholder="filter: a name, a state, a setting", compact=True)
        self.table = Differences(view)
        self.below = Reading(self.table)
        self.runs = self._offered()

    def compose(self) -> ComposeResult:
        """The list, the filter, and what differs."""
        box = Vertical()
        box.border_title = Content("Runs in the charts")
        box.border_subtitle = Content("space shows, hides · / filters · tab table · esc closes")
        with box:
            yield self.line
            yield self.list
            yield self.below

    def on_mount(self) -> None:
        """Everything there is."""
        self.fill()
        self.list.focus()

    def on_resize(self) -> None:
        """List and table share the room; borders, the filter and a gap take four lines."""
        half = max((self.size.height - 4) // 2, 1)
        self.list.styles.max_height = self.below.styles.max_height = half

    def _offered(self) -> list[RunFolder]:
        """The earlier runs of this lesson that have recorded something, the newest first."""
        lesson, run = self.view.session.lesson.address, self.view.session.run
        return list(islice((other for other in runs_of(lesson) if other != run), OFFERED))

    def fill(self) -> None:
        """The list as it is now, and what differs; the cursor stays."""
        options = [self._own(variant) for variant in self.view.variants]
        needle = self.line.value.casefold()
        self.runs = [run for run in self.runs if run.events.is_file()]  # it may be deleted by now
        others = [self._other(run) for run in self.runs]
        options += [each for each in others if needle in str(each.prompt).casefold()]
        self.list.offer(options)
        self.table.show_differences()

    def _own(self, variant: str) -> Option:
        style, shown = self.variant_styles[variant], variant not in self.view.hidden
        text = Content.assemble(
            f" {'[x]' if shown else '[ ]'} ", (f"{style.marker} {variant}", f"bold {style.colour}"),
            ("" if shown else "  hidden", "$muted"),
        )  # fmt: skip
        return Option(text, id=OWN + variant)

    def _other(self, run: RunFolder) -> Option:
        shown = any(ghost.name == run.id for ghost in self.view.ghosts)
        state = condition(run)
        sign = state_sign(state.state)
        text = Content.assemble(
            f" {'[x]' if shown else '[ ]'} ┄ {run.id:<15} ",
            (f"{sign.glyph} {state.state:<9} ", f"${sign.colour}"),
            (f"step {state.step:<7} {age(run):<11} ", "$muted"), self._told(run),
        )  # fmt: skip
        return Option(text, id=OTHER + run.id)

    def _told(self, run: RunFolder) -> str:
        """The settings that this run has otherwise than the lesson: what tells it apart."""
        try:
            plan = run.plan
        except Trouble:
            return ""
        default = self.view.session.lesson.params().as_dict()
        changed = [f"{n}={v}" for n, v in plan.config.items() if default.get(n) != v]
        return visible(" ".join([*([plan.preset] if plan.preset else []), *changed]))

    # keys

    def action_show(self) -> None:
        """Show or hide."""
        place = self.list.highlighted
        if place is not None:
            self.toggle(self.list.get_option_at_index(place).id or "")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter does what space does."""
        self.toggle(event.option_id or "")

    def toggle(self, what: str) -> None:
        """A network of this run, or another run."""
        if what.startswith(OWN):
            hide(self.view, what.removeprefix(OWN))
            self.fill()
            return
        name = what.removeprefix(OTHER)
        if any(ghost.name == name for ghost in self.view.ghosts):
            remove_ghost(self.view, name)
            self.fill()
        else:
            self.run_worker(self._fetch(name), exclusive=True)

    async def _fetch(self, name: str) -> Any:
        """Read a recording beside the screen: it may be long."""
        run = next((run for run in self.runs if run.id == name), None)
        ghost = await asyncio.to_thread(ghost_of, run) if run else None
        if ghost and ghost.variants:
            add_ghost(self.view, ghost)
        else:
            self.notify(f"{name} has recorded nothing to show", markup=False)
        self.fill()

    def on_click(self, event: Click) -> None:
        """Beside the list: away with it."""
        if event.widget is self:
            self.dismiss()

    def action_filter(self) -> None:
        """Type what to look for."""
        self.line.display = True
        self.line.focus()

    def on_input_changed(self) -> None:
        """Only what contains it."""
        self.fill()

    def on_input_submitted(self) -> None:
        """Back to the list, to the first run that was found."""
        found = [n for n, each in enumerate(self.list.options) if (each.id or "").startswith(OTHER)]
        self.list.highlighted = found[0] if found else self.list.highlighted
        self.list.focus()

    def action_leave(self) -> None:
        """Out of the filter, or back to the lesson."""
        if self.line.has_focus or self.line.value:
            self.line.value, self.line.display = "", False
            self.list.focus()
        else:
            self.dismiss()
