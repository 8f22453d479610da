"""A network's passes recorded once and played back, where a GPU waits longer than it works.

A small recurrent network is hundreds of tiny kernels, and asking for each takes the processor
longer than the GPU needs to do it. A CUDA graph asks once for all of them: `captured(model, run)`
is called like the model, and plays forward and backward back as one launch each. The kernels are
the same, and so are the numbers. On a CPU, and wherever CUDA refuses, it is the model itself.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from lessons.kit.network import Run
from lessons.kit.randomness import Randomness

DEVICES = ("cuda",)
"""Where asking for a kernel costs more than a small one takes."""
MOST = 16
"""Shapes of input that are recorded; each keeps memory of its own. Others go to the model."""
CLOSE = 1e-3
"""How far the first playback may lie from the model itself, as a share: more, and it is wrong."""
OFF = "DL_LAB_EAGER"
"""Set in the environment, nothing is recorded: for whoever seeks a fault, or measures."""

log = logging.getLogger(__name__)
Forward = Callable[..., Any]


def captured(model: nn.Module, run: Run) -> Forward:
    """What to call in place of the model where it is trained: always with gradients."""
    if run.device.type not in DEVICES or os.environ.get(OFF):
        return model
    return Captured(model, run)


class Captured:
    """A model, and a recording of it for each shape of its inputs."""

    def __init__(self, model: nn.Module, run: Run) -> None:
        self.model = model
        self.run = run
        self.recordings: dict[tuple[torch.Size, ...], Forward] = {}

    def __call__(self, *inputs: Tensor) -> Any:
        """What the model makes of them."""
        if self.run.watched is not None:
            return self.model(*inputs)  # somebody looks inside, and a recording has no inside
        shapes = tuple(each.shape for each in inputs)
        if shapes not in self.recordings and len(self.recordings) < MOST:
            self.recordings[shapes] = recorded(self.model, inputs, self.run)
        return self.recordings.get(shapes, self.model)(*inputs)


class Inner(nn.Module):
    """The model under another name: torch puts the recording in place of what it is given."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, *inputs: Tensor) -> Any:
        """What the model makes of them."""
        return self.model(*inputs)


def recorded(model: nn.Module, inputs: tuple[Tensor, ...], run: Run) -> Forward:
    """The model's recording for inputs of this shape; the model itself where there can be none.

    It is tried on these very inputs against the model, and what was drawn meanwhile is not missed
    by the run: its randomness is put back.
    """
    luck = Randomness(0, run.device)
    try:
        with luck:
            found: Forward = torch.cuda.make_graphed_callables(
                Inner(model), tuple(each.clone() for each in inputs)
            )
        apart = distance(model, found, inputs, run.device)
    except RuntimeError as error:  # also out of memory
        log.warning("not recorded: %s", str(error).splitlines()[0])
        return model
    if not apart <= CLOSE:
        log.warning("not played back: it lies %.2g from the model", apart)
        return model
    log.info("recorded as a CUDA graph for inputs of %s", [list(each.shape) for each in inputs])
    return found


def distance(model: nn.Module, found: Forward, inputs: tuple[Tensor, ...], device: Any) -> float:
    """How far outputs and gradients of the two lie apart, as a share of the model's own."""
    theirs, mine = (passes(each, model, inputs, device) for each in (model, found))
    pairs = zip(theirs, mine, strict=True)
    return max(float((a - b).norm() / a.norm().clamp(min=1e-12)) for a, b in pairs)


def passes(
    forward: Forward, model: nn.Module, inputs: tuple[Tensor, ...], device: Any
) -> list[Tensor]:
    """The first output, and the gradient of its squares by every weight; nothing is accumulated."""
    with Randomness(0, device):  # dropout draws the same both times
        outputs = forward(*inputs)
        output: Tensor = outputs[0] if isinstance(outputs, tuple) else outputs
        weights = [weight for weight in model.parameters() if weight.requires_grad]
        grads = torch.autograd.grad(output.square().mean(), weights, allow_unused=True)
    return [output.detach().clone(), *(g.detach().clone() for g in grads if g is not None)]
