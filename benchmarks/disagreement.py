"""Do released tools follow the rules that the notebook on their disagreement rebuilds? Ours, the rule, the tool."""

from __future__ import annotations

import os
import runpy
import sys
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial.distance import jensenshannon
from scipy.stats import chi2

from benchmarks.elsewhere import run
from mlops_widgets import drift

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "07_drift" / "6_why_two_tools_disagree.py"
NEAR = 1e-6

EVIDENTLY = ("evidently==0.7.23", "pandas<3")  # with pandas 3 its Report cannot be imported
FROUROS = ("frouros==0.9.0",)
NANNYML = ("nannyml==0.13.1", "pandas<3", "statsmodels")  # which it imports and does not ask for

EVIDENTLY_SCRIPT = """
import json, sys, warnings
warnings.simplefilter("ignore")
import numpy as np, pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.metrics import DriftedColumnsCount, ValueDrift
arrays = np.load(sys.argv[1])

def drift(method, before, now, definition=None):
    heaps = [Dataset.from_pandas(pd.DataFrame({"x": each}), definition) for each in (now, before)]
    return float(Report([ValueDrift(column="x", method=method)]).run(*heaps).dict()["metrics"][0]["value"])

def numeric(method, before, now):
    return drift(method, arrays[before], arrays[now], DataDefinition(numerical_columns=["x"]))

found = {f"psi {now}": numeric("psi", "reference", now) for now in ("typed", "today", "slip", "yesterday")}
found["js today"] = numeric("jensenshannon", "reference", "today")
found["ks pvalue"] = numeric("ks", "reference", "today")
kinds = [np.repeat([f"purpose {k}" for k in range(5)], arrays[each]) for each in ("counts_before", "counts_now")]
found["chi2 pvalue"] = drift("chisquare", *kinds, DataDefinition(categorical_columns=["x"]))
noise = np.random.default_rng(3)
before, now = (pd.DataFrame(noise.normal(size=(500, 20))).add_prefix("x") for _ in range(2))

def fails(moved):
    told = Report([DriftedColumnsCount()], include_tests=True).run(now + 3 * (np.arange(20) < moved), before)
    return told.dict()["tests"][0]["status"].value == "FAIL"

found["fails from"] = next(moved for moved in (3, 9, 10, 11) if fails(moved))
print(json.dumps(found))
"""

FROUROS_SCRIPT = """
import json, sys
import numpy as np
from frouros.detectors.concept_drift import ADWIN
from frouros.detectors.concept_drift.streaming.window_based import adwin
from frouros.detectors.data_drift import KSTest, PSI
arrays = np.load(sys.argv[1])

def compared(detector, now):
    detector.fit(X=arrays["reference"])
    return detector.compare(X=arrays[now])[0]

def first(make, values):
    detector = make()
    for at, value in enumerate(values.tolist()):
        detector.update(value=value)
        if detector.drift:
            return at

found = {f"psi {now}": float(compared(PSI(), now).distance) for now in ("typed", "today", "slip", "yesterday")}
found["ks"] = float(compared(KSTest(), "today").statistic)
found["adwin"] = [first(ADWIN, values) for values in arrays["errors"]]
source, loop = open(adwin.__file__, encoding="utf-8").read(), "for j in range(bucket.idx - 1):"
assert source.count(loop) == 1
exec(source.replace(loop, "for j in range(bucket.idx):"), whole := {"__name__": "whole"})
found["adwin, whole rows"] = [first(whole["ADWIN"], values) for values in arrays["errors"]]
print(json.dumps(found))
"""

NANNYML_SCRIPT = """
import json, os, sys, warnings
os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
warnings.simplefilter("ignore")
import numpy as np, pandas as pd, nannyml
arrays = np.load(sys.argv[1])
found = {}
for method in ("jensen_shannon", "kolmogorov_smirnov"):
    tool = nannyml.UnivariateDriftCalculator(["x"], continuous_methods=[method], chunk_number=1)
    tool.fit(pd.DataFrame({"x": arrays["reference"]}))
    table = tool.calculate(pd.DataFrame({"x": arrays["today"]})).filter(period="analysis").to_df()
    found[method] = float(table["x", method, "value"].iloc[0])
print(json.dumps(found))
"""


