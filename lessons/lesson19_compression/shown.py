"""What a learner is shown: accuracy against bits or zeros, the weights, and what was measured."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from lessons.kit.loop import Counts, Picture, Run
from lessons.lesson19_compression import Compression
from lessons.lesson19_compression.measured import (
    accuracy,
    in_sparse_form,
    scores_of,
    told_times,
    with_int8_kernels,
)
from lessons.lesson19_compression.model import Problem
from lessons.lesson19_compression.packed import (
    bytes_on_disk,
    write_plain,
    write_quantised,
    write_sparse,
)
from lessons.lesson19_compression.pruning import LEVELS, pruned, share_of_zeros
from lessons.lesson19_compression.quantise import (
    BITS,
    homogeneous_pair,
    on_grid,
    quantised,
    rescaled,
    round_trip_error,
    weights_of,
)

FACTOR = 100.0
"""By which the units of the rescaled twin count more, where the setting says nothing."""
LOOKS, CURVES, TABLES = 30, 6, 1
DRAWS = 8
"""Of weights by chance, for the mean that is judged."""
Curve = list[tuple[float, float]]
Row = list[Any]


class Shown:
    """The pictures and the figures of one network."""

    def __init__(self, hp: Compression, run: Run, problem: Problem) -> None:
        self.hp, self.run, self.problem = hp, run, problem
        self.looks = LOOKS
        """How often it is measured on the way."""

    def small(self) -> nn.Module:
        """The network as it is now, compressed as the settings say: a copy."""
        return compressed(self.problem.model, self.hp)

    def at(self, step: int) -> Generator[Picture, None, dict[str, float]]:
        """The pictures that are due after this step, and its figures."""
        found: dict[str, float] = {}
        if self.run.time_to_show(step, self.looks, first=(1,)):
            yield from self.weights()
            found |= self.figures()
        if step == 1 and self.hp.task == "bits":
            found |= self.checks()
        if self.run.time_to_show(step, CURVES, first=(1,)):
            key = "by_bits" if self.hp.task == "bits" else "by_zeros"
            yield Picture(key, {"right": self.own_curve()})
        if self.run.time_to_show(step, TABLES, first=(1,)):
            yield Picture("measured", self.table())
        return found | (self.at_the_end() if step == self.hp.steps else {})

    def figures(self) -> dict[str, float]:
        """The share of the test that is right, of the network and of what is left of it."""
        small, test = self.small(), self.problem.test
        self.run.throughput.of("examples", len(test))
        with self.run.throughput:
            right = accuracy(small, test)
        found = {"accuracy": accuracy(self.problem.model, test), "small": right}
        return found | ({"zeros": share_of_zeros(small)} if self.hp.task == "pruning" else {})

    @torch.no_grad()
    def checks(self) -> dict[str, float]:
        """Rounding errors against half a step, and how far the twin's function is off."""
        model, some = self.problem.model, self.problem.test.rows(slice(0, 64))
        found = {"error": max(
            round_trip_error(w, bits, per)
            for w in weights_of(model).values() for bits in BITS for per in ("channel", "tensor")
        )}  # fmt: skip
        if homogeneous_pair(model):
            z, twin = scores_of(model, some), scores_of(self.twin(), some)
            found["twin_off"] = float((twin - z).abs().max() / z.abs().max())
        return found

    def twin(self) -> nn.Module:
        """The network that computes the same with some units scaled."""
        return rescaled(self.problem.model, self.hp.rescale if self.hp.rescale > 1 else FACTOR)

    def own_curve(self) -> Curve:
        """Accuracy against bits, or against the share of zeros, as the settings say it is done."""
        if self.hp.task == "pruning":
            return self.by_zeros(self.hp.criterion)
        return self.by_bits(rescaled(self.problem.model, self.hp.rescale), self.hp.scales)

    def by_bits(self, model: nn.Module, per: str) -> Curve:
        """The share of the test that is right with weights of 2 to 8 bits."""
        found = []
        for bits in sorted(BITS):
            with quantised(model, bits, per):
                found.append((float(bits), accuracy(model, self.problem.test)))
        return found

    def by_zeros(self, criterion: str) -> Curve:
        """The share that is right with so many zeros, without training after they were set."""
        model, test = self.problem.model, self.problem.test
        return [(share, accuracy(pruned(model, share, criterion), test)) for share in LEVELS]

    def by_chance(self, share: float) -> float:
        """The mean over several draws: one of them moves it by a fifth of the test."""
        drawn = (pruned(self.problem.model, share, "random", draw) for draw in range(DRAWS))
        return sum(accuracy(small, self.problem.test) for small in drawn) / DRAWS

    def at_the_end(self) -> dict[str, float]:
        """Every curve as scalars of the last step: channel_2, twin_tensor_6, magnitude_90, …"""
        if self.hp.task == "pruning":
            curves = {name: self.by_zeros(name) for name in ("magnitude", "random")}
            found = {f"{n}_{100 * x:.0f}": right for n, c in curves.items() for x, right in c}
            return found | {"random_70": self.by_chance(0.7)}
        model = self.problem.model
        whose = {"": model} | ({"twin_": self.twin()} if homogeneous_pair(model) else {})
        return {
            f"{name}{per}_{bits:.0f}": right
            for name, which in whose.items() for per in ("channel", "tensor")
            for bits, right in self.by_bits(which, per)
        }  # fmt: skip

    def weights(self) -> Iterator[Picture]:
        """The weights of the first layer before and after; and of bits the largest of each row."""
        name, exact = next(iter(weights_of(self.problem.model).items()))
        small = self.small().get_parameter(name).detach()
        edge = float(exact.detach().abs().max())
        count = partial(Counts, bins=61, low=-edge, high=edge)
        left = small.clamp(-edge, edge)  # a twin's are wider
        what = f"{self.hp.bits} bits" if self.hp.task == "bits" else "pruned"
        yield Picture("weights", {"float32": count(exact.detach()), what: count(left)})
        if self.hp.task == "bits":
            written = rescaled(self.problem.model, self.hp.rescale).get_parameter(name)
            yield Picture("rows", {"largest": largest_of_rows(written.detach())})

    def table(self) -> list[Row]:
        """Bytes of files that were written, beside float32, and accuracy."""
        model, hp = self.problem.model, self.hp
        whole = bytes_on_disk(partial(write_plain, model))
        files: list[tuple[str, nn.Module, int]] = [("float32", model, whole)]
        if hp.task == "pruning":
            small = self.small()
            files.append(("with zeros", small, bytes_on_disk(partial(write_sparse, small))))
            return [self.row(*each, whole) for each in files]
        for bits in dict.fromkeys([hp.bits, 8, 4, 2]):
            write = partial(write_quantised, rescaled(model, hp.rescale), bits, hp.scales)
            files.append((f"{bits} bits", compressed(model, hp, bits), bytes_on_disk(write)))
        return [self.row(*each, whole) for each in files]

    def row(self, name: str, model: nn.Module, size: int, whole: int) -> Row:
        """One of the files that are compared."""
        right = accuracy(model, self.problem.test)
        return [name, f"{size:,}", f"{size / whole:.1%}", f"{right:.3f}"]

    def times(self) -> str:
        """Passes that are timed here and now; no two times are alike, so no picture has them."""
        model, small = self.problem.model, self.small()
        timed: list[tuple[str, nn.Module | None]]
        timed = [("float32", model), ("int8 products", with_int8_kernels(model))]
        if self.hp.task == "pruning":
            timed += [("with zeros", small), ("sparse products", in_sparse_form(small))]
        else:
            timed += [(f"{self.hp.bits} bits, unpacked", small)]
        return told_times(timed, self.problem.test)


def compressed(model: nn.Module, hp: Compression, bits: int = 0) -> nn.Module:
    """A copy with few bits or with zeros, as the settings say."""
    if hp.task == "pruning":
        return pruned(model, hp.sparsity, hp.criterion)
    copy = rescaled(model, hp.rescale)
    for w in weights_of(copy).values():
        w.data = on_grid(w.data, bits or hp.bits, hp.scales)
    return copy


def largest_of_rows(w: Tensor) -> list[tuple[float, float]]:
    """The largest weight of each row of (O, …), by its place."""
    return [(float(at), float(top)) for at, top in enumerate(w.flatten(1).abs().amax(1))]
