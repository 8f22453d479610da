"""A folder of weights: whether it has all of a BERT that we compute. No torch, and no pickle."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lessons.kit.errors import BadEnvironment, reason, said, visible

CONFIG, WEIGHTS = "config.json", "model.safetensors"
INDEX = f"{WEIGHTS}.index.json"
"""Of weights in several files: which of them has which."""
LISTS = ("tokenizer.json", "vocab.txt")
"""Where the pieces of words are listed; the first says too how a text is cut."""
WANTED = (
    "give a folder with a BERT (MiniLM and other models of type bert too) as transformers saves "
    f"it: {CONFIG}, {WEIGHTS}, and {' or '.join(LISTS)}; nothing is downloaded"
)
AGAIN = "copy the folder again, or save the model again"
CONVERT = (
    "if you trust it, convert it once with transformers: AutoModelForMaskedLM.from_pretrained(DIR)"
    ".save_pretrained(DIR), or AutoModel where it was never taught to guess hidden words"
)
SIZES = ("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
         "max_position_embeddings")  # fmt: skip
SAME = {"position_embedding_type": "absolute", "is_decoder": False, "quantization_config": None}
"""What else has a model_type of bert, and computes something else."""
ACTIVATIONS = ("gelu", "gelu_new", "relu")
NUMBERS = ("F16", "BF16", "F32", "F64")
LEAST_PLACES = 3
"""A start, one piece and an end."""
WORDS = "embeddings.word_embeddings.weight"
TURNED = "cls.predictions.transform"
"""Of the head that guesses hidden words: what comes before the product with the table of words."""

Config = dict[str, Any]
Shapes = dict[str, tuple[int, ...]]


def refused(folder: Path, what: str, fix: str = WANTED) -> BadEnvironment:
    """A sentence about a folder of weights."""
    return BadEnvironment(f"weights: {visible(str(folder))} {what}", fix)


def checked(folder: Path) -> tuple[Config, Shapes]:
    """What a folder with all of a BERT says of it. Raises BadEnvironment, which says what lacks."""
    try:
        all_there(folder)
    except OSError as error:  # a name that is too long; a folder that is not ours to read
        raise refused(folder, f"cannot be read ({reason(error)})") from None
    config, found = config_of(folder), shapes_in(folder)
    for name, shape in promised(config):
        if name not in found:
            raise refused(folder, f"has no weights called {name}, as a BERT has")
        if shape != found[name]:
            what = f"has weights {name} of shape {found[name]}, and {CONFIG} says {shape}"
            raise refused(folder, what)
    if f"encoder.layer.{config['num_hidden_layers']}.output.dense.weight" in found:
        raise refused(folder, f"has weights of more layers than {CONFIG} says")
    table = found.get(WORDS, ())
    if table[1:] != (config["hidden_size"],) or config.get("vocab_size", table[0]) != table[0]:
        what = f"has a table of words of shape {table}, which is not what {CONFIG} says"
        raise refused(folder, what)
    return config, found


def all_there(folder: Path) -> None:
    """See whether a folder has the files that we read. Raises BadEnvironment."""
    if not folder.is_dir():
        raise refused(folder, "is a file, and no folder" if folder.exists() else "is not there")
    has_weights = (folder / WEIGHTS).is_file() or (folder / INDEX).is_file()
    if not has_weights and any(folder.glob("*.bin")):
        what = "has its weights as a pickle alone, which can run any code and is never opened"
        raise refused(folder, what, CONVERT)
    lost = [] if (folder / CONFIG).is_file() else [CONFIG]
    lost += [] if has_weights else [WEIGHTS]
    if not any((folder / name).is_file() for name in LISTS):
        lost.append(" or ".join(LISTS))
    if lost:
        raise refused(folder, f"has no {' and no '.join(lost)}", WANTED)


def files_of(folder: Path) -> list[Path]:
    """The files with the weights: one, or those that an index names. Raises BadEnvironment."""
    if (folder / WEIGHTS).is_file():
        return [folder / WEIGHTS]
    index = json_object(folder, INDEX).get("weight_map")
    names = {*index.values()} if isinstance(index, dict) and _are_names(index) else set()
    if not names:
        raise refused(folder, f"has an {INDEX} that names no files beside it", AGAIN)
    lost = sorted(name for name in names if not (folder / name).is_file())
    if lost:
        raise refused(folder, f"has no {visible(lost[0])}, which {INDEX} names", AGAIN)
    return [folder / name for name in sorted(names)]


def _are_names(index: dict[str, Any]) -> bool:
    """Whether an index speaks of safetensors in its own folder."""
    return all(
        isinstance(name, str) and re.fullmatch(r"[^/\\\0]+\.safetensors", name)
        for name in index.values()
    )


def config_of(folder: Path) -> Config:
    """What config.json says, if it is of a BERT that we compute. Raises BadEnvironment."""
    config = json_object(folder, CONFIG)
    kind = config.get("model_type", "bert")
    if kind != "bert":
        what = f"has a model of type {visible(str(kind))}; only the type bert is taken"
        raise refused(folder, what)
    lost = [name for name in SIZES if type(config.get(name)) is not int or config[name] < 1]
    if not lost and config["hidden_size"] % config["num_attention_heads"]:
        lost = ["hidden_size"]
    if not lost and config["max_position_embeddings"] < LEAST_PLACES:
        lost = ["max_position_embeddings"]
    eps = config.get("layer_norm_eps", 0.0)
    if type(eps) not in (int, float) or not 0 <= eps < 1:
        lost.append("layer_norm_eps")
    if lost:
        raise refused(folder, f"has a {CONFIG} without a sound {lost[0]}")
    strange = [name for name, value in SAME.items() if config.get(name, value) != value]
    if config.get("hidden_act", "gelu") not in ACTIVATIONS:
        strange.append("hidden_act")
    if strange:
        what = f"has {strange[0]} {visible(str(config[strange[0]]))}, which is not computed here"
        raise refused(folder, what)
    return config


def json_object(folder: Path, name: str) -> Config:
    """What a file of the folder says. Raises BadEnvironment for what is no JSON object."""
    try:
        found = json.loads((folder / name).read_text(encoding="utf-8"))
    except OSError as error:
        raise refused(folder, f"has a {name} that cannot be read ({reason(error)})") from None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise refused(folder, f"has a {name} that is no JSON object")
    return found


def plain_name(name: str) -> str:
    """A weight's name without what differs between the ways in which a BERT was saved."""
    name = re.sub(r"LayerNorm\.gamma$", "LayerNorm.weight", name.removeprefix("bert."))
    return re.sub(r"LayerNorm\.beta$", "LayerNorm.bias", name)


