"""The flight model as a service, over real HTTP: what it answers, refuses, measures and survives."""

import json
import socket
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import numpy as np
import pandas as pd
import pytest
from prometheus_client.parser import text_string_to_metric_families

from mlops_widgets.data import flights
from mlops_widgets.data.flights import service

ONE = service.EXAMPLE.model_dump()


class Constant:
    """Says the same chance for every flight."""

    def __init__(self, chance=0.25):
        self.chance = chance

    def predict_proba(self, features):
        return np.tile([1 - self.chance, self.chance], (len(features), 1))


class Broken:
    """Was trained on other columns."""

    def predict_proba(self, features):
        return features["humidity"]


def scraped(url):
    """The value of every sample, by its name and the values of its labels in order of the labels' names."""
    text = httpx.get(f"{url}/metrics").text
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture(scope="module")
def known():
    return flights.features(flights.load().iloc[20_000:20_400])


@pytest.fixture(scope="module")
def url():
    with service.serve(service.app(Constant(), version="3")) as running:
        yield running.url


def test_one_flight_and_a_list_get_a_chance_each_and_the_version(url):
    assert httpx.post(f"{url}/predict", json=ONE).json() == {"model": "3", "late": [0.25]}
    assert httpx.post(f"{url}/predict", json=[ONE, ONE]).json() == {"model": "3", "late": [0.25, 0.25]}


