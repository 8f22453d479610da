"""king - man + woman

Find the word whose vector has the largest cosine with b - a + c: a is to b as c is to the answer.
The three words of the question are no answers.
"""

import math

from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def analogy(vectors: Tensor, a: int, b: int, c: int) -> int:
    """The number of the word; vectors are (V, D), none of them zero."""
    target = vectors[b] - vectors[a] + vectors[c]
    scores = vectors @ target / vectors.norm(dim=1) / target.norm()
    scores[[a, b, c]] = -math.inf
    return int(scores.argmax())


def cases(draw: Draw) -> tuple[Tensor, int, int, int]:
    """Vectors of different lengths, and three different words."""
    words = draw.size(4) + 1
    a, b, c = draw.random.sample(range(words), 3)
    lengths = draw.uniform(words, 1, low=0.1, high=3.0)
    return draw.normal(words, draw.size(3)) * lengths, a, b, c


exercise = Exercise(
    analogy,
    hints=(
        "The cosine is the dot product divided by both lengths. Which of the lengths matters "
        "for the order?",
        "vectors @ target / vectors.norm(dim=1) are the scores of all words at once, up to a "
        "factor.",
        "scores[[a, b, c]] = -math.inf leaves out the question's own words; return "
        "int(scores.argmax()).",
    ),
    cases=cases,
)
