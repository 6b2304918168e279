"""A page hears at most ten times a second, only what is new, and all of it."""

import json
import sys
import threading
import time
from importlib import import_module
from pathlib import Path

import comm
import numpy as np
import pytest
from comm.base_comm import BaseComm

from mlops_widgets import stage

sys.path.insert(0, str(Path(__file__).parent))  # importlib mode adds no folder: latency lies beside this file

from latency import simulation
from wire_reader import read

from mlops_widgets.drift.stream import Scenario
from mlops_widgets.drift.stream import simulation as drift
from mlops_widgets.stage.feed import view


class Counting(BaseComm):
    """A comm that keeps what the page begins with, and every message with its moment."""

    def __init__(self, *arguments, **options):
        self.first, self.sent = [], []
        super().__init__(*arguments, **options)

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        state = json.loads(json.dumps((data or {}).get("state", {}), allow_nan=False))
        blobs = {
            tuple(path): bytes(blob)
            for path, blob in zip((data or {}).get("buffer_paths", ()), buffers or (), strict=True)
        }
        told = [(time.monotonic(), state[name], blobs[name, "data"]) for name in state if (name, "data") in blobs]
        (self.first if msg_type == "comm_open" else self.sent).extend(told)

    def ask(self):
        data = {"method": "custom", "content": {"kind": "whole"}}
        self.handle_msg({"content": {"data": data}, "buffers": []})


@pytest.fixture
def shown(monkeypatch):
    """Show a live run to a page that counts; all are closed at the end."""
    made = []

    def show(live):
        with monkeypatch.context() as patched:
            patched.setattr(comm, "create_comm", Counting)
            widget = live.widget()
        made.append((live, widget))
        return widget

    yield show
    for live, widget in made:
        live.stop()
        if live.total:
            live.close()
        widget.close()


def _row(n):
    return {"latency": 5.0 + n % 7, "median": 5.0, "slow": 0.0}


def _rows(message):
    """What a page reads in one message: times, and each column."""
    _, content, data = message
    n = content["total"] - content["from"]
    columns = len(data[8 * n :]) // (4 * n) if n else 0
    return np.frombuffer(data, "<f8", n), np.frombuffer(data, "<f4", offset=8 * n).reshape(columns, n)


def _until(true, seconds=10.0):
    waiting = threading.Event()
    for _ in range(int(seconds / 0.005)):
        if true():
            return
        waiting.wait(0.005)
    raise AssertionError


