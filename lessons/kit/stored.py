"""A checkpoint as read without torch: what an export writes a file from."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessons.kit.errors import BadEnvironment

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


def stored_networks(folder: Path) -> list[Stored]:
    """Every network of a checkpoint. Raises BadEnvironment if the folder is not whole."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        tensors = load_file(folder / "tensors.safetensors")
        networks = json.loads((folder / "networks.json").read_text(encoding="utf-8"))
        return [
            Stored(n["variant"], n["seed"], n["step"], unpack(n["state"], tensors.__getitem__))
            for n in networks
        ]
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise BadEnvironment(f"the checkpoint {folder.name} is damaged ({error})") from error


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
