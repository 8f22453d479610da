"""What a lab draws, on a page that is larger than any of its windows: so what is beside shows."""

import pyte

Size = tuple[int, int]
LARGEST = (300, 100)


class Drawing:
    """A page, and how much of it is drawn on."""

    def __init__(self) -> None:
        self._page = pyte.Screen(*LARGEST)
        self._stream = pyte.ByteStream(self._page)

    def feed(self, said: bytes) -> None:
        """Draw this."""
        self._stream.feed(said)

    def clear(self) -> None:
        """Forget what was drawn up to now, as a window does that gets another size."""
        self._page.reset()

    @property
    def size(self) -> Size:
        """The columns and rows that are drawn on, from the upper left corner."""
        cells = [
            (x + 1, y + 1)
            for y, row in self._page.buffer.items()
            for x, cell in row.items()
            if cell.bg != "default" or cell.data.strip()
        ]
        return max((x for x, _ in cells), default=0), max((y for _, y in cells), default=0)
