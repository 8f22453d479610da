"""A transformer that is too good."""

from lessons.kit.clinic.case import Case, above, tail

case = Case(
    lesson="lesson14",
    complaint="The next letter of random strings cannot be known, and it knows it.",
    fault="mask-missing",
    symptom=above(1.3, "loss, mean of the last 20 steps", tail()),
    set={"steps": 150, "layers": 1},
    edits={"model.py": [("is_causal=self.mask, dropout_p", "dropout_p")]},
    tells="sequence",
    found=("Another last token moves earlier answers: each place sees what comes after it."),
    alike={
        "leak": "`overlap`: the same rows are not seen twice",
        "same-batch": "`batch`: step 2 is given other rows",
    },
)
