"""Real weights from a folder: computed as they should be, and refused in words where they are not.

Most of it runs without transformers, whose tokenizer is stood in for by one that cuts at spaces.
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.torch import save_file
from torch import Tensor

import lessons
from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.lesson16_bert import Bert
from lessons.lesson16_bert.grammar import WORDS
from lessons.lesson16_bert.model import Net
from lessons.lesson16_bert.real import pieces
from lessons.lesson16_bert.real.pieces import Pieces

LESSON = lessons.load("lesson16")
WIDTH, INNER, PLACES, HEADS = 16, 32, 40, 2
CONFIG = {
    "model_type": "bert", "hidden_size": WIDTH, "num_hidden_layers": 2,
    "num_attention_heads": HEADS, "intermediate_size": INNER, "max_position_embeddings": PLACES,
    "type_vocab_size": 2, "layer_norm_eps": 1e-12, "hidden_act": "gelu",
}  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOCABULARY = ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, *LETTERS,
              *(f"##{letter}" for letter in LETTERS)]  # fmt: skip
TOKENS = torch.tensor([[2, 10, 20, 30, 5, 0, 0], [2, 7, 8, 9, 11, 12, 13]])
Weights = dict[str, Tensor]


class AtSpaces:
    """Cuts at spaces, by the parts of a tokenizer that the lesson uses."""

    def get_vocab(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(VOCABULARY)}

    def convert_ids_to_tokens(self, numbers: list[int]) -> list[str]:
        return [VOCABULARY[at] for at in numbers]

    def convert_tokens_to_ids(self, name: str) -> int:
        return VOCABULARY.index(name)

    def __call__(self, texts: Any, max_length: int = 99, **_: Any) -> dict[str, Any]:
        numbers = self.get_vocab()
        many = [texts] if isinstance(texts, str) else texts
        found = [[numbers.get(word, 2) for word in text.split()][:max_length] for text in many]
        places = [(text.index(word), text.index(word) + len(word))
                  for text in many for word in text.split()]  # fmt: skip
        return {"input_ids": found[0] if isinstance(texts, str) else found,
                "offset_mapping": places}  # fmt: skip


def random_weights() -> Weights:
    """Of a BERT with two layers and its head, by the names that transformers gives them."""
    luck = torch.Generator().manual_seed(0)

    def drawn(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=luck) * 0.1

    found = {
        "bert.embeddings.word_embeddings.weight": drawn(len(VOCABULARY), WIDTH),
        "bert.embeddings.position_embeddings.weight": drawn(PLACES, WIDTH),
        "bert.embeddings.token_type_embeddings.weight": drawn(2, WIDTH),
        "cls.predictions.bias": drawn(len(VOCABULARY)),
    }
    shapes: dict[str, tuple[int, ...]] = {
        "bert.embeddings.LayerNorm": (WIDTH,),
        "cls.predictions.transform.dense": (WIDTH, WIDTH),
        "cls.predictions.transform.LayerNorm": (WIDTH,),
    }
    for layer in ("bert.encoder.layer.0", "bert.encoder.layer.1"):
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


def written(folder: Path, weights: Weights | None = None, **config: Any) -> Path:
    """A tiny BERT, as transformers saves it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(CONFIG | config))
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n")
    whole = weights or random_weights()
    save_file(whole, folder / "model.safetensors", {"format": "pt"})
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "bert")


@pytest.fixture
def at_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "tokenizer_of", lambda folder: AtSpaces())


def read(folder: Path, **chosen: Any) -> Any:
    return LESSON.data(None, LESSON.params().override({"weights": str(folder), **chosen}), silent)


