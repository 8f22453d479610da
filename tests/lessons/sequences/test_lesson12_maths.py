"""What lesson 12 writes out by hand, against torch; its tasks, against what they are to ask."""

from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from lessons.kit.speed.unrolled import Celled
from lessons.lesson12_sequences import Sequences, cells, counting
from lessons.lesson12_sequences.measures import influence, truth_table
from lessons.lesson12_sequences.model import Reader
from lessons.lesson12_sequences.tasks import IGNORED, Generated
from lessons.shared.padded import pooled, reversed_padded

CPU = torch.device("cpu")
SIZES = st.tuples(st.integers(1, 5), st.integers(1, 9), st.integers(1, 4), st.integers(1, 6))
STEPS: dict[str, Any] = {
    "rnn": cells.rnn_step, "gru": cells.gru_step, "lstm": cells.lstm_step,
}  # fmt: skip


@pytest.mark.parametrize("name", list(STEPS))
@given(size=SIZES)
@settings(max_examples=25, deadline=None)
def test_a_cell_by_hand_is_torchs(name: str, size: tuple[int, int, int, int]) -> None:
    """Every state, for any batch, length, inputs and width: to 1e-12 in float64."""
    batch, length, inputs, width = size
    torch.manual_seed(sum(size))
    cell = cells.CELLS[name](inputs, width, batch_first=True, dtype=torch.float64)
    x = 3 * torch.randn(batch, length, inputs, dtype=torch.float64)

    ours = cells.unrolled(STEPS[name], x, cells.Weights.of(cell))

    torch.testing.assert_close(cell(x)[0].detach(), ours, rtol=0, atol=1e-12)


def test_the_slips_give_other_states_and_no_error() -> None:
    """The cells are exact; h by c's formula and r inside the product are not."""
    apart = cells.compared(torch.randn(4, 10, 2), 8)

    assert max(apart[name] for name in ("RNN", "GRU", "LSTM")) < 1e-12
    assert min(value for name, value in apart.items() if "," in name) > 1e-3


def test_a_gru_is_not_handed_an_lstms_pair() -> None:
    """torch refuses (h, c) for a GRU; but (h, c) = what a GRU of two ways returns unpacks."""
    gru = nn.GRU(2, 3, batch_first=True, bidirectional=True)
    x, zero = torch.randn(4, 5, 2), torch.zeros(2, 4, 3)
    with pytest.raises((AttributeError, TypeError, RuntimeError)):
        gru(x, (zero, zero))

    states, (h, c) = gru(x)

    torch.testing.assert_close(states[:, -1, :3], h)
    torch.testing.assert_close(states[:, 0, 3:], c)  # no cell: the state of the other way


@given(
    cell=st.sampled_from(["rnn", "gru", "lstm"]), both=st.booleans(), inputs=st.integers(1, 20),
    outputs=st.integers(1, 9), hidden=st.integers(1, 40),
)  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_weights_are_counted_as_torch_has_them(
    cell: str, both: bool, inputs: int, outputs: int, hidden: int
) -> None:
    """By the formula; and the width for so many weights is that width again."""
    made = cells.CELLS[cell](inputs, hidden, bidirectional=both)
    head = nn.Linear(hidden * (1 + both), outputs)
    total = sum(weight.numel() for part in (made, head) for weight in part.parameters())

    assert total == counting.weights(cell, inputs, hidden, outputs, bidirectional=both)
    assert hidden == counting.width_for(total, cell, inputs, outputs, bidirectional=both)


@given(wanted=st.integers(1, 50_000), cell=st.sampled_from(["rnn", "gru", "lstm"]))
@settings(max_examples=100, deadline=None)
def test_no_other_width_is_nearer(wanted: int, cell: str) -> None:
    """One unit more or less is farther from so many weights, or as far."""

    def away(hidden: int) -> int:
        return abs(counting.weights(cell, 3, hidden, 2, bidirectional=False) - wanted)

    found = counting.width_for(wanted, cell, 3, 2, bidirectional=False)

    assert away(found) <= min(away(found + 1), away(max(1, found - 1)))


def test_a_stacked_lstm_is_torchs_forward_and_back() -> None:
    """Each network's states, and the gradients of its weights, to 1e-12."""
    torch.manual_seed(0)
    many, steps, batch, inputs, width = 3, 6, 4, 2, 5
    alone = [nn.LSTM(inputs, width, dtype=torch.float64) for _ in range(many)]
    x, weigh = (torch.randn(steps, many, batch, n, dtype=torch.float64) for n in (inputs, width))
    w_ih, w_hh, b_ih, b_hh = (
        torch.stack([getattr(each, f"{name}_l0").detach() for each in alone]).requires_grad_()
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )

    stacked: Any = Celled
    states = stacked.apply(x @ w_ih.mT + (b_ih + b_hh)[:, None], w_hh)
    (states * weigh).sum().backward()

    for place, each in enumerate(alone):
        theirs = each(x[:, place])[0]
        (theirs * weigh[:, place]).sum().backward()
        torch.testing.assert_close(theirs.detach(), states[:, place].detach(), rtol=0, atol=1e-12)
        for name, ours in (("weight_ih", w_ih), ("weight_hh", w_hh), ("bias_ih", b_ih)):
            grad = getattr(each, f"{name}_l0").grad
            torch.testing.assert_close(grad, ours.grad[place], rtol=0, atol=1e-12)  # type: ignore[index]


