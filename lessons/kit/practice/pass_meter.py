"""A layer that tells how a network was used, so that a needless graph is found."""

import torch
from torch import Tensor, nn


class PassMeter(nn.Module):
    """Passes everything on, and counts the passes that keep what a gradient needs."""

    passes_with_gradients: Tensor

    def __init__(self) -> None:
        super().__init__()
        count = torch.zeros((), dtype=torch.int64)
        self.register_buffer("passes_with_gradients", count, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """The input."""
        self.passes_with_gradients += torch.is_grad_enabled()
        return x
