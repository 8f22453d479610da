"""What lesson 13 claims is so, on runs made here; and where it is not so, the verdict says so."""

import re
from copy import copy
from pathlib import Path
from typing import Any

import pytest
import torch

import lessons
from lessons.kit import BadEnvironment, BadUsage, Claim
from lessons.kit.data.brought import silent
from lessons.kit.engine.inspection import inspect_step
from lessons.kit.engine.race import Race
from lessons.kit.page.values import Grid
from lessons.kit.stream.events import PictureEvent
from lessons.lesson13_attention import Attention
from lessons.lesson13_attention.display.pictures import matrix
from lessons.lesson13_attention.model import Reader
from lessons.lesson13_attention.own.brought import made
from lessons.lesson13_attention.page.costs import ENOUGH, HARMLESS
from lessons.lesson13_attention.tasks import Recall, commonest, task_of
from tests.tools.trained import Told, beside, trained

LESSON = lessons.load("lesson13")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 30
"""No bar was set by it."""


@pytest.fixture(scope="module")
def default() -> Told:
    return trained(LESSON, seed=SEED, steps=ENOUGH)


@pytest.fixture(scope="module")
def reverse() -> Told:
    return trained(LESSON, preset="reverse", seed=SEED, steps=300)


@pytest.fixture(scope="module")
def mistakes() -> Told:
    return trained(LESSON, preset="mistakes", seed=SEED, steps=ENOUGH)


@pytest.fixture(scope="module")
def harmless(mistakes: Told) -> Told:
    """The four that cost nothing, beside the right one of the other preset: they share settings."""
    four = trained(LESSON, *HARMLESS, preset="harmless", seed=SEED, steps=ENOUGH)
    return beside(LESSON, four, "right", mistakes, "right")


@pytest.fixture(scope="module")
def heads(default: Told) -> Told:
    """Eight heads, beside the one of the default run."""
    eight = trained(LESSON, "heads-8", preset="heads", seed=SEED, steps=ENOUGH)
    return beside(LESSON, eight, "heads-1", default, "attention")


HELD = {
    "default": (
        "recalls", "looks-right", "bag-guesses", "flat-guesses", "finds-among-more",
        "order-is-nothing", "raw-grows", "scaled-stays", "raw-is-sharp", "by-hand-32", "by-hand-64",
    ),
    "reverse": (
        "reverses", "looks-across", "a-set-cannot", "order-goes-along", "order-is-something",
    ),
    "mistakes": ("chained-guesses", "roles-guess", "viewed-needs-order"),
    "harmless": ("harmless", "unsplit-is-one"),
    "heads": ("narrow-blurs",),
}  # fmt: skip


@pytest.mark.train
@pytest.mark.parametrize(("run", "claim"), [(run, each) for run in HELD for each in HELD[run]])
def test_a_run_bears_out(run: str, claim: str, request: pytest.FixtureRequest) -> None:
    """Every claim about the networks of a preset, on a seed that no bar was set by."""
    told: Told = request.getfixturevalue(run)

    assert "holds" == told[1][claim]


def test_predictions_are_answered(default: Told, reverse: Told, mistakes: Told) -> None:
    """As the story explains them."""
    runs = (default, default, default, reverse, mistakes)
    answers = [
        prediction.answer(run[0]) for prediction, run in zip(LESSON.predictions, runs, strict=True)
    ]

    assert [
        "one time in four",
        "nearly always",
        "at one",
        "three times in ten",
        "viewed",
    ] == answers


@pytest.mark.train
@pytest.mark.parametrize(
    ("run", "claim", "variant", "other"),
    [
        ("default", "recalls", "attention", "bag"), ("default", "looks-right", "attention", "mlp"),
        ("default", "bag-guesses", "bag", "attention"),
        ("default", "flat-guesses", "mlp", "attention"),
        ("default", "finds-among-more", "attention", "bag"),
        ("default", "order-is-nothing", "attention", "mlp"),
        ("reverse", "reverses", "places", "no-places"),
        ("reverse", "looks-across", "places", "no-places"),
        ("reverse", "a-set-cannot", "no-places", "places"),
        ("reverse", "order-goes-along", "no-places", "places"),
        ("reverse", "order-is-something", "places", "no-places"),
        ("mistakes", "chained-guesses", "chained", "right"),
        ("mistakes", "roles-guess", "roles", "right"),
        ("mistakes", "viewed-needs-order", "viewed", "right"),
        ("harmless", "unsplit-is-one", "unsplit", "right"),
        ("heads", "narrow-blurs", "heads-1", "heads-8"),
    ],
)  # fmt: skip
def test_another_networks_record_is_found_out(
    run: str, claim: str, variant: str, other: str, request: pytest.FixtureRequest
) -> None:
    """What was recorded of one network, under the name of another, fails."""
    told: Told = request.getfixturevalue(run)
    fake = copy(told[0])
    fake.tracks = fake.tracks | {(variant, SEED): fake.track(other, SEED)}

    verdict = CLAIMS[claim].judge(fake)

    assert verdict is not None and verdict.holds is False


