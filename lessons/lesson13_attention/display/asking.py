"""What a learner can ask: pairs and a key, or symbols to reverse; and where it looked for it."""

from __future__ import annotations

import re

import torch
from torch import Tensor

from lessons.kit.errors import visible
from lessons.lesson13_attention.model import Reader
from lessons.lesson13_attention.own.brought import CALLED
from lessons.lesson13_attention.tasks import Recall, Reverse, Task

TOP = 3
"""Tokens of a row that are told, the largest weights first."""
MOST_PAIRS = 256


def prompt(task: Task) -> str:
    """What can be asked, with an example from these data."""
    if isinstance(task, Reverse):
        return f"{task.length} symbols, such as: {example(task)}"
    return f"Pairs and a key, such as: {example(task)}"


def example(task: Task) -> str:
    """A question that can be answered."""
    shown = task.shown()
    if isinstance(task, Reverse):
        return "".join(task.columns(shown)) if single(task) else " ".join(task.columns(shown))
    return f"{', '.join(task.columns(shown))}, {task.rows(shown)[0]}"


def answer(model: Reader, task: Task, question: str) -> str:
    """The answer and the row of attention that it came by, or what can be asked."""
    if isinstance(task, Reverse):
        return reversed_by(model, task, question.strip())
    return recalled_by(model, task, question.strip())


def recalled_by(model: Reader, task: Recall, question: str) -> str:
    """The value of the key that stands last."""
    found = read_pairs(task, question)
    if isinstance(found, str):
        return found
    pairs, key = found
    if model.kind == "mlp" and len(pairs) != task.length:
        return f"a flat network has weights for {task.length} pairs, not for {len(pairs)}"
    if model.has_places and len(pairs) > task.length:
        return f"it has vectors for {task.length} places: give no more pairs"
    told = torch.tensor([[[k, v + task.keys] for k, v in pairs]], device=task.device)
    asked = torch.tensor([[key]], device=task.device)
    p, best = chosen(model, asked, told)
    said = task.words.values[int(best[0])]
    names = [f"{task.words.keys[k]}={task.words.values[v]}" for k, v in pairs]
    row = in_words(model, asked, told, names)
    known = {k: task.words.values[v] for k, v in pairs}
    hint = "" if key in known else f" No pair has {task.words.keys[key]}: it can only guess."
    return f"{task.words.keys[key]}? {said} ({float(p[0]):.0%}).{hint} {row}"


def read_pairs(task: Recall, question: str) -> tuple[list[tuple[int, int]], int] | str:
    """The pairs and the key that is asked for; else a sentence: what cannot be read."""
    parts = re.split(r"\s*,\s*", question) if "," in question else question.split()
    parts = [part for part in parts if part]
    keys = {name: at for at, name in enumerate(task.words.keys)}
    values = {name: at for at, name in enumerate(task.words.values)}
    if not parts:
        return f"give {prompt(task)[0].lower()}{prompt(task)[1:]}"
    *told, last = parts
    asked = last.rstrip("?").strip()
    if asked not in keys:
        return unknown(asked, "key", task.words.keys)
    if not told:
        return own_pairs(task, keys[asked])
    if len(told) > MOST_PAIRS:
        return f"{len(told)} pairs are too many to look at: give {MOST_PAIRS} at most"
    pairs = []
    for pair in told:
        key, mark, value = (part.strip() for part in pair.partition("="))
        if not mark:
            return f"{visible(pair)!r} is no pair: write KEY=VALUE, and the key to look up last"
        if key not in keys:
            return unknown(key, "key", task.words.keys)
        if value not in values:
            return unknown(value, "value", task.words.values)
        pairs.append((keys[key], values[value]))
    return pairs, keys[asked]


def own_pairs(task: Recall, key: int) -> tuple[list[tuple[int, int]], int] | str:
    """The learner's pair with this key, among others of the learner's."""
    pairs = task.words.pairs
    if not pairs:
        return f"give some pairs before the key, such as: {example(task)}"
    at = next(n for n, (k, _) in enumerate(pairs) if k == key)
    first = min(max(0, at - task.length // 2), max(0, len(pairs) - task.length))
    return pairs[first : first + task.length], key


def unknown(name: str, what: str, known: list[str]) -> str:
    """The sentence about a word that this network has no vector for."""
    some = f"{known[0]} to {known[-1]}" if len(known) <= 32 else f"{known[0]}, {known[1]}, …"
    return f"{visible(name)!r} is no {what} that it knows: there are {len(known)}, {some}"


def reversed_by(model: Reader, task: Reverse, question: str) -> str:
    """The symbols backwards, as far as it can, and where it looked for the first of them."""
    symbols = read_symbols(task, question)
    if isinstance(symbols, str):
        return symbols
    told = torch.tensor([symbols], device=task.device)  # (1, T)
    batch = task.batch(told)
    _, best = chosen(model, batch.asked, batch.told)
    names = task.symbols.alphabet
    space = "" if single(task) else " "
    said = space.join(names[int(code)] for code in best)
    right = int((best == batch.target[0]).sum())
    places = [f"{names[code]} (place {n})" for n, code in enumerate(symbols, 1)]
    row = in_words(model, batch.asked, batch.told, places)
    return f"{said}: {right} of {task.length} are right. The first of them: {row}"


def read_symbols(task: Reverse, question: str) -> list[int] | str:
    """The codes of so many symbols; else a sentence."""
    place = {name: at for at, name in enumerate(task.symbols.alphabet)}
    parts = list(question) if single(task) else question.split()
    if single(task) and " " not in place:
        parts = [CALLED.get(each, each) for each in parts]
        parts = [each for each in parts if each in place or not each.isspace()]
    if lost := [part for part in dict.fromkeys(parts) if part not in place]:
        return unknown(lost[0], "symbol", task.symbols.alphabet)
    if len(parts) != task.length:
        return f"it reads {task.length} symbols at once, not {len(parts)}: {example(task)}"
    return [place[part] for part in parts]


def single(task: Reverse) -> bool:
    """Whether every symbol is one character, so that none has to stand between two."""
    return all(len(name) == 1 for name in task.symbols.alphabet)


def chosen(model: Reader, asked: Tensor, told: Tensor) -> tuple[Tensor, Tensor]:
    """The likeliest answer to each question of one example, and how likely: (Q,) and (Q,)."""
    most = model(asked, told)[0].softmax(1).max(1)
    return most.values, most.indices


def in_words(model: Reader, asked: Tensor, told: Tensor, names: list[str]) -> str:
    """The first row of the matrix: its largest weights with their tokens, head by head."""
    if model.kind != "attention":
        return "It does not attend: there is no row."
    rows = model.weights(asked, told)[0, :, 0]  # (H, T)
    said = []
    for n, row in enumerate(rows, 1):
        top = row.topk(min(TOP, len(row)))
        looks = ", ".join(
            f"{names[at]} {weight:.2f}"
            for weight, at in zip(top.values.tolist(), top.indices.tolist(), strict=True)
        )
        said.append(f"head {n} looks at {looks}" if len(rows) > 1 else f"It looks at {looks}")
    return "; ".join(said) + "."
