"""What lesson 15 claims is so, on a run made here; and the learner's own texts."""

import csv
import random
from collections import Counter
from copy import copy
from pathlib import Path
from typing import Any

import pytest
import torch

import lessons
from lessons.kit import BadEnvironment, BadUsage, Claim
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import PictureEvent, Steps
from lessons.lesson15_contextual.own.tagged import frequent
from lessons.lesson15_contextual.page.verdicts import ENOUGH
from lessons.lesson15_contextual.reading import is_labelled
from tests.tools.trained import Told, beside, trained

LESSON = lessons.load("lesson15")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 31
"""No bar was set by it."""


@pytest.fixture(scope="module")
def default() -> Told:
    """The network as a learner sees it first; the other one has learned to copy sooner."""
    hidden, copied = (
        trained(LESSON, name, seed=SEED, **settings)
        for name, settings in (("hidden", {}), ("copied", {"steps": ENOUGH}))
    )
    return beside(LESSON, hidden, "copied", copied, "copied")


@pytest.mark.parametrize(
    "claim",
    [
        "senses-are-told", "uses-part", "one-vector-is-a-coin", "training-did-it",
        "neighbours-suffice", "copying-parts-nothing", "lower-loss-without-hiding", "by-hand",
    ],
)  # fmt: skip
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the two networks holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


def test_the_default_run_answers_its_predictions(default: Told) -> None:
    """As the story explains it."""
    answers = [prediction.answer(default[0]) for prediction in LESSON.predictions[:2]]

    assert ["nearly all", "hidden"] == answers


@pytest.mark.parametrize(
    ("claim", "variant", "other"),
    [("uses-part", "hidden", "copied"), ("copying-parts-nothing", "copied", "hidden"),
     ("lower-loss-without-hiding", "copied", "hidden")],
)  # fmt: skip
def test_another_networks_record_is_found_out(
    default: Told, claim: str, variant: str, other: str
) -> None:
    """What was recorded of one network, under the name of another, fails."""
    fake = copy(default[0])
    fake.tracks = fake.tracks | {(variant, SEED): fake.track(other, SEED)}

    verdict = CLAIMS[claim].judge(fake)

    assert verdict is not None and verdict.holds is False


def raced(ticks: int, *variants: str, **settings: Any) -> Race:
    race = Race(LESSON, LESSON.plan(variants, **settings))
    for _ in range(ticks):
        race.tick()
    return race


@pytest.mark.parametrize("kind", ["made", "tagged"])
def test_seeds_in_one_loop_are_as_alone(tmp_path: Path, kind: str) -> None:
    """The same sentences, and the same words hidden; also with labels."""
    own = {"data": tagged(tmp_path / "t.csv")} if kind == "tagged" else {}
    together, alone = (raced(3, "hidden", seeds=2, together=how, **own) for how in (True, False))

    for ours, theirs in zip(together.networks, alone.networks, strict=True):
        state, other = (n.engine.state["model"].state_dict() for n in (ours, theirs))
        torch.testing.assert_close(dict(other), dict(state), rtol=1e-3, atol=1e-5)


QUESTIONS = {
    "the bank lends a coin": "[bank]",
    "the bank lends a coin | a boat floats near the bank": "cosine of the two",
    "the bat hunts; the ball near the bat": "cosine of the two",
    "the bank owes zebras": "never seen: zebras",
    "a dog": "none of the words that are known here",
    "the bank | the bat": "share none",
    "a | b | c": "type one sentence",
    "|": "type one sentence",
    "": "type one sentence",
    "bank " * 40: "[bank]",
}


@pytest.fixture(scope="module")
def young() -> Race:
    return raced(1, "hidden")


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_answers_or_says_what_can_be_asked(young: Race, question: str) -> None:
    """Never an error."""
    assert QUESTIONS[question] in young.network("hidden").answer(question).answer


SENSES = {"money": "loan pays rate high cheap", "care": "keen great shows lively warm",
          "share": "firm stake owns holds control"}  # fmt: skip


def tagged(path: Path, rows: int = 240) -> Path:
    """Sentences with interest in three senses, skewed; a word of the sense stands beside it."""
    luck = random.Random(0)
    noise = [f"n{k}" for k in range(60)]
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["sentence", "sense"])
        for at in range(rows):
            sense = luck.choices(list(SENSES), (5, 3, 2))[0]
            form = "interests" if at % 5 == 0 else "interest"
            before, after = (luck.sample(noise, 6) for _ in range(2))
            out.writerow([" ".join([*before, luck.choice(SENSES[sense].split()), form, *after]),
                          sense])  # fmt: skip
    return path


@pytest.mark.train
def test_sentences_with_senses_are_learned(tmp_path: Path) -> None:
    """The word is found; one vector says the largest sense, and the network nearly all."""
    events = list(LESSON.run("hidden", data=tagged(tmp_path / "t.csv"), steps=120))
    tables = [e.value for e in events if isinstance(e, PictureEvent) and e.panel == "controls"]
    right = {row[0]: float(row[1]) for row in tables[-1][1:]}
    data = LESSON.data(tmp_path / "t.csv", LESSON.params(), silent)
    test = data.content.parts["test"]
    sizes = [sum(use.sense == s for use in test) for s in range(3)]

    rows = [use.row for uses in data.content.parts.values() for use in uses]
    assert list(range(1, 241)) == sorted(rows)  # each sentence of the file is said of once
    assert "interest" == data.summary["word"]
    note = next(note for note in data.summary["notes"] if "the word is" in note)
    assert "(other words: n" in note and "--set word=NAME" in note
    assert max(sizes) / len(test) == pytest.approx(right["one vector a word"], abs=1e-3)
    guide = [each for e in events if isinstance(e, Steps)
             for each in e.values.get("static_accuracy", []) if each is not None]  # fmt: skip
    assert right["one vector a word"] == pytest.approx(guide[-1], abs=1e-3)
    assert right["this network"] > 0.75 and right["words at ±3"] > 0.9
    assert {"map", "attention", "uses", "near", "groups"} <= {
        e.panel for e in events if isinstance(e, PictureEvent)
    }


