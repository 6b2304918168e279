"""A live run takes rows from any thread, keeps the last, stops with its source, and closes as an ordinary run."""

import re
import signal
import subprocess
import sys
import textwrap
import threading
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.stage import Event, ScenarioError, SceneError, StageError
from mlops_widgets.stage.feed.changes import changed
from mlops_widgets.stage.feed.history import History

sys.path.insert(0, str(Path(__file__).parent))  # importlib mode adds no folder: latency lies beside this file

from latency import simulation

NAN = float("nan")


def _row(n, latency=5.0):
    return {"latency": latency, "median": latency, "slow": float(n % 2)}


def _filled(n, **options):
    live = stage.live(simulation, **options)
    for time in range(n):
        live.append(time, **_row(time))
    return live


def _until(true, seconds=10.0):
    """Wait on a condition, not on a guess."""
    waiting = threading.Event()
    for _ in range(int(seconds / 0.005)):
        if true():
            return
        waiting.wait(0.005)
    raise AssertionError


# Rows


def test_a_closed_live_run_is_the_ordinary_run_of_what_was_appended():
    live = stage.live(simulation, scenario=simulation.Scenario(limit=7))
    live.append(0.5, **_row(0))
    live.append([1, 2, 4], event=("deploy", "version 2"), latency=[1, NAN, 3], median=[1, 1, 2], slow=[0, 0, 0])
    live.append(np.float32(8), **_row(1))
    live.event("slow", "very slow")
    trace = live.close()
    assert trace == stage.Trace(
        [0.5, 1, 2, 4, 8],
        {"latency": [5, 1, NAN, 3, 5], "median": [5, 1, 1, 2, 5], "slow": [0, 0, 0, 0, 1]},
        scenario=simulation.Scenario(limit=7),
        events=[Event(3, "deploy", "version 2"), Event(4, "slow", "very slow")],
    )
    assert simulation.text(trace).startswith("Answers of a server")
    assert live.close() is trace
    assert (live.trace, live.state) == (trace, "closed")


def test_only_the_last_rows_are_kept_and_their_events_with_them():
    live = stage.live(simulation, history=10)
    for time in range(35):
        live.append(time, **_row(time), event=("slow", f"row {time}") if time % 10 == 0 else None)
    assert live.trace.time.tolist() == list(range(25, 35))
    assert live.trace.events == (Event(5, "slow", "row 30"),)
    assert live.total == 35


@pytest.mark.parametrize("sizes", [[3] * 20, [25], [9, 1, 10, 11, 40], [1, 19, 1], [10, 10, 10]])
def test_rows_in_any_portions_leave_the_same_history(sizes):
    history = History(10)
    start = 0
    for size in sizes:
        rows = np.arange(start, start + size, dtype=float)
        history.append(rows, {"x": rows * 2})
        start += size
        trace = history.trace(stage.Scenario())
        assert trace.time.tolist() == list(range(max(0, start - 10), start))
        assert np.array_equal(trace["x"], trace.time * 2)
        assert history.first == max(0, start - 10)


def test_memory_stays_flat_over_a_million_rows():
    live = stage.live(simulation, history=1000)
    rows = np.arange(100.0)

    def add(start, count):
        for portion in range(start, start + count, 100):
            live.append(portion + rows, latency=rows, median=rows, slow=rows, event=("slow", "again"))

    add(0, 100_000)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        add(100_000, 900_000)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert live.total == 1_000_000
    assert grown < 100_000  # bytes; the history itself takes 64 kB


