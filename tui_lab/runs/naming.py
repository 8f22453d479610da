"""What runs are called: by their lesson, and a few characters to tell them apart."""

import re
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 o 1 l i: people read these aloud


def new_id(lesson: str) -> str:
    """A name for a run: short enough to type, unlikely to exist already."""
    return f"{stem(lesson)}-{''.join(secrets.choice(ALPHABET) for _ in range(5))}"


def stem(lesson: str) -> str:
    """What the names of a lesson's runs begin with: `attention` for /srv/course/Attention too."""
    last = re.split(r"[/:]", lesson)[-1]
    if last == lesson:  # no path and no distribution: ours, or a package
        return lesson.rpartition(".")[2].partition("_")[0]
    name = re.sub(r"[^a-z0-9]+", "_", last.lower()).strip("_")[:24] or "lesson"
    return f"their_{name}" if name.startswith("lesson") else name
