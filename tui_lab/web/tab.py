"""The lab in one tab of a browser: the process that `dl-lab serve` starts for it.

A tab is a terminal whose other end is the server: the screen goes out through stdout, and the end
of stdin is a closed terminal.
"""

import json
import os
import sys

from tui_lab.app.leaving import leave_after

TERMINAL = {
    "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8",
    "TEXTUAL_DRIVER": "tui_lab.web.driver:TabDriver",
}  # fmt: skip
"""What every browser can do; the terminal of the server may be none, or a poor one."""


def _open() -> int:
    from tui_lab.app.opening import open_tab
    from tui_lab.terminal.capabilities import TerminalOptions

    return open_tab(TerminalOptions(**json.loads(sys.argv[1])))


if __name__ == "__main__":
    os.environ.update(TERMINAL)  # before Textual is imported, which reads it then
    leave_after(_open)
