"""The lesson in six steps: from one lucky or unlucky start to the cures, one at a time."""

from lessons.kit import TourStep, asked, judged, turned

VARIANTS = ("plain", "r1-decay")

TOUR = (
    TourStep(
        "Samples run around the ring",
        "Eight small clouds on a ring are real. The map is what D says at each place; the points "
        "are what G makes. Press p and say what you expect. Then space, and watch. v shows "
        "the other network, the comma and the full stop go back and forward in time.",
        "What does the map do at a mode that G leaves, and what does G do next?",
        variants=VARIANTS,
        panel="Samples over D",
        paused=True,
        done=judged("r1-decay-has-all"),
    ),
    TourStep(
        "A lottery",
        "Eight GANs, all plain. Only the random start differs. Each row of the map is one of "
        "them, bright is many modes. Say first how many will have all eight at the end.",
        "A tutorial shows you one run that works. What do you know about the method then?",
        preset="lottery",
        panel="Modes by start",
        starts=True,
        done=judged("plain-is-a-lottery"),
    ),
    TourStep(
        "The cures, one at a time",
        "Adam with a shorter memory, then R1, which makes D flat where the data are, then a rate "
        "that falls in the second half. Eight starts of each.",
        "Which of the three does most, and what is left for the last one to add?",
        preset="cures",
        panel="Modes by start",
        starts=True,
        done=judged("r1-brings-modes"),
    ),
    TourStep(
        "One at a time",
        "Press space after about 300 steps. Type :set trains only-d and press s a few times: D "
        "learns, G stays. Then :set trains only-g, and s: all samples run to where D is fooled. "
        "Then :set trains both.",
        "If G could train to the end against a D that stays as it is, where would all samples go?",
        variants=("plain",),
        panel="Samples over D",
        paused=True,
        done=turned("trains"),
    ),
    TourStep(
        "Ask D",
        "When it has trained, press a and type a point: 1.4 1.4, which is near a mode, then 0 0, "
        "then 9 9. D says how real it is, and where a sample there would be pushed.",
        "D never saw a point at 9 9. Why does it say anything at all there?",
        variants=("r1-decay",),
        panel="Samples over D",
        starts=True,
        done=asked,
    ),
    TourStep(
        "Digits, and a judge",
        "The same two networks on digits of 8 × 8 pixels. A small classifier has learned the real "
        "ones and judges. Look at the sheet of both networks with v. Then read in the judge's "
        "table how sure it is of real images, of generated ones, and of noise.",
        "Why can a GAN that makes one digit please the judge more than one that makes all?",
        preset="digits",
        panel="Generated",
        starts=True,
        done=judged("digits-have-classes"),
    ),
)
