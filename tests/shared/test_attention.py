"""Attention by hand is torch's own, and a stack of encoders is each of them alone."""

from collections.abc import Iterator
from functools import partial
from math import sqrt
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from lessons.kit.page.drawn import plain
from lessons.kit.speed.stack import Stack, embedded, layer_norm, linear
from lessons.kit.stream.events import PictureEvent, to_json
from lessons.shared.attention import MultiHeadAttention, among, attend, causal, maps, scores
from lessons.shared.encoder import (
    NOT_ASKED,
    PADDING,
    Encoder,
    encoded,
    mask_tokens,
    masked_loss,
)

SIZES = {"batch": st.integers(1, 4), "heads": st.sampled_from([1, 2, 4]),
         "tokens": st.integers(1, 9), "seed": st.integers(0, 999)}  # fmt: skip
HIDDEN, FIRST, WORDS = 2, 4, 30


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture
def in_double() -> Iterator[None]:
    """Sums made in another order then agree to twelve digits."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def padded(batch: int, tokens: int) -> Tensor:
    """Sentences (B, T) of all lengths, the empty one too."""
    found = torch.randint(FIRST, WORDS, (batch, tokens))
    lengths = torch.randint(0, tokens + 1, (batch, 1))
    return found.masked_fill(torch.arange(tokens) >= lengths, PADDING)


@given(dtype=st.sampled_from([torch.float32, torch.float64]), is_causal=st.booleans(), **SIZES)
@settings(max_examples=20, deadline=None)
def test_forward_is_what_is_found_by_hand(
    dtype: torch.dtype, is_causal: bool, batch: int, heads: int, tokens: int, seed: int
) -> None:
    """With padding, a sentence that is all padding, and with a mask over the future."""
    torch.manual_seed(seed)
    attention = MultiHeadAttention(8 * heads, heads).to(dtype)
    x = torch.randn(batch, tokens, 8 * heads, dtype=dtype)
    mask = among(padded(batch, tokens) != PADDING)
    mask = mask & causal(tokens) if is_causal else mask

    found = attention.by_hand(x, mask)
    bar = 1e-5 if dtype == torch.float32 else 1e-12

    assert torch.allclose(attention(x, mask), attention.joined(found.mixed), atol=bar, rtol=0)
    assert (batch, heads, tokens, tokens) == found.weights.shape
    assert torch.allclose(torch.ones(()).to(dtype), found.weights.sum(-1))
    assert not found.weights.masked_select(~mask.expand_as(found.weights)).any()


@given(**SIZES)
@settings(max_examples=25, deadline=None)
def test_it_is_torchs_own_multi_head_attention(
    batch: int, heads: int, tokens: int, seed: int
) -> None:
    """In every token that is a word, and in each head's weights."""
    torch.manual_seed(seed)
    width, words = 8 * heads, padded(batch, tokens)
    words[:, 0] = FIRST  # torch's own is nan where all of a sentence is padding
    ours = MultiHeadAttention(width, heads).double()
    theirs = nn.MultiheadAttention(width, heads, batch_first=True).double()
    theirs.load_state_dict(
        {"in_proj_weight": ours.qkv.weight, "in_proj_bias": ours.qkv.bias,
         "out_proj.weight": ours.out.weight, "out_proj.bias": ours.out.bias}
    )  # fmt: skip
    x, is_word = torch.randn(batch, tokens, width).double(), words != PADDING

    expected, weights = theirs(x, x, x, key_padding_mask=~is_word, average_attn_weights=False)
    mask = among(is_word)
    rows = is_word[:, None, :, None]

    assert torch.allclose(expected[is_word], ours(x, mask)[is_word], atol=1e-12)
    assert torch.allclose(weights * rows, ours.by_hand(x, mask).weights * rows, atol=1e-12)


def test_the_steps_are_the_formula() -> None:
    """Scores, scale, softmax, mix: each from the one before."""
    q, k, v = torch.randn(3, 2, 4, 16, dtype=torch.float64)

    found = attend(q, k, v, causal(4))

    assert torch.equal(found.scores, scores(q, k))
    assert torch.allclose(found.scores.tril() / sqrt(16), found.scaled.tril())
    assert torch.isneginf(found.scaled[0][~causal(4)]).all()
    assert torch.allclose(F.scaled_dot_product_attention(q, k, v, causal(4)), found.mixed)


