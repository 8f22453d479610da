"""The formulas of lesson 14, against what they must be: in float64 where a formula is meant."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import Params
from lessons.lesson14_transformer import lines as grammar
from lessons.lesson14_transformer.characters import asked, leak, nats, on_prefixes
from lessons.lesson14_transformer.induction import IGNORED, Induction
from lessons.lesson14_transformer.model import Cache, CausalTransformer
from lessons.lesson14_transformer.positions import rotated, sinusoidal
from lessons.lesson14_transformer.text import NOTHING
from lessons.lesson14_transformer.train import schedule
from lessons.lesson14_transformer.writing import chances, written

LESSON = lessons.load("lesson14")
KINDS = ("learned", "sinusoidal", "rotary", "none")
CPU = torch.device("cpu")
TOKENS = 11


def settings_of(**changed: object) -> Params:
    return LESSON.params().override({"context": 12, "width": 16, **changed})


def network(seed: int = 0, **changed: object) -> CausalTransformer:
    torch.manual_seed(seed)
    model = CausalTransformer(TOKENS, settings_of(**changed))  # type: ignore[arg-type]
    return model.eval()


def drawn(seed: int = 1, size: int = 3) -> torch.Tensor:
    return torch.randint(TOKENS, (size, 12), generator=torch.Generator().manual_seed(seed))


def test_sinusoidal_is_the_formula() -> None:
    """PE(p, 2i) = sin(p / 10000^(2i/d)), PE(p, 2i + 1) = cos of the same."""
    found = sinusoidal(torch.arange(9), 6)

    for p in range(9):
        for i in range(3):
            angle = p / 10_000 ** (2 * i / 6)
            assert math.sin(angle) == pytest.approx(float(found[p, 2 * i]), abs=1e-6)
            assert math.cos(angle) == pytest.approx(float(found[p, 2 * i + 1]), abs=1e-6)


def test_rotary_is_a_rotation_of_each_pair() -> None:
    """(a, b) at place p becomes (a cos pω − b sin pω, a sin pω + b cos pω)."""
    x = torch.randn(5, 8, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    found = rotated(x, torch.arange(5))

    for p in range(5):
        for i in range(4):
            angle = p / 10_000 ** (2 * i / 8)
            a, b = x[p, 2 * i].item(), x[p, 2 * i + 1].item()
            first = a * math.cos(angle) - b * math.sin(angle)
            second = a * math.sin(angle) + b * math.cos(angle)
            assert first == pytest.approx(found[p, 2 * i].item(), abs=1e-6)
            assert second == pytest.approx(found[p, 2 * i + 1].item(), abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(0, 99))
def test_rotary_depends_on_the_distance_alone(p: int, q: int, moved: int, seed: int) -> None:
    """A query at p and a key at q have the product that they have further on."""
    luck = torch.Generator().manual_seed(seed)
    query, key = torch.randn(2, 1, 16, dtype=torch.float64, generator=luck)

    def product(at: int, other: int) -> float:
        turned = rotated(query, torch.tensor([at])), rotated(key, torch.tensor([other]))
        return float(turned[0] @ turned[1].mT)

    assert product(p, q) == pytest.approx(product(p + moved, q + moved), abs=2e-3)
    assert product(p, p) == pytest.approx(float(query @ key.mT), abs=2e-3)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("smear", [False, True])
@pytest.mark.parametrize("mask", [True, False])
def test_attention_by_hand_is_torchs(kind: str, smear: bool, mask: bool) -> None:
    """The logits to 1e-5; each row of the weights adds up to 1, and nothing later has any."""
    model = network(positions=kind, smear=smear, mask=mask, mlp=2)
    logits, layers = model.by_hand(drawn())

    torch.testing.assert_close(model(drawn()), logits, rtol=0, atol=1e-5)
    for layer in layers:
        torch.testing.assert_close(torch.ones(3, 2, 12), layer.weights.sum(-1))
        assert mask == bool((layer.weights.triu(1) == 0).all())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("smear", [False, True])
@pytest.mark.parametrize("first", [1, 5])
def test_kept_keys_and_values_give_the_same_logits(kind: str, smear: bool, first: int) -> None:
    """Some tokens at once, then one after the other: to 1e-5."""
    model, seen, cache = network(positions=kind, smear=smear, mlp=2), drawn(), Cache()
    found = [model(seen[:, :first], cache)]
    found += [model(seen[:, at : at + 1], cache) for at in range(first, 12)]

    torch.testing.assert_close(model(seen), torch.cat(found, 1), rtol=0, atol=1e-5)
    assert 12 == cache.length


@pytest.mark.parametrize("kind", KINDS)
def test_with_the_mask_nothing_leaks_to_the_bit(kind: str) -> None:
    """And without it nearly everything does."""
    rows = torch.randint(TOKENS, (4, 13), generator=torch.Generator().manual_seed(2))

    assert 0.0 == float(leak(network(positions=kind, mlp=2), rows, TOKENS))
    assert 1e-3 < float(leak(network(positions=kind, mlp=2, mask=False), rows, TOKENS))


def test_prefixes_and_one_pass_agree_with_the_mask() -> None:
    """Each place of one pass is what its prefix alone says; also where lines end early."""
    rows = torch.randint(TOKENS, (4, 13), generator=torch.Generator().manual_seed(2))
    rows[1, 6:] = NOTHING
    model, other = network(mlp=2), network(mlp=2, mask=False)

    torch.testing.assert_close(nats(model, rows), on_prefixes(model, rows))
    assert abs(float(nats(other, rows) - on_prefixes(other, rows))) > 1e-4


def test_an_end_of_a_line_is_asked_for_and_nothing_after_it() -> None:
    """What fills a row up is read as a mark, and never asked for."""
    seen, following = asked(torch.tensor([[0, 3, 4, 0, NOTHING, NOTHING]]))

    assert [[0, 3, 4, 0, 0]] == seen.tolist()
    assert [[3, 4, 0, IGNORED, IGNORED]] == following.tolist()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 999), st.integers(0, 26))
def test_what_is_asked_follows_from_what_was_read(seed: int, period: int) -> None:
    """Each asked symbol came before, one string back; none is asked in the first string."""
    hp = settings_of(period=period, context=24)
    task = Induction(hp, CPU)  # type: ignore[arg-type]
    symbols, lengths = task.sequences(4, torch.Generator().manual_seed(seed))
    seen, following = task.asked(symbols, lengths)

    for row in range(4):
        length = int(lengths[row])
        assert length == (period or length) and len(set(seen[row, :length].tolist())) <= length
        for at in range(24):
            if at < length:
                assert IGNORED == following[row, at]
            else:
                assert seen[row, at - length] == seen[row, at]
                assert seen[row, at - length + 1] == following[row, at]


def test_the_masses_of_heads_that_are_perfect() -> None:
    """1 for a head that always looks at the token before, or at what followed before."""
    hp = settings_of(context=24)
    task = Induction(hp, CPU)  # type: ignore[arg-type]
    asked_at = task.asked(task.test, task.lengths)[1] != IGNORED
    before, after = torch.zeros(2, 1, len(task.test), 1, 24, 24)
    before[..., torch.arange(1, 24), torch.arange(23)] = 1.0
    for row, length in enumerate(task.lengths[:, 0].tolist()):
        places = torch.arange(length, 24)
        after[0, row, 0, places, places - length + 1] = 1.0

    found = task.masses(torch.cat([before, after]), asked_at)

    assert 1.0 == pytest.approx(float(found["previous_1"]))
    assert 1.0 == pytest.approx(float(found["induction_2"]))
    assert 0.1 > float(found["induction_1"]) and 0.1 > float(found["previous_2"])


def test_the_floor_is_what_the_choices_cost() -> None:
    """No word of a list begins another, so a line is made in one way only."""
    for words in grammar.LISTS:
        assert not [(a, b) for a in words for b in words if a != b and b.startswith(a)]
    assert math.log(4 * 6 * 6 * 5 * 8) == pytest.approx(grammar.nats())
    some = grammar.lines(5)
    assert grammar.nats() * 5 / sum(len(line) + 1 for line in some) == grammar.floor(some)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 99), st.floats(0.05, 5.0), st.integers(0, 14))
def test_chances_are_a_softmax_of_the_likeliest(seed: int, temperature: float, top_k: int) -> None:
    """They add up to 1, in the order of the scores; all but k are 0."""
    logits = torch.randn(11, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
    p = chances(logits, temperature, top_k)
    kept = min(top_k, 11) or 11
    best = logits.topk(kept)

    assert 1.0 == pytest.approx(float(p.sum()))
    assert kept == int((p > 0).sum()) or temperature < 0.2  # the least may underflow
    torch.testing.assert_close((best.values / temperature).softmax(0), p[best.indices])


@pytest.mark.parametrize("mask", [True, False])
@pytest.mark.parametrize("given_", [1, 12, 30])
def test_it_writes_beyond_its_context(mask: bool, given_: int) -> None:
    """Always the likeliest: with the cache as without, until the context is full."""
    model = network(mask=mask, positions="rotary")
    codes = drawn(5, 3).flatten()[:given_].tolist()
    found = list(written(model, codes, 40, 1.0, 1))

    assert 40 == len(found) and all(0 <= code < TOKENS for code in found)
    read = codes[-12:]
    if mask and len(read) == 12:
        read_again, first = [*read, found[0]][-6:], found[:1]
        assert int(model(torch.tensor([read]))[0, -1].argmax()) == first[0]
        assert int(model(torch.tensor([read_again]))[0, -1].argmax()) == found[1]
    for at in range(0 if len(read) == 1 and mask else 40, 11):
        whole = torch.tensor([[*codes, *found[:at]]])
        assert int(model(whole)[0, -1].argmax()) == found[at]


def test_the_rate_climbs_and_falls() -> None:
    """Full after a tenth of the steps, a twentieth at the end."""
    shares = [schedule(step, 300) for step in range(1, 301)]

    assert 29 >= shares.index(max(shares)) >= 25 and 0.95 < max(shares) <= 1.0
    assert 0.05 == pytest.approx(shares[-1])
    assert 1 / 30 == pytest.approx(shares[0], rel=1e-3)
