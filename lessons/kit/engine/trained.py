"""A network that another run trained, with all it takes to ask it: `TrainedRun.open`'s result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from lessons.kit.data.brought import Data
from lessons.kit.engine.network import Network
from lessons.kit.engine.run import SavedNetwork
from lessons.kit.errors import BadEnvironment, BadUsage, Trouble, said

if TYPE_CHECKING:
    from lessons.kit.engine.trained_run import TrainedRun


@dataclass(frozen=True, eq=False)
class Examples:
    """Rows, images or texts, as the network is given them, and their classes."""

    inputs: tuple[Tensor, ...]
    """What `model(*inputs)` takes; the first dimension of each counts the examples."""
    labels: Tensor
    """(N,) the class of each, int64."""

    def __len__(self) -> int:
        return len(self.labels)

    def rows(self, places: Tensor | slice) -> Examples:
        """Some of them."""
        return Examples(tuple(x[places] for x in self.inputs), self.labels[places])


@dataclass(frozen=True, eq=False)
class Asked:
    """An input that a learner typed, as the network is given it."""

    inputs: tuple[Tensor, ...]
    """One example."""
    name: str
    """How an answer calls it, such as "test 12"."""
    label: int | None = None
    """Its class, where it is known."""
    parts: list[str] = field(default_factory=list)
    """The words of a text, in order."""


@dataclass(frozen=True, eq=False)
class Trained:
    """A network of another run, in eval mode, and what it learned from and is tested on."""

    model: nn.Module
    """Logits (N, C) from `model(*examples.inputs)`. Change its weights as you like: it is yours."""
    kind: str
    """"rows" of numbers, "images" or "texts"."""
    classes: list[str]
    train: Examples
    test: Examples
    read: Callable[[str], Asked | str]
    """What was typed, as an input; a sentence where it is none."""
    prompt: str
    """What can be typed."""
    names: list[str] = field(default_factory=list)
    """Of rows: the names of the columns, in the order of the inputs."""
    shape: tuple[int, ...] = ()
    """Of images: (C, H, W), also where the inputs are flat."""
    words: Callable[[Tensor, Tensor], list[list[str]]] | None = None
    """Of texts: the words of each, from inputs (N, T) and lengths (N,)."""
    baseline: tuple[Tensor, ...] = ()
    """One example that says nothing: the mean row, an image of paper, words that nobody knows."""


def opened(found: TrainedRun, data: Data, device: torch.device) -> Trained:
    """Its network as it was kept. Raises BadEnvironment where the weights do not fit any more."""
    from lessons.kit.engine.checkpoints import read_checkpoint

    kept = next(each for each in read_checkpoint(found.checkpoint) if _is(each, found))
    lesson, plan = found.lesson, found.plan
    try:
        hp = lesson.params().override(plan.config).override(plan.variants[found.variant])
        network = Network(
            lesson.train(), hp, found.variant, found.seed, device, data.content, kept,
            lesson.watched,
        )  # fmt: skip
        network.wake()
    except (Trouble, RuntimeError, KeyError, ValueError, TypeError) as error:
        what = f"the network of run {found.name} does not fit {lesson.id} any more"
        why = f" ({said(error)})" if isinstance(error, Trouble) else ""
        raise BadEnvironment(what + why, f"train it again: dl-lab run {lesson.id}") from error
    reader = import_module(f"{lesson.package}.trained")
    with torch.random.fork_rng(devices=[]):  # who reads it draws on as before
        trained: Trained = reader.trained(network.hp, network.run, network.engine.state)
    if not trained.classes:
        raise BadUsage(f"run {found.name} predicts a number", "give a run that predicts a class")
    trained.model.eval().requires_grad_(False)
    return trained


def _is(kept: SavedNetwork, found: TrainedRun) -> bool:
    return (kept.variant, kept.seed) == (found.variant, found.seed)
