"""The networks, and what they learn from: digits, the learner's data, or the learner's own run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

import torch
from torch import Tensor, nn

from lessons.kit import BadUsage
from lessons.kit.engine.trained import Asked, Examples
from lessons.kit.loop import Run
from lessons.lesson19_compression import Compression
from lessons.lesson19_compression.brought import Brought
from lessons.lesson19_compression.quantise import homogeneous_pair
from lessons.shared.asked import asked_image
from lessons.shared.asked import prompt as image_prompt
from lessons.shared.dataset import Dataset, Part
from lessons.shared.pictures import digits

HIDDEN = 128
DIGIT = (1, 8, 8)


@dataclass(frozen=True, eq=False)
class Problem:
    """What is learned, and the network that learns it."""

    model: nn.Module
    """As it was drawn; of the learner's run as it was trained there."""
    train: Examples
    test: Examples
    classes: list[str]
    read: Callable[[str], Asked | str]
    prompt: str
    is_trained: bool = False
    """Whether the network is the learner's, and compressed as it is."""


def large(inputs: int, classes: int) -> nn.Sequential:
    """The network that is too large: of digits 26,122 weights and biases."""
    return nn.Sequential(
        nn.Linear(inputs, HIDDEN), nn.ReLU(),
        nn.Linear(HIDDEN, HIDDEN), nn.ReLU(),
        nn.Linear(HIDDEN, classes),
    )  # fmt: skip


def problem_of(hp: Compression, run: Run) -> Problem:
    """The learner's network where they named a run; else a new one for the data."""
    brought: Brought = run.data
    if brought.run is not None:
        found, data = brought.run
        trained = found.open(data, run.device)
        trained.model.requires_grad_(True)
        require_twin(trained.model, hp.rescale)
        return Problem(
            trained.model, trained.train, trained.test, trained.classes, trained.read,
            trained.prompt, is_trained=True,
        )  # fmt: skip
    data_set = brought.own or split(run.seed, hp.test_share)
    train, test = (examples(part, run.device) for part in (data_set.train, data_set.test))
    model = large(train.inputs[0].shape[1], len(data_set.classes)).to(run.device)
    read = partial(read_typed, data_set, None if data_set.is_own else DIGIT)
    return Problem(model, train, test, data_set.classes, read, prompt_of(data_set))


def require_twin(model: nn.Module, factor: float) -> None:
    """Raise BadUsage where a twin is wanted of a network that has none."""
    if factor > 1 and not homogeneous_pair(model):
        what = "this network has no twin: no two of its linear layers have a ReLU between them"
        raise BadUsage(what, "leave out rescale, or choose a run of lesson6 with activation=relu")


@lru_cache(maxsize=16)
def split(seed: int, test_share: float) -> Dataset:
    """The digits, flat, split by this seed: the networks of a race share it."""
    data: Dataset = digits(Compression(split_seed=seed, test_share=test_share), flat=True).content
    return data


def examples(part: Part, device: torch.device) -> Examples:
    """The rows (N, D) and the classes (N,) of a part."""
    return Examples((torch.from_numpy(part.x).to(device),), torch.from_numpy(part.y).to(device))


def get_batch(train: Examples, batch: int) -> Examples:
    """Examples drawn by chance, each as often as any other."""
    drawn = torch.randint(len(train), (min(batch, len(train)),), device=train.labels.device)
    return train.rows(drawn)


def prompt_of(data: Dataset) -> str:
    """What can be asked."""
    if data.inputs:
        return f"A row of the data: its number, 1 to {data.last_row:,}"
    return image_prompt(data)


def read_typed(data: Dataset, shape: tuple[int, int, int] | None, text: str) -> Asked | str:
    """An image by class, place or file; or a row of a table by its number."""
    if not data.inputs:
        found = asked_image(data, text, shape)
        if isinstance(found, str):
            return found
        return Asked((torch.from_numpy(found.x),), found.name, found.label)
    number = text.strip()
    row = data.row(float(number)) if number.isdecimal() else None
    if row is None:
        return f"{prompt_of(data)}."
    x: Tensor = torch.from_numpy(row[1].x)
    label = None if row[0] == "unknown" else int(row[1].y[0])
    return Asked((x,), f"row {number}, of the {row[0]} part", label)
