"""Lesson 16. Learn from text without labels first, and then from a few labels."""

from dataclasses import dataclass

from lessons.kit import (
    Bars,
    Guide,
    Heatmap,
    Lesson,
    Lines,
    ManyDevices,
    Scatter,
    Series,
    Table,
    choice,
    knob,
    switch,
    text_knob,
)
from lessons.lesson16_bert.display.exported import predicted_rows
from lessons.lesson16_bert.door import fitted, look_at, read_data
from lessons.lesson16_bert.page.claims import CLAIMS
from lessons.lesson16_bert.page.predictions import PREDICTIONS
from lessons.lesson16_bert.page.presets import PRESETS, VARIANTS
from lessons.lesson16_bert.page.tour import TOUR
from lessons.shared.knobs import LabelledKnobs


@dataclass
class Bert(LabelledKnobs):
    """Everything that can be turned."""

    width: int = knob(32, 4, 1024, help="Numbers in a word's vector")
    layers: int = knob(1, 1, 24, help="Blocks of the encoder")
    heads: int = knob(2, 1, 64, help="Heads of attention; they share the width evenly")
    pretrain: int = knob(260, 0, 1_000_000, help="Steps of guessing hidden words; 0: from scratch")
    tune: int = knob(40, 1, 1_000_000, help="Steps for each number of labels; the last gets more")
    frozen: bool = switch(False, help="Labels teach the head alone; the encoder stays")
    pooling: str = choice("mean", "cls", help="A text's vector: the mean of its words, or [CLS]")
    hidden: float = knob(0.4, 0.05, 0.9, help="The share of the words that are hidden")
    masking: str = choice(
        "usual", "always", help="usual: 80 % [MASK], 10 % another word, 10 % left"
    )
    masks: str = choice("each-step", "once", help="Hide other words at each step, or once for all")
    texts: int = knob(0, 0, 10_000_000, help="Texts without labels that are read; 0: all of them")
    scored: str = choice(
        "hidden", "all", live=True, help="The loss is a mean over hidden words, or over all words"
    )
    lr: float = knob(6e-3, 1e-6, 1.0, live=True, log=True, help="Rate while words are guessed")
    tune_lr: float = knob(2e-3, 1e-6, 1.0, live=True, log=True, help="Rate with labels")
    head_lr: float = knob(2e-2, 1e-6, 1.0, live=True, log=True, help="Rate of a head alone")
    decay: float = knob(0.01, 0.0, 1.0, help="Weight decay of the matrices")
    dropout: float = knob(0.0, 0.0, 0.9, help="Share of numbers set to 0 in training")
    word_dropout: float = knob(0.0, 0.0, 0.9, help="Share of words read as unknown in training")
    average: float = knob(
        0.0, 0.0, 0.9999, help="Mean of the weights over 1/(1 − it) steps; 0: none"
    )
    batch: int = knob(24, 1, 4096, help="Texts in one step")
    negation: float = knob(0.05, 0.0, 1.0, help="Made-up sentences: clauses with a not")
    but: float = knob(0.05, 0.0, 1.0, help="Made-up sentences: those with a but")
    labelled: str = text_knob(is_path=True, help="A file or folder of your labelled texts")
    weights: str = text_knob(is_path=True, help="A folder with a BERT; empty: the lesson's own")
    longer: float = knob(0.0, 0.0, 4.0, help="Your texts: drawn in proportion to length^longer")
    min_count: int = knob(2, 1, 1000, help="Your texts: a word seen less often is unknown")
    most_words: int = knob(8000, 1, 1_000_000, help="Your texts: words in the vocabulary at most")
    steps: int = knob(380, 1, 1_000_000, help="Updates of the weights, all stages together")


MADE_UP = {"labelled": "", "weights": ""}

lesson = Lesson(
    package=__name__,
    title="BERT: pretrain, then fine-tune",
    says="Guess hidden words of texts without labels. Then sixteen labels are nearly enough.",
    chapter="Attention",
    after=("transformer",),
    params=Bert,
    shows=("train.py", "model.py", "stages.py"),
    variants=VARIANTS,
    race=tuple(VARIANTS),
    favourite="fine-tuned",
    panels=[
        Series("Right side of a hidden word", of=("sided",), own_data=True, when=MADE_UP),
        Lines("Right on the test, by labels", key="by_labels", x="labels", log_x=True),
        Table("Guessed for the hidden word", key="guesses", own_data=True, when=MADE_UP),
        Series(
            "Loss of hidden words",
            of=("masked", "held_out"),
            unit="nats",
            guide=Guide("unigram", "single words"),
        ),
        Scatter("Words, on two axes", key="vectors", own_data=True, when=MADE_UP),
        Series("Right with 16 labels, read off", of=("read_16",)),
        Bars("Right with 16 labels", of="right_16", limits=(0, 1)),
        Bars("Right with 64 labels", of="right_64", limits=(0, 1)),
        Bars("Right with 256 labels", of="right_256", limits=(0, 1)),
        Heatmap("Attention", key="attention", x="looks at"),
        Table("Hidden words", key="hidden"),
        Table("On the test", key="results", columns=("labels", "network", "TF-IDF", "pairs")),
        Series("Loss", of=("loss",), unit="nats", log=True),
    ],
    devices=ManyDevices("batch"),
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    peek=look_at,
    fitted=fitted,
    exports={"predictions": predicted_rows},
    tour=TOUR,
)
