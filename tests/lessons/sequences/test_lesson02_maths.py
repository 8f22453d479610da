"""Lesson 2's gradients, starts, text and counts, against torch and against plain definitions."""

import math
from collections import Counter
from random import Random

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.engine.randomness import Randomness
from lessons.kit.engine.run import EngineState, Run
from lessons.lesson02_gradients import VARIANTS, Gradients
from lessons.lesson02_gradients.cells import LinearRNN
from lessons.lesson02_gradients.counting import nats
from lessons.lesson02_gradients.reach import grown, shares, thinned, unrolled
from lessons.lesson02_gradients.starts import begin, gaussian
from lessons.lesson02_gradients.tasks import IGNORED, Language, Recall, score, write
from lessons.lesson02_gradients.text import numbered, shortest
from lessons.lesson02_gradients.train import Reader
from lessons.lesson02_gradients.village import ANIMALS, village

CPU = torch.device("cpu")
CELLS = ["linear", "rnn", "relu", "lstm", "gru"]
LAG = 9


def reader(cell: str, **settings: object) -> Reader:
    """A small untrained network."""
    torch.manual_seed(3)
    return Reader(4, Gradients(cell=cell, hidden=6, embed=5, **settings))  # type: ignore[arg-type]


def probe() -> tuple[Tensor, Tensor]:
    seen = torch.randint(4, (3, LAG + 1), generator=torch.Generator().manual_seed(0))
    return seen, seen[:, 0]


def measured(model: Reader, cell: str) -> dict[str, list[float]]:
    return shares(cell, model.embedding, model.rnn, model.head, *probe())


@pytest.mark.parametrize("cell", CELLS)
class TestAgainstTheKernel:
    def test_the_steps_give_its_states(self, cell: str) -> None:
        """Stepping by the formulas is what the fused kernel does: gate orders and biases too."""
        model = reader(cell).double()
        x = model.embedding(probe()[0])

        states = unrolled(cell, model.rnn, x)

        expected, _ = model.rnn(x)
        torch.testing.assert_close(
            expected, torch.stack([s[0] for s in states[1:]], dim=1), rtol=1e-12, atol=1e-14
        )

    def test_the_share_at_every_lag_is_exact(self, cell: str) -> None:
        """Cut the kernel in two at any step, and the state there has that gradient."""
        model = reader(cell).double()

        found = measured(model, cell)

        expected = [cut_gradient(model, cell, lag) for lag in range(LAG + 1)]
        for road, lengths in found.items():
            wanted = [at[road] / expected[0][road] for at in expected]
            assert wanted == pytest.approx(lengths, rel=1e-9)


def cut_gradient(model: Reader, cell: str, lag: int) -> dict[str, float]:
    """The mean length of the last loss's gradient at the states this many steps before the end."""
    seen, target = probe()
    x = model.embedding(seen).detach()
    before, after = x[:, : LAG + 1 - lag], x[:, LAG + 1 - lag :]
    _, state = model.rnn(before)
    leaves = [s.detach().requires_grad_() for s in (state if cell == "lstm" else (state,))]
    last = leaves[0]
    if lag:
        _, last = model.rnn(after, tuple(leaves) if cell == "lstm" else leaves[0])
        last = last[0] if cell == "lstm" else last
    loss = F.cross_entropy(model.head(last[0]), target, reduction="sum")
    grads = torch.autograd.grad(loss, leaves, allow_unused=True)
    lengths = {"h": float(grads[0][0].norm(dim=1).mean())}
    if cell == "lstm":
        h, c = (leaf.detach()[0] for leaf in leaves)
        through_h = grads[0][0] * (h / c.tanh()) * (1 - c.tanh() ** 2)  # h = o ⊙ tanh(c)
        along_c = 0.0 if grads[1] is None else grads[1][0]
        lengths["c"] = float((through_h + along_c).norm(dim=1).mean())
    return lengths


