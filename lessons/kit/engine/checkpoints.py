"""Checkpoints on disk: safetensors for the numbers, JSON for the rest. Nothing is unpickled.

A folder is written beside its place and renamed into it, so it is there whole or not at all.
"""

import errno
import json
import logging
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from lessons.kit.engine.run import SavedNetwork
from lessons.kit.engine.stored import (
    NETWORKS,
    PAIRS,
    TENSOR,
    TENSORS,
    TUPLE,
    damaged,
    require_whole,
    seal,
    unpack,
)
from lessons.kit.errors import BadEnvironment, said
from lessons.kit.stream.events import NetworkEnd

log = logging.getLogger(__name__)


def write_checkpoint(folder: Path, saved: Iterable[SavedNetwork]) -> None:
    """Write the state of every network of a race. Raises OSError if the disk will not have it."""
    draft = folder.with_name(folder.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)  # not its parents: a run whose folder was deleted has ended
    tensors: dict[str, Tensor] = {}
    networks = [_packed(state, tensors, str(i)) for i, state in enumerate(saved)]
    try:
        save_file(tensors, draft / TENSORS)
    except SafetensorError as error:
        shutil.rmtree(draft, ignore_errors=True)
        number = re.search(r"os error (\d+)", said(error))  # it is the system's, in words only
        raise OSError(int(number[1]) if number else errno.ENOSPC, said(error)) from error
    (draft / NETWORKS).write_text(json.dumps(networks), encoding="utf-8")
    for file in draft.iterdir():
        _sync(file)
    seal(draft)
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)
    _sync(folder.parent)


def read_checkpoint(folder: Path) -> list[SavedNetwork]:
    """The state of every network. Raises BadEnvironment if the folder is not whole."""
    require_whole(folder)
    try:
        tensors = load_file(folder / TENSORS)
        networks = json.loads((folder / NETWORKS).read_text(encoding="utf-8"))
        return [_unpacked(network, tensors) for network in networks]
    except (
        OSError, ValueError, KeyError, TypeError, SafetensorError, msgspec.MsgspecError
    ) as error:  # fmt: skip
        raise damaged(folder, error) from error


def latest_checkpoint(folders: Iterable[Path]) -> list[SavedNetwork]:
    """The first of these that is whole, latest first; nothing where none is."""
    for folder in folders:
        try:
            return read_checkpoint(folder)
        except BadEnvironment as trouble:
            log.warning("%s: the one before is used", trouble)
    return []


def _packed(saved: SavedNetwork, tensors: dict[str, Tensor], prefix: str) -> dict[str, Any]:
    return {
        "variant": saved.variant,
        "seed": saved.seed,
        "step": saved.step,
        "settings": saved.settings,
        "random": pack(saved.random, tensors, f"{prefix}/random"),
        "state": pack(saved.state, tensors, f"{prefix}/state"),
        "broken": saved.broken,
        "end": msgspec.to_builtins(saved.end),
    }


def _unpacked(network: dict[str, Any], tensors: dict[str, Tensor]) -> SavedNetwork:
    end = network["end"]
    return SavedNetwork(
        **{name: network[name] for name in ("variant", "seed", "step", "settings")},
        broken=_by_name(network["broken"]),
        random=unpack(network["random"], tensors.__getitem__),
        state=unpack(network["state"], tensors.__getitem__),
        end=end and msgspec.convert(end, NetworkEnd),
    )


def _by_name(broken: Any) -> dict[str, list[bool]]:
    """Checkpoints of before there were several watched scalars have one list: the loss's."""
    return broken if isinstance(broken, dict) else {"loss": broken}


def pack(value: Any, tensors: dict[str, Tensor], path: str) -> Any:
    """The value as JSON, its tensors filed under their paths. Keys and tuples keep their types."""
    if isinstance(value, Tensor):
        # a clone of its own: safetensors refuses tensors that share memory
        tensors[path] = value.detach().to("cpu", copy=True).contiguous()
        return {TENSOR: path}
    if isinstance(value, dict):
        return {PAIRS: [[key, pack(v, tensors, f"{path}/{key}")] for key, v in value.items()]}
    if isinstance(value, (list, tuple)):
        items = [pack(item, tensors, f"{path}/{i}") for i, item in enumerate(value)]
        return {TUPLE: items} if isinstance(value, tuple) else items
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"a checkpoint cannot keep a {type(value).__name__} ({path})")


def _sync(path: Path) -> None:
    """Ask the disk to have it: a rename before the bytes are down could leave an empty file."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
