"""How long does it take to hold a table against a stored baseline? Ours, plain numpy, evidently, and one read."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from statistics import median

import numpy as np
import pandas as pd

from mlops_widgets.drift import Baseline

from .elsewhere import NotInstalledError, Run, elsewhere

ROUNDS = 25  # of what takes milliseconds
EVIDENTLY = ("evidently==0.7.23", "pandas<3")  # with pandas 3 its Report cannot be imported

STATTEST = """
import pandas as pd
from evidently.legacy.calculations.stattests.psi import _psi
from evidently.legacy.core import ColumnType
before, now = pd.DataFrame(reference), pd.DataFrame(current)
seconds = []
for _ in range(4):
    began = time.perf_counter()
    for column in before:
        _psi(before[column], now[column], ColumnType.Numerical, 0.1)
    seconds.append(time.perf_counter() - began)
result = {"seconds": min(seconds)}
"""

REPORT = """
import os
import pandas as pd
from evidently import Report
from evidently.presets import DataDriftPreset
before, now = (pd.DataFrame(each, columns=[f"f{i}" for i in range(each.shape[1])]) for each in (reference, current))
began = time.perf_counter()
done = Report([DataDriftPreset(num_method="psi")]).run(now, before)
done.json()
as_json = time.perf_counter() - began
began = time.perf_counter()
done.save_html("report.html")
result = {"json": as_json, "html": time.perf_counter() - began, "bytes": os.path.getsize("report.html")}
"""


def naive(reference: np.ndarray, current: np.ndarray) -> list[float]:
    """The same bins and half counts as everybody writes them: no baseline, a quantile and two histograms each."""
    found = []
    for before, now in zip(reference.T, current.T, strict=True):
        edges = np.r_[-np.inf, np.quantile(before, np.arange(1, 10) / 10), np.inf]
        p, q = (np.histogram(each, edges)[0] + 0.5 for each in (now, before))
        p, q = p / p.sum(), q / q.sum()
        found.append(((p - q) * np.log(p / q)).sum())
    return found


def measured(ways: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Seconds of each way, in turn, after one run that does not count."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            times[name] += [time.perf_counter() - began] if turn else []
    return times


def show(times: dict[str, list[float]], limit: str) -> None:
    least = min(times[limit])
    for name, seconds in times.items():
        best = min(seconds)
        print(f"{name:52}{1e3 * best:>10.2f}{1e3 * median(seconds):>10.2f}{best / least:>9.1f} ×")


def verdict(words: str, held: bool) -> None:
    print(f"goal: {words}: {'held' if held else 'MISSED'}")


def heading(words: str) -> None:
    print(f"\n{words}\n{'':52}{'best, ms':>10}{'median':>10}{'of a read':>11}")


def index(features: int, rows: int) -> tuple[np.ndarray, np.ndarray, dict[str, list[float]]]:
    """Both tables as a DataFrame keeps them, a column in one piece, and the times."""
    rng = np.random.default_rng(0)
    reference, current = (np.asfortranarray(rng.standard_normal((features, rows)).T) for _ in range(2))
    baseline, by_rows = Baseline.fit(reference), np.ascontiguousarray(current)
    if not np.allclose(list(baseline.psi(current).values()), naive(reference, current), atol=1e-9):
        raise AssertionError("ours and plain numpy disagree about the index")
    frame = pd.DataFrame(current, columns=[str(i) for i in range(features)])
    heading(f"PSI of {features} features × {rows:,} rows")
    times = measured(
        {
            "limit  one read of the array, current.sum()": current.sum,
            "ours   baseline.psi(array)": lambda: baseline.psi(current),
            "ours   baseline.psi(frame)": lambda: baseline.psi(frame),
            "ours   baseline.psi(array kept row by row)": lambda: baseline.psi(by_rows),
            "naive  numpy, quantile and two histograms": lambda: naive(reference, current),
        },
        ROUNDS if rows < 100_000 else 5,
    )
    show(times, "limit  one read of the array, current.sum()")
    return reference, current, times


def large(features: int, rows: int) -> None:
    """Too large for the others: ours beside the read."""
    current = np.random.default_rng(1).standard_normal((features, rows)).T
    baseline = Baseline.fit(current[:100_000])
    heading(f"PSI of {features} features × {rows:,} rows ({current.nbytes / 1e6:,.0f} MB)")
    limit, ours = "limit  one read of the array, current.sum()", "ours   baseline.psi(array)"
    began = time.process_time()
    current.sum()
    read = time.process_time() - began
    began = time.process_time()
    baseline.psi(current)
    counted = time.process_time() - began
    times = measured({limit: current.sum, ours: lambda: baseline.psi(current)}, 10)
    show(times, limit)
    print(
        f"processor time: read {read:.3f} s, ours {counted:.3f} s over two threads: {counted / 2 / read:.1f} × at best"
    )
    verdict("at most 2.5 × one read", min(times[ours]) <= 2.5 * min(times[limit]))


def report(reference: np.ndarray, current: np.ndarray, peer: Run | None) -> None:
    baseline = Baseline.fit(reference)
    html = baseline.compare(current)._repr_html_()
    times = measured(
        {
            "ours   baseline.compare(array)": lambda: baseline.compare(current),
            "ours   the same, and its page": lambda: baseline.compare(current)._repr_html_(),
            "limit  one read of the array, current.sum()": current.sum,
        }
    )
    heading(
        f"report on {current.shape[1]} features × {current.shape[0]:,} rows: PSI, JS, KS, effect, noise, p-values"
    )
    show(times, "limit  one read of the array, current.sum()")
    print(f"ours   size of the page: {len(html.encode()) / 1e3:,.0f} kB")
    if peer:
        theirs = peer(REPORT, reference=reference, current=current)
        print(
            f"peer   evidently's Report: {theirs['json']:.1f} s as JSON, {theirs['html']:.1f} s more as a page of",
            end=" ",
        )
        print(f"{theirs['bytes'] / 1e3:,.0f} kB")
    seconds = min(times["ours   the same, and its page"])
    verdict("at most 1 s and 500 kB", seconds <= 1 and len(html.encode()) <= 500_000)


def main() -> None:
    everything = "--all" in sys.argv
    small = index(100, 10_000)
    ours = min(small[2]["ours   baseline.psi(array)"])
    verdict("at most 8 ms", ours <= 0.008)
    times = min(small[2]["naive  numpy, quantile and two histograms"]) / ours
    verdict(f"at least 10 × as fast as plain numpy (it is {times:.0f} ×)", times >= 10)
    long = index(10, 1_000_000)
    large(100, 1_000_000)
    try:
        with elsewhere(EVIDENTLY) as peer:
            print()
            for reference, current, _ in (small, long):
                seconds = peer(STATTEST, reference=reference, current=current)["seconds"]
                rows, features = current.shape
                print(f"peer   evidently's bare PSI, {features} × {rows:,}: {1e3 * seconds:,.0f} ms (best of 4)")
            report(*small[:2], peer)
            if everything:
                report(*long[:2], peer)
    except NotInstalledError as reason:
        print(f"\nevidently is not measured: {reason}")
        report(*small[:2], None)
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; goals are judged by the best round")


if __name__ == "__main__":
    main()
