"""One race trained by several processes, a device each: the ranks that torchrun starts.

Every rank runs the same loop with the same random numbers, and so draws the same batch. Only the
passes of the model are shared: a rank scores its own rows and fetches the scores of the others, so
that the loss is that of the whole batch; `DistributedDataParallel` takes the mean of the gradients.
The engine puts this in the place of `model.forward` where a lesson's page allows it
(`devices=ManyDevices(…)`); the loop calls its model as ever. R ranks, B rows.
"""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from lessons.kit.engine.randomness import Randomness, rng_state, set_rng_state
from lessons.kit.engine.run import Run

LOOPBACK = "127.0.0.1"
PATIENCE = timedelta(minutes=10)
"""How long a rank waits for the others in a step. Where one hangs, NCCL then ends the process."""
FOR_EVER = timedelta(days=10_000)
"""How long one waits for an order: the run may be paused."""
ORDER = 4096  # bytes of one
Order = tuple[str, Any, Any]
"""What rank 0 does to its race, and the others after it: tick, turn NAME VALUE, show."""


def _nobody(order: Order) -> None: ...


def _all_there(error: BaseException) -> None: ...


@dataclass(eq=False)
class Ranks:
    """All processes of a run, as one of them sees them."""

    rank: int
    """Which one this is; 0 records the run and obeys its viewers."""
    count: int
    tell: Callable[[Order], None] = _nobody
    """Has the other ranks do what this one is about to do. Raises LostRankError."""
    require_all: Callable[[BaseException], None] = _all_there
    """Raises LostRankError where an error came of it that another rank is gone."""
    pids: list[int] = field(default_factory=list)
    """The processes of the other ranks."""

    def prepare(self, model: nn.Module, run: Run) -> None:
        """From now on share the model's passes in training."""
        model.forward = Shared(model, self, run.device)

    def rows(self, x: Any) -> Any:
        """This rank's rows of a tensor (B, …); anything else as it is."""
        return x.tensor_split(self.count)[self.rank] if isinstance(x, Tensor) else x

    def by_rows(self, function: Callable[..., Any]) -> Callable[..., tuple[Tensor, ...]]:
        """The same function, of which each rank computes its own rows.

        Its tensors have B rows, and so has each tensor of the tuple that it returns. Nothing is
        differentiated through it.
        """

        def shared(*inputs: Any) -> tuple[Tensor, ...]:
            count = rows_of(inputs)
            if count < self.count:
                return tuple(function(*inputs))
            mine = function(*map(self.rows, inputs))
            return tuple(gathered(each, count, self) for each in mine)

        return shared


class Orders:
    """What rank 0 tells the others, by a process group of its own. All ranks make it together."""

    def __init__(self) -> None:
        self._group = dist.new_group(backend="gloo", timeout=FOR_EVER)

    def tell(self, order: Order) -> None:
        """Have the others do this. Raises RuntimeError where one is gone."""
        line = msgspec.json.encode(order).ljust(ORDER)
        dist.broadcast(torch.frombuffer(bytearray(line), dtype=torch.uint8), 0, self._group)

    def told(self) -> Order:
        """The next order, when it comes. Raises RuntimeError where rank 0 is gone."""
        line = torch.empty(ORDER, dtype=torch.uint8)
        dist.broadcast(line, 0, self._group)
        what, name, value = msgspec.json.decode(line.numpy().tobytes())
        return what, name, value


