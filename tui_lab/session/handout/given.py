"""Whether a word of the command line names a handout. Loads nothing of it."""

from pathlib import Path

import lessons


def is_handout(name: str) -> bool:
    """Whether this names a file, and no lesson of ours."""
    try:
        return lessons.ours(name) is None and Path(name).expanduser().is_file()
    except (OSError, RuntimeError, ValueError):  # ~nobody; a name that no file can have
        return False
