"""`make clinic`: every case of the clinic over many seeds, sick, healthy and cured, as a table.

python -m benchmarks.clinic --seeds 8 --first 0 --out benchmarks/clinic.md
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import median

import lessons
import lessons.clinic
from lessons.kit.clinic.proof import Proof, proof_of

HEAD = """# The cases of the clinic, measured

Median [least, most] of the symptom's number over the seeds {seeds}: sick, healthy, and after the
case's own cure. Margin: from the bar to the nearest sick and healthy value, in the spread of those.
This page names the faults.

| case | lesson | fault | symptom | sick | healthy | cured | bar | margin | CPU-s a run |
|---|---|---|---|---|---|---|---|---|---|
"""


def main() -> None:
    """Measure, print, and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    table = HEAD.format(seeds=f"{seeds[0]} to {seeds[-1]}")
    for name in asked.cases or lessons.clinic.names():
        began = time.process_time()
        case = lessons.clinic.load(name)
        proof = proof_of(case, lessons.load(case.lesson), seeds)
        spent = (time.process_time() - began) / proof.runs
        line = f"| {_row(proof)} | {spent:.1f} |\n"
        print(line, end="", flush=True)
        table += line
    if asked.out:
        asked.out.write_text(table, encoding="utf-8")


def _row(proof: Proof) -> str:
    case = proof.case
    margin = f"{proof.margin:.1f}" if proof.is_proved else "FAILS"
    return " | ".join([
        case.name, case.lesson, case.fault, case.symptom.says, _spread(proof.sick),
        _spread(proof.healthy), _spread(proof.cured),
        f"{case.symptom.side} {case.symptom.bar:g}", margin,
    ])  # fmt: skip


def _spread(values: list[float]) -> str:
    return f"{median(values):.3g} [{min(values):.3g}, {max(values):.3g}]"


if __name__ == "__main__":
    main()
