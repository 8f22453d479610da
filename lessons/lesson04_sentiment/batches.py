"""Texts as tensors: all words in one long row, cut into batches as they are asked for."""

from itertools import chain

import torch
from torch import Tensor

from lessons.shared.labelled.splitting import Part
from lessons.shared.labelled.wording import PADDING, Vocabulary


class Texts:
    """The texts of one part, encoded. Memory: four bytes a word, however uneven the texts are."""

    def __init__(
        self, part: Part, vocabulary: Vocabulary, unknown: int, device: torch.device,
        width: int = 0,
    ) -> None:  # fmt: skip
        codes = [vocabulary.encode(words, unknown) for words in part.words]
        self.width = width
        """Words that every text is padded to; 0 is as many as the longest of its batch has."""
        self.words = torch.tensor(list(chain(*codes)), dtype=torch.int32, device=device)
        sizes = torch.tensor(list(map(len, codes)), device=device)  # (N,)
        self.starts = sizes.cumsum(0) - sizes  # (N,)
        words = [sum(code != PADDING for code in text) for text in codes]
        # counted as everybody counts them, by code: a word that is read as padding is not there,
        # and the text ends too early by one
        self.lengths = torch.tensor(words, device=device).clamp(min=1)  # (N,)
        self.sizes = self.lengths.cpu().numpy()
        """The lengths again, where a look at them waits for no accelerator."""
        self.labels = torch.tensor(part.labels, device=device)  # (N,)

    def __len__(self) -> int:
        return len(self.lengths)

    def get_batch(self, rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Words (B, T), padded at their end; how many of them are real, (B,); labels (B,)."""
        width = self.width or int(self.sizes[rows.cpu().numpy()].max())
        rows = rows.to(self.words.device, non_blocking=True)
        lengths = self.lengths[rows]
        t = torch.arange(width, device=self.words.device)  # (T,)
        is_word = t < lengths[:, None]  # (B, T)
        places = (self.starts[rows][:, None] + t).clamp(max=len(self.words) - 1)
        return self.words[places].where(is_word, PADDING), lengths, self.labels[rows]
