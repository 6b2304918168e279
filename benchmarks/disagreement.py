"""Do released tools follow the rules that the notebook on their disagreement rebuilds? Ours, the rule, the tool."""

from __future__ import annotations

import os
import runpy
import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.spatial.distance import jensenshannon
from scipy.stats import chi2

from benchmarks.elsewhere import elsewhere
from mlops_widgets import drift

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "07_drift" / "6_why_two_tools_disagree.py"
DAYS = ("yesterday", "slip", "today", "typed")
NEAR = 1e-6

EVIDENTLY, FROUROS, NANNYML = "evidently==0.7.23", "frouros==0.9.0", "nannyml==0.13.1"
PANDAS = "pandas<3"  # with pandas 3 the Report of evidently cannot be imported
UNDECLARED = "statsmodels"  # nannyml imports it and does not ask for it

EVIDENTLY_SAYS = """
import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.metrics import DriftedColumnsCount, ValueDrift

def says(method, before, now, **kind):
    heaps = [Dataset.from_pandas(pd.DataFrame({"x": each}), DataDefinition(**kind)) for each in (now, before)]
    return float(Report([ValueDrift(column="x", method=method)]).run(*heaps).dict()["metrics"][0]["value"])

def numeric(method, now):
    return says(method, reference, now, numerical_columns=["x"])

result = {"yesterday": yesterday, "slip": slip, "today": today, "typed": typed}
result = {day: numeric("psi", now) for day, now in result.items()}
result |= {"js": numeric("jensenshannon", today), "ks": numeric("ks", yesterday)}
purposes = [np.repeat([f"purpose {k}" for k in range(5)], counts) for counts in (before, now)]
result["chi2"] = says("chisquare", *purposes, categorical_columns=["x"])

noise = np.random.default_rng(3)
calm, table = (pd.DataFrame(noise.normal(size=(500, 20))).add_prefix("x") for _ in range(2))
report = Report([DriftedColumnsCount()], include_tests=True)
tests = {moved: report.run(table + 3 * (np.arange(20) < moved), calm).dict()["tests"][0] for moved in (3, 9, 10, 11)}
result["drifted"] = min(moved for moved, test in tests.items() if test["status"].value == "FAIL")
"""

FROUROS_SAYS = """
from frouros.detectors.concept_drift import ADWIN
from frouros.detectors.concept_drift.streaming.window_based import adwin
from frouros.detectors.data_drift import KSTest, PSI

def says(detector, now):
    detector.fit(X=reference)
    return detector.compare(X=now)[0]

def first(make, values):
    detector = make()
    for at, value in enumerate(values.tolist()):
        detector.update(value=value)
        if detector.drift:
            return at

result = {"yesterday": yesterday, "slip": slip, "today": today, "typed": typed}
result = {day: float(says(PSI(), now).distance) for day, now in result.items()}
result["ks"] = float(says(KSTest(), yesterday).statistic)
result["adwin"] = [first(ADWIN, values) for values in errors]
with open(adwin.__file__, encoding="utf-8") as file:
    source, loop = file.read(), "for j in range(bucket.idx - 1):"
assert source.count(loop) == 1
exec(source.replace(loop, "for j in range(bucket.idx):"), whole := {"__name__": "whole"})
result["adwin, whole rows"] = [first(whole["ADWIN"], values) for values in errors]
"""

NANNYML_SAYS = """
import os
os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
import nannyml, pandas as pd

def says(method, now):
    tool = nannyml.UnivariateDriftCalculator(["x"], continuous_methods=[method], chunk_number=1)
    tool.fit(pd.DataFrame({"x": reference}))
    found = tool.calculate(pd.DataFrame({"x": now})).filter(period="analysis").to_df()
    return float(found["x", method, "value"].iloc[0])

result = {"js": says("jensen_shannon", today), "ks": says("kolmogorov_smirnov", yesterday)}
"""


class Line(NamedTuple):
    """One number, three times."""

    what: str
    tool: str
    ours: float
    rule: float
    said: float


def notebook() -> dict[str, Any]:
    """What the notebook's cells leave behind; its rules are not written a second time."""
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        os.environ |= {"MLOPS_PROGRESS": f"{folder}/progress.jsonl", "MLOPS_BOARDS": f"{folder}/boards"}
        return runpy.run_path(str(NOTEBOOK))


