"""Lines from all over a file: what it begins with may be all of one kind."""

from lessons.kit.reading.files import Source, pieces

STRIDE = 2**16
SLICE = 2**12
"""Of each STRIDE characters, the whole lines among so many are looked at."""
MOST = 2**20
"""Characters of lines that are held; with more, every second place is let go."""


def spread(source: Source) -> tuple[list[str], int]:
    """Lines from the beginning, the end and evenly in between, and from how many places."""
    head, slices, stride, seen, end = "", [], STRIDE, 0, ""
    for text, _ in pieces(source):
        text = text.replace("\0", "")
        if len(head) < 4 * STRIDE:
            head += text[: 4 * STRIDE - len(head)]
        for at in range(-seen % stride, len(text), stride):
            slices.append((seen + at, text[at : at + SLICE]))
            if len(slices) * SLICE > MOST:
                slices, stride = slices[::2], stride * 2
        seen += len(text)
        end = (end + text)[-SLICE:]
    if seen <= len(head):
        return [line for line in head.split("\n") if line], 1
    inner = [cut for at, cut in slices if len(head) <= at < seen - SLICE] + [end]
    places = [head.split("\n")[:-1], *(cut.split("\n")[1:-1] for cut in inner)]
    filled = [lines for lines in places if lines]
    return [line for lines in filled for line in lines if line], len(filled)
