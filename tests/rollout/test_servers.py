"""On running servers: who is sent where, what a shadow changes, what is counted, and what the same policy decides."""

import json
import socket
import time

import httpx
import numpy as np
import pytest
from fastapi import FastAPI

from mlops_widgets import stage
from mlops_widgets.data.flights import service
from mlops_widgets.rollout import Look, Policy, Step, Threshold, Window, sample_ratio, servers
from mlops_widgets.rollout.engines import Side

ONE = service.EXAMPLE.model_dump()
NOWHERE = "http://127.0.0.1:9"  # the port of a service that no machine offers any more
POLICY = Policy("quick", (Step(50, min_requests=10, pass_needed=1),), (Threshold("errors", above=0.2),), interval=1.0)


class Constant:
    """Says the same chance for every flight."""

    def __init__(self, chance):
        self.chance = chance

    def predict_proba(self, features):
        return np.tile([1 - self.chance, self.chance], (len(features), 1))


class Crowd:
    """Asks so many different users in the place of waiting."""

    def __init__(self, url, users=40):
        self.url, self.users = url, users

    def __call__(self, seconds):
        with httpx.Client() as client:
            self.seen = [ask(client, self.url, f"user-{n}") for n in range(self.users)]


def ask(client, url, user):
    return client.post(f"{url}/predict", json=ONE, headers={"x-user": user})


def hole():
    """A server that takes connections and never says a word."""
    return socket.create_server(("127.0.0.1", 0), backlog=256)


def address(listening):
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture(scope="module")
def versions():
    with (
        service.serve(service.app(Constant(0.25), version="1")) as old,
        service.serve(service.app(Constant(0.75), version="2")) as new,
        service.serve(service.app(Constant(0.75), version="bad", error_share=0.5, seed=1)) as bad,
    ):
        yield old.url, new.url, bad.url


def test_users_are_split_as_asked_and_each_meets_the_same_version():
    router = servers.Router("http://a", "http://b")
    for share in (0, 1, 25, 50, 100):
        router.route(share)
        chosen = [router.version(f"user-{n}") == "candidate" for n in range(20_000)]
        assert chosen == [router.version(f"user-{n}") == "candidate" for n in range(20_000)]
        assert sum(chosen) / 20_000 == pytest.approx(share / 100, abs=0.012)
    assert router.version(None) == "stable"


def test_who_has_the_candidate_keeps_it_when_the_share_grows():
    router, before = servers.Router("http://a", "http://b"), set()
    for share in (5, 25, 60):
        router.route(share)
        now = {n for n in range(2000) if router.version(f"user-{n}") == "candidate"}
        assert before < now
        before = now


def test_the_groups_are_equally_large():
    counts = np.bincount([servers.bucket(f"user-{n}") for n in range(50_000)], minlength=100)
    assert counts.size == 100
    assert not sample_ratio(counts.tolist()).found


@pytest.mark.parametrize("share", [-1, 101, 2.5, True])
def test_a_share_that_is_none_gets_a_sentence(share):
    with pytest.raises(ValueError, match=r"share must be a whole number of percent .* write 5 for 5 %"):
        servers.Router("http://a", "http://b").route(share)


def test_who_a_user_is_does_not_depend_on_the_alphabet(versions):
    router = servers.Router(*versions[:2])
    with service.serve(router) as door, httpx.Client() as client:
        for user in ("zoë", "Łukasz", "José"):
            router.route(servers.bucket(user) + 1)  # the least share that holds this user
            assert ask(client, door.url, user.encode()).headers["x-served-by"] == router.version(user) == "candidate"
            router.route(servers.bucket(user))
            assert ask(client, door.url, user.encode()).headers["x-served-by"] == router.version(user) == "stable"


def test_the_share_changes_while_it_runs(versions):
    router = servers.Router(*versions[:2])
    with service.serve(router) as door, httpx.Client() as client:
        said = []
        for share in (0, 100, 0):
            router.route(share)
            said.append(ask(client, door.url, "anna").json()["model"])
        assert said == ["1", "2", "1"]
        assert client.post(f"{door.url}/predict", json=ONE | {"hour": 30}).status_code == 422
        assert client.get(f"{door.url}/healthz?x=1").json()["model"] == "1"


def test_a_shadow_leaves_every_byte_as_it_was(versions):
    router, told = servers.Router(versions[0], versions[2]), []
    with service.serve(router) as door, httpx.Client() as client:
        for mirrored in (False, True):
            router.route(100 if mirrored else 0, mirrored=mirrored)
            answers = [ask(client, door.url, f"user-{n}") for n in range(12)]
            told.append([(each.status_code, each.headers["x-served-by"], each.content) for each in answers])
        end = time.monotonic() + 30
        while len(router.copies) < 12 and time.monotonic() < end:
            time.sleep(0.02)
    assert told[0] == told[1]
    assert router.counts["candidate", "copied"] == len(router.copies) == 12
    assert {each.status for each in router.copies} == {200, 503}
    assert {json.loads(each.stable)["model"] for each in router.copies} == {"1"}


