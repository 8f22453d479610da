"""Where to train: the device that was asked for, or a sentence that says why not."""

import platform
from importlib.metadata import version

import torch

from lessons.kit.errors import BadEnvironment, BadUsage


def choose_device(name: str) -> torch.device:
    """`auto`, `cpu`, `cuda`, `cuda:1` or `mps` as a device. `auto` is CUDA where there is any.

    Raises BadUsage for another word, BadEnvironment for a device that is not here.
    """
    kind, _, number = name.partition(":")
    if kind == "auto" and not number:
        return freest_cuda() if torch.cuda.is_available() else torch.device("cpu")
    if kind == "cpu" and not number:
        return torch.device("cpu")
    if kind == "mps" and not number:
        return _mps()
    if kind == "cuda" and (number.isdecimal() or not number):
        return _cuda(number)
    raise BadUsage(f"no device called {name!r}", "there are auto, cpu, cuda, cuda:N, mps")


def freest_cuda() -> torch.device:
    """The CUDA device with the most free memory: a GPU box is shared."""
    free = [torch.cuda.mem_get_info(i)[0] for i in range(torch.cuda.device_count())]
    return torch.device("cuda", free.index(max(free)))


def _cuda(number: str) -> torch.device:
    if not torch.cuda.is_available():
        raise BadEnvironment("torch finds no CUDA device here", "use --device cpu")
    if not number:
        return freest_cuda()
    count = torch.cuda.device_count()
    if int(number) >= count:
        raise BadEnvironment(f"there is no cuda:{number}", f"there are cuda:0 to cuda:{count - 1}")
    return torch.device("cuda", int(number))


def _mps() -> torch.device:
    if not torch.backends.mps.is_available():
        raise BadEnvironment("torch finds no MPS device here", "use --device cpu")
    return torch.device("mps")


def versions() -> dict[str, str]:
    """What this run's numbers may depend on."""
    found = {"python": platform.python_version(), "torch": str(torch.__version__)}
    return {"dl-lab": version("dl-lab"), **found}
