"""What the palette offers: every key of the screen by its name, what it shows, and lessons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.app import SystemCommand
from textual.binding import ActiveBinding
from textual.dom import DOMNode
from textual.screen import Screen

from tui_lab.screens.trusting import asking_first
from tui_lab.session import catalogue

if TYPE_CHECKING:
    from textual.system_commands import SystemCommandsProvider

    from tui_lab.app.lab import LabApp

BY_NUMBER = "digit("
"""Keys that open a lesson by its number: the lessons themselves are offered instead."""


@runtime_checkable
class WithEntries(Protocol):
    """A screen that has more to offer than its keys."""

    def palette_entries(self) -> Iterator[SystemCommand]:
        """Such as its panels by their titles."""


def commands_of(screen: Screen[Any]) -> Iterator[SystemCommand]:
    """One command for each of our actions; those with several keys only once."""
    ours: dict[str, Any] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        is_ours = binding.tooltip and active.enabled and not binding.system
        if is_ours and not binding.action.startswith(BY_NUMBER):
            ours.setdefault(binding.action, active)
    for action, active in sorted(ours.items(), key=lambda each: _place(each[1])):
        key = screen.app.get_key_display(active.binding)
        words = f"{key}   {active.binding.tooltip}"
        yield SystemCommand(active.binding.description, words, _runner(screen, action, active.node))
    if isinstance(screen, WithEntries):
        yield from screen.palette_entries()


def _place(active: ActiveBinding) -> int:
    """As in the help, but first what is of the whole screen."""
    from tui_lab.screens.help import HERE, ORDER, heading_of  # not for the menu's first paint

    return [*ORDER[1:], HERE].index(heading_of(active))


def offered(
    app: LabApp, screen: Screen[Any], own: Iterable[SystemCommand]
) -> Iterator[SystemCommand]:
    """What the screen offers; the lessons; and of Textual's own commands those that we lack."""
    yield from (*commands_of(screen), *lessons_of(app))
    yield from (command for command in own if command.title in ("Theme", "Quit", "Screenshot"))


def lessons_of(app: LabApp) -> Iterator[SystemCommand]:
    """Every lesson that there is, by its title."""
    for one in catalogue.ours():
        yield SystemCommand(f"Lesson {one.mark}: {one.title}", one.says, _opener(app, one.id))


def _opener(app: LabApp, name: str) -> Callable[[], None]:
    return lambda: asking_first(app.screen, lambda: app.open_lesson(name))


def _runner(screen: Screen[Any], action: str, node: DOMNode) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        await screen.app.run_action(action, node)

    return run


def in_order() -> type[SystemCommandsProvider]:
    """The palette's list in our order, which is that of the help. Made when it is first opened."""
    from textual.command import DiscoveryHit, Hits
    from textual.system_commands import SystemCommandsProvider

    class InOrder(SystemCommandsProvider):
        """Textual's own, which would sort by the alphabet."""

        async def discover(self) -> Hits:
            """Everything, before anything is typed."""
            for title, words, act, is_shown in self.app.get_system_commands(self.screen):
                if is_shown:
                    yield DiscoveryHit(title, act, help=words)

    return InOrder
