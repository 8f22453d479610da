"""What lesson 12 claims is so, on runs made here; and where it is not so, the verdict says so."""

from pathlib import Path
from typing import Any

import pytest
import torch

import lessons
from lessons.kit import BadEnvironment, BadUsage, Claim
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import End, PictureEvent
from lessons.lesson12_sequences.display.exported import predicted_rows
from lessons.lesson12_sequences.page.claims import ENOUGH
from lessons.lesson12_sequences.page.comparisons import LEARNED, SHIFTED
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson12")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 30
"""No bar was set by it."""


def ran(*variants: str, **settings: Any) -> Told:
    """What was recorded of a run, and its verdicts by claim."""
    return trained(LESSON, *variants, **{"seed": SEED} | settings)


@pytest.fixture(scope="module")
def default() -> Told:
    return ran(steps=ENOUGH)


@pytest.mark.parametrize(
    "claim",
    [
        "weights-buy-no-future", "twenty-times-the-weights", "both-ways-learns",
        "one-step-late-learns", "blind-to-the-next", "the-next-bit-decides", "by-hand",
    ],
)  # fmt: skip
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the four networks holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


def test_the_default_run_answers_its_predictions(default: Told) -> None:
    """As the story explains it; the others are asked of other runs."""
    answers = [prediction.answer(default[0]) for prediction in LESSON.predictions]

    assert ["birnn and late", "nothing"] == answers[:2]
    assert None is answers[3]


@pytest.mark.parametrize(
    ("preset", "variants", "settings", "claims"),
    [
        ("leak", (), {"steps": 100},
         ["a-leak-beats-the-best", "the-leak-ends", "forward-is-honest"]),
        ("delay", (), {"steps": SHIFTED, "batch": 16},
         ["the-plain-rnn-shifts-best", "equal-weights"]),
        ("padded", ("last", "padded"), {"steps": LEARNED, "batch": 32}, ["padding-blinds"]),
    ],
)  # fmt: skip
def test_a_preset_bears_out(
    preset: str, variants: tuple[str, ...], settings: dict[str, Any], claims: list[str]
) -> None:
    """With the networks that the claims speak of; two on smaller batches, which cost less."""
    verdicts = ran(*variants, preset=preset, **settings)[1]

    assert ["holds"] * len(claims) == [verdicts[claim] for claim in claims]


class Ended:
    """A run that has ended with these values of one scalar, as a claim asks for them."""

    def __init__(self, metric: str, **values: float) -> None:
        self.metric, self.values = metric, values
        self.variants = list(values)

    def finished(self, variant: str) -> bool:
        return True

    def done(self, variant: str) -> int:
        return 10_000

    def last(self, variant: str, metric: str) -> list[float]:
        assert metric in (self.metric, "best")
        return [0.75 if metric == "best" else self.values[variant]]


@pytest.mark.parametrize(
    ("claim", "metric", "so", "not_so"),
    [
        ("gates-keep-parity", "accuracy", {"rnn": 0.5, "gru": 1, "lstm": 1},
         {"rnn": 0.5, "gru": 1, "lstm": 0.5}),
        ("all-keep-short-parity", "accuracy", {"rnn": 1, "gru": 1, "lstm": 1},
         {"rnn": 0.5, "gru": 1, "lstm": 1}),
        ("the-plain-rnn-shifts-best", "accuracy", {"rnn": 1, "gru": 0.9, "lstm": 0.9},
         {"rnn": 1, "gru": 1, "lstm": 0.9}),
        ("the-lstm-does-not-start", "accuracy", {"lstm": 0.5}, {"lstm": 0.7}),
        ("the-plain-rnn-adds-nothing", "error", {"rnn": 0.16}, {"rnn": 0.05}),
        ("the-gru-adds", "error", {"gru": 0.002}, {"gru": 0.16}),
        ("padding-blinds", "accuracy", {"last": 1, "padded": 0.5}, {"last": 1, "padded": 0.99}),
        ("a-leak-beats-the-best", "accuracy", {"birnn": 0.98, "late": 0.98},
         {"birnn": 0.98, "late": 0.75}),
        ("the-leak-ends", "at_end", {"birnn": 0.75, "late": 0.75}, {"birnn": 0.99, "late": 0.7}),
    ],
)  # fmt: skip
def test_a_claim_can_be_false(
    claim: str, metric: str, so: dict[str, float], not_so: dict[str, float]
) -> None:
    """What a run would have to show for it, and what would speak against it."""
    ends: list[Any] = [Ended(metric, **values) for values in (so, not_so)]
    verdicts = [CLAIMS[claim].judge(each) for each in ends]

    assert [True, False] == [verdict and verdict.holds for verdict in verdicts]


