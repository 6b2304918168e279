"""A learner's code is stopped in time, blamed by its line, and leaves the next run in peace."""

import contextlib
import json
import signal
import threading
import time

import pytest

from mlops_widgets import stage
from mlops_widgets.drift.stream import Scenario, simulation
from mlops_widgets.stage import PartError, parts

pytestmark = pytest.mark.timeout(20)

SOON = 0.2  # seconds of budget, where the budget itself is not the question


class Good:
    drift_detected = False

    def update(self, x):
        return None


def _detector(update):
    return type("Mine", (Good,), {"update": update})


def _ended(within=5.0):
    """Wait until no part runs any more; False when one still does."""
    end = time.monotonic() + within
    while any(thread.name == "learner's part" for thread in threading.enumerate()):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def test_what_a_part_gives_is_given_back():
    assert parts.call(lambda: 42) == 42
    assert parts.call(lambda: None) is None


def test_a_part_that_raises_is_blamed_with_its_line():
    def update(self, x):
        return x / 0

    with pytest.raises(PartError) as caught:
        simulation.run(detector=_detector(update))
    said = str(caught.value)
    line = update.__code__.co_firstlineno + 1
    assert (
        said == f"your part raised ZeroDivisionError: float division by zero — line {line}, in update: return x / 0"
    )
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_a_part_that_a_library_refuses_is_blamed_with_its_own_line():
    def update(self, x):
        json.loads("{")

    with pytest.raises(PartError, match=r"JSONDecodeError.*in update: json.loads"):
        simulation.run(detector=_detector(update))


def test_a_property_that_raises_is_blamed_too():
    part = type("Mine", (Good,), {"statistic": property(lambda self: 1 / 0)})
    with pytest.raises(PartError, match="your part raised ZeroDivisionError: division by zero — line"):
        simulation.run(detector=part)


@pytest.mark.parametrize("leave", [SystemExit, KeyboardInterrupt, GeneratorExit])
def test_a_part_that_wants_to_leave_is_blamed_like_any_other(leave):
    def update(self, x):
        raise leave

    with pytest.raises(PartError, match=f"your part raised {leave.__name__}.*in update: raise leave"):
        simulation.run(detector=_detector(update))


def test_our_own_sentences_are_passed_on_as_they_are():
    def run():
        raise stage.ScenarioError("a sentence of ours.")

    with pytest.raises(stage.ScenarioError, match=r"^a sentence of ours\.$"):
        parts.call(run)


def test_a_loop_that_never_ends_is_stopped_within_budget_and_grace():
    def update(self, x):
        while True:
            pass

    began = time.perf_counter()
    with pytest.raises(PartError, match="did not come back within 2 s and was stopped: look for a loop"):
        simulation.run(detector=_detector(update))
    assert parts.BUDGET <= time.perf_counter() - began <= parts.BUDGET + parts._GRACE + 0.5
    assert _ended(0.1)


def test_a_loop_that_swallows_every_exception_is_stopped_too():
    def run():
        while True:
            try:
                time.sleep(0.001)
            except Exception:  # noqa: BLE001 - the point
                continue

    with pytest.raises(PartError, match=r"within 0\.2 s and was stopped"):
        parts.call(run, seconds=SOON)
    assert _ended(0.1)


def test_a_part_that_tidies_up_slowly_may_do_so_and_was_stopped():
    tidied = []

    def run():
        try:
            while True:
                pass
        finally:
            time.sleep(1)
            tidied.append(True)

    with pytest.raises(PartError, match=r"within 0\.2 s and was stopped"):
        parts.call(run, seconds=SOON)
    assert tidied == [True]
    assert _ended(0.1)


@pytest.mark.parametrize("times", [1, 5])
def test_a_part_that_catches_its_stops_is_stopped_again(times):
    def run():
        for _ in range(times):
            with contextlib.suppress(BaseException):
                while True:
                    pass
        while True:
            pass

    with pytest.raises(PartError, match=r"within 0\.2 s and was stopped"):
        parts.call(run, seconds=SOON)
    assert _ended(0.1)


def test_a_call_stuck_in_compiled_code_says_restart_and_the_next_run_works():
    with pytest.raises(PartError, match=r"within 0\.2 s and cannot be stopped from here.*restart the kernel"):
        parts.call(lambda: time.sleep(4), seconds=SOON)
    began = time.perf_counter()
    assert len(simulation.run(detector=Good)) > 0
    assert time.perf_counter() - began < 1
    assert _ended()  # the late thread leaves no error behind: warnings are errors here


def test_a_loop_that_catches_everything_says_restart_too():
    released = threading.Event()

    def run():
        while not released.is_set():
            try:
                time.sleep(0.001)
            except BaseException:  # noqa: BLE001 - the point
                continue

    with pytest.raises(PartError, match="restart the kernel"):
        parts.call(run, seconds=SOON)
    released.set()
    assert _ended()


@pytest.mark.parametrize("later", [0, 0.1])  # while the thread starts, and while it is waited for
def test_interrupting_the_cell_stops_the_part(later):
    def run():
        time.sleep(later)
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        while True:
            turns[0] += 1

    turns = [0]
    with pytest.raises(KeyboardInterrupt):
        parts.call(run, seconds=5)
    assert _ended(0.1)
    before = turns[0]
    time.sleep(0.05)
    assert turns[0] == before


def test_only_a_run_with_a_learners_part_is_on_the_clock():
    seen = []

    def simulate(scenario, *, part=None):
        seen.append(threading.current_thread().name)
        return stage.Trace([0], {}, scenario=scenario)

    one = stage.Simulation("a.b", stage.Scenario, simulate, lambda trace: None)
    one.run()
    one.run(part=Good)
    assert seen == [threading.current_thread().name, "learner's part"]


def test_a_menu_that_names_a_built_in_leaves_the_part_alone():
    def update(self, x):
        raise AssertionError

    trace = simulation.perform(Scenario(detector="psi"), {"detector": _detector(update)})
    assert trace == simulation.run()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"detector": Good()}, "a class or a function .* for every run, got an instance of Good.*detector=Good"),
        ({"detector": 5}, "got an instance of int"),
        ({"detektor": Good}, "no part called 'detektor' here: the parts are detector"),
        ({"detector": lambda threshold: Good()}, "detector must be built without arguments.*'threshold'"),
    ],
)  # fmt: skip
def test_a_part_that_is_none_gets_a_sentence_before_anything_runs(given, words):
    with pytest.raises(PartError, match=words):
        simulation.run(**given)
    with pytest.raises(PartError, match=words):
        simulation.widget(**given)


def test_two_runs_of_one_factory_are_the_same_bytes_although_it_remembers():
    class Counts(Good):
        def __init__(self):
            self.seen = 0

        def update(self, x):
            self.seen += 1
            self.statistic = self.seen
            self.drift_detected = self.seen % 100 == 0

    first, second = simulation.run(detector=Counts), simulation.run(detector=Counts)
    assert first["statistic"][-1] == len(first)
    assert first.digest() == second.digest()