def test_four_threads_lose_no_row_and_double_none():
    live = stage.live(simulation, history=20_000)

    def append(number):
        for count in range(1000):
            live.append(None, latency=number * 1000 + count, median=number, slow=0)

    threads = [threading.Thread(target=append, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    trace = live.close()
    assert sorted(trace["latency"].astype(int)) == list(range(4000))
    for number in range(4):
        assert np.all(np.diff(trace["latency"][trace["median"] == number]) > 0)  # each thread's own order


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"time": 2, **_row(0)}, r"time must rise with every row, got 2 after 2: .*time=None"),
        ({"time": [3, 5, 4], "latency": [1, 2, 3], "median": [1, 2, 3], "slow": [0, 0, 0]}, "got 4 after 5"),
        ({"time": NAN, **_row(0)}, "time must be a number in every row, got NaN"),
        ({"time": "soon", **_row(0)}, "time must be a number or an array of numbers, got 'soon'"),
        ({"time": 3, **_row(0), "latensy": 1}, "no column 'latensy': its first row had latency, median, slow"),
        ({"time": 3, "latency": 1, "slow": 0}, r"the row lacks median: say median=float\('nan'\)"),
        ({"time": 3, **_row(0, float("inf"))}, "latency must be finite, or NaN .* got infinity"),
        ({"time": [3, 4], **_row(0)}, r"latency must be 2 long like the time, got shape \(1,\)"),
        ({"time": [], **_row(0)}, r"not empty, got shape \(0,\)"),
        ({"time": 3, **_row(0), "event": "deploy"}, "event must be a kind and a label, .* got 'deploy'"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_gets_a_sentence_and_changes_nothing(row, words):
    live = _filled(3)
    before = live.trace
    with pytest.raises(StageError, match=words):
        live.append(**row)
    assert live.trace == before


def test_the_first_row_must_hold_what_the_scene_shows():
    live = stage.live(simulation)
    with pytest.raises(StageError, match="'median'"):
        live.append(0, latency=5, slow=0)
    live.append(0, **_row(0))
    assert len(live.trace) == 1


def test_before_the_first_row_there_is_nothing_to_give_back():
    live = stage.live(simulation)
    with pytest.raises(StageError, match="no row has come yet"):
        _ = live.trace
    with pytest.raises(StageError, match="an event happens at a row"):
        live.event("deploy", "version 2")
    with pytest.raises(StageError, match="no row has come yet"):
        live.close()
    assert live.state == "closed"


def test_a_closed_run_takes_no_rows():
    live = _filled(2)
    live.close()
    with pytest.raises(StageError, match="this live run is closed: make another"):
        live.append(9, **_row(0))
    with pytest.raises(StageError, match="this live run is closed"):
        live.event("deploy", "too late")


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [({"history": 1}, StageError, "history must be 2 to 20000 rows, got 1"),
     ({"history": 50_000}, StageError, "got 50000"),
     ({"every": 0}, StageError, "every must be more than 0"),
     ({"source": 5}, StageError, "source must be a function that returns what is new, got int"),
     ({"scenario": stage.Scenario()}, ScenarioError, "server.latency runs on its own Scenario")],
)  # fmt: skip
def test_a_live_run_that_cannot_be_is_refused(options, error, words):
    with pytest.raises(error, match=words):
        stage.live(simulation, **options)


def test_a_scene_that_stumbles_is_told_once_and_the_rows_stay():
    def stumbles(trace):
        if len(trace) > 1:
            raise SceneError("this scene can show one row alone.")
        return simulation.scene(trace)

    one = stage.Simulation("one", simulation.Scenario, simulation.simulate, stumbles)
    live = stage.live(one)
    live.append(0, **_row(0))
    assert live.glimpse().error == ""
    live.append(1, **_row(1))
    assert live.glimpse().error == live.glimpse().error == "this scene can show one row alone."
    assert live.errors == ["this scene can show one row alone."]
    assert len(live.trace) == 2


# Sources


def test_a_source_is_asked_until_it_is_closed_and_nothing_new_is_none():
    answers = [None, {"time": 0, **_row(0)}, [], [{"time": 1, **_row(1)}, {"time": None, **_row(2)}]]
    asked = []

    def source():
        asked.append(threading.current_thread())
        return answers[len(asked) - 1] if len(asked) <= len(answers) else None

    live = stage.live(simulation, source, every=0.001)
    _until(lambda: len(asked) > 10)
    assert (live.state, live.total) == ("live", 3)
    trace = live.close()
    assert len(trace) == 3
    assert len(set(asked)) == 1
    assert not asked[0].is_alive()
    assert live.errors == []


def test_a_stopped_source_leaves_a_run_that_still_takes_rows():
    times = iter(range(10**9))
    live = stage.live(simulation, lambda: {"time": next(times), **_row(0)}, every=0.001)
    _until(lambda: live.total > 5)
    live.stop()
    total = live.total
    assert live.state == "stopped"
    live.append(10**9, **_row(0))
    assert live.total == total + 1
    assert len(live.close()) == total + 1


