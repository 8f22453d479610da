"""Why the network says what it says: every word left out in turn."""

from __future__ import annotations

from torch import Tensor

from lessons.lesson04_sentiment.batches import Texts
from lessons.lesson04_sentiment.model import Reader
from lessons.lesson04_sentiment.testing import probabilities
from lessons.shared.labelled.splitting import Part
from lessons.shared.labelled.wording import Vocabulary, Words, words_of

NOTHING = [""]  # what is left of a text of one word: a word that nobody knows


class Classifier:
    """A network with all it takes to read a text: its words, and the names of its classes."""

    def __init__(
        self, model: Reader, vocabulary: Vocabulary, unknown: int, classes: list[str], width: int
    ) -> None:
        self.model = model
        self.vocabulary = vocabulary
        self.unknown = unknown
        self.classes = classes
        self.width = width

    def texts(self, part: Part) -> Texts:
        """The texts of a part as this network reads them."""
        device = self.model.head.weight.device
        return Texts(part, self.vocabulary, self.unknown, device, self.width)

    def probabilities(self, texts: list[Words]) -> Tensor:
        """The probability of every class for every text, (N, C)."""
        part = Part(words=texts, labels=[0] * len(texts))
        return probabilities(self.model, self.texts(part)).cpu().double()

    def explain(self, words: Words) -> tuple[int, float, list[float]]:
        """The class it says, how probable, and what each word did for that.

        A word's part is log-odds with it minus log-odds without it, log p/(1 − p) of the class
        said. Left out singly: parts need not add up, and two words may hide behind each other.
        """
        without = [words[:at] + words[at + 1 :] or NOTHING for at in range(len(words))]
        p = self.probabilities([words, *without])  # (1 + T, C)
        said = int(p[0].argmax())
        odds = p[:, said].logit(eps=1e-7)  # (1 + T,)
        return said, float(p[0, said]), (odds[0] - odds[1:]).tolist()

    def answer(self, text: str) -> str:
        """What it says of a typed text, how sure it is, and each word's part in that."""
        typed = words_of(text)
        words = typed[: self.model.hp.longest]
        if not words:
            return "There is no word in that."
        said, p, parts = self.explain(words)
        name = self.classes[said]
        marked = [w if self.vocabulary.knows(w) else f"{w} (unknown)" for w in words]
        each = " · ".join(f"{w} {part:+.1f}" for w, part in zip(marked, parts, strict=True))
        cut = len(typed) > len(words)
        short = f"\nOf {len(typed):,} words only the first {len(words):,} were read." if cut else ""
        return (
            f"{name}, with a probability of {p:.2f}\n{each}\n"
            f"A number is how much the log-odds of {name} fall when that word is left out.{short}"
        )
