"""Pairs of a word and its neighbours

Skip-gram learns from pairs: a word in the centre, and one word of its context. Walk through the
text from left to right. For each word, pair it with every word at most `window` places away, from
left to right, and not with itself.
"""

from lessons.kit.practice import Draw, Exercise


def window_pairs(words: list[int], window: int) -> list[tuple[int, int]]:
    """Every (centre, context) of a text, the centres in order, then their contexts in order."""
    pairs = []
    for place, centre in enumerate(words):
        around = range(max(place - window, 0), min(place + window + 1, len(words)))
        pairs += [(centre, words[other]) for other in around if other != place]
    return pairs


def cases(draw: Draw) -> tuple[list[int], int]:
    """A text of word numbers, and a window."""
    return draw.integers(0, 9, draw.size(2)).tolist(), draw.size(1, 4)


exercise = Exercise(
    window_pairs,
    hints=(
        "Two loops: one over the places of the text, one over the places around it.",
        "The places around i go from i - window to i + window, but not below 0 and not past "
        "the end.",
        "for other in range(max(i - window, 0), min(i + window + 1, len(words))): skip other "
        "== i, else append (words[i], words[other]).",
    ),
    cases=cases,
    edges={
        "one word alone": lambda draw: ([4], 2),
        "no words": lambda draw: ([], 2),
        "a window longer than the text": lambda draw: ([1, 2, 3], 9),
        "the same word twice": lambda draw: ([5, 5], 1),
    },
)
