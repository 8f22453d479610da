"""What this lesson claims of a run; verdicts.py judges it, and has what was measured."""

from lessons.kit import Claim
from lessons.lesson20_interpretability.page import verdicts

IMAGES = {"task": "images", "network": "mlp"}
CONV = {"task": "images", "network": "conv"}
FUNCTION, COPIES = {"task": "function"}, {"task": "copies", "apart": 0.2}
RIGHT, WRONG, OWN = ("true-labels",), ("wrong-labels",), ("explained",)

CLAIMS = [
    Claim("ig-draws-the-digit", "As it is mostly drawn, IG has nearly the same map with random "
          "weights", verdicts.drawn_alike, needs=RIGHT, when=IMAGES, own_data=True,
          unit="rank correlation"),
    Claim("the-gradient-changes", "The map of the gradient is another one with random weights",
          verdicts.gradient_differs, needs=RIGHT, when=IMAGES, own_data=True,
          unit="rank correlation"),
    Claim("signs-change", "With its signs, IG is another map with random weights",
          verdicts.signs_differ, needs=RIGHT, when=IMAGES, own_data=True,
          unit="rank correlation"),
    Claim("signs-are-learned", "And two networks that learned digits agree about the signs",
          verdicts.signs_return, needs=RIGHT, when=IMAGES, own_data=True,
          unit="rank correlation"),
    Claim("wrong-labels-draw-it-too", "A network that learned wrong labels draws the map of one "
          "that learned right ones", verdicts.wrong_alike, needs=WRONG, when=IMAGES,
          own_data=True, unit="rank correlation"),
    Claim("wrong-labels-have-other-signs", "But its signs are other ones", verdicts.wrong_signs,
          needs=WRONG, when=IMAGES, own_data=True, unit="rank correlation"),
    Claim("better-than-chance", "Deleting by |IG| is far better than a random order",
          verdicts.below_chance, needs=RIGHT, when=IMAGES, own_data=True, unit="probability"),
    Claim("brightness-does-most-of-it", "Brightest first, without a network, does most of that",
          verdicts.brightness_does_most, needs=RIGHT, when=IMAGES, own_data=True,
          unit="of the gain"),
    Claim("signs-delete-better", "With its signs, IG is far better than brightest first",
          verdicts.signs_delete, needs=RIGHT, when=IMAGES, own_data=True, unit="probability"),
    Claim("guided-keeps-more", "In a network of convolutions, guided backprop keeps "
          "more of its map than the gradient", verdicts.guided_keeps_more, needs=RIGHT,
          when=CONV, own_data=True, unit="rank correlation"),
    Claim("on-paper", "What is computed is what is worked out on paper", verdicts.on_paper,
          when={"task": ("images", "rows", "function", "copies")}, unit="1"),
    Claim("completeness-does-not-choose", "At max(1, .6), IG and Shapley differ, and both add up",
          verdicts.two_answers, when={"task": ("images", "rows", "function", "copies")},
          unit="of 1"),
    Claim("narrow-lime-is-the-gradient", "With a narrow kernel, LIME is the gradient",
          verdicts.narrow_is_gradient, needs=OWN, when=FUNCTION, unit="correlation"),
    Claim("ig-is-complete", "The parts of IG add up", verdicts.complete, needs=OWN, when=FUNCTION,
          unit="deviations"),
    Claim("shapley-is-complete", "So do Shapley values", verdicts.shapley_complete, needs=OWN,
          when=FUNCTION, unit="deviations"),
    Claim("nearer-the-truth", "IG is nearer to the true parts than input times gradient",
          verdicts.nearer_the_truth, needs=OWN, when=FUNCTION, unit="of the truth"),
    Claim("ig-is-near-shapley", "On this function, IG and Shapley nearly agree",
          verdicts.ig_near_shapley, needs=OWN, when=FUNCTION, unit="of Shapley"),
    Claim("one-column-leads", "In one column, the stronger cause has the larger importance",
          verdicts.alone_it_leads, needs=("1-copy",), when=COPIES, unit="squared error"),
    Claim("copies-look-weak", "In four columns, each of its copies is behind the weaker cause",
          verdicts.looks_weak, needs=("4-copies",), when=COPIES, unit="squared error"),
    Claim("together-it-leads", "Shuffled together, they lead again", verdicts.together_it_leads,
          needs=("4-copies",), when=COPIES, unit="squared error"),
]  # fmt: skip
