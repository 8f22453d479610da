"""A step trained again under a magnifier: what went in, what came back, what it moved."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

from lessons.kit.engine.network import Network
from lessons.kit.engine.run import Run, engine_state
from lessons.kit.errors import BadUsage, visible
from lessons.kit.stream.events import Control
from lessons.kit.stream.explanation import Explanation, Layer
from lessons.kit.stream.numbers import finite

EXAMPLES = 8  # of a batch that are put into words


class Inspection:
    """Hooks on everything that a lesson named in `run.steps`, for one tick; then taken off."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.kept = engine_state(run).state.values()
        self.models = [each for each in self.kept if isinstance(each, nn.Module)]
        self.parameters = trained_parameters(run)
        self.gradients: dict[str, float] = {}
        self.seen_by_optimizer: dict[str, float] = {}
        self.broken = ""
        self.batch: list[str] = []
        self._before = {n: p.detach().clone() for n, p in self.parameters.items()}
        self._handles: list[Any] = []

        self._put_on()

    def _put_on(self) -> None:
        for name, before in self._before.items():
            self._suspect(f"the weight {name}, already before this step", before)
        for model in self.models:
            self._handles.append(model.register_forward_pre_hook(self._inputs(model)))
            for name, module in model.named_modules():
                if not list(module.children()):
                    self._handles.append(module.register_forward_hook(self._outputs(name, module)))
        for name, parameter in self.parameters.items():
            catch: Any = parameter.register_post_accumulate_grad_hook
            self._handles.append(catch(self._gradient(name)))
        for each in self.kept:
            if isinstance(each, torch.optim.Optimizer):
                self._handles.append(each.register_step_pre_hook(self._moves(each)))

    def take_off(self) -> None:
        """The step is over."""
        for handle in self._handles:
            handle.remove()

    def layers(self) -> list[Layer]:
        """Every parameter, as the step left it."""
        return [self._layer(name, parameter) for name, parameter in self.parameters.items()]

    def _layer(self, name: str, parameter: Tensor) -> Layer:
        before = self._before[name]
        return Layer(
            name, list(parameter.shape),
            weight=finite(norm(before)),
            gradient=finite(self.gradients.get(name, 0.0)),
            clipped=finite(self.seen_by_optimizer.get(name, 0.0)),
            update=finite(norm(parameter.detach() - before)),
        )  # fmt: skip

    def _suspect(self, what: str, tensor: Tensor) -> None:
        """Remember the first tensor that is not finite."""
        if not self.broken and tensor.is_floating_point() and not tensor.isfinite().all():
            kind = "nan" if tensor.isnan().any() else "infinity"
            self.broken = f"{what}: {kind}"

    # Hooks are functions of their own: a lesson may copy its model, and with it the hooks. A method
    # would take all of this along; a function stays, and knows that the copy is not its module.

    def _inputs(self, mine: nn.Module) -> Any:
        """Put the first batch that was trained on into words."""

        def hook(module: nn.Module, inputs: tuple[Any, ...]) -> None:
            if module is mine and torch.is_grad_enabled() and not self.batch:
                self.batch = in_words(self.run, inputs)

        return hook

    def _outputs(self, name: str, mine: nn.Module) -> Any:
        def hook(module: nn.Module, inputs: Any, outputs: Any) -> None:
            if module is not mine or not torch.is_grad_enabled():
                return
            for tensor in outputs if isinstance(outputs, tuple) else (outputs,):
                if isinstance(tensor, Tensor):
                    self._suspect(f"the output of {name or 'the model'}", tensor)

        return hook

    def _gradient(self, name: str) -> Any:
        def hook(parameter: Tensor) -> None:
            if parameter.grad is not None:
                self.gradients[name] = norm(parameter.grad)
                self._suspect(f"the gradient of {name}", parameter.grad)

        return hook

    def _moves(self, mine: torch.optim.Optimizer) -> Any:
        def hook(optimizer: torch.optim.Optimizer, *_: Any) -> None:
            if optimizer is not mine:
                return
            for name, parameter in self.parameters.items():
                if parameter.grad is not None:
                    self.seen_by_optimizer[name] = norm(parameter.grad)

        return hook


def trained_parameters(run: Run) -> dict[str, nn.Parameter]:
    """What an optimizer moves; all parameters where a loop moves them by hand."""
    kept = engine_state(run).state.values()
    optimizers = [each for each in kept if isinstance(each, torch.optim.Optimizer)]
    moved = {id(p) for o in optimizers for group in o.param_groups for p in group["params"]}
    return {
        part: parameter
        for each in kept
        if isinstance(each, nn.Module)
        for part, parameter in each.named_parameters()
        if not moved or id(parameter) in moved
    }


def norm(tensor: Tensor) -> float:
    """Euclidean, in double precision: the squares of large gradients overflow a single one."""
    return float(tensor.detach().double().norm())


def together(norms: Iterable[float]) -> float:
    """The norm of all of them as one long vector."""
    return math.hypot(*norms)


def in_words(run: Run, inputs: tuple[Any, ...]) -> list[str]:
    """A batch as the lesson reads it, or its tensors by what they hold."""
    if run.in_words is not None:
        return [visible(text) for text in run.in_words(*inputs)[:EXAMPLES]]
    tensors = [each for each in inputs if isinstance(each, Tensor)]
    return [_held(each) for each in tensors]


def _held(tensor: Tensor) -> str:
    """`100 rows of 64 numbers, from 0 to 1`; of one axis or none the type and the shape."""
    sizes = tensor.shape
    if len(sizes) < 2 or not tensor.numel() or tensor.is_complex():
        return f"{str(tensor.dtype).removeprefix('torch.')} {tuple(sizes)}"
    what = "rows" if len(sizes) == 2 else "inputs"
    each = " × ".join(f"{size:,}" for size in sizes[1:])
    kind = "numbers" if tensor.is_floating_point() else "whole numbers"
    low, high = tensor.detach().aminmax()
    return f"{sizes[0]:,} {what} of {each} {kind}, from {float(low):.4g} to {float(high):.4g}"


def inspect_step(network: Network, step: int, turns: Iterable[Control]) -> Explanation:
    """Train this network up to a step, and look at that one. Raises BadUsage where it cannot be.

    `turns` are the knobs that were turned in the run, which are turned again on the way.
    """
    began, turned = network.engine.step, list(turns)
    found: list[Inspection] = []

    def look(at: int) -> None:
        network.scalars.collect()
        if at == step:
            found.append(Inspection(network.run))

    network.engine.watched = look
    while network.engine.step < step and not network.end:
        for turn in turned:
            if turn.step == network.engine.step:
                network.hp.turn(turn.name, turn.value)
        network.tick()
    if not found:
        last = f"its last is {network.engine.step}"
        raise BadUsage(f"{visible(network.variant)} has no step {step}", last)
    found[0].take_off()
    return _told(network, found[0], step, step - 1 - began)


def _told(network: Network, found: Inspection, step: int, replayed: int) -> Explanation:
    recorded = network.scalars.collect()
    scalars = {name: values[-1] for event in recorded for name, values in event.values.items()}
    watched = network.scalars.watched
    lost = next((name for name in watched if name in scalars and scalars[name] is None), "")
    return Explanation(
        network.variant, network.seed, step, scalars, found.layers(),
        norm=finite(together(found.gradients.values())),
        clipped=finite(together(found.seen_by_optimizer.values())),
        broken=found.broken or (f"the {lost} itself" if lost else ""),
        batch=found.batch, replayed=replayed,
    )  # fmt: skip
