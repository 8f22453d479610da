"""Exercises that are training loops: their mistakes are found, by values and by the bar."""

from importlib import import_module

import pytest

from lessons.kit.practice.check import check
from lessons.kit.practice.code import written
from lessons.kit.practice.exercise import Exercise
from lessons.kit.practice.text import read
from tests.tools.places import ROOT

NO_SHIFT = ("torch.cat([first, target[:, :-1]], dim=1)", "target")
LAST = ("    model.load_state_dict(kept)\n", "")
NOT_COPIED = ("best, kept = epoch, copy.deepcopy(model.state_dict())", "best, kept = epoch, model."
              "state_dict()")  # fmt: skip
LOOPS = {
    "lesson02_gradients.practice.truncated": (" = state.detach()", " = None"),
    "lesson07_optimizers.practice.train_scheduled": ('group["lr"] = rate(step)',
                                                     'group["lr"] = 0.1'),
    "lesson08_depth.practice.train_and_test": ("        model.eval()\n", ""),
    "lesson09_overfitting.practice.keep_the_best": NOT_COPIED,
    "lesson12_sequences.practice.teacher_forcing": NO_SHIFT,
    "lesson17_vae.practice.train_vae": ("nats.sum(dim=1)", "nats.mean(dim=1)"),
    "lesson18_gan.practice.train_gan": ("F.softplus(-discriminator(generator",
                                        "F.softplus(discriminator(generator"),
    "lesson19_compression.practice.train_student": ("student.parameters()", "teacher.parameters()"),
    "lesson21_contrastive.practice.stop_gradient": (".detach()", ""),
}  # fmt: skip
"""For each a mistake that the bar alone finds."""
OTHERS = [
    ("lesson02_gradients.practice.truncated", " = state.detach()", " = state", "second time"),
    ("lesson08_depth.practice.train_and_test", "        with torch.no_grad():\n    ", "",
     "['0.passes_with_gradients'] is"),
    ("lesson08_depth.practice.train_and_test", "        model.train()\n", "", "after the call['"),
    ("lesson09_overfitting.practice.keep_the_best", *LAST, "`model` after the call['1.weight'] is"),
    ("lesson09_overfitting.practice.keep_the_best", *NOT_COPIED,
     "`model` after the call['1.weight'] is"),
    ("lesson18_gan.practice.train_gan", "        d_optimizer.zero_grad()\n", "", "result"),
    ("lesson19_compression.practice.train_student", "    teacher.eval()\n", "", "result[0] is"),
]  # fmt: skip


def of(name: str, old: str = "", new: str = "") -> tuple[Exercise, str]:
    """An exercise, and its solution with a mistake in it."""
    text = read(ROOT / "lessons" / f"{name.replace('.', '/')}.py").solution
    assert not old or old in text
    exercise: Exercise = import_module(f"lessons.{name}").exercise
    return exercise, text.replace(old, new)


@pytest.mark.train
@pytest.mark.parametrize("name", LOOPS)
def test_a_wrong_loop_misses_the_bar(name: str) -> None:
    """The run itself shows it, and so does the comparison of the first batches."""
    exercise, text = of(name, *LOOPS[name])

    assert exercise.claim
    assert not exercise.claim(written(exercise, text)).holds
    assert not check(exercise, text).is_passed


@pytest.mark.parametrize(("name", "old", "new", "says"), OTHERS)
def test_a_mistake_is_told_in_its_own_words(name: str, old: str, new: str, says: str) -> None:
    """Of what the network is like after the call, too."""
    feedback = check(*of(name, old, new))

    assert not feedback.is_passed
    assert says in feedback.says, feedback
