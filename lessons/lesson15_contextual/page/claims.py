"""What this lesson claims of a run; verdicts.py judges it, and has what was measured."""

from typing import Any

from lessons.kit import Claim
from lessons.lesson15_contextual.page import verdicts

PLAIN = {"layers": 1, "width": 32, "heads": 4, "share": 0.2, "sees": "both", "hide": True}
"""The settings that the bars were set for; a variant changes one of them."""
OF_ONE: dict[str, Any] = {"needs": ("hidden",), "when": PLAIN, "own_data": True}
OF_BOTH: dict[str, Any] = {"needs": ("hidden", "copied"), "when": PLAIN, "own_data": True}

CLAIMS = [
    Claim(
        "senses-are-told",
        "A sense is told without a single content word seen beside it before",
        verdicts.senses_told, **OF_ONE,
        unit="of the uses",
    ),
    Claim(
        "uses-part",
        "Two uses of one sense end much more alike than two of different senses",
        verdicts.uses_part, **OF_ONE,
        unit="cosine",
    ),
    Claim(
        "one-vector-is-a-coin",
        "One vector a word is right for exactly half of the uses",
        verdicts.one_vector, **OF_ONE,
        unit="of the uses",
    ),
    Claim(
        "training-did-it",
        "It is the training: as it was drawn, the same encoder tells fewer senses",
        verdicts.training_did_it, **OF_ONE,
        unit="of the uses",
    ),
    Claim(
        "neighbours-suffice",
        "The mean of the neighbours' static vectors tells the senses too",
        verdicts.neighbours_suffice, **OF_ONE,
        unit="of the uses",
    ),
    Claim(
        "copying-parts-nothing",
        "If the words are not hidden, uses of two senses stay alike",
        verdicts.copying_parts_nothing, **OF_BOTH,
        unit="cosine",
    ),
    Claim(
        "lower-loss-without-hiding",
        "And the loss of that network is far lower",
        verdicts.lower_loss, **OF_BOTH,
        unit="of the loss",
    ),
    Claim(
        "one-way-is-behind",
        "An encoder that sees only what came before tells fewer senses",
        verdicts.one_way, needs=("both", "left"), own_data=True,
        unit="of the uses",
    ),
    Claim(
        "no-layers-no-context",
        "Without a layer the vector knows its word and its place, and not its neighbours",
        verdicts.no_layers, needs=("none",), own_data=True,
        unit="of the uses",
    ),
    Claim("by-hand", "The formulas written out and torch agree", verdicts.by_hand, unit="1"),
]  # fmt: skip
