"""Lines from all over a file: what it begins with may be all of one kind."""

from collections.abc import Iterable

from lessons.kit.data.sources.files import Source, pieces

STRIDE = 2**16
SLICE = 2**12
"""Of each STRIDE characters, the whole lines among this many are looked at."""
HEAD = 4 * STRIDE
"""Characters at the beginning that are looked at in any case."""
MOST = 2**20
"""Characters of lines that are held; with more, every second place is let go."""
Places = list[list[str]]
"""The lines of each place, in their order, none of them empty."""


def spread(source: Source) -> tuple[list[str], int]:
    """Lines from the beginning, the end and evenly in between, and from how many places."""
    places = places_of(source)
    return [line for lines in places for line in lines], len(places) or 1


def places_of(source: Source, head: int = HEAD) -> Places:
    """The same, place by place."""
    return places_in((text.replace("\0", "") for text, _ in pieces(source)), head)


def places_in(texts: Iterable[str], head: int = HEAD) -> Places:
    """The same of a text in pieces; a place without a whole line is none."""
    first, slices, stride, seen, end = "", [], STRIDE, 0, ""
    for text in texts:
        if len(first) < head:
            first += text[: head - len(first)]
        for at in range(-seen % stride, len(text), stride):
            slices.append((seen + at, text[at : at + SLICE]))
            if len(slices) * SLICE > MOST:
                slices, stride = slices[::2], stride * 2
        seen += len(text)
        end = (end + text)[-SLICE:]
    if seen <= len(first):
        places = [first.split("\n")]
    else:
        inner = [cut for at, cut in slices if len(first) <= at <= seen - 2 * SLICE] + [end]
        places = [first.split("\n")[:-1], *(cut.split("\n")[1:-1] for cut in inner)]
    return [some for lines in places if (some := [line for line in lines if line])]
