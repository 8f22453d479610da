"""Skip-gram on a corpus, beside gensim: raw words a CPU-second on one thread, and quality.

`python -m benchmarks --only skipgram`, or `python -m benchmarks.training.skipgram --data FILE` on
a text of yours. The two take turns in one process, at the same settings. The yardstick corpus is
generated: Zipf's law over 20,000 words, of which 200 are function words and the others belong to
50 topics; a sentence of 20 words speaks of one topic, with 10 % stray words. Quality is the share
of a content word's ten nearest that are of its topic. A file has no such truth: for it, quality
is the rank correlation of the cosines with how alike people find the pairs of WordSim-353, which
gensim brings; and the shares of equal neighbours are said, of each under another seed and with
the other's.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.tools.rows import Found, Missing, Row, compared, table
from lessons.kit.data.brought import silent
from lessons.kit.data.text.corpus import Corpus, read_corpus
from lessons.lesson01_skipgram.banded import learn, reading

Vectors = np.ndarray[Any, Any]
Measured = tuple[float, Vectors]
"""Raw words a CPU-second, and the vectors (V, D)."""

DIM, WINDOW, NEGATIVES, THRESHOLD = 100, 5, 5, 1e-3
LR, LEAST = 0.05, 1e-4
"""Our rate, and the share of it left at the end. gensim has its own 0.025 to 0.0001; ours moves by
the summed gradients of many pairs, and three readings at 0.025 are too few for it."""
STRETCH = 20_000
WORDS, FUNCTION, TOPICS, LENGTH, STRAY = 20_000, 200, 50, 20, 0.1
NEAREST, SAMPLED = 10, 2000
FEWEST = 100  # word pairs; of fewer the correlation is chance


def yardstick(tokens: int, seed: int = 0) -> Vectors:
    """Sentences as word numbers, (sentences, LENGTH); a word's number is its rank."""
    luck = np.random.default_rng(seed)
    shape = tokens // LENGTH, LENGTH
    edges = np.cumsum(1 / np.arange(1, WORDS + 1))
    words = np.searchsorted(edges / edges[-1], luck.random(shape)).clip(max=WORDS - 1)
    topic = luck.integers(TOPICS, size=(shape[0], 1))
    of_topic = (words - FUNCTION) // TOPICS * TOPICS + topic + FUNCTION
    stays = (words < FUNCTION) | (luck.random(shape) < STRAY)
    return np.where(stays, words, of_topic).astype(np.int32)


def precision(vectors: Vectors) -> float:
    """The share of a content word's nearest that are of its topic."""
    unit = of_length_one(vectors)
    asked = np.random.default_rng(1).choice(np.arange(FUNCTION, WORDS), SAMPLED, replace=False)
    near = nearest(unit, asked)
    same = (near >= FUNCTION) & ((near - asked[:, None]) % TOPICS == 0)
    return float(same.mean())


def of_length_one(vectors: Vectors) -> Vectors:
    """Their directions, (V, D): products of them are cosines."""
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(min=1e-12)
    return unit


def nearest(unit: Vectors, asked: Vectors) -> Vectors:
    """The numbers of each asked word's nearest, (asked, NEAREST), in no order."""
    cosines = unit[asked] @ unit.T
    cosines[np.arange(len(asked)), asked] = -2
    return np.argpartition(-cosines, NEAREST, axis=1)[:, :NEAREST]


def ours(stream: Vectors, counts: Vectors, raw: int, epochs: int, seed: int) -> Measured:
    """The lesson's banded trainer along a stream of word numbers."""
    torch.manual_seed(seed)
    began = time.process_time()
    how = reading(torch.from_numpy(counts.astype(float)), WINDOW, NEGATIVES, THRESHOLD)
    centres = (torch.rand(len(counts), DIM) - 0.5) / DIM
    contexts = torch.zeros(len(counts), DIM)
    total = epochs * len(stream)
    for start in range(0, total, STRETCH):
        place = start % len(stream)
        seen = torch.from_numpy(stream[place : place + STRETCH].copy())
        learn(centres, contexts, seen, how, LR * max(LEAST, 1 - start / total))
    return raw * epochs / (time.process_time() - began), centres.numpy()


def theirs(sentences: list[list[str]], words: int, raw: int, epochs: int, seed: int) -> Measured:
    """gensim's Word2Vec; its vocabulary is built before the clock starts. A word is its number."""
    from gensim.models import Word2Vec

    model = Word2Vec(
        vector_size=DIM, window=WINDOW, min_count=1, sg=1, negative=NEGATIVES, sample=THRESHOLD,
        workers=1, seed=seed, epochs=epochs,
    )  # fmt: skip
    model.build_vocab(sentences)
    began = time.process_time()
    model.train(sentences, total_examples=len(sentences), epochs=epochs)
    rate = raw * epochs / (time.process_time() - began)
    vectors = np.random.default_rng(0).normal(size=(words, DIM)).astype(np.float32)
    vectors[[int(word) for word in model.wv.index_to_key]] = model.wv.vectors
    return rate, vectors