@pytest.mark.parametrize("header", ["sentence,sense", "sentence,group"])
@pytest.mark.parametrize("last", ["money", ""])
def test_one_sense_alone_is_refused_with_its_name(tmp_path: Path, header: str, last: str) -> None:
    """Also where some rows have no label at all."""
    rows = [f"the interest n{at} is high,{last if at == 59 else 'money'}" for at in range(60)]
    place = tmp_path / "t.csv"
    place.write_text("\n".join([header, *rows]), encoding="utf-8")

    with pytest.raises(BadEnvironment, match=r"has one class: .*'money'"):
        LESSON.data(place, LESSON.params(), silent)


@pytest.mark.parametrize(("rows", "says"), [(30, True), (300, False)])
def test_a_test_of_a_few_sentences_is_said_to_mean_little(
    tmp_path: Path, rows: int, says: bool
) -> None:
    """Six sentences move by 17 % with one guess. It is said once."""
    notes = LESSON.data(tagged(tmp_path / "t.csv", rows), LESSON.params(), silent).summary["notes"]

    assert int(says) == sum("a score says little" in note for note in notes)


def text(path: Path, sentences: int = 120) -> Path:
    """A text in which bank stands in every second sentence."""
    luck = random.Random(0)
    words = [f"word{chr(97 + k)}" for k in range(20)]
    lines = [luck.sample(words, 6) + ["bank"] * (at % 2) for at in range(sentences)]
    path.write_text(". ".join(map(" ".join, lines)) + ".", encoding="utf-8")
    return path


def test_a_texts_uses_are_grouped(tmp_path: Path) -> None:
    """And listed in their sentences with the word marked; a group is said to be one or not."""
    place = text(tmp_path / "t.txt")
    events = list(LESSON.run("hidden", data=place, steps=4, word="Bank", clusters=2))
    shown = {e.panel: e.value for e in events if isinstance(e, PictureEvent)}

    assert [
        "untrained encoder",
        "mean of neighbours",
        "this encoder",
        "this encoder, shuffled",
    ] == [row[0] for row in shown["controls"][1:]]
    assert all("[bank]" in row[2] for row in shown["uses"][1:])
    assert {"1", "2"} >= {row[0] for row in shown["uses"][1:]}


@pytest.mark.parametrize(
    ("word", "said"),
    [("bnak", "does not occur"), ("bank!", ""), ("rare", "occurs 1 times"), ("", ""), ("?", "not")],
)
def test_a_word_that_is_not_there_is_refused_with_others(
    tmp_path: Path, word: str, said: str
) -> None:
    """With near spellings; without a word the lesson chooses one, and says so."""
    place = text(tmp_path / "t.txt")
    place.write_text(place.read_text(encoding="utf-8") + " one rare end.", encoding="utf-8")
    settings = LESSON.params().override({"word": word})
    if said:
        with pytest.raises(BadUsage, match=said) as refused:
            LESSON.data(place, settings, silent)
        assert "--set word=" in refused.value.fix
    else:
        notes = LESSON.data(place, settings, silent).summary["notes"]
        assert bool(word) != any("no word is named" in note for note in notes)


def test_sentences_with_no_word_in_common_are_refused(tmp_path: Path) -> None:
    """The word can be named, and one that is nowhere is refused too."""
    rows = [f"one{at} two{at} three{at},{'a' if at % 2 else 'b'}" for at in range(60)]
    place = tmp_path / "t.csv"
    place.write_text("sentence,sense\n" + "\n".join(rows), encoding="utf-8")

    with pytest.raises(BadEnvironment, match="no word is in all sentences"):
        LESSON.data(place, LESSON.params(), silent)
    with pytest.raises(BadUsage, match="no sentence has 'bank'"):
        LESSON.data(place, LESSON.params().override({"word": "bank"}), silent)


def test_a_table_has_labels_unless_the_learner_says_it_is_a_text() -> None:
    """By the file's name, by a column that is named, or by the setting."""
    plain = LESSON.params().as_dict()

    assert is_labelled(Path("a.CSV.gz"), plain) and not is_labelled(Path("a.txt"), plain)
    assert is_labelled(Path("a.txt"), {**plain, "label": "sense"})
    assert not is_labelled(Path("a.csv"), {**plain, "read": "text"})


def test_a_word_of_the_lesson_that_is_not_ambiguous_is_refused() -> None:
    """With those that are."""
    with pytest.raises(BadUsage, match="no word 'house' is ambiguous"):
        LESSON.data(None, LESSON.params().override({"word": "house"}), silent)


def test_of_words_as_common_and_as_long_the_same_one_is_taken_in_any_order() -> None:
    """Which word the senses are of hangs on the file alone, not on the order of counting."""
    words = ["bank", "near", "that", *(f"w{number:02}x" for number in range(60))]
    taken = set()
    for seed in range(100):
        random.Random(seed).shuffle(words)
        taken.add(frequent(Counter(words), 1)[0])
    assert len(taken) == 1
