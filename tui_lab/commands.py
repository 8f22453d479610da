"""How a command is found; and done again, once a person has said yes to what it met."""

from collections.abc import Callable
from typing import Any

from typer.core import TyperGroup


class Commands(TyperGroup):
    """The commands. A folder in place of one is a lesson to be opened."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Which command is meant: `dl-lab ./attention` is `dl-lab open ./attention`."""
        return super().resolve_command(ctx, ["open", *args] if "/" in args[0] else args)


def asking_first(act: Callable[[], int | None]) -> int | None:
    """Do it. Where that would run code from outside, ask, and do it again."""
    while True:
        try:
            return act()
        except Exception as error:
            from tui_lab.trust import may_go_on  # 40 ms that most people need not pay

            if not may_go_on(error):
                raise
