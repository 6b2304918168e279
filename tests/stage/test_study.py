"""Many runs give the same numbers in the same order, whoever computes them; what fails is named."""

import math
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from mlops_widgets import stage
from mlops_widgets.drift.stream import Inject, Scenario, simulation
from mlops_widgets.stage import PartError, ScenarioError, StageError

# A race of loky's own: closed while a failing result's callback submits the next batch, its manager forgets the
# pending work before the numbers that name it, and its thread ends with a KeyError. No other thread may stumble.
kills_workers = pytest.mark.filterwarnings(
    r"ignore:(?s)Exception in thread ExecutorManagerThread.*KeyError:pytest.PytestUnhandledThreadExceptionWarning"
)


def _scenarios(n=12, **knobs):
    return [Scenario(source="generated", days=7, seed=seed, **knobs) for seed in range(n)]


def _dice():
    """A simulation with a replica axis, and the groups that were computed on it."""
    groups = []

    class Dice(stage.Scenario):
        sides: int = stage.knob(6, title="Sides", ge=2, le=20)

    def simulate(scenario, *, bonus=None, luck=None):
        eyes = np.random.default_rng(scenario.seed).integers(1, scenario.sides + 1)
        more = bonus() if bonus else 0
        return stage.Trace([0], {}, scenario=scenario, summary={"eyes": eyes + more, "luck": luck() if luck else 0})

    def replicas(scenario, seeds, *, bonus=None):
        groups.append((scenario.sides, tuple(seeds)))
        more = bonus() if bonus else 0
        eyes = [np.random.default_rng(seed).integers(1, scenario.sides + 1) for seed in seeds]
        return {"eyes": np.array(eyes) + more, "luck": np.zeros(len(seeds))}

    def picture(trace):
        raise AssertionError("a study draws nothing")

    return stage.Simulation("dice", Dice, simulate, picture, replicas), groups


def test_each_run_leaves_its_summary_in_the_order_of_the_scenarios():
    scenarios = _scenarios(5)[::-1]
    study = stage.study(simulation, scenarios, progress=False)
    assert study.scenarios == tuple(scenarios)
    for name, values in study.summaries.items():
        one_by_one = [simulation.run(each).summary[name] for each in scenarios]
        assert np.array_equal(values, one_by_one, equal_nan=True)
        assert values.dtype == np.float64
        assert not values.flags.writeable


@pytest.mark.parametrize("n_jobs", [2, *(pytest.param(n, marks=pytest.mark.slow) for n in (3, -1))])
def test_any_number_of_workers_gives_the_same_bytes_with_a_learners_part(n_jobs):
    limit = 60

    class Mine:  # defined here, so that it must travel by value, as from a notebook's cell
        drift_detected = False

        def update(self, x):
            self.drift_detected = x > limit

    parts = {"detector": Mine}
    serial = stage.study(simulation, _scenarios(), parts=parts, progress=False)
    assert serial.mean("false_alarms") > 0
    assert stage.study(simulation, _scenarios(), parts=parts, n_jobs=n_jobs, progress=False) == serial


def test_what_a_script_defines_reaches_the_workers(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from mlops_widgets import stage\n"
        "class Walk(stage.Scenario):\n"
        "    steps: int = stage.knob(3, title='Steps', ge=1, le=9)\n"
        "def walk(scenario, *, step):\n"
        "    return {'end': scenario.steps * step() + scenario.seed}\n"
        "def one():\n"
        "    return 2\n"
        "if __name__ == '__main__':\n"
        "    scenarios = [Walk(steps=1 + n, seed=n) for n in range(4)]\n"
        "    print(stage.study(walk, scenarios, n_jobs=2, parts={'step': one})['end'].tolist())\n",
        encoding="utf-8",
    )
    ran = subprocess.run([sys.executable, "-W", "error", script], capture_output=True, text=True, check=False)
    assert ran.stdout == "[2.0, 5.0, 8.0, 11.0]\n", ran.stderr
    assert "/4 [" in ran.stderr  # the bar


def test_a_plain_function_may_return_a_trace_or_numbers():
    def traced(scenario):
        return stage.Trace([0], {}, scenario=scenario, summary={"twice": 2 * scenario.seed})

    def counted(scenario):
        return {"twice": 2 * scenario.seed}

    scenarios = [stage.Scenario(seed=seed) for seed in range(3)]
    assert stage.study(traced, scenarios, progress=False) == stage.study(counted, scenarios, progress=False)