def shapes_in(folder: Path) -> Shapes:
    """The shape of each weight, none of which is read for this. Raises BadEnvironment."""
    from safetensors import SafetensorError, safe_open

    found: Shapes = {}
    for path in files_of(folder):
        try:
            with safe_open(path, framework="numpy") as file:
                for name in file.keys():  # noqa: SIM118 (the file is no dict)
                    part = file.get_slice(name)
                    found[plain_name(name)] = (*part.get_shape(),)
                    if part.get_dtype() not in NUMBERS and name.endswith(".weight"):
                        what = f"has weights of {part.get_dtype()}, which is not computed here"
                        raise refused(folder, what)
        except (SafetensorError, OSError, ValueError) as error:
            what = f"has a {path.name} that is damaged, or is something else ({said(error)})"
            raise refused(folder, what, AGAIN) from None
    return found


def promised(config: Config) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The name and the shape of each weight that the config speaks of, but for the words."""
    width, inner = config["hidden_size"], config["intermediate_size"]
    yield "embeddings.position_embeddings.weight", (config["max_position_embeddings"], width)
    yield from layer("embeddings.LayerNorm", width)
    for at in range(config["num_hidden_layers"]):
        name = f"encoder.layer.{at}"
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            yield from layer(f"{name}.attention.{part}", width, width)
        yield from layer(f"{name}.attention.output.LayerNorm", width)
        yield from layer(f"{name}.intermediate.dense", inner, width)
        yield from layer(f"{name}.output.dense", width, inner)
        yield from layer(f"{name}.output.LayerNorm", width)


def layer(name: str, *shape: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A layer's weight and bias."""
    yield f"{name}.weight", shape
    yield f"{name}.bias", shape[:1]


def has_head(config: Config, shapes: Shapes) -> bool:
    """Whether hidden words can be guessed: by a head whose table is that of the words."""
    width = config["hidden_size"]
    wanted = dict([*layer(f"{TURNED}.dense", width, width), *layer(f"{TURNED}.LayerNorm", width)])
    is_there = all(shapes.get(name) == shape for name, shape in wanted.items())
    return (
        is_there and shapes.get("cls.predictions.bias") == shapes[WORDS][:1]
        and bool(config.get("tie_word_embeddings", True))
    )  # fmt: skip
