"""`dl-lab`, and `python -m tui_lab`.

The bare command, which people wait for, opens the lab without the 95 ms of importing typer.
"""

import gc
import os
import sys

from tui_lab.system.shadows import ROOT, here, instead_of, leave_for, tell

if wrong := instead_of("re"):  # the script that pip writes goes on with it before `main`
    sys.exit(tell(wrong))


def main() -> None:
    """Open the lab, or run a command."""
    try:
        _run()
    except (Exception, SystemExit) as error:  # before anything is there that can explain it
        leave_for(error)
        raise


def _run() -> None:
    if sys.argv[1:] or "_DL_LAB_COMPLETE" in os.environ:
        from tui_lab.cli.main import main as run_command

        run_command()
    from tui_lab.app.leaving import leave_after

    leave_after(_open)


def _open() -> int:
    gc.disable()  # what is imported stays: to look for the dead among it takes 25 ms
    from tui_lab.app.opening import open_lab
    from tui_lab.terminal.capabilities import TerminalOptions

    return open_lab(TerminalOptions())


def _look_past_this_folder() -> None:
    """What lies in the folder that we are in is not ours, though `python -m` looks there first.

    `dl-lab` does not, nor does a worker.
    """
    if not sys.flags.safe_path and sys.path[0] == here() != ROOT:
        del sys.path[0]


if __name__ == "__main__":
    _look_past_this_folder()
    main()