def test_what_arrives_at_the_inputs_follows() -> None:
    """dL/dx_t of the fused tanh kernel is W_ihᵀ (1 − h_t²) ⊙ dL/dh_t: mind where φ' is taken."""
    model = reader("rnn").double()
    seen, target = probe()
    x = model.embedding(seen).detach().requires_grad_()
    states, _ = model.rnn(x)
    loss = F.cross_entropy(model.head(states[:, -1]), target, reduction="sum")
    (dx,) = torch.autograd.grad(loss, x)

    road = [s[0] for s in unrolled("rnn", model.rnn, x.detach())][1:]
    ours = F.cross_entropy(model.head(road[-1]), target, reduction="sum")
    dh = torch.autograd.grad(ours, road)

    w_ih = next(iter(model.rnn.parameters()))
    expected = [(g * (1 - h**2)) @ w_ih for g, h in zip(dh, road, strict=True)]
    torch.testing.assert_close(dx, torch.stack(expected, dim=1), rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("gain", [0.5, 0.9, 1.0, 1.1])
def test_a_linear_network_obeys_the_law(gain: float) -> None:
    """gain^lag at every lag, also where single precision would long be zero."""
    torch.manual_seed(0)
    model = Reader(4, Gradients(cell="linear", start="orthogonal", gain=gain, hidden=8))
    seen = torch.randint(4, (2, 201))

    found = shares("linear", model.embedding, model.rnn, model.head, seen, seen[:, 0])["h"]

    assert [gain**lag for lag in range(201)] == pytest.approx(found, rel=1e-4)


def test_looking_changes_nothing() -> None:
    """The network keeps its weights, its gradients and its luck."""
    model = reader("lstm")
    before = [p.clone() for p in model.parameters()], torch.get_rng_state()
    measured(model, "lstm")

    assert all(map(torch.equal, before[0], model.parameters()))
    assert all(p.grad is None for p in model.parameters())
    assert torch.equal(before[1], torch.get_rng_state())


def silent(rnn: nn.Module) -> nn.Module:
    """Without weights, so that only the biases speak."""
    with torch.no_grad():
        for weight in list(rnn.parameters())[:2]:
            weight.zero_()
    return rnn


def test_the_forget_bias_is_one_and_not_two() -> None:
    """An LSTM with no weights keeps σ(1) of its c, so the second bias was zeroed."""
    rnn = nn.LSTM(2, 3, batch_first=True)
    begin(rnn, "forget", 1.0, 50)
    with torch.no_grad():
        rnn.bias_ih_l0[6:9] = rnn.bias_hh_l0[6:9] = 0.0  # g: nothing comes in

    _, (_, c) = silent(rnn)(torch.zeros(1, 1, 2), (torch.zeros(1, 1, 3), torch.ones(1, 1, 3)))

    assert [1 / (1 + math.exp(-1))] * 3 == pytest.approx(c.flatten().tolist())


@pytest.mark.parametrize(("start", "sign"), [("chrono", 1), ("wrong-sign", -1)])
def test_chrono_units_keep_their_state(start: str, sign: int) -> None:
    """With no weights a GRU keeps σ(b) of its h, and e^b lies between 1 and lag − 1."""
    rnn = nn.GRU(2, 64, batch_first=True)
    begin(rnn, start, 1.0, 50)
    with torch.no_grad():
        rnn.bias_ih_l0[128:] = rnn.bias_hh_l0[128:] = 0.0  # n: nothing comes in

    kept = silent(rnn)(torch.zeros(1, 1, 2), torch.ones(1, 1, 64))[1].flatten().detach()

    spans = (kept / (1 - kept)) ** sign
    assert 1 <= float(spans.min()) < 10 < 40 < float(spans.max()) <= 49 * (1 + 1e-4)


def test_a_chrono_lstm_lets_in_what_it_does_not_keep() -> None:
    """The input gate's bias is the forget gate's, negated; the other two are as drawn."""
    torch.manual_seed(1)
    plain = nn.LSTM(2, 8)
    torch.manual_seed(1)
    rnn = nn.LSTM(2, 8)
    begin(rnn, "chrono", 1.0, 50)
    i, f, *others = (rnn.bias_ih_l0 + rnn.bias_hh_l0).chunk(4)

    assert torch.equal(i, -f)
    torch.testing.assert_close((plain.bias_ih_l0 + plain.bias_hh_l0)[16:], torch.cat(others))


def test_starts_of_the_recurrent_matrix() -> None:
    """The identity, without biases; a scaled orthogonal one; a Gaussian of a known radius."""
    rnn, linear = nn.RNN(3, 5, nonlinearity="relu"), LinearRNN(3, 5)
    begin(rnn, "identity", 1.0, 50)
    begin(linear, "orthogonal", 0.9, 50)
    w = list(linear.parameters())[1]

    assert torch.equal(torch.eye(5), rnn.weight_hh_l0)
    assert not rnn.bias_ih_l0.any() and not rnn.bias_hh_l0.any()
    torch.testing.assert_close(0.81 * torch.eye(5), w @ w.T)
    assert 1.1 == pytest.approx(float(torch.linalg.eigvals(gaussian(20, 1.1)).abs().max()))


def test_every_variant_starts_as_it_says() -> None:
    """A start that a cell has no use for would be a slip in the page."""
    for settings in VARIANTS.values():
        plain = reader(settings["cell"])
        begun = reader(**settings)
        changed = not all(map(torch.equal, plain.rnn.parameters(), begun.rnn.parameters()))

        assert changed == (settings["start"] != "default")


def test_recall_asks_for_the_first_symbol_only() -> None:
    """Lag steps after it, and nothing before."""
    seen, target = Recall(4, 7, CPU).get_batch(5)

    assert (5, 8) == seen.shape == target.shape
    assert torch.equal(seen[:, 0], target[:, -1])
    assert (target[:, :-1] == IGNORED).all()


def unlike(length: int) -> str:
    """A text in which no character comes twice."""
    return "".join(chr(0x4E00 + i) for i in range(length))


def test_what_is_held_out_is_never_trained_on() -> None:
    """A tenth, from all over the text, and in no window that is drawn."""
    corpus = numbered(unlike(3000))
    language = Language(corpus, 20, 10, CPU)
    drawn = {int(code) for _ in range(300) for code in language.get_batch(32)[0].flatten()}
    held = set(corpus.held_out.flatten().tolist())

    assert 300 == len(held)
    assert not held & set(corpus.training.flatten().tolist())
    assert not held & drawn
    assert [3] * 10 == [sum(i * 300 <= h < (i + 1) * 300 for h in held) // 10 for i in range(10)]


def test_windows_are_followed_by_themselves() -> None:
    """The target of each position is the next one's code."""
    seen, target = Language(numbered(unlike(1000)), 20, 10, CPU).get_batch(16)

    assert (16, 20) == seen.shape
    assert torch.equal(seen[:, 1:], target[:, :-1])


def test_the_probe_ends_with_what_really_followed() -> None:
    """Eight pieces of lag + 1 characters, and the one after each."""
    language = Language(numbered(unlike(2000)), 20, 30, CPU)
    seen, target = language.probe()

    assert (8, 31) == seen.shape
    place = {int(code): i for i, code in enumerate(language.text)}
    assert [place[int(s)] + 1 for s in seen[:, -1]] == [place[int(t)] for t in target]


def test_counting_is_witten_and_bells() -> None:
    """Character by character in plain Python, on a text that repeats itself a little."""
    luck = Random(0)
    text = "".join(luck.choice("aabc ") for _ in range(400))
    corpus = numbered(text)

    found = nats(corpus.training, corpus.held_out, len(corpus.alphabet))

    rows = ["".join(corpus.alphabet[c] for c in row) for row in corpus.training]
    lines = ["".join(corpus.alphabet[c] for c in line) for line in corpus.held_out]
    for order in range(1, 6):
        paid = [
            -math.log(likely(rows, line[max(0, i - order + 1) : i], line[i], corpus.alphabet))
            for line in lines
            for i in range(1, len(line))
        ]
        assert sum(paid) / len(paid) == pytest.approx(found[order - 1])


def likely(rows: list[str], past: str, character: str, alphabet: str) -> float:
    """p(character | past), falling back on a past without its first character."""
    lower = likely(rows, past[1:], character, alphabet) if past else 1 / len(alphabet)
    after = Counter(
        row[i + len(past)]
        for row in rows
        for i in range(len(row) - len(past))
        if row[i : i + len(past)] == past
    )
    total = after.total()
    return (after[character] + len(after) * lower) / (total + len(after)) if total else lower


def test_counting_copes_with_thousands_of_characters() -> None:
    """Strings that do not fit into 64 bits are left out; the score is what is left."""
    corpus = numbered(unlike(9000) * 2)

    assert all(map(math.isfinite, nats(corpus.training, corpus.held_out, 9000)))


def test_the_village_knows_what_it_costs() -> None:
    """The same text every time, where every test is the animal of the last name."""
    told = village()

    assert told == village()
    for at, distance in told.tests[:200]:
        name = told.text[: at - distance].split()[-1]
        assert told.text[at : at + 20].startswith(ANIMALS[name])
    assert len(set(ANIMALS.values())) == len({animal[0] for animal in ANIMALS.values()})


def test_nobody_pays_less_than_the_grammar() -> None:
    """What counting needs is above what the choices amount to."""
    told = village()
    corpus = numbered(told.text, told.tests, told.nats)

    assert corpus.grammar is not None
    assert corpus.grammar < min(corpus.counted)
    assert len(corpus.near) > 30 and len(corpus.far) > 50


@pytest.mark.parametrize("temperature", [0.05, 1.0])
def test_what_is_written_is_what_the_network_would_draw(temperature: float) -> None:
    """Character by character, from one whole pass's scores divided by the temperature."""
    corpus = numbered("to go down, to go far, to go home. " * 10)
    model = reader("lstm")
    model.embedding, model.head = nn.Embedding(20, 5), nn.Linear(6, len(corpus.alphabet))
    written = write(model, corpus, "to", temperature, CPU, torch.Generator().manual_seed(1))
    luck = torch.Generator().manual_seed(1)

    logits, _ = model(torch.tensor([corpus.encode(written)]))
    chances = (logits[0, 1:-1] / temperature).softmax(-1)
    drawn = [int(torch.multinomial(p, 1, generator=luck)) for p in chances]

    assert corpus.encode(written)[2:] == drawn


def test_the_score_is_the_mean_over_all_but_first_characters() -> None:
    """Nats a character, each line from an empty state."""
    corpus = numbered(unlike(4) * 300)
    model = reader("gru")
    lines = torch.from_numpy(corpus.held_out).long()

    logits, _ = model(lines[:, :-1])
    paid = -logits.log_softmax(-1).gather(2, lines[:, 1:, None])

    assert float(paid.mean().detach()) == pytest.approx(score(model, lines), rel=1e-6)


def test_the_map_shows_the_latest_column_measured() -> None:
    """On an even grid of steps, lag 0 at the low end, and never wider than a message allows."""
    grid = grown([(1, [0.0, -1.0]), (4, [0.0, -2.0])], 1)

    assert [[0.0] * 4, [-1.0, -1.0, -1.0, -2.0]] == grid.cells
    assert ((1, 4), (0, 1)) == (grid.x, grid.y)
    assert 60 == len(grown([(step, [0.0]) for step in range(1, 500)], 50).cells[0])
    assert [0, 1, 2] == thinned(2)
    assert (51, 0, 500) == (len(thinned(500)), thinned(500)[0], thinned(500)[-1])


@pytest.mark.train
def test_the_first_and_the_last_step_are_always_looked_at() -> None:
    """And forty between, however many steps there are."""

    def due(step: int, total: int) -> bool:
        state = EngineState(Randomness(0, CPU), total=total)
        return Run(0, CPU, None, state).time_to_show(step, 40, apart=3, first=(1,))

    assert [1, 3, 6, 8] == [step for step in range(1, 9) if due(step, 8)]
    assert 42 == sum(due(step, 4001) for step in range(1, 4002))


@pytest.mark.parametrize(("window", "lag"), [(64, 50), (10, 3), (50, 200), (1, 1)])
def test_the_shortest_text_that_is_taken_is_enough(window: int, lag: int) -> None:
    """One window, one probe and one held-out line can be drawn from it."""
    corpus = numbered(unlike(shortest(window, lag)))
    language = Language(corpus, window, lag, CPU)

    assert (2, window) == language.get_batch(2)[0].shape
    assert (8, lag + 1) == language.probe()[0].shape
    assert corpus.held_out.shape[1] >= 2
    assert np.isfinite(corpus.counted).all()