def test_padding_gives_no_nan_forwards_or_backwards() -> None:
    """Not even a sentence of padding alone: its nan would reach every weight."""
    encoder = Encoder(WORDS, 5, 8, 2, 2)
    tokens = torch.tensor([[FIRST, 5, 6, PADDING, PADDING], [PADDING] * 5])

    encoder(tokens).sum().backward()

    assert all(bool(weight.grad.isfinite().all()) for weight in encoder.parameters())


@pytest.mark.parametrize("more", [1, 2, 6])
def test_padding_changes_no_word(more: int) -> None:
    """A sentence reads the same alone and beside a longer one."""
    encoder, tokens = Encoder(WORDS, 12, 8, 2, 2).double(), torch.randint(FIRST, WORDS, (3, 6))

    longer = encoder(F.pad(tokens, (0, more), value=PADDING))

    assert torch.allclose(encoder(tokens), longer[:, :6], atol=1e-12)


def test_the_maps_of_an_encoder_are_its_attention() -> None:
    """`by_hand` goes through the same layers as `forward`."""
    encoder, tokens = Encoder(WORDS, 6, 8, 2, 3), padded(4, 6)
    seen: list[Tensor] = []
    for block in encoder.blocks:
        block.attention.register_forward_hook(lambda layer, _, found: seen.append(found))

    layers = encoder.by_hand(tokens)

    for block, layer, found in zip(encoder.blocks, layers, seen, strict=True):
        assert torch.allclose(found, block.attention.joined(layer.mixed), atol=1e-6)


def test_heads_that_cannot_share_the_numbers_are_refused() -> None:
    """Before torch does, in a sentence."""
    with pytest.raises(ValueError, match="3 heads cannot share 8 numbers"):
        MultiHeadAttention(8, 3)


@pytest.mark.parametrize("count", [1, 3])
def test_a_stack_of_encoders_is_each_of_them(count: int, in_double: None) -> None:
    """In its states and in every gradient; sentences of padding among them."""
    models = [Encoder(WORDS, 7, 8, 2, 2) for _ in range(count)]
    tokens = torch.stack([padded(5, 7) for _ in range(count)])
    wanted = torch.randn(count, 5, 7, 8)
    alone = [model(own) for model, own in zip(models, tokens, strict=True)]
    expected = [
        torch.autograd.grad(states, list(model.parameters()), grads)
        for model, states, grads in zip(models, alone, wanted, strict=True)
    ]
    in_one = [nn.ModuleDict({"encoder": model}) for model in models]

    stack = Stack(in_one, partial(read, 2))
    states = stack(tokens)
    found = torch.autograd.grad(states, list(stack.parameters()), wanted)

    assert torch.allclose(torch.stack(alone), states, atol=1e-12)
    for mine, theirs in zip(found, map(torch.stack, zip(*expected, strict=True)), strict=True):
        assert torch.allclose(theirs, mine, atol=1e-12)


def test_some_places_of_a_stack_are_as_among_all(in_double: None) -> None:
    """The last block may think about those alone that a loss asks for: states and gradients."""
    models = [nn.ModuleDict({"encoder": Encoder(WORDS, 7, 8, 2, 2)}) for _ in range(3)]
    stack = Stack(models, partial(read, 2))
    tokens = torch.stack([padded(5, 7) for _ in range(3)])
    places = torch.stack([torch.randperm(35)[:9] for _ in range(3)])  # (S, N)
    rows = stack(tokens).flatten(1, 2)  # (S, B·T, D)
    expected = torch.stack([own[some] for own, some in zip(rows, places, strict=True)])
    wanted = torch.randn(expected.shape)

    found = encoded(stack, "encoder", tokens, 2, places)

    assert torch.allclose(expected, found, atol=1e-12)
    weights = list(stack.parameters())
    mine, theirs = (torch.autograd.grad(each, weights, wanted) for each in (found, expected))
    for one, other in zip(theirs, mine, strict=True):
        assert torch.allclose(one, other, atol=1e-12)


def read(heads: int, stack: Stack, tokens: Tensor) -> Tensor:
    """As a lesson's `together.py` does."""
    return encoded(stack, "encoder", tokens, heads)


