"""Running the real program, as a person would."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from tests.tools import forked

TOY = "tests.toys.lesson90_line"
PATIENCE = 240.0
"""Seconds before a test gives up: a busy machine is not a broken one, and no speed is asserted."""
COMMAND = [sys.executable, "-c", forked.THE_PROGRAM]

WAITED_FOR = re.compile(r"^[\w-]+: (warming up|.* \d+%)$")
"""Said after seconds without a step."""


@dataclass(frozen=True)
class Outcome:
    """What the program left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """stdout, which must be exactly one JSON document on one line."""
        assert 1 == self.out.count("\n")
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """stderr, which must be exactly one line, but for what a slow machine says it waits for."""
        lines = [line for line in self.err.splitlines() if not WAITED_FOR.search(line)]
        assert 1 == len(lines), self.err
        return f"{lines[0]}\n"


def dl_lab(*arguments: str, **environment: str) -> Outcome:
    """Run dl-lab to its end, without a terminal."""
    with start(*arguments, **environment) as process:
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return Outcome(process.returncode, out, err)


def start(*arguments: str, **environment: str) -> "subprocess.Popen[str]":
    """Start dl-lab and go on."""
    return forked.popen(
        [*COMMAND, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env={**os.environ, **environment},
    )  # fmt: skip


def loaded_by(code: str) -> set[str]:
    """The top-level modules in memory after this code ran in a process of its own."""
    show = "; import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code + show], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())
