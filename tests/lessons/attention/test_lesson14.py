"""What lesson 14 claims is so, on runs made here; and where it is not so, the verdict says so."""

from copy import copy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

import lessons
from lessons.kit import BadEnvironment, BadUsage, Claim, Data
from lessons.kit.claims.claim import judge
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.lesson14_transformer import characters
from lessons.lesson14_transformer.looks import Looks
from lessons.lesson14_transformer.page.claims import ENOUGH
from lessons.lesson14_transformer.text import MARK, NOTHING, Corpus
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson14")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 30
"""No bar was set by it."""
NAMES = ["ada", "ben", "cleo", "dan", "eve", "finn", "gus", "hana", "ivo", "jo"]
PROSE = "It was a day like any other, and nobody said a word about the weather.\n"


def ran(*variants: str, **settings: Any) -> Told:
    """What was recorded of a run, and its verdicts by claim."""
    return trained(LESSON, *variants, **{"seed": SEED, "steps": ENOUGH} | settings)


@pytest.fixture(scope="module")
def default() -> Told:
    return ran()


@pytest.fixture(scope="module")
def leaking() -> Told:
    """Nobody reads what they write here, so they write one character each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(characters, "SAMPLE", 1)
        return ran(preset="leak")


@pytest.mark.parametrize(
    "claim",
    [
        "two-layers-copy", "one-layer-cannot", "heads-compose", "not-the-other-way",
        "smearing-is-enough", "fixed-length-is-no-test", "by-hand",
    ],
)  # fmt: skip
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the four networks holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


@pytest.mark.parametrize(
    "claim",
    ["no-leak", "leak-is-seen", "too-good", "honest-is-worse", "above-the-floor", "by-hand"],
)
def test_the_leak_is_one(leaking: Told, claim: str) -> None:
    """Every claim about a network with a mask and one without."""
    assert "holds" == leaking[1][claim]


def test_without_positions_less_is_copied(default: Told) -> None:
    """The network of the preset without, beside that of the default run, which learns them."""
    none, (learned, _) = ran("none", preset="positions")[0], default
    both = copy(none)
    both.variants, both.tracks = ["learned", "none"], dict(none.tracks)
    both.tracks["learned", SEED] = learned.tracks["two-layers", SEED]

    assert "holds" == next(own.verdict for own in judge(LESSON.claims, both, over=True)
                           if own.name == "places-help")  # fmt: skip


def test_the_predictions_are_answered(default: Told, leaking: Told) -> None:
    """As the story explains it; each by the run that it speaks of."""
    assert "less than half" == LESSON.predictions[0].answer(default[0])
    assert None is LESSON.predictions[1].answer(leaking[0])
    assert "the one with the mask" == LESSON.predictions[2].answer(leaking[0])


@pytest.mark.parametrize(
    ("claim", "variant", "other"),
    [
        ("two-layers-copy", "two-layers", "one-layer"),
        ("one-layer-cannot", "one-layer", "smeared"),
        ("heads-compose", "two-layers", "one-layer"),
        ("all-of-a-sudden", "two-layers", "one-layer"),
        ("smearing-is-enough", "smeared", "one-layer"),
        ("fixed-length-is-no-test", "fixed-length", "one-layer"),
        ("no-leak", "masked", "unmasked"), ("leak-is-seen", "unmasked", "masked"),
        ("too-good", "unmasked", "masked"), ("honest-is-worse", "unmasked", "masked"),
        ("above-the-floor", "masked", "unmasked"),
    ],
)  # fmt: skip
def test_another_networks_record_is_found_out(
    default: Told, leaking: Told, claim: str, variant: str, other: str
) -> None:
    """What was recorded of one network, under the name of another, fails."""
    told = leaking if variant.endswith("masked") else default
    fake = copy(told[0])
    fake.tracks = fake.tracks | {(variant, SEED): fake.track(other, SEED)}

    verdict = CLAIMS[claim].judge(fake)

    assert verdict is None or verdict.holds is False


@pytest.fixture
def unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks at the networks: it costs more than these few steps, and changes nothing."""
    monkeypatch.setattr(Looks, "is_due", lambda *_, **__: False)


def raced(ticks: int, *variants: str, **settings: Any) -> Race:
    race = Race(LESSON, LESSON.plan(variants, **settings))
    for _ in range(ticks):
        race.tick()
    return race


@pytest.mark.parametrize(
    ("variant", "settings"),
    [
        ("two-layers", {}), ("smeared", {"positions": "sinusoidal"}),
        ("two-layers", {"positions": "rotary", "mlp": 2, "weight_decay": 0.1}),
    ],
)  # fmt: skip
def test_seeds_in_one_loop_are_as_alone(
    unseen: None, variant: str, settings: dict[str, Any]
) -> None:
    """The same batches, and the same networks."""
    together, alone = (
        raced(4, variant, seeds=2, together=how, settings=settings) for how in (True, False)
    )

    for ours, theirs in zip(together.networks, alone.networks, strict=True):
        state, other = (n.engine.state["model"].state_dict() for n in (ours, theirs))
        torch.testing.assert_close(dict(other), dict(state), rtol=1e-3, atol=1e-4)


def test_the_moment_is_said_once() -> None:
    """When half is copied right, with the head that does it."""
    looks = Looks(LESSON.params(), SimpleNamespace(device=torch.device("cpu"), data=None))
    said = []
    for step, share in ((10, 0.4), (20, 0.6), (30, 0.9)):
        looks.scores = {"accuracy": share, "induction_1": 0.2, "induction_2": 0.61}
        said += [note.text for note in looks.moment(step)]

    where = "a head of layer 2 puts 0.61 of its weight on what followed before"
    assert [f"step 20: 60% are copied right, and {where}"] == said