def notebook() -> dict[str, Any]:
    """What the notebook's cells leave behind; its rules are not written a second time."""
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        os.environ |= {"MLOPS_PROGRESS": f"{folder}/progress.jsonl", "MLOPS_BOARDS": f"{folder}/boards"}
        return runpy.run_path(str(NOTEBOOK))


def shares(before: np.ndarray, now: np.ndarray, edges: np.ndarray) -> list[np.ndarray]:
    """The bare shares of both, and of what lies beyond the edges."""
    inside = [np.histogram(values, edges)[0] / values.size for values in (before, now)]
    return [np.append(each, max(0.0, 1 - each.sum())) for each in inside]


def main() -> None:
    told = notebook()
    heaps = {name: told[name] for name in ("reference", "typed", "today", "slip", "yesterday")}
    before, now = (np.random.default_rng(seed).multinomial(960, [0.2] * 5) for seed in (1, 2))
    arrays = heaps | {"counts_before": before, "counts_now": now}
    evidently = run(EVIDENTLY, EVIDENTLY_SCRIPT, arrays)
    frouros = run(FROUROS, FROUROS_SCRIPT, arrays | {"errors": np.array([told["errors"](seed) for seed in range(6)])})
    nannyml = run(NANNYML, NANNYML_SCRIPT, arrays)

    reference, today = heaps["reference"], heaps["today"]
    both = np.r_[reference, today]
    sturges, doane = np.histogram_bin_edges(both, "sturges"), np.histogram_bin_edges(reference, "doane")
    lines = []
    for day in ("yesterday", "slip", "today", "typed"):
        ours, rule = drift.psi(reference, heaps[day]), told["dashboards"](heaps[day])
        lines.append((f"PSI, {day}", "evidently 0.7.23", ours, rule["left"], evidently[f"psi {day}"]))
        lines.append((f"PSI, {day}", "frouros 0.9.0", ours, rule["right"], frouros[f"psi {day}"]))
    ours, ks = drift.jensen_shannon(reference, today), drift.ks(reference, today)
    nats, bits = jensenshannon(*shares(reference, today, sturges)), jensenshannon(*shares(reference, today, doane), 2)
    lines.append(("JS distance, nats", "evidently 0.7.23", ours.divergence, nats, evidently["js today"]))
    lines.append(("JS distance, bits", "nannyml 0.13.1", ours.divergence, bits, nannyml["jensen_shannon"]))
    pots = drift.chi_squared(np.repeat(range(5), before), np.repeat(range(5), now)).pvalue
    truth = chi2.sf(told["reference_as_truth"](before, now), 4)
    lines.append(("χ², p-value", "evidently 0.7.23", pots, truth, evidently["chi2 pvalue"]))
    lines.append(("drifted of 20", "evidently 0.7.23", np.nan, 10, evidently["fails from"]))
    lines.append(("KS, p-value", "evidently 0.7.23", ks.pvalue, ks.pvalue, evidently["ks pvalue"]))
    lines.append(("KS, statistic", "frouros 0.9.0", ks.statistic, ks.statistic, frouros["ks"]))
    lines.append(("KS, statistic", "nannyml 0.13.1", ks.statistic, ks.statistic, nannyml["kolmogorov_smirnov"]))

    print(f"\n{'':20}{'tool':20}{'ours':>14}{'rule':>14}{'tool says':>14}")
    held = []
    for what, tool, mine, rule, said in lines:
        held.append(abs(rule - said) <= NEAR * max(1.0, abs(said)))
        print(f"{what:20}{tool:20}{mine:>14.6f}{rule:>14.6f}{said:>14.6f}  {'held' if held[-1] else 'MISSED'}")
    for what, expected, said in (
        ("ADWIN, as written in the notebook", told["elsewhere"], frouros["adwin"]),
        ("the same, with whole rows, and river", told["ours"], frouros["adwin, whole rows"]),
    ):
        held.append(expected == said)
        print(f"{what:40}{said}  {'held' if held[-1] else 'MISSED'}")
    sys.exit(not all(held))


if __name__ == "__main__":
    main()
