"""A panel of each kind, and what a loop sends to it: for tests and for the authors' reference."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import torch

from lessons.kit import (
    Counts,
    Grid,
    Heatmap,
    Histogram,
    Image,
    Images,
    Lines,
    Panel,
    Points,
    Scatter,
    Sheet,
    Table,
    Text,
    Tokens,
    Weighted,
    Workings,
)

SENTENCE = ("the", "cat", "sat", "on", "the", "mat")


class Sample(NamedTuple):
    """One use of a kind."""

    title: str
    says: str
    panel: Panel
    value: Any
    sends: str
    """What stands in the loop."""


def attention(size: int, shift: int) -> list[list[float]]:
    scores = [[math.exp(-abs(i - j - shift)) for j in range(size)] for i in range(size)]
    return [[score / sum(row) for score in row] for row in scores]


def surface(size: int = 24) -> list[list[float]]:
    places = [2 * n / (size - 1) - 1 for n in range(size)]
    return [[1 / (1 + math.exp(-8 * x * y)) for x in places] for y in places]


def shape(kind: int, size: int = 8) -> list[list[float]]:
    """A ring, a cross, a bar or a ramp."""
    middle = (size - 1) / 2
    ways = (
        lambda x, y: abs(math.hypot(x - middle, y - middle) - 2.5) < 0.8,
        lambda x, y: abs(x - y) < 1 or abs(x + y - size + 1) < 1,
        lambda x, y: abs(x - middle) < 1.5,
        lambda x, y: x / size,
    )
    return [[float(ways[kind](x, y)) for x in range(size)] for y in range(size)]


CORNERS = [
    (x + dx / 9, y + dy / 9, "", "same" if x * y > 0 else "different")
    for x in (-0.5, 0.5) for y in (-0.5, 0.5) for dx, dy in ((-1, 2), (2, 1), (0, -2))
]  # fmt: skip
NORMAL = torch.distributions.Normal(0, 1).icdf(torch.linspace(0.001, 0.999, 2000))

SCORES = torch.tensor([[math.sin(3 * i + j) for j in range(6)] for i in range(6)]).masked_fill(
    torch.ones(6, 6).triu(1).bool(), -math.inf
)  # (T, T): only what came before
WEIGHTS = SCORES.softmax(1)
VALUES = torch.tensor([[math.cos(i + 2 * k) for k in range(3)] for i in range(6)])

SAMPLES = (
    Sample(
        "Lines", "Curves over something other than steps.",
        Lines("Error by shift", key="shift", x="pixels"),
        {"conv": [(n, 0.02 * n * n) for n in range(9)], "dense": [(n, 0.1 * n) for n in range(9)]},
        'Picture("shift", {"conv": [(0, 0.0), (1, 0.02), …], "dense": […]})',
    ),
    Sample(
        "Heatmap", "A matrix as colours.",
        Heatmap("Weights", key="weights", x="in", y="out"),
        [[math.sin(x / 3) * math.cos(y / 4) for x in range(24)] for y in range(12)],
        'Picture("weights", layer.weight)',
    ),
    Sample(
        "Heatmap with names", "A confusion matrix: a name for each row and column, and numbers.",
        Heatmap(
            "Confusion", key="confusion", x="predicted", y="true", numbers=True,
            rows=("cat", "dog", "owl"), columns=("cat", "dog", "owl"),
        ),
        [[41, 7, 2], [5, 44, 1], [0, 3, 47]],
        'Picture("confusion", counts)',
    ),
    Sample(
        "Heatmap with names of the moment", "Attention over the tokens of this sentence.",
        Heatmap("Attention", key="attention", x="attends to"),
        Grid(attention(6, 1), rows=SENTENCE, columns=SENTENCE),
        'Picture("attention", Grid(weights, rows=tokens, columns=tokens))',
    ),
    Sample(
        "Heatmap with its workings",
        "How a row was computed: `enter` in the maximised map shows it, with its numbers.",
        Heatmap("Head", key="head", x="attends to"),
        Grid(WEIGHTS, rows=SENTENCE, columns=SENTENCE, workings=Workings(
            {"q · k": 2 * SCORES, "÷ √4": SCORES}, values=VALUES, mixed=WEIGHTS @ VALUES)),
        'Picture("head", Grid(weights, rows=tokens, columns=tokens, workings=Workings('
        '{"q · k": scores, "÷ √d": scaled}, values=v[:, :4], mixed=mixed[:, :4])))',
    ),
    Sample(
        "Several maps in one panel", "Layers and heads, all in one scale.",
        Heatmap("Heads", key="heads"),
        [[attention(8, layer - head) for head in range(4)] for layer in range(2)],
        'Picture("heads", weights)  # (layers, heads, rows, columns), or {"head 1": …}',
    ),
    Sample(
        "Points over a map", "A decision surface with its data, in the units of the axes.",
        Heatmap("Surface", key="surface", x="x1", y="x2"),
        Grid(surface(), x=(-1, 1), y=(-1, 1), points=CORNERS),
        'Picture("surface", Grid(cells, x=(-1, 1), y=(-1, 1), points=[(x, y, "", group), …]))',
    ),
    Sample(
        "Scatter", "Labelled points, in groups.",
        Scatter("Words", key="words", x="first", y="second"),
        [(0.2, 0.9, "king", "royal"), (0.3, 0.8, "queen", "royal"), (0.9, 0.2, "apple", "fruit"),
         (0.8, 0.1, "pear", "fruit")],
        'Picture("words", [(0.2, 0.9, "king", "royal"), …])',
    ),
    Sample(
        "Scatter with a curve", "Data, and what was fitted to them.",
        Scatter("Fit", key="fit", x="x", y="y"),
        Points([(n / 4, (n / 4) ** 2 + 0.4 * (-1) ** n) for n in range(13)],
               {"fit": [(n / 10, (n / 10) ** 2) for n in range(31)]}),
        'Picture("fit", Points([(x, y), …], curves={"fit": [(x, y), …]}))',
    ),
    Sample(
        "Images", "A sheet of images, a label below each.",
        Images("Digits", key="digits"),
        Sheet([shape(kind) for kind in range(4)], ["ring", "cross", "bar", "ramp"]),
        'Picture("digits", Sheet(images, labels))  # (n, h, w) or (n, h, w, 3)',
    ),
    Sample(
        "Image", "One grey picture, from 0 to 1.",
        Image("Filter", key="filter"),
        shape(0),
        'Picture("filter", matrix)',
    ),
    Sample(
        "Histogram", "How values are spread; with names, one strip for each.",
        Histogram("Activations", key="activations", x="value"),
        {"layer 1": Counts(NORMAL), "layer 2": Counts(NORMAL * 0.4 + 1)},
        'Picture("activations", {"layer 1": Counts(h1), "layer 2": Counts(h2)})',
    ),
    Sample(
        "Table", "Rows under headings.",
        Table("Nearest", key="nearest", columns=("word", "neighbour", "cosine")),
        [["king", "queen", 0.91], ["apple", "pear", 0.87]],
        'Picture("nearest", [["king", "queen", 0.91], …])',
    ),
    Sample(
        "Tokens", "A sentence, its words tinted by a weight; here, without colours, with signs.",
        Tokens("What each word does", key="tokens", unit="log-odds", up="for", down="against"),
        Weighted([("not", 4.1), ("really", 0.2), ("dull", -2.9), ("at", 0.1), ("all", 1.3)],
                 "good 0.93"),
        'Picture("tokens", Weighted([("not", 4.1), …], says="good 0.93"))',
    ),
    Sample(
        "Text", "Words, such as a sample from a model.",
        Text("Sample", key="sample"),
        "to be or not to be",
        'Picture("sample", "to be or not to be")',
    ),
)  # fmt: skip
