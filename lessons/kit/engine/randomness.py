"""A private stream of random numbers for each network, so that racing changes nothing."""

from hashlib import sha256
from types import ModuleType, TracebackType

import torch
from torch import Tensor


class Randomness:
    """Torch's random state as one network sees it, put in place around each of its ticks.

    A network that races others draws exactly what it would draw alone. Costs about 5 µs a
    tick on a CPU. Only torch is covered: a lesson draws from nothing else.
    """

    def __init__(self, seed: int, device: torch.device) -> None:
        self.device = device
        self._outside = rng_state(device)
        torch.manual_seed(seed)
        self._inside = rng_state(device)
        set_rng_state(self._outside, device)

    def __enter__(self) -> None:
        self._outside = rng_state(self.device)
        set_rng_state(self._inside, self.device)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._inside = rng_state(self.device)
        set_rng_state(self._outside, self.device)

    def state(self) -> dict[str, Tensor]:
        """What a checkpoint keeps: byte tensors by device type. Call it between ticks."""
        return dict(self._inside)

    def restore(self, state: dict[str, Tensor]) -> None:
        """Go on from a kept state. Call it during a tick. Other devices' states are ignored."""
        known = {kind: value for kind, value in state.items() if kind in self._inside}
        set_rng_state(known, self.device)


def luck(step: int, question: str) -> int:
    """What an answer's random numbers are drawn from: the moment and the question, nothing else.

    Asked twice, it is the same answer; another question has other random numbers.
    """
    digest = sha256(f"{step} {question}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:7])


def rng_state(device: torch.device) -> dict[str, Tensor]:
    """Torch's random state: byte tensors by device type."""
    state = {"cpu": torch.get_rng_state()}
    if device.type != "cpu":
        state[device.type] = _accelerator(device).get_rng_state(*_index(device))
    return state


def set_rng_state(state: dict[str, Tensor], device: torch.device) -> None:
    """Draw on from this state."""
    torch.set_rng_state(state["cpu"])
    if device.type in state and device.type != "cpu":
        _accelerator(device).set_rng_state(state[device.type], *_index(device))


def _accelerator(device: torch.device) -> ModuleType:
    module: ModuleType = getattr(torch, device.type)  # torch.cuda or torch.mps
    return module


def _index(device: torch.device) -> tuple[torch.device, ...]:
    return (device,) if device.type == "cuda" else ()
