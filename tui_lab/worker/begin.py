"""The first lines of the training process: `python -m tui_lab.worker.begin RUN_FOLDER`.

All the rest of it is in `tui_lab.worker.main`. Where a file of the learner's is loaded in place
of a module that it needs, even its last words could not be said there.
"""

import os

from tui_lab.system.shadows import blame, last_words

TYPE_CHECKING = False  # as typing has it, which may be what is broken
if TYPE_CHECKING:
    from collections.abc import Callable


def guarded(work: "Callable[[], None]") -> None:
    """Do it, or say on stdout, in last words, which file of the learner's keeps us from it."""
    try:
        work()
    except (Exception, SystemExit) as error:
        found = blame(error)
        if found is None:
            raise
        os.write(1, last_words(found))
        os._exit(3)


def train() -> None:
    """Train a run."""
    from tui_lab.worker.main import main

    main()


def check() -> None:
    """Check a lesson."""
    from tui_lab.contract.__main__ import main

    main()


if __name__ == "__main__":
    guarded(train)
