"""What lesson 16 claims is so, on runs made here; and what it makes of a learner's texts."""

import csv
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.lesson16_bert import Bert
from lessons.lesson16_bert.batches import Batches
from lessons.lesson16_bert.grammar import WORDS, Grammar
from lessons.lesson16_bert.material import made_up
from lessons.lesson16_bert.measures import probabilities, spread
from lessons.lesson16_bert.model import Net
from lessons.lesson16_bert.stages import at, stages
from lessons.lesson16_bert.texts import FIRST, HIDDEN, PADDING, START, UNKNOWN, Texts, Vocabulary
from tests.tools.trained import Told, trained
from tui_lab.session.draft import Draft

LESSON = lessons.load("lesson16")
SEED = 30
"""No bar was set by it."""


@pytest.fixture(scope="module")
def default() -> Told:
    return trained(LESSON, seed=SEED)


@pytest.mark.parametrize(
    "claim",
    ["below-counting", "knows-sides", "sixteen-labels", "frozen-is-enough"],
)
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the three networks holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


def test_the_default_run_answers_its_predictions(default: Told) -> None:
    """As the story explains it."""
    answers = [prediction.answer(default[0]) for prediction in LESSON.predictions]

    assert "more than eight in ten" == answers[0]
    assert answers[1] in ("frozen", "fine-tuned")


def test_words_hidden_once_are_learned_by_heart() -> None:
    """And what is learned by heart is worth nothing in other texts."""
    history, verdicts = trained(LESSON, seed=SEED, preset="once")
    (known,), (new,) = (history.last("once", name) for name in ("masked", "held_out"))

    assert "holds" == verdicts["once-is-learned-by-heart"] and known < 0.2 < 3 < new


def test_as_many_texts_are_read_as_are_asked_for() -> None:
    """The first ones of the file; 0 is all of them."""
    hp = LESSON.params().override({"texts": 50})
    assert isinstance(hp, Bert)
    own = made_up(0.05, 0.05)

    assert set(range(50)) == set(Batches(hp, own, torch.device("cpu")).unlabelled_rows.tolist())


def raced(*variants: str, data: Path | None = None, **chosen: Any) -> Race:
    race = Race(LESSON, LESSON.plan(variants, data=str(data) if data else None, **chosen))
    while not race.over:
        race.tick()
    assert all(network.end and network.end.how == "finished" for network in race.networks)
    return race


def test_frozen_moves_the_head_alone(table: Path) -> None:
    """The encoder is as pretraining left it, and the fine-tuned one is not."""
    few = {"steps": 12, "pretrain": 6, "tune": 2, "labelled": str(table)}
    race = raced("frozen", "fine-tuned", settings=few)
    moved = {}
    for name in ("frozen", "fine-tuned"):
        state = race.network(name).engine.state
        now, start = state["model"].state_dict(), state["start"].state_dict()
        moved[name] = {key for key in now if not torch.equal(now[key], start[key])}

    assert {"head.weight", "head.bias"} == moved["frozen"]
    assert any(key.startswith("encoder.") for key in moved["fine-tuned"])


def test_seeds_in_one_loop_are_as_alone(table: Path) -> None:
    """The same batches, hidden words and labels; but for what rounding makes of a gradient of 0."""
    few = {"steps": 9, "pretrain": 5, "tune": 1, "labelled": str(table)}
    both = [raced("fine-tuned", seeds=2, together=how, settings=few) for how in (True, False)]

    for ours, theirs in zip(*(race.networks for race in both), strict=True):
        state, other = (n.engine.state["model"].state_dict() for n in (ours, theirs))
        for name in state:
            if not name.endswith("qkv.bias"):  # that of the keys changes nothing
                torch.testing.assert_close(other[name], state[name], rtol=1e-3, atol=2e-3)


def test_the_mean_of_the_weights_is_what_is_tested(table: Path) -> None:
    """And what predicts; each number of labels begins a mean of its own, and a copy goes on."""
    few = {"steps": 9, "pretrain": 5, "tune": 1, "labelled": str(table), "average": 0.9}
    race = raced("fine-tuned", settings=few)
    state = race.networks[0].engine.state
    mean, own = state["mean"], race.data.content.own
    said = state["predicted"].state_dict()["parts"]["test"]["said"]

    assert 2 == int(mean.n_averaged)  # the steps with all labels
    torch.testing.assert_close(probabilities(mean.module, own.test, spread(len(own.test))), said)
    assert not torch.equal(mean.module.head.weight, state["model"].head.weight)


