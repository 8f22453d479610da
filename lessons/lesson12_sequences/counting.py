"""How many weights a network has, by its formula; and how wide it may be to have so many. No torch.

F inputs, H units, C outputs, G gates: 1 in a plain RNN, 3 in a GRU, 4 in an LSTM.
"""

GATES = {"rnn": 1, "gru": 3, "lstm": 4}
WIDEST = 4096


def cell_weights(cell: str, inputs: int, hidden: int) -> int:
    """G · (H·F + H·H + 2·H): what arrives, what is recalled, and torch's two biases."""
    return GATES[cell] * hidden * (inputs + hidden + 2)


def weights(cell: str, inputs: int, hidden: int, outputs: int, *, bidirectional: bool) -> int:
    """One cell, or two if it reads both ways, and the head on their states."""
    ways = 2 if bidirectional else 1
    return ways * cell_weights(cell, inputs, hidden) + outputs * (ways * hidden + 1)


def width_for(wanted: int, cell: str, inputs: int, outputs: int, *, bidirectional: bool) -> int:
    """The width with which the network comes nearest to so many weights."""

    def away(hidden: int) -> int:
        return weights(cell, inputs, hidden, outputs, bidirectional=bidirectional) - wanted

    low, high = 1, WIDEST
    while low < high:  # the first width that is not too narrow
        middle = (low + high) // 2
        low, high = (low, middle) if away(middle) >= 0 else (middle + 1, high)
    return min((low, max(1, low - 1)), key=lambda hidden: abs(away(hidden)))
