"""The lab with training in a thread of its own process: what ours is measured against.

`python -m benchmarks.threaded` opens the lab and trains lesson 3 beside it, for ever.
"""

import threading

import lessons
from tui_lab.manners import Looks
from tui_lab.opening import open_lesson


def train_for_ever() -> None:
    """One short run after the other; nobody listens."""
    seed = 0
    while True:
        for _ in lessons.load("lesson3").run(seed=seed):
            pass
        seed += 1


def main() -> None:
    """The same app, and a thread."""
    import torch

    torch.set_num_threads(1)
    threading.Thread(target=train_for_ever, daemon=True).start()
    open_lesson("lesson3", Looks())


if __name__ == "__main__":
    main()
