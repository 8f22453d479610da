"""A network's passes recorded once and played back, where a GPU waits longer than it works.

A small recurrent network is hundreds of tiny kernels, and asking for each takes the processor
longer than the GPU needs to do it. A CUDA graph asks once for all of them, and plays forward and
backward back as one launch each. The kernels are the same, and so are the numbers. The engine puts
a recording in the place of `model.forward` where a lesson's page allows it (`cuda_graph=True`);
the loop calls its model as ever. On a CPU, and wherever CUDA refuses, nothing is put anywhere.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from lessons.kit.engine.randomness import Randomness
from lessons.kit.engine.run import Run, engine_state
from lessons.kit.errors import said

DEVICES = ("cuda",)
"""Where asking for a kernel costs more than a small one takes."""
SINCE = (2, 13)
"""Before this torch a recording that fails leaves its random numbers unusable."""
MOST = 4
"""Shapes of input that are recorded; each keeps memory of its own. Others go to the model."""
CLOSE = 1e-3
"""How far the first playback may lie from the model itself, as a share: more, and it is wrong."""
OFF = "DL_LAB_EAGER"
"""Set in the environment, nothing is recorded: to look for a fault, or to measure."""

log = logging.getLogger(__name__)
Forward = Callable[..., Any]


def play_back(model: nn.Module, run: Run) -> None:
    """From now on the model's passes in training are played back, if they can be.

    A learner's own loop may change the model in ways that no recording knows of: not there.
    """
    too_old = tuple(map(int, torch.__version__.split(".")[:2])) < SINCE
    if (
        run.device.type not in DEVICES
        or engine_state(run).is_edited
        or too_old
        or os.environ.get(OFF)
    ):
        return
    model.forward = Captured(model, run)


class Captured:
    """What a model does when it is called, and a recording of it for each shape of its inputs."""

    refused = False
    """Whether CUDA has refused once in this process: what it then leaves behind is not tidy."""

    def __init__(self, model: nn.Module, run: Run) -> None:
        self.model = model
        self.run = run
        self.engine = engine_state(run)
        self.turns = self.engine.turns
        self.is_open = False
        """Whether what was played back last has not been taken back through yet."""
        self.recordings: dict[tuple[torch.Size, ...], Forward | None] = {}
        for weight in model.parameters():
            # a recording leaves every gradient in one place, two biases' even in the same
            weight.register_hook(torch.clone)  # type: ignore[no-untyped-call]

    def __call__(self, *inputs: Any, **named: Any) -> Any:
        """What the model makes of them."""
        if named or not self._is_training(inputs):
            return eagerly(self.model, *inputs, **named)
        if (
            self.turns != self.engine.turns
        ):  # a knob, such as dropout's, may be part of the recording
            self.turns, self.recordings = self.engine.turns, {}
        shapes = tuple(each.shape for each in inputs)
        if shapes not in self.recordings and len(self.recordings) < MOST:
            self.recordings[shapes] = recorded(self.model, inputs, self.run)
        found = self.recordings.get(shapes)
        return self._taken(found(*inputs)) if found else eagerly(self.model, *inputs)

    def __deepcopy__(self, memo: dict[int, Any]) -> Forward:
        """A copy of the model has no recordings: it does what its class says."""
        return partial(eagerly, memo[id(self.model)])

    def _is_training(self, inputs: tuple[Any, ...]) -> bool:
        """Whether a pass back will follow; not for one that is looked into: it has no inside.

        Nor before the pass back of the one before, which needs what a playback would overwrite.
        """
        if self.engine.watched is not None or self.is_open:
            return False
        plain = all(isinstance(each, Tensor) and not each.requires_grad for each in inputs)
        return plain and self.model.training and torch.is_grad_enabled()

    def _taken(self, outputs: Any) -> Any:
        """The outputs in a place of their own, for the next playback overwrites where they were."""
        if isinstance(outputs, tuple):
            return tuple(map(self._taken, outputs))
        mine: Tensor = outputs.clone()
        if mine.requires_grad:
            self.is_open = True
            mine.register_hook(self._close)  # type: ignore[no-untyped-call]
        return mine

    def _close(self, gradient: Tensor) -> None:
        self.is_open = False


def eagerly(model: nn.Module, *inputs: Any, **named: Any) -> Any:
    """What the model's class makes of them."""
    return type(model).forward(model, *inputs, **named)


class Inner(nn.Module):
    """The model under another name: torch puts the recording in place of what it is given."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, *inputs: Tensor) -> Any:
        """What the model makes of them."""
        return eagerly(self.model, *inputs)


def recorded(model: nn.Module, inputs: tuple[Tensor, ...], run: Run) -> Forward | None:
    """The model's recording for inputs of this shape; None where there can be none.

    It is made on these inputs turned round, and tried on themselves against the model. What was
    drawn meanwhile is not missed by the run: its randomness is put back.
    """
    if Captured.refused:
        return None
    try:
        found = _record(Inner(model), tuple(each.flip(0) for each in inputs), run.device)
        apart = distance(model, found, inputs, run.device)
    except (RuntimeError, AssertionError) as error:  # also out of memory
        Captured.refused = True
        log.warning("not recorded: %s", said(error))
        return None
    if not apart <= CLOSE:
        log.warning("not played back: it lies %.2g from the model", apart)
        return None
    log.info("recorded as a CUDA graph for inputs of %s", [list(each.shape) for each in inputs])
    return found


def _record(model: nn.Module, sample: tuple[Tensor, ...], device: torch.device) -> Forward:
    """The recording, made on the device that the model is on, whichever is the usual one."""
    with Randomness(0, device), on(device):
        found: Forward = torch.cuda.make_graphed_callables(model, sample)
    return found


@contextmanager
def on(device: torch.device) -> Iterator[None]:
    """This GPU for the current one; and its stream as it was, also if a recording fails."""
    if device.type != "cuda":
        yield
        return
    with torch.cuda.device(device):
        before = torch.cuda.current_stream(device)
        try:
            yield
        finally:
            torch.cuda.set_stream(before)


def distance(model: nn.Module, found: Forward, inputs: tuple[Tensor, ...], device: Any) -> float:
    """How far outputs and gradients of the two lie apart, as a share of the model's own."""
    with on(device):
        both = (partial(eagerly, model), found)
        theirs, mine = (passes(each, model, inputs, device) for each in both)
    pairs = zip(theirs, mine, strict=True)
    # torch's max: that of Python passes over what is not a number
    return float(torch.stack([(a - b).norm() / a.norm().clamp(min=1e-12) for a, b in pairs]).max())


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
