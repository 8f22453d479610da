"""A machine with GPUs that are only pretended."""

from __future__ import annotations

from typing import Any, NamedTuple


class Figures(NamedTuple):
    """What NVML's structures hold, as far as it is asked."""

    gpu: int = 0
    used: int = 0
    total: int = 0
    pid: int = 0
    usedGpuMemory: int | None = None  # noqa: N815  NVML's own name


class FakeNvml:
    """NVML as its Python library has it: functions, and an error."""

    class NVMLError(Exception):
        pass

    def __init__(self, count: int = 1, *, broken: tuple[str, ...] = ()) -> None:
        self.count = count
        self.broken = broken
        self.calls: list[str] = []
        self.load = 0
        self.processes: list[Figures] = []

    def __getattr__(self, name: str) -> Any:
        def answer(*about: Any) -> Any:
            self.calls.append(name)
            if name in self.broken:
                raise self.NVMLError(name)
            return self._answers(name, *about)

        return answer

    def _answers(self, name: str, handle: int = 0) -> Any:
        return {
            "nvmlDeviceGetCount": self.count,
            "nvmlDeviceGetHandleByIndex": handle,
            "nvmlDeviceGetUUID": f"GPU-{'abcd'[handle]}0",
            "nvmlDeviceGetName": b"NVIDIA Thinker 9",
            "nvmlDeviceGetUtilizationRates": Figures(gpu=self.load),
            "nvmlDeviceGetMemoryInfo": Figures(used=12 * 2**30, total=80 * 2**30),
            "nvmlDeviceGetComputeRunningProcesses": self.processes,
        }.get(name)
