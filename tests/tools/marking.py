"""Marks that follow from what a test does: it starts a process, trains, drives a screen or browser.

A test is taken to do what the functions and fixtures do that it names, and those that they name.
What is found so need not be marked by hand, and a test that starts a process though it seemed to
start none is told so.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FACTS = {
    "process": {
        "subprocess",
        "pexpect",
        "pty",
        "forked",
        "start_worker",
        "Spare",
        "spawn",
        "invoke",
    },
    "train": {"ran", "Race", "trained"},
    "browser": {"open_browser"},
    "screen": {"run_test"},
}
"""Mark to the names that a function which earns it has in its code."""
HEAVY = {"process", "train", "browser"}
"""Marks of the tests that take longest, most of it waiting."""
ALL_HAVE = ("between_processes", "forking", "starting")
"""Fixtures of every test: they start no process, but say how one is started."""
STARTS = ("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "pty.spawn")
running: list[pytest.Item] = []
"""The test that is running, where one is."""


def mark(item: pytest.Item) -> None:
    """Give a test the marks that its code has earned."""
    names = set(_names(item))
    for name, words in FACTS.items():
        if words & names and item.get_closest_marker(name) is None:
            item.add_marker(name)


def longest_first(items: list[pytest.Item]) -> None:
    """Move the files whose tests mostly start processes or train to the front.

    One of these takes up to a minute: started last, it would keep one core waiting for the other.
    Files stay whole, since what a module's fixtures have made is there for all of its tests.
    """
    heavy: dict[Path, list[bool]] = {}
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        heavy.setdefault(item.path, []).append(bool(HEAVY & marks))
    items.sort(key=lambda item: -sum(heavy[item.path]) / len(heavy[item.path]))


def _names(item: pytest.Item) -> Iterator[str]:
    """Every name in the code of a test, its fixtures, and of what they call in our tests."""
    if not isinstance(item, pytest.Function):
        return
    known = item._fixtureinfo.name2fixturedefs
    waiting: list[Any] = [item.function]
    waiting += [
        each.func for name, found in known.items() if name not in ALL_HAVE for each in found
    ]
    seen = set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen or not _is_ours(each):
            continue
        seen.add(id(each))
        for code, namespace in _codes(each):
            for name in (*code.co_names, *code.co_freevars):
                yield name
                waiting.append(namespace.get(name))


def _is_ours(each: Any) -> bool:
    return str(getattr(each, "__module__", "")).startswith("tests.")


def _codes(each: Any) -> Iterator[tuple[types.CodeType, dict[str, Any]]]:
    """The code of a function or of a class's methods, and of the functions inside."""
    found = vars(each).values() if isinstance(each, type) else [each]
    for function in found:
        function = getattr(function, "__wrapped__", function)
        if isinstance(function, types.FunctionType):
            codes = [function.__code__]
            while codes:
                code = codes.pop()
                yield code, function.__globals__
                codes += [inner for inner in code.co_consts if isinstance(inner, types.CodeType)]


def refuse_unmarked(event: str, _: tuple[Any, ...]) -> None:
    """Where tests are chosen by marks, none starts a process unless it is marked."""
    if event in STARTS:
        refuse_untold("process")


def refuse_untold(mark: str) -> None:
    """End a test that does what this mark says, and has it not: its code did not show it."""
    if running and running[0].get_closest_marker(mark) is None:
        does = {"process": "starts a process", "train": "trains a lesson"}[mark]
        words = f"{running[0].nodeid} {does}: mark it with @pytest.mark.{mark}"
        running.clear()  # what clears up after the failure may start what it likes
        pytest.fail(words)


def watch() -> None:
    """Look at what every test starts. Python asks at each import and each file: 2 % of a run."""
    sys.addaudithook(refuse_unmarked)
