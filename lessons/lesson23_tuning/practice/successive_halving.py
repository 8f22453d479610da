"""Stop the bad ones early

Every trial trains for a while; then only the best 1/η of them go on, η times as long, and so on
until one is left. `losses[r][i]` is the loss of trial i after rung r. Return the trials that are
alive at each rung, in the order of their numbers. Of n trials max(1, n // η) go on, as long as
there is a rung to go to; with equal losses the smaller number stays.
"""

from lessons.kit.practice import Draw, Exercise


def successive_halving(losses: list[list[float]], eta: int) -> list[list[int]]:
    """The trials that train at each rung; it ends when one is alive, or the rungs do."""
    alive = list(range(len(losses[0])))
    rungs = [alive]
    for rung in losses[:-1]:
        if len(alive) == 1:
            break
        best = sorted(alive, key=lambda trial: (rung[trial], trial))
        alive = sorted(best[: max(1, len(alive) // eta)])
        rungs.append(alive)
    return rungs


def cases(draw: Draw) -> tuple[list[list[float]], int]:
    """Losses of a few trials, some equal."""
    trials = draw.size(1, 16)
    rungs = draw.integer(1, 4)
    losses = [[draw.integer(0, 20) / 10 for _ in range(trials)] for _ in range(rungs)]
    return losses, draw.integer(2, 4)


exercise = Exercise(
    successive_halving,
    hints=(
        "Sort those that are alive by their loss at this rung, and keep the first n // eta, "
        "at least one.",
        "After the last rung nobody is chosen any more: go through losses[:-1].",
        "best = sorted(alive, key=lambda i: (rung[i], i)); alive = sorted(best[:max(1, "
        "len(alive) // eta)]).",
    ),
    cases=cases,
    edges={
        "one trial": lambda draw: ([[0.5], [0.4]], 2),
        "one rung": lambda draw: ([[0.5, 0.4, 0.3]], 2),
    },
)
