"""Memory that a step has freed stays with the process, for the next step asks for it again."""

import ctypes

TRIM_THRESHOLD, TOP_PAD, MMAP_MAX = -1, -2, -4
"""The names that glibc's malloc.h has for them."""
KEPT = 2**30
"""Bytes that may lie free at the end of the heap before some are given back."""
AT_ONCE = 2**26
"""Bytes more than it needs that the heap grows by."""


def keep_freed_memory() -> bool:
    """Have malloc keep what is freed; False where the C library has no such setting.

    Otherwise each tensor of some size is mapped again in each step, and the kernel fills it with
    zeros page by page: eight GRUs that read 64 letters took a quarter of their time for it. To be
    called after the data are read, so that what only the reading took is given back.
    """
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # musl, macOS, Windows
        return False
    chosen = {MMAP_MAX: 0, TRIM_THRESHOLD: KEPT, TOP_PAD: AT_ONCE}
    taken = [set_option(name, value) for name, value in chosen.items()]
    return all(taken)
