"""What lesson 1 claims is so, on runs made here; and where it is not so, the verdict says so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import lessons
from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import End, NetworkEnd, NoteEvent, PictureEvent
from lessons.lesson01_skipgram import grammar
from lessons.lesson01_skipgram.exports import word2vec
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson1")


def ran(*variants: str, **settings: Any) -> Told:
    """What was recorded of a run, and its verdicts by claim."""
    return trained(LESSON, *variants, **settings)


@pytest.fixture(scope="module")
def default() -> Told:
    return ran()


@pytest.fixture(scope="module")
def untaught() -> Told:
    """A learning rate at which next to nothing is learned."""
    return ran(lr=1e-5, steps=150, starts=2)


OF_THE_DEFAULT_RUN = (
    "analogies-hold", "order-is-all", "differences-are-parallel", "scores-are-pmi",
    "softmax-reaches-its-floor", "narrow-stays-above", "starts-agree", "order-foretells",
)  # fmt: skip


@pytest.mark.parametrize("claim", OF_THE_DEFAULT_RUN)
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the four networks holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


@pytest.mark.parametrize(
    "claim",
    [
        "analogies-hold", "differences-are-parallel", "scores-are-pmi",
        "softmax-reaches-its-floor", "starts-agree", "order-foretells",
    ],
)  # fmt: skip
def test_a_network_that_learned_nothing_refutes(untaught: Told, claim: str) -> None:
    """Random vectors answer nothing, and two starts of them share nothing."""
    assert "fails" == untaught[1][claim]


def test_the_default_run_answers_every_prediction(default: Told) -> None:
    """Each answer is one of the choices, and the one that the story explains."""
    answers = [prediction.answer(default[0]) for prediction in LESSON.predictions]

    assert ["hardly any", "near some level above 0", "most"] == answers
    assert all(a in p.choices for a, p in zip(answers, LESSON.predictions, strict=True))


def test_order_refutes_the_shuffled_text() -> None:
    """Under the name of the shuffled text, one in order is found out."""
    history, _ = ran("negative", steps=150, starts=1)
    history.variants, history.tracks[("shuffled", 0)] = ["shuffled"], history.track("negative", 0)
    verdict = next(c for c in LESSON.claims if c.name == "order-is-all").judge(history)

    assert verdict is not None
    assert not verdict.holds


@pytest.mark.parametrize(("dim", "expected"), [(4, "holds"), (24, "fails")])
def test_what_is_called_narrow_must_be(dim: int, expected: str) -> None:
    """Wide vectors reach the floor, whatever their name."""
    history, verdicts = ran("narrow" if dim == 4 else "softmax", steps=150, starts=1)
    if dim == 24:
        history.tracks[("narrow", 0)] = history.track("softmax", 0)
        verdict = next(c for c in LESSON.claims if c.name == "narrow-stays-above").judge(history)
        assert verdict is not None
        assert not verdict.holds
    else:
        assert expected == verdicts["narrow-stays-above"]


@pytest.mark.parametrize(("init", "expected"), [(1.0, "holds"), (0.1, "fails")])
def test_tiny_neighbours_are_chance(init: float, expected: str) -> None:
    """From the usual start they are noise; from a quieter one the starts agree more."""
    history, verdicts = ran("softmax", preset="tiny", init=init)

    assert expected == verdicts["tiny-text-is-noise"]
    assert {1.0: "some", 0.1: "most"}[init] == LESSON.predictions[2].answer(history)


@pytest.mark.parametrize(
    ("preset", "claim"),
    [
        ("width", "width-decides"), ("text", "text-decides"), ("loud", "a-loud-start-stays"),
        ("sampled", "sampling-is-enough"),
    ],
)  # fmt: skip
def test_a_preset_bears_out_its_claim(preset: str, claim: str) -> None:
    """What the preset was made to show is there; without learning it is not."""
    assert "holds" == ran(preset=preset, starts=1)[1][claim]
    assert "fails" == ran(preset=preset, starts=1, steps=150, lr=1e-5, passes=1.0)[1][claim]


def test_too_few_steps_decide_nothing() -> None:
    """Before that the lesson holds its tongue."""
    _, verdicts = ran("negative", "shuffled", steps=20, starts=1)

    assert {"inconclusive"} == set(verdicts.values())


@pytest.fixture
def novel(tmp_path: Path) -> Path:
    """A learner's text: the planted language, written down as if it were somebody's own."""
    path = tmp_path / "novel.txt"
    lines = (" ".join(sentence) + "." for sentence in grammar.relations(800, seed=5))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_learners_own_text_ends_with_a_verdict(novel: Path) -> None:
    """Read in order it foretells what was kept apart; of planted truth nothing is said."""
    history, verdicts = ran("negative", "shuffled", data=novel)

    assert {"order-foretells": "holds"} == verdicts
    assert history.last("negative", "held_out")[0] > 0.2


def test_a_text_without_order_is_told_so(tmp_path: Path) -> None:
    """Words drawn at random foretell nothing, read in whatever order."""
    path = tmp_path / "noise.txt"
    drawn = np.random.default_rng(0).integers(100, size=(600, 12))
    text = ".\n".join(" ".join(f"w{word}" for word in row) for row in drawn.tolist())
    path.write_text(text, encoding="utf-8")

    assert {"order-foretells": "fails"} == ran("negative", "shuffled", data=path)[1]


def large(folder: Path) -> Path:
    """A text with too many words to compare each with all others."""
    path = folder / "large.txt"
    path.write_text(" ".join(f"w{i % 1500}" for i in range(9000)), encoding="utf-8")
    return path


def test_what_was_left_out_is_not_the_one_that_answers(tmp_path: Path) -> None:
    """A question to nobody goes to a network that trained; and where none did, nothing holds."""
    plan = LESSON.plan(("softmax", "negative"), settings={"steps": 1}, data=str(large(tmp_path)))
    race = Race(LESSON, plan)
    while not race.over:
        race.tick()
    end = list(LESSON.run("softmax", steps=1, data=large(tmp_path)))[-1]

    assert race.network().answer("w3").answer.startswith("nearest: ")
    with pytest.raises(BadUsage, match="softmax is not part of this run"):
        race.network("softmax").answer("w3")
    assert isinstance(end, End)
    assert 5 == end.exit


def test_a_large_vocabulary_leaves_the_softmax_out(tmp_path: Path) -> None:
    """In one sentence, and the others train."""
    path = large(tmp_path)
    found = list(LESSON.run("softmax", "negative", data=path, steps=3))
    said = [event.text for event in found if isinstance(event, NoteEvent)]

    assert any("is left out" in text and "1,500" in text for text in said)
    assert {"negative"} == {event.variant for event in found if isinstance(event, PictureEvent)}
    assert isinstance(found[-1], End)
    assert 0 == found[-1].exit or "failed" != found[-1].status


def test_a_text_of_hardly_a_word_is_refused(tmp_path: Path) -> None:
    """With what would do."""
    short = tmp_path / "short.txt"
    short.write_text("one two three four five. " * 2, encoding="utf-8")

    with pytest.raises(BadEnvironment):
        LESSON.data(short, LESSON.params(), silent)


@pytest.fixture(scope="module")
def asked() -> Callable[[str], str]:
    """Questions to a trained network."""
    race = Race(LESSON, LESSON.plan(("negative",), settings={"steps": 150, "starts": 1}))
    while not race.over:
        race.tick()
    return lambda question: race.network().answer(question).answer


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("King - man + woman", "nearest: queen"),
        ("king−man+woman", "nearest: queen"),
        ("paris – france + italy", "nearest: rome"),
        ("kng", "Like it: king"),
        ("", "Ask for a word"),
        ("+ -", "Ask for a word"),
        ("king - xyzzy", "'xyzzy' is not among the 145 words"),
    ],
)
def test_it_can_be_asked(asked: Callable[[str], str], question: str, expected: str) -> None:
    """A sum in the ways that people write one, and what is not a word."""
    assert expected in asked(question)


def test_a_words_neighbours_are_of_its_kind(asked: Callable[[str], str]) -> None:
    """Eight of them, the word itself not among them, nearest first."""
    near = asked("queen").removeprefix("nearest: ").split(", ")
    cosines = [float(one.split()[1]) for one in near]

    assert 8 == len(near)
    assert sorted(cosines, reverse=True) == cosines
    assert "queen" not in {one.split()[0] for one in near}


def test_the_export_is_word2vec_text() -> None:
    """A header, then a line for each word; odd characters stay, and no space is inside a word."""
    words = ["it's", "naïve", "日", "a b", "№"]
    vectors = np.arange(30, dtype=np.float32).reshape(2, 5, 3) / 7
    text = "".join(word2vec({"words": {"value": words}, "model": {"centres": vectors}}))
    lines = text.splitlines()
    read = {line.split(" ")[0]: [float(x) for x in line.split(" ")[1:]] for line in lines[1:]}

    assert "5 3" == lines[0]
    assert ["it's", "naïve", "日", "a_b", "№"] == list(read)
    np.testing.assert_allclose(vectors[0], np.array(list(read.values())), rtol=1e-5)


def test_the_map_can_be_made_by_tsne() -> None:
    """With a perplexity that five words can have, and the words that were asked for."""
    found = list(LESSON.run("softmax", preset="tiny", steps=1, projection="tsne",
                            show="deep words like vectors learn"))  # fmt: skip
    (points,) = [e.value for e in found if isinstance(e, PictureEvent) and e.panel == "map"]

    assert ["deep", "words", "like", "vectors", "learn"] == [word for _, _, word, _ in points]
    assert all(np.isfinite([x, y]).all() for x, y, *_ in points)


@pytest.mark.parametrize("text", ["Go. Stop. Run. " * 50, "Tom!\nAnn!\nTom!\nAda!\n" * 50])
def test_a_text_in_which_no_word_has_company_is_refused(tmp_path: Path, text: str) -> None:
    """There is nothing to foretell: without pairs every loss would be 0 / 0."""
    path = tmp_path / "alone.txt"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BadEnvironment, match="no two words side by side"):
        LESSON.data(path, LESSON.params(), silent)


def failures(**settings: Any) -> list[str]:
    """Why networks failed in one step."""
    found = LESSON.run("negative", steps=1, **settings)
    return [e.message for e in found if isinstance(e, NetworkEnd) and e.how == "failed"]


def test_an_excerpt_longer_than_the_text_is_all_of_it(tmp_path: Path) -> None:
    """Preset text on a short file, or on one without a full stop, trains on what there is."""
    path = tmp_path / "short.txt"
    path.write_text("the cat saw the dog and ran " * 200, encoding="utf-8")

    assert [] == failures(data=path, excerpt=200)


def test_an_excerpt_without_neighbours_is_refused_in_words(tmp_path: Path) -> None:
    """The first sentence may be a heading of one word."""
    path = tmp_path / "headed.txt"
    path.write_text("Chapter.\n\n" + "The cat saw the chapter.\n" * 200, encoding="utf-8")

    assert ["no word has a neighbour in the first 1 sentences"] == failures(data=path, excerpt=1)


def test_words_to_draw_that_are_not_there_are_named() -> None:
    """The others are drawn, however they are spelled; with none of them some are chosen."""
    found = list(LESSON.run("negative", steps=1, show="King xyzzy queen man"))
    (points,) = [e.value for e in found if isinstance(e, PictureEvent) and e.panel == "map"]

    assert ["king", "queen", "man"] == [word for _, _, word, _ in points]
    assert any("xyzzy" in event.text for event in found if isinstance(event, NoteEvent))
    assert [] == failures(show="xyzzy")


def test_what_is_kept_apart_is_counted_in_words(tmp_path: Path) -> None:
    """Not in words and full stops."""
    path = tmp_path / "text.txt"
    path.write_text("The cat saw me.\n" * 250, encoding="utf-8")  # 1,250 with the ends
    data = LESSON.data(path, LESSON.params(), silent)

    assert "the last 100 words are kept apart, to be predicted" in data.summary["notes"]
