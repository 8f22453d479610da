"""The first lines of the checking process: `python -m tui_lab.contract.begin LESSON ORIGIN SEEDS`.

All the rest of it is in `tui_lab.contract.main`, for the same reason as in `tui_lab.worker.begin`.
"""

from tui_lab.system.shadows import guarded


def check() -> None:
    """Check a lesson."""
    from tui_lab.contract.main import main

    main()


if __name__ == "__main__":
    guarded(check)
