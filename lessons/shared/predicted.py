"""What a network says of every row of the data, kept in the checkpoint for `dl-lab export`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from lessons.shared.dataset import Dataset

AT_ONCE = 4096
"""Rows in one pass."""
Network = Callable[[Tensor], Tensor]


class Predicted:
    """Named in `run.steps(…, predicted=Predicted(run.data, model))`, it makes predictions kept.

    `network` takes inputs (B, …) as `Dataset` has them, and gives logits (B, C), or the number
    (B,) or (B, 1) in the target's own units. It is asked when a checkpoint is written, never
    between, so it costs a step nothing and agrees with the weights that are kept beside it.
    """

    def __init__(self, data: Dataset, network: Network, device: torch.device | str = "cpu") -> None:
        self.data = data
        self.network = network
        self.device = device

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps: the parts, rows, targets, and what the network says of each."""
        parts = list(self.data.parts())
        x = torch.cat([torch.from_numpy(part.x) for _, part in parts])
        return {
            "parts": [[name, len(part)] for name, part in parts],
            "rows": torch.cat([torch.from_numpy(part.rows) for _, part in parts]),
            "targets": torch.cat([torch.from_numpy(part.y) for _, part in parts]),
            "classes": self.data.classes,
            "target": self.data.target,
            "said": self.said(x).cpu(),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Nothing to take back: the network, which is kept too, says it again."""

    @torch.no_grad()
    def said(self, x: Tensor) -> Tensor:
        """(N, C) probabilities, or (N,) numbers; a module is asked as it is when tested."""
        module = self.network if isinstance(self.network, nn.Module) else None
        was_training = module is not None and module.training
        if module is not None:
            module.eval()
        pieces = [self.network(piece.to(self.device)) for piece in x.split(AT_ONCE)]
        if module is not None:
            module.train(was_training)
        whole = torch.cat(pieces)
        return whole.softmax(1) if self.data.classes else whole.flatten()
