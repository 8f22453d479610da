"""The lesson in five steps: from a label that is in neither sense to a sense that is lost."""

from lessons.kit import OneOf, TourStep, asked, judged

RACE = ("early", "late", "joint", "image", "caption")

TOUR = (
    TourStep(
        "Neither knows it alone",
        "A digit, and one word. The label is odd or even, as the digit is; 'not' and 'never' turn "
        "it round. Press p and predict, then space. The map shows P(odd) for each digit beside "
        "each word.",
        "In the map of late every cell is near a half. What has its image network found out?",
        variants=RACE,
        panel="P(odd): digit and word",
        paused=True,
        done=judged("early-finds-it", "late-knows-nothing"),
        answer=OneOf(
            {
                "Which digit it is": (
                    "It could, but nothing asks for it: with each digit, both labels come "
                    "equally often."
                ),
                "Nothing of use": (
                    "With each digit half of the labels are odd. An opinion of one half is the "
                    "best that an image alone allows."
                ),
                "The label, but late fusion loses it": (
                    "See 'image' among the bars: alone it is no better than a coin."
                ),
            },
            right=2,
            hint="Count the labels of all threes.",
        ),
    ),
    TourStep(
        "Four points",
        "Still the same run. The table has four pairs, with the log-odds of odd. v shows another "
        "network. The last rows add the pairs crosswise.",
        "late and joint add a score of the image and one of the word. Why are both sums equal?",
        variants=RACE,
        panel="Four points",
        starts=True,
        done=judged("sums-are-sums", "early-is-no-sum"),
        answer=OneOf(
            {
                "They were trained too shortly": (
                    "Look at an early step: it is so from the first one on."
                ),
                "Both sums have the same four parts": (
                    "Each image and each word is in both sums once. But xor needs one sum above 0 "
                    "and one below."
                ),
                "The two digits look alike": "It is so for any two images and any two words.",
            },
            right=2,
            hint="Write s = a + b for each of the four.",
            shows="interaction",
        ),
    ),
    TourStep(
        "Both say the same",
        "Now image and caption both name the digit: the image is noisy, and each of three words "
        "is wrong half of the time. late multiplies the posteriors of two networks that never "
        "met.",
        "When is it enough to multiply two posteriors and divide by the prior?",
        preset="redundant",
        panel="Right with both",
        starts=True,
        done=judged("taught-apart-is-as-good", "product-beats-mean"),
        answer=OneOf(
            {
                "Always": "In the first step it knew nothing at all.",
                "When one label makes both, and they are independent given it": (
                    "Then it is Bayes' rule. Here the noise of the image and the mistakes in the "
                    "words have nothing to do with each other."
                ),
                "When both are right equally often": (
                    "The product weighs each opinion by how sure it is. They need not be equal."
                ),
            },
            right=2,
            hint="What does Bayes' rule ask of the two senses?",
            shows="accuracy",
        ),
    ),
    TourStep(
        "The caption is lost",
        "The same task. dropout is early, but half of its training pairs lose one sense. Compare "
        "the bars without the caption, then those without the image.",
        "early had captions and lost them. Why is it worse than 'image', which never had any?",
        preset="missing",
        panel="Right without the caption",
        starts=True,
        done=judged("caption-is-missed", "dropout-repairs-it"),
        answer=OneOf(
            {
                "It is a smaller network": "Its part for images has the same width.",
                "It left to the caption what is hard to see": (
                    "What the caption already explains, the loss does not ask of the image. So "
                    "that part of the image was learned less well."
                ),
                "A missing caption is a word too": (
                    "A caption of no words is new to it, and dropout shows it such captions. But "
                    "then the lost image would hurt too."
                ),
            },
            right=2,
            hint="What does the loss still ask of the image where the caption is right?",
            shows="no_caption",
        ),
    ),
    TourStep(
        "Ask it",
        "Type :ask 3 not, or :ask 8 truly. The answer has what both say together, what each says "
        "alone, and the four points with your digit. v chooses the network that answers.",
        "Which network gives another answer to '3 not' than to '3 truly'?",
        variants=RACE,
        panel="P(odd): digit and word",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "early": "It is the only one in which the word can turn the digit round.",
                "late": (
                    "A word moves its score by the same amount for every digit, and here that "
                    "amount is near 0."
                ),
                "caption": "It does not see the digit, so it cannot know which is odd.",
            },
            right=1,
            hint="Ask each of them both questions.",
        ),
    ),
)