def test_over_http_the_real_model_says_what_it_says_at_home(known):
    flown = flights.load().loc[known.index]
    labelled = known[flown["late"].notna()]
    model = flights.pipeline("logistic").fit(labelled, flown["late"].dropna().astype(bool))
    with service.serve(service.app(model)) as running:
        answer = httpx.post(f"{running.url}/predict", json=service.body(known)).json()
    np.testing.assert_allclose(answer["late"], model.predict_proba(known)[:, 1], atol=1e-12)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (ONE | {"hour": 30}, "hour must be a whole number from 0 to 23, got 30; mend it where it is made"),
        (ONE | {"hour": "17"}, "hour must be a whole number from 0 to 23, got '17'; mend"),
        (ONE | {"day_late": 20}, "day_late must be a share from 0 to 1, or null if nobody knows, got 20"),
        (ONE | {"origin": "BOS"}, "origin must be \"EWR\", \"JFK\" or \"LGA\", got 'BOS'"),
        (ONE | {"dep_delay": 12.0}, "dep_delay must not be sent, because nobody knows it 2 hours before"),
        (ONE | {"wind_at_departure": 9}, "wind_at_departure must not be sent"),
        (ONE | {"humidity": 3}, "humidity must be one of origin, dest"),
        ({key: ONE[key] for key in ONE if key != "dest"}, "dest must be an airport's code of three letters"),
        ([ONE, ONE | {"seats": 0}], "flight 1: seats must be a count above 0, up to 900"),
        ([ONE, 7], "flight 1: flight must be an object with the fields of a flight, got 7"),
        ([], "body must hold 1 to 10000 flights, got 0"),
        (None, "flight must be an object with the fields of a flight, got None"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_flight_is_refused_with_a_sentence(url, sent, sentence):
    response = httpx.post(f"{url}/predict", content=json.dumps(sent), headers={"content-type": "application/json"})
    assert response.status_code == 422
    assert response.json()["detail"][0].startswith(sentence)


@pytest.mark.parametrize("name", flights.LEAKS)
def test_every_leak_is_refused_by_its_name(url, name):
    response = httpx.post(f"{url}/predict", json=ONE | {name: 0.5})
    assert response.json()["detail"] == [
        f"{name} must not be sent, because nobody knows it 2 hours before departure, got 0.5; leave it out"
    ]


@pytest.mark.parametrize(
    ("content", "kind", "sentence"),
    [
        (b"{", "application/json", "body must be JSON, got Expecting property name"),
        (b"abc", "text/plain", "body must be sent as JSON, got b'abc'; add the header"),
        (b"", "application/json", "body must be one flight or a list of flights, got nothing"),
        (json.dumps(ONE | {"wind": float("nan")}).encode(), "application/json", "wind must be mph from 0 to 300"),
    ],
)
def test_what_is_no_json_is_refused_with_a_sentence(url, content, kind, sentence):
    response = httpx.post(f"{url}/predict", content=content, headers={"content-type": kind})
    assert (response.status_code, response.json()["detail"][0][: len(sentence)]) == (422, sentence)


def test_what_nobody_knows_may_be_null(url):
    unknown = dict.fromkeys(("gust", "plane_delay", "recent_late", "temperature", "seats"))
    assert httpx.post(f"{url}/predict", json=ONE | unknown).status_code == 200


def test_a_request_wrong_in_every_flight_gets_twenty_sentences(url):
    response = httpx.post(f"{url}/predict", json=[{"hour": 30}] * 50)
    assert len(response.json()["detail"]) == 20


def test_the_counters_are_right_after_n_requests():
    with service.serve(service.app(Constant(0.25), version="7")) as running:
        for sent in (ONE, [ONE, ONE], ONE | {"hour": 30}):
            httpx.post(f"{running.url}/predict", json=sent)
        httpx.get(f"{running.url}/made-up-{id(running)}")
        found = scraped(running.url)
    assert found["flights_requests_total", "/predict", "200"] == 2
    assert found["flights_requests_total", "/predict", "422"] == 1
    assert found["flights_requests_total", "other", "404"] == 1
    assert found["flights_errors_total", "/predict"] == 0
    assert found["flights_seconds_count", "/predict"] == 3
    assert found["flights_score_count",] == 3
    assert found["flights_score_bucket", "0.2"] == 0
    assert found["flights_score_bucket", "0.3"] == 3
    assert found["flights_model_info", "7"] == 1


def test_each_feature_is_counted_in_the_bins_of_what_was_normal(known):
    with service.serve(service.app(Constant(), reference=known)) as running:
        httpx.post(f"{running.url}/predict", json=service.body(known))
        httpx.post(f"{running.url}/predict", json=ONE | {"carrier": "ZZ", "plane_delay": None})
        found = scraped(running.url)
    sums = Counter()
    for (name, *labels), value in found.items():
        sums[name, labels[-1] if labels else ""] += value
    for feature in ("day_late", "plane_delay", "carrier"):
        assert sums["flights_feature_reference", feature] == pytest.approx(1)
        assert sums["flights_feature_total", feature] == len(known) + 1
    assert found["flights_feature_total", "missing", "plane_delay"] == known["plane_delay"].isna().sum() + 1
    assert found["flights_feature_total", "other", "carrier"] >= 1
    deciles = [found[key] for key in found if key[0] == "flights_feature_total" and key[-1] == "dew_point"]
    assert max(deciles) <= 0.4 * len(known)


def test_twenty_clients_at_once_lose_nothing():
    with service.serve(service.app(Constant())) as running, httpx.Client() as client:
        with ThreadPoolExecutor(20) as crowd:
            statuses = list(
                crowd.map(lambda _: client.post(f"{running.url}/predict", json=[ONE] * 3).status_code, range(100))
            )
        assert set(statuses) == {200}
        assert scraped(running.url)["flights_score_count",] == 300


def test_two_versions_at_once_do_not_know_each_other():
    with (
        service.serve(service.app(Constant(0.1), version="old")) as old,
        service.serve(service.app(Constant(0.9), version="new")) as new,
    ):
        answers = [httpx.post(f"{each.url}/predict", json=ONE).json() for each in (old, new, new)]
        counts = [scraped(each.url)["flights_score_count",] for each in (old, new)]
    assert [(each["model"], each["late"]) for each in answers] == [("old", [0.1]), ("new", [0.9]), ("new", [0.9])]
    assert counts == [1, 2]


def test_failures_on_purpose_have_their_share_and_come_the_same_each_time():
    def statuses(seed):
        with service.serve(service.app(Constant(), error_share=0.5, seed=seed)) as running, httpx.Client() as client:
            told = [client.post(f"{running.url}/predict", json=ONE).status_code for _ in range(24)]
            assert scraped(running.url)["flights_errors_total", "/predict"] == told.count(503)
        return told

    first, again, other = statuses(1), statuses(1), statuses(2)
    assert first == again != other
    assert 4 <= first.count(503) <= 20
    assert set(first) == {200, 503}


def test_latency_on_purpose_is_waited_and_measured():
    with service.serve(service.app(Constant(), extra_seconds=0.06)) as running:
        httpx.post(f"{running.url}/predict", json=ONE)
        found = scraped(running.url)
    assert found["flights_seconds_bucket", "0.05", "/predict"] == 0
    assert found["flights_seconds_sum", "/predict"] >= 0.06


@pytest.mark.parametrize(
    ("model", "because"),
    [
        (Broken(), "the model raised KeyError: 'humidity'"),
        (Constant(1.5), "the model must give one chance in [0, 1] for each flight, and gave something else"),
        (Constant(float("nan")), "the model must give one chance in [0, 1] for each flight, and gave something else"),
    ],
)
def test_a_model_that_cannot_answer_is_live_but_not_ready_and_its_errors_are_counted(model, because):
    with service.serve(service.app(model)) as running:
        health = httpx.get(f"{running.url}/healthz")
        answer = httpx.post(f"{running.url}/predict", json=ONE)
        assert scraped(running.url)["flights_errors_total", "/predict"] == 1
    assert (health.status_code, health.json()["live"], health.json()["ready"]) == (503, True, False)
    assert health.json()["because"] == answer.json()["detail"] == because
    assert answer.status_code == 500


def test_a_model_that_answers_is_ready(url):
    assert httpx.get(f"{url}/healthz").json() == {"live": True, "ready": True, "model": "3"}


def test_the_log_holds_one_record_a_request_with_the_reason_of_a_refusal():
    records = []
    with service.serve(service.app(Constant(), version="9", log=records.append)) as running:
        httpx.post(f"{running.url}/predict", json=[ONE, ONE])
        httpx.post(f"{running.url}/predict", json=ONE | {"hour": 30})
    assert [(each["path"], each["status"], each["model"]) for each in records] == [
        ("/predict", 200, "9"),
        ("/predict", 422, "9"),
    ]
    assert records[0]["flights"] == 2
    assert records[1]["refused"].startswith("hour must be")
    assert json.loads(json.dumps(records)) == records


def test_a_log_that_raises_is_counted_and_said_once_and_every_answer_leaves(caplog):
    def full(record):
        raise OSError("the disk is full")

    with service.serve(service.app(Constant(), log=full)) as running:
        answers = [httpx.post(f"{running.url}/predict", json=sent) for sent in (ONE, ONE, {"hour": 30})]
        found = scraped(running.url)
    assert [answer.status_code for answer in answers] == [200, 200, 422]
    assert answers[0].json()["late"] == [0.25]
    assert (found["flights_unlogged_total",], found["flights_errors_total", "/predict"]) == (3, 0)
    [said] = [each.getMessage() for each in caplog.records if each.name.startswith("mlops_widgets")]
    assert said.startswith("log must take every record, and raised OSError: the disk is full; mend it")


def test_stopping_frees_the_port_and_the_thread_also_twice():
    running = service.serve(service.app(Constant()))
    running.stop()
    running.stop()
    assert running.url not in {thread.name for thread in threading.enumerate()}
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{running.url}/healthz")
    with service.serve(service.app(Constant()), port=running.port) as again:
        assert httpx.get(f"{again.url}/healthz").status_code == 200


def test_an_error_in_the_block_stops_it_too():
    with pytest.raises(KeyError), service.serve(service.app(Constant())) as running:
        raise KeyError
    assert repr(running).startswith("stopped")


def test_a_service_that_nobody_holds_stops():
    running = service.serve(service.app(Constant()))
    name = running.url
    del running
    assert name not in {thread.name for thread in threading.enumerate()}


def test_it_serves_beside_an_event_loop_that_runs():
    import asyncio

    async def ask():
        with service.serve(service.app(Constant())) as running:
            async with httpx.AsyncClient() as client:
                return (await client.post(f"{running.url}/predict", json=ONE)).json()

    assert asyncio.run(ask())["late"] == [0.25]


def test_a_port_that_is_taken_is_answered_with_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ValueError, match="port must be one that is free, got"):
            service.serve(service.app(Constant()), port=taken.getsockname()[1])


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"error_share": 2}, r"error_share must lie in \[0, 1\], got 2"),
        ({"extra_seconds": -1}, r"extra_seconds must lie in \[0, 10\], got -1"),
    ],
)
def test_an_option_out_of_range_is_answered_with_a_sentence(options, sentence):
    with pytest.raises(ValueError, match=sentence):
        service.app(Constant(), **options)


