"""The lesson in five steps: from hidden words to labels, and to text that teaches nothing."""

from lessons.kit import History, OneOf, TourStep, asked, judged
from lessons.lesson16_bert.page.presets import VARIANTS
from lessons.shared.answers import at_the_end

RACE = tuple(VARIANTS)

MORE = 0.05
"""A lead that is larger than another."""


def where_it_helps(h: History) -> str | None:
    """The number of labels at which the fine-tuned network leads the one from scratch most."""
    leads = []
    for scalar in ("right_16", "right_256"):
        mine, scratch = (at_the_end(h, name, scalar) for name in ("fine-tuned", "scratch"))
        if mine is None or scratch is None:
            return None
        leads.append(mine - scratch)
    few, many = leads
    if abs(few - many) < MORE:
        return "The same with all"
    return "With 16 labels" if few > many else "With 256 labels"


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
        answer=OneOf(
            {
                "From labels": "In this phase no label is used.",
                "From which words stand together": (
                    "After and, both clauses judge alike. To guess a hidden word it helps "
                    "to know the side of the others."
                ),
                "From how often each word occurs": (
                    "That gives the same guess everywhere. The two lists would stay equal."
                ),
            },
            right=2,
            hint="What helps to guess the last word of the second clause?",
        ),
    ),
    TourStep(
        "Sixteen labels",
        "Let the same run go on to its end. Three networks learn from the same 16 sentences, then "
        "from 64, then from 256, each time from where they began.",
        "Where does pretraining help most?",
        variants=RACE,
        panel="Right with 16 labels",
        starts=True,
        done=judged("sixteen-labels"),
        answer=OneOf(
            {
                "With 16 labels": (
                    "There the lead over scratch is largest. With 256 labels scratch has "
                    "seen enough to catch up."
                ),
                "With 256 labels": "With so many labels the lead is only about a point.",
                "The same with all": (
                    "Compare the three panels: the lead shrinks as labels are added."
                ),
            },
            right=where_it_helps,
            hint="Compare fine-tuned with scratch at each number of labels.",
        ),
    ),
    TourStep(
        "Ask it",
        "Type :ask the kind waiter was [MASK] and then a sentence without a [MASK]. Press v, and "
        "ask the next network the same.",
        "What does the network from scratch say of a hidden word?",
        variants=RACE,
        panel="Attention",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "Something useless": (
                    "It was never asked for hidden words: that part of it is as it was drawn."
                ),
                "A word that fits": (
                    "For that it would have had to guess hidden words. It has seen labels only."
                ),
                "Nothing": "It always gives probabilities. They only mean nothing here.",
            },
            right=1,
            hint="What was scratch trained to say?",
        ),
    ),
    TourStep(
        "Text that teaches nothing",
        "The same words, but 3 clauses in 10 have a not and 4 sentences in 10 a but. So a word of "
        "praise has as many words of blame as of praise beside it.",
        "The loss of hidden words falls nearly as far as before. What did the network not learn?",
        preset="xor",
        panel="Right side of a hidden word",
        starts=True,
        done=judged("xor-teaches-nothing"),
        answer=OneOf(
            {
                "Which word comes often": (
                    "It learned that: the loss falls below that of guessing."
                ),
                "Which side a hidden word is on": (
                    "With so many not and but no neighbour alone tells the side. The loss "
                    "falls by other things, which the labels do not need."
                ),
                "How a sentence is built": "That is most of what made its loss fall.",
            },
            right=2,
            hint="Read the probability of the right side.",
        ),
    ),
    TourStep(
        "Forget it all",
        "The same pretraining twice. Then one network learns from labels at a hundred times the "
        "rate of the other.",
        "What does a rate that is a hundred times too high do to a pretrained network?",
        preset="too-fast",
        panel="Right with 16 labels",
        starts=True,
        done=judged("too-fast-forgets"),
        answer=OneOf(
            {
                "It only learns the labels faster": (
                    "Look at the test: it is far behind the other one."
                ),
                "It destroys what pretraining has learned": (
                    "The right side of a hidden word falls back, mostly to a coin. Sixteen labels "
                    "cannot bring that back."
                ),
                "Nothing, the labels decide": (
                    "Both have the same labels, and one of them is far behind."
                ),
            },
            right=2,
            hint="Look at Right side of a hidden word.",
        ),
    ),
)
