"""5. Integration: does the service start by itself, with this model, and answer as it should?"""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from model import COLUMNS

ROOT = Path(__file__).parents[1]
FLIGHT = dict.fromkeys(COLUMNS, 0.1) | {
    "hour": 17,
    "distance": 500,
    "visibility": 10,
    "waiting": None,
}


@pytest.fixture(scope="module")
def url():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "service:app",
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    server = subprocess.Popen(command, cwd=ROOT)
    yield f"http://127.0.0.1:{port}/predict"
    server.terminate()
    server.wait(10)


def ask(url, flight):
    request = urllib.request.Request(
        url, json.dumps(flight).encode(), {"content-type": "application/json"}
    )
    for _ in range(200):
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return json.load(answer)["late"]
        except urllib.error.HTTPError:
            raise
        except OSError:  # not up yet
            time.sleep(0.05)
    raise TimeoutError(url)


def test_it_answers_with_a_chance(url):
    assert 0 < ask(url, FLIGHT) < 1


def test_worse_days_are_worse(url):
    storm = {"visibility": 1, "recent_late": 0.8, "recent_delay": 90, "plane_delay": 120}
    assert ask(url, FLIGHT | storm) > ask(url, FLIGHT)