def raced(ticks: int, *variants: str, **settings: Any) -> Race:
    race = Race(LESSON, LESSON.plan(variants, **settings))
    for _ in range(ticks):
        race.tick()
    return race


@pytest.mark.parametrize(
    ("variant", "preset"),
    [("attention", None), ("bag", None), ("mlp", None), ("places", "reverse"),
     ("heads-4", "heads"), ("unscaled", "harmless")],
)  # fmt: skip
def test_seeds_in_one_loop_are_as_alone(variant: str, preset: str | None) -> None:
    """The same pairs, and the same weights after a few steps."""
    together, alone = (
        raced(4, variant, preset=preset, seeds=2, together=how) for how in (True, False)
    )

    for ours, theirs in zip(together.networks, alone.networks, strict=True):
        state, other = (n.engine.state["model"].state_dict() for n in (ours, theirs))
        torch.testing.assert_close(dict(other), dict(state), rtol=1e-4, atol=1e-6)


def test_what_trains_gives_the_weights_that_are_shown() -> None:
    """The mix of the matrix that is shown is what torch's own attention makes: to 1e-5."""
    hp = Attention(heads=4, head_dim=8)
    task = task_of(hp, made(hp.as_dict()).content, torch.device("cpu"))
    model, batch = Reader(task, hp), task.test()
    asks, tokens = model.embedded(batch.asked, batch.told)

    weights = model.weights(batch.asked, batch.told)
    values = model.heads.parts(asks, tokens)[2]  # (B, H, T, d)
    mixed = (weights @ values).transpose(1, 2).flatten(2)

    torch.testing.assert_close(model.heads(asks, tokens), model.heads.out(mixed), rtol=0, atol=1e-5)
    maps = matrix(model, task, task.shown()).value
    assert ["head 1", "head 2", "head 3", "head 4"] == list(maps)
    one: Grid = maps["head 1"]
    assert one.workings is not None and ["q · k", "÷ √d"] == list(one.workings.steps)
    torch.testing.assert_close(one.cells, one.workings.steps["÷ √d"].softmax(-1))


def test_a_batch_holds_the_answer_where_it_says() -> None:
    """All keys of an example are different, and the value at the place is the target."""
    hp = Attention()
    task = task_of(hp, made(hp.as_dict()).content, torch.device("cpu"))
    assert isinstance(task, Recall)
    batch = task.draw(200)
    keys, values = batch.told[..., 0], batch.told[..., 1] - task.keys

    assert all(len(set(row)) == len(row) for row in keys.tolist())
    assert torch.equal(batch.asked, keys.gather(1, batch.at))
    assert torch.equal(batch.target, values.gather(1, batch.at))
    assert 1 / 8 <= commonest(batch) <= 0.5


QUESTIONS = {
    "a=3, c=7, k=1, c": ("attention", "c? "),
    "a=3 c=7 k=1 c?": ("attention", "It looks at "),
    "a=3, c=7, b": ("attention", "No pair has b: it can only guess."),
    "a=3, c=7, zebra": ("attention", "'zebra' is no key that it knows: there are 16, a to p"),
    "a=99, a": ("attention", "'99' is no value that it knows: there are 16, 0 to 15"),
    "a 3, a": ("attention", "is no pair: write KEY=VALUE"),
    "a": ("attention", "give some pairs before the key"),
    "": ("attention", "give pairs and a key, such as: "),
    "a=3, b=4, a": ("mlp", "a flat network has weights for 8 pairs, not for 2"),
    "a=3, b=5, a": ("bag", "It does not attend: there is no row."),
}


@pytest.fixture(scope="module")
def young() -> Race:
    return raced(2)


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_answers_or_says_what_can_be_asked(young: Race, question: str) -> None:
    """Never an error, and one sentence about what it has no vector for."""
    variant, expected = QUESTIONS[question]

    assert expected in young.network(variant).answer(question).answer


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("abcdefghij", "The first of them: It looks at"),
        ("abc", "it reads 10 symbols at once, not 3"),
        ("abcdefghiz", "'z' is no symbol that it knows"),
        ("", "it reads 10 symbols"),
    ],
)
def test_symbols_are_reversed_or_refused(question: str, expected: str) -> None:
    """With the row that the first of them came by."""
    network = raced(1, "places", preset="reverse").network("places")

    assert expected in network.answer(question).answer


def words(folder: Path, text: str | bytes, name: str = "words.csv") -> Path:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder / name


TABLE = "".join(f"word{n},Wort {n % 30}\n" for n in range(40))


