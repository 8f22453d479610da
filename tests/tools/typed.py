"""Commands as a reader types them: parsed as dl-lab parses them, or run in this process."""

from __future__ import annotations

import importlib.util
import re
import shlex
import tomllib
from functools import cache
from typing import Any
from unittest.mock import patch

import typer
from typer.testing import CliRunner

from tests.tools.places import ROOT
from tui_lab.cli.main import app

PARSED = {
    "": "needs a screen", "open": "needs a screen", "serve": "listens until it is ended",
    "stop": "needs a live run", "resume": "needs a run that has not finished",
    "sweep": "trains many runs: tests/sweeps does",
    "lint": "takes minutes: tests/cli/test_authoring.py runs it",
}  # fmt: skip
"""Commands of dl-lab that are only parsed, and why."""
runner = CliRunner()


@cache
def whole() -> Any:
    """dl-lab with all its commands, put together once: it takes as long as to run one of them."""
    return typer.main.get_command(app)


def invoke(line: str | list[str]) -> Any:
    """Run a command of dl-lab in this process. What it raises is in the result."""
    words = shlex.split(line) if isinstance(line, str) else line
    with patch("typer.testing._get_command", lambda _: whole()):  # else it is made each time
        return runner.invoke(app, words)


def subcommand(words: list[str]) -> str:
    """The command of dl-lab; "open" where a folder stands in its place, or --json is missing."""
    name = words[1] if len(words) > 1 else ""
    on_screen = name in ("attach", "replay", "watch") and not {"--json", "--jsonl"} & set(words)
    return "open" if "/" in name or on_screen else name


def shortened(words: list[str]) -> list[str]:
    """The same command, with two steps in place of many, and no wait for busy neighbours."""
    if words[0] != "run":
        return words
    for option in ("--steps", "--nice"):
        at = words.index(option) if option in words else len(words)
        words = words[:at] + words[at + 2 :]
    return [*words, "--steps", "2"]


def refusal(words: list[str]) -> str:
    """Why this is no command that a reader can type; "" where it is one."""
    match words:
        case ["dl-lab", *rest]:
            return parsed(rest)
        case ["pip", "install", *rest]:
            extras = re.findall(r"\[(.*?)\]", " ".join(rest))
            return ", ".join(set(extras) - set(pyproject()["project"]["optional-dependencies"]))
        case ["make", target]:
            found = re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.M)
            return "" if found else f"no target {target}"
        case ["python", "-m", module, *_]:
            return "" if importlib.util.find_spec(module) else f"no module {module}"
        case ["ssh" | "head" | ".", *_]:
            return ""
    return "this is neither dl-lab nor one of the programs that a reader has"


def parsed(words: list[str]) -> str:
    """Why dl-lab would refuse these words; "" where they are a command with its options."""
    if words and words[0].startswith("--"):  # such as --install-completion: done as it is parsed
        return ", ".join({word for word in words if word.startswith("--")} - options())
    command = whole()
    try:
        with command.make_context("dl-lab", list(words), resilient_parsing=False) as context:
            protected = getattr(context, "_protected_args", None) or []
            rest = [*protected, *context.args]
            if not rest:
                return ""
            name, inner, arguments = command.resolve_command(context, rest)
            with inner.make_context(name, arguments, parent=context):
                return ""
    except typer.Exit:
        return ""
    except Exception as error:
        return f"{type(error).__name__}: {error} {getattr(error, 'message', '')}"


def pyproject() -> Any:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def names() -> set[str]:
    """All commands."""
    return set(whole().commands)


def options() -> set[str]:
    """All options of all commands."""
    command = whole()
    groups = [command, *(each for each in command.commands.values() if hasattr(each, "commands"))]
    everywhere = [*groups, *(each for group in groups for each in group.commands.values())]
    found = {
        name
        for each in everywhere
        for option in each.params
        for name in [*option.opts, *option.secondary_opts]
    }
    return {*found, "--install-completion", "--quick", "--only", "--help"}
