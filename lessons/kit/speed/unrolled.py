"""Recurrent cells over time for a stack of networks, with their gradients written out.

torch's own kernels know one network. Taken step by step, autograd would remember several small
operations for every step back in time; here a cell's backward pass is its own few lines, and the
gradient of a weight is one product over all steps at the end.

S networks, T steps, B examples, V codes, E inputs, H units; G is 3 for a GRU, 4 for an LSTM and 1
for a plain cell. Time comes first, so that what is computed in one step lies together in memory:
half the time.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    table, rows = looked_up(codes, stack, b_ih)
    return gated(table, w_hh, b_hh, rows)


def weights(stack: Stack) -> list[Tensor]:
    """W_hh (S, G·H, H), b_ih and b_hh (S, G·H); of W_ih see `arriving`."""
    return [stack[f"rnn.{kind}_l0"] for kind in ("weight_hh", "bias_ih", "bias_hh")]


def arriving(codes: Tensor, stack: Stack, bias: Tensor) -> Tensor:
    """What the inputs bring to the units, W_ih x + b, for codes (T, S, B): (T, S, B, G·H)."""
    table, rows = looked_up(codes, stack, bias)
    return F.embedding(rows, table)


def looked_up(codes: Tensor, stack: Stack, bias: Tensor) -> tuple[Tensor, Tensor]:
    """W_ih x + b of each network and code, (S·V, G·H), and the row of each code, (T, S, B).

    It depends on the code alone, so it is computed once for each code.
    """
    table = linear(stack["embedding.weight"], stack["rnn.weight_ih_l0"], bias)  # (S, V, G·H)
    many, size, _ = table.shape
    first = torch.arange(many, device=codes.device) * size  # where each network's codes begin
    return table.flatten(0, 1), codes + first[:, None]


def bent(a: Tensor, activation: str) -> Tensor:
    """The activation, in place."""
    return a.tanh_() if activation == "tanh" else a.relu_() if activation == "relu" else a


def slope(h: Tensor, activation: str) -> Tensor:
    """The activation's derivative, written in what came out of it."""
    if activation == "tanh":
        return 1 - h * h
    return h > 0 if activation == "relu" else torch.ones_like(h)


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


def gated(arrives: Tensor, w_hh: Tensor, b_hh: Tensor, rows: Tensor | None = None) -> Tensor:
    """All states (T, S, B, H) of GRU cells, in torch's order r, z, n.

    n = tanh(a_n + r⊙(W_hn h_{t−1} + b_hn)), h_t = (1 − z)⊙n + z⊙h_{t−1}: only b_hn stands inside a
    product. `arrives` is what comes from the inputs, a, (T, S, B, 3H), or with `rows` (T, S, B) a
    table (S·V, 3H) of it. A step's rows are looked up as it comes, while they are in the cache.
    """
    many, wide = b_hh.shape
    rz = wide * 2 // 3
    outside = F.pad(b_hh[:, :rz], (0, wide - rz))  # (S, 3H)
    own = arrives if rows is None else arrives.view(many, -1, wide)
    a = (own + outside[:, None]).view_as(arrives)
    states: Tensor = Gated.apply(a, w_hh, b_hh[:, rz:], rows)  # type: ignore[no-untyped-call]
    return states


class Gated(torch.autograd.Function):
    """The cells of `gated`; b_n is (S, H), the other biases are in `arrives`.

    r and z lie apart from n: an activation takes a third of the time where memory has no gaps. The
    states of one network lie together, (S, T + 1, B, H), as its head reads them.
    """

    @staticmethod
    def forward(
        ctx: Any, arrives: Tensor, w_hh: Tensor, b_n: Tensor, rows: Tensor | None
    ) -> Tensor:
        """Every state; none before the first."""
        steps, many, batch = arrives.shape[:3] if rows is None else rows.shape
        size = [2 * w_hh.shape[2], w_hh.shape[2]]  # of r and z, and of n
        rz, n, g_n = (arrives.new_empty(steps, many, batch, w) for w in (*size, size[1]))
        h = arrives.new_empty(many, steps + 1, batch, size[1])
        h[:, 0] = 0  # before the first
        w_rz, w_n = (w.contiguous() for w in torch.split(w_hh.mT, size, 2))
        sources = torch.split(arrives, size, -1)
        after = zip(each_step(sources[0], rows, rz), each_step(sources[1], rows, n), strict=True)
        past = h.unbind(1)
        for t, (both, new) in enumerate(after):
            r, z = both.baddbmm_(past[t], w_rz).sigmoid_().chunk(2, 2)
            torch.baddbmm(b_n[:, None], past[t], w_n, out=g_n[t])
            new.addcmul_(r, g_n[t]).tanh_()
            torch.lerp(new, past[t], z, out=past[t + 1])
        ctx.save_for_backward(h, rz, n, g_n, w_hh, rows)
        ctx.shape = arrives.shape
        return h[:, 1:].transpose(0, 1)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor, Tensor, None]:
        """From ∂L/∂h_t of what reads the states: back through time, last step first."""
        h, rz, n, g_n, w_hh, rows = ctx.saved_tensors
        arrived = h.new_zeros(ctx.shape)  # ∂L/∂a, of the steps or of the table
        later, db = torch.zeros_like(h[:, 0]), torch.zeros_like(h[:, 0])
        dw = w_hh.new_zeros(w_hh.mT.shape)
        da = h.new_empty(*later.shape[:2], w_hh.shape[1])
        dr, dz, dn = da.chunk(3, 2)
        steps = zip(h.unbind(1), grads[0], g_n, *rz.chunk(2, 3), n)  # noqa: B905 (h has one more)
        for t, (before, grad, g, r, z, new) in reversed(list(enumerate(steps))):
            dh = later.add_(grad)
            carried = dh * z
            sigmoid_backward((before - new).mul_(dh), z, grad_input=dz)
            tanh_backward(dh - carried, new, grad_input=dn)
            sigmoid_backward(dn * g, r, grad_input=dr)
            collected(da, arrived, rows, t)
            db += dn.mul_(r)
            later = carried.baddbmm_(da, w_hh)
            dw.baddbmm_(before.mT, da)
        return arrived, dw.mT, db.sum(1), None


def each_step(arrives: Tensor, rows: Tensor | None, out: Tensor) -> Iterator[Tensor]:
    """What arrives at each step, (S, B, G·H), written into `out`; with `rows` from a table."""
    table = arrives.contiguous() if rows is not None else arrives
    for t, into in enumerate(out):
        if rows is None:
            yield into.copy_(table[t])
        else:
            torch.index_select(table, 0, rows[t].flatten(), out=into.flatten(0, 1))
            yield into


def collected(da: Tensor, arrived: Tensor, rows: Tensor | None, t: int) -> None:
    """Keep a step's ∂L/∂a (S, B, G·H): by step, or added to the table's rows that it read.

    On CUDA index_add_ adds in any order, and a run must repeat to the bit.
    """
    if rows is None:
        arrived[t] = da
    elif arrived.is_cuda:
        arrived.index_put_((rows[t].flatten(),), da.flatten(0, 1), accumulate=True)
    else:
        arrived.index_add_(0, rows[t].flatten(), da.flatten(0, 1))


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
