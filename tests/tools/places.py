"""Where things are that tests read."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
RECORDINGS = ROOT / "tests" / "recordings"
TEMPLATE = str(ROOT / "lessons" / "template")
TOYS = ROOT / "tests" / "toys"
"""A course of one small lesson, which no author is going to edit."""