@given(
    steps=st.integers(1, 400), pretrain=st.integers(0, 300), tune=st.integers(1, 100),
    labelled=st.integers(0, 1000),
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_stages_share_out_every_step(steps: int, pretrain: int, tune: int, labelled: int) -> None:
    """Each step belongs to one stage, its rate is above 0, and pretraining comes first."""
    hp = LESSON.params().override({"steps": steps, "pretrain": pretrain, "tune": tune})
    assert isinstance(hp, Bert)
    plan = stages(hp, labelled)

    assert [1, *(stage.last + 1 for stage in plan[:-1])] == [stage.first for stage in plan]
    assert steps == plan[-1].last
    assert all(0 < at(plan, step).share(step) <= 1 for step in range(1, steps + 1))
    assert all(stage.labels for stage in plan[1:])


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "zzz"]), min_size=1), min_size=1))
@settings(max_examples=200, deadline=None)
def test_texts_come_back_as_they_were(texts: list[list[str]]) -> None:
    """With a start before, padding behind, cut where they are too long, unknown words marked."""
    vocabulary = Vocabulary.of("abc")
    found = Texts.of(texts, vocabulary, longest=6).get(np.arange(len(texts)))

    for words, row in zip(texts, found.tolist(), strict=True):
        known = [{"zzz": UNKNOWN}.get(w, FIRST + ord(w[0]) - ord("a")) for w in words[:6]]
        assert [START, *known] == row[: 1 + len(known)]
        assert {PADDING} >= set(row[1 + len(known) :])


def test_the_grammar_hides_no_label_in_a_word() -> None:
    """74 words; the last clause decides, and nothing is both in the text and in the test."""
    some = Grammar(1, 0.08, 0.1).sentences(400)
    others = Grammar(2, 0.08, 0.1).sentences(400, other_than=some)

    assert 74 == len(set(WORDS)) and {w for s in some for w in s.words} <= set(WORDS)
    assert 200 == sum(sentence.label for sentence in some)
    assert not {s.words for s in some} & {s.words for s in others}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """200 sentences with their labels."""
    path = tmp_path / "labelled.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["text", "label"])
        rows.writerows(
            (s.text, ("bad", "good")[s.label]) for s in Grammar(5, 0.1, 0.1).sentences(200)
        )
    return path


@pytest.fixture
def novel(tmp_path: Path) -> Path:
    """A text without labels."""
    path = tmp_path / "novel.txt"
    path.write_text(". ".join(s.text for s in Grammar(6, 0.1, 0.1).sentences(300)) + ".")
    return path


FEW = {"steps": 6, "pretrain": 2, "tune": 1}


def test_labelled_texts_alone_are_pretrained_on_without_the_test(table: Path) -> None:
    """16, 64 and all labels; nothing of the test is read before."""
    race = raced("fine-tuned", settings={"labelled": str(table), **FEW})
    own = race.data.content.own

    assert len(own.pretraining) == len(own.train) < 200
    assert not {tuple(w) for w in own.split.train.words} & {tuple(w) for w in own.split.test.words}
    assert ["16", "64", str(len(own.train))] == list(
        race.network("fine-tuned").engine.state["found"].value["right"]
    )


def test_a_run_too_short_for_its_labels_names_the_preset(table: Path) -> None:
    """48 texts read of more than a hundred; 9,120 of them are enough."""
    read = [
        LESSON.data(None, LESSON.params(labelled=str(table), steps=n), silent) for n in (2, 380)
    ]
    named = [any("--preset phrases" in note for note in own.summary["notes"]) for own in read]

    assert [True, False] == named


LABELS = ("positive", "negative"), ("1", "0"), ("5", "1")


def rows_of(
    path: Path, count: int, between: str = ",", *, header: str = "", words: int = 4
) -> Path:
    """This many short texts with a label each, in every way to write labels."""
    labels = LABELS[count % len(LABELS)]
    lines = [f"film {n} is so {'good' * words}{between}{labels[n % 2]}" for n in range(count)]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([header, *lines] if header else lines) + "\n")
    return path


def parted(folder: Path) -> Path:
    """A file to learn from, and one to test on."""
    rows_of(folder / "test.csv", 90, words=5)
    return rows_of(folder / "train.csv", 2400).parent


