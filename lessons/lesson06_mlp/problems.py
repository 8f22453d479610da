"""What a network learns from: the lesson's own points and tables, or the learner's data."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import torch
from torch import Generator

from lessons.kit import Data
from lessons.kit.loop import Run
from lessons.lesson06_mlp import MLP, planes, tables
from lessons.lesson06_mlp.planes import Rows
from lessons.shared.dataset import Dataset, Part
from lessons.shared.pictures import digits
from lessons.shared.tables import bundled

BUNDLED = {"wine": "wine", "cancer": "breast_cancer"}


def data_of(hp: MLP, run: Run) -> Dataset:
    """The learner's data; else the lesson's, drawn or split by this network's seed."""
    data: Dataset = run.data or own(hp.task, run.seed, hp.test_share)
    return turned(data, run.seed) if hp.rotate else data


@lru_cache(maxsize=16)
def own(task: str, seed: int, test_share: float) -> Dataset:
    """A task of the lesson's; the networks of one seed in a race share it."""
    luck = torch.Generator().manual_seed(seed)
    match task:
        case "xor":
            return dataset(planes.xor(), planes.xor(), planes.NAMES[task])
        case "spirals":
            train, test = (planes.spiral(n, luck) for n in (planes.TRAIN, planes.TEST))
            return dataset(train, test, planes.NAMES[task])
        case "steps" | "oblique":
            x, y = tables.steps(luck) if task == "steps" else tables.oblique(luck)
            cut = tables.TRAIN
            return dataset((x[:cut], y[:cut]), (x[cut:], y[cut:]), ["no", "yes"])
    split = MLP(split_seed=seed, test_share=test_share)
    found: Data = digits(split, flat=True) if task == "digits" else bundled(BUNDLED[task], split)
    return found.content  # type: ignore[no-any-return]


def dataset(train: Rows, test: Rows, classes: list[str]) -> Dataset:
    """Rows that were drawn, as a table that was read is."""
    numbers = torch.arange(1, 1 + len(train[0]) + len(test[0])).split([len(train[0]), len(test[0])])
    parts = [
        Part(x.numpy(), y.numpy(), rows.numpy())
        for (x, y), rows in zip((train, test), numbers, strict=True)
    ]
    none = Part(train[0][:0].numpy(), train[1][:0].numpy(), numbers[0][:0].numpy())
    inputs = [f"x{at}" for at in range(1, train[0].shape[1] + 1)]
    return Dataset(parts[0], none, parts[1], none, none, classes, inputs, "class")


@lru_cache(maxsize=16)
def turned(data: Dataset, seed: int) -> Dataset:
    """The same rows, all of them under one rotation: no distance changes, but every axis does."""
    luck = Generator().manual_seed(seed)
    q = tables.rotation(data.train.x.shape[1], luck).numpy()
    parts = {name: replace(part, x=part.x @ q) for name, part in data.parts()}
    return replace(data, **parts)  # type: ignore[arg-type]


def rows_of(part: Part, device: torch.device) -> Rows:
    """The inputs and the classes of a part as tensors."""
    return torch.from_numpy(part.x).to(device), torch.from_numpy(part.y).to(device)
