"""Whether a lesson of ours is still what its authors measured: by the package's list, or by git."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

PATIENCE = 10  # seconds for git, where the home is slow


def is_as_released(folder: Path) -> bool:
    """Whether no code of a lesson was edited here.

    An installed package lists what its files say; of a clone git knows what was edited since the
    last commit. Where there is neither, nothing is known, and nothing is said.
    """
    listed = _listed(folder)
    if listed:
        return listed == {path: _digest(path) for path in folder.rglob("*.py")}
    return not _edited(folder)


def _listed(folder: Path) -> dict[Path, str]:
    """The digest of each file of code that was installed; none for a clone."""
    try:
        found = files("dl-lab") or []
    except PackageNotFoundError:
        return {}
    code = {Path(str(each.locate())): each.hash for each in found if each.suffix == ".py"}
    return {path: kept.value for path, kept in code.items() if kept and folder in path.parents}


def _digest(path: Path) -> str:
    """As a package lists it."""
    digest = hashlib.sha256(path.read_bytes()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _edited(folder: Path) -> bool:
    command = ["git", "-C", str(folder), "status", "--porcelain", "--", "*.py"]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=PATIENCE, check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0 and bool(done.stdout.strip())