def drawn(n: int = 200, **chosen: Any) -> tuple[Generated, Any]:
    """A task, and sequences of it."""
    torch.manual_seed(1)
    task = Generated(Sequences(**{"length": 12} | chosen), CPU, seed=0)
    return task, task.draw(n)


@pytest.mark.parametrize("task", ["xor", "and", "parity", "delay", "next", "odd"])
def test_the_tags_are_what_the_task_says(task: str) -> None:
    """Worked out once more from the bits that are read."""
    _, batch = drawn(task=task, gap=4)
    bits = (batch.x[:, :, 0] > 0).long()
    wanted = {
        "xor": bits[:, :-1] ^ bits[:, 1:], "and": bits[:, :-1] & bits[:, 1:], "next": bits[:, 1:],
        "parity": bits.cumsum(1) % 2, "delay": bits[:, :-4], "odd": bits.sum(1) % 2,
    }[task]  # fmt: skip
    ours = {"xor": slice(0, 11), "and": slice(0, 11), "next": slice(0, 11),
            "delay": slice(4, None)}.get(task, slice(None))  # fmt: skip

    asked = batch.y if task == "odd" else batch.y[:, ours]
    assert torch.equal(wanted, asked)
    if task in ("xor", "and"):
        assert (batch.y[:, -1] == IGNORED).all()


@given(shortest=st.integers(1, 12), task=st.sampled_from(["xor", "parity", "odd", "adding"]))
@settings(max_examples=40, deadline=None)
def test_padding_is_zeros_behind_what_is_real(shortest: int, task: str) -> None:
    """And no tag is asked there; two numbers of each sequence are marked, within its length."""
    _, batch = drawn(n=50, task=task, shortest=shortest)
    is_padding = torch.arange(12) >= batch.lengths[:, None]

    assert (batch.lengths >= min(shortest, 12)).all() and (batch.lengths <= 12).all()
    assert (batch.x[is_padding] == 0).all()
    if task == "adding":
        assert (batch.x[:, :, 1].sum(1) <= 2).all()
        torch.testing.assert_close(batch.x.prod(2).sum(1), batch.y)
    elif task != "odd":
        assert (batch.y[is_padding] == IGNORED).all()


@pytest.mark.parametrize("late", [0, 2])
@pytest.mark.parametrize("both", [False, True])
def test_padding_changes_no_answer(late: int, both: bool) -> None:
    """A sequence alone, and the same one padded beside longer ones: read both ways, and late."""
    task, batch = drawn(n=30, shortest=3)
    model = Reader(task, Sequences(length=12, bidirectional=both, late=late))
    said = model(batch.x, batch.lengths)

    for row, length in enumerate(batch.lengths.tolist()):
        alone = model(batch.x[row : row + 1, :length], batch.lengths[row : row + 1])
        torch.testing.assert_close(alone[0], said[row, :length])


def test_the_read_at_the_end_of_the_padding_is_another_state() -> None:
    """Of the longest it is the last one; of all others it is not."""
    states, lengths = torch.randn(3, 5, 2), torch.tensor([5, 3, 1])
    last, padded = (pooled(states, lengths, read) for read in ("last", "padded"))

    assert torch.equal(last[0], padded[0])
    assert not torch.equal(last[1:], padded[1:])
    assert torch.equal(states, reversed_padded(reversed_padded(states, lengths), lengths))


@pytest.mark.parametrize(
    ("settings", "sees"),
    [({}, 0), ({"late": 1}, 1), ({"late": 2}, 2), ({"bidirectional": True}, 3)],
)
def test_a_network_sees_as_far_ahead_as_it_has_read(settings: dict[str, Any], sees: int) -> None:
    """Nothing, one step, two, or all of it; and never anything beyond, not in the last bit."""
    task, _ = drawn()
    curve = influence(Reader(task, Sequences(length=12, **settings)), task, task.test, far=6)
    ahead = {k: moved for k, moved in curve if k > 0}

    assert [k <= sees for k in ahead] == [moved > 0 for moved in ahead.values()]


def test_the_truth_table_is_the_mean_over_pairs() -> None:
    """Of a network that says the XOR itself."""
    _, batch = drawn()
    tags = batch.y.clamp(min=0)
    said = torch.stack([1.0 - tags, tags.float()], 2) * 100

    torch.testing.assert_close(torch.tensor([[0.0, 1], [1, 0]]), truth_table(said, batch))
