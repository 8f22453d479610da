"""Rounding, pruning and packing in lesson 19, against torch's own, in float64 where it has it."""

from __future__ import annotations

import warnings
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn.utils import prune

from lessons.kit import BadUsage
from lessons.lesson19_compression import measured, packed, pruning, quantise
from lessons.lesson19_compression.model import large, require_twin

BITS = st.sampled_from(quantise.BITS)
PER = st.sampled_from(["channel", "tensor"])
SHAPES = st.sampled_from([(5, 7), (1, 4), (3, 2, 3, 3), (128, 10)])
SEEDS = st.integers(0, 10_000)


def drawn(shape: tuple[int, ...], seed: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def ends(bits: int) -> tuple[int, int]:
    top = quantise.largest_number(bits)
    return -top, top


@given(shape=SHAPES, seed=SEEDS, bits=BITS)
@settings(max_examples=25, deadline=None)
def test_rounding_and_its_gradient_are_torchs(shape: tuple[int, ...], seed: int, bits: int) -> None:
    """`fake_quantize_per_channel_affine` and per tensor give the same weights.

    The gradient that the loop hands to the weights, which is that at the rounded ones, is theirs.
    """
    w, target = drawn(shape, seed).float(), drawn(shape, seed + 1).float()
    scale = quantise.scale_of(w, bits, "channel")
    zeros = torch.zeros(shape[0], dtype=torch.int32)
    theirs = w.clone().requires_grad_()
    fake = torch.fake_quantize_per_channel_affine(theirs, scale.flatten(), zeros, 0, *ends(bits))
    torch.testing.assert_close(quantise.on_grid(w, bits, "channel"), fake, rtol=0, atol=1e-6)
    ((fake - target) ** 2).sum().backward()  # type: ignore[no-untyped-call]
    layer = nn.Linear(1, 1)
    layer.weight = nn.Parameter(w.clone())
    with quantise.quantised(layer, bits, "channel"):
        ((layer.weight - target) ** 2).sum().backward()  # type: ignore[no-untyped-call]
    torch.testing.assert_close(layer.weight.grad, theirs.grad, rtol=1e-5, atol=1e-5)
    one = quantise.scale_of(w, bits, "tensor")
    per_tensor = torch.fake_quantize_per_tensor_affine(w, float(one), 0, *ends(bits))
    torch.testing.assert_close(quantise.on_grid(w, bits, "tensor"), per_tensor, rtol=0, atol=1e-6)


def test_eight_bits_are_torchs_int8() -> None:
    """The whole numbers of `torch.quantize_per_tensor` and `_per_channel`."""
    w = drawn((6, 9), 3).float()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch moves them to a package of its own
        scale = quantise.scale_of(w, 8, "tensor")
        theirs = torch.quantize_per_tensor(w, float(scale), 0, torch.qint8).int_repr()
        rows = quantise.scale_of(w, 8, "channel")
        each = torch.quantize_per_channel(
            w, rows.flatten().double(), torch.zeros(6, dtype=torch.long), 0, torch.qint8
        ).int_repr()
    assert torch.equal(theirs, quantise.to_integers(w, scale, 8).to(torch.int8))
    assert torch.equal(each, quantise.to_integers(w, rows, 8).to(torch.int8))


@given(shape=SHAPES, seed=SEEDS, bits=BITS, per=PER)
@settings(max_examples=25, deadline=None)
def test_no_weight_moves_by_more_than_half_a_step(
    shape: tuple[int, ...], seed: int, bits: int, per: str
) -> None:
    """And rounding a second time changes nothing."""
    w = drawn(shape, seed)
    assert quantise.round_trip_error(w, bits, per) <= 1 + 1e-9
    once = quantise.on_grid(w, bits, per)
    torch.testing.assert_close(once, quantise.on_grid(once, bits, per))
    grids = shape[0] if per == "channel" else 1
    assert len(set(once.flatten().tolist())) <= grids * (2**bits - 1)


def test_a_row_of_zeros_stays_zero() -> None:
    """It has no largest weight to divide by."""
    w = torch.zeros(3, 4)
    assert torch.equal(w, quantise.on_grid(w, 2, "channel"))


def test_weights_are_back_after_an_error() -> None:
    """Whatever happens while they stand on the grid."""
    model = large(4, 2)
    before = [p.clone() for p in model.parameters()]
    with pytest.raises(ZeroDivisionError), quantise.quantised(model, 2, "tensor"):
        raise ZeroDivisionError
    assert all(map(torch.equal, before, model.parameters()))


@given(seed=SEEDS, factor=st.sampled_from([1.0, 7.0, 1000.0]))
@settings(max_examples=10, deadline=None)
def test_the_twin_computes_the_same(seed: int, factor: float) -> None:
    """To the last digits of float64, and the network itself is not touched."""
    torch.manual_seed(seed)
    model, x = large(5, 3).double(), drawn((9, 5), seed)
    twin = quantise.rescaled(model, factor)
    torch.testing.assert_close(model(x), twin(x), rtol=1e-10, atol=1e-10)
    if factor > 1:
        assert not torch.equal(next(model.parameters()), next(twin.parameters()))


def test_only_a_relu_between_two_layers_can_be_rescaled() -> None:
    """tanh(c · a) is not c · tanh(a)."""
    assert quantise.homogeneous_pair(large(4, 2)) is not None
    assert (
        quantise.homogeneous_pair(nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 2)))
        is None
    )
    assert quantise.homogeneous_pair(nn.LSTM(2, 2)) is None


