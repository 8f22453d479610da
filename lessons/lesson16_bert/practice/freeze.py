"""Train the head, keep the encoder

Fine-tuning with a frozen encoder trains only what lies on top. Turn off the gradients of every
parameter whose name does not begin with `prefix`, and turn on those of the others. Return the
names that are trained, in order, and how many numbers these are.
"""

from torch import nn

from lessons.kit.practice import Draw, Exercise


def freeze(model: nn.Module, prefix: str) -> tuple[list[str], int]:
    """The names of the trained parameters, and the count of their numbers."""
    trained, count = [], 0
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith(prefix))
        if parameter.requires_grad:
            trained.append(name)
            count += parameter.numel()
    return trained, count


def cases(draw: Draw) -> tuple[nn.Module, str]:
    """An encoder with a head, or one of parts; some of it may be frozen before."""
    model, prefixes = (plain if draw.level < PARTS else nested)(draw)
    for parameter in model.parameters():
        parameter.requires_grad_(draw.choice((True, False)))
    return model, draw.choice(prefixes)


PARTS = 2
"""The level from which on networks have parts of parts."""


def plain(draw: Draw) -> tuple[nn.Module, tuple[str, ...]]:
    """Two layers, and what may be trained of them."""
    first, last = nn.Linear(draw.size(), draw.size()), nn.Linear(draw.size(), draw.size())
    return nn.ModuleDict({"encoder": first, "head": last}), ("head", "encoder", "")


def nested(draw: Draw) -> tuple[nn.Module, tuple[str, ...]]:
    """Parts of parts: a head of attention in the encoder, and buffers, which nobody trains."""
    width = draw.size()
    encoder = nn.ModuleDict({"head": nn.Linear(width, width), "norm": nn.LayerNorm(width)})
    head = nn.Sequential(nn.BatchNorm1d(width), nn.Linear(width, draw.size()))
    parts = nn.ModuleDict({"encoder": encoder, "head": head})
    return parts, ("head", "head", "encoder.norm", "encoder.head", "head.1", "encoder")


exercise = Exercise(
    freeze,
    hints=(
        "model.named_parameters() gives names such as head.weight, with the parameters.",
        "parameter.requires_grad_(True or False) sets it, also where it was set otherwise before.",
        "parameter.requires_grad_(name.startswith(prefix)); count with parameter.numel().",
    ),
    cases=cases,
)