@given(count=st.sampled_from([1, 3]), middle=st.lists(st.integers(1, 4), max_size=3),
       seed=st.integers(0, 999))  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_layers_of_a_stack_are_torchs_own(count: int, middle: list[int], seed: int) -> None:
    """With any axes between that of the networks and the last."""
    torch.manual_seed(seed)
    x = torch.randn(count, *middle, 5, dtype=torch.float64)
    x = x if middle else x[:, None]
    codes = torch.randint(6, (count, *middle))
    weight, table = torch.randn(count, 3, 5).double(), torch.randn(count, 6, 5).double()
    bias, scale, shift = (torch.randn(count, size).double() for size in (3, 5, 5))

    for s in range(count):
        one = F.layer_norm(x[s], (5,), scale[s], shift[s])
        assert torch.allclose(one, layer_norm(x, scale, shift)[s])
        assert torch.allclose(F.linear(x[s], weight[s], bias[s]), linear(x, weight, bias)[s])
        assert torch.equal(F.embedding(codes[s], table[s]), embedded(codes, table)[s])


@given(share=st.floats(0.05, 1), seed=st.integers(0, 999))
@settings(max_examples=20, deadline=None)
def test_only_words_are_asked_for_and_the_rest_is_as_it_was(share: float, seed: int) -> None:
    """What is asked for is the word that stood there, and no mark is put in by chance."""
    torch.manual_seed(seed)
    tokens = padded(8, 20)

    seen, targets = mask_tokens(tokens, share, hidden=HIDDEN, first=FIRST, words=WORDS)

    asked = targets != NOT_ASKED
    assert torch.equal(tokens[asked], targets[asked])
    assert torch.equal(tokens[~asked], seen[~asked])
    assert bool(((seen[asked] == HIDDEN) | (seen[asked] >= FIRST)).all())
    assert not bool(asked[tokens < FIRST].any())


def test_the_shares_are_those_of_bert() -> None:
    """15 % asked for; of them 80 % hidden, 10 % another word, 10 % as they were."""
    luck = torch.Generator().manual_seed(3)
    tokens = torch.randint(FIRST, 1000, (400, 500))

    seen, targets = mask_tokens(
        tokens, 0.15, hidden=HIDDEN, first=FIRST, words=1000, generator=luck
    )

    asked = targets != NOT_ASKED
    hidden, same = seen[asked] == HIDDEN, seen[asked] == tokens[asked]
    assert 0.15 == pytest.approx(float(asked.double().mean()), abs=0.005)
    assert 0.8 == pytest.approx(float(hidden.double().mean()), abs=0.01)
    assert 0.1 == pytest.approx(float(same.double().mean()), abs=0.01)


def test_the_loss_is_torchs_own_and_no_nan_where_nothing_is_asked_for() -> None:
    """A small batch may have no word that is asked for."""
    logits, targets = torch.randn(3, 4, WORDS), torch.full((3, 4), NOT_ASKED)
    none = masked_loss(logits, targets)
    targets[1, 2] = targets[0, 0] = 7

    assert 0 == float(none)
    expected = F.cross_entropy(logits.flatten(0, 1), targets.flatten())
    assert torch.allclose(expected, masked_loss(logits, targets))


@given(layers=st.integers(1, 4), heads=st.sampled_from([1, 2, 4]), tokens=st.integers(1, 90),
       letters=st.integers(1, 9))  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_a_picture_of_maps_fits_into_an_event(
    layers: int, heads: int, tokens: int, letters: int
) -> None:
    """64 KiB; who sees fewer tokens than there are is told."""
    names = [f"wörd{at}" * letters for at in range(tokens)]
    mask = among(torch.arange(tokens + 3) < tokens)
    found = [attend(*torch.randn(3, 2, heads, tokens + 3, 4) * 9, mask) for _ in range(layers)]

    shown = maps(found, names, sentence=1)

    assert len(to_json(sent(plain(shown)))) < 65_536
    assert layers * heads == len(shown)
    for at, (name, grid) in enumerate(shown.items()):
        side = len(grid.rows)
        assert names[:side] == grid.rows == grid.columns
        assert name.startswith(f"layer {at // heads + 1} head {at % heads + 1}")
        assert ("of" in name) == (side < tokens)
        weights = found[at // heads].weights[1, at % heads, :side, :side]
        assert torch.allclose(weights.double(), grid.cells, atol=1e-4)
        assert grid.workings and {"q · k", "÷ √d"} == set(grid.workings.steps)
        if side == tokens:  # of a sentence that is cut, the rest is looked at as well
            softmax = grid.workings.steps["÷ √d"].softmax(-1).float()
            mixed = softmax @ grid.workings.values
            assert torch.allclose(mixed, grid.workings.mixed, atol=1e-5)


def sent(value: Any) -> PictureEvent:
    """As it travels."""
    return PictureEvent(variant="default", seed=0, step=1, panel="attention", value=value)
