"""`dl-lab doctor`: what is fine on this machine, what is not, and how to fix it."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from lessons.kit import Trouble
from lessons.kit.errors import visible
from tui_lab.cli.printing import Paper, Rows
from tui_lab.runs.home import home, make_home
from tui_lab.runs.storage import INODES, has_inodes, shortcomings
from tui_lab.terminal.capabilities import (
    Capabilities,
    TerminalOptions,
    decided,
    is_over_ssh,
    is_plain,
)
from tui_lab.trust.config import read_config

ROOM = 200 * 2**20  # bytes; below this a long run's checkpoints may not fit

TORCH = """
from tui_lab.system.shadows import guarded
def look():
    import json, torch
    cuda = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
    print(json.dumps({"version": torch.__version__, "cuda": cuda,
                      "mps": torch.backends.mps.is_available()}))
guarded(look)
"""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    level: str
    """fine · odd (works, but worse than it could) · broken"""
    found: str
    fix: str = ""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "name": self.name, "level": self.level, "found": self.found, "mend": self.fix,
        }  # fmt: skip


def examine() -> list[Finding]:
    """Look at everything the lab needs."""
    checks: list[Callable[[], Finding]] = [
        versions, terminal, line, colours, size, encoding, state_folder, disk, torch_and_devices,
    ]  # fmt: skip
    return [*(check() for check in checks), *inboxes()]


def versions() -> Finding:
    """Python and the packages that draw."""
    names = ("dl-lab", "textual", "plotext", "rich")
    found = ", ".join(f"{name} {_version(name)}" for name in names)
    return Finding("versions", "fine", f"Python {platform.python_version()}, {found}")


def terminal() -> Finding:
    """Whether there is a screen, and what it calls itself."""
    term = os.environ.get("TERM", "")
    inside = "tmux" if "TMUX" in os.environ else "screen" if "STY" in os.environ else ""
    found = f"TERM={term or 'unset'}{f' inside {inside}' if inside else ''}"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return Finding("terminal", "odd", f"{found}, not a terminal", "use dl-lab run … --json")
    if term in ("", "dumb"):
        return Finding("terminal", "broken", found, "export TERM=xterm-256color")
    return Finding("terminal", "fine", found)


def colours() -> Finding:
    """How many colours will be used, and why."""
    color = capabilities().color
    if color == "none":
        return Finding("colours", "fine", "none, because NO_COLOR, a flag or config.toml says so")
    if color == "truecolor":
        return Finding("colours", "fine", "true colour")
    by_term = "256" if "256color" in os.environ.get("TERM", "") else "16"
    found = f"{by_term if color == 'auto' else color} colours"
    fix = (
        capabilities().tip
        or "dl-lab --color truecolor if your terminal has it: ssh does not pass COLORTERM on"
    )
    return Finding("colours", "odd", found, fix)


def line() -> Finding:
    """Whether what is drawn travels, and how often it is drawn."""
    where = "ssh" if is_over_ssh(os.environ) else "local"
    return Finding("line", "fine", f"{where}: {capabilities().fps:g} repaints of a chart a second")


def capabilities() -> Capabilities:
    """How the screen will behave, if no flag says otherwise."""
    return decided(TerminalOptions(), os.environ, read_config().get("app", {}))


def size() -> Finding:
    """Whether charts fit."""
    columns, lines = shutil.get_terminal_size()
    found = f"{columns}×{lines}"
    if columns < 80 or lines < 24:
        return Finding(
            "size", "odd", found, "80×24 shows one chart at a time, 120×40 shows all of them"
        )
    return Finding("size", "fine", found)


def encoding() -> Finding:
    """Whether box and braille characters arrive."""
    found = (sys.stdout.encoding or "unknown").lower()
    if is_plain(os.environ):
        fix = "export LANG=C.UTF-8, or dl-lab --no-ascii, if your terminal has braille"
        return Finding("encoding", "odd", f"{found}: the screen is drawn in ASCII", fix)
    if found.replace("-", "") == "utf8":
        return Finding("encoding", "fine", "UTF-8")
    return Finding("encoding", "odd", found, "export LANG=C.UTF-8, or start dl-lab --ascii")


def state_folder() -> Finding:
    """Whether runs can be kept: all that a run does with files is tried in their folder."""
    try:
        folder = make_home()
    except Trouble as trouble:
        return Finding("state", "broken", trouble.message, trouble.fix)
    lacking = sorted(shortcomings(folder), key=lambda each: not each.is_fatal)
    if not lacking:
        return Finding("state", "fine", visible(str(folder)))
    words = ", ".join(f"cannot {each.what} ({each.why})" for each in lacking)
    level = "broken" if lacking[0].is_fatal else "odd"
    return Finding("state", level, f"{visible(str(folder))} {words}", lacking[0].fix)


def inboxes() -> list[Finding]:
    """The folders for hand-ins of the class that we are in, or that DL_LAB_CLASS names."""
    from tui_lab.classroom.folder import find_class, inbox_faults

    try:
        tasks = [task.file for task in find_class(None).tasks()]
    except Trouble:
        return []  # we are in none
    found = []
    for path in dict.fromkeys(Path(task.inbox) for task in tasks if task.inbox):
        faults = [Finding("inbox", "broken", *each) for each in inbox_faults(path)]
        fine = Finding("inbox", "fine", f"{visible(str(path))}: to write into, and not to look")
        found += faults or [fine]
    return found


def disk() -> Finding:
    """Whether there is room for runs."""
    folder = home()
    while not os.access(folder, os.R_OK) and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if not has_inodes(folder):
        return Finding("disk", "broken", "no inodes free", INODES)
    found = f"{free / 2**30:.1f} GiB free"
    fix = "delete old runs: dl-lab ps, dl-lab rm RUN"
    return Finding("disk", "fine", found) if free > ROOM else Finding("disk", "broken", found, fix)


def torch_and_devices() -> Finding:
    """Torch, asked in a process of its own: a broken driver can crash it."""
    import msgspec

    from tui_lab.protocol.last_words import words_in

    asked = subprocess.run(
        [sys.executable, "-P", "-c", TORCH],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if words := words_in(asked.stdout.encode()):
        return Finding("torch", "broken", visible(words.error.message), visible(words.error.fix))
    if asked.returncode:
        reason = (asked.stderr.strip().splitlines() or [f"code {asked.returncode}"])[-1]
        return Finding("torch", "broken", visible(reason), "pip install --force-reinstall torch")
    said = msgspec.json.decode(asked.stdout.splitlines()[-1])
    devices = [f"cuda:{i} {name}" for i, name in enumerate(said["cuda"])]
    devices += ["mps"] if said["mps"] else []
    return Finding("torch", "fine", f"{said['version']}: {', '.join([*devices, 'cpu'])}")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def print_findings(rows: list[dict[str, Any]]) -> None:
    """The findings as a table, with a glyph so that colour is not the only difference."""
    glyphs = {"fine": ("✓", "green"), "odd": ("!", "yellow"), "broken": ("✗", "red")}
    table = Rows("", "what", "found", "fix", whole=("what",))
    for row in rows:
        table.row(glyphs[row["level"]], row["name"], row["found"], row["mend"])
    Paper().put(table)