@pytest.mark.parametrize(
    "given",
    [
        lambda at: rows_of(at / "phrases.csv", 2400, header="text,label"),
        lambda at: rows_of(at / "phrases.tsv", 2401, "\t"),
        lambda at: rows_of(at / "phrases.csv", 2402, header="sentence,sentiment"),
        lambda at: parted(at / "phrases"),
    ],
    ids=["header", "tab", "other names", "a folder of train and test"],
)  # fmt: skip
def test_many_short_texts_with_labels_get_the_settings_for_many(
    given: Callable[[Path], Path], tmp_path: Path
) -> None:
    """Whichever way they are given; what was named stays as it was named."""
    path = str(given(tmp_path))
    ways = [LESSON.plan(settings={"labelled": path}), LESSON.plan(data=path)]
    by_hand = LESSON.plan(data=path, settings={"steps": 50, "longer": 1.0})
    told = LESSON.data_of(ways[0]).summary

    assert {("phrases", path, None, 2400)} == {
        (plan.preset, plan.config["labelled"], plan.data, plan.steps) for plan in ways
    }
    assert (50, 1.0, 64) == tuple(by_hand.config[n] for n in ("steps", "longer", "batch"))
    assert "xor" == LESSON.plan(preset="xor", settings={"labelled": path}).preset
    assert any("2,400 steps of 64 read each of them" in note for note in told["notes"])


@pytest.mark.parametrize(
    "given",
    [
        lambda at: rows_of(at / "few.csv", 300, header="text,label"),
        lambda at: rows_of(at / "long.csv", 2400, header="text,label", words=120),
        lambda at: at / "nowhere.csv",
    ],
    ids=["few", "long", "not there"],
)  # fmt: skip
def test_other_labelled_texts_leave_the_settings_alone(
    given: Callable[[Path], Path], tmp_path: Path
) -> None:
    """A file that is not there is refused when it is read."""
    plan = LESSON.plan(settings={"labelled": str(given(tmp_path))})

    assert (None, LESSON.plan().steps) == (plan.preset, plan.steps)


def test_a_text_without_labels_stays_a_text(novel: Path) -> None:
    """Also many lines of it."""
    novel.write_text("a long, long time ago there was a king\n" * 3000)
    plan = LESSON.plan(data=str(novel))

    assert (str(novel), None, "") == (plan.data, plan.preset, plan.config["labelled"])


def test_labels_brought_on_the_screen_change_the_plan_at_once(tmp_path: Path) -> None:
    """By `:set labelled` and by `:data`; one undo takes it back; networks stay as chosen."""
    path = str(rows_of(tmp_path / "phrases.csv", 2400, header="text,label"))
    for bring in (lambda draft: draft.turn("labelled", path), lambda draft: draft.read(path)):
        draft = Draft(LESSON, LESSON.plan(("scratch",), seeds=2))
        before = draft.plan
        bring(draft)

        assert ("phrases", 2400, path) == (
            draft.plan.preset, draft.plan.steps, draft.plan.config["labelled"],
        )  # fmt: skip
        assert (["scratch"], [0, 1]) == (list(draft.plan.variants), draft.plan.seeds)
        assert draft.undo() and before == draft.plan


def test_predictions_are_a_row_for_each_labelled_text(table: Path) -> None:
    """With its label, what is said of it, the probabilities, and its part."""
    race = raced("frozen", settings={"labelled": str(table), **FEW})
    lines = "".join(LESSON.exports["predictions"](race.save()[0].state)).splitlines()
    rows = list(csv.DictReader(lines))

    assert ["text", "label", "predicted", "p(bad)", "p(good)", "part"] == list(rows[0])
    assert {"train", "valid", "test"} == {row["part"] for row in rows} and len(rows) >= 190
    assert all((row["predicted"] == "good") == (float(row["p(good)"]) > 0.5) for row in rows)


def test_a_text_alone_is_pretrained_on(novel: Path) -> None:
    """And those that wait for labels say so."""
    race = raced(data=novel, settings=FEW)

    assert {"scratch": 0, "frozen": 0, "fine-tuned": 6} == {
        n.variant: n.engine.step for n in race.networks
    }
    assert "knows no classes" in race.network("fine-tuned").answer("the soup was warm").answer


