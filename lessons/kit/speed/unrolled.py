"""Recurrent cells over time for a stack of networks, with their gradients written out.

torch's own kernels know one network. Taken step by step, autograd would remember several small
operations for every step back in time; here a cell's backward pass is its own few lines, and the
gradient of a weight is one product over all steps at the end.

S networks, T steps, B examples, V codes, E inputs, H units; G is 3 for a GRU, 4 for an LSTM and 1
for a plain cell. Time comes first, so that what is computed in one step lies together in memory:
half the time.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.speed.stack import Stack, linear


def rnn(codes: Tensor, stack: Stack, activation: str) -> Tensor:
    """All states (T, S, B, H) of plain cells that read codes (T, S, B), from a state of zeros.

    `activation` is tanh, relu or linear. The networks call their layers `embedding` and `rnn`.
    """
    w_hh, b_ih, b_hh = weights(stack)
    states: Tensor = Plain.apply(arriving(codes, stack, b_ih + b_hh), w_hh, activation)  # type: ignore[no-untyped-call]
    return states


def gru(codes: Tensor, stack: Stack) -> Tensor:
    """All states (T, S, B, H) of GRU cells that read codes (T, S, B), from a state of zeros."""
    w_hh, b_ih, b_hh = weights(stack)
    states: Tensor = Gated.apply(arriving(codes, stack, b_ih), w_hh, b_hh)  # type: ignore[no-untyped-call]
    return states


def weights(stack: Stack) -> list[Tensor]:
    """W_hh (S, G·H, H), b_ih and b_hh (S, G·H); of W_ih see `arriving`."""
    return [stack[f"rnn.{kind}_l0"] for kind in ("weight_hh", "bias_ih", "bias_hh")]


def arriving(codes: Tensor, stack: Stack, bias: Tensor) -> Tensor:
    """What the inputs bring to the units, W_ih x + b, for codes (T, S, B): (T, S, B, G·H).

    It depends on the code alone, so it is computed once for each code, and then looked up.
    """
    table = linear(stack["embedding.weight"], stack["rnn.weight_ih_l0"], bias)  # (S, V, G·H)
    many, size, _ = table.shape
    first = torch.arange(many, device=codes.device) * size  # where each network's codes begin
    return F.embedding(codes + first[:, None], table.flatten(0, 1))


def bent(a: Tensor, activation: str) -> Tensor:
    """The activation, in place."""
    return a.tanh_() if activation == "tanh" else a.relu_() if activation == "relu" else a


def slope(h: Tensor, activation: str) -> Tensor:
    """The activation's derivative, written in what came out of it."""
    if activation == "tanh":
        return 1 - h * h
    return h > 0 if activation == "relu" else torch.ones_like(h)


def tanh_(a: Tensor) -> Tensor:
    """tanh a = 2σ(2a) − 1, in place: torch's σ takes a third of the time of its tanh."""
    return a.mul_(2).sigmoid_().mul_(2).sub_(1)


def tanh_backward(grad: Tensor, y: Tensor, **into: Tensor) -> Tensor:
    """∂L/∂x of y = tanh x, from ∂L/∂y; `grad_input` says where to."""
    return torch.ops.aten.tanh_backward(grad, y, **into)  # type: ignore[no-any-return]


def sigmoid_backward(grad: Tensor, y: Tensor, **into: Tensor) -> Tensor:
    """∂L/∂x of y = σ(x), from ∂L/∂y; `grad_input` says where to."""
    return torch.ops.aten.sigmoid_backward(grad, y, **into)  # type: ignore[no-any-return]


class Plain(torch.autograd.Function):
    """h_t = activation(a_t + W_hh h_{t−1}), from a to h, both (T, S, B, H)."""

    @staticmethod
    def forward(ctx: Any, arrives: Tensor, w_hh: Tensor, activation: str) -> Tensor:
        """Every state; none before the first."""
        h = torch.empty_like(arrives)
        before, across = torch.zeros_like(arrives[0]), w_hh.mT.contiguous()
        for t in range(len(h)):
            before = bent(torch.baddbmm(arrives[t], before, across, out=h[t]), activation)
        ctx.save_for_backward(h, w_hh)
        ctx.activation = activation
        return h

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor, None]:
        """From ∂L/∂h_t of what reads the states: back through time, last step first."""
        h, w_hh = ctx.saved_tensors
        da, dw = torch.empty_like(h), torch.zeros_like(w_hh)
        later = torch.zeros_like(h[0])  # what comes back from the steps after this one
        for t in reversed(range(len(h))):
            torch.add(grads[0][t], later, out=da[t]).mul_(slope(h[t], ctx.activation))
            torch.bmm(da[t], w_hh, out=later)
            if t > 0:
                dw.baddbmm_(da[t].mT, h[t - 1])
        return da, dw, None


