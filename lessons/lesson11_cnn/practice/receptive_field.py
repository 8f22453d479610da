"""How much of the image one number sees

Each layer has a kernel of size k and a stride s. One number of the last map depends on a square
of the image: its receptive field. Go through the layers from the first to the last:

    field ← field + (k - 1) · jump        jump ← jump · s        from field = 1, jump = 1
"""

from lessons.kit.practice import Draw, Exercise


def receptive_field(layers: list[tuple[int, int]]) -> int:
    """The side of the square, for layers (kernel, stride), the first one first."""
    field = jump = 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump *= stride
    return field


def cases(draw: Draw) -> tuple[list[tuple[int, int]]]:
    """A few layers."""
    return ([(draw.integer(1, 5), draw.integer(1, 3)) for _ in range(draw.size())],)


exercise = Exercise(
    receptive_field,
    hints=(
        "jump is how far apart, in pixels of the image, two neighbours of the map are.",
        "Use the jump from before this layer for the field, then multiply it.",
        "for kernel, stride in layers: field += (kernel - 1) * jump; jump *= stride.",
    ),
    cases=cases,
    edges={
        "no layer": lambda draw: ([],),
        "pooling between two convolutions": lambda draw: ([(3, 1), (2, 2), (3, 1)],),
    },
)
