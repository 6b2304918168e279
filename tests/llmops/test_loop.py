"""One listener that has gone, one batch that cannot leave, one server that has stopped: the others are served."""

import time
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from mlops_widgets.llmops import tiny
from mlops_widgets.llmops.server import Iteration, Loop, fitted
from mlops_widgets.llmops.server.application import _quoted
from mlops_widgets.llmops.server.decoding import Member
from mlops_widgets.llmops.server.keys import Accounts
from mlops_widgets.llmops.server.loop import Job


@pytest.fixture
def loop():
    loop = Loop(tiny.load()[0], batch=2)
    loop.start()
    yield loop
    loop.stop()


def _submitted(loop, most=3, tell=None, **options):
    told = []
    job = Job(Member((5, 6), most, is_endless=True), tell or told.append, **options)
    loop.submit(job)
    return SimpleNamespace(job=job, told=told)


def _ends(asked):
    end = time.monotonic() + 20
    while True not in asked.told and time.monotonic() < end:
        time.sleep(0.005)
    return True in asked.told


def test_a_listener_that_raises_ends_nobody_elses_answer(loop):
    def closed(_):
        raise RuntimeError("Event loop is closed")

    gone = _submitted(loop, 200, closed)
    assert _ends(_submitted(loop))
    assert gone.job.is_dropped
    assert _ends(_submitted(loop))
    assert not loop.running  # its place was freed


def test_a_batch_that_cannot_let_go_is_told_and_the_next_is_served(loop, monkeypatch):
    first = _submitted(loop, 200)
    while not loop.running:
        time.sleep(0.005)

    def broken(_):
        raise RuntimeError("no such row")

    monkeypatch.setattr(loop._batch, "leave", broken)
    first.job.is_dropped = True
    second = _submitted(loop)
    assert _ends(second)
    assert "no such row" in second.job.error
    third = _submitted(loop)
    assert _ends(third)
    assert not third.job.error


def test_who_comes_after_the_end_is_told_at_once():
    loop = Loop(tiny.load()[0])
    loop.start()
    loop.stop()
    late = _submitted(loop)
    assert late.told == [True]
    assert "stopped" in late.job.error
    assert not loop.waiting


def test_what_iterations_take_is_the_closest_that_no_number_below_zero_can_be():
    from scipy.optimize import nnls

    rng = np.random.default_rng(0)
    for case in range(200):
        running, read, seconds = rng.integers(1, 9, 6), rng.integers(0, 40, 6), rng.uniform(0, 1e-2, 6)
        found = fitted([Iteration(*each) for each in zip(seconds, running, [1] * 6, read, strict=True)])
        best, _ = nnls(np.column_stack([np.ones(6), running, read]), seconds)
        assert found[:3] == pytest.approx(best, abs=1e-9), case


def test_two_keys_of_one_owner_share_their_sums():
    accounts = Accounts({"old": "website", "new": "website", "other": "desk"})
    for key, again in product(("old", "new"), range(2)):
        accounts.whose(f"Bearer {key}").requests += 1 + again
    assert {name: each.requests for name, each in accounts.table().items()} == {"website": 6, "desk": 0}


def test_an_owners_name_cannot_break_the_lines_of_a_scraper():
    assert _quoted('a\\b "c"\nd') == r"a\\b \"c\"\nd"