# Side by side


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_runs_that_differ_only_by_seed_are_computed_side_by_side_with_the_same_numbers(n_jobs):
    dice, groups = _dice()
    scenarios = [dice.Scenario(sides=sides, seed=seed) for seed in range(5) for sides in (6, 20)] + [
        dice.Scenario(sides=2)
    ]
    alone = stage.Simulation("dice", dice.Scenario, dice.simulate, dice.scene)
    assert stage.study(dice, scenarios, n_jobs=n_jobs, progress=False) == stage.study(
        alone, scenarios, progress=False
    )
    if n_jobs == 1:
        assert groups == [(6, (0, 1, 2, 3, 4)), (20, (0, 1, 2, 3, 4))]


def test_a_part_that_the_replicas_take_is_given_to_them_and_any_other_makes_single_runs():
    dice, groups = _dice()
    scenarios = [dice.Scenario(seed=seed) for seed in range(4)]
    plain = stage.study(dice, scenarios, progress=False)
    with_bonus = stage.study(dice, scenarios, parts={"bonus": lambda: 3}, progress=False)
    assert with_bonus["eyes"].tolist() == (plain["eyes"] + 3).tolist()
    assert len(groups) == 2
    assert stage.study(dice, scenarios, parts={"luck": lambda: 7}, progress=False)["luck"].tolist() == [7.0] * 4
    assert len(groups) == 2


def test_replicas_of_the_wrong_length_are_refused():
    dice, _ = _dice()
    short = stage.Simulation(
        "dice", dice.Scenario, dice.simulate, dice.scene, lambda scenario, seeds: {"eyes": [1.0]}
    )
    with pytest.raises(StageError, match=r"side by side with 2 other seeds, .*one eyes for each of 3 seeds"):
        stage.study(short, [dice.Scenario(seed=seed) for seed in range(3)], progress=False)


# Over dask


@pytest.mark.slow
def test_a_worker_killed_half_way_loses_nothing(tmp_path):
    from distributed import Client, LocalCluster

    marks = str(tmp_path)

    def simulate(scenario):
        if scenario.seed == 20:
            try:
                (Path(marks) / "killed").touch(exist_ok=False)
            except FileExistsError:
                pass  # the second time it lives
            else:
                os.kill(os.getpid(), signal.SIGKILL)
        return {"number": np.random.default_rng(scenario.seed).random()}

    scenarios = [stage.Scenario(seed=seed) for seed in range(40)]
    options = {"dashboard_address": None, "host": "127.0.0.1", "threads_per_worker": 1}
    with LocalCluster(n_workers=2, processes=True, **options) as cluster, Client(cluster) as client:
        spread = stage.study(simulate, scenarios, client=client, progress=False)
        assert (tmp_path / "killed").exists()
        assert spread == stage.study(simulate, scenarios, progress=False)
        with pytest.raises(StageError, match=r"scenario 0 .*ZeroDivisionError"):
            stage.study(lambda scenario: 1 / 0, scenarios, client=client, progress=False)


# What goes wrong


@kills_workers
@pytest.mark.parametrize("n_jobs", [1, 2])
def test_the_first_scenario_that_fails_is_named_with_the_knobs_that_vary(n_jobs):
    def simulate(scenario):
        if scenario.seed >= 3 and scenario.interventions:
            raise KeyError("no such thing")
        return {"a": 1}

    scenarios = [each.act(Inject(tick=5)) if each.seed > 2 else each for each in _scenarios(9)]
    words = r"^scenario 3 \(seed=3, interventions='inject at 5'\) failed: KeyError: 'no such thing'"
    with pytest.raises(StageError, match=words) as caught:
        stage.study(simulate, scenarios, n_jobs=n_jobs, progress=False)
    assert "raise KeyError" in caught.value.__notes__[0]


@kills_workers
@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_learners_part_that_fails_is_blamed_with_its_line(n_jobs):
    class Mine:
        drift_detected = False

        def update(self, x):
            return 1 / 0

    with pytest.raises(StageError, match=r"scenario 0 .*your part raised ZeroDivisionError.*in update"):
        stage.study(simulation, _scenarios(3), parts={"detector": Mine}, n_jobs=n_jobs, progress=False)


@kills_workers
def test_runs_that_are_under_way_when_another_fails_are_stopped_without_a_word(tmp_path):
    marks = str(tmp_path)

    def simulate(scenario):
        if scenario.seed:
            (Path(marks) / "under way").touch()
            time.sleep(60)  # killed long before
        while not (Path(marks) / "under way").exists():
            pass
        raise KeyError("first")

    began = time.monotonic()
    with pytest.raises(StageError, match=r"^scenario 0 \(seed=0\) failed: KeyError: 'first'"):
        stage.study(simulate, [stage.Scenario(seed=seed) for seed in range(4)], n_jobs=2, progress=False)
    assert time.monotonic() - began < 30


@kills_workers
def test_a_worker_that_dies_is_told_and_the_next_study_works():
    def simulate(scenario):
        os._exit(3)

    with pytest.raises(StageError, match="a worker process ended in the middle of a run"):
        stage.study(simulate, _scenarios(3), n_jobs=2, progress=False)
    assert len(stage.study(simulation, _scenarios(3), n_jobs=2, progress=False)) == 3


