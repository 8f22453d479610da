"""The model: two vectors for every word, one as a centre and one as a context."""

import torch
from torch import Tensor, nn


class SkipGram(nn.Module):
    """Every word's vector as a centre and as a context, from R random starts that never meet."""

    def __init__(self, starts: int, words: int, dim: int, init: float = 0.1) -> None:
        super().__init__()
        self.centres = nn.Parameter(init * torch.randn(starts, words, dim))
        self.contexts = nn.Parameter(init * torch.randn(starts, words, dim))

    def forward(self) -> Tensor:
        """The score of every context for every centre, (R, V, V)."""
        return self.centres @ self.contexts.transpose(1, 2)

    @torch.no_grad()
    def start_near_zero(self) -> None:
        """As word2vec does: words that are seen only a few times must not be mostly their start."""
        dim = self.centres.shape[-1]
        self.centres.uniform_(-0.5 / dim, 0.5 / dim)
        self.contexts.zero_()
