"""The first line of the menu, and which keys matter in it."""

from __future__ import annotations

from textual.content import Content

BANNER = Content.assemble(
    ("dl-lab", "bold $primary"),
    ("  predict, train, watch, and see the claim hold or fail", "$muted"),
)


def menu_keys(last: int, digits: str, *, is_searching: bool) -> list[tuple[str, str]]:
    """The most important first; `last` is the largest number of a lesson."""
    if digits:
        return [(f"{digits}_", "another digit"), ("enter", f"open {digits}"), ("esc", "cancel")]
    if is_searching:
        return [("enter", "open"), ("↑ ↓", "move"), ("esc", "all lessons")]
    return [
        ("enter", "open"), ("/", "search"), (f"1…{last}", "lesson"), ("c", "clinic"),
        ("j k", "move"), ("tab", "lessons/runs"), ("ctrl+p", "palette"), ("q", "quit"),
        ("?", "keys"),
    ]  # fmt: skip
