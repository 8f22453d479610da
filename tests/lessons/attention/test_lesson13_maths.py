"""Attention as lesson 13 writes it out, against torch, in float64 and float32."""

import math

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Generator, Tensor, nn

from lessons.lesson13_attention import by_hand, mistakes
from lessons.lesson13_attention.deviations import measured

SIZES = st.tuples(
    st.integers(1, 3), st.integers(1, 4), st.integers(1, 6), st.integers(1, 6), st.integers(1, 9)
)
"""B, H, Q, T, d."""
BARS = [(torch.float32, 1e-6), (torch.float64, 1e-12)]


def drawn(seed: int, *shape: int, dtype: torch.dtype = torch.float64) -> Tensor:
    """The same numbers each time."""
    return torch.randn(*shape, generator=Generator().manual_seed(seed), dtype=dtype)


@given(size=SIZES, scaled=st.booleans(), is_masked=st.booleans(), bars=st.sampled_from(BARS))
@settings(max_examples=100, deadline=None)
def test_attention_is_torchs(
    size: tuple[int, int, int, int, int], scaled: bool, is_masked: bool,
    bars: tuple[torch.dtype, float],
) -> None:  # fmt: skip
    """With a scale and without, with a mask and without; every row of weights sums to 1."""
    b, h, queries, tokens, d = size
    dtype, bar = bars
    q = drawn(1, b, h, queries, d, dtype=dtype)
    k, v = (drawn(seed, b, h, tokens, d, dtype=dtype) for seed in (2, 3))
    mask = torch.ones(queries, tokens).tril().bool() if is_masked else None

    ours, weights = by_hand.attend(q, k, v, mask, scaled=scaled)
    theirs = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, scale=None if scaled else 1.0)

    assert bar >= float((ours - theirs).abs().max())
    torch.testing.assert_close(torch.ones_like(weights[..., 0]), weights.sum(-1))
    assert mask is None or 0 == float(weights[..., ~mask].abs().sum())


@pytest.mark.parametrize(("dtype", "bar"), BARS)
@pytest.mark.parametrize("heads", [1, 2, 8])
def test_many_heads_are_torchs(heads: int, dtype: torch.dtype, bar: float) -> None:
    """The output and the weights of each head, with biases that are not 0."""
    theirs = nn.MultiheadAttention(16, heads, batch_first=True, dtype=dtype)
    with torch.no_grad():
        theirs.in_proj_bias.uniform_(-1, 1)
        theirs.out_proj.bias.uniform_(-1, 1)
        q, k, v = drawn(1, 3, 4, 16), drawn(2, 3, 7, 16), drawn(3, 3, 7, 16)
        given = [x.to(dtype) for x in (q, k, v)]

        ours, weights = by_hand.multi_head(theirs, *given)
        expected, looked = theirs(*given, average_attn_weights=False)

    assert bar >= float((ours - expected).abs().max())
    assert bar >= float((weights - looked).abs().max())


@given(size=SIZES)
@settings(max_examples=60, deadline=None)
def test_heads_are_joined_as_they_were_split(size: tuple[int, int, int, int, int]) -> None:
    """And head h of the split holds its own d numbers of every token."""
    b, h, _, tokens, d = size
    x = drawn(1, b, tokens, h * d)

    parted = by_hand.split(x, h)

    assert (b, h, tokens, d) == parted.shape
    assert torch.equal(x, by_hand.joined(parted))
    assert torch.equal(x[..., :d], parted[:, 0])


@given(size=SIZES, seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_tokens_is_nothing(
    size: tuple[int, int, int, int, int], seed: int
) -> None:
    """Keys and values in another order: the same mix. Queries too: it changes places with them."""
    b, h, queries, tokens, d = size
    q, k, v = drawn(1, b, h, queries, d), drawn(2, b, h, tokens, d), drawn(3, b, h, tokens, d)
    luck = Generator().manual_seed(seed)
    of_tokens, of_queries = (torch.randperm(n, generator=luck) for n in (tokens, queries))

    before, _ = by_hand.attend(q, k, v)
    after, _ = by_hand.attend(q[..., of_queries, :], k[..., of_tokens, :], v[..., of_tokens, :])

    torch.testing.assert_close(before[..., of_queries, :], after, rtol=0, atol=1e-12)


def test_a_softmax_of_large_scores_does_not_overflow() -> None:
    """e to the 1,000 has no number; a ratio of such has."""
    found = by_hand.softmax(torch.tensor([1000.0, 1000.0, -1000.0]))

    assert [0.5, 0.5, 0.0] == found.tolist()


def test_entropy_is_its_formula() -> None:
    """From 0, where one weight is all, to ln T."""
    weights = drawn(1, 5, 7).softmax(-1)
    expected = -(weights * weights.log()).sum(-1)

    torch.testing.assert_close(expected, by_hand.entropy(weights))
    assert 0 == float(by_hand.entropy(torch.tensor([0.0, 1.0, 0.0])))
    assert math.log(8) == pytest.approx(float(by_hand.entropy(torch.full((8,), 1 / 8))))


def test_unsplit_heads_are_one_head() -> None:
    """Whatever their number."""
    q, k, v = drawn(1, 2, 3, 8), drawn(2, 2, 5, 8), drawn(3, 2, 5, 8)
    one, looked = by_hand.attend(q, k, v)

    mixed, weights = mistakes.unsplit(q, k, v, 4)

    assert torch.equal(one, mixed)
    assert all(torch.equal(looked, weights[:, head]) for head in range(4))


def test_viewed_heads_are_right_for_one_head_alone() -> None:
    """With one head there is nothing to turn; with two the numbers go elsewhere."""
    q, k, v = drawn(1, 2, 3, 8), drawn(2, 2, 5, 8), drawn(3, 2, 5, 8)
    right, _ = by_hand.attend(q, k, v)
    halves = (by_hand.split(each, 2) for each in (q, k, v))

    assert torch.equal(right, mistakes.viewed(q, k, v, 1)[0])
    apart = by_hand.joined(by_hand.attend(*halves)[0]) - mistakes.viewed(q, k, v, 2)[0]
    assert 0.1 < float(apart.abs().max())


def test_a_scale_of_all_heads_is_too_large_by_the_root_of_their_number() -> None:
    """One head has nothing wrong with it."""
    q, k, v = drawn(1, 2, 3, 8), drawn(2, 2, 5, 8), drawn(3, 2, 5, 8)
    by_one = by_hand.attend(q, k, v)[1]

    assert torch.allclose(by_one, mistakes.wide_scale(q, k, v, 1)[1][:, 0])


def test_deviations_are_of_this_seed() -> None:
    """The same again, and others with another seed."""
    assert measured(3) == measured(3)
    assert measured(3) != measured(4)
