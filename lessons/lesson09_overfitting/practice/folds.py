"""k-fold cross-validation

Cut N examples into k parts, one behind the other, as equal as possible: the first N mod k parts
have one more. For each part return the examples to train on and those to test on, both in order.
"""

from lessons.kit.practice import Draw, Exercise


def folds(count: int, k: int) -> list[tuple[list[int], list[int]]]:
    """(train, test) for each of the k folds, as the numbers of the examples 0 … count - 1."""
    found, start = [], 0
    for fold in range(k):
        end = start + count // k + (fold < count % k)
        test = list(range(start, end))
        found.append(([i for i in range(count) if i not in test], test))
        start = end
    return found


def cases(draw: Draw) -> tuple[int, int]:
    """Few examples, few folds."""
    count = draw.size(2, 20)
    return count, draw.integer(1, count)


exercise = Exercise(
    folds,
    hints=(
        "Each part begins where the one before it ends.",
        "A part has count // k examples, and one more if it is among the first count % k.",
        "end = start + count // k + (fold < count % k); the training part is everything else.",
    ),
    cases=cases,
    without=("KFold",),
)
