"""A checkpoint as read without torch, what an export is written from; and whether it is whole."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessons.kit.errors import BadEnvironment

TENSORS, NETWORKS = "tensors.safetensors", "networks.json"
FILES = (TENSORS, NETWORKS)
DIGESTS = "digests.json"
TENSOR = "$tensor"
PAIRS = "$pairs"
TUPLE = "$tuple"


@dataclass(frozen=True)
class Stored:
    """One network of a checkpoint."""

    variant: str
    seed: int
    step: int
    state: dict[str, Any]
    """Name given to `run.steps` to state; tensors are numpy arrays."""
    ended: str = ""
    """How it ended: finished, diverged or failed; "" where it had not."""


def seal(folder: Path) -> None:
    """Write down what the files of a checkpoint hold, for `require_whole`. Raises OSError.

    No sync: on a busy disk another one takes 10 ms, and where it is lost the files are there.
    """
    found = {name: _digest(folder / name) for name in FILES}
    (folder / DIGESTS).write_text(json.dumps(found), encoding="utf-8")


def require_whole(folder: Path) -> None:
    """Raise BadEnvironment where a file does not hold what was written; one bit is enough.

    Without digests, as in those of an older dl-lab, or where the power failed before the disk
    had them, a checkpoint is taken as it is.
    """
    sealed = folder / DIGESTS
    try:
        if not sealed.exists() or not sealed.stat().st_size:
            return
        known = json.loads(sealed.read_bytes())
        changed = [name for name in FILES if known[name] != _digest(folder / name)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(folder, error) from error
    if changed:
        raise damaged(folder, f"{changed[0]} is not as it was written")


def damaged(folder: Path, why: object) -> BadEnvironment:
    """The refusal of a checkpoint."""
    return BadEnvironment(f"the checkpoint {folder.name} is damaged ({why})")


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def stored_networks(folder: Path) -> list[Stored]:
    """Every network of a checkpoint. Raises BadEnvironment if the folder is not whole."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    require_whole(folder)
    try:
        tensors = load_file(folder / TENSORS)
        networks = json.loads((folder / NETWORKS).read_text(encoding="utf-8"))
        return [
            Stored(
                n["variant"], n["seed"], n["step"], unpack(n["state"], tensors.__getitem__),
                (n.get("end") or {}).get("how", ""),
            )
            for n in networks
        ]  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SafetensorError) as error:
        raise damaged(folder, error) from error


def fingerprint(folder: Path) -> str:
    """Sixteen digits that tell this checkpoint from every other. Raises BadEnvironment."""
    try:
        return hashlib.sha256(
            "".join(map(_digest, map(folder.joinpath, FILES))).encode()
        ).hexdigest()[:16]
    except OSError as error:
        raise damaged(folder, error) from error


def unpack(value: Any, tensor: Callable[[str], Any]) -> Any:
    """What `checkpoints.pack` was given; `tensor` finds the tensor filed under a path."""
    if isinstance(value, list):
        return [unpack(item, tensor) for item in value]
    if not isinstance(value, dict):
        return value
    if TENSOR in value:
        return tensor(value[TENSOR])
    if TUPLE in value:
        return tuple(unpack(item, tensor) for item in value[TUPLE])
    return {key: unpack(item, tensor) for key, item in value[PAIRS]}
