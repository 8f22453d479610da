"""The networks that race, and settings worth trying: good ones, and ones that are known bad."""

from typing import Any

from lessons.kit import Preset

VARIANTS: dict[str, dict[str, Any]] = {
    "rnn": {},
    "lstm": {"cell": "lstm", "weights": 5250},
    "birnn": {"bidirectional": True},
    "late": {"late": 1},
}
"""`birnn` has 210 weights, `lstm` 25 times as many, and `late` half of them."""
CELLS: dict[str, dict[str, Any]] = {cell: {"cell": cell} for cell in ("rnn", "gru", "lstm")}
LEAK: dict[str, dict[str, Any]] = {name: VARIANTS[name] for name in ("rnn", "birnn", "late")}
READS: dict[str, dict[str, Any]] = {
    "last": {},
    "padded": {"read": "padded"},
    "mean": {"read": "mean"},
    "max": {"read": "max"},
}
EQUAL = {"weights": 1000, "batch": 64}
OWN = {"hidden": 48, "embed": 48, "steps": 600, "lr": 0.005}
FOR_FILES: dict[str, dict[str, Any]] = {
    "rnn": {}, "gru": {"cell": "gru"}, "bigru": {"cell": "gru", "bidirectional": True},
}  # fmt: skip

PRESETS = [
    Preset("and", "AND instead of XOR: who never looks ahead gets .75, and no more",
           {"task": "and"}, VARIANTS),
    Preset("leak", "Known bad: the next bit predicted by networks that have read it",
           {"task": "next"}, LEAK),
    Preset("parity", "Equal weights, 80 bits: is the number of ones so far odd?",
           EQUAL | {"task": "parity", "length": 80, "steps": 400}, CELLS),
    Preset("parity-short", "The same with 20 bits, where all three cells arrive",
           EQUAL | {"task": "parity", "length": 20, "steps": 400}, CELLS),
    Preset("delay", "Equal weights, the bit of 10 steps ago: the plain RNN is first",
           EQUAL | {"task": "delay", "gap": 10, "length": 40, "steps": 200}, CELLS),
    Preset("delay-far", "The same with 20 steps: the RNN is a lottery, and the LSTM guesses",
           EQUAL | {"task": "delay", "gap": 20, "length": 60, "steps": 400}, CELLS),
    Preset("adding", "Equal weights, 50 numbers, two of them marked: what is their sum?",
           EQUAL | {"task": "adding", "length": 50, "lr": 0.02, "steps": 400}, CELLS),
    Preset("padded", "Known bad: an LSTM read at the end of the padding",
           EQUAL | {"task": "odd", "cell": "lstm", "length": 16, "shortest": 1, "steps": 300},
           READS),
    Preset("own", "For a file of your own: wider networks, and 600 steps", OWN, FOR_FILES),
]  # fmt: skip
