"""The lessons that read a learner's file, found by their settings: a new one is tested too."""

from pathlib import Path

import lessons
from lessons.kit import Lesson, Params

_PAGES = [lessons.load(name) for name in lessons.names()]

READERS: list[Lesson] = [page for page in _PAGES if "encoding" in page.params.knobs()]
"""Whoever reads text lets its encoding be named."""
TABLES = [
    page for page in READERS
    if "label" in page.params.knobs() and "labelled" not in page.params.knobs()
]  # fmt: skip
"""Those that look for texts and labels in the columns of `--data`."""
MIXED = [page for page in TABLES if "image" in page.params.knobs()]
"""Of these, those that want pictures or numbers beside the texts."""
NUMBERS = [page for page in READERS if "target" in page.params.knobs()]
"""Those that read a table of numbers and categories."""
PAIRS = [page for page in READERS if "pairs" in page.params.knobs()]
"""Those that read a table of keys and values."""
PLAIN = [page for page in READERS if page not in (*TABLES, *NUMBERS, *PAIRS)]
"""Those that read a file from its first character to its last."""


def reading(page: Lesson, **settings: str) -> Params:
    """The settings under which it reads a file; what else it does may need none."""
    tasks = {"transformer": "text", "interpretability": "rows"}
    reads = {"task": tasks[page.topic]} if page.topic in tasks else {}
    return page.params().override({**reads, **settings})


def written(path: Path, content: str | bytes) -> Path:
    """A file with this in it, and its path; text as UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
