"""How a command line is read; and done again, once a person has said yes to what it met."""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from typer.core import TyperCommand, TyperGroup


class Commands(TyperGroup):
    """The commands. A folder in place of one is a lesson to be opened."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The words of the command line. Raises BadUsage for an option with nothing behind it."""
        if not ctx.resilient_parsing:  # the shell asks how a word could go on
            _refuse_empty(args, [self, *self.commands.values()])
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Which command is meant: `dl-lab ./attention` is `dl-lab open ./attention`."""
        return super().resolve_command(ctx, ["open", *args] if "/" in args[0] else args)


class Asking(TyperCommand):
    """A command whose words are a text, which may begin with a minus: `dl-lab ask "-1 1"`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The words of the command line, the text behind its options."""
        return super().parse_args(ctx, _text_last(args, self.get_params(ctx)))


def _text_last(words: list[str], params: Iterable[Any]) -> list[str]:
    """The same words with every one that is no option behind `--`, in their order.

    `--word` alone stays where it is: it is more likely a mistyped option than a text.
    """
    flags = {name: param.is_flag for param in params
             if param.param_type_name == "option" for name in param.opts}  # fmt: skip
    options, text, left = list[str](), list[str](), list(words)
    while left:
        word = left.pop(0)
        name, equals, _ = word.partition("=")
        if word == "--":
            text += left
            break
        if name in flags:
            options += [word] if equals or flags[name] else [word, *left[:1]]
            left = left if equals or flags[name] else left[1:]
        else:
            (options if word.startswith("--") and " " not in word else text).append(word)
    return [*options, "--", *text]


def _refuse_empty(words: list[str], commands: Iterable[Any]) -> None:
    """An empty value is a shell variable that nobody set: as a path it would mean this folder."""
    options = {
        name: option.metavar or option.name.upper()
        for command in commands
        for option in command.params
        if option.param_type_name == "option" and not option.is_flag
        for name in option.opts
    }
    before = words[: words.index("--")] if "--" in words else words
    empty = [word for word, value in pairwise(before) if not value]
    for name in [*empty, *(word[:-1] for word in before if word.endswith("="))]:
        if name in options:
            from lessons.kit.errors import BadUsage  # 40 ms that most people need not pay

            fix = f"write {name} {options[name]}, or leave {name} out"
            raise BadUsage(f"{name} is empty", fix)


def asking_first(act: Callable[[], int | None]) -> int | None:
    """Do it. Where that would run code from outside, ask, and do it again."""
    while True:
        try:
            return act()
        except Exception as error:
            from tui_lab.trust.permission import may_go_on  # 40 ms that most people need not pay

            if not may_go_on(error):
                raise
