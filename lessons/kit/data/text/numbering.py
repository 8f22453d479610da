"""Words into numbers as they come, on a file that is put in order at the end.

A word gets the next free number when it is first seen, so that a text need be read only once;
which words are frequent is known afterwards, and then the file of numbers is rewritten in place.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import count, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from lessons.kit.data.sources.files import refusal
from lessons.kit.data.text.tokens import END
from lessons.kit.errors import reason

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

MOST_TYPES = 2_000_000
"""More distinct words than this, and the rarest are forgotten: about 300 MB."""
LONGEST = 60
"""Longer strings without a space are keys and encodings, not words."""
IN_MEMORY = 2**24
"""Texts of up to this many bytes are numbered in memory; longer ones on the disk."""
BLOCK = 2**20
"""Numbers rewritten at once."""
SPARE = 2**28
"""Bytes of the disk that are left to others."""
OFTEN = 2**26
"""Bytes written between two looks at how full the disk is."""
BETWEEN = -1
"""The number that stands between two sentences."""
RARE = -2
"""Stands for every word that is to be left out."""


@contextmanager
def room(size: int) -> Iterator[IO[bytes]]:
    """A file for the numbers of a text of this many bytes: in memory, or without a name on disk."""
    if size <= IN_MEMORY:
        yield BytesIO()
        return
    import tempfile

    where = Path(tempfile.gettempdir())
    try:
        with tempfile.TemporaryFile(dir=where) as file:
            yield file
    except OSError as error:
        what = f"cannot be written to ({reason(error)})"
        raise refusal(where, what, "set TMPDIR to a folder on a larger disk") from None


class Numbering:
    """The numbers of a text's words, in a file; and how often each word occurs."""

    def __init__(self, file: IO[bytes]) -> None:
        import numpy as np

        self.file = file
        self.number: defaultdict[str, int] = defaultdict(count().__next__)
        self.number[END]  # is number 0
        self.counts: Array = np.zeros(2**16, dtype=np.int64)
        self.forgotten = 0
        """Words that occurred no more often than this may be missing."""
        self.lost = 0
        """Occurrences of the words that were forgotten."""
        self.overlong = 0
        self.unchecked = OFTEN

    def add_words(self, found: list[str]) -> None:
        """Number these words. Raises BadEnvironment before the disk is full."""
        import numpy as np

        known = len(self.number)
        numbers = np.fromiter(map(self.number.__getitem__, found), np.int32, len(found))
        new = list(islice(reversed(self.number), len(self.number) - known))
        if new:
            self._grow(self.number[new[0]])
        np.add.at(self.counts, numbers, 1)
        self.overlong += sum(self._left_out(word) for word in new if len(word) > LONGEST)
        self._write(numbers)
        while len(self.number) > MOST_TYPES:
            self._forget()

    def _grow(self, last: int) -> None:
        import numpy as np

        if last >= len(self.counts):
            self.counts = np.concatenate((self.counts, np.zeros(last, dtype=np.int64)))

    def _left_out(self, word: str) -> int:
        return int(self.counts[self.number.pop(word)])

    def _write(self, numbers: "Array") -> None:
        if self.unchecked >= OFTEN and not isinstance(self.file, BytesIO):
            _refuse_full_disk()
            self.unchecked = 0
        self.unchecked += self.file.write(numbers.tobytes())

    def _forget(self) -> None:
        """Forget the rarest words, and number the others again."""
        import numpy as np

        self.forgotten += 1
        old = self.number
        kept = [w for w, at in old.items() if self.counts[at] > self.forgotten or w == END]
        places = np.fromiter(map(old.__getitem__, kept), np.int64, len(kept))
        counts = self.counts[places]
        self.lost += int(self.counts.sum() - counts.sum())
        new = np.full(len(self.counts), RARE, dtype=np.int32)
        new[places] = np.arange(len(kept))
        self.rewrite(new)
        self.number = defaultdict(
            count(len(kept)).__next__, zip(kept, range(len(kept)), strict=True)
        )
        self.counts = np.concatenate((counts, np.zeros(len(kept) + 1, dtype=np.int64)))

    def rewrite(self, new: "Array") -> int:
        """Put `new[number]` in every number's place; leave out RARE, and BETWEEN after BETWEEN.

        Gives how many sentences there are then. What is written never overtakes what is read.
        """
        import numpy as np

        read = written = sentences = 0
        before = BETWEEN
        while raw := self._block(read):
            read += len(raw)
            numbers = new[np.frombuffer(raw, np.int32)]
            numbers = collapsed(numbers[numbers != RARE], before)
            before = int(numbers[-1]) if len(numbers) else before
            sentences += int(np.count_nonzero(numbers == BETWEEN))
            self.file.seek(written)
            written += self.file.write(numbers.tobytes())
        self.file.truncate(written)
        self.file.seek(written)
        return sentences

    def _block(self, at: int) -> bytes:
        self.file.seek(at)
        return self.file.read(4 * BLOCK)

    def mapped(self) -> "Array":
        """(N,) int32: the file as an array that cannot be written to."""
        import numpy as np

        self.file.flush()
        if isinstance(self.file, BytesIO):
            return np.frombuffer(self.file.getvalue(), np.int32)
        return np.memmap(self.file, np.int32, "r")


def collapsed(numbers: "Array", before: int = BETWEEN) -> "Array":
    """The numbers without a sentence's end after another; `before` is the number before them."""
    import numpy as np

    ends = numbers == BETWEEN
    again = ends & np.concatenate(([before == BETWEEN], ends[:-1]))
    kept: Array = numbers[~again]
    return kept


def _refuse_full_disk() -> None:
    import tempfile
    from shutil import disk_usage

    where = Path(tempfile.gettempdir())
    free = disk_usage(where).free
    if free < SPARE:
        what = f"has only {free >> 20} MiB left, too little for the numbers of so long a text"
        raise refusal(where, what, "free some, or set TMPDIR to a folder on a larger disk")
