"""Where the weights begin. Nothing else about a cell decides so much about what it remembers."""

import torch
from torch import Tensor, nn

FORGET = 1.0  # Gers et al. (2000), Jozefowicz et al. (2015)


@torch.no_grad()
def begin(rnn: nn.Module, start: str, gain: float, lag: int) -> None:
    """Give fresh weights the start that is asked for; "default" leaves them as torch drew them.

    An LSTM's bias is (i, f, g, o) and a GRU's (r, z, n), H numbers each. There are two bias
    vectors and they are added up: one is set, and the other's share is zeroed.
    """
    _, w_hh, *biases = rnn.parameters()
    match start:
        case "identity":
            nn.init.eye_(w_hh)
            for bias in biases:
                nn.init.zeros_(bias)
        case "orthogonal":
            nn.init.orthogonal_(w_hh, gain)
        case "gaussian":
            w_hh.copy_(gaussian(len(w_hh), gain))
        case "forget":
            set_gate(biases, 1, torch.full((w_hh.shape[1],), FORGET))
        case "chrono":
            chrono(rnn, chrono_bias(w_hh.shape[1], lag))
        case "wrong-sign":
            chrono(rnn, -chrono_bias(w_hh.shape[1], lag))


def gaussian(size: int, radius: float) -> Tensor:
    """Independent normal entries, scaled so that the largest |eigenvalue| is the radius."""
    drawn = torch.randn(size, size, dtype=torch.float64)
    largest: Tensor = torch.linalg.eigvals(drawn).abs().max()
    return drawn * (radius / largest)


def chrono_bias(hidden: int, lag: int) -> Tensor:
    """log u with u uniform over 1 … lag − 1: a unit that keeps its state for about u steps.

    A gate σ(b) keeps e^b / (1 + e^b) = u / (1 + u) each step: over u steps a half (u = 1) to 1/e (u
    large) of what it holds.
    Tallec and Ollivier (2018), equation 16.
    """
    return torch.empty(hidden).uniform_(1, max(lag - 1, 1)).log()


def chrono(rnn: nn.Module, keep: Tensor) -> None:
    """Bias the gate that keeps the state; an LSTM lets in as much less as it keeps more."""
    _, w_hh, *biases = rnn.parameters()
    set_gate(biases, 1, keep)  # f of an LSTM, z of a GRU: in torch both are the second
    if len(w_hh) == 4 * len(keep):
        set_gate(biases, 0, -keep)


def set_gate(biases: list[nn.Parameter], gate: int, value: Tensor) -> None:
    """One gate's bias: all of it in the first vector, and nothing in the second."""
    here = slice(gate * len(value), (gate + 1) * len(value))
    biases[0][here] = value
    biases[1][here] = 0.0
