"""What a learner reads when the file is not right: the fault, the line, the smallest input."""

from types import ModuleType

import pytest
import torch

from lessons.kit.practice.check import check
from lessons.kit.practice.compare import difference
from lessons.kit.practice.feedback import Feedback
from lessons.kit.practice.text import read
from lessons.lesson03_clipping.practice import (
    clip_by_norm,
    clip_by_unit,
    clip_by_value,
    train_clipped,
)
from lessons.lesson16_bert.practice import freeze
from lessons.lesson18_gan.practice import r1_penalty
from lessons.lesson20_interpretability.practice import saliency
from tests.tools.places import ROOT

HEAD = "import torch\nfrom torch import Tensor\n\n"


ODD = """
class Odd:
    def __repr__(self): return 1 / 0
    def __len__(self): return 1 / 0
class Strange(Exception):
    def __str__(self): return 1 / 0
"""


def by_value(body: str, head: str = HEAD) -> Feedback:
    """The feedback about this body of clip_by_value; it begins at line 5."""
    text = f"{head}def clip_by_value(gradients, largest):\n    {body}\n{ODD}"
    return check(clip_by_value.exercise, text)


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ('raise NotImplementedError("write this")', "unwritten", "still to be written"),
        ("return [g.clamp(-largest, largest) for g in gradients]", "passed", "calls"),
        ("pass", "wrong", "the result is None: is a `return` missing?"),
        ("return [g.clamp(max=largest) for g in gradients]", "wrong", "result[0] is -"),
        ("return [g.clamp(-largest, largest).sum() for g in gradients]", "wrong",
         "result[0] has the shape (), expected (1,)"),
        ("return [g.clamp(-largest, largest).double() for g in gradients]", "wrong",
         "the dtype torch.float64, expected torch.float32"),
        ("return [g.clamp_(-largest, largest) for g in gradients]", "wrong",
         "it changes its input `gradients` in place"),
        ("return [g * float('nan') for g in gradients]", "wrong", "result[0] is nan at [0]"),
        ("return gradients[0]", "wrong", "result is a tensor of shape (1,)"),
        ("return [g[9] for g in gradients]", "error", "line 5: IndexError"),
        ("exit()", "error", "line 5: it calls exit()"),
        ("return clip_by_value(gradients, largest)", "stopped", "calls itself without end"),
        ("return [torch.empty(2**50) for g in gradients]", "stopped", "too much memory"),
        ("return [g.clamp(-largest, largest for g in gradients]", "unreadable", "line 5 is no"),
        ("import no_such_thing", "error", "`no_such_thing`, which is not installed"),
        ("return input()", "error", "line 5:"),
        ("return (g for g in gradients)", "wrong", "result is of type generator"),
        ("return [g.to('meta') for g in gradients]", "wrong", "of the kind meta, expected cpu"),
        ("return [g.to_sparse() for g in gradients]", "wrong", "of the kind torch.sparse_coo"),
        ("return Odd()", "wrong", "result is of type Odd"),
        ("raise Strange", "error", "it raises Strange, which cannot say what it is"),
        ("pass\n\0", "unreadable", "this is no Python: source code string cannot contain null"),
        ("torch.nn.utils.clip_grad_value_(gradients, largest)", "wrong",
         "line 5 uses `clip_grad_value_`"),
    ],
)  # fmt: skip
def test_every_fault_has_a_sentence_of_its_own(body: str, status: str, says: str) -> None:
    """With the line where it is about one."""
    feedback = by_value(body)

    assert (status, True) == (feedback.status, says in feedback.says), feedback


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("torch.set_grad_enabled(False)", "turns gradients off for all code after it"),
        ("torch.set_default_dtype(torch.float64)", "changes the default dtype"),
        ("torch.set_default_device('meta')", "changes the default device"),
        ("torch.isclose = lambda *a, **k: torch.ones(1, dtype=torch.bool)", "`torch.isclose`"),
        ("torch.Tensor.clamp = lambda g, *a: g", "replaces `Tensor.clamp`"),
        ("torch.allclose = torch.isclose = torch.equal", "replaces `torch."),
    ],
)
@pytest.mark.parametrize("place", ["at the top", "in the function"])
def test_what_all_code_shares_is_put_back(line: str, says: str, place: str) -> None:
    """It is told, and the next check is as always."""
    body = "return [g.clamp(-largest, largest) for g in gradients]"
    is_top = place == "at the top"
    feedback = by_value(body if is_top else f"{line}; {body}", HEAD + f"{line}\n" * is_top)

    assert ("wrong", True) == (feedback.status, says in feedback.says), feedback
    assert by_value(body).is_passed


