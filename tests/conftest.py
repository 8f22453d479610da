"""Every test keeps its runs in a folder of its own, and no setting of the machine reaches it."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The lab's folder for this test."""
    folder = tmp_path / "home"
    monkeypatch.setenv("DL_LAB_DIR", str(folder))
    for name in ("DL_LAB_DEVICE", "DL_LAB_SEED", "NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    return folder
