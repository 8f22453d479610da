"""Settings worth trying, good ones and bad ones."""

from typing import Any

from lessons.kit import Preset

Variants = dict[str, dict[str, Any]]

FILLERS: Variants = {f"padded-{most}": {"pooling": "padded", "fillers": most} for most in (0, 2, 6)}
UNKNOWNS: Variants = {
    "as-padding": {"unknown": "padding", "word_dropout": 0.0},
    "untrained": {"unknown": "own", "word_dropout": 0.0},
    "word-dropout": {"unknown": "own", "word_dropout": 0.05},
}
ALONE: dict[str, Any] = {"batch": 32, "average_over": 1}
"""As in the usual tutorial: small batches, and the weights of the last step."""
POOLED: Variants = {f"rnn-{pooling}": {"pooling": pooling} for pooling in ("last", "mean", "max")}
PADDED: Variants = {cell: {"cell": cell} for cell in ("rnn", "lstm", "gru")}

PRESETS = [
    Preset(
        "filler",
        "The padding bug by how much is padded: no filler sentences, up to 2, up to 6",
        ALONE | {"dropout": 0.0, "word_dropout": 0.0, "steps": 800},
        variants=FILLERS,
    ),
    Preset(
        "padded",
        "Known bad: every cell is read after the padding. One of them gets through",
        ALONE | {"pooling": "padded", "dropout": 0.0, "word_dropout": 0.0, "steps": 500},
        PADDED,
    ),
    Preset(
        "unknown",
        "40 % of the context words come only in the test: three ways to read them",
        ALONE | {"unseen": True, "dropout": 0.0, "steps": 500},
        UNKNOWNS,
    ),
    Preset(
        "pooling",
        "A plain RNN read from its last state, from the mean of all, from the largest of all",
        ALONE | {"cell": "rnn", "dropout": 0.3, "steps": 500},
        POOLED,
    ),
    Preset(
        "twelve",
        "Twelve sentences, as in many a tutorial: learned by heart, and nothing learned",
        ALONE | {"task": "twelve", "dropout": 0.0, "word_dropout": 0.0, "batch": 12, "steps": 150},
        {
            "lstm": {"cell": "lstm"},
            "bilstm": {"cell": "lstm", "bidirectional": True, "pooling": "max"},
        },
    ),
    Preset(
        "few",
        "For a file of your own with a few hundred long texts: more dropout, later cut",
        {"dropout": 0.5, "word_dropout": 0.3, "longest": 400, "batch": 16},
        {
            "bilstm-max": {"cell": "lstm", "bidirectional": True, "pooling": "max"},
            "bilstm-mean": {"cell": "lstm", "bidirectional": True, "pooling": "mean"},
        },
    ),
]