def by_hand(found: Weights, numbers: Tensor, act: Callable[[Tensor], Tensor]) -> tuple[Any, Any]:
    """The states (T, D) and the scores (T, V) of one text (T,), written out in float64."""
    w = {name.removeprefix("bert."): each.double() for name, each in found.items()}

    def line(x: Tensor, name: str) -> Tensor:
        return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]

    def norm(x: Tensor, name: str) -> Tensor:
        x = (x - x.mean(-1, keepdim=True)) / x.var(-1, keepdim=True, unbiased=False).sqrt()
        return x * w[f"{name}.weight"] + w[f"{name}.bias"]

    table = w["embeddings.word_embeddings.weight"]
    x = table[numbers] + w["embeddings.position_embeddings.weight"][: len(numbers)]
    x = norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for at in range(2):
        name, looked = f"encoder.layer.{at}", []
        q, k, v = (line(x, f"{name}.attention.self.{one}") for one in ("query", "key", "value"))
        for part in torch.arange(WIDTH).chunk(HEADS):
            scores = q[:, part] @ k[:, part].T / len(part) ** 0.5
            looked.append(scores.softmax(-1) @ v[:, part])
        attended = line(torch.cat(looked, -1), f"{name}.attention.output.dense")
        x = norm(x + attended, f"{name}.attention.output.LayerNorm")
        thought = line(act(line(x, f"{name}.intermediate.dense")), f"{name}.output.dense")
        x = norm(x + thought, f"{name}.output.LayerNorm")
    turned = act(line(x, "cls.predictions.transform.dense"))
    turned = norm(turned, "cls.predictions.transform.LayerNorm")
    return x, turned @ table.T + w["cls.predictions.bias"]


def computed(folder: Path) -> tuple[Pieces, Tensor, Tensor]:
    """The states and the scores of TOKENS by our network, with the folder's weights."""
    real = Pieces.of(folder)
    net = Net(Bert(), len(real.rows), 10, 2, real).eval()
    with torch.no_grad():
        states = net(TOKENS)
        return real, states, net.guess(states)


@pytest.mark.parametrize("name", ["gelu", "gelu_new", "relu"])
def test_it_computes_what_is_written_out(tmp_path: Path, at_spaces: None, name: str) -> None:
    """The states and the scores of every token that is no padding, to 1e-5."""
    acts: dict[str, Callable[[Tensor], Tensor]] = {
        "gelu": F.gelu, "relu": F.relu, "gelu_new": lambda x: F.gelu(x, approximate="tanh"),
    }  # fmt: skip
    real, states, scores = computed(written(tmp_path, hidden_act=name))
    rows = torch.tensor(real.rows)
    for at, tokens in enumerate(TOKENS):
        numbers = rows[tokens[tokens != 0]]
        expected, said = by_hand(random_weights(), numbers, acts[name])

        torch.testing.assert_close(expected, states[at, : len(numbers)].double(), rtol=0, atol=1e-5)
        torch.testing.assert_close(
            said[:, rows], scores[at, : len(numbers)].double(), rtol=0, atol=1e-5
        )


def old_names(weights: Weights) -> Weights:
    turn = {"LayerNorm.weight": "LayerNorm.gamma", "LayerNorm.bias": "LayerNorm.beta"}
    for new, old in turn.items():
        weights = {name.replace(new, old): each for name, each in weights.items()}
    return weights


SAVED: dict[str, Callable[[Weights], Weights]] = {
    "by old names": old_names,
    "without bert.": lambda w: {name.removeprefix("bert."): each for name, each in w.items()},
    "with a pooler": lambda w: w | {"bert.pooler.dense.weight": torch.ones(WIDTH, WIDTH)},
}


@pytest.mark.parametrize("way", SAVED)
def test_a_bert_is_the_same_however_it_was_saved(tmp_path: Path, at_spaces: None, way: str) -> None:
    """Names of older files, of an encoder alone, and parts that nobody asks for."""
    one = computed(written(tmp_path / "one"))
    other = computed(written(tmp_path / "other", SAVED[way](random_weights())))

    assert torch.equal(one[1], other[1]) and torch.equal(one[2], other[2])


def in_two_files(folder: Path) -> None:
    """As transformers saves what is large."""
    weights = random_weights()
    halves = {f"model-0000{n}-of-00002.safetensors": [*weights][n - 1 :: 2] for n in (1, 2)}
    for file, names in halves.items():
        save_file({name: weights[name] for name in names}, folder / file)
    where = {name: file for file, names in halves.items() for name in names}
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": where}))
    (folder / "model.safetensors").unlink()


