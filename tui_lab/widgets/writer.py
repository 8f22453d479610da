"""Whether the terminal keeps up with what is written to it."""

from __future__ import annotations

from typing import Any

from textual.app import App


def terminal_is_behind(app: App[Any]) -> bool:
    """Whether output is still waiting to be sent, as on a slow line.

    Textual queues 30 frames for the terminal, and each of them is in front of the answer to the
    next key. Leaving out repaints while any is waiting took key-to-paint at 50 kB/s from 5.5 s
    to 0.3 s. The queue is private to Textual: without it, the terminal counts as keeping up.
    """
    writer = getattr(getattr(app, "_driver", None), "_writer_thread", None)
    waiting = getattr(getattr(writer, "_queue", None), "qsize", None)
    return waiting is not None and waiting() > 0
