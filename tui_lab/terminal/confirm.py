"""A question on the command line that a person answers with yes or no."""

import os
import sys


def is_somebody_there() -> bool:
    """Whether a person can read a question on stderr and type an answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def says_yes(question: str) -> bool:
    """Ask, and wait for the answer; whatever is not yes is no."""
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def is_on_screen() -> bool:
    """Whether a person looks at a terminal that can be drawn on."""
    on_terminal = sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()
    return on_terminal and os.environ.get("TERM", "") not in ("", "dumb")
