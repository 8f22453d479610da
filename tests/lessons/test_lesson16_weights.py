"""Real weights from a folder: read as they are, and refused in words where something is missing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

import lessons
from lessons.kit import BadEnvironment
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.lesson16_bert.grammar import WORDS
from lessons.lesson16_bert.pieces import cut, vocabulary_of
from lessons.lesson16_bert.weights import RealEncoder

LESSON = lessons.load("lesson16")
WIDTH, INNER, PLACES = 16, 32, 40
CONFIG = {
    "model_type": "bert", "hidden_size": WIDTH, "num_hidden_layers": 2, "num_attention_heads": 2,
    "intermediate_size": INNER, "max_position_embeddings": PLACES, "type_vocab_size": 2,
}  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOCABULARY = ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, *LETTERS,
              *(f"##{letter}" for letter in LETTERS)]  # fmt: skip


def random_weights() -> dict[str, Tensor]:
    """Of a BERT with two layers, by the names that transformers gives them."""
    luck = torch.Generator().manual_seed(0)

    def drawn(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=luck) * 0.1

    found = {
        "embeddings.word_embeddings.weight": drawn(len(VOCABULARY), WIDTH),
        "embeddings.position_embeddings.weight": drawn(PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": drawn(2, WIDTH),
    }
    shapes = {"embeddings.LayerNorm": (WIDTH,)}
    for layer in ("encoder.layer.0", "encoder.layer.1"):
        names = ("attention.self.query", "attention.self.key", "attention.self.value")
        for name in (*names, "attention.output.dense"):
            shapes[f"{layer}.{name}"] = (WIDTH, WIDTH)
        shapes[f"{layer}.intermediate.dense"] = (INNER, WIDTH)
        shapes[f"{layer}.output.dense"] = (WIDTH, INNER)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes[f"{layer}.{name}"] = (WIDTH,)
    for name, shape in shapes.items():
        found[f"{name}.weight"] = drawn(*shape) + (1.0 if len(shape) == 1 else 0.0)
        found[f"{name}.bias"] = drawn(shape[0])
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny BERT, as transformers saves it."""
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    (tmp_path / "vocab.txt").write_text("\n".join(VOCABULARY))
    save_file(random_weights(), tmp_path / "model.safetensors")
    return tmp_path


def read(folder: Path, **chosen: Any) -> Any:
    return LESSON.data(None, LESSON.params().override({"weights": str(folder), **chosen}), silent)


def test_a_tiny_bert_is_read_frozen_and_tuned(folder: Path) -> None:
    """All steps are with labels; scratch has the shape alone, and asked, each says a class."""
    few = {"weights": str(folder), "steps": 6, "tune": 2}
    race = Race(LESSON, LESSON.plan(("scratch", "frozen", "fine-tuned"), settings=few))
    while not race.over:
        race.tick()
    words = random_weights()["embeddings.word_embeddings.weight"]
    learned = {n.variant: n.engine.state["model"].encoder.words.weight for n in race.networks}

    assert {"finished"} == {network.end.how for network in race.networks if network.end}
    assert torch.equal(
        words[VOCABULARY.index("not")], learned["frozen"][4 + 2 + WORDS.index("not")]
    )
    assert not torch.allclose(learned["frozen"], learned["scratch"])
    assert not torch.equal(learned["frozen"], learned["fine-tuned"])
    assert "after 256 labels" in race.network("frozen").answer("the soup was warmish").answer


def test_words_are_cut_into_the_longest_pieces(folder: Path) -> None:
    """Accents fall away, and a word with a sign that no piece has is unknown."""
    known = vocabulary_of(folder)[1]

    assert ["the", "warm", "##i", "##s", "##h", "[UNK]", "[SEP]"] == cut(
        ["thé", "warmish", "水"], known
    )


def test_it_computes_what_transformers_does(folder: Path) -> None:
    """The states of every token, where that library is installed."""
    transformers = pytest.importorskip("transformers")
    theirs = transformers.BertModel.from_pretrained(folder, local_files_only=True).eval()
    pieces, numbers = vocabulary_of(folder)
    tokens = torch.tensor([[2, 10, 20, 30, 5, 0, 0], [2, 7, 8, 9, 11, 12, 13]])
    places = torch.tensor([[numbers[pieces[at]] for at in row] for row in tokens.tolist()])
    with torch.no_grad():
        ours = RealEncoder(folder, fresh=False).eval()(tokens)
        found = theirs(input_ids=places, attention_mask=(tokens != 0).long()).last_hidden_state

    torch.testing.assert_close(found[tokens != 0], ours[tokens != 0], rtol=1e-4, atol=1e-5)


def pickled(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def other_kind(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps(CONFIG | {"model_type": "gpt2"}))


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "pickle": (pickled, "as a pickle"),
    "no config": (lambda f: (f / "config.json").unlink(), "has no config.json"),
    "no vocabulary": (lambda f: (f / "vocab.txt").unlink(), "has no vocab.txt"),
    "no weights": (lambda f: (f / "model.safetensors").unlink(), "has no model.safetensors"),
    "no json": (lambda f: (f / "config.json").write_text("{"), "is no JSON object"),
    "another kind": (other_kind, "is a gpt2"),
    "no sizes": (lambda f: (f / "config.json").write_text("{}"), "without a sound hidden_size"),
    "no marks": (lambda f: (f / "vocab.txt").write_text("a\nb"), "without [PAD]"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_missing_is_said(folder: Path, case: str) -> None:
    """Before anything is loaded, in a sentence with a fix."""
    spoil, said = REFUSED[case]
    spoil(folder)
    with pytest.raises(BadEnvironment) as refused:
        read(folder)

    assert said in refused.value.message and refused.value.fix


def test_weights_that_are_not_there_or_damaged_are_refused(folder: Path) -> None:
    """A path to nothing; a file that is no safetensors; one without a layer."""
    with pytest.raises(BadEnvironment, match="is not there"):
        read(folder / "nowhere")
    (folder / "model.safetensors").write_bytes(b"nonsense" * 100)
    with pytest.raises(BadEnvironment, match="does not hold the weights"):
        RealEncoder(folder, fresh=False)
    short = {name: w for name, w in random_weights().items() if "layer.1" not in name}
    save_file(short, folder / "model.safetensors")
    with pytest.raises(BadEnvironment, match=r"no weights called encoder\.layer\.1"):
        RealEncoder(folder, fresh=False)
