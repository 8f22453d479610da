"""When to stop

Training stops as soon as the validation loss has not been below its best value for `patience`
epochs in a row. Return the number of epochs that were trained, and the epoch (from 0) with the
best loss, whose weights are kept. A loss that is equal to the best one is no improvement. If it
never stops, all epochs were trained.
"""

from lessons.kit.practice import Draw, Exercise


def early_stopping(losses: list[float], patience: int) -> tuple[int, int]:
    """Epochs that are trained, and the best of them, from the validation losses."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best >= patience:
            return epoch + 1, best
    return len(losses), best


def cases(draw: Draw) -> tuple[list[float], int]:
    """Losses of a run."""
    return [draw.number(0.1, 0.9) for _ in range(draw.size(1, 20))], draw.integer(1, 4)


exercise = Exercise(
    early_stopping,
    hints=(
        "Keep the best epoch so far. What is compared at each epoch?",
        "The epochs since the best one are epoch - best.",
        "if loss < losses[best]: best = epoch; if epoch - best >= patience: return epoch + 1, "
        "best.",
    ),
    cases=cases,
    edges={
        "it never gets worse": lambda draw: ([0.9, 0.5, 0.3], 2),
        "equal losses": lambda draw: ([0.5, 0.5, 0.5, 0.5], 2),
        "a loss that is nan": lambda draw: ([0.5, float("nan"), float("nan"), 0.1], 2),
    },
)