def test_four_fast_threads_are_heard_ten_times_a_second_and_no_row_is_lost_or_doubled(shown):
    live = stage.live(simulation, history=20_000)
    sent = shown(live).comm.sent

    def append(number):
        for _ in range(4000):
            live.append(None, latency=number, median=1.0, slow=0.0)
            if live.total % 10 == 0:
                threading.Event().wait(0.002)  # so that it lasts, and messages come between

    threads = [threading.Thread(target=append, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = live.total
    live.close()
    assert total > 1000
    moments = [moment for moment, *_ in sent]
    for first in moments:
        assert sum(first <= moment < first + 1 for moment in moments) <= 11
    assert len(sent) >= 5
    *news, settled = sent
    assert (settled[1]["kind"], settled[1]["picture"], settled[2]) == ("whole", None, b"")  # the answer has it all
    kinds = [content["kind"] for _, content, _ in news]
    assert kinds == ["whole"] + ["rows"] * (len(kinds) - 1)  # whose first row names the columns
    assert [content["count"] for _, content, _ in news] == list(range(1, len(news) + 1))
    news = [message for message in news if message[1]["total"] > message[1]["from"]]
    ends = [0, *(content["total"] for _, content, _ in news)]
    starts = [content["from"] for _, content, _ in news]
    assert starts == ends[:-1]
    times = np.concatenate([_rows(message)[0] for message in news])
    assert np.array_equal(times, live.trace.time)
    place = news[0][1]["columns"].index("latency")
    assert np.array_equal(np.concatenate([_rows(message)[1][place] for message in news]), live.trace["latency"])
    assert ends[-1] == total


def test_a_run_that_is_closed_while_a_page_is_told_is_kept_when_the_page_knows(shown, monkeypatch):
    live = stage.live(simulation)
    live.append(0, **_row(0))
    widget = shown(live)
    look = live.glimpse

    def closed_behind_it():
        seen = look()
        threading.Thread(target=live.close).start()
        _until(lambda: live.state == "closed")
        return seen

    with widget._turn, monkeypatch.context() as patched:  # the thread that tells waits
        patched.setattr(live, "glimpse", closed_behind_it)
        widget.tell()
    live.close()
    assert [(content["kind"], content["state"]) for _, content, _ in widget.comm.sent[-2:]] == [
        ("rows", "closed"),
        ("whole", "closed"),
    ]


def test_a_message_carries_only_the_new_rows_and_the_changed_parts(shown):
    live = stage.live(simulation)
    for n in range(2000):
        live.append(n, **_row(n))
    page = shown(live).comm
    assert len(page.first[0][2]) == 2000 * (8 + 3 * 4)
    sent = page.sent
    for n in range(2000, 2003):
        live.append(n, **_row(n))
    _until(lambda: sent and sent[-1][1]["total"] == 2003)
    for _, content, _ in sent:
        assert content["kind"] == "rows"
        assert not {"title", "subtitle", "lanes", "readouts", "flags"} & set(content["picture"])
    assert sum(len(data) for _, _, data in sent) == 3 * (8 + 3 * 4)


def test_nothing_is_said_when_nothing_is_new(shown):
    widget = shown(stage.live(simulation))
    assert widget.comm.first[0][1]["picture"] is None
    widget.tell()
    widget.tell()
    assert widget.comm.sent == []


def test_a_page_whose_player_loads_late_finds_all_in_its_model(shown):
    live = stage.live(simulation, history=1000)
    for n in range(300):
        live.append(n, **_row(n))
    widget = shown(live)
    for n in range(300, 340):
        live.append(n, **_row(n))
        widget.tell()
    widget.tell()
    first, held = widget.comm.first[0], {content["count"]: (content, data) for _, content, data in widget.comm.sent}
    count, times = first[1]["count"], [_rows(first)[0]]
    while count + 1 in held:
        count += 1
        slot = f"news{count % 64}"
        assert widget.get_state(slot)[slot]["count"] == count
        times.append(_rows((0, *held[count]))[0])
    assert {content["kind"] for content, _ in held.values()} == {"rows"}
    assert np.array_equal(np.concatenate(times), live.trace.time)


def test_a_page_that_comes_later_begins_with_the_whole_as_of_the_last_message(shown):
    live = stage.live(simulation, history=100)
    widget = shown(live)
    for n in range(250):
        live.append(n, **_row(n))
    widget.tell()
    live.append(250, **_row(250))
    widget.live.forget(widget)  # nobody tells but this test
    start = widget.get_state()["start"]
    sent = len(widget.comm.sent)
    widget.tell()
    assert start["count"] == widget.comm.sent[sent - 1][1]["count"]
    for _, news, _ in widget.comm.sent[sent:]:
        assert (news["count"], news["from"]) == (start["count"] + 1, start["total"])


def test_questions_that_come_all_at_once_are_answered_by_one_whole_and_a_later_one_by_another(shown, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(view.time, "monotonic", lambda: clock[0])
    live = stage.live(simulation)
    live.append(0, **_row(0))
    widget = shown(live)

    def wholes(questions):
        for _ in range(questions):
            widget.comm.ask()
        return sum(content["kind"] == "whole" for _, content, _ in widget.comm.sent)

    assert wholes(4) == 1
    clock[0] += 0.9
    assert wholes(2) == 1
    clock[0] += 0.2
    assert wholes(3) == 2


def test_whoever_asks_gets_the_whole_of_what_is_kept(shown):
    live = stage.live(simulation, history=100)
    widget = shown(live)
    for n in range(250):
        live.append(n, **_row(n), event=("deploy", "version") if n == 200 else None)
    widget.comm.ask()
    assert [content["count"] for _, content, _ in widget.comm.sent[-2:]] == [widget._count] * 2
    whole = widget.comm.sent[-1]
    assert (whole[1]["kind"], whole[1]["from"], whole[1]["total"]) == ("whole", 150, 250)
    times, columns = _rows(whole)
    assert np.array_equal(times, live.trace.time)
    assert np.array_equal(columns, [live.trace[name].astype("f4") for name in whole[1]["columns"]])
    assert whole[1]["picture"]["flags"] == [{"tick": 200, "time": 200.0, "label": "version", "tone": "accent"}]


def test_two_widgets_of_one_run_both_follow(shown):
    live = stage.live(simulation)
    views = [shown(live), shown(live)]
    live.append(0, **_row(0))
    for widget in views:
        _until(lambda widget=widget: widget.comm.sent and widget.comm.sent[-1][1]["total"] == 1)
    views[0].close()
    live.append(1, **_row(1))
    _until(lambda: views[1].comm.sent[-1][1]["total"] == 2)
    assert views[0].comm is None


def test_a_closed_run_is_kept_in_the_widget_as_any_other(shown):
    live = stage.live(simulation)
    widget = shown(live)
    live.append([0, 1, 2], latency=[1, 2, 3], median=[1, 1, 2], slow=[0, 0, 1], event=("slow", "slow"))
    assert widget.answer == {}
    trace = live.close()
    assert [content["state"] for _, content, _ in widget.comm.sent[-2:]] == ["closed", "closed"]
    state = widget.get_state()
    assert (state["start"]["count"], state["start"]["data"]) == (widget.comm.sent[-1][1]["count"], b"")
    assert {name: state[name] for name in state if name.startswith("news") and state[name]} == {}
    assert widget.answer["picture"] == simulation.scene(trace).picture(trace)
    assert widget.answer["layout"]["n"] == 3
    assert np.array_equal(read(widget.answer["layout"], widget.data)[1], trace.time)
    assert widget._repr_mimebundle_()[0]["text/plain"] == simulation.text(trace)
    assert shown(live).answer == widget.answer


def test_a_source_that_fails_is_told_to_the_page(shown):
    live = stage.live(simulation, lambda: {"time": None, "latency": 1}, every=0.01)
    widget = shown(live)
    _until(lambda: widget.get_state()["start"]["error"])
    assert widget.get_state()["start"]["state"] == "stopped"
    assert widget.errors == live.errors
    with pytest.raises(stage.DriveError, match="the source gave what cannot be taken"):
        stage.drive(widget)


def test_driving_a_live_widget_finds_nothing_wrong(shown):
    live = stage.live(simulation)
    live.append(0, **_row(0))
    stage.drive(shown(live))


def test_a_cell_run_again_stops_the_source_and_closes_the_widget_it_made(shown, monkeypatch):
    from mlops_widgets.stage import former

    run = ["run 1"]
    monkeypatch.setitem(sys.modules, "ipykernel", import_module("ipykernel"))  # as in a kernel
    times = iter(range(10**9))

    def cell():
        live = stage.live(simulation, lambda: {"time": next(times), **_row(0)}, every=0.01)
        return live, live.widget()

    with monkeypatch.context() as patched:
        patched.setattr(former, "_whereabouts", lambda: ("a live cell of this test", run[0]))
        old, former = cell()
        run[0] = "run 2"
        new, page = cell()
    assert (old.state, new.state) == ("stopped", "live")
    assert former.comm is None
    for each in (old, new):
        each.stop()
    page.close()


def test_a_run_whose_pages_are_closed_keeps_no_thread(shown):
    live = stage.live(simulation)
    widget = shown(live)
    live.append(0, **_row(0))
    _until(lambda: live._messenger is not None)
    widget.close()
    _until(lambda: live._messenger is None)
    again = shown(live)
    live.append(1, **_row(1))
    _until(lambda: again.comm.sent and again.comm.sent[-1][1]["total"] == 2)


def test_a_page_that_stumbles_keeps_no_other_from_hearing(shown, monkeypatch):
    live = stage.live(simulation)
    first, second = shown(live), shown(live)
    monkeypatch.setattr(first, "tell", lambda: 1 / 0)
    live.append(0, **_row(0))
    _until(lambda: second.comm.sent and second.comm.sent[-1][1]["total"] == 1)
    assert live.errors == ["ZeroDivisionError: division by zero"]
    monkeypatch.undo()


def test_a_flush_of_five_thousand_rows_takes_less_than_twenty_milliseconds(shown):
    trace = drift.run(Scenario(source="generated", days=209, window=24))
    watched = stage.Simulation("watched", Scenario, drift.simulate, lambda seen: drift.scene(_labelled(seen, trace)))
    live = stage.live(watched, scenario=trace.scenario)
    live.append(trace.time, **trace.columns)
    widget = shown(live)
    seconds = []
    for n in range(20):
        live.append(trace.time[-1] + 1 + n, **{name: values[-1] for name, values in trace.columns.items()})
        began = time.perf_counter()
        widget.tell()
        seconds.append(time.perf_counter() - began)
    print(f"flush of {len(live.trace)} rows: {1000 * np.median(seconds):.1f} ms")  # noqa: T201 - the figure is asked for
    assert (len(live.trace), live.errors) == (5000, [])
    assert widget.comm.sent[-1][1]["total"] == live.total
    assert np.median(seconds) < 0.02


def _labelled(seen, trace):
    columns, events = dict(seen.columns), [event for event in trace.events if event.tick < len(seen)]
    told = {"scenario": seen.scenario, "events": events, "summary": trace.summary, "labels": trace.labels}
    return stage.Trace(seen.time, columns, **told)
