"""What do all tests share? Random cases that are the same everywhere, a learner's files, runs stored as text."""

import difflib
import itertools
import os
import signal
from pathlib import Path

if "PYTEST_XDIST_WORKER" in os.environ:  # threads of numpy's own would only wait for those of the other process
    os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "same everywhere",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("same everywhere")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell lets what it runs in the background ignore Ctrl+C
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which some tests send


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the notebooks: one process runs them all, while another runs what takes as long together."""
    items.sort(key=lambda item: item.path.name != "test_course.py")


_numbers = itertools.count()


@pytest.fixture(autouse=True)
def learner(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which this test's learner keeps progress and boards; the user's own are never touched."""
    # Not mktemp, which looks for the next free number among all folders: with five thousand of them, for 17 ms.
    folder = tmp_path_factory.getbasetemp() / "learners" / str(next(_numbers))
    folder.mkdir(parents=True)
    monkeypatch.setenv("MLOPS_PROGRESS", str(folder / "progress.jsonl"))
    monkeypatch.setenv("MLOPS_BOARDS", str(folder / "boards"))
    return folder


def _lines(simulation, scenario, every):
    trace = simulation.run(scenario)
    names = [name for name in trace.columns if not name[-1].isdigit()]  # rows of numbered columns are a picture's
    yield f"scenario {scenario.to_json()}"
    yield " ".join(["tick", "time", *names])
    for tick in range(0, len(trace), every):
        yield " ".join(
            [str(tick), *(f"{values[tick]:.6g}" for values in (trace.time, *map(trace.__getitem__, names)))]
        )
    yield from (f"event {event.tick} {event.kind}: {event.label}" for event in trace.events)
    yield "summary " + ", ".join(f"{name} {value:.6g}" for name, value in trace.summary.items())
    yield from (f"from {verdict.tick}: {verdict.sentence}" for verdict in simulation.scene(trace).verdicts)
    yield simulation.text(trace)


@pytest.fixture
def golden(request):
    """Compare runs (name → scenario) with ``golden/<file>`` beside the test; UPDATE_GOLDEN=1 stores what is meant."""

    def compare(simulation, file, runs, *, every):
        stored = request.path.parent / "golden" / file
        told = (line for name, run in runs.items() for line in (f"# {name}", *_lines(simulation, run, every), ""))
        text = "\n".join(told)
        if os.environ.get("UPDATE_GOLDEN") == "1":
            stored.write_text(text, encoding="utf-8", newline="\n")
        before = stored.read_text("utf-8").split("\n")
        changed = "\n".join(difflib.unified_diff(before, text.split("\n"), "stored", "now", n=1, lineterm=""))
        assert not changed, f"{changed}\n\nIf every line of this is meant, store it: UPDATE_GOLDEN=1"

    return compare
