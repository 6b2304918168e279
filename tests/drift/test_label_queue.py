"""Labels that come late: what is known when, how old it is, and that quick labels are not like the others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.drift.unlabelled import LabelQueue


def _accuracy(label, probability):
    return np.mean((probability >= 0.5) == label)


def test_a_label_counts_from_the_second_it_comes():
    queue = LabelQueue(made=[0, 10], delay=[5, 100], probability=[0.9, 0.9], label=[1, 0])
    assert (queue.at(4.9).rows, queue.at(4.9).waiting) == (0, 1)
    assert (queue.at(5).rows, queue.at(5).waiting) == (1, 0)
    assert (queue.at(10).rows, queue.at(10).waiting) == (1, 1)
    assert queue.at(5, metric=_accuracy).value == 1
    assert queue.at(110, metric=_accuracy).value == 0.5


def test_what_is_known_is_as_old_as_the_rows_it_speaks_of():
    queue = LabelQueue(made=np.arange(100.0), delay=20, probability=np.full(100, 0.5), label=np.ones(100))
    known = queue.at(60)
    assert known.rows == 41
    assert known.age == pytest.approx(60 - np.arange(41).mean())
    assert queue.at(60, window=30).rows == 10  # made after 30, known up to 40
    assert np.isnan(queue.at(10).value)
    assert np.isnan(queue.at(10).age)


def test_a_label_that_never_comes_waits_for_ever():
    queue = LabelQueue(made=[0, 0], delay=[1, np.inf], probability=[0.3, 0.3], label=[0, np.nan])
    assert queue.at(1e12).waiting == 1
    assert queue.at(1e12).value == pytest.approx(-np.log(0.7))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=30), st.integers(0, 100))
def test_nothing_that_comes_later_changes_what_was_known(times, now):
    made, delay = (np.array(each, dtype=float) for each in zip(*times, strict=True))
    label = (made + delay) % 2
    flipped = np.where(made + delay > now, 1 - label, label)
    chance = np.full(len(times), 0.4)
    known, same = (LabelQueue(made=made, delay=delay, probability=chance, label=y).at(now) for y in (label, flipped))
    assert repr(known) == repr(same)
    assert known.rows + known.waiting == (made <= now).sum()


def test_where_bad_news_travels_slowly_the_last_hours_look_too_good():
    rng = np.random.default_rng(0)
    made, label = np.sort(rng.uniform(0, 1e5, 20_000)), (rng.random(20_000) < 0.2).astype(float)
    queue = LabelQueue(made=made, delay=3600 + 3600 * label, probability=np.full(20_000, 0.2), label=label)
    hasty = queue.at(9e4, window=7200, metric=lambda label, _: label.mean())
    patient = queue.at(9e4, metric=lambda label, _: label.mean())
    assert hasty.value < 0.02
    assert patient.value == pytest.approx(0.2, abs=0.03)
    assert hasty.waiting > hasty.rows


@pytest.mark.parametrize(
    ("change", "words"),
    [({"delay": -1}, "delay must hold seconds from 0 on, got -1 at position 0; use inf for a label that never comes"),
     ({"delay": [1, np.nan]}, "delay must hold seconds from 0 on, got nan at position 1"),
     ({"made": [0, np.nan]}, "made must hold the time of every prediction, got nan at position 1; leave the row out"),
     ({"made": [0, 1, 2]}, "made must have one time for"),
     ({"delay": [1, 2, 3]}, "delay must have one time for each probability, got 3 for 2; delay may be one number"),
     ({"label": [0, 2]}, "label must hold 0 or 1, got 2 at position 1")],
)  # fmt: skip
def test_what_cannot_be_is_answered_with_a_sentence(change, words):
    with pytest.raises(ValueError, match=words):
        LabelQueue(**{"made": [0, 1], "delay": 1, "probability": [0.5, 0.5], "label": [0, 1]} | change)


@pytest.mark.parametrize("name", ["made", "delay", "probability", "label"])
def test_text_is_neither_a_time_nor_a_chance_nor_a_label(name):
    whole = {"made": [0, 1], "delay": [1, 1], "probability": [0.5, 0.5], "label": [0, 1]}
    with pytest.raises(TypeError, match=f"{name} must hold numbers, got text such as '0': "):
        LabelQueue(**whole | {name: ["0", "1"]})


def test_one_delay_for_all_is_a_number_too():
    with pytest.raises(TypeError, match="delay must hold numbers, got text such as 'soon': give seconds"):
        LabelQueue(made=[0, 1], delay="soon", probability=[0.5, 0.5], label=[0, 1])


def test_where_no_label_ever_comes_all_wait():
    queue = LabelQueue(made=[0, 10], delay=np.inf, probability=[0.9, 0.9], label=[0, 0])
    assert (queue.at(1e9).rows, queue.at(1e9).waiting) == (0, 2)


def test_labels_of_another_length_are_answered_with_a_sentence():
    with pytest.raises(ValueError, match="label must be as long as probability, 2, got 1"):
        LabelQueue(made=[0, 10], delay=5, probability=[0.9, 0.9], label=[1])
