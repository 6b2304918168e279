"""Error budgets and burn rates: by the workbook's own numbers, and by counting."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.drift.objectives import ALERTS, BurnRateAlert, Objective, firing

THREE_NINES = Objective(target=0.999, days=30)


@pytest.mark.parametrize(
    ("target", "days", "minutes"),
    [(0.999, 30, 43.2), (0.99, 30, 432.0), (0.9999, 30, 4.32), (0.999, 7, 10.08)],
)
def test_a_whole_outage_exhausts_the_budget_in_the_well_known_minutes(target, days, minutes):
    assert Objective(target, days).minutes_left(1.0) == pytest.approx(minutes)


def test_a_budget_without_errors_lasts_for_ever():
    assert THREE_NINES.minutes_left(0.0) == inf


def test_at_a_burn_rate_of_one_the_budget_lasts_for_just_the_period():
    share = THREE_NINES.budget
    assert THREE_NINES.burn_rate(share * 1e6, 1e6) == pytest.approx(1)
    assert THREE_NINES.minutes_left(share) == pytest.approx(30 * 24 * 60)


@pytest.mark.parametrize(("alert", "spent"), [*zip(ALERTS, (0.02, 0.05, 0.10), strict=True)])
def test_each_alert_of_the_workbook_fires_at_its_share_of_the_budget(alert, spent):
    assert alert.spends(THREE_NINES) == pytest.approx(spent)


@pytest.mark.parametrize("alert", ALERTS)
@pytest.mark.parametrize("error_share", [1.0, 0.1, 0.02])
def test_alerts_fire_after_the_minutes_of_the_formula(alert, error_share):
    calm = round(alert.long * 60)
    total = np.full(2 * calm, 1000.0)
    bad = np.where(np.arange(total.size) < calm, 0, 1000 * error_share)
    on = firing(bad, total, objective=THREE_NINES, alerts=(alert,))[0]
    expected = alert.minutes_to_fire(error_share, THREE_NINES)
    assert not on[:calm].any()
    # A step ends on the first whole minute by which the formula's time is over.
    assert np.argmax(on) - calm + 1 == np.ceil(expected - 1e-6)
    assert on[calm + int(np.ceil(expected)) :].all()


def test_the_workbooks_formula_in_figures():
    assert ALERTS[0].minutes_to_fire(1.0, THREE_NINES) == pytest.approx(0.864)  # 0.001 · 14.4 / 1 · 60
    assert ALERTS[1].minutes_to_fire(0.01, THREE_NINES) == pytest.approx(216)  # 0.001 · 6 / 0.01 · 360
    assert ALERTS[0].minutes_to_fire(0.0143, THREE_NINES) == inf


def test_the_short_window_lets_go_soon_after_the_end():
    minute = np.arange(24 * 60)
    bad = np.where((minute >= 600) & (minute < 620), 500, 0)
    on = firing(bad, np.full(minute.size, 1000), objective=THREE_NINES)
    assert on[0, 610]
    assert not on[0, 625:].any()
    alone = firing(bad, np.full(minute.size, 1000), objective=THREE_NINES, alerts=(BurnRateAlert(14.4, 1, 1),))
    assert alone[0, 670]


def test_errors_of_one_in_five_hundred_open_a_ticket_and_wake_nobody():
    total = np.full(5 * 24 * 60, 1000)
    on = firing(np.full(total.size, 2), total, objective=THREE_NINES)
    assert not on[:2].any()
    assert on[2].all()
    assert not ALERTS[2].wakes


def test_a_quiet_night_weighs_what_it_is():
    bad, total = np.array([1, 0]), np.array([1, 999])
    assert THREE_NINES.spent(bad, total) == pytest.approx(1.0)
    assert THREE_NINES.burn_rate(bad, total).tolist() == pytest.approx([1000, 0])


def test_hours_without_an_event_burn_nothing():
    assert THREE_NINES.burn_rate([0, 0], [0, 10]).tolist() == [0, 0]
    assert not firing(np.zeros(600), np.zeros(600), objective=THREE_NINES).any()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=60), st.integers(1, 5))
def test_the_windows_are_what_counting_by_hand_says(steps, minutes):
    bad = np.array([each[0] for each in steps])
    total = bad + [each[1] for each in steps]
    alert = BurnRateAlert(3, 1 / 3, 1 / 12)
    on = firing(bad, total, objective=THREE_NINES, alerts=(alert,), minutes=minutes)[0]
    for end in range(len(steps)):
        rates = []
        for hours in (alert.long, alert.short):
            window = slice(max(0, end + 1 - round(hours * 60 / minutes)), end + 1)
            rates.append(bad[window].sum() / max(1, total[window].sum()) / THREE_NINES.budget)
        assert on[end] == (min(rates) >= alert.rate * (1 - 1e-9))


@given(st.integers(0, 1000), st.floats(0.5, 0.9999))
def test_what_is_spent_never_falls_below_nothing_and_is_one_at_the_budget(bad, target):
    objective = Objective(target)
    assert objective.spent(bad, 1000) == pytest.approx(bad / 1000 / (1 - target))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: Objective(1.0), "target must lie between 0 and 1, got 1.0; use 0.999"),
        (lambda: Objective(99.9), "target must lie between 0 and 1, got 99.9"),
        (lambda: Objective(days=0), "days must be above 0, got 0"),
        (lambda: BurnRateAlert(0, 1, 1), "rate must be above 0, got 0; at 14.4 an hour"),
        (lambda: BurnRateAlert(float("nan"), 1, 1), "rate must be above 0, got nan"),
        (lambda: BurnRateAlert(6, 0.5, 6), "0 < short <= long must hold, got 6 and 0.5 hours; use 5 / 60 and 1"),
        (lambda: BurnRateAlert(6, 6, -1), "0 < short <= long must hold, got -1 and 6 hours"),
        (lambda: THREE_NINES.burn_rate(2, 1), "bad must be at most total, got more at position 0"),
        (lambda: THREE_NINES.burn_rate(-1, 1), "counts of 0 or more, got a missing or negative"),
        (lambda: THREE_NINES.minutes_left(2), r"error_share must lie in \[0, 1\], got 2"),
        (lambda: firing([1], [1, 2], objective=THREE_NINES), "two columns of one length"),
        (lambda: firing([1], [1], objective=THREE_NINES, minutes=60), "at most the shortest window, 5, got 60"),
    ],
)
def test_what_cannot_be_is_answered_with_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
