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
    """An encoder with a head; some of it may be frozen before."""
    model = nn.ModuleDict(
        {
            "encoder": nn.Linear(draw.size(), draw.size()),
            "head": nn.Linear(draw.size(), draw.size()),
        }
    )
    for parameter in model.parameters():
        parameter.requires_grad_(draw.choice((True, False)))
    return model, draw.choice(("head", "encoder", ""))


exercise = Exercise(
    freeze,
    hints=(
        "model.named_parameters() gives names such as head.weight, with the parameters.",
        "parameter.requires_grad_(True or False) sets it, also where it was set otherwise before.",
        "parameter.requires_grad_(name.startswith(prefix)); count with parameter.numel().",
    ),
    cases=cases,
)
