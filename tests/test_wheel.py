"""The wheel, built and installed somewhere else, runs from any folder."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.tools.places import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it would be uploaded."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_stories_and_data(wheel: Path) -> None:
    """READMEs, texts and code of every lesson, and no test."""
    names = zipfile.ZipFile(wheel).namelist()

    assert "lessons/lesson03_clipping/README.md" in names
    assert "lessons/lesson03_clipping/data/prose.txt" in names
    assert not [name for name in names if name.startswith(("tests", "benchmarks"))]
    assert "lessons/template/train.py" in names  # for `dl-lab new`
    assert "lessons/template/package.toml" in names
    assert "lessons/template/tests/test_lesson.py" in names


def test_the_wheel_works_on_its_own(wheel: Path, tmp_path: Path) -> None:
    """Installed without the source tree, from another folder: list, and a lesson."""
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site)]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": str(site)}

    def dl_lab(*arguments: str) -> str:
        code = "import tui_lab.cli.main as c; assert 'site' in c.__file__, c.__file__; c.main()"
        done = subprocess.run(
            [sys.executable, "-P", "-c", code, *arguments], cwd=tmp_path, env=environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return done.stdout

    assert "lesson3" in [row["lesson"] for row in json.loads(dl_lab("list", "--json"))]
    assert "finished" == json.loads(dl_lab("run", "lesson3", "--json", "--steps", "3"))["status"]
