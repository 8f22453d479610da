"""Defaults from the learner's config file: `[run]`, `[app]` and `[lessons]` of config.toml."""

import os
from pathlib import Path
from typing import Any

RUN = ("seed", "seeds", "steps", "device", "threads", "max_seconds", "max_memory", "nice", "quiet")
APP = ("theme", "color", "fps", "ascii_only")
LESSONS = ("folders", "trust")
SECTIONS = {"run": RUN, "app": APP, "lessons": LESSONS}


def config_path() -> Path:
    """Where config.toml is looked for: $DL_LAB_DIR, or the user's config folder."""
    chosen = os.environ.get("DL_LAB_DIR")
    if chosen:
        return Path(chosen).expanduser() / "config.toml"
    import platformdirs

    return platformdirs.user_config_path("dl-lab") / "config.toml"


def read_config(path: Path | None = None) -> dict[str, dict[str, Any]]:
    """The file's sections; empty where there is no file. Raises BadUsage for what is not known."""
    path = path or config_path()
    if not path.is_file():
        return {}
    import tomllib

    from lessons.kit.errors import BadUsage, said, visible  # 40 ms that most people need not pay

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadUsage(
            f"{visible(str(path))} cannot be read ({said(error)})", "fix the file"
        ) from None
    _check(found, path.name)
    return found


def run_defaults() -> dict[str, Any]:
    """How a lesson is planned where no flag says otherwise: environment > file > default."""
    config = read_config().get("run", {})
    plan: dict[str, Any] = {
        name: config[name] for name in ("seed", "seeds", "threads") if name in config
    }
    device = os.environ.get("DL_LAB_DEVICE") or config.get("device", "auto")
    nice = _nice(os.environ.get("DL_LAB_NICE") or config.get("nice", 10))
    return {**plan, "device": device, "nice": nice, "max_memory": _most(config.get("max_memory"))}


def _nice(value: Any) -> int:
    from lessons.kit.errors import BadUsage, visible

    if not str(value).isdecimal() or int(value) > 19:
        shown = visible(str(value))
        raise BadUsage(f"nice cannot be {shown!r}", "use a whole number from 0 to 19")
    return int(value)


def _most(value: Any) -> int | None:
    from tui_lab.system.memory import size

    return None if value is None else size(str(value))


def lesson_paths(setting: str) -> list[Path]:
    """The folders in a setting of [lessons], such as those that are trusted."""
    paths = read_config().get("lessons", {}).get(setting, [])
    return [Path(os.path.expanduser(path)).absolute() for path in paths]  # noqa: PTH111  ~nobody


def _check(found: dict[str, Any], file: str) -> None:
    """Raise BadUsage, with the nearest name, for a section or a setting that is not known."""
    from lessons.kit.errors import BadUsage, unknown

    for section, values in found.items():
        known = SECTIONS.get(section)
        if known is None or not isinstance(values, dict):
            raise unknown(f"section of {file}", section, SECTIONS)
        for name in values:
            if name not in known:
                raise unknown(f"setting of [{section}] in {file}", name, known)
            if section == "lessons" and not _is_paths(values[name]):
                raise BadUsage(
                    f"{name} in {file} is not a list of folders", 'write ["/srv/course"]'
                )
            if values[name] == "":
                raise BadUsage(f"{name} in {file} is empty", "leave that line out")


def _is_paths(value: object) -> bool:
    """Whether these are folders; an empty name would mean whatever folder the lab starts in."""
    return isinstance(value, list) and all(isinstance(path, str) and path for path in value)
