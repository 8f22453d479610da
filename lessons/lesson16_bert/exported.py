"""`dl-lab export RUN --format predictions`: each labelled text, and what the network says of it.

Kept in the checkpoint, and so asked when one is written: it agrees with the weights beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lessons.kit.errors import BadUsage
from lessons.kit.stream.safe_csv import as_csv

if TYPE_CHECKING:
    from lessons.lesson16_bert.material import Material
    from lessons.lesson16_bert.model import Net


class Predicted:
    """Named in `run.steps(…)`, it makes predictions kept."""

    def __init__(self, model: Net, own: Material) -> None:
        self.model = model
        self.own = own

    def state_dict(self) -> dict[str, Any]:
        """The probabilities of every labelled text, by part."""
        from lessons.lesson16_bert.measures import probabilities, spread

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


def predicted_rows(state: dict[str, Any]) -> Iterator[str]:
    """A CSV file with a row for each labelled text: those to learn from, and those held out."""
    kept = state.get("predicted")
    if not kept:
        what = "this run had no labels, so it predicts none"
        raise BadUsage(what, "train on some first: --set labelled=FILE")
    names: list[str] = kept["classes"]
    yield from as_csv([["text", "label", "predicted", *(f"p({name})" for name in names), "part"]])
    for part, each in kept["parts"].items():
        columns = zip(each["texts"], each["labels"], each["said"], strict=True)
        yield from as_csv(_row(text, label, p, names, part) for text, label, p in columns)


def _row(text: str, label: int, p: Any, names: list[str], part: str) -> list[object]:
    likely = [float(each) for each in p]
    said = names[likely.index(max(likely))]
    return [text, names[label], said, *(f"{each:.6g}" for each in likely), part]
