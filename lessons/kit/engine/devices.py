"""Where to train: the device that was asked for, or a sentence that says why not."""

import os
import platform
from importlib.metadata import version

import torch

from lessons.kit.errors import BadEnvironment, BadUsage


def choose_device(name: str) -> torch.device:
    """`auto`, `cpu`, `cuda`, `cuda:1` or `mps` as a device. `auto` is CUDA where there is any.

    Raises BadUsage for another word, BadEnvironment for a device that is not here.
    """
    torch.backends.cudnn.allow_tf32 = False  # products of ten bits: not what the paper measured
    kind, _, number = name.partition(":")
    if kind == "auto" and not number:
        return freest_cuda() if torch.cuda.is_available() else torch.device("cpu")
    if kind == "cpu" and not number:
        return torch.device("cpu")
    if kind == "mps" and not number:
        return _mps()
    if kind == "cuda" and (number.isdecimal() or not number):
        return _cuda(number)
    raise BadUsage(f"no device called {name!r}", "use auto, cpu, cuda, cuda:N or mps")


def choose_devices(name: str, count: int) -> list[str]:
    """The names of `count` devices: one CPU again and again, or the freest GPUs.

    Raises BadEnvironment where there are fewer GPUs.
    """
    if count == 1 or name == "cpu" or ":" in name:
        return [str(choose_device(name))] * count
    there = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if there < count:
        fix = f"--devices {there}, or " if there > 1 else ""
        raise BadEnvironment(
            f"--devices {count} needs {count} GPUs, and there {_are(there)} here",
            f"{fix}--device cpu trains {count} processes on the CPU",
        )
    by_room = sorted(range(there), key=lambda index: -free_memory(index)[0])
    return [f"cuda:{index}" for index in sorted(by_room[:count])]


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count}" if count else "is none"


def freest_cuda() -> torch.device:
    """The CUDA device with the most free memory: a GPU box is shared."""
    free = [free_memory(index)[0] for index in range(torch.cuda.device_count())]
    return torch.device("cuda", free.index(max(free)))


def free_memory(index: int) -> tuple[int, int]:
    """Bytes free on a CUDA device, and all it has."""
    try:
        # the driver's word: asking CUDA itself would take memory of every GPU for a context
        total = torch.cuda.get_device_properties(index).total_memory
        return total - torch.cuda.device_memory_used(index), total
    except Exception:  # no NVML here, or a slice of a GPU, of which it does not tell
        return torch.cuda.mem_get_info(index)


def why(name: str, device: torch.device) -> str:
    """Why this device, where the learner left the choice to us; "" where there was none."""
    if name == "auto" and device.type == "cpu":
        return no_cuda()
    if device.type != "cuda" or ":" in name:
        return ""
    index, count = device.index or 0, torch.cuda.device_count()
    free, total = (f"{size / 2**30:.0f}" for size in free_memory(index))
    which = f"the freest of {count} GPUs" if count > 1 else torch.cuda.get_device_name(index)
    return f"{which}, {free} of {total} GiB free"


def no_cuda() -> str:
    """Why there is no CUDA device."""
    left = os.environ.get("CUDA_VISIBLE_DEVICES")
    hidden = left is not None and left.strip() in ("", "-1")
    reason = f": CUDA_VISIBLE_DEVICES is {left or 'empty'}" if hidden else ""
    return f"torch finds no CUDA device here{reason}"


def _cuda(number: str) -> torch.device:
    if not torch.cuda.is_available():
        raise BadEnvironment(no_cuda(), "use --device cpu")
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