def test_what_cannot_predict_is_no_model():
    with pytest.raises(TypeError, match="model must have predict_proba, got str; use"):
        service.app("model.pkl")


def test_the_bins_of_a_feature_that_was_always_missing_are_one_and_missing():
    from mlops_widgets.data.flights.service.bins import bins

    empty = bins(pd.Series([np.nan, np.nan]))
    assert (empty.names, empty.count(pd.Series([1.0, np.nan])).tolist()) == (("+Inf", "missing"), [1, 1])


@pytest.mark.parametrize(
    "values", [1e9 + np.arange(100.0), ["other", "missing", "UA"] * 5, [1, "1", 2, 2, 2, "other"], [*"abcdefghijklm"]]
)
def test_no_two_bins_have_one_name_and_each_value_is_in_one(values):
    from mlops_widgets.data.flights.service.bins import bins

    column = pd.Series(values)
    found = bins(column)
    assert len(set(found.names)) == len(found.names) == found.count(column).size
    assert found.count(column).sum() == len(column)
    assert found.count(column)[-1] == 0
    assert found.count(pd.Series(values[:1])).max() == 1


def test_a_number_among_words_is_counted_as_the_word_that_it_is_written_as():
    from mlops_widgets.data.flights.service.bins import bins

    found = bins(pd.Series([1, "1", "two"]))
    assert dict(zip(found.names, found.count(pd.Series([1, "1", 3, None])), strict=True)) == {
        "1": 2, "two": 0, "other": 1, "missing": 1
    }  # fmt: skip


def test_an_answer_does_not_wait_for_more_to_send(url):
    with httpx.Client() as client:
        took = [client.get(f"{url}/metrics").elapsed.total_seconds() for _ in range(20)]
    assert np.quantile(took, 0.25) < 0.03  # where TCP waits, an answer takes more than 0.04 s


def test_without_fastapi_it_says_the_line_to_run(monkeypatch):
    monkeypatch.setitem(sys.modules, "fastapi", None)
    with pytest.raises(ImportError, match=r'the service needs fastapi; run: pip install "mlops-widgets\[serve\]"'):
        service.app(Constant())
