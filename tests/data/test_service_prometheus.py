"""The files for Prometheus, and the program itself where it is installed."""

import json
import shutil
import time

import httpx
import numpy as np
import pytest

from mlops_widgets.data import flights
from mlops_widgets.data.flights import service

INSTALLED = shutil.which("prometheus") is not None
RULES = """
groups:
- name: service
  rules:
  - {alert: Asked, expr: "flights_requests_total{path='/predict'} > 2"}
"""


class Constant:
    """Says the same chance for every flight."""

    def predict_proba(self, features):
        return np.tile([0.75, 0.25], (len(features), 1))


def test_the_two_files_say_whom_to_scrape_and_how_to_judge(tmp_path):
    told = service.configure(tmp_path, "http://127.0.0.1:4321", RULES)
    settings = json.loads((tmp_path / "prometheus.yml").read_text("utf-8"))
    assert settings["scrape_configs"][0]["static_configs"] == [{"targets": ["127.0.0.1:4321"]}]
    assert (tmp_path / settings["rule_files"][0]).read_text("utf-8") == RULES
    assert ("1 rules found" in told) if shutil.which("promtool") else ("not installed" in told)


def test_where_nothing_is_installed_a_sentence_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert service.configure(tmp_path, "http://127.0.0.1:4321", RULES).startswith("promtool is not installed here")
    with pytest.raises(FileNotFoundError, match="prometheus must be installed, and is not; run: apt-get install"):
        service.Prometheus(tmp_path)


@pytest.mark.slow  # chapter 7 lets it fire too
def test_the_rule_fires_for_real_where_prometheus_is_installed(tmp_path):
    with service.serve(service.app(Constant())) as running:
        service.configure(tmp_path, running.url, RULES)
        if not INSTALLED:
            with pytest.raises(FileNotFoundError):
                service.Prometheus(tmp_path)
            return
        with service.Prometheus(tmp_path) as prometheus:
            for _ in range(3):
                httpx.post(f"{running.url}/predict", json=service.EXAMPLE.model_dump())
            end = time.monotonic() + 30
            while prometheus.alerts() != {"Asked": "firing"} and time.monotonic() < end:
                time.sleep(0.2)
            assert prometheus.alerts() == {"Asked": "firing"}
            ((labels, value),) = prometheus.ask("flights_requests_total{path='/predict'}")
            assert (labels["status"], value) == ("200", 3)
        prometheus.stop()
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{prometheus.url}/-/ready")


def test_rules_that_promtool_refuses_are_answered_with_its_words(tmp_path):
    if shutil.which("promtool"):
        with pytest.raises(ValueError, match=r"rules must be what promtool takes, and it says: [\s\S]*rules.yml"):
            service.configure(tmp_path, "http://127.0.0.1:4321", RULES.replace("> 2", "> > 2"))
    else:
        assert service.configure(tmp_path, "http://127.0.0.1:4321", "no").startswith("promtool is not installed")


def test_a_program_that_does_not_start_leaves_its_last_words(tmp_path):
    (tmp_path / "prometheus.yml").write_text("no: settings", encoding="utf-8")
    with pytest.raises(RuntimeError if INSTALLED else FileNotFoundError, match="prometheus must be"):
        service.Prometheus(tmp_path)


def test_a_service_has_only_labels_of_which_there_are_few():
    reference = flights.features(flights.load().iloc[20_000:20_400])
    with service.serve(service.app(Constant(), reference=reference)) as running:
        httpx.post(f"{running.url}/predict", json=service.body(reference))
        series = [line for line in httpx.get(f"{running.url}/metrics").text.splitlines() if line[0] != "#"]
    assert len(series) < 1000