@given(seed=SEEDS, share=st.sampled_from([0.0, 0.3, 0.5, 0.9, 0.99, 1.0]))
@settings(max_examples=15, deadline=None)
def test_magnitude_pruning_is_torchs(seed: int, share: float) -> None:
    """`prune.l1_unstructured` keeps the same weights."""
    layer = nn.Linear(13, 7).double()
    layer.weight.data = drawn((7, 13), seed)
    mine = pruning.mask_of(layer.weight.detach(), share, "magnitude")
    prune.l1_unstructured(layer, "weight", amount=share)  # type: ignore[no-untyped-call]
    assert torch.equal(layer.get_buffer("weight_mask"), mine)


def test_by_chance_as_many_go() -> None:
    """As `prune.random_unstructured` takes, though others."""
    layer = nn.Linear(20, 10)
    prune.random_unstructured(layer, "weight", amount=0.7)  # type: ignore[no-untyped-call]
    mask = pruning.mask_of(layer.weight.detach(), 0.7, "random")
    assert int(layer.get_buffer("weight_mask").sum()) == int(mask.sum())


@pytest.mark.parametrize("criterion", ["magnitude", "random"])
def test_what_is_gone_stays_gone(criterion: str) -> None:
    """Round after round, also where a step has moved it since; and a checkpoint keeps the masks."""
    model = large(6, 3)
    pruner = pruning.Pruner(model, criterion)
    gone = [torch.zeros_like(m, dtype=torch.bool) for m in pruner.masks.values()]
    for share in (0.2, 0.5, 0.4, 0.9):
        pruner.prune(share)
        now = [m == 0 for m in pruner.masks.values()]
        assert all(bool((before <= after).all()) for before, after in zip(gone, now, strict=True))
        gone = now
        for p in model.parameters():
            p.data += 1.0
        pruner.apply()
    assert pytest.approx(0.9, abs=0.02) == pruning.share_of_zeros(model)
    other = pruning.Pruner(model, criterion)
    other.load_state_dict(pruner.state_dict())
    assert all(map(torch.equal, pruner.masks.values(), other.masks.values()))


def test_gradual_pruning_ends_where_pruning_at_once_does() -> None:
    """And goes there in ten rounds, each of the same share of what is left."""
    shares = [pruning.due_share("gradual", 0.9, step, 100, 300) for step in range(1, 301)]
    assert [0.0] * 100 == shares[:100]
    levels = list(dict.fromkeys(shares))
    assert 11 == len(levels) and levels == sorted(levels)
    assert 0.9 == pytest.approx(shares[-1]) == pruning.due_share("once", 0.9, 101, 100, 300)
    left = [(1 - b) / (1 - a) for a, b in pairwise(levels)]
    assert left == pytest.approx([left[0]] * 10)
    assert 0.0 == pruning.due_share("never", 0.9, 300, 100, 300)


@given(seed=SEEDS, bits=BITS, per=PER)
@settings(max_examples=15, deadline=None)
def test_a_packed_file_holds_the_rounded_network(
    tmp_path_factory: pytest.TempPathFactory, seed: int, bits: int, per: str
) -> None:
    """Every weight is read back as it was rounded, every bias as it was."""
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Conv2d(1, 3, 3), nn.Flatten(), nn.Linear(5, 3))
    path: Path = tmp_path_factory.mktemp("packed") / "network"
    packed.write_quantised(model, bits, per, path)
    found = packed.read_quantised(path)
    with quantise.quantised(model, bits, per):
        for name, p in model.state_dict().items():
            torch.testing.assert_close(found[name], p, rtol=1e-6, atol=1e-7)


def test_the_files_are_as_small_as_their_bits_say() -> None:
    """A weight costs its bits, and the head and the biases little beside that."""
    model = large(64, 10)
    weights = sum(p.numel() for p in quantise.weights_of(model).values())
    whole = packed.bytes_on_disk(partial(packed.write_plain, model))
    sizes = {
        bits: packed.bytes_on_disk(partial(packed.write_quantised, model, bits, "tensor"))
        for bits in quantise.BITS
    }
    assert whole > 4 * weights
    for bits, size in sizes.items():
        assert 0 < size - weights * bits / 8 < 2500
    assert sorted(sizes.values()) == [sizes[bits] for bits in sorted(sizes)]


def test_sparse_products_give_what_dense_ones_give() -> None:
    """The layers as sparse matrices, for the time that they take."""
    model = pruning.pruned(large(6, 3), 0.8, "magnitude")
    sparse = measured.in_sparse_form(model)
    assert sparse is not None
    x = drawn((5, 6), 1).float()
    torch.testing.assert_close(model(x), sparse(x), rtol=1e-5, atol=1e-6)
    assert measured.in_sparse_form(nn.Sequential(nn.Conv2d(1, 1, 1))) is None


def test_the_students_loss_is_hintons() -> None:
    """T² times the cross-entropy at T: its gradient is T (softmax(z/T) − p), by autograd too."""
    z, t = drawn((4, 3), 0).requires_grad_(), 4.0
    p = (drawn((4, 3), 1) / t).softmax(1)
    loss = F.cross_entropy(z / t, p) * t**2
    loss.backward()  # type: ignore[no-untyped-call]
    written = t * ((z / t).softmax(1) - p) / 4
    torch.testing.assert_close(z.grad, written.detach())


@pytest.mark.parametrize("between", [nn.Tanh(), nn.ReLU()])
def test_a_network_of_ones_own_that_has_no_twin_is_told_so(between: nn.Module) -> None:
    """A tanh cannot be scaled through; nothing is compared with a copy in silence."""
    model = nn.Sequential(nn.Linear(3, 4), between, nn.Linear(4, 2))
    require_twin(model, 1.0)
    if isinstance(between, nn.ReLU):
        require_twin(model, 100.0)
    else:
        with pytest.raises(BadUsage, match="this network has no twin"):
            require_twin(model, 100.0)
