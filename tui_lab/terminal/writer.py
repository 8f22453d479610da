"""The terminal: whether it keeps up with what is written to it, and how large it really is."""

from __future__ import annotations

import shutil
from typing import Any

from textual.app import App
from textual.events import Resize
from textual.geometry import Size


def terminal_is_behind(app: App[Any]) -> bool:
    """Whether output is still waiting to be sent, as on a slow line.

    Textual queues 30 frames for the terminal, and each of them is in front of the answer to the
    next key. Leaving out repaints while any is waiting took key-to-paint at 50 kB/s from 5.5 s
    to 0.3 s. The queue is private to Textual: without it, the terminal counts as keeping up.
    """
    writer = getattr(getattr(app, "_driver", None), "_writer_thread", None)
    waiting = getattr(getattr(writer, "_queue", None), "qsize", None)
    return waiting is not None and waiting() > 0


def mind_the_size(app: App[Any]) -> None:
    """Tell app and screen how large the terminal is, should they have got that wrong.

    Textual reads the size in a signal's handler, and a second signal may come between its reading
    and its telling: then the older size is told last. In a storm of resizes one time in ten. And
    what the app knows it passes on by a timer, which may be lost in a storm too. In a browser's
    tab the first size is told last, where the second came while the lab was starting.
    """
    if app.is_headless:
        return
    window: Size | None = getattr(getattr(app, "_driver", None), "window", None)  # a tab's
    size = window or Size(*shutil.get_terminal_size())
    if size != app.size:
        app.post_message(Resize(size, size))
    if size != app.screen.size:
        app.screen.post_message(Resize(size, size))


def stop_listening(app: App[Any]) -> None:
    """Let the thread that reads keys end, however the app did.

    Where the terminal is gone before Textual has put it back, that thread is never told: it reads
    the end of its input again and again, and a process that nobody sees takes a whole core.
    """
    over = getattr(getattr(app, "_driver", None), "exit_event", None)
    if over is not None:
        over.set()
