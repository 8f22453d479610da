"""torch's own optimizers, with the settings of this lesson. rules.py has the same by hand."""

from collections.abc import Iterable

from torch import nn
from torch.optim import SGD, Adam, AdamW, Optimizer, RMSprop

from lessons.lesson07_optimizers import Optimizers


def optimizer_of(hp: Optimizers, weights: Iterable[nn.Parameter]) -> Optimizer:
    """What turns gradients into steps, as the settings say."""
    betas, lr, weight_decay = (hp.beta1, hp.beta2), hp.lr, hp.weight_decay
    match hp.optimizer:
        case "momentum":
            return SGD(weights, lr, momentum=hp.momentum)
        case "nesterov":
            return SGD(weights, lr, momentum=hp.momentum, nesterov=True)
        case "rmsprop":
            return RMSprop(weights, lr, alpha=hp.alpha)
        case "adam":
            return Adam(weights, lr, betas, weight_decay=weight_decay)
        case "adamw":
            return AdamW(weights, lr, betas, weight_decay=weight_decay)
        case "amsgrad":
            return Adam(weights, lr, betas, weight_decay=weight_decay, amsgrad=True)
    return SGD(weights, lr)


def set_rate(optimizer: Optimizer, lr: float) -> None:
    """The learner may be turning this knob."""
    for group in optimizer.param_groups:
        group["lr"] = lr
