"""Unpacking what somebody else has packed: nothing in it leads out of its folder."""

from __future__ import annotations

import tarfile
from pathlib import Path


def extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Its regular files and folders; raises ValueError for what leads out of the folder.

    Python before 3.11.4 has no filters of its own.
    """
    if hasattr(tarfile, "data_filter"):
        archive.extractall(folder, filter="data")
        return
    root = folder.resolve()
    for member in archive.getmembers():
        if not (root / member.name).resolve().is_relative_to(root):
            raise ValueError(f"{member.name!r} is outside of the folder")
        if member.isreg() or member.isdir():
            archive.extract(member, root)
