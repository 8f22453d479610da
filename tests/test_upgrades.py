"""What we take from the insides of other packages: where an upgrade breaks it, this file says so.

Some of it may go without harm: then the lab does without, and only slower. The rest is why
pyproject.toml has an upper bound on the package's version.
"""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from typing import Any

import pytest

from tests.tools.places import ROOT

TAKEN = {
    ("lessons/kit/data/sources/encodings.py", "_is_text_encoding"): "codecs:CodecInfo",
    ("lessons/kit/engine/apart/parameters.py", "_version"): "torch:Tensor",
    ("tui_lab/charts/lines/plotext_dots.py", "_add"): "plotext._signal.signals:signals_class",
    ("tui_lab/charts/lines/plotext_dots.py", "_signals"): "plotext._plotter.plot:plot_class",
    ("tui_lab/terminal/driver.py", "_app"): "textual.driver:Driver",
    ("tui_lab/terminal/driver.py", "_file"): "textual.drivers.linux_driver:LinuxDriver",
    ("tui_lab/terminal/driver.py", "_loop"): "textual.driver:Driver",
    ("tui_lab/terminal/foreign.py", "_notifications"): "textual.app:App",
    ("tui_lab/terminal/foreign.py", "_unnotify"): "textual.app:App",
    ("tui_lab/terminal/pen.py", "_color_system"): "rich.console:Console",
    ("tui_lab/terminal/pen.py", "_make_ansi_codes"): "rich.style:Style",
    ("tui_lab/terminal/writer.py", "_driver"): "textual.app:App",
    ("tui_lab/terminal/writer.py", "_queue"): "textual.drivers._writer_thread:WriterThread",
    ("tui_lab/terminal/writer.py", "_writer_thread"): "textual.drivers.linux_driver:LinuxDriver",
    ("tui_lab/web/driver.py", "_app"): "textual.driver:Driver",
    ("tui_lab/web/driver.py", "_loop"): "textual.driver:Driver",
    ("tui_lab/web/driver.py", "_size"): "textual.driver:Driver",
    ("tui_lab/web/server.py", "_make_app"): "textual_serve.server:Server",
    ("tui_lab/web/server.py", "_process"): "textual_serve.app_service:AppService",
    ("tui_lab/web/server.py", "_process_messages"): "textual_serve.server:Server",
    ("tui_lab/web/server.py", "_task"): "textual_serve.app_service:AppService",
}
"""Where a private name is used, and the class of another package that has it."""
PUBLIC = {"_replace", "_exit", "_fields", "_asdict", "_getframe"}
"""Names that begin like private ones, and are documented."""


@pytest.mark.parametrize(("used", "owner"), TAKEN.items(), ids=str)
def test_what_is_private_to_others_is_still_there(used: tuple[str, str], owner: str) -> None:
    """As a method, or as something that an instance is given."""
    module, _, name = owner.partition(":")
    cls: Any = getattr(import_module(module), name)
    bases = [base for base in cls.__mro__ if base.__module__ != "builtins"]
    sources = map(inspect.getsource, bases)

    assert hasattr(cls, used[1]) or any(f"self.{used[1]}" in source for source in sources)


def test_nothing_else_is_taken() -> None:
    """Whatever private name our code reads or overrides is its own file's, or is listed above."""
    found = {(path, name) for path, tree in _trees().items() for name in _foreign(tree)}

    assert set() == found - TAKEN.keys()


def test_what_is_listed_is_used() -> None:
    """The list does not outlive its reasons."""
    assert [] == [use for use in TAKEN if use[1] not in (ROOT / use[0]).read_text()]


def _trees() -> dict[str, ast.Module]:
    files = [*ROOT.glob("tui_lab/**/*.py"), *ROOT.glob("lessons/**/*.py")]
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in files}


def _foreign(tree: ast.Module) -> set[str]:
    """The private names that are read here, and neither defined nor set here."""
    ours, read = set[str](), set[str]()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                ours.add(name)
            case ast.ClassDef(name=name):
                ours.add(name)
            case ast.Attribute(attr=name, ctx=ast.Store()):
                ours.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                ours.add(name)
            case ast.Attribute(attr=name):
                read.add(name)
            case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), *_]):
                read.add(name)
    private = {name for name in read if name.startswith("_") and not name.startswith("__")}
    return private - ours - PUBLIC


PRELOAD = """
import ctypes, sys
from tui_lab.charts.lines import plotext_dots
assert not {"plotext", "textual", "numpy", "torch"} & set(sys.modules)
before = ctypes.CDLL
plotext_dots.preload()
assert ctypes.CDLL is before
assert "plotext" in sys.modules and "plotext._doc.doc" not in sys.modules
"""


def test_plotext_waits_for_the_first_chart_and_leaves_no_trace() -> None:
    """It takes 0.07 s, and the first paint should not have to wait for it."""
    subprocess.run([sys.executable, "-c", PRELOAD], check=True)


TRAIN = """
import sys
import lessons, torch
list(lessons.load("lesson1").run("negative", steps=2))
print("torch._dynamo.config" in sys.modules)
plus_one = torch.compile(lambda x: x + 1, backend="eager")
print(plus_one(torch.ones(1)).item())
import torch._dynamo
print("torch._dynamo.config" in sys.modules, torch._dynamo.config.verbose)
"""


def test_torchs_compiler_is_loaded_by_those_who_compile_and_by_nobody_else() -> None:
    """It takes longer than many a run; and a lesson may still want it."""
    done = subprocess.run([sys.executable, "-c", TRAIN], capture_output=True, text=True, check=True)

    assert ["False", "2.0", "True", "False"] == done.stdout.split()


UNUSED = """
import sys
from tui_lab.terminal.unused import leave_unused
leave_unused()
import asyncio, textual.app
print(bool({"ssl", "textual.widgets._tree"} & set(sys.modules)))
from textual.types import NoSelection, WatchCallbackType
import ssl
print(NoSelection.__module__, ssl.create_default_context().check_hostname)
"""


def test_what_the_menu_does_not_need_is_loaded_when_it_is_wanted() -> None:
    """Types of Textual and TLS take 15 ms of the first paint; others may still use them."""
    done = subprocess.run(
        [sys.executable, "-c", UNUSED], capture_output=True, text=True, check=True
    )

    assert ["False", "textual.widgets._select", "True"] == done.stdout.split()
