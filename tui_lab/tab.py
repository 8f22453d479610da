"""The lab in one tab of a browser: the process that `dl-lab serve` starts for it.

A tab is a terminal whose other end is the server: the screen goes out through stdout, and the end
of stdin is a closed terminal.
"""

import json
import os
import sys

from tui_lab.leaving import leave_after

TERMINAL = {
    "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8",
    "TEXTUAL_DRIVER": "tui_lab.tab_driver:TabDriver",
}  # fmt: skip
"""What every browser can do; the terminal of the server may be none, or a poor one."""


def _open() -> int:
    from tui_lab.manners import Looks
    from tui_lab.opening import open_tab

    return open_tab(Looks(**json.loads(sys.argv[1])))


if __name__ == "__main__":
    os.environ.update(TERMINAL)  # before Textual is imported, which reads it then
    leave_after(_open)
