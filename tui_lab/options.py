"""Defaults from the learner's config file: `[run]` and `[app]` of config.toml."""

import os
import tomllib
from pathlib import Path
from typing import Any

import platformdirs

from lessons.kit.errors import BadUsage, unknown, visible

RUN = ("seed", "seeds", "steps", "device", "threads", "max_seconds", "quiet")
APP = ("theme", "fps", "ascii_only")


def config_path() -> Path:
    """Where config.toml is looked for: $DL_LAB_DIR, or the user's config folder."""
    chosen = os.environ.get("DL_LAB_DIR")
    folder = Path(chosen).expanduser() if chosen else platformdirs.user_config_path("dl-lab")
    return folder / "config.toml"


def read_config(path: Path | None = None) -> dict[str, dict[str, Any]]:
    """The file's sections; empty where there is no file. Raises BadUsage for what is not known."""
    path = path or config_path()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadUsage(f"{visible(str(path))} cannot be read ({error})", "mend the file") from None
    for section, values in found.items():
        known = {"run": RUN, "app": APP}.get(section)
        if known is None or not isinstance(values, dict):
            raise unknown(f"section of {path.name}", section, ("run", "app"))
        for name in values:
            if name not in known:
                raise unknown(f"setting of [{section}] in {path.name}", name, known)
    return found
