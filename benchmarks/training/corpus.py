"""Skip-gram on ten times the text: what a word costs, and how much memory is taken.

A text file is read and learned as lesson 1 does it with `--data`: read as a stream into a file
that is mapped, and learned along that. Each size has a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch

from benchmarks.tools.rows import Row, compared
from benchmarks.training.skipgram import WORDS, ours, yardstick
from lessons.kit.data.brought import silent
from lessons.kit.data.text.corpus import read_corpus

FLAT, BOUNDED = 1.15, 1.3
"""For ten times the words. Rare words turn up late: the larger text has a few more of them."""


def ten_times_the_corpus(quick: bool) -> list[Row]:
    """Reading and learning a text file of ten times as many words: CPU a word, and memory."""
    words, rounds = (500_000, 1) if quick else (1_000_000, 3)
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.txt"), Path(folder, "large.txt")
        write_yardstick(small, words, 1)
        write_yardstick(large, words, 10)
        found = [(grown(large), grown(small)) for _ in range(rounds)]
    costs = [(large[0], small[0]) for large, small in found]
    memory = [(large[1], small[1]) for large, small in found]
    what = f"skip-gram, {10 * words / 1e6:g} M words / {words / 1e6:g} M: "
    return [
        compared(what + "CPU a word", costs, budget=FLAT, unit="µs"),
        compared(what + "memory beyond torch and the text", memory, budget=BOUNDED, unit="MiB"),
    ]


def write_yardstick(path: Path, words: int, times: int) -> None:
    """The yardstick as a text, a sentence a line; its words are numbers in letters."""
    digits = str.maketrans("0123456789", "abcdefghij")
    spelt = np.array([str(number).translate(digits) for number in range(WORDS)])
    with path.open("w") as file:
        for part in range(times):
            for row in spelt[yardstick(words, seed=part)]:
                file.write(" ".join(row) + ".\n")


def grown(path: Path) -> tuple[float, float]:
    """CPU microseconds a word and MiB at the most, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.training.corpus", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, held = map(float, done.stdout.split())
    return seconds, held


def read_and_learn(path: Path) -> tuple[float, float]:
    """The same in this process."""
    with watched_memory() as most:
        began = time.process_time()
        corpus = read_corpus(path, min_count=1, progress=silent)
        ours(corpus.tokens, corpus.counts, corpus.raw_words, epochs=1, seed=0)
        spent = time.process_time() - began
    return 1e6 * spent / corpus.raw_words, most() / 2**20


@contextmanager
def watched_memory() -> Iterator[Callable[[], int]]:
    """What this process takes at the most beyond what it has, looked at every 10 ms.

    Its own pages: those of the mapped text are the system's, which may take them back.
    """
    status, over = Path("/proc/self/status"), threading.Event()
    most = before = anonymous(status)

    def look() -> None:
        nonlocal most
        while not over.wait(0.01):
            most = max(most, anonymous(status))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield lambda: most - before
    finally:
        over.set()
        thread.join()


def anonymous(status: Path) -> int:
    """Bytes of memory that belong to no file."""
    line = next(line for line in status.read_text().splitlines() if line.startswith("RssAnon"))
    return 1024 * int(line.split()[1])


if __name__ == "__main__":
    torch.set_num_threads(1)
    print(*read_and_learn(Path(sys.argv[1])))
