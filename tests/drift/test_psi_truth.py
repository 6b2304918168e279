"""The index is held against its closed form, its distribution without a change, and three lines of numpy."""

from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pytest

from mlops_widgets.drift import PSI
from mlops_widgets.drift.stream import Scenario, simulation, stream
from mlops_widgets.drift.stream.sources import SIGMA

N = 20_000  # values in each sample; half a count in a bin then moves the largest index by 2 in 1000
NORMAL = NormalDist()


def _closed_form(d):
    """PSI of N(d, 1) against N(0, 1) over the deciles of the latter."""
    edges = [-np.inf, *(NORMAL.inv_cdf(k / 10) for k in range(1, 10)), np.inf]
    p = np.array([NORMAL.cdf(high - d) - NORMAL.cdf(low - d) for low, high in pairwise(edges)])
    return float(((p - 0.1) * np.log(p / 0.1)).sum())


def _index(reference, window, **options):
    psi = PSI(reference=len(reference), window=len(window), **options)
    for x in [*reference, *window]:
        psi.update(x)
    return psi.statistic


@pytest.mark.parametrize(("d", "published"), [(0.1, 0.00959), (0.25, 0.05982), (0.5, 0.23775), (1.0, 0.92614)])
def test_a_shifted_normal_has_the_index_of_the_closed_form(d, published):
    grid = [NORMAL.inv_cdf((i + 0.5) / N) for i in range(N)]  # a sample without sampling error
    assert _closed_form(d) == pytest.approx(published, abs=6e-6)
    assert _index(grid, [x + d for x in grid]) == pytest.approx(published, rel=0.004)


def test_the_index_is_the_square_of_a_small_shift():
    assert _closed_form(0.01) == pytest.approx(0.01**2, rel=0.05)


def test_doubled_payments_have_an_index_of_eight_tenths():
    assert _closed_form(np.log(2) / SIGMA) == pytest.approx(0.80, abs=0.005)
    found = []
    for seed in range(5):
        values = stream(Scenario(source="generated", change="unit", at=4000, days=365, seed=seed)).values
        found.append(_index(values[:4000], values[4000:8000]))
    noise = 9 * (1 / 4000 + 1 / 4000)
    assert np.mean(found) == pytest.approx(0.80 + noise, abs=0.05)


def test_doubled_payments_are_doubled():
    before = stream(Scenario(source="generated", change="none", days=60)).values
    after = stream(Scenario(source="generated", change="unit", at=500, days=60)).values
    assert np.allclose(after[:500], before[:500])
    assert np.allclose(after[500:], 2 * before[500:])
    assert np.std(np.log(before)) == pytest.approx(SIGMA, rel=0.05)


def test_without_a_change_the_index_follows_its_chi_square():
    n = m = 200
    rng = np.random.default_rng(7)
    found = np.array([_index(rng.normal(size=m), rng.normal(size=n)) for _ in range(2000)])
    # .351 by (1/n + 1/m) χ² with 9 degrees of freedom; simulated .378 without smoothing, .328 with our half counts
    assert (found > 0.1).mean() == pytest.approx(0.351, abs=0.045)
    assert (found > 0.25).mean() <= 0.012  # .003 and .004
    assert found.mean() == pytest.approx(9 * (1 / n + 1 / m), rel=0.06)
    assert found.var() == pytest.approx(18 * (1 / n + 1 / m) ** 2, rel=0.25)


def _numpy_psi(reference, window):
    """The same with nothing but numpy: deciles, equal ones merged, half a count more in every bin."""
    inner = np.quantile(reference, np.arange(0.1, 0.95, 0.1))
    edges = np.unique(inner[inner < reference.max()])
    counts = [np.bincount(np.searchsorted(edges, x), minlength=edges.size + 1) + 0.5 for x in (window, reference)]
    p, q = (count / count.sum() for count in counts)
    return ((p - q) * np.log(p / q)).sum()


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(),  # shares of few flights: full of ties
        Scenario(measure="delay", window=12, reference=48),
        Scenario(source="generated", seed=3),
        Scenario(source="csv", reference=96, window=48),
    ],
)
def test_the_statistic_is_that_of_numpy_at_every_tick(scenario):
    trace = simulation.run(scenario)
    values, m, n = trace["value"], scenario.reference, scenario.window
    expected = np.full(len(trace), np.nan)
    for tick in range(m + n - 1, len(trace)):
        expected[tick] = _numpy_psi(values[:m], values[tick + 1 - n : tick + 1])
    assert np.isfinite(expected).sum() > 200
    assert np.allclose(trace["statistic"], expected, atol=1e-12, equal_nan=True)
    assert np.array_equal(trace["alarm"] > 0, np.nan_to_num(expected) > scenario.threshold)


def test_after_a_reset_the_statistic_starts_anew():
    scenario = Scenario(source="generated", reference=120, window=48, interventions=[{"kind": "reset", "tick": 600}])
    trace = simulation.run(scenario)
    values = trace["value"][600:]
    assert np.isnan(trace["statistic"][600 : 600 + 120 + 48 - 1]).all()
    for tick in (600 + 167, 1000, 1439):
        at = tick - 600 + 1
        assert trace["statistic"][tick] == pytest.approx(_numpy_psi(values[:120], values[at - 48 : at]))
