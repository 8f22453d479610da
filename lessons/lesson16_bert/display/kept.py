"""What the network says of each labelled text, for `--format predictions`.

Kept in the checkpoint, and so asked when one is written: it agrees with the weights beside it.
"""

from __future__ import annotations

from typing import Any

from lessons.lesson16_bert.material import Material
from lessons.lesson16_bert.measures import probabilities, spread
from lessons.lesson16_bert.model import Net


class Predicted:
    """Named in `run.steps(…)`, it makes predictions kept."""

    def __init__(self, model: Net, own: Material) -> None:
        self.model = model
        self.own = own

    def state_dict(self) -> dict[str, Any]:
        """The probabilities of every labelled text, by part."""
        own = self.own
        if not own.split:
            return {}
        parts = {}
        for name in ("train", "valid", "test"):
            texts, part = getattr(own, name), getattr(own.split, name)
            said: Any = []
            if len(texts):
                said = probabilities(self.model, texts, spread(len(texts))).cpu()
            parts[name] = {"texts": part.texts, "labels": part.labels, "said": said}
        return {"classes": own.classes, "parts": parts}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Nothing to take back: the network, which is kept too, says it again."""
