"""`dl-lab`, and `python -m tui_lab`.

The bare command, which people wait for, opens the lab without the 95 ms of importing typer.
"""

import gc
import os
import sys

from tui_lab.leaving import leave_after


def main() -> None:
    """Open the lab, or run a command."""
    if sys.argv[1:] or "_DL_LAB_COMPLETE" in os.environ:
        from tui_lab.cli import main as run_command

        run_command()
    leave_after(_open)


def _open() -> int:
    gc.disable()  # what is imported stays: to look for the dead among it takes 25 ms
    from tui_lab.manners import Looks
    from tui_lab.opening import open_lab

    return open_lab(Looks())


if __name__ == "__main__":
    main()
