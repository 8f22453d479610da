"""All checks of all methods, on many inputs at once, as figures, curves and rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from lessons.lesson20_interpretability.checks import alike, deletion, gone_of
from lessons.lesson20_interpretability.explained import (
    GRADIENT,
    INTEGRATED,
    SHORT,
    Case,
)

PLAIN = {"images": "brightest", "rows": "farthest from the mean", "texts": "longest word"}
"""An order in which no network was asked."""
CHANCE = "random"


@dataclass
class Judged:
    """What was found."""

    methods: list[str]
    figures: dict[str, float] = field(default_factory=dict)
    curves: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def row(self, method: str) -> list[str]:
        """A method's checks: like random weights, as drawn and with signs; deletion; the other."""
        short = SHORT[method]
        names = [f"{short}_random", f"{short}_random_signed", f"delete_{short}"]
        names += [f"{short}_other", f"{short}_other_signed"]
        told = [f"{self.figures[n]:.2f}" if n in self.figures else "" for n in names]
        return [method, *told]


def judged(case: Case, rivals: Mapping[str, Sequence[Mapping[str, Tensor]]]) -> Judged:
    """The maps of a network beside those of others, and what is left when parts are deleted.

    Of several rivals under one name the mean counts.
    """
    own = case.maps()
    found = Judged(list(own))
    for name, others in rivals.items():
        for method, map_ in own.items():
            beside = [other[method] for other in others]
            found.figures |= compared(SHORT[method], name, map_, beside)
    gap = (own[INTEGRATED].sum(1) - case.difference()).abs()
    found.figures["ig_gap"] = float(gap.median())
    delete(found, case, own)
    return found


def compared(short: str, name: str, a: Tensor, others: Sequence[Tensor]) -> dict[str, float]:
    """How alike a map is to others: their sizes alone, as they are mostly drawn; with signs."""
    sizes, signed = zip(*((alike(a.abs(), b.abs()), alike(a, b)) for b in others), strict=True)
    return {
        f"{short}_{name}": float(torch.stack(sizes).mean()),
        f"{short}_{name}_signed": float(torch.stack(signed).mean()),
    }


def orders(case: Case, own: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What is deleted first, by name: (N, P) each. The largest number goes first."""
    found = {SHORT[method]: map_ for method, map_ in own.items()}
    found[SHORT[GRADIENT]] = own[GRADIENT].abs()  # its sign says which way, not how much
    found["ig_drawn"] = own[INTEGRATED].abs()
    found["plain"] = plain(case)
    luck = torch.Generator().manual_seed(0)
    found["chance"] = torch.rand(own[GRADIENT].shape, generator=luck).to(case.x.device)
    return found


def plain(case: Case) -> Tensor:
    """How far each part is from its baseline, or how long a word is: (N, P). No network in it."""
    if case.kind == "texts":
        return torch.tensor([[float(len(name)) for name in case.names]], device=case.x.device)
    return case.of_parts((case.x - case.baseline).abs())


SAID = {"ig": "IG", "ig_drawn": "|IG|", "chance": CHANCE}
CURVES = ("ig", "ig_drawn", "plain", "chance")


def delete(found: Judged, case: Case, own: Mapping[str, Tensor]) -> None:
    """Take the parts away in each order: the mean probability over the whole way, and the way."""
    parts = own[GRADIENT].shape[1]
    shares = [gone / parts for gone in gone_of(parts)]
    for name, order in orders(case, own).items():
        p = deletion(case, order)  # (N, L)
        found.figures[f"delete_{name}"] = float(p.mean())
        if name in CURVES:
            said = SAID.get(name, PLAIN[case.kind])
            found.curves[said] = list(zip(shares, p.mean(0).tolist(), strict=True))