@pytest.mark.parametrize(
    ("last", "words"),
    [(lambda: 1 / 0, r"your source raised ZeroDivisionError: division by zero — line \d+, in source"),
     (lambda: sys.exit("enough"), "your source raised SystemExit: enough"),
     (lambda: {"time": -1, **_row(0)}, "cannot be taken, and was stopped: time must rise .* got -1 after 1"),
     (lambda: 7, "a source must return a mapping, a list of mappings, or None for nothing new, got 7"),
     (lambda: _row(0), "a row needs its time, got latency, median, slow")],
)  # fmt: skip
def test_a_source_that_fails_says_so_and_what_came_is_kept(last, words):
    answers = iter([{"time": 0, **_row(0)}, {"time": 1, **_row(1)}])

    def source():
        given = next(answers, None)
        return last() if given is None else given

    live = stage.live(simulation, source, every=0.001)
    _until(lambda: live.errors)
    assert live.state == "stopped"
    (said,) = live.errors
    assert re.search(words, said), said
    assert len(live.close()) == 2


def test_an_interrupted_cell_stops_the_source():
    code = f"""
        import os, signal, sys, threading, time
        from IPython.testing.globalipapp import start_ipython
        shell = start_ipython()
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from latency import simulation
        from mlops_widgets import stage
        times = iter(range(10**9))
        live = stage.live(simulation, lambda: dict(time=next(times), latency=1, median=1, slow=0), every=0.001)
        shell.user_ns["live"] = live
        shell.run_cell("1 / 0")
        assert live.state == "live"
        shell.run_cell("raise KeyboardInterrupt")
        assert live.state == "stopped"
        total = live.total
        assert live._poller._thread.is_alive() is False
        assert shell.events.callbacks["post_run_cell"] == [] or all(
            "poller" not in each.__module__ for each in shell.events.callbacks["post_run_cell"])
        print("kept", len(live.close()) == min(total, 5000), flush=True)
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.stdout.strip().endswith("kept True"), ran.stdout + ran.stderr


@pytest.mark.parametrize("end", ["pass", "raise KeyboardInterrupt", "live.widget()"])
def test_a_program_that_ends_ends_its_source(end):
    code = f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from latency import simulation
        from mlops_widgets import stage
        times = iter(range(10**9))
        live = stage.live(simulation, lambda: dict(time=next(times), latency=1, median=1, slow=0), every=0.001)
        while live.total < 3: pass
        print("going", flush=True)
        {end}
    """
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.stdout == "going\n"
    assert ran.stderr == "" or "KeyboardInterrupt" in ran.stderr.splitlines()[-1]
    assert ran.returncode in (0, -signal.SIGINT, 130)


# What changed


def test_of_a_picture_only_what_changed_is_told():
    live = _filled(50, history=40)
    old = live.glimpse().picture
    live.append(50, **_row(0, latency=5.0), event=("slow", "slow"))
    new = live.glimpse().picture
    parts = changed(old, new)
    assert set(parts) <= {"axis", "flags", "verdicts"}
    assert parts["flags"] == {
        "drop": 0,
        "keep": 0,
        "add": [{"tick": 50, "time": 50.0, "label": "slow", "tone": "warn"}],
    }
    live.append(51, **_row(0, latency=500.0))
    parts = changed(new, live.glimpse().picture)
    assert set(parts["lanes"]) == {"0"}
    assert changed(new, new) == {}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [("abc", "abcd", (0, 3, "d")), ("abc", "bcd", (1, 2, "d")), ("abc", "xyz", (3, 0, "xyz")),
     ("abc", "", (3, 0, "")), ("", "ab", (0, 0, "ab")), ("abc", "abx", (0, 2, "x")), ("abc", "b", (1, 1, ""))],
)  # fmt: skip
def test_a_list_is_told_by_what_left_and_what_came(old, new, told):
    parts = changed({"flags": list(old)}, {"flags": list(new)})["flags"]
    assert (parts["drop"], parts["keep"], parts["add"]) == (told[0], told[1], list(told[2]))
    assert list(old)[parts["drop"] :][: parts["keep"]] + parts["add"] == list(new)
