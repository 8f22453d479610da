"""Judge features without training

For each test vector take the k training vectors with the largest cosine, and let their labels
vote. With equal votes the smallest label wins. Return the share of right answers.
"""

import torch.nn.functional as F
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def knn_accuracy(train: Tensor, labels: Tensor, test: Tensor, true: Tensor, k: int) -> float:
    """The share: train (N, D) with labels (N,), test (M, D) with true (M,), labels from 0."""
    cosines = F.normalize(test, dim=1) @ F.normalize(train, dim=1).T  # (M, N)
    votes = F.one_hot(labels[cosines.topk(k).indices]).sum(dim=1)  # (M, C)
    return (votes.argmax(dim=1) == true).float().mean().item()


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor, Tensor, int]:
    """Vectors of three classes, of different lengths."""
    count, width = draw.size(3), draw.size(2)
    train = draw.normal(count, width) * draw.uniform(count, 1, low=0.5, high=5.0)
    test = draw.normal(draw.size(), width)
    labels, true = draw.integers(0, 3, count), draw.integers(0, 3, len(test))
    return train, labels, test, true, draw.choice((1, 3))


exercise = Exercise(
    knn_accuracy,
    hints=(
        "All cosines at once: (M, N). Then the k best columns of each row.",
        "cosines.topk(k).indices are the neighbours; labels[…] are their labels, (M, k).",
        "F.one_hot(labels[neighbours]).sum(dim=1).argmax(dim=1) takes the first of equal votes.",
    ),
    cases=cases,
    without=("KNeighborsClassifier", "mode"),
)