def test_a_shadow_that_never_answers_keeps_nobody_waiting(versions):
    with hole() as silent:
        router = servers.Router(versions[0], address(silent), patience=3600)
        router.route(100, mirrored=True)
        with service.serve(router) as door, httpx.Client(timeout=20) as client:
            assert {ask(client, door.url, f"user-{n}").status_code for n in range(70)} == {200}
    assert router.counts["candidate", "copied"] == 64
    assert router.counts["candidate", "not copied"] == 6
    assert not router.copies


def test_a_dead_candidate_is_counted_and_its_users_fall_back(versions):
    router = servers.Router(versions[0], NOWHERE)
    router.route(100)
    with service.serve(router) as door, httpx.Client() as client:
        assert ask(client, door.url, "anna").json()["model"] == "1"
    assert router.counts == {("candidate", "not reached"): 1, ("stable", "answered"): 1}


def test_with_both_dead_a_user_hears_it_in_a_sentence():
    with service.serve(servers.Router(NOWHERE, NOWHERE)) as door, httpx.Client() as client:
        answer = ask(client, door.url, "anna")
        assert (answer.status_code, answer.text) == (502, "the stable version does not answer")


@pytest.mark.parametrize(
    ("new", "outcome"), [pytest.param(1, "promoted", marks=pytest.mark.slow), (2, "rolled back")]
)
def test_the_same_policy_decides_on_servers(versions, new, outcome):
    router = servers.Router(versions[0], versions[new])
    with service.serve(router) as door:
        measured, told = servers.Measured(versions[0], versions[new]), []
        done = servers.release(POLICY, router, measured, wait=Crowd(door.url), looks=10, after=1, tell=told.append)
    judge = POLICY.judge()
    assert [judge.decide(look.window) for look in done.looks] == [look.verdict for look in done.looks]
    assert (done.outcome, router.share) == (outcome, 100 if outcome == "promoted" else 0)
    assert (len(told), told[-1].verdict) == (len(done.looks) + 1, "")
    assert told[-1].window.candidate.requests == (40 if outcome == "promoted" else 0)


def test_a_promotion_is_called_one_and_a_look_has_its_own_second():
    simulation = servers.simulation
    said = [
        each.sentence
        for each in simulation.scene(simulation.simulate(servers.Scenario(candidate_errors=0.0))).verdicts
    ]
    assert said[-1].startswith("Promoted at ")
    live, rows = stage.live(simulation), servers.Rows(POLICY)
    window = Window(3.46, 0, 50, False, 1.0, Side(10, 9, 0), Side(10, 0, 0), Side(10, 0, 0), 250.0)
    live.append(**rows(Look(0, window, "roll back", "")))
    assert simulation.scene(live.trace).verdicts[-1].sentence.startswith("Rolled back at 3.5 s")


def test_a_learners_decider_decides_and_what_it_raises_brings_everybody_back(versions):
    class Mine:
        def decide(self, window: Window):
            return "advance" if window.candidate.requests else "holds"

    router = servers.Router(*versions[:2])
    with service.serve(router) as door:
        measured = servers.Measured(*versions[:2])
        done = servers.release(POLICY, router, measured, decider=Mine(), wait=Crowd(door.url))
        assert (done.outcome, len(done.looks)) == ("promoted", 1)
        with pytest.raises(stage.PartError, match="decide must return one of"):
            servers.release(POLICY, router, measured, decider=Mine(), wait=lambda seconds: None)
    assert router.share == 0


def freezing():
    """A service whose fourth request stops everything for a second."""
    frozen, asked = FastAPI(), iter(range(100_000))

    @frozen.post("/predict")
    async def answer():
        if next(asked) == 3:
            time.sleep(1)  # in the event loop: everybody waits

    return frozen


def test_an_open_loop_counts_those_who_wait_and_a_closed_one_does_not_send_them():
    slow = []
    for loop in (servers.closed_loop, servers.open_loop):
        with service.serve(freezing()) as server:
            slow.append(sum(each.seconds > 0.5 for each in loop(server.url, [ONE], seconds=1.4)))
    assert slow[0] < slow[1]


def test_who_has_no_answer_at_the_end_is_noted():
    with hole() as silent, servers.Load(address(silent), [ONE], rate=200, grace=0.1) as load:
        time.sleep(0.3)
    assert load.answers
    assert {each.status for each in load.answers} == {0}
    with pytest.raises(ValueError, match="rate must be above 0"):
        servers.Load(NOWHERE, [ONE], rate=0)
