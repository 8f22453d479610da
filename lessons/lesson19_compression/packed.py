"""A file for a compressed network: whole numbers of so many bits, side by side without a gap.

It begins with one line of JSON: for each tensor its name, its shape, its bits and its scales.
Then come the bytes. Biases stay float32. Zeros of a pruned network cost a bit each, and what is
left 32 more.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor, nn

from lessons.lesson19_compression.quantise import (
    largest_number,
    scale_of,
    to_integers,
    weights_of,
)

Bytes = NDArray[np.uint8]


def pack(numbers: Tensor, bits: int) -> bytes:
    """Whole numbers from −(2ᵇ⁻¹ − 1) up, of b bits each: 8 / b of them in a byte."""
    codes = (numbers.flatten().cpu().long() + largest_number(bits)).numpy().astype(np.uint8)
    columns = np.unpackbits(codes[:, None], axis=1)[:, 8 - bits :]  # (N, bits)
    return np.packbits(columns).tobytes()


def unpack(content: bytes, shape: list[int], bits: int) -> Tensor:
    """The numbers that were packed, as floats."""
    count = int(np.prod(shape))
    flat = np.unpackbits(np.frombuffer(content, dtype=np.uint8))[: count * bits]
    columns = np.zeros((count, 8), dtype=np.uint8)
    columns[:, 8 - bits :] = flat.reshape(count, bits)
    codes = np.packbits(columns, axis=1).astype(np.int64)[:, 0]
    return torch.from_numpy(codes - largest_number(bits)).float().view(shape)


def write_quantised(model: nn.Module, bits: int, per: str, path: Path) -> None:
    """The whole network in one file."""
    small, head, body = weights_of(model), list[dict[str, Any]](), list[bytes]()
    for name, p in model.state_dict().items():
        part: dict[str, Any] = {"name": name, "shape": list(p.shape)}
        if name in small:
            scale = scale_of(p, bits, per)
            part |= {"bits": bits, "scales": scale.numel()}
            body += [_floats(scale), pack(to_integers(p, scale, bits), bits)]
        else:
            body.append(_floats(p))
        head.append(part | {"bytes": len(body[-1])})
    path.write_bytes(json.dumps(head).encode() + b"\n" + b"".join(body))


def read_quantised(path: Path) -> dict[str, Tensor]:
    """Every tensor by name, as float32: the weights stand on their grids."""
    line, _, body = path.read_bytes().partition(b"\n")
    found = {}
    for part in json.loads(line):
        shape, size = part["shape"], part["bytes"]
        if "bits" not in part:
            found[part["name"]] = torch.tensor(np.frombuffer(body[:size], np.float32)).view(shape)
        else:
            wide = 4 * part["scales"]
            scale = torch.tensor(np.frombuffer(body[:wide], np.float32))
            body = body[wide:]
            numbers = unpack(body[:size], shape, part["bits"])
            found[part["name"]] = numbers * scale.view(-1, *[1] * (len(shape) - 1))
        body = body[size:]
    return found


def write_sparse(model: nn.Module, path: Path) -> None:
    """A bit for each weight, whether it is zero, and the others in float32."""
    small, body = weights_of(model), list[bytes]()
    for name, p in model.state_dict().items():
        if name in small:
            body.append(np.packbits((p != 0).flatten().cpu().numpy()).tobytes())
            p = p[p != 0]
        body.append(_floats(p))
    path.write_bytes(b"".join(body))


def write_plain(model: nn.Module, path: Path) -> None:
    """As anybody would: safetensors, float32."""
    save_file({name: p.contiguous() for name, p in model.state_dict().items()}, path)


def bytes_on_disk(write: Callable[[Path], None]) -> int:
    """The size of the file that this writes: it is written, measured and deleted."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "network"
        write(path)
        return path.stat().st_size


def _floats(p: Tensor) -> bytes:
    numbers: NDArray[np.float32] = p.detach().float().cpu().numpy()
    return numbers.tobytes()