class Shared:
    """What a model does when it is called in training: its own rows, and the others' come along."""

    def __init__(self, model: nn.Module, ranks: Ranks, device: torch.device) -> None:
        self.model, self.ranks, self.device = model, ranks, device
        self._parallel: DistributedDataParallel | None = None

    def __call__(self, *inputs: Any, **named: Any) -> Any:
        """The scores of all rows: tensors have B rows, and so have those that come of them."""
        whole = type(self.model).forward
        count = rows_of(inputs)
        is_training = self.model.training and torch.is_grad_enabled()
        if not is_training or count < self.ranks.count:
            return whole(self.model, *inputs, **named)
        parallel = self._parallel = self._parallel or self._wrapped(inputs, named)
        with noise_of(self.ranks.rank, self.device):
            mine = parallel(*map(self.ranks.rows, inputs), **named)
        if mine.requires_grad:
            # DistributedDataParallel will take the mean over ranks, where a sum is meant
            mine.register_hook(partial(torch.mul, other=self.ranks.count))
        return gathered(mine, count, self.ranks)

    def __deepcopy__(self, memo: dict[int, Any]) -> Callable[..., Any]:
        """A copy of the model is nobody's: it does what its class says."""
        model = memo[id(self.model)]
        return partial(type(model).forward, model)

    def _wrapped(self, inputs: tuple[Any, ...], named: dict[str, Any]) -> DistributedDataParallel:
        """The model's passes as torch shares them.

        It must know which weights a pass leads to. The gradients of the others, such as those of a
        head that the loop calls by itself, are the same on all ranks; their mean is taken too.
        """
        with Randomness(0, self.device):
            found = weights_behind(type(self.model).forward(self.model, *inputs, **named))
        for weight in self.model.parameters():
            if weight not in found and weight.requires_grad:
                weight.register_post_accumulate_grad_hook(self._take_mean)  # type: ignore[no-untyped-call]
        reached = [weight for weight in self.model.parameters() if weight in found]
        return DistributedDataParallel(Passes(self.model, reached))

    def _take_mean(self, weight: Tensor) -> None:
        assert weight.grad is not None
        dist.all_reduce(weight.grad)
        weight.grad /= self.ranks.count


class Passes(nn.Module):
    """The passes of a model, and the weights that they lead to."""

    def __init__(self, model: nn.Module, weights: list[nn.Parameter]) -> None:
        super().__init__()
        self._call = partial(type(model).forward, model)
        self.weights = nn.ParameterList(weights)

    def forward(self, *inputs: Any, **named: Any) -> Any:
        """What the model makes of them."""
        return self._call(*inputs, **named)


def weights_behind(outputs: Tensor) -> set[Tensor]:
    """The weights that a pass back from here leads to."""
    found, seen, waiting = set[Tensor](), set[Any](), [outputs.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if hasattr(node, "variable"):
            found.add(node.variable)
        waiting += [before for before, _ in node.next_functions]
    return found


def rows_of(inputs: tuple[Any, ...]) -> int:
    """B, of the first tensor."""
    return next(len(each) for each in inputs if isinstance(each, Tensor))


def gathered(mine: Tensor, count: int, ranks: Ranks) -> Tensor:
    """All `count` rows, from each rank its own; gradients go to this rank's alone."""
    sizes = [count // ranks.count + (rank < count % ranks.count) for rank in range(ranks.count)]
    full = mine.new_empty((sizes[0], *mine.shape[1:]))  # all ranks send equally many rows
    full[: len(mine)] = mine.detach()
    parts = [torch.empty_like(full) for _ in sizes]
    dist.all_gather(parts, full)
    parts = [part[:size] for part, size in zip(parts, sizes, strict=True)]
    parts[ranks.rank] = mine
    return torch.cat(parts)


@contextmanager
def noise_of(rank: int, device: torch.device) -> Iterator[None]:
    """What is drawn inside the model, as by dropout, is each rank's own; then all go on alike.

    Where nothing is drawn, the random numbers that follow are those of a run on one device.
    """
    before = rng_state(device)
    if rank:
        torch.manual_seed(_seed_from(before, rank))
    began = rng_state(device)
    yield
    drew = any(not torch.equal(began[kind], now) for kind, now in rng_state(device).items())
    set_rng_state(before, device)
    if drew:
        torch.manual_seed(_seed_from(before, 0))


def _seed_from(state: dict[str, Tensor], rank: int) -> int:
    digest = hashlib.sha256(str(rank).encode())
    for numbers in state.values():
        digest.update(numbers.numpy().tobytes())
    return int.from_bytes(digest.digest()[:7])


def join(ranks: Ranks, device: torch.device, meeting: Path) -> None:
    """Meet the other ranks, by a file that does not exist yet; returns when all are there."""
    if device.type == "cuda":
        torch.cuda.set_device(device)
    elif loopback := _loopback():
        os.environ.setdefault("GLOO_SOCKET_IFNAME", loopback)  # nobody else is to hear
    dist.init_process_group(
        "nccl" if device.type == "cuda" else "gloo",
        init_method=meeting.as_uri(), rank=ranks.rank, world_size=ranks.count, timeout=PATIENCE,
    )  # fmt: skip


def _loopback() -> str:
    """The name of the interface that leads nowhere but here; "" where it has none."""
    import psutil

    for name, addresses in psutil.net_if_addrs().items():
        if any(each.family == socket.AF_INET and each.address == LOOPBACK for each in addresses):
            return name
    return ""
