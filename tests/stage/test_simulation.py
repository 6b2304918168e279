"""A simulation is found by its name, runs on its own scenario, and asks for the parts it cannot do without."""

import sys
from textwrap import dedent

import pytest

from mlops_widgets import stage
from mlops_widgets.drift.stream import Scenario, simulation
from mlops_widgets.stage import PartError, ScenarioError, StageError


class Quiet:
    drift_detected = False

    def update(self, x):
        return None


def test_without_a_scenario_it_runs_the_default():
    assert simulation.run() == simulation.run(Scenario())


def test_a_scenario_of_another_kind_is_refused_by_name():
    with pytest.raises(ScenarioError, match=r"drift.stream runs on its own Scenario, got Scenario\."):
        simulation.run(stage.Scenario())
    with pytest.raises(ScenarioError, match="got dict"):
        simulation.run({"seed": 1})


def test_yours_without_yours_says_which_argument_to_pass():
    with pytest.raises(ScenarioError, match=r"runs your own detector: pass it too, detector=YourClass"):
        simulation.run(Scenario(detector="yours"))


def test_an_unknown_part_is_answered_with_the_known_ones():
    with pytest.raises(PartError, match="no part called 'policy' here: the parts are detector"):
        simulation.run(policy=Quiet)


def test_a_part_that_is_passed_is_switched_on():
    assert simulation.admit(None, {"detector": Quiet}).detector == "yours"
    assert simulation.admit(None, {}).detector == "psi"
    assert simulation.admit(Scenario(detector="adwin"), {"detector": Quiet}).detector == "yours"


def test_parts_are_the_keyword_only_arguments():
    assert simulation.parts == ("detector",)


def test_every_late_name_of_the_stage_can_be_had():
    for name in stage.__all__:
        assert getattr(stage, name) is not None
    assert callable(stage.drive)  # the function, not the module of the same name
    with pytest.raises(AttributeError, match="no attribute 'simulatr'"):
        stage.simulatr  # noqa: B018 - the question is enough


# Found by entry point


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Another package with one simulation, as pip would leave it."""

    def install(name, *, called="walks.slow", code=None):
        (tmp_path / "walks_for_a_test.py").write_text(
            code
            or dedent(f"""
            from mlops_widgets import stage
            simulation = stage.Simulation({called!r}, stage.Scenario, lambda scenario: None, lambda trace: None)
            """),
            encoding="utf-8",
        )
        info = tmp_path / "walks_for_a_test-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: walks-for-a-test\nVersion: 1\n", "utf-8")
        entry = f"[mlops_widgets.simulations]\n{name} = walks_for_a_test:simulation\n"
        (info / "entry_points.txt").write_text(entry, "utf-8")
        monkeypatch.syspath_prepend(tmp_path)

    yield install
    sys.modules.pop("walks_for_a_test", None)


def test_another_package_adds_its_simulation_beside_ours(installed):
    installed("walks.slow")
    assert {"walks.slow", "drift.stream"} <= set(stage.simulations())
    assert list(stage.simulations()) == sorted(stage.simulations())


def test_a_simulation_found_under_a_wrong_name_is_refused(installed):
    installed("walks.fast")
    with pytest.raises(
        StageError, match=r"entry point walks.fast .walks_for_a_test:simulation. must name a Simulation"
    ):
        stage.simulations()


def test_an_entry_point_that_is_no_simulation_is_refused(installed):
    installed("walks.slow", code="simulation = 5\n")
    with pytest.raises(StageError, match="must name a Simulation called the same"):
        stage.simulations()