def test_too_few_steps_decide_nothing_about_learning() -> None:
    """But they do about what a forward network cannot see."""
    verdicts = ran(steps=2)[1]

    assert "inconclusive" == verdicts["weights-buy-no-future"] == verdicts["both-ways-learns"]
    assert "holds" == verdicts["blind-to-the-next"] == verdicts["twenty-times-the-weights"]


def raced(ticks: int, *variants: str, **settings: Any) -> Race:
    apart = {name: settings.pop(name) for name in ("seeds", "together", "data") if name in settings}
    race = Race(LESSON, LESSON.plan(variants, settings=settings, **apart))
    for _ in range(ticks):
        race.tick()
    return race


@pytest.mark.parametrize(
    ("task", "question", "part"),
    [
        ("xor", "0110", "bit → tag"), ("xor", "0 1, 1", "0 → "), ("xor", "012", "zeros and ones"),
        ("xor", "", "zeros and ones"), ("xor", "1" * 501, "500 at most"),
        ("odd", "0110", "The number of ones is"), ("adding", ".2 .7* .4 1*", "the sum is 1.700"),
        ("adding", ".2 .7", "mark two"), ("adding", "a b", "mark two"), ("adding", "", "mark two"),
    ],
)  # fmt: skip
def test_it_answers_what_is_typed(task: str, question: str, part: str) -> None:
    """In the form that its task has; anything else is answered with how to ask."""
    settings = {"task": task, "length": 6, "batch": 2, "steps": 1}
    network = raced(1, "birnn", **settings).network("birnn")

    assert part in network.answer(question).answer


@pytest.mark.parametrize(
    ("variant", "settings"),
    [
        ("rnn", {}), ("late", {"task": "and"}), ("birnn", {"shortest": 3}),
        ("rnn", {"cell": "gru", "bidirectional": True}),
        ("rnn", {"cell": "lstm", "bidirectional": True, "late": 1, "forget": 1.0}),
        ("rnn", {"task": "odd", "shortest": 2, "read": "mean"}),
        ("rnn", {"task": "adding", "cell": "lstm"}),
    ],
)  # fmt: skip
def test_seeds_in_one_loop_learn_what_each_learns_alone(
    variant: str, settings: dict[str, Any]
) -> None:
    """After three steps, every weight: each cell, both ways, late, padded, with one answer."""
    small = settings | {"length": 7, "batch": 4, "steps": 3, "seeds": 2}
    kept = [
        [network.engine.state["model"].state_dict() for network in
         raced(4, variant, **small, together=together).networks]
        for together in (True, False)
    ]  # fmt: skip

    for ours, theirs in zip(*kept, strict=True):
        torch.testing.assert_close(dict(theirs), dict(ours), rtol=1e-4, atol=1e-6)


NEXT_DECIDES = ["book/VERB the/DET hat/NOUN", "book/NOUN is/AUX red/ADJ", "they/PRON walk/VERB",
                "walk/VERB a/DET dog/NOUN", "walk/NOUN is/AUX new/ADJ"]  # fmt: skip


def tags_file(path: Path, times: int = 12) -> Path:
    """Sentences in which the next word decides, each another one by a number at its end."""
    text = "".join(
        "\n".join(pair.replace("/", "\t") for pair in each.split()) + f"\n{at}{n}\tNUM\n\n"
        for n in range(times)
        for at, each in enumerate(NEXT_DECIDES)
    )
    path.write_text(text, encoding="utf-8")
    return path


def test_the_learners_own_tags(tmp_path: Path) -> None:
    """Beside the network stand the majority tag and each word's most frequent one."""
    file = tags_file(tmp_path / "own.tsv")
    events = list(LESSON.run("birnn", data=file, steps=60, seed=SEED))
    shown = {e.panel: e.value for e in events if isinstance(e, PictureEvent)}

    assert "majority tag" == shown["beside"][0][0]
    counted, network = (float(row[1]) for row in shown["beside"][1:3])
    assert network > counted
    assert {"NOUN", "VERB"} < {row.split()[0] for row in shown["class_scores"]["rows"]}
    judged = next(e for e in events if isinstance(e, End)).claims
    assert [] == [claim.name for claim in judged]  # their bars are for the lesson's own tasks


def test_every_token_of_the_file_is_predicted_in_its_row(tmp_path: Path) -> None:
    """Copies too, which are neither learned from nor tested on twice."""
    file = tags_file(tmp_path / "own.tsv", times=3)
    file.write_text(file.read_text() + "book\tVERB\nthe\tDET\nhat\tNOUN\n00\tNUM\n\n")
    race = raced(1, "rnn", data=file, steps=2)
    kept = {"predicted": race.network("rnn").engine.state["predicted"].state_dict()}

    rows = [line.rstrip("\n").split(",") for line in predicted_rows(kept)]

    assert ["row", "token", "tag", "predicted", "part"] == rows[0]
    lines = file.read_text().split("\n")
    expected = [[str(n), *line.split("\t")] for n, line in enumerate(lines, 1) if line]
    assert expected == [row[:3] for row in rows[1:]]
    assert {"train", "test"} <= {row[4] for row in rows[1:]}


