"""The networks that race, and settings worth trying: good ones, and ones that are known bad."""

from typing import Any

from lessons.kit import Preset

Variants = dict[str, dict[str, Any]]
VARIANTS: Variants = {
    "fine-tuned": {},
    "frozen": {"frozen": True},
    "scratch": {"pretrain": 0},
}
"""Each differs from `fine-tuned` in one setting."""
RATES: Variants = {"fine-tuned": {}, "too-fast": {"tune_lr": 0.2}}
POOLED: Variants = {"mean": {"pooling": "mean"}, "cls": {"pooling": "cls"}}
SCORED: Variants = {"over-hidden": {}, "over-all": {"scored": "all"}}
MASKS: Variants = {"each-step": {}, "once": {"masks": "once"}}
XOR = {"negation": 0.3, "but": 0.4}

PRESETS: list[Preset] = [
    Preset("xor", "Known bad: words of praise stand beside any others, so text teaches nothing",
           XOR, VARIANTS),
    Preset("too-fast", "Known bad: a rate with labels that destroys what pretraining learned",
           {}, RATES),
    Preset("all-words", "Known bad: a loss over all words, of which most need only be copied",
           {}, SCORED),
    Preset("once", "Known bad: 200 texts without labels, in which always the same words are hidden",
           {"texts": 200, "frozen": True}, MASKS),
    Preset("cls", "Known bad: [CLS] before any fine-tuning is no vector of a sentence",
           {"frozen": True}, POOLED),
    Preset("phrases", "For many labelled texts of your own: a larger network, for minutes",
           {"width": 64, "heads": 4, "batch": 64, "lr": 4e-3, "pretrain": 600, "dropout": 0.3,
            "word_dropout": 0.1, "average": 0.999, "decay": 0.05, "hidden": 0.2, "longest": 64,
            "examples": 0, "most_words": 20_000, "longer": 2.0, "steps": 2400},
           VARIANTS, wants="labelled"),
    Preset("real", "For a real BERT by weights=DIR: a low rate, small batches, some minutes",
           {"tune_lr": 1e-4, "batch": 16, "tune": 40, "longest": 64, "steps": 120},
           VARIANTS, wants="weights"),
]  # fmt: skip
