"""What lesson 4 claims is so, on runs made here; and where it is not so, the verdict says so."""

from pathlib import Path
from typing import Any

import pytest
import torch

import lessons
from lessons.kit import History
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import PictureEvent
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson4")


def ran(*variants: str, **settings: Any) -> Told:
    """What was recorded of a run, and its verdicts by claim."""
    return trained(LESSON, *variants, **{"every": 100, **settings})


@pytest.fixture(scope="module")
def default() -> Told:
    """What a learner sees first, without the two slowest: no claim on the default run but one
    needs them, and that one is asked below of a file. Somewhat smaller it takes half as long.
    """
    return ran("rnn", "lstm", "lstm-padded", batch=32, hidden=40, every=350)


@pytest.fixture(scope="module")
def timid() -> Told:
    """A learning rate at which nothing is learned."""
    return ran("rnn", "lstm", "bilstm", lr=1e-6, batch=2, embed=8, hidden=8, every=600)


@pytest.mark.parametrize(
    "claim",
    [
        "words-alone-are-blind", "lstm-reads-order", "padding-blinds", "order-matters",
        "negation-understood", "gates-help",
    ],
)  # fmt: skip
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the networks holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


@pytest.mark.parametrize(
    "claim",
    [
        "lstm-reads-order", "order-matters", "negation-understood", "gates-help",
        "learned-something",
    ],
)  # fmt: skip
def test_a_tiny_learning_rate_refutes(timid: Told, claim: str) -> None:
    """Networks that have learned nothing bear out nothing."""
    assert "fails" == timid[1][claim]


def test_without_padding_to_speak_of_the_bug_does_no_harm() -> None:
    """The claim that it blinds fails there, and the preset's claim holds against three fillers."""
    history, verdicts = ran("padded-0", "padded-6", preset="filler", steps=700)
    fake = History()
    fake.planned, fake.seeds, fake.variants = history.planned, [0], ["lstm-padded"]
    fake.tracks[("lstm-padded", 0)] = history.track("padded-0", 0)
    judged = next(claim for claim in LESSON.claims if claim.name == "padding-blinds").judge(fake)

    assert "holds" == verdicts["bug-needs-padding"]
    assert judged is not None
    assert not judged.holds


def test_a_line_sees_order_where_it_may_look_at_more(
    default: Told,
) -> None:
    """Single words tell nothing; pairs of words tell something, and both stand in the figures."""
    history, _ = default

    assert history.last("lstm", "linear")[0] < 0.6
    assert history.last("lstm", "linear")[0] + 0.05 < history.last("lstm", "linear_pairs")[0]
    assert 0.5 == history.last("lstm", "majority")[0]


def test_an_unknown_word_is_not_padding() -> None:
    """A code of its own is better than being counted out."""
    _, verdicts = ran("as-padding", "word-dropout", preset="unknown")

    assert "holds" == verdicts["unknown-is-no-padding"]


def test_where_every_word_is_known_the_code_does_not_matter() -> None:
    """The claim can fail: without unseen words there is nothing to gain."""
    _, verdicts = ran(
        "as-padding", "word-dropout", preset="unknown", unseen=False, fillers=0, batch=16
    )

    assert "fails" == verdicts["unknown-is-no-padding"]


def test_a_plain_rnn_can_be_read_better() -> None:
    """From all its states, not from the last alone."""
    _, verdicts = ran("rnn-last", "rnn-max", preset="pooling", fillers=1)

    assert "holds" == verdicts["reading-matters"]


def test_twelve_sentences_teach_nothing() -> None:
    """They are known by heart, and the others are not known."""
    history, verdicts = ran(preset="twelve", every=10)

    assert "holds" == verdicts["twelve-teach-nothing"]
    assert [1.0] == history.last("lstm", "valid_accuracy")


