"""Does margin density tell the drift that matters from the one that does not, and for how few labels?"""

from __future__ import annotations

import argparse
from typing import NamedTuple

import numpy as np
from joblib import Parallel, delayed
from tqdm import tqdm

from mlops_widgets.drift.unlabelled import InducedDrift, MarginDensity, induced_drift

KINDS = ("none", "irrelevant", "relevant")
# What is watched → how. The first two are the paper's algorithm as it stands, the others have a σ that knows its window.
WAYS = {
    "RS, θ = 2, σ of 5 folds": {"form": "random_subspace"},
    "SVM, θ = 2, σ of 5 folds": {"form": "svm"},
    "RS, θ = 4, sampling σ": {"form": "random_subspace", "scale": "sampling", "theta": 4},
    "SVM, θ = 4, sampling σ": {"form": "svm", "scale": "sampling", "theta": 4},
}
GOALS = {"none": ("≤", 0.10), "irrelevant": ("≤", 0.10), "relevant": ("≥", 0.90)}  # share of runs confirmed
LABELS = 0.15  # share of the stream, at most
WINDOW = 250
ALPHA = 0.05


class Run(NamedTuple):
    """What one run says; 0 or 1, or a share."""

    early: float  # was a drift suspected before the change?
    suspected: float  # after it?
    confirmed: float  # after it, or, without one, at all?
    labels: float  # share of the stream
    frozen: float  # accuracy after the change of the classifier as trained
    adapted: float  # the same of the detector's current classifier, prequential: predicted before it was learned
    features: float  # does a test of each feature fire after the change?


def run(kind: str, options: dict[str, object], seed: int) -> Run:
    drift = induced_drift(kind, seed=seed)
    watch = MarginDensity(**options, window=WINDOW, seed=seed).fit(drift.train, drift.train_label)
    frozen, right = watch.classifier_, []
    for start in range(0, len(drift.stream), WINDOW):
        rows, labels = (values[start : start + WINDOW] for values in (drift.stream, drift.label))
        right.append(watch.predict(rows) == labels)
        watch.update_many(rows, oracle=labels.take)
    after = slice(drift.change, None)
    told = [(event.kind, event.row > drift.change) for event in watch.events_]
    return Run(
        early=("suspected", False) in told,
        suspected=("suspected", True) in told,
        confirmed=("confirmed", True) in told or (kind == "none" and ("confirmed", False) in told),
        labels=watch.labels_used_ / len(drift.stream),
        frozen=np.mean(frozen.predict(drift.stream[after]) == drift.label[after]),
        adapted=np.mean(np.concatenate(right)[after]),
        features=features_fire(drift),
    )


def features_fire(drift: InducedDrift) -> bool:
    """Kolmogorov-Smirnov of each feature of each window, corrected (Bonferroni) for all features and windows."""
    from scipy.stats import ks_2samp

    windows = range(drift.change, len(drift.stream), WINDOW)
    return any(
        ks_2samp(drift.train, drift.stream[start : start + WINDOW], method="asymp").pvalue.min()
        < ALPHA / (drift.stream.shape[1] * len(windows))
        for start in windows
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=50, help="seeds for each line of the table")
    runs = asked.parse_args().runs
    jobs = [(way, kind, seed) for way in WAYS for kind in KINDS for seed in range(runs)]
    work = (delayed(run)(kind, WAYS[way], seed) for way, kind, seed in jobs)
    done = list(tqdm(Parallel(n_jobs=2, return_as="generator")(work), total=len(jobs), unit="run"))

    print(f"\n{runs} runs a line: share of runs, mean share of labels, mean accuracy after the change\n")
    print(f"{'':26}{'drift':12}" + "".join(f"{name:>11}" for name in Run._fields) + "  goals")
    for way in WAYS:
        for kind in KINDS:
            mean = Run(
                *np.mean([result for job, result in zip(jobs, done, strict=True) if job[:2] == (way, kind)], axis=0)
            )
            print(f"{way:26}{kind:12}" + "".join(f"{value:>11.3f}" for value in mean) + "  " + goals(way, kind, mean))
    print(f"\n`features` is Kolmogorov-Smirnov with Bonferroni: α = {ALPHA} for all features and windows together")


def goals(way: str, kind: str, mean: Run) -> str:
    if not way.startswith("RS"):
        return "none set for the SVM"
    side, limit = GOALS[kind]
    confirmed = mean.confirmed <= limit if side == "≤" else mean.confirmed >= limit
    verdicts = {f"confirmed {side} {limit:.2f}": confirmed, f"labels ≤ {LABELS:.2f}": mean.labels <= LABELS}
    return ", ".join(f"{goal}: {'held' if held else 'MISSED'}" for goal, held in verdicts.items())


if __name__ == "__main__":
    main()