def test_the_learners_pairs_are_the_test(tmp_path: Path) -> None:
    """What is tested is theirs, and a key alone is looked up among them."""
    path = words(tmp_path, TABLE)
    race = raced(2, "attention", data=path)
    task = task_of(Attention(), race.data.content, torch.device("cpu"))
    assert isinstance(task, Recall)
    pairs = set(race.data.content.pairs)
    told = task.test().told

    assert all((key, value - task.keys) in pairs for key, value in told.flatten(0, 1).tolist())
    assert "word7? " in race.network("attention").answer("word7").answer


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TABLE.replace("\n", "\r\n"), "the first row, word0 and Wort 0, is a pair"),
        (TABLE.replace(",", "\t"), "the first row"),
        (TABLE + "word1,Wort 1\nword2,other\n,x\n", "1 rows left out, a key with another value"),
        ("\ufeff" + TABLE, "the test: your pairs"),
        (TABLE.encode("utf-16"), "the test: your pairs"),
        ("".join(f'{{"term": "t{n}", "means": "m{n}"}}\n' for n in range(20)), "your pairs"),
    ],
)  # fmt: skip
def test_tables_of_pairs_are_read(tmp_path: Path, text: str | bytes, said: str) -> None:
    """Whatever is between the columns, and whatever encodes them."""
    data = LESSON.data(words(tmp_path, text), LESSON.params(), silent)

    assert any(said in note for note in data.summary["notes"])
    assert "\r" not in "".join(data.content.values)


def test_columns_are_named(tmp_path: Path) -> None:
    """By name, by number, and in either order; a wrong name is refused with those there are."""
    rows = "".join(f"{n},w{n},v{n % 9}\n" for n in range(20))
    path = words(tmp_path, "id,term,german\n" + rows)

    def read(**asked: str) -> Any:
        return LESSON.data(path, LESSON.params().override(asked), silent).content

    assert ("w0", "v0") == (read(key="term", value="german").keys[0],
                            read(key="term", value="german").values[0])  # fmt: skip
    assert "v0" == read(key="German", value="term").keys[0]
    assert "w0" == read(key="term", value="3").keys[0]
    with pytest.raises(BadUsage, match="no column 'nothing'; there are id, term, german"):
        read(key="term", value="nothing")
    with pytest.raises(BadUsage, match="name the same column"):
        read(key="term", value="term")
    with pytest.raises(BadEnvironment, match="has 3 columns"):
        read()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("one,1\ntwo,2\nthree,3\n", "different keys, fewer than 8; give more"),
        ("".join(f"w{n},same\n" for n in range(20)), "has one value for every key"),
        ("a word and another one, and then\nmore of it\n" * 20, "--set task=reverse"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "is an image"),
        ("", "empty"),
        ("a,b,c\n1,2,3\n" * 9, "columns"),
    ],
)  # fmt: skip
def test_other_files_are_refused_in_a_sentence(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    """With a way to fix it."""
    with pytest.raises(BadEnvironment) as refused:
        LESSON.data(words(tmp_path, text), LESSON.params(), silent)

    assert said in str(refused.value)
    assert "\n" not in str(refused.value) and refused.value.fix


def test_a_text_is_reversed(tmp_path: Path) -> None:
    """Its last tenth is the test; an asked piece may have spaces."""
    path = words(tmp_path, "the cat sat on the mat\n" * 40, "verse.txt")
    race = raced(2, "places", preset="reverse", data=path)
    symbols = race.data.content
    network = race.network("places")

    assert "⏎" in symbols.alphabet and "␣" in symbols.alphabet
    assert 9 == len(symbols.parts[0]) // len(symbols.parts[1])
    assert "of 10 are right" in network.answer("cat sat on").answer.replace("\n", " ")
    with pytest.raises(BadEnvironment, match="characters; the lesson needs at least 200"):
        LESSON.data(words(tmp_path, "short", "s.txt"),
                    LESSON.params().override({"task": "reverse"}), silent)  # fmt: skip


def test_more_pairs_than_keys_are_refused() -> None:
    """Every key of an example is another one."""
    with pytest.raises(BadUsage, match="20 pairs need as many different keys, and there are 16"):
        LESSON.data(None, LESSON.params().override({"pairs": 20}), silent)


def test_turning_the_scale_off_sharpens_at_once() -> None:
    """It is live: the next step reads it."""
    race = raced(3, "attention")
    race.turn("scaled", False)
    race.show_next()
    shown = [e for e in race.tick() if isinstance(e, PictureEvent) and e.panel == "weights"]

    assert ["q · k"] == list(shown[-1].value["workings"]["steps"])


@pytest.mark.parametrize(
    ("preset", "told"),
    [(None, r"(\w+=\w+ ){8}· \w+\?"), ("reverse", r"(\w ){10}· (out \d+ ?){10}")],
)
def test_a_batch_is_told_in_pairs_and_questions(preset: str | None, told: str) -> None:
    """Where a step is inspected; it was a type and a shape before."""
    network = Race(LESSON, LESSON.plan(preset=preset)).networks[0]

    said = inspect_step(network, 1, []).batch
    assert 8 == len(said) and all(re.fullmatch(told, each) for each in said)
