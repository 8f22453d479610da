"""The lesson in five steps: from hidden words to labels, and to text that teaches nothing."""

from lessons.kit import TourStep, asked, judged
from lessons.lesson16_bert.presets import VARIANTS

RACE = tuple(VARIANTS)

TOUR = (
    TourStep(
        "Guess the hidden word",
        "Press p and say what you expect, then space. The table has what the network says after "
        "two sentences that differ in one word. v shows the next network. For long, both lists "
        "are the same; between steps 100 and 180 they come apart.",
        "Nobody has told it what is good. From what does it know?",
        variants=RACE,
        panel="Guessed for the hidden word",
        paused=True,
        done=judged("knows-sides"),
    ),
    TourStep(
        "Sixteen labels",
        "Let the same run go on to its end. Three networks learn from the same 16 sentences, then "
        "from 64, then from 256, each time from where they began.",
        "At how many labels has the network from scratch caught up?",
        variants=RACE,
        panel="Right with 16 labels",
        starts=True,
        done=judged("sixteen-labels"),
    ),
    TourStep(
        "Ask it",
        "Type :ask the kind waiter was [MASK] and then a sentence without a [MASK]. Press v, and "
        "ask the next network the same.",
        "What does the network from scratch say of a hidden word, and why?",
        variants=RACE,
        panel="Attention",
        starts=True,
        done=asked,
    ),
    TourStep(
        "Text that teaches nothing",
        "The same words, but 3 clauses in 10 have a not and 4 sentences in 10 a but. So a word of "
        "praise has as many words of blame as of praise beside it.",
        "Look at the loss of hidden words: is it higher than before? What did it not learn?",
        preset="xor",
        panel="Right side of a hidden word",
        starts=True,
        done=judged("xor-teaches-nothing"),
    ),
    TourStep(
        "Forget it all",
        "The same pretraining twice. Then one network learns from labels at a hundred times the "
        "rate of the other.",
        "Which panel shows what was lost, besides the accuracy?",
        preset="too-fast",
        panel="Right with 16 labels",
        starts=True,
        done=judged("too-fast-forgets"),
    ),
)
