"""What is the best of n worth?

The best validation score of n trials rises with n, also where all are equally good. From N scores
that were drawn, the expected best of n of them, drawn without replacement, is exact:

    E = Σ over k of s_(k) · C(k - 1, n - 1) / C(N, n),   s_(1) ≤ … ≤ s_(N)

Return it for n = 1 … N.
"""

import math

from lessons.kit.practice import Draw, Exercise


def best_of_n(scores: list[float]) -> list[float]:
    """The expected best of n scores, for n = 1 … N."""
    ordered, count = sorted(scores), len(scores)
    return [
        sum(score * math.comb(k, n - 1) for k, score in enumerate(ordered)) / math.comb(count, n)
        for n in range(1, count + 1)
    ]


def cases(draw: Draw) -> tuple[list[float]]:
    """Scores in any order."""
    return ([draw.number(0.0, 1.0) for _ in range(draw.size())],)


exercise = Exercise(
    best_of_n,
    hints=(
        "s is the best of n if the other n - 1 are all among those below it.",
        "Sort the scores. math.comb(k, n - 1) with k counted from 0 is C(k - 1, n - 1) with k "
        "counted from 1.",
        "sum(s * math.comb(k, n - 1) for k, s in enumerate(sorted(scores))) / math.comb(N, n).",
    ),
    cases=cases,
    tolerance=1e-6,
)
