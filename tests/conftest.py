"""Every test keeps its runs in a folder of its own, and no setting of the machine reaches it."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")  # as in the worker: two are many times slower here


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The lab's folder for this test."""
    folder = tmp_path / "home"
    monkeypatch.setenv("DL_LAB_DIR", str(folder))
    for name in ("DL_LAB_DEVICE", "DL_LAB_SEED", "NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    return folder
