"""What the palette offers: every key of the screen, by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from textual.app import SystemCommand
from textual.dom import DOMNode
from textual.screen import Screen


def commands_of(screen: Screen[Any]) -> Iterator[SystemCommand]:
    """One command for each of our actions; those with several keys only once."""
    ours = {
        active.binding.action: active
        for active in screen.active_bindings.values()
        if active.binding.tooltip and active.enabled and not active.binding.system
    }
    for action, active in ours.items():
        words = active.binding.description, active.binding.tooltip
        yield SystemCommand(*words, _runner(screen, action, active.node))


def _runner(screen: Screen[Any], action: str, node: DOMNode) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        await screen.app.run_action(action, node)

    return run
