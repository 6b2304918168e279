"""How often does a report ring although nothing has changed? A hundred features, thousands of clean windows."""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd
from scipy.stats import beta

from mlops_widgets.drift import Baseline, benjamini_hochberg, holm

WINDOWS = 2000
REFERENCE, CURRENT = 500, 300  # rows
ALPHA = 0.05
GOAL = 0.07  # upper 95 % bound of the share of windows with any alarm
NUMBERS, COUNTS, CATEGORIES = 80, 10, 10  # features of each kind


def table(rng: np.random.Generator, rows: int) -> dict[str, np.ndarray]:
    """Clean rows: normal numbers, small counts with many ties, categories with a rare level."""
    found = {f"number {i}": column for i, column in enumerate(rng.normal(size=(NUMBERS, rows)))}
    found |= {f"count {i}": column for i, column in enumerate(rng.poisson(2, size=(COUNTS, rows)))}
    names = np.array(["card", "cash", "transfer", "cheque"])
    drawn = rng.choice(4, size=(CATEGORIES, rows), p=[0.6, 0.3, 0.08, 0.02])
    return found | {f"category {i}": names[column] for i, column in enumerate(drawn)}


def upper(hits: int, windows: int) -> float:
    """The largest share that is still in keeping with so many hits (Clopper and Pearson, one-sided 95 %)."""
    return float(beta.ppf(0.95, hits + 1, windows - hits)) if hits < windows else 1.0


def main() -> None:
    windows = int(sys.argv[1]) if len(sys.argv) > 1 else WINDOWS
    rng, began = np.random.default_rng(0), time.monotonic()
    p = np.empty((windows, NUMBERS + COUNTS + CATEGORIES))
    for window in range(windows):
        if window % 500 == 0:
            print(f"window {window} of {windows}", file=sys.stderr, flush=True)
        # Every window against a reference of its own: against one for all, they would ring together.
        report = Baseline.fit(pd.DataFrame(table(rng, REFERENCE))).compare(table(rng, CURRENT), correction="none")
        p[window] = [feature.pvalue for feature in report.features]
    print(f"\n{windows:,} clean windows of {CURRENT} rows, {p.shape[1]} features, references of {REFERENCE} rows")
    print(f"{'':44}{'rang':>8}{'up to':>8}")
    ways = {"none": lambda each: each, "benjamini-hochberg": benjamini_hochberg, "holm": holm}
    for name, way in ways.items():
        hits = sum(bool((way(each) <= ALPHA).any()) for each in p)
        print(f"{f'any of all features, correction {name}':44}{hits / windows:>8.1%}{upper(hits, windows):>8.1%}")
    kinds = np.repeat(["number", "count", "category"], [NUMBERS, COUNTS, CATEGORIES])
    for kind in ("number", "count", "category"):
        rang = p[:, kinds == kind] <= ALPHA
        print(f"{f'a single {kind}, not corrected':44}{rang.mean():>8.1%}{upper(int(rang.sum()), rang.size):>8.1%}")
    held = upper(sum(bool((holm(each) <= ALPHA).any()) for each in p), windows) <= GOAL
    print(f"goal: with Holm at most {GOAL:.0%} of the windows, with 95 % confidence: {'held' if held else 'MISSED'}")
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
