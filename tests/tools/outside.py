"""Lessons from outside, made for a test: a folder of one, or a distribution that has one."""

from pathlib import Path

from lessons.find.outside import GROUP
from tests.tools.places import TOYS

TOY = TOYS / "lesson90_line"


def folder(parent: Path, name: str = "attention", *, marker: Path | None = None) -> Path:
    """A lesson in a folder. Whenever any of its code is run, the marker is there afterwards."""
    place = parent / name
    place.mkdir(parents=True)
    for part in ("__init__.py", "train.py", "README.md"):
        text = (TOY / part).read_text(encoding="utf-8")
        text = text.replace("from tests.toys.lesson90_line import", "from . import")
        if marker and part.endswith(".py"):
            touch = f"__import__('pathlib').Path({str(marker)!r}).touch()"
            text = text.replace('."""\n', f'."""\n{touch}\n', 1)
        (place / part).write_text(text, encoding="utf-8")
    return place


def distribution(site: Path, name: str, **entries: str) -> None:
    """What pip leaves of a distribution that names lessons: its metadata."""
    info = site / f"{name.replace('-', '_')}-1.2.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n")
    points = "\n".join(f"{point} = {value}" for point, value in entries.items())
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{points}\n")
