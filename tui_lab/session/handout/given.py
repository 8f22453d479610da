"""Whether a word of the command line names a handout. Loads nothing of it."""

from pathlib import Path

import lessons
from lessons.kit.errors import BadUsage, one_line


def is_handout(name: str) -> bool:
    """Whether this names a file, and no lesson of ours. Raises BadUsage for one that is gone.

    A file of Python is a piece of a lesson: its folder was meant.
    """
    try:
        is_file = lessons.ours(name) is None and Path(name).expanduser().is_file()
    except (OSError, RuntimeError, ValueError):  # ~nobody; a name that no file can have
        is_file = False
    if not is_file and name.endswith(".json"):
        raise BadUsage(f"{one_line(name)} does not exist", "give a file that dl-lab share wrote")
    return is_file and not name.endswith(".py")