def test_a_text_and_labels_together(table: Path, novel: Path) -> None:
    """The text is for pretraining, and the words of both are known."""
    race = raced("fine-tuned", data=novel, settings={"labelled": str(table), **FEW})
    own = race.data.content.own
    answer = race.network("fine-tuned").answer

    assert len(own.pretraining) >= 299 and own.split
    assert "%" in answer("the lovely [MASK] was [MASK]").answer
    assert "after" in answer("the lovely soup was flurb").answer
    assert "does not know flurb" in answer("the lovely soup was flurb").answer
    assert "type a sentence" in answer("  ").answer


def test_several_classes_in_a_language_without_spaces(tmp_path: Path) -> None:
    """Characters are words there, and three classes are three."""
    luck = random.Random(3)
    rows = [
        (k, "".join(luck.choices("好吃快慢冷热" + "甲乙丙"[k] * 3, k=6))) for k in (0, 1, 2) * 40
    ]
    path = tmp_path / "t.csv"
    path.write_text("label,review\n" + "".join(f"{k},{text}\n" for k, text in rows), "utf-8")
    race = raced("scratch", settings={"labelled": str(path), "steps": 4, "tune": 1})

    assert ["0", "1", "2"] == race.data.content.own.classes


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda p: None, "labelled"),
        (lambda p: p.write_bytes(b""), "empty"),
        (lambda p: p.write_bytes(bytes(range(256)) * 40), "labelled"),
        (lambda p: p.write_text("text,label\n" + "a word,good\n" * 50), "labelled"),
        (lambda p: p.write_text("text,label\nsome words,good\n"), "labelled"),
    ],
    ids=["missing", "empty", "binary", "one class", "one row"],
)
def test_a_hostile_labelled_file_is_refused(
    tmp_path: Path, write: Callable[[Path], object], said: str
) -> None:
    """In a sentence with a fix."""
    path = tmp_path / "labelled.csv"
    write(path)
    with pytest.raises((BadEnvironment, BadUsage)) as refused:
        LESSON.data(None, LESSON.params().override({"labelled": str(path)}), silent)

    assert said in refused.value.message and refused.value.fix


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("word", "1 word to guess in 0 sentences"),
        ("word word word. " * 30, "1 word to guess in 30 sentences"),
        ("a. b. c. d.", "4 words to guess in 0 sentences"),
    ],
)
def test_a_text_in_which_nothing_can_be_guessed_is_refused(
    tmp_path: Path, text: str, said: str
) -> None:
    """One word, or sentences of one word."""
    path = tmp_path / "novel.txt"
    path.write_text(text)
    with pytest.raises(BadEnvironment) as refused:
        LESSON.data(path, LESSON.params(), silent)

    assert said in refused.value.message and refused.value.fix


def test_a_thin_text_is_read_with_a_note(tmp_path: Path) -> None:
    """One sentence again and again has little to learn."""
    path = tmp_path / "novel.txt"
    path.write_text("the same sentence here. " * 30)
    notes = LESSON.data(path, LESSON.params(), silent).summary["notes"]

    assert any("only 4 different words in 30 sentences" in note for note in notes)


def test_rare_words_are_labelled_as_often_as_frequent_ones() -> None:
    """So the test asks for all words; a text without labels has the first far more often."""
    counts = []
    for even in (False, True):
        said = [w for s in Grammar(3, 0.0, 0.0, even=even).sentences(600) for w in s.words]
        counts.append(said.count("good") / said.count("careful"))

    assert counts[0] > 4 and 0.5 < counts[1] < 2


def test_attention_begins_as_a_mean_of_all_words() -> None:
    """Before any step, each of T words has a weight near 1 / T."""
    torch.manual_seed(0)
    hp = LESSON.params()
    assert isinstance(hp, Bert)
    tokens = torch.arange(FIRST, FIRST + 10)[None]  # (1, T)
    layer = Net(hp, 40, 10, 2).encoder.by_hand(tokens)[0]

    torch.testing.assert_close(
        torch.full_like(layer.weights, 0.1), layer.weights, atol=0.01, rtol=0
    )


def test_a_hidden_word_is_never_a_mark() -> None:
    """What is asked for are words; what is answered too."""
    race = raced("fine-tuned", settings=FEW)
    own = race.data.content.of(0.05, 0.05)

    assert "[" not in race.network("fine-tuned").answer("the ___ was [MASK]").answer
    assert HIDDEN not in own.pretraining.get(np.arange(50))
