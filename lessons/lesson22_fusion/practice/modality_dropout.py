"""Sometimes one sense is missing

To learn to do without a sense, whole senses are dropped in training: for each example the image,
the text, or neither. The dropped one is set to zero, and nothing is scaled. `drop` has 0 for
neither, 1 for the image, 2 for the text.
"""

from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def modality_dropout(image: Tensor, text: Tensor, drop: Tensor) -> tuple[Tensor, Tensor]:
    """Both with whole rows set to zero: image (N, I), text (N, T), drop (N,) int64."""
    return image * (drop != 1)[:, None], text * (drop != 2)[:, None]


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor]:
    """A batch."""
    count = draw.size()
    return (
        draw.normal(count, draw.size()),
        draw.normal(count, draw.size()),
        draw.integers(0, 3, count),
    )


exercise = Exercise(
    modality_dropout,
    hints=(
        "One number for each example says what is dropped: whole rows.",
        "(drop != 1) is True where the image stays; it needs an axis for the features.",
        "image * (drop != 1)[:, None], text * (drop != 2)[:, None].",
    ),
    cases=cases,
    gradients=True,
)
