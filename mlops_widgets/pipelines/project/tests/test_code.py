"""1. Code: does each piece do what it says, with no data at all?"""

import numpy as np

from model import COLUMNS, auc, clock, fit, loss, predict, table


def test_midnight_lies_beside_eleven_in_the_evening_and_opposite_to_noon():
    points = {hour: np.array(clock(hour)) for hour in (0, 12, 23)}
    assert np.linalg.norm(points[23] - points[0]) < 0.3
    assert np.linalg.norm(points[12] - points[0]) > 1.9


def test_what_nobody_knows_is_a_gap():
    row = dict.fromkeys(COLUMNS, "1") | {COLUMNS[-1]: ""}
    assert np.isnan(table([row])).sum() == 1


def test_auc_of_a_perfect_order_is_one_and_of_the_reverse_zero():
    late = np.array([0.0, 0.0, 1.0, 1.0])
    assert auc(late, np.array([0.1, 0.2, 0.7, 0.9])) == 1
    assert auc(late, -np.array([0.1, 0.2, 0.7, 0.9])) == 0


def test_it_learns_what_can_be_learned():
    x = np.random.default_rng(0).standard_normal((200, 2))
    late = (x[:, 0] > 0).astype(float)
    model, _ = fit(x, late, rounds=200, step=0.5, l2=0.0)
    assert loss(late, predict(model, x)) < 0.3
