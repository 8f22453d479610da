"""Attention that never finds its key."""

from lessons.kit.clinic.case import Case, below, tail

case = Case(
    lesson="lesson13",
    complaint="The loss goes down a little, and the weights of attention stay even.",
    fault="detached",
    symptom=below(1.0, "loss, mean of the last 20 steps", tail()),
    set={"steps": 300},
    edits={
        "model.py": [
            (
                "return self.scored(self.heads(asks, tokens))",
                "return self.scored(self.heads(asks, tokens).detach())",
            )
        ]
    },
    tells="gradients",
    found=(
        "Queries, keys and values have a gradient of exactly 0: what attention "
        "mixed is detached before the head."
    ),
    alike={
        "lr-too-small": "`gradients`: with a small rate all gradients are there",
        "frozen-layer": "`gradients`: the layers are in the optimizer",
    },
)