def test_the_default_run_answers_its_predictions(
    default: Told,
) -> None:
    """Each answer is one of the choices, and the one that the story explains."""
    predictions = [p for p in LESSON.predictions if "bilstm" not in p.needs]
    answers = [prediction.answer(default[0]) for prediction in predictions]

    assert ["about half, like a coin", "all of it"] == answers
    assert all(a in p.choices for a, p in zip(answers, predictions, strict=True))


def test_too_few_steps_decide_nothing() -> None:
    """Before that the lesson holds its tongue, except on what the texts alone show."""
    _, verdicts = ran("lstm", "lstm-padded", steps=20)

    assert "inconclusive" == verdicts["lstm-reads-order"] == verdicts["padding-blinds"]
    assert "holds" == verdicts["words-alone-are-blind"]


def test_the_test_is_looked_at_and_never_chosen_by() -> None:
    """Other test texts, the same training: the weights that are kept stay the same."""
    chosen = []
    for spoiled in (False, True):
        race = Race(LESSON, LESSON.plan(("lstm",), settings={"steps": 6, "every": 2}))
        split = race.data.content.split(LESSON.params())
        kept = list(split.test.labels)
        try:
            if spoiled:
                split.test.labels[:] = [1 - label for label in kept]
            while not race.over:
                race.tick()
        finally:
            split.test.labels[:] = kept
        chosen.append(race.network("lstm").engine.state["chosen"].state_dict())

    assert all(torch.equal(chosen[0][name], chosen[1][name]) for name in chosen[0])


def asked(question: str, variant: str = "lstm") -> str:
    race = Race(LESSON, LESSON.plan((variant,), settings={"steps": 3}))
    for _ in range(3):
        race.tick()
    return race.network(variant).answer(question).answer


@pytest.mark.parametrize("variant", ["lstm", "lstm-padded", "bilstm"])
@pytest.mark.parametrize("question", ["dull", "the plot was zorp", "日本", "x " * 500, "\x00"])
def test_any_sentence_gets_a_label_and_a_probability(variant: str, question: str) -> None:
    """Also one of a single word, of unknown words, or longer than any review."""
    answer = asked(question, variant)

    assert answer.startswith(("good, with", "bad, with"))


def test_a_question_that_is_cut_says_so() -> None:
    """As the texts that it learned from are: nobody is to wait for the end of theirs."""
    assert asked("dull " * 500).endswith("Of 500 words only the first 200 were read.")
    assert "only the first" not in asked("dull " * 200)


@pytest.mark.parametrize("question", ["", "  ", "<br />"])
def test_no_words_no_verdict(question: str) -> None:
    """It says so."""
    assert "no word" in asked(question)


def test_an_unknown_word_is_marked() -> None:
    """And a known one is not."""
    answer = asked("the plot was zorp")

    assert "zorp (unknown)" in answer
    assert "plot (unknown)" not in answer


def write_reviews(path: Path, rows: int = 120) -> Path:
    """A file in which one word decides, so that a few steps are enough."""
    lines = ["stars,comment"]
    for row in range(rows):
        word, label = (("lovely", "five"), ("horrid", "one"))[row % 2]
        lines.append(f'{label},"a {word} place, room {row} and garden {row * 7}"')
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.train
def test_the_learners_own_file(tmp_path: Path) -> None:
    """Columns found, classes named, learned, and no claim of the lesson's own data asked."""
    own = write_reviews(tmp_path / "own.csv")
    events = list(LESSON.run("bilstm", data=own, steps=500, every=100, embed=16, hidden=16))
    history = History()
    for event in events:
        history.take_event(event)
    panels = {event.panel for event in events if isinstance(event, PictureEvent)}

    assert {"five": 60, "one": 60} == events[0].data["classes"]
    assert {"train": 86, "valid": 10, "test": 24} == events[0].data["texts"]
    assert 1.0 == history.last("bilstm", "accuracy")[0]
    assert "within 2 points of it" == LESSON.predictions[-1].answer(history)
    assert {"learned-something": "holds"} == {c.name: c.verdict for c in events[-1].claims}
    assert "kind_scores" not in panels
