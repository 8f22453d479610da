"""What a learner can ask: a string of bits, answered with a tag and a probability for each."""

from __future__ import annotations

import re

import torch

from lessons.kit.errors import visible
from lessons.lesson12_sequences.measures import said_of
from lessons.lesson12_sequences.model import Reader
from lessons.lesson12_sequences.own.words import Words
from lessons.lesson12_sequences.tasks import Batch, Generated, Task
from lessons.shared.labelled.wording import words_of

LONGEST = 500
NUMBER = re.compile(r"(\d*\.?\d+)(\*?)")
BITS_PROMPT = "Type bits, such as 0110100"
SENTENCE_PROMPT = "Type a sentence, with spaces between its words"
TEXT_PROMPT = "Type a text"
SUM_PROMPT = "Type numbers from 0 to 1 and mark two of them, such as .2 .7* .4 .1*"


def prompt_of(task: Task) -> str:
    """What to type."""
    if isinstance(task, Words):
        return TEXT_PROMPT if task.whole else SENTENCE_PROMPT
    assert isinstance(task, Generated)
    return SUM_PROMPT if task.sums else BITS_PROMPT


def answer(model: Reader, task: Task, text: str) -> str:
    """What the network says of what was typed."""
    if isinstance(task, Words):
        return of_words(model, task, text)
    assert isinstance(task, Generated)
    return of_numbers(model, task, text) if task.sums else of_bits(model, task, text)


def of_bits(model: Reader, task: Generated, text: str) -> str:
    """The tag of each bit, or of all of them, with the probability of what is said."""
    bits = re.sub(r"[\s,]", "", text)
    if not bits or set(bits) - {"0", "1"} or len(bits) > LONGEST:
        return f"{BITS_PROMPT}: zeros and ones, {LONGEST} at most"
    x = torch.tensor([[2.0 * int(bit) - 1] for bit in bits], device=task.device)
    p = _read(model, x).softmax(-1)
    if task.whole:
        return f"The number of ones is {'odd' if p[1] > 0.5 else 'even'}, says {float(p.max()):.3f}"
    lines = [f"{bit} → {int(row.argmax())}  {float(row.max()):.3f}" for bit, row in
             zip(bits, p, strict=True)]  # fmt: skip
    return "bit → tag, and its probability\n" + "\n".join(lines)


def of_numbers(model: Reader, task: Generated, text: str) -> str:
    """The sum that the network says, and the true one."""
    found = [NUMBER.fullmatch(word) for word in text.replace(",", " ").split()]
    pairs = [(float(each[1]), float(bool(each[2]))) for each in found if each]
    if len(pairs) < len(found) or sum(mark for _, mark in pairs) != 2 or len(pairs) > LONGEST:
        return SUM_PROMPT
    true = sum(number * mark for number, mark in pairs)
    said = float(_read(model, torch.tensor(pairs, device=task.device)))
    return f"It says {said:.3f}; the sum is {true:.3f}"


def of_words(model: Reader, task: Words, text: str) -> str:
    """The tag of each word, or the class of the text; which words are unknown is said."""
    words = (words_of(text) if task.whole else text.split())[:LONGEST]
    if not words:
        return "There is no word in that"
    p = said_of(model, task.batch([words], [[0] * (1 if task.whole else len(words))]))[0]
    p = p.softmax(-1).cpu()
    marked = [word if task.knows(word) else f"{word} (unknown)" for word in words]
    if task.whole:
        name = visible(task.classes[int(p.argmax())])
        return f"{name}, with a probability of {float(p.max()):.3f}: {' '.join(marked)}"
    lines = [f"{word} → {visible(task.classes[int(row.argmax())])}  {float(row.max()):.3f}"
             for word, row in zip(marked, p, strict=True)]  # fmt: skip
    return "word → tag, and its probability\n" + "\n".join(lines)


def _read(model: Reader, x: torch.Tensor) -> torch.Tensor:
    lengths = torch.tensor([len(x)], device=x.device)
    return said_of(model, Batch(x[None], lengths, lengths))[0].cpu()
