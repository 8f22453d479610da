"""What a learner can ask: what the network says of one example, and whether it was taught right."""

from __future__ import annotations

import re

import torch
from torch import Tensor, nn

from lessons.kit.errors import visible
from lessons.lesson09_overfitting.taught import Examples
from lessons.shared.dataset import Dataset

NAMED = 12
"""Wrong labels that are listed."""


@torch.no_grad()
def answer(
    model: nn.Module, data: Dataset, taught: Examples, tested: Examples, question: str
) -> str:
    """`train 3`, `test 12`, or `wrong`; for everything else what can be asked."""
    asked = re.fullmatch(r"\s*(train|test)\s*(\d{1,9})\s*", question.casefold())
    if question.strip().casefold() == "wrong":
        return about_wrong(model, taught)
    part = {"train": taught, "test": tested}.get(asked[1] if asked else "")
    if asked is None or part is None or not 1 <= int(asked[2]) <= len(part):
        return f"ask train 1 to train {len(taught)}, test 1 to test {len(tested)}, or wrong"
    at = int(asked[2]) - 1
    p = model(part.x[at : at + 1]).softmax(1)[0]  # (C,)
    names = [visible(name) for name in data.classes]
    said, label, truth = int(p.argmax()), int(part.labels[at]), int(part.truth[at])
    start = f"{asked[1]} {at + 1} (row {part.rows[at]}): it says {names[said]} (p {p[said]:.2f}). "
    if part is tested:
        return start + ("That is right." if said == truth else f"It is {names[truth]}.")
    return start + _taught(said, label, truth, names)


def _taught(said: int, label: int, truth: int, names: list[str]) -> str:
    """Whether the label was right, and whether the network believes it."""
    if label == truth:
        return f"It was taught {names[label]}, which is right."
    start = f"It was taught {names[label]}, which is wrong: it is {names[truth]}. "
    if said == label:
        return f"{start}The wrong label is learned by heart."
    return start + ("It sees through the label." if said == truth else "It says neither.")


def about_wrong(model: nn.Module, taught: Examples) -> str:
    """How many labels are wrong, and what became of them."""
    places: Tensor = taught.is_wrong.nonzero().flatten()
    if not len(places):
        return f"none of the {len(taught)} labels is wrong"
    said = model(taught.x[places]).argmax(1)
    by_heart = int((said == taught.labels[places]).sum())
    through = int((said == taught.truth[places]).sum())
    listed = ", ".join(str(at + 1) for at in places[:NAMED].tolist())
    more = ", …" if len(places) > NAMED else ""
    return (
        f"{len(places)} of {len(taught)} labels are wrong (train {listed}{more}): "
        f"{by_heart} learned by heart, {through} seen through"
    )
