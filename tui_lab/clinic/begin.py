"""The first lines of the process that trains cases: `python -m tui_lab.clinic.begin`.

All the rest of it is in `tui_lab.clinic.child`, for the same reason as in `tui_lab.worker.begin`.
"""

from tui_lab.system.shadows import guarded


def answer() -> None:
    """Answer requests, one a line."""
    from tui_lab.clinic.child import main

    main()


if __name__ == "__main__":
    guarded(answer)
