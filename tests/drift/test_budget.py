"""The error budget's day: pages when the formula says so, spends what was counted."""

import numpy as np
import pytest

from mlops_widgets.drift import budget
from mlops_widgets.drift.objectives import ALERTS, Objective


@pytest.mark.parametrize("share", [0.03, 0.05, 0.2, 1.0])
def test_the_first_page_comes_when_the_formula_says(share):
    run = budget.simulate(budget.Scenario(share=share, base=0, requests=10_000, lasts=240))
    expected = ALERTS[0].minutes_to_fire(share, Objective(0.999))
    assert run.summary["minutes_to_page"] == pytest.approx(expected, abs=2)


def test_what_is_spent_is_what_failed():
    run = budget.simulate(budget.Scenario(share=1, lasts=30, base=0))
    assert run.summary["spent"] == pytest.approx(30 / 43.2)
    assert run["left"][-1] == pytest.approx(1 - 30 / 43.2)


def test_a_small_incident_ends_without_a_page_and_is_called_missed():
    run = budget.simulate(budget.Scenario(share=0.01, lasts=10))
    assert [event.kind for event in run.events] == ["truth", "missed"]
    assert np.isnan(run.summary["minutes_to_page"])


def test_a_looser_promise_pages_later_on_the_same_requests():
    strict, loose = (budget.simulate(budget.Scenario(target=target, share=0.3)) for target in ("0.999", "0.99"))
    np.testing.assert_array_equal(strict["errors"], loose["errors"])
    assert strict.summary["minutes_to_page"] < loose.summary["minutes_to_page"]


def test_breaking_it_leaves_all_before_as_it_was():
    calm = budget.Scenario(lasts=0)
    broken = calm.act(budget.Break(tick=700, share=0.5, minutes=30))
    before, after = budget.simulate(calm), budget.simulate(broken)
    for name in before.columns:
        np.testing.assert_array_equal(before[name][:700], after[name][:700])
    assert after.summary["pages"] > before.summary["pages"] == 0


def test_at_the_end_it_says_what_the_day_has_cost():
    run = budget.simulate(budget.Scenario())
    assert budget.scene(run).verdicts[-1].sentence.startswith("The day spent ")
    assert "1 page, the first after" in budget.scene(run).verdicts[-1].sentence