class Gated(torch.autograd.Function):
    """A GRU, in torch's order r, z, n: n = tanh(a_n + r⊙g_n), h_t = (1 − z)⊙n + z⊙h_{t−1}.

    a (T, S, B, 3H) is what arrives from the inputs, and g = W_hh h_{t−1} + b_hh from the state.
    """

    @staticmethod
    def forward(ctx: Any, arrives: Tensor, w_hh: Tensor, b_hh: Tensor) -> Tensor:
        """Every state; none before the first."""
        steps, many, batch, _ = arrives.shape
        h = arrives.new_zeros(steps + 1, many, batch, w_hh.shape[2])  # h[0]: before the first
        gates, g = torch.empty_like(arrives), torch.empty_like(arrives[0])  # r, z, n
        recalled = torch.empty_like(h[1:])  # g_n
        across, bias, rz = w_hh.mT.contiguous(), b_hh[:, None], 2 * w_hh.shape[2]
        first, last = g[..., :rz], g[..., rz:]
        from_inputs = arrives[..., :rz].unbind(), arrives[..., rz:].unbind()
        found = gates[..., :rz].unbind(), gates[..., rz:].unbind()
        for t, (a_rz, a_n, both, n) in enumerate(zip(*from_inputs, *found, strict=True)):
            torch.baddbmm(bias, h[t], across, out=g)
            torch.add(a_rz, first, out=both).sigmoid_()
            r, z = both.chunk(2, 2)
            tanh_(torch.addcmul(a_n, r, recalled[t].copy_(last), out=n))
            torch.lerp(n, h[t], z, out=h[t + 1])
        ctx.save_for_backward(h, gates, recalled, w_hh)
        return h[1:]

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """From ∂L/∂h_t of what reads the states: back through time, last step first."""
        h, gates, recalled, w_hh = ctx.saved_tensors
        da, dg = torch.empty_like(gates), torch.empty_like(gates[0])
        dw, db, later = torch.zeros_like(w_hh), torch.zeros_like(dg[:, 0]), torch.zeros_like(h[0])
        rz = 2 * h.shape[3]
        first, last = dg[..., :rz], dg[..., rz:]
        kept = [part.unbind() for part in (*gates.chunk(3, 3), *da.chunk(3, 3), da[..., :rz])]
        steps = list(zip(h, grads[0], recalled, *kept))  # noqa: B905 (h has one more)
        for before, grad, g_n, r, z, n, dr, dz, dn, d_rz in reversed(steps):
            dh = later.add_(grad)
            carried = dh * z
            tanh_backward(dh - carried, n, grad_input=dn)
            sigmoid_backward(dn * g_n, r, grad_input=dr)
            sigmoid_backward((before - n).mul_(dh), z, grad_input=dz)
            first.copy_(d_rz)
            torch.mul(dn, r, out=last)
            later = carried.baddbmm_(dg, w_hh)
            dw.baddbmm_(dg.mT, before)
            db += dg.sum(1)
        return da, dw, db


class Celled(torch.autograd.Function):
    """An LSTM, in torch's order i, f, g, o: c_t = f⊙c_{t−1} + i⊙g, h_t = o⊙tanh(c_t).

    a (T, S, B, 4H) is what arrives from the inputs, with both biases; to it comes W_hh h_{t−1}.
    """

    @staticmethod
    def forward(ctx: Any, arrives: Tensor, w_hh: Tensor) -> Tensor:
        """Every state h; none before the first."""
        steps, many, batch, _ = arrives.shape
        h = arrives.new_zeros(steps + 1, many, batch, w_hh.shape[2])  # h[0]: before the first
        c, gates, across = torch.zeros_like(h), torch.empty_like(arrives), w_hh.mT.contiguous()
        for t in range(steps):
            i, f, g, o = torch.baddbmm(arrives[t], h[t], across, out=gates[t]).chunk(4, 2)
            for gate in (i, f, o):
                gate.sigmoid_()
            torch.addcmul(f * c[t], i, g.tanh_(), out=c[t + 1])
            torch.mul(o, c[t + 1].tanh(), out=h[t + 1])
        ctx.save_for_backward(h, c, gates, w_hh)
        return h[1:]

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor]:
        """From ∂L/∂h_t of what reads the states: back through time, last step first."""
        h, c, gates, w_hh = ctx.saved_tensors
        da, dw = torch.empty_like(gates), torch.zeros_like(w_hh)
        dh, dc = torch.zeros_like(h[0]), torch.zeros_like(h[0])  # from the steps after this one
        for t in reversed(range(len(gates))):
            i, f, g, o = gates[t].chunk(4, 2)
            di, df, dg, do = da[t].chunk(4, 2)
            bent = c[t + 1].tanh()
            dh = dh.add_(grads[0][t])
            dc = dc + tanh_backward(dh * o, bent)
            sigmoid_backward(dc * g, i, grad_input=di)
            sigmoid_backward(dc * c[t], f, grad_input=df)
            tanh_backward(dc * i, g, grad_input=dg)
            sigmoid_backward(dh * bent, o, grad_input=do)
            dw.baddbmm_(da[t].mT, h[t])
            dh, dc = torch.bmm(da[t], w_hh), dc.mul_(f)
        return da, dw
