"""What went wrong in a network's loop, in words; and when memory ran out, what would fit."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import torch

from lessons.kit.errors import THE_LOG, Trouble, named
from lessons.kit.page.mistakes import mistake

if TYPE_CHECKING:
    from lessons.kit.engine.network import Network

IN_THE_LOG = f"the traceback is in {THE_LOG}"
LOOP_FAILED = 1  # the learner's own code is wrong: as where a claim fails, the lesson has not held
TRIED = 2  # steps: the second has the optimizer's state beside the gradients
SMALLEST = 1


class Failure(NamedTuple):
    """An error in words: what happened, the fix, the exit code."""

    message: str
    fix: str
    code: int
    traceback: str = ""
    """The learner's own lines that led to it, where it is a mistake of theirs."""


def failure_of(
    error: BaseException, network: Network | None = None, loop: Iterator[Any] | None = None
) -> Failure:
    """What an error in a loop is called. In a loop of the learner's it is theirs, else ours."""
    if isinstance(error, Trouble):
        return Failure(error.message, error.fix, error.exit_code)
    if is_out_of_memory(error):
        return Failure("out of memory", _what_fits(error, network), 3)
    if found := mistake(error, loop or (network and network.loop)):
        return Failure(str(found), IN_THE_LOG, LOOP_FAILED, found.traceback)
    return Failure(f"the lesson's code failed ({named(error)})", IN_THE_LOG, 70)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether memory was refused: by CUDA, by Python, or by the system through torch."""
    kinds = (torch.OutOfMemoryError, MemoryError)
    return isinstance(error, kinds) or "allocate memory" in str(error)


def _what_fits(error: BaseException, network: Network | None) -> str:
    traceback.clear_frames(error.__traceback__)  # they hold what did not fit
    batch = network and batch_that_fits(network)
    if batch:
        return f"--set batch={batch} fits: {TRIED} steps of it were tried"
    return "make the batch or the network smaller, or use another device"


def batch_that_fits(network: Network) -> int | None:
    """The largest half, quarter, … of the batch with which this network trains beside the others.

    Each is tried on a new network for two steps. None where none of them fits, or the lesson
    has no setting called `batch`.
    """
    batch = getattr(network.hp, "batch", SMALLEST)
    while batch > SMALLEST:
        batch //= 2
        if _fits(network, batch):
            return batch
    return None


def _fits(network: Network, batch: int) -> bool:
    trial = network.anew(batch=batch)
    try:
        for _ in range(TRIED):
            trial.try_tick()
    except Exception:
        return False
    finally:
        trial.close()
        _give_back(network.run.device)
    return True


def _give_back(device: torch.device) -> None:
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
