"""Where the logs are: a file that is named, or all those below a folder, each with its run."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lessons.kit import BadEnvironment, BadUsage, Trouble
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import one_line, reason
from tui_lab.foreign.csv_log import CsvLog, is_like_a_log
from tui_lab.foreign.document_log import DocumentLog
from tui_lab.foreign.event_files import NAMED, EventLog
from tui_lab.foreign.json_log import JsonLog
from tui_lab.foreign.log import Log

KINDS: dict[str, type[Log]] = {
    ".csv": CsvLog, ".tsv": CsvLog, ".jsonl": JsonLog, ".ndjson": JsonLog, ".json": DocumentLog,
}  # fmt: skip
STATE = "trainer_state.json"
"""What Hugging Face's Trainer leaves, also in the folder of every checkpoint."""
DOCUMENTS = (STATE, "history.json")
"""JSON documents that are logs: of others in a folder nobody knows what they are."""
PLAIN = {
    "metrics", "results", "log", "logs", "history", "progress", "training", "training_log", "train",
    "trainer_state",
}  # fmt: skip
"""Names of files that say nothing: the run is called after the folder."""
MOST_RUNS = 50
MOST_ENTRIES = 20_000
"""Files and folders that are looked at below a folder."""
MOST_DEEP = 8
HEAD = 65536
"""Bytes by which a file without a name that says it is known."""
OURS = ("run.json", "events.jsonl")


@dataclass(frozen=True)
class Found:
    """A log, and the run that it belongs to."""

    run: str
    path: Path
    kind: type[Log]


def kind_of(path: Path) -> type[Log]:
    """How a file is read: by its name, or else by how it begins. Raises OSError."""
    if NAMED in path.name:
        return EventLog
    suffix = path.suffix.lower()
    if suffix in KINDS and suffix != ".json":
        return KINDS[suffix]
    with path.open("rb") as file:
        head = file.read(HEAD).lstrip()
    if suffix == ".json":
        return JsonLog if _has_lines(head) else DocumentLog
    return JsonLog if head.startswith(b"{") else CsvLog


def _has_lines(head: bytes) -> bool:
    """Whether a file begins with an object, and another one in the next line."""
    first, _, rest = head.partition(b"\n")
    with suppress(ValueError, RecursionError):
        return isinstance(json.loads(first), dict) and rest.lstrip().startswith(b"{")
    return False


def found_at(path: Path) -> list[Found]:
    """The logs at a path. Raises Trouble where there is none."""
    refuse_ours(path)
    try:
        if path.is_dir():
            return _below(path) or _refuse_empty(path)
        if not path.exists():
            raise BadUsage(f"{shown(path)} does not exist", "name a log, or a folder with logs")
        if not path.is_file():
            raise BadUsage(f"{shown(path)} is neither a file nor a folder", "name a log")
        return [Found(_called(path), path, kind_of(path))]
    except OSError as error:
        raise BadEnvironment(
            f"{shown(path)} cannot be read ({reason(error)})", "check the path and your rights"
        ) from None


def has_logs(folder: Path) -> bool:
    """Whether there is a log below a folder by now. Raises BadUsage for a run of the lab."""
    refuse_ours(folder)
    return bool(_below(folder))


def refuse_ours(path: Path) -> None:
    """Raise BadUsage for a run of the lab: it has more to show than its curves."""
    folder = path if path.is_dir() else path.parent
    is_stream = path.is_file() and path.name in OURS
    if (path.is_dir() or is_stream) and all((folder / name).is_file() for name in OURS):
        what = f"{shown(path)} is a run of dl-lab"
        raise BadUsage(what, f"dl-lab replay {folder / OURS[1]} shows it")


def _refuse_empty(path: Path) -> list[Found]:
    what = f"there is no log in {shown(path)}"
    raise BadEnvironment(what, "watch reads CSV and JSON Lines with a step column, and event files")


def _below(folder: Path) -> list[Found]:
    """The logs below a folder, by their runs; of very many runs the latest."""
    paths = _without_copies(sorted(_files(folder)))
    logs = [path for path in paths if _is_log(path)]
    beside = {path: _neighbours(path, logs) for path in logs}
    found = [Found(_run_of(path, folder, beside[path]), path, kind_of(path)) for path in logs]
    names = list(dict.fromkeys(each.run for each in sorted(found, key=_age)))[-MOST_RUNS:]
    return [each for each in found if each.run in names]


def _age(found: Found) -> float:
    with suppress(OSError):
        return found.path.stat().st_mtime
    return 0.0


def _files(folder: Path) -> Iterator[Path]:
    """Everything below that may be a log, however deep the folders are nested."""
    left = MOST_ENTRIES
    for here, folders, names in os.walk(folder):
        deep = len(Path(here).relative_to(folder).parts)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if deep >= MOST_DEEP:
            folders.clear()
        left -= len(folders) + len(names)
        if left < 0:
            return
        if all(name in names for name in OURS):
            continue
        for name in names:
            if NAMED in name or Path(name).suffix.lower() in KINDS:
                yield Path(here) / name


def _without_copies(paths: list[Path]) -> list[Path]:
    """Of Trainer's states only the latest: each holds all that the ones before it hold."""
    states: dict[Path, Path] = {}
    for path in paths:
        if path.name == STATE:
            is_kept = re.fullmatch(r"checkpoint-\d+", path.parent.name)
            home = path.parent.parent if is_kept else path.parent
            states[home] = max(states.get(home, path), path, key=_progress)
    return [path for path in paths if path.name != STATE or path in states.values()]


def _progress(path: Path) -> float:
    number = re.fullmatch(r"checkpoint-(\d+)", path.parent.name)
    return float(number[1]) if number else float("inf")


def _is_log(path: Path) -> bool:
    """Whether a file of a folder is one: of a CSV file that is named like data, by its columns."""
    if path.suffix.lower() == ".json":
        return path.name in DOCUMENTS or path.name.endswith(".log.json")
    if KINDS.get(path.suffix.lower()) is not CsvLog or path.stem.lower() in PLAIN:
        return True
    try:
        return is_like_a_log(path)
    except (OSError, Trouble):
        return False


def _neighbours(path: Path, logs: list[Path]) -> int:
    """How many logs are in its folder; event files of one folder are one run."""
    mates = [other for other in logs if other.parent == path.parent]
    return len([other for other in mates if NAMED not in other.name]) + any(
        NAMED in other.name for other in mates
    )


def _run_of(path: Path, folder: Path, beside: int) -> str:
    """The run's name: its folder's, from the one that was named; the file's where it has others."""
    parts = [*path.parent.relative_to(folder).parts]
    if re.fullmatch(r"checkpoint-\d+", path.parent.name) and path.name == STATE:
        parts = parts[:-1]
    if (beside > 1 or path.stem.lower() not in PLAIN) and NAMED not in path.name:
        parts = [*parts, path.stem] if beside > 1 or not parts else parts
    return one_line("/".join(parts)) or one_line(folder.resolve().name) or "run"


def _called(path: Path) -> str:
    plain = path.stem.lower() in PLAIN or NAMED in path.name
    name = path.resolve().parent.name if plain else path.stem
    return one_line(name) or "run"
