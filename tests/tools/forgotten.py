"""What lessons keep for later, such as a trained judge, was made under settings of some test."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


def forget() -> None:
    """Empty every cache of a lesson that is loaded."""
    for name, module in list(sys.modules.items()):
        for each in vars(module).values() if name.startswith("lessons.lesson") else ():
            if callable(clear := getattr(each, "cache_clear", None)):
                clear()


@contextmanager
def forgotten() -> Iterator[None]:
    """Take nothing from tests before this one, and leave nothing to those after it."""
    forget()
    try:
        yield
    finally:
        forget()
