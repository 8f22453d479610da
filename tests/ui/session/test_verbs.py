"""The verbs of `:` that plan the next run, without a screen."""

import pytest

from lessons.kit import Trouble
from tui_lab.screens.lesson.commands import COMMANDS
from tui_lab.screens.lesson.guide.line_hints import completions
from tui_lab.session.actions.verbs import VERBS, Change, pairs_in
from tui_lab.session.session import Session


@pytest.mark.parametrize(
    ("typed", "change", "planned"),
    [
        ("set lr 0.5", Change("lr", live=True), lambda plan: plan.config["lr"] == 0.5),
        ("set lr=0.5", Change("lr", live=True), lambda plan: plan.config["lr"] == 0.5),
        ("set batch 16", Change("batch", live=False), lambda plan: plan.config["batch"] == 16),
        ("seed 7", Change("the seed"), lambda plan: plan.seeds == [7]),
        ("seeds 3", Change("the number of seeds"), lambda plan: len(plan.seeds) == 3),
        ("preset sweep", Change("the preset sweep"), lambda plan: plan.preset == "sweep"),
        ("data lesson", Change("the data"), lambda plan: plan.data is None),
        ("device cpu", Change("the device"), lambda plan: plan.device == "cpu"),
        ("device", Change("the device"), lambda plan: plan.device == "auto"),
    ],
)
def test_a_verb_plans_and_says_what_it_changed(
    typed: str, change: Change, planned: object, session: Session
) -> None:
    """The plan is another one, and whoever offers to restart knows what for."""
    verb, *words = typed.split()

    assert change == VERBS[verb](session, words)
    assert callable(planned) and planned(session.plan)


@pytest.mark.parametrize("words", [[], ["?"], ["1.5"], ["-1"], ["1", "2"], ["9" * 40]])
@pytest.mark.parametrize("verb", sorted(set(VERBS) - {"device"}))
def test_what_cannot_be_is_refused_in_words_and_plans_nothing(
    verb: str, words: list[str], session: Session
) -> None:
    """Nothing behind the verb, too much, or something else."""
    before = session.plan
    with pytest.raises(Trouble) as refused:
        VERBS[verb](session, words)

    assert str(refused.value)
    assert before == session.plan


def test_every_command_can_be_completed(session: Session) -> None:
    """All but the short form of quit stand in what the line suggests."""
    suggested = {words.split()[0] for words in completions(session.lesson)}

    assert suggested | {"q"} == set(COMMANDS)


def test_of_settings_that_are_typed_twice_the_last_counts() -> None:
    """A word without a value has an empty one, which its knob refuses."""
    assert {"lr": "2=3", "at": "", "noise": ""} == pairs_in(["lr=1", "", "lr=2=3", "at=", "noise"])
