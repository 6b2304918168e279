"""Alert fatigue: thresholds replayed at once say what counting one by one says."""

import numpy as np
import pytest

from mlops_widgets.drift.paging import fatigue, year


def test_the_same_seed_gives_the_same_year_and_another_another():
    np.testing.assert_array_equal(year(seed=3).statistic, year(seed=3).statistic)
    assert (year(seed=3).statistic != year(seed=4).statistic).any()


def test_without_incidents_the_index_has_the_mean_and_spread_of_its_formula():
    calm = year(seed=0, features=20, rows=200, reference=2000, incidents=0).statistic
    scale = 1 / 200 + 1 / 2000
    assert calm.mean() == pytest.approx(9 * scale, rel=0.01)
    assert calm.var() == pytest.approx(18 * scale**2, rel=0.02)


def test_incidents_are_as_many_as_asked_apart_and_lift_one_feature():
    one = year(seed=5, features=3, incidents=40)
    assert set(one.incident) == set(range(41))
    starts = np.flatnonzero(np.diff(one.incident, prepend=0) > 0)
    assert len(starts) == 40
    wrong = one.incident > 0
    assert one.statistic[:, wrong].mean() > one.statistic[:, ~wrong].mean()


def test_more_incidents_leave_the_noise_of_the_calm_hours_as_it_was():
    few, many = year(seed=2, incidents=0), year(seed=2, incidents=30)
    calm = many.incident == 0
    np.testing.assert_array_equal(few.statistic[:, calm], many.statistic[:, calm])


@pytest.mark.parametrize("patience", [1, 3])
def test_many_thresholds_at_once_are_what_each_gives_alone(patience):
    one = year(seed=1, features=4, rows=100)
    levels = np.array([0.05, 0.1, 0.2, 0.25, 0.6])
    told = fatigue(one.statistic, one.incident, levels, patience=patience)
    for index, level in enumerate(levels):
        run, on = np.zeros(4, int), []
        for hour in one.statistic.T:
            run = np.where(hour > level, run + 1, 0)
            on.append((run >= patience).any())
        pages = [hour for hour in range(8760) if on[hour] and not (hour and on[hour - 1])]
        right = sum(one.incident[hour] > 0 for hour in pages)
        found = {one.incident[hour] for hour in pages} - {0}
        assert told.pages_per_week[index] == pytest.approx(len(pages) / 8760 * 168)
        assert told.precision[index] == pytest.approx(right / len(pages) if pages else np.nan, nan_ok=True)
        assert told.recall[index] == pytest.approx(len(found) / 20)


def test_with_noise_alone_the_pages_are_those_of_the_tail():
    scale, level = 1 / 200 + 1 / 2000, 0.12
    calm = year(seed=0, rows=200, reference=2000, incidents=0)
    told = fatigue(calm.statistic, calm.incident, [level])
    from scipy.stats import chi2

    p = chi2.sf(level / scale, 9)  # a page needs an hour above after an hour that was not
    expected = p * (1 - p) * 168
    assert told.pages_per_week[0] == pytest.approx(expected, abs=4 * np.sqrt(expected / 52))
    assert told.precision[0] == 0
    assert np.isnan(told.recall[0])


def test_a_page_goes_out_once_while_the_alarm_stays_on():
    told = fatigue([0, 1, 1, 1, 0, 1], [0, 0, 1, 1, 0, 0], [0.5])
    assert told.pages_per_week[0] == pytest.approx(2 / 6 * 168)
    assert told.precision[0] == 0  # it came on before anything was wrong


def test_an_alarm_that_is_always_on_finds_nothing():
    one = year(seed=8)
    told = fatigue(one.statistic, one.incident, [-1.0])
    assert told.pages_per_week[0] == pytest.approx(168 / 8760)
    assert told.recall[0] == 0


def test_a_piece_of_a_year_counts_the_incidents_that_are_in_it():
    told = fatigue([0.0, 0.3, 0.0, 0.0, 0.0], [0, 7, 7, 0, 9], [0.2])
    assert told.recall[0] == 0.5


def test_a_year_is_left_as_it_was_and_a_patience_longer_than_it_never_pages():
    one = year(seed=1)
    before = one.statistic.copy()
    told = fatigue(one.statistic, one.incident, [0.1], patience=9000)
    np.testing.assert_array_equal(one.statistic, before)
    assert (told.pages_per_week[0], told.recall[0]) == (0, 0)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: year(incidents=1000), r"incidents must lie in \[0, 87\], got 1000"),
        (lambda: year(rows=0), "rows must be at least 1, got 0"),
        (lambda: year(bins=1), "bins must be at least 2, got 1"),
        (lambda: fatigue([1, 2], [0], [1]), "incident must have one number for each hour"),
        (lambda: fatigue([np.nan], [0], [1]), "statistic must hold a number for each hour, got a missing one"),
        (lambda: fatigue([1], [0], [1], patience=0), "patience must be at least 1, got 0"),
    ],
)
def test_what_cannot_be_is_answered_with_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