@pytest.fixture(scope="module")
def young() -> Race:
    return raced(1, "two-layers")


QUESTIONS = {
    "D A C H S D A C": "after the last C came H",
    "D A C H S": "S did not come before",
    "dach": "give some symbols",
    "": "give some symbols",
    "Z" * 500: "after the last Z came Z",
    "日本 \x1b[2J": "did not come before",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_says_what_follows_a_symbol(young: Race, question: str) -> None:
    """And what did the last time; never an error."""
    assert QUESTIONS[question] in young.network("two-layers").answer(question).answer


@pytest.mark.parametrize(
    "wrong",
    [{"width": 30, "heads": 4}, {"width": 31, "heads": 1, "positions": "sinusoidal"},
     {"width": 6, "heads": 2, "positions": "rotary"}],
)  # fmt: skip
def test_a_width_that_cannot_be_shared_is_refused(wrong: dict[str, Any]) -> None:
    """Before anything is trained, with a width that can."""
    with pytest.raises(BadUsage) as refused:
        LESSON.data(None, LESSON.params().override(wrong), silent)

    assert "width" in refused.value.message and refused.value.fix


def read(path: Path, **settings: Any) -> Data:
    return LESSON.data(path, LESSON.params().override({"task": "text", **settings}), silent)


def text_at(folder: Path, content: str | bytes, name: str = "t.txt") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_last_tenth_of_a_text_is_held_out(tmp_path: Path) -> None:
    """Every character of it is scored once, but for less than a window at its end."""
    text = "".join(chr(97 + n * n % 23) for n in range(2_000))
    corpus: Corpus = read(text_at(tmp_path, text), context=24).content

    assert text[:1800] == "".join(corpus.alphabet[code] for code in corpus.training)
    scored = "".join(corpus.alphabet[code] for row in corpus.held_out for code in row[1:])
    assert text[1801 : 1801 + len(scored)] == scored and len(scored) > 199 - 24
    assert not corpus.is_lines


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\n\n", " \n"])
def test_names_are_read_line_by_line(tmp_path: Path, ends: str) -> None:
    """Whatever ends a line; each from mark to mark, and no copy in the test."""
    names = [f"{name}{n % 7}" for n in range(14) for name in NAMES]  # each twice
    data = read(text_at(tmp_path, ends.join(names)))
    corpus: Corpus = data.content

    def lines(rows: Any) -> list[str]:
        return ["".join(corpus.alphabet[c] for c in row if c != NOTHING) for row in rows]

    train, test = lines(corpus.training), lines(corpus.held_out)
    assert corpus.is_lines
    assert {f"{MARK}{name}{MARK}" for name in names} == {*train, *test}
    assert not {*train} & {*test} and 7 == len(test) == len({*test})
    assert any("copies of other rows are kept out" in note for note in data.summary["notes"])


def test_the_learner_says_how_it_is_read(tmp_path: Path) -> None:
    """Names as one text, prose as lines; and the notes say how to change it."""
    names = text_at(tmp_path, "\n".join(NAMES * 9))
    prose = text_at(tmp_path, "".join(f"{n} {PROSE}" for n in range(9)), "p.txt")

    assert read(names).content.is_lines and not read(prose).content.is_lines
    assert not read(names, lines="off").content.is_lines
    assert "--set lines=off" in read(names).summary["notes"][-1]
    assert "--set lines=on" in read(prose).summary["notes"][-1]
    cut = [note for note in read(prose, lines="on").summary["notes"] if "cut off" in note]
    assert ["9 lines are cut off after 24 characters (--set context=…)"] == cut


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (b"\n" * 5, "characters"), (b"a" * 20, "again and again"),
     (bytes(range(256)) * 9, "is not text"), (b"one\n", "characters")],
)  # fmt: skip
@pytest.mark.parametrize("lines", ["auto", "on", "off"])
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, said: str, lines: str) -> None:
    """In one line, with what there must be."""
    with pytest.raises(BadEnvironment) as refused:
        read(text_at(tmp_path, content), lines=lines)

    assert said in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "content", ["aab" * 150, "日本語の文章です。" * 60, "\ufeffёж ик " * 99, "x\ty\nz" * 99]
)
def test_a_text_of_any_script_is_learned_and_continued(tmp_path: Path, content: str) -> None:
    """Also one of few characters; what it never had is named."""
    path = text_at(tmp_path, content)
    small = {"layers": 1, "width": 16, "context": 16, "steps": 2, "length": 20}
    race = raced(2, "transformer", preset="verse", data=path, settings=small)
    answer = race.network("transformer").answer("a☃").answer

    assert "not in this text, and not read:" in answer and "☃" in answer
    assert answer.startswith("a☃") and len(answer) > 22


def test_lines_are_written_one_by_one(unseen: None) -> None:
    """Each begins anew at place 0, so the likeliest line comes again and again."""
    small = {"top_k": 1, "width": 16, "lr": 0.02, "steps": 60}
    network = raced(60, "masked", preset="leak", settings=small).network("masked")
    several, one = network.answer("").answer.split(MARK)[:-1], network.answer("the old fox").answer

    assert len(several) > 3 and 1 == len({*several})
    assert one.startswith("the old fox") and 1 >= one.count(MARK)


def test_a_file_is_not_for_induction(tmp_path: Path) -> None:
    """It is refused with the presets that read one."""
    with pytest.raises(BadUsage, match="read no data") as refused:
        LESSON.data(text_at(tmp_path, PROSE * 9), LESSON.params(), silent)

    assert "--preset verse" in refused.value.fix and "--preset names" in refused.value.fix
