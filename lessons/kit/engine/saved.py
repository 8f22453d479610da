"""Plain values in a checkpoint, beside the networks and their optimisers."""

from typing import Any


class Saved:
    """A JSON-able value, such as a list of words, that survives a kill and can be exported.

    Name it in `run.steps(total, words=Saved(words))`; its state is `{"value": value}`.
    """

    def __init__(self, value: Any) -> None:
        self.value = value

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"value": self.value}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take a kept value back."""
        self.value = state["value"]
