"""What mends a deep network, written out: its first weights, BatchNorm, dropout, and its loss.

The loop uses torch's own. Here each of them is the formula and no more, and the panel "By hand,
beside torch" shows how far the two are apart on the batch of the first step.
"""

import math

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

EPS, MOMENTUM = 1e-5, 0.1  # torch's own


def xavier(inputs: int, outputs: int, generator: Generator) -> Tensor:
    """Glorot and Bengio (2010), eq. 16: W ~ U(−a, a), a = √(6 / (inputs + outputs)).

    Var W = a²/3 = 2 / (inputs + outputs): 1 / n where a layer is as wide as the one before.
    """
    a = math.sqrt(6 / (inputs + outputs))
    return a * (2 * torch.rand(outputs, inputs, generator=generator, dtype=torch.float64) - 1)


def he(inputs: int, outputs: int, generator: Generator) -> Tensor:
    """He et al. (2015), eq. 10: W ~ N(0, 2 / inputs), for ReLU halves what goes through it."""
    drawn = torch.randn(outputs, inputs, generator=generator, dtype=torch.float64)
    return math.sqrt(2 / inputs) * drawn


def batchnorm(x: Tensor, gamma: Tensor, beta: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """BatchNorm in training (Ioffe and Szegedy, 2015, algorithm 1), for x (B, H).

    y = γ (x − μ) / √(σ² + ε) + β, with μ and σ² of this batch, for each unit: (H,). The divisor
    of σ² is B. Returns y, μ and σ².
    """
    mean = x.sum(0) / len(x)
    variance = (x - mean).square().sum(0) / len(x)
    return gamma * (x - mean) / (variance + EPS).sqrt() + beta, mean, variance


def remembered(old: tuple[Tensor, Tensor], batch: int, mean: Tensor, variance: Tensor
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """What BatchNorm keeps for the test: old ← 0.9 old + 0.1 new, for the mean and the variance.

    The variance that is kept has the divisor B − 1, though the one that is used has B.
    """
    unbiased = variance * batch / (batch - 1)
    news = (mean, unbiased)
    kept = [(1 - MOMENTUM) * o + MOMENTUM * n for o, n in zip(old, news, strict=True)]
    return kept[0], kept[1]


def batchnorm_in_test(
    x: Tensor, gamma: Tensor, beta: Tensor, mean: Tensor, variance: Tensor
) -> Tensor:
    """BatchNorm once trained: by what was kept, so that an image is judged alone."""
    return gamma * (x - mean) / (variance + EPS).sqrt() + beta


def dropout(x: Tensor, share: float, kept: Tensor) -> Tensor:
    """Dropout in training: what is kept is scaled by 1 / (1 − p), so that its mean stays.

    `kept` is 1 with probability 1 − p, else 0. In a test y = x, and nothing is scaled.
    """
    return x * kept / (1 - share)


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    """−log of the softmax's share for the true class, the mean over a batch (B, C).

    log pⱼ = zⱼ − m − log Σₖ exp(zₖ − m), with m the largest: no exp can overflow.
    """
    largest = logits.max(1, keepdim=True).values
    shifted = logits - largest
    log_p = shifted - shifted.exp().sum(1, keepdim=True).log()
    return -log_p[torch.arange(len(labels)), labels].sum() / len(labels)


def cross_entropy_gradient(logits: Tensor, labels: Tensor) -> Tensor:
    """∂L/∂z = (p − 1 of the true class) / B, (B, C). Here every backward pass begins."""
    p = (logits - logits.max(1, keepdim=True).values).exp()
    p = p / p.sum(1, keepdim=True)
    one_hot = torch.zeros_like(p)
    one_hot[torch.arange(len(labels)), labels] = 1
    return (p - one_hot) / len(labels)


def compared(x: Tensor, logits: Tensor, labels: Tensor) -> dict[str, float]:
    """By what, and how far at most, torch and the formulas differ on this batch, in float64."""
    x, logits = x.detach().double().cpu(), logits.detach().double().cpu()
    labels = labels.cpu()
    pairs = {**_starts(x.shape[1]), **_norms(x), **_dropped(x), **_losses(logits, labels)}
    return {name: float((ours - theirs).abs().max()) for name, (ours, theirs) in pairs.items()}


Pairs = dict[str, tuple[Tensor, Tensor]]


def _starts(width: int) -> Pairs:
    """The same random numbers, once through each."""

    def fresh() -> Generator:
        return Generator().manual_seed(0)

    empty = torch.empty(width, width, dtype=torch.float64)
    glorot = nn.init.xavier_uniform_(empty.clone(), generator=fresh())
    kaiming = nn.init.kaiming_normal_(empty.clone(), nonlinearity="relu", generator=fresh())
    return {"Xavier": (xavier(width, width, fresh()), glorot),
            "He": (he(width, width, fresh()), kaiming)}  # fmt: skip


def _norms(x: Tensor) -> Pairs:
    norm = nn.BatchNorm1d(x.shape[1], dtype=torch.float64)
    gamma, beta = norm.weight.detach(), norm.bias.detach()
    start = torch.zeros_like(gamma), torch.ones_like(gamma)
    theirs = norm(x).detach()
    ours, mean, variance = batchnorm(x, gamma, beta)
    kept = remembered(start, len(x), mean, variance)
    tested = batchnorm_in_test(x, gamma, beta, *kept)
    return {"BatchNorm": (ours, theirs), "BatchNorm, tested": (tested, norm.eval()(x).detach())}


def _dropped(x: Tensor) -> Pairs:
    """torch draws which are kept, from a state of its own: training is not touched."""
    with torch.random.fork_rng(devices=[]):
        theirs = F.dropout(torch.ones_like(x), 0.5)
    return {"dropout": (dropout(x, 0.5, (theirs > 0).double()), x * theirs)}


def _losses(logits: Tensor, labels: Tensor) -> Pairs:
    leaf = logits.requires_grad_()
    with torch.enable_grad():
        theirs = F.cross_entropy(leaf, labels)
    (gradient,) = torch.autograd.grad(theirs, leaf)
    scores = logits.detach()
    return {
        "cross-entropy": (cross_entropy(scores, labels), theirs.detach()),
        "its gradient": (cross_entropy_gradient(scores, labels), gradient),
    }