def test_a_run_without_a_file_predicts_none() -> None:
    """It says what to train on."""
    with pytest.raises(BadUsage, match="learned from no file"):
        list(predicted_rows({"predicted": {}}))


def test_the_learners_own_sentence_is_tagged(tmp_path: Path) -> None:
    """Word by word; a word that training never had is called unknown."""
    file = tags_file(tmp_path / "own.tsv", 3)
    network = raced(1, "rnn", data=file, steps=1).network("rnn")

    said = network.answer("book the zebra").answer

    assert ["book", "the", "zebra (unknown)"] == [
        line.split(" → ")[0] for line in said.split("\n")[1:]
    ]
    assert "no word" in network.answer("  ").answer


def test_the_learners_own_texts(tmp_path: Path) -> None:
    """With a class each, read as lesson 4 reads them: the largest class stands beside."""
    rows = [f"{'good' if n % 2 else 'bad'} film number {n},{n % 2}" for n in range(60)]
    file = tmp_path / "texts.csv"
    file.write_text("text,label\n" + "\n".join(rows) + "\n", encoding="utf-8")

    events = list(LESSON.run("rnn", data=file, steps=40, seed=SEED))
    shown = {e.panel: e.value for e in events if isinstance(e, PictureEvent)}

    assert ["largest class", "0.500", ""] == shown["beside"][0]
    assert float(shown["beside"][1][1]) > 0.8


def test_texts_are_predicted_in_the_rows_of_the_file(tmp_path: Path) -> None:
    """A row says which of the texts of the file it is; a small test is told of."""
    rows = [f"{'good' if n % 2 else 'bad'} film number {n},{n % 2}" for n in range(40)]
    file = tmp_path / "texts.csv"
    file.write_text("text,label\n" + "\n".join(rows) + "\n", encoding="utf-8")
    race = raced(1, "rnn", data=file, steps=2)
    kept = {"predicted": race.network("rnn").engine.state["predicted"].state_dict()}

    said = [line.rstrip("\n").split(",") for line in predicted_rows(kept)]
    notes = LESSON.data(file, LESSON.params(), silent).summary["notes"]

    assert ["row", "text", "label", "predicted", "part"] == said[0]
    assert [[str(n), *row.split(",")] for n, row in enumerate(rows, 1)] == [r[:3] for r in said[1:]]
    assert 1 == len([note for note in notes if "in the test: one mistake is" in note])


@pytest.mark.parametrize("sentences", [10, 40, 300])
def test_of_a_small_test_the_learner_is_told(tmp_path: Path, sentences: int) -> None:
    """What one mistake comes to; of a large one nothing is said."""
    data = LESSON.data(tags_file(tmp_path / "own.tsv", sentences), LESSON.params(), silent)
    tested = data.summary["sentences"]["test"]
    said = [note for note in data.summary["notes"] if "one mistake is" in note]

    assert (tested < 50) == bool(said)
    assert not said or said[0].startswith(f"{tested} sentences in the test: one mistake is")


@pytest.mark.parametrize(
    ("content", "part"),
    [("a\tX\nb\tY\n", "1 sentence: too few"), ("a\tX\nb\tY\n\n" * 12, "again and again")],
)
def test_too_little_to_learn_from_is_refused(tmp_path: Path, content: str, part: str) -> None:
    """With how much there should be."""
    (tmp_path / "a.conll").write_text(content, encoding="utf-8")

    with pytest.raises(BadEnvironment, match=part):
        LESSON.data(tmp_path / "a.conll", LESSON.params(), silent)


def test_a_table_of_tokens_and_tags_is_refused_with_the_way_to_read_it(tmp_path: Path) -> None:
    """A CSV is taken for texts with a class each; who does as the refusal says gets sentences."""
    rows = [f"w{at % 9},{'ABC'[at % 3]}" + "\n" * (at % 4 == 3) for at in range(80)]
    place = tmp_path / "a.csv"
    place.write_text("\n".join(rows), encoding="utf-8")

    with pytest.raises(BadEnvironment) as refused:
        LESSON.data(place, LESSON.params(), silent)
    assert "--set kind=tags --set delimiter=," in refused.value.fix

    settings = LESSON.params().override({"kind": "tags", "delimiter": ","})
    assert ["A", "B", "C"] == LESSON.data(place, settings, silent).content.classes
