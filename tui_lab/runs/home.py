"""The folder in which the lab keeps everything; apart from runs, which the menu does without."""

import os
from pathlib import Path

import platformdirs

from lessons.kit.errors import BadEnvironment, reason, visible
from tui_lab.system.files import make_private


def home() -> Path:
    """Where runs and progress are kept: $DL_LAB_DIR, or the user's state folder."""
    chosen = os.environ.get("DL_LAB_DIR")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return Path(platformdirs.user_state_path("dl-lab"))


def make_home() -> Path:
    """The folder of runs and progress, made if need be. Raises BadEnvironment if it cannot be."""
    folder = home()
    try:
        make_private(folder)
        (folder / ".writable").touch(mode=0o600)
    except OSError as error:
        raise unwritable(folder, error) from None
    return folder


def unwritable(folder: Path, error: OSError) -> BadEnvironment:
    """What to say where nothing can be kept in a folder."""
    from tui_lab.runs.storage import fix_for

    what = f"nothing can be stored in {visible(str(folder))} ({reason(error)})"
    return BadEnvironment(what, fix_for(error, folder))
