"""Twenty layers of ReLU on digits."""

from lessons.kit.clinic.case import Case, Cure, below, tail

case = Case(
    lesson="lesson8",
    complaint="The loss sits at 2.3. Shallow networks learn the same digits.",
    fault="initialisation",
    symptom=below(1.5, "loss, mean of the last 20 steps", tail()),
    set={"start": "he", "steps": 150},
    edits={
        "model.py": [
            ('"he": nn.init.kaiming_normal_', '"he": partial(nn.init.normal_, std=0.02)'),
            (
                "from collections.abc import Callable\n",
                ("from collections.abc import Callable\nfrom functools import partial\n"),
            ),
        ]
    },
    cure=Cure({"model.py": [("std=0.02", "std=0.177")]}),
    tells="units",
    found=(
        "From layer to layer the activations shrink, to nothing at the last "
        "one: the weights begin too small for so many layers."
    ),
    alike={
        "units-dead": "`units`: few are 0 for every row, they are small",
        "lr-too-small": "`rate`: no rate helps",
    },
)