def on_the_yardstick(quick: bool) -> Sequence[Found]:
    """Words a CPU-second and precision, ours over gensim's."""
    if find_spec("gensim") is None:
        return [Missing("skip-gram / gensim", "no gensim here; pip install gensim", failed=False)]
    epochs = 3
    sentences = yardstick(1_000_000 if quick else 2_000_000)
    ends = np.full((len(sentences), 1), -1, np.int32)
    stream = np.concatenate([sentences, ends], axis=1).ravel()
    counts = np.bincount(sentences.ravel(), minlength=WORDS).clip(min=1)
    written = [[str(number) for number in row] for row in sentences.tolist()]
    pairs = in_turn(
        lambda seed: ours(stream, counts, sentences.size, epochs, seed),
        lambda seed: theirs(written, WORDS, sentences.size, epochs, seed),
        times=1 if quick else 3,
    )
    qualities = [(precision(mine[1]), precision(other[1])) for mine, other in pairs]
    return [speed(pairs, "the yardstick"), compared(
        "skip-gram, words of one topic / gensim", qualities, budget=0.995, at_most=False, unit="",
    )]  # fmt: skip


def in_turn(
    mine: Callable[[int], Measured], other: Callable[[int], Measured], times: int = 3
) -> list[tuple[Measured, Measured]]:
    """Both of them, one after the other, this many times."""
    return [(mine(seed), other(seed)) for seed in range(1, times + 1)]


def speed(pairs: list[tuple[Measured, Measured]], where: str) -> Row:
    """Raw words a CPU-second, ours over theirs."""
    rates = [(mine[0], other[0]) for mine, other in pairs]
    name = f"skip-gram on {where}: words a CPU-second / gensim"
    return compared(name, rates, budget=2.5, at_most=False, unit="words/s")


def on_a_file(path: Path) -> list[Row]:
    """The same on a text; quality as neighbours in common."""
    corpus = read_corpus(path, min_count=5, progress=silent)
    stream, epochs = np.array(corpus.tokens), 5
    written = sentences_of(corpus)
    pairs = in_turn(
        lambda seed: ours(stream, corpus.counts, int((stream >= 0).sum()), epochs, seed),
        lambda seed: theirs(written, len(corpus.words), int((stream >= 0).sum()), epochs, seed),
    )
    (mine, first), (again, second), *_ = pairs
    shares = (in_common(mine[1], again[1]), in_common(first[1], second[1]))
    both = in_common(mine[1], first[1])
    words = "neighbours in common: our two seeds {:.0%}, gensim's {:.0%}, ours with gensim's {:.0%}"
    print(words.format(*shares, both), file=sys.stderr)
    return [speed(pairs, path.name), *likeness(corpus, pairs)]


def likeness(corpus: Corpus, pairs: list[tuple[Measured, Measured]]) -> list[Row]:
    """Spearman's correlation with people's judgement of the word pairs that the text has."""
    from gensim.test.utils import datapath

    place = {word: code for code, word in enumerate(corpus.words)}
    lines = Path(datapath("wordsim353.tsv")).read_text().lower().splitlines()
    judged = [line.split("\t") for line in lines if not line.startswith("#")]
    known = [(place[a], place[b], float(score)) for a, b, score in judged
             if a in place and b in place]  # fmt: skip
    if len(known) < FEWEST:
        return []
    found = [(correlation(mine[1], known), correlation(other[1], known)) for mine, other in pairs]
    name = f"skip-gram, correlation with people on {len(known)} pairs / gensim"
    return [compared(name, found, budget=0.95, at_most=False, unit="")]


def correlation(vectors: Vectors, known: list[tuple[int, int, float]]) -> float:
    """Of the cosines with the scores, by rank."""
    from scipy.stats import spearmanr

    unit = of_length_one(vectors)
    cosines = [float(unit[one] @ unit[other]) for one, other, _ in known]
    return float(spearmanr(cosines, [score for _, _, score in known]).statistic)


def sentences_of(corpus: Corpus) -> list[list[str]]:
    """The stream cut at its ends, words as numbers in letters."""
    tokens = np.array(corpus.tokens)
    cut = np.split(tokens, np.flatnonzero(tokens < 0) + 1)
    return [[str(number) for number in piece.tolist() if number >= 0] for piece in cut]


def in_common(one: Vectors, other: Vectors) -> float:
    """The share of ten nearest that two tables share, over the 1,000 words after the first 100."""
    asked = np.arange(min(100, len(one) // 8), min(1100, len(one)))
    near = [nearest(of_length_one(vectors), asked) for vectors in (one, other)]
    shared = [
        len(set(a) & set(b)) / NEAREST for a, b in zip(*map(np.ndarray.tolist, near), strict=True)
    ]
    return statistics.fmean(shared)


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 if a budget is not met, 3 without gensim."""
    parser = argparse.ArgumentParser(prog="benchmarks.training.skipgram", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="compare on this text")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    if find_spec("gensim") is None:
        print("gensim is not here; pip install gensim", file=sys.stderr)
        return 3
    rows = on_a_file(options.data)
    table(rows)
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
