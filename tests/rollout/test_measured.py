"""What running versions count becomes what a policy sees: windows, no data, and rows of a picture."""

import httpx
import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.data.flights import service
from mlops_widgets.rollout import Look, Window, servers
from mlops_widgets.rollout.engines import Side

ONE = service.EXAMPLE.model_dump()
NOWHERE = "http://127.0.0.1:9"  # the port of a service that no machine offers any more


class Constant:
    """Says the same chance for every flight."""

    def predict_proba(self, features):
        return np.tile([0.75, 0.25], (len(features), 1))


def ask(client, url, user):
    return client.post(f"{url}/predict", json=ONE, headers={"x-user": user})


@pytest.fixture(scope="module")
def versions():
    with (
        service.serve(service.app(Constant(), version="1")) as old,
        service.serve(service.app(Constant(), version="bad", error_share=0.5, seed=1)) as bad,
    ):
        yield old.url, bad.url


def test_counters_become_windows_and_what_was_before_belongs_to_none(versions):
    stable, bad = versions
    with httpx.Client() as client:
        ask(client, bad, "early")
        measured = servers.Measured(stable, bad, clock=iter(range(10)).__next__)
        statuses = [ask(client, bad, "anna").status_code for _ in range(20)]
        ask(client, stable, "bob")
    window = measured.window(step=1, share=20, mirrored=True)
    assert window[:5] == (1, 1, 20, True, 1)
    assert window.candidate[:2] == (20, statuses.count(503))
    assert window.candidate.histogram.sum() == 20
    assert window.stable.requests == window.baseline.requests == 1
    assert measured.window().candidate[:3] == (0, 0, 0)


def test_an_answer_is_slow_beyond_the_limit_and_a_limit_between_edges_is_refused(versions):
    with service.serve(service.app(Constant(), extra_seconds=0.06)) as slow:
        measured = servers.Measured(versions[0], slow.url, limit=50.0)
        httpx.post(f"{slow.url}/predict", json=ONE)
        assert measured.window().candidate.slow == 1
        with pytest.raises(ValueError, match=r"edges, 2.5, 5, .*2500 ms, got 300"):
            servers.Measured(versions[0], slow.url, limit=300)


def test_without_a_reading_there_is_no_data_and_the_next_one_makes_up_for_it(versions):
    with service.serve(service.app(Constant())) as new:
        measured = servers.Measured(versions[0], new.url)
        httpx.post(f"{new.url}/predict", json=ONE)
        urls, measured._urls = measured._urls, (versions[0], NOWHERE)
        assert measured.window()[4:7] == (0.0, None, Side(0, 0, 0))
        measured._urls = urls
        assert measured.window().candidate.requests == 1
    with pytest.raises(ConnectionError, match="stable must show flights_seconds"):
        servers.Measured(NOWHERE, versions[1])


def test_a_version_that_starts_again_counts_from_nothing(versions):
    measured = servers.Measured(*versions)
    with httpx.Client() as client, service.serve(service.app(Constant(), version="2")) as again:
        for _ in range(3):
            ask(client, versions[1], "anna")
        assert measured.window().candidate.requests == 3
        ask(client, again.url, "anna")
        measured._urls = (versions[0], again.url)
        assert measured.window().candidate.requests == 1


def test_a_live_run_takes_the_rows_of_a_release():
    live, rows = stage.live(servers.simulation), servers.Rows(servers.policy_of(servers.Scenario()))
    trace = servers.simulation.run(servers.Scenario())
    window = Window(1.5, 0, 25, False, 1.5, Side(30, 9, 0), Side(90, 0, 0), Side(90, 0, 0), 250.0)
    live.append(**rows(Look(0, window, "roll back", "")))
    live.append(**rows(Look(1, window._replace(time=3.0, candidate=None, stable=Side(0, 0, 0)), "hold", "")))
    kept = live.close()
    assert set(trace.columns) == set(kept.columns)
    assert [(event.kind, event.label) for event in kept.events] == [("back", "rolled back")]
    assert "Rolled back at 1.5 s: 9 of 30" in servers.scene(kept).verdicts[0].sentence
