"""How much memory there is for us: the machine's, or less where we are kept in a container."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lessons.kit.errors import BadUsage

CGROUPS = Path("/sys/fs/cgroup")
OWN_CGROUPS = Path("/proc/self/cgroup")
FILES = (
    ("", "memory.max", "memory.current", "inactive_file"),
    ("memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)
"""Of cgroups, version 2 and 1: folder, limit, use, and what of it the kernel would give back."""
UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}


class Memory(NamedTuple):
    """Bytes."""

    total: int
    free: int
    """What can be used without pushing anybody out."""


def memory() -> Memory:
    """The machine's memory, or the least that a cgroup leaves us of it."""
    import psutil  # 10 ms that the first paint need not pay

    machine = psutil.virtual_memory()
    return min(
        [Memory(machine.total, machine.available), *_allowed()], key=lambda found: found.free
    )


def _allowed() -> Iterator[Memory]:
    """What each cgroup that we are in allows, from our own up to the root."""
    for folder, limit, use, given_back in FILES:
        for place in _places(CGROUPS / folder):
            try:
                total, used = int((place / limit).read_text()), int((place / use).read_text())
                stat = (place / "memory.stat").read_text()
            except (OSError, ValueError):  # not there, or "max": no limit
                continue
            spare = re.search(rf"^{given_back} (\d+)", stat, re.M)
            used -= int(spare.group(1)) if spare else 0
            yield Memory(total, max(total - used, 0))


def _places(root: Path) -> Iterator[Path]:
    """The folders of the cgroups that we are in. In a container only the root may be seen."""
    kind = "memory" if root != CGROUPS else ""
    try:
        lines = OWN_CGROUPS.read_text().splitlines()
    except OSError:
        return
    for _, controllers, path in (line.split(":", 2) for line in lines if line.count(":") >= 2):
        if kind in controllers.split(","):
            own = root / path.strip("/")
            yield from [own, *(above for above in own.parents if above.is_relative_to(root))]


def size(text: str) -> int:
    """`4G`, `1.5 GiB` or `800m` in bytes. Raises BadUsage."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?\s*", text.lower())
    if match is None or not float(match.group(1)):
        raise BadUsage(f"{text!r} is not a size", "write it as 4G or 800M")
    return int(float(match.group(1)) * UNITS[match.group(2)])