def test_weights_in_several_files_are_read_as_one(tmp_path: Path, at_spaces: None) -> None:
    """By their index; and half of the numbers may be in 16 bits."""
    one, other = written(tmp_path / "one"), written(tmp_path / "other")
    in_two_files(other)

    assert torch.equal(computed(one)[2], computed(other)[2])
    half = {name: each.bfloat16() for name, each in random_weights().items()}
    kept = computed(written(tmp_path / "half", half))[1]
    assert not torch.equal(computed(one)[1], kept)
    torch.testing.assert_close(computed(one)[1], kept, rtol=0, atol=0.1)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Sixty labelled texts."""
    rows = [f"the soup was warm {n % 30},{'good' if n % 2 else 'bad'}" for n in range(60)]
    path = tmp_path / "labelled.csv"
    path.write_text("\n".join(["text,label", *rows]))
    return path


def test_a_tiny_bert_is_read_frozen_and_tuned(folder: Path, table: Path, at_spaces: None) -> None:
    """All steps are with labels; scratch has the shape alone, and asked, each says a class."""
    few = {"weights": str(folder), "labelled": str(table), "steps": 4, "tune": 2}
    race = Race(LESSON, LESSON.plan(("scratch", "frozen", "fine-tuned"), settings=few))
    while not race.over:
        race.tick()
    words = random_weights()["bert.embeddings.word_embeddings.weight"]
    learned = {n.variant: n.engine.state["model"].encoder.words.weight for n in race.networks}
    at = race.data.content.own.vocabulary.numbers["not"]
    asked = race.network("frozen").answer

    assert {"finished"} == {network.end.how for network in race.networks if network.end}
    assert torch.equal(words[VOCABULARY.index("not")], learned["frozen"][at])
    assert not torch.allclose(learned["frozen"], learned["scratch"])
    assert not torch.equal(learned["frozen"], learned["fine-tuned"])
    assert " labels." in asked("the soup was warmish").answer
    assert "does not know warmish" in asked("the soup was warmish").answer
    assert "%" in asked("the soup was [MASK]").answer


def test_of_real_weights_nobody_says_that_they_were_pretrained_here(
    folder: Path, at_spaces: None, table: Path
) -> None:
    """The note about pretraining on the labelled texts is for a run without weights."""
    notes = " ".join(read(folder, labelled=str(table)).summary["notes"])
    alone = LESSON.data(None, LESSON.params().override({"labelled": str(table)}), silent)

    assert "pretrained on the texts" not in notes and "pretrained there, not here" in notes
    assert "pretrained on the texts" in " ".join(alone.summary["notes"])


def test_the_preset_for_real_weights_asks_for_them(folder: Path, at_spaces: None) -> None:
    """Without them it would train on made-up sentences, and nobody would know."""
    with pytest.raises(BadUsage, match="preset real needs the setting weights") as refused:
        next(LESSON.run("frozen", preset="real"))
    given = LESSON.plan(preset="real", settings={"weights": str(folder)})

    assert "--set weights=" in refused.value.fix
    assert LESSON.data_of(given).content.own.real.can_guess


def conf(**changed: Any) -> Callable[[Path], object]:
    return lambda folder: (folder / "config.json").write_text(json.dumps(CONFIG | changed))


def without(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def saved(change: Callable[[Weights], Weights]) -> Callable[[Path], object]:
    return lambda folder: save_file(change(random_weights()), folder / "model.safetensors")


def text(name: str, words: str | bytes) -> Callable[[Path], object]:
    data = words if isinstance(words, bytes) else words.encode()
    return lambda folder: (folder / name).write_bytes(data)


def pickled(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def cut_short(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-9])


def half_lost(folder: Path) -> None:
    in_two_files(folder)
    (folder / "model-00002-of-00002.safetensors").unlink()


def index(where: object) -> Callable[[Path], object]:
    def spoil(folder: Path) -> None:
        (folder / "model.safetensors").unlink()
        (folder / "model.safetensors.index.json").write_text(json.dumps(where))

    return spoil


def a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder")


GPT = {"transformer.wte.weight": torch.ones(9, 4)}
INTEGERS = "bert.encoder.layer.0.output.dense.weight"
REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (shutil.rmtree, "is not there"),
    "a file": (a_file, "is a file, and no folder"),
    "pickle": (pickled, "as a pickle"),
    "no config": (without("config.json"), "has no config.json"),
    "no vocabulary": (without("vocab.txt"), "has no tokenizer.json or vocab.txt"),
    "no weights": (without("model.safetensors"), "has no model.safetensors"),
    "no json": (text("config.json", "{"), "is no JSON object"),
    "a list": (text("config.json", "[]"), "is no JSON object"),
    "gpt2": (conf(model_type="gpt2"), "of type gpt2"),
    "distilbert": (conf(model_type="distilbert"), "of type distilbert"),
    "roberta": (conf(model_type="roberta"), "of type roberta"),
    "no sizes": (text("config.json", "{}"), "without a sound hidden_size"),
    "odd heads": (conf(num_attention_heads=3), "without a sound hidden_size"),
    "no places": (conf(max_position_embeddings=2), "without a sound max_position_embeddings"),
    "words for eps": (conf(layer_norm_eps="small"), "without a sound layer_norm_eps"),
    "relative": (conf(position_embedding_type="relative_key"), "has position_embedding_type"),
    "decoder": (conf(is_decoder=True), "has is_decoder"),
    "quantised": (conf(quantization_config={"bits": 8}), "has quantization_config"),
    "activation": (conf(hidden_act=["gelu"]), "has hidden_act"),
    "wider": (conf(hidden_size=2 * WIDTH), "and config.json says"),
    "more layers": (conf(num_hidden_layers=3), "has no weights called encoder.layer.2"),
    "fewer layers": (conf(num_hidden_layers=1), "more layers than"),
    "other vocabulary": (conf(vocab_size=9), "a table of words of shape"),
    "gpt's names": (saved(lambda w: GPT), "has no weights called embeddings"),
    "integers": (saved(lambda w: w | {INTEGERS: w[INTEGERS].to(torch.int8)}), "weights of I8"),
    "nonsense": (text("model.safetensors", b"nonsense" * 99), "that is damaged"),
    "empty": (text("model.safetensors", b""), "that is damaged"),
    "cut short": (cut_short, "that is damaged"),
    "half lost": (half_lost, "has no model-00002-of-00002.safetensors"),
    "empty index": (index({"weight_map": {}}), "names no files beside it"),
    "index of a list": (index({"weight_map": [1]}), "names no files beside it"),
    "index elsewhere": (index({"weight_map": {"a": "../a.safetensors"}}), "names no files beside"),
    "index of pickles": (index({"weight_map": {"a": "a.bin"}}), "names no files beside it"),
    "empty vocabulary": (text("vocab.txt", ""), "a vocabulary without [PAD]"),
    "no marks": (text("vocab.txt", "a\nb"), "a vocabulary without [PAD]"),
    "no end": (text("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[MASK]"), "a vocabulary without [SEP]"),
    "no utf-8": (text("vocab.txt", b"\xff\xfe\x00" * 9), "without a list of pieces"),
    "more pieces": (text("vocab.txt", "\n".join([*VOCABULARY, "more"])), "pieces up to number"),
    "bad tokenizer": (text("tokenizer.json", "{"), "has a tokenizer.json that is no JSON"),
    "no pieces": (text("tokenizer.json", '{"model": {}}'), "tokenizer.json without a list"),
    "null": (text("tokenizer.json", '{"model": null}'), "tokenizer.json without a list"),
    "numbers": (text("tokenizer.json", '{"model": {"vocab": {"a": "b"}}}'), "number is none"),
    "other marks": (text("tokenizer.json", '{"model": {"vocab": {"<s>": 0}}}'), "without [PAD]"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_said(folder: Path, case: str) -> None:
    """Before anything is trained, in one line, with a fix; transformers is not needed for it."""
    spoil, said = REFUSED[case]
    spoil(folder)
    with pytest.raises(BadEnvironment) as refused:
        read(folder)

    assert said in refused.value.message and refused.value.fix
    assert "\n" not in str(refused.value) and refused.value.exit_code == 3


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
@pytest.mark.parametrize("name", ["bert.embeddings.LayerNorm.bias", "cls.predictions.bias"])
def test_weights_that_are_no_numbers_are_refused(
    folder: Path, at_spaces: None, value: float, name: str
) -> None:
    """One of them makes every answer NaN, and a run would call it a rate that is too high."""
    weights = random_weights()
    weights[name][3] = value
    save_file(weights, folder / "model.safetensors")
    with pytest.raises(BadEnvironment, match="that are no numbers"):
        computed(folder)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture],
          deadline=None)  # fmt: skip
@given(name=st.sampled_from(["config.json", "tokenizer.json", "model.safetensors.index.json"]),
       value=st.recursive(
           st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
           lambda of: st.lists(of, max_size=3) | st.dictionaries(
               st.sampled_from([*CONFIG, "model", "vocab", "added_tokens", "weight_map"]), of),
           max_leaves=8))  # fmt: skip
def test_no_json_of_a_folder_is_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: object
) -> None:
    """Whatever stands in a file of the folder: it is read, or refused in words."""
    folder = tmp_path_factory.getbasetemp() / "any"
    shutil.rmtree(folder, ignore_errors=True)
    written(folder)
    if name.startswith("model."):
        (folder / "model.safetensors").unlink()
    known = CONFIG if name == "config.json" and isinstance(value, dict) else {}
    (folder / name).write_text(json.dumps({**known, **value} if known else value))
    try:
        pieces.checked(folder)
        pieces.pieces_in(folder)
    except BadEnvironment as refused:
        assert refused.message and refused.fix


@pytest.mark.parametrize("name", ["a b", "días 水", "[x]", "'q'"])
def test_a_folder_is_found_by_any_name_and_from_any_folder(
    tmp_path: Path, at_spaces: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Relative, from the home folder, with spaces and letters of any language."""
    written(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for given_as in (name, f"./{name}", f"~/{name}", str(tmp_path / name)):
        hp = LESSON.params().override({"weights": given_as})

        assert tmp_path / name == Path(hp.as_dict()["weights"])
    assert Pieces.of(Path(hp.as_dict()["weights"])).can_guess


@pytest.mark.parametrize("name", ["~nobody-is-called-so/x", "a\udcff"])
def test_a_path_that_cannot_be_kept_is_wrong_usage(name: str) -> None:
    """Nobody's home, and bytes that are no text."""
    with pytest.raises(BadUsage, match="weights cannot be"):
        LESSON.params().override({"weights": name})


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
def test_a_name_that_no_folder_can_have_is_refused(name: str) -> None:
    """Too long for the system, or with a zero in it."""
    with pytest.raises(BadEnvironment, match="weights: "):
        read(Path("/") / name)


def test_without_the_package_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder with all it needs, and nothing to cut words with."""
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(BadEnvironment, match="one more package") as refused:
        read(folder)

    assert "hf" in refused.value.fix


@pytest.mark.parametrize("head", [True, False])
def test_it_computes_what_transformers_does(tmp_path: Path, head: bool) -> None:
    """The states and the scores of every token, and the pieces, where that library is installed."""
    hf = pytest.importorskip("transformers")
    weights = random_weights()
    if not head:
        weights = {n.removeprefix("bert."): w for n, w in weights.items() if "cls" not in n}
    kind = hf.BertForMaskedLM if head else hf.BertModel
    folder = written(tmp_path, weights, vocab_size=len(VOCABULARY))
    theirs = kind.from_pretrained(folder, local_files_only=True).eval()
    real, states, scores = computed(folder)
    rows, is_word = torch.tensor(real.rows), TOKENS != 0
    with torch.no_grad():
        found = theirs(rows[TOKENS], is_word.long(), output_hidden_states=True)

    assert head == real.can_guess
    assert [["the", "warm", "##i", "##s", "##h", "[UNK]", "[SEP]"]] == real.cut(
        ["thé Warmish 水"], PLACES
    )
    torch.testing.assert_close(found.hidden_states[-1][is_word], states[is_word], rtol=0, atol=1e-5)
    if head:
        torch.testing.assert_close(
            found.logits[is_word][:, rows], scores[is_word], rtol=0, atol=1e-5
        )
