"""The first lines of the training process: `python -m tui_lab.worker.begin RUN_FOLDER`.

All the rest of it is in `tui_lab.worker.main`. Where a file of the learner's is loaded in place
of a module that it needs, even its last words could not be said there.
"""

from tui_lab.system.shadows import guarded


def train() -> None:
    """Train a run."""
    from tui_lab.worker.main import main

    main()


if __name__ == "__main__":
    guarded(train)
