"""The faults that can be named, with the sign of each: what it does to a run when it is there.

The five families are those of Humbatova et al. (2020), "Taxonomy of real faults in deep learning
systems": model, tensors and inputs, training, API, GPU use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MODEL, INPUTS, TRAINING = "model", "tensors and inputs", "training"
API, GPU = "API", "GPU use"
FAMILIES = (MODEL, INPUTS, TRAINING, API, GPU)


@dataclass(frozen=True)
class Fault:
    """One fault, as it stands in the list to choose from."""

    says: str
    family: str
    sign: str
    """What one sees where it is there."""
    touched: str = ""
    """A pattern: a changed line of code that it matches is about this fault."""
    knob: str = ""
    """Such as "lr>": a setting that was raised (>), lowered (<) or changed (=) against it."""


FAULTS: dict[str, Fault] = {
    "activation-missing": Fault(
        "No activation between two layers", MODEL,
        "many layers do what one linear layer does, and no activation is ever called",
        r"activation|relu|tanh|gelu", "activation=",
    ),
    "batch-too-small": Fault(
        "BatchNorm on a batch that is too small", TRAINING,
        "training and evaluation differ, because the statistics of a few rows say little",
        r"\bbatch\b.*=", "batch>",
    ),
    "batch-axis": Fault(
        "The batch axis taken for another axis", INPUTS,
        "what is said of one example depends on the others in its batch",
        r"batch_first|softmax\(|transpose|reshape|view\(|dim=",
    ),
    "broadcast": Fault(
        "Two shapes that broadcast without a word", INPUTS,
        "predictions (N, 1) less targets (N,) are (N, N), and the best answer is the mean",
        r"\[:, 0\]|squeeze|unsqueeze|flatten\(",
    ),
    "clipping-missing": Fault(
        "No gradient clipping where gradients explode", TRAINING,
        "all is well until one gradient is a thousand times longer than those before",
        r"clip", "clip<",
    ),
    "detached": Fault(
        "A graph that is cut: detach in the wrong place", API,
        "the layers before the cut have no gradient at all",
        r"detach|no_grad|\.data\b",
    ),
    "dropout-in-evaluation": Fault(
        "Dropout or batch statistics at work in evaluation", API,
        "the same input gives another answer each time, or depends on the other rows",
        r"eval\(\)|dropout|\.train\(",
    ),
    "low-precision": Fault(
        "Weights kept in too low a precision", GPU,
        "gradients are there, and small updates are rounded away",
        r"bfloat16|half\(\)|float16|\.to\(",
    ),
    "eval-mode-in-training": Fault(
        "Evaluation mode is never left", API,
        "dropout and BatchNorm do nothing in training after the first evaluation",
        r"\.train\(|eval\(\)",
    ),
    "frozen-layer": Fault(
        "Layers that the optimizer does not have", API,
        "a layer has a gradient and does not move",
        r"parameters\(\)|requires_grad|optimizer *=",
    ),
    "initialisation": Fault(
        "Weights that begin too small or too large", MODEL,
        "signals or gradients vanish or grow from layer to layer, at the first step already",
        r"init\.|uniform_|normal_|std=|bound", "start=",
    ),
    "inputs-unscaled": Fault(
        "Inputs that are not scaled", INPUTS,
        "inputs are far from mean 0 and deviation 1, and the first layers saturate or jump",
        r"/ *(255|16)|\* *(255|100|16)|scale|mean\(|std\(", "standardise=",
    ),
    "labels-shuffled": Fault(
        "Labels shuffled against their inputs", INPUTS,
        "the loss stays at that of guessing, and labels do not fit what one sees of the inputs",
        r"randperm|permut|shuffle|labels\[|y\[",
    ),
    "leak": Fault(
        "Validation on examples that were trained on", TRAINING,
        "the score is better than it can be, and new data are worse",
        r"valid|split\.|test",
    ),
    "loss-sign": Fault(
        "A term of the loss with the wrong sign", TRAINING,
        "what should be small grows without an end",
        r"loss|kl",
    ),
    "lr-too-large": Fault(
        "Learning rate far too large", TRAINING,
        "the loss jumps and does not settle; updates are as large as the weights",
        r"\blr\b", "lr<",
    ),
    "lr-too-small": Fault(
        "Learning rate far too small", TRAINING,
        "the loss goes down in a straight, slow line; updates are a millionth of the weights",
        r"\blr\b", "lr>",
    ),
    "mask-missing": Fault(
        "No causal mask: the answer is in the input", MODEL,
        "the loss is lower than any that an honest model can reach",
        r"causal|mask", "mask=",
    ),
    "mean-for-sum": Fault(
        "A mean where a sum belongs", TRAINING,
        "one term of the loss weighs next to nothing beside the other",
        r"mean\(|sum\(", "beta<",
    ),
    "padding-read": Fault(
        "Padding is read as if it were input", INPUTS,
        "the answer depends on how much padding stands behind a sequence",
        r"padded|lengths|PADDING|is_word", "pooling=",
    ),
    "same-batch": Fault(
        "A seed that draws the same batch at every step", TRAINING,
        "the loss goes to zero in no time, and nothing new is learned",
        r"manual_seed|randint|randperm|Generator",
    ),
    "softmax-twice": Fault(
        "Softmax before a cross-entropy that has its own", API,
        "with C classes the loss cannot go under ln(1 + (C - 1)/e)",
        r"softmax",
    ),
    "units-alike": Fault(
        "All units of a layer begin alike", MODEL,
        "units with equal weights have equal gradients, and stay one unit for ever",
        r"zeros|fill_|constant_|ones_|uniform_|torch\.full",
    ),
    "units-dead": Fault(
        "Dead ReLUs", MODEL,
        "units are 0 for every input, so nothing behind them gets a gradient",
        r"bias|relu",
    ),
    "wrong-labels": Fault(
        "Many labels are wrong", TRAINING,
        "the loss stays high on part of the training examples, then they are learned by heart",
        "", "noise<",
    ),
    "zero-grad-missing": Fault(
        "Gradients that are never set to zero", API,
        "the gradient is the sum of all before it: its norm grows with the steps",
        r"zero_grad",
    ),
}  # fmt: skip


def in_order() -> list[str]:
    """The names of all faults, by what they say: an order that tells nothing."""
    return sorted(FAULTS, key=lambda name: FAULTS[name].says)


def aimed_at(
    lines: Iterable[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[str]:
    """The faults that a change of code and settings would have been a cure for."""
    text = "\n".join(lines)
    return [
        name for name in in_order()
        if _touches(FAULTS[name], text) or _turns(FAULTS[name], before, after)
    ]  # fmt: skip


def _touches(fault: Fault, text: str) -> bool:
    return bool(fault.touched and re.search(fault.touched, text))


def _turns(fault: Fault, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    name, way = fault.knob[:-1], fault.knob[-1:]
    if not name or before.get(name) == after.get(name):
        return False
    if way == "=":
        return True
    return bool((after[name] > before[name]) == (way == ">"))
