"""The network: a cell that reads a sequence, perhaps a second one from the end, and a head."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.lesson12_sequences import Sequences
from lessons.lesson12_sequences.cells import CELLS
from lessons.lesson12_sequences.counting import width_for
from lessons.lesson12_sequences.tasks import Task
from lessons.shared.padded import pooled, reversed_padded


class Reader(nn.Module):
    """Reads sequences, and scores a tag for each step of them, or a class for each whole one."""

    def __init__(self, task: Task, hp: Sequences) -> None:
        super().__init__()
        self.whole, self.late, self.read = task.whole, hp.late, hp.read
        inputs = hp.embed if task.codes else task.inputs
        outputs = max(1, len(task.classes))
        self.embedding = nn.Embedding(task.codes, inputs, padding_idx=0) if task.codes else None
        hidden = hp.hidden if not hp.weights else width_for(
            hp.weights, hp.cell, inputs, outputs, bidirectional=hp.bidirectional
        )  # fmt: skip
        self.forth = cell_of(hp, inputs, hidden)
        self.back = cell_of(hp, inputs, hidden) if hp.bidirectional else None
        self.head = nn.Linear(hidden * (2 if self.back else 1), outputs)

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        """Logits (B, T, C) for each step, or (B, C) for the whole; `lengths` steps are real."""
        x = self.inputs(x)  # (B, T + late, F)
        states = self.forth(x)[0]  # (B, T + late, H)
        if self.back is not None:
            ends = lengths + self.late
            reverse = self.back(reversed_padded(x, ends))[0]  # (B, T + late, H)
            states = torch.cat([states, reversed_padded(reverse, ends)], 2)  # (B, T + late, 2H)
        states = states[:, self.late :]  # the tag of step t is read off the state at t + late
        logits: Tensor = self.head(pooled(states, lengths, self.read) if self.whole else states)
        return logits

    def inputs(self, x: Tensor) -> Tensor:
        """What the cells read: numbers (B, T, F) as they are; of codes (B, T, K) their vectors.

        Behind each sequence there are as many steps of nothing as the answers come late.
        """
        if self.embedding is not None:
            x = self.embedding(x).sum(2)
        return F.pad(x, (0, 0, 0, self.late))


def cell_of(hp: Sequences, inputs: int, hidden: int) -> nn.RNNBase:
    """One of torch's cells; an LSTM's forget gates begin with `forget` as their bias."""
    cell: nn.RNNBase = CELLS[hp.cell](inputs, hidden, batch_first=True)
    if hp.cell == "lstm" and hp.forget:
        bias = getattr(cell, "bias_ih_l0").detach()  # noqa: B009  torch names it at run time
        bias[hidden : 2 * hidden] += hp.forget
    return cell