def asked(arrays: dict[str, np.ndarray]) -> dict[str, dict[str, Any]]:
    with elsewhere((EVIDENTLY, NANNYML, PANDAS, UNDECLARED)) as run:
        said = {EVIDENTLY: run(EVIDENTLY_SAYS, **arrays), NANNYML: run(NANNYML_SAYS, **arrays)}
    with elsewhere((FROUROS,)) as run:
        return said | {FROUROS: run(FROUROS_SAYS, **arrays)}


def lines(told: dict[str, Any], arrays: dict[str, np.ndarray], said: dict[str, dict[str, Any]]) -> Iterator[Line]:
    reference, yesterday, today = (arrays[name] for name in ("reference", "yesterday", "today"))
    for day in DAYS:
        ours, rule = drift.psi(reference, arrays[day]), told["dashboards"](arrays[day])
        yield Line(f"PSI, {day}", EVIDENTLY, ours, rule["left"], said[EVIDENTLY][day])
        yield Line(f"PSI, {day}", FROUROS, ours, rule["right"], said[FROUROS][day])
    divergence = drift.jensen_shannon(reference, today).divergence
    wide = shares(reference, today, np.histogram_bin_edges(np.r_[reference, today], "sturges"))
    yield Line("JS distance, nats", EVIDENTLY, divergence, jensenshannon(*wide), said[EVIDENTLY]["js"])
    doane = shares(reference, today, np.histogram_bin_edges(reference, "doane"))
    yield Line("JS distance, bits", NANNYML, divergence, jensenshannon(*doane, base=2), said[NANNYML]["js"])
    before, now = arrays["before"], arrays["now"]
    pot = drift.chi_squared(np.repeat(range(5), before), np.repeat(range(5), now)).pvalue
    truth = chi2.sf(told["reference_as_truth"](before, now), 4)
    yield Line("χ², p-value", EVIDENTLY, pot, truth, said[EVIDENTLY]["chi2"])
    yield Line("drifted of 20 columns", EVIDENTLY, np.nan, 10, said[EVIDENTLY]["drifted"])
    ks = drift.ks(reference, yesterday)
    yield Line("KS, p-value", EVIDENTLY, ks.pvalue, ks.pvalue, said[EVIDENTLY]["ks"])
    for tool in (FROUROS, NANNYML):
        yield Line("KS, statistic", tool, ks.statistic, ks.statistic, said[tool]["ks"])


def shares(before: np.ndarray, now: np.ndarray, edges: np.ndarray) -> list[np.ndarray]:
    """The bare shares of both in the bins, and at the end what lies outside."""
    inside = [np.histogram(values, edges)[0] / values.size for values in (before, now)]
    return [np.append(each, max(0.0, 1 - each.sum())) for each in inside]


def main() -> None:
    told = notebook()
    before, now = (np.random.default_rng(seed).multinomial(960, [0.2] * 5) for seed in (1, 2))
    arrays = {name: told[name] for name in ("reference", *DAYS)} | {"before": before, "now": now}
    said = asked(arrays | {"errors": np.array([told["errors"](seed) for seed in range(len(told["elsewhere"]))])})

    print(f"\n{'':24}{'tool':20}{'ours':>12}{'rule':>12}{'tool says':>12}")
    held = []
    for each in lines(told, arrays, said):
        held.append(abs(each.rule - each.said) <= NEAR)
        numbers = "".join(f"{number:>12.6f}" for number in each[2:])
        print(f"{each.what:24}{each.tool:20}{numbers}  {verdict(held[-1])}")
    for what, expected, found in (
        ("ADWIN: the notebook's numbers", told["elsewhere"], said[FROUROS]["adwin"]),
        ("its rows read whole: river's", told["ours"], said[FROUROS]["adwin, whole rows"]),
    ):
        held.append(expected == found)
        print(f"{what:32}{FROUROS:20}{found}  {verdict(held[-1])}")
    print(f"goal: rule and tool within {NEAR:g} in every line: {verdict(all(held))}")
    sys.exit(not all(held))


def verdict(held: bool) -> str:
    return "held" if held else "MISSED"


if __name__ == "__main__":
    main()
