"""NVIDIA's GPUs, by its own library. Where there is no driver there are no GPUs, and no error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Gpu:
    """One GPU. What its driver does not tell is None."""

    index: int
    uuid: str
    model: str
    load: float | None = None
    """0…1"""
    used: int | None = None
    total: int | None = None
    """Memory, in bytes."""
    held: Mapping[int, int] = field(default_factory=dict)
    """Bytes that each process holds, by its pid."""

    @property
    def full(self) -> float | None:
        """The share of its memory that is taken."""
        return self.used / self.total if self.used is not None and self.total else None


class GpuReader:
    """Reads the GPUs. The library is loaded at the first look; without one, none are found."""

    def __init__(self, nvml: Any = None) -> None:
        self.nvml = nvml
        self._is_ready = False
        self.is_absent = False
        """Whether a look has found that there is no driver; there will be none later."""

    def __call__(self) -> list[Gpu]:
        """Those there are now."""
        if not self._is_ready and not self.is_absent:
            self._begin()
        if self.is_absent:
            return []
        count = self._told("nvmlDeviceGetCount") or 0
        return [gpu for index in range(count) if (gpu := self._gpu(index))]

    def _begin(self) -> None:
        if self.nvml is None:
            import pynvml

            self.nvml = pynvml
        try:
            self.nvml.nvmlInit()
            self._is_ready = True
        except self.nvml.NVMLError:  # no driver, no library: this machine has no GPU of theirs
            self.is_absent = True

    def _gpu(self, index: int) -> Gpu | None:
        handle = self._told("nvmlDeviceGetHandleByIndex", index)
        if handle is None:  # it fell off the bus
            return None
        load = self._told("nvmlDeviceGetUtilizationRates", handle)
        memory = self._told("nvmlDeviceGetMemoryInfo", handle)
        return Gpu(
            index,
            _text(self._told("nvmlDeviceGetUUID", handle)) or f"GPU-{index}",
            _text(self._told("nvmlDeviceGetName", handle)) or "GPU",
            None if load is None else load.gpu / 100,
            None if memory is None else memory.used,
            None if memory is None else memory.total,
            {
                process.pid: process.usedGpuMemory or 0
                for process in self._told("nvmlDeviceGetComputeRunningProcesses", handle) or ()
            },
        )

    def _told(self, what: str, *about: Any) -> Any:
        """One answer of the driver; None where it has none, as of a GPU that is shared out."""
        try:
            return getattr(self.nvml, what)(*about)
        except self.nvml.NVMLError:
            return None


def _text(words: str | bytes | None) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words or ""


def visible_gpus(gpus: Sequence[Gpu], environment: Mapping[str, str]) -> list[Gpu]:
    """Those that CUDA_VISIBLE_DEVICES leaves, in its order; all, where it names what we cannot."""
    chosen = environment.get("CUDA_VISIBLE_DEVICES")
    if chosen is None:
        return list(gpus)
    found = []
    for name in filter(None, map(str.strip, chosen.split(","))):
        if name.startswith("MIG"):
            return list(gpus)
        gpu = next((gpu for gpu in gpus if _is_called(gpu, name)), None)
        if gpu is None:
            break  # as CUDA does: what stands after an unknown one is not seen
        found.append(gpu)
    return found


def _is_called(gpu: Gpu, name: str) -> bool:
    return name == str(gpu.index) or (name.startswith("GPU-") and gpu.uuid.startswith(name))