def test_an_interrupt_stops_the_workers(tmp_path):
    started = tmp_path / "started"
    code = (
        "import os, sys, time\n"
        "from pathlib import Path\n"
        "from mlops_widgets import stage\n"
        "def forever(scenario):\n"
        f"    Path({str(started)!r}, str(os.getpid())).touch()\n"
        "    while True: time.sleep(0.01)\n"
        "try:\n"
        "    stage.study(forever, [stage.Scenario(seed=s) for s in range(8)], n_jobs=2, progress=False)\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted')\n"
    )
    started.mkdir()
    running = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while len(list(started.iterdir())) < 2:
        assert running.poll() is None, running.stderr.read()
    workers = [psutil.Process(int(each.name)) for each in started.iterdir()]
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=30)
    assert said == "interrupted\n"
    assert psutil.wait_procs(workers, timeout=10)[1] == []


@pytest.mark.parametrize(
    ("simulate", "scenarios", "options", "error", "words"),
    [
        (simulation, [], {}, StageError, r"at least one scenario, got none: pass \["),
        (simulation, [{"seed": 1}], {}, StageError, r"must hold scenarios, got \{'seed': 1\} at place 0"),
        (simulation, [stage.Scenario()], {}, ScenarioError, "drift.stream runs on its own Scenario"),
        (simulation, [Scenario()], {"parts": {"detektor": list}}, PartError, "no part called 'detektor'"),
        (simulation, [Scenario()], {"n_jobs": 0}, StageError, "n_jobs must be a whole number .* got 0"),
        (lambda scenario: 5, [Scenario()], {}, StageError, "must return a Trace or a mapping of numbers, got int"),
        (lambda scenario: {}, [Scenario()], {}, StageError, "leave no summary"),
        (lambda scenario: {"ab"[scenario.seed]: 1}, [Scenario(), Scenario(seed=1)], {}, StageError,
         "the first leaves a, scenario 1 leaves b"),
    ],
)  # fmt: skip
def test_what_cannot_be_studied_gets_a_sentence(simulate, scenarios, options, error, words):
    with pytest.raises(error, match=words):
        stage.study(simulate, scenarios, progress=False, **options)


# What is done with it


def test_the_frame_has_the_knobs_that_vary_and_then_the_numbers():
    scenarios = [
        Scenario(source="generated", days=7, seed=seed, window=window) for seed in (1, 2) for window in (24, 48)
    ]
    frame = stage.study(simulation, scenarios, progress=False).frame()
    assert list(frame.columns[:3]) == ["seed", "window", "changes"]
    assert frame["window"].tolist() == [24, 48, 24, 48]
    assert len(frame) == 4


def test_a_study_is_a_value():
    study = stage.study(simulation, _scenarios(2), progress=False)
    assert pickle.loads(pickle.dumps(study)) == study
    assert hash(study) == hash(stage.study(simulation, _scenarios(2), progress=False))
    assert study != stage.study(simulation, _scenarios(3), progress=False)
    with pytest.raises(StageError, match=r"no number 'delay': it has changes, found"):
        study["delay"]


def test_the_interval_of_a_share_is_wilsons():
    study = stage.Study((stage.Scenario(),) * 10, {"hit": [1.0] * 8 + [0.0] * 2})
    assert study.interval("hit") == pytest.approx((0.4902, 0.9433), abs=1e-4)  # the textbook's 8 of 10


def test_the_bootstraps_interval_is_that_of_the_normal_where_there_are_many_values():
    values = np.random.default_rng(1).normal(5, 2, 1000)
    study = stage.Study((stage.Scenario(),) * 1000, {"x": values})
    half = 1.96 * values.std() / math.sqrt(1000)
    assert study.interval("x") == pytest.approx((values.mean() - half, values.mean() + half), abs=0.015)
    assert study.interval("x") == study.interval("x")
    assert study.interval("x", level=0.5)[0] > study.interval("x")[0]


def test_runs_without_the_number_are_left_out_of_its_mean():
    study = stage.Study((stage.Scenario(),) * 3, {"delay": [2.0, np.nan, 4.0], "never": [np.nan] * 3})
    assert study.mean("delay") == 3
    assert math.isnan(study.mean("never"))
    assert all(math.isnan(end) for end in study.interval("never"))
    with pytest.raises(StageError, match="level must lie between 0 and 1, got 95"):
        study.interval("delay", level=95)


def test_a_study_shown_in_a_cell_is_one_line():
    study = stage.study(lambda scenario: {"eyes": scenario.seed}, [Scenario(seed=seed) for seed in range(3)])
    assert repr(study) == "Study of 3 runs: eyes; see .frame(), .mean(name), .interval(name)"