@pytest.mark.parametrize(
    ("exercise", "old", "new", "says"),
    [
        (freeze, "parameter.requires_grad_(name.startswith(prefix))",
         "parameter.requires_grad = parameter.requires_grad or name.startswith(prefix)", ""),
        (freeze, "return trained", "model.eval(); return trained",
         "`model` after the call is in evaluation mode, expected training"),
        (freeze, "return trained", "[p.requires_grad_() for p in model.parameters()]; "
         "return trained", "is trained, expected frozen"),
        (r1_penalty, ", create_graph=True", "", "the result has no gradient"),
        (r1_penalty, ".detach().requires", ".requires", "changes its input `real`"),
        (r1_penalty, "return gamma", "slopes = slopes.detach().requires_grad_(); return gamma",
         "its gradient by `discriminator` is not"),
        (saliency, "x.detach().requires", "x.requires", "changes its input `x`"),
        (train_clipped, "    optimizer.zero_grad()\n", "    pass\n", "result[2] is"),
        (train_clipped, "loss.item()", "loss", "holds its whole graph: .item() makes it"),
        (train_clipped, "return losses", "optimizer.step(); return losses",
         "`model` after the call['"),
    ],
)  # fmt: skip
def test_what_a_call_leaves_behind_is_compared(
    exercise: ModuleType, old: str, new: str, says: str
) -> None:
    """Weights, what is trained, the mode, and gradients that go on: not only what is returned."""
    name = f"{exercise.__name__.replace('.', '/')}.py"
    solution = read(ROOT / name).solution
    assert 1 == solution.count(old)
    feedback = check(exercise.exercise, solution.replace(old, new))

    assert ("wrong", True) == (feedback.status, says in feedback.says), feedback


def test_a_file_without_the_function_says_so() -> None:
    """The name is told, since it is the name that is checked."""
    feedback = check(clip_by_value.exercise, "def clip(gradients, largest): ...\n")

    assert "your file has no function `clip_by_value`" == feedback.says


def test_a_file_that_leaves_while_it_is_loaded_says_so() -> None:
    """Its own line is named."""
    feedback = check(clip_by_value.exercise, "import sys\nsys.exit(3)\n")

    assert ("error", 2) == (feedback.status, feedback.line)


def test_the_smallest_input_that_shows_a_fault_is_told() -> None:
    """A norm for each gradient, not for all: one gradient does not show it, two numbers do."""
    text = HEAD + (
        "def clip_by_norm(gradients, longest):\n"
        "    norm = torch.cat([g.flatten() for g in gradients]).norm()\n"
        "    return [g * (longest / g.norm().clamp(min=1e-12)).clamp(max=1) for g in gradients]"
        ", norm\n"
    )
    feedback = check(clip_by_norm.exercise, text)

    assert feedback.case
    shown = feedback.case.inputs["gradients"]
    assert "wrong" == feedback.status
    assert 2 <= shown.count(".") <= 4, shown
    assert feedback.case.expected != feedback.case.got


def test_an_edge_is_told_by_its_name() -> None:
    """Without a least length for weights it is right everywhere else."""
    text = HEAD + (
        "def clip_by_unit(weight, gradient, ratio):\n"
        "    allowed = ratio * weight.norm(dim=1, keepdim=True)\n"
        "    return gradient * (allowed / gradient.norm(dim=1, keepdim=True)).clamp(max=1.0)\n"
    )
    feedback = check(clip_by_unit.exercise, text)

    assert feedback.case
    assert "weights of zero" == feedback.case.name
    assert feedback.passed == feedback.of - 2


@pytest.mark.parametrize(
    ("expected", "got", "says"),
    [
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.00001]), ""),
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.1]), "result is 2.1 at [1], expected 2"),
        (torch.tensor([1.0, 2.0]), [1.0, 2.0], "of type list, expected a tensor of shape (2,)"),
        (torch.tensor(float("nan")), torch.tensor(float("nan")), ""),
        (torch.tensor(float("inf")), torch.tensor(1e30), "expected inf"),
        (torch.tensor([True, False]), torch.tensor([True, True]), "True at [1], expected False"),
        (2.0, torch.tensor(2.0), ""),
        (2.0, torch.tensor([2.0]), "a tensor of shape (1,), expected a number"),
        (torch.tensor(2.0), 2.0, ""),
        (2, True, "expected a number"),
        ((1, 2), [1, 2], ""),
        ((1, 2), (1, 2, 3), "has 3 values, expected 2"),
        ({"a": 1}, {"a": 2}, "result['a'] is 2, expected 1"),
        ({"a": 1}, {"b": 1}, "has the keys ['b'], expected ['a']"),
        ("yes", "no", "result is 'no', expected 'yes'"),
        (None, 3, ""),
    ],
)  # fmt: skip
def test_the_first_difference_is_told(expected: object, got: object, says: str) -> None:
    """In the words of shapes, dtypes and places; "" where there is none."""
    found = difference(expected, got, 1e-4)

    assert says in found
    assert bool(says) == bool(found)
