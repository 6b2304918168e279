"""Does driving reach every corner, tell what failed there, and leave everything as it was?"""

import subprocess
import sys

import ipywidgets as w  # noqa: TID251 - the widgets that are driven here
import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.stage.driver import DriveError, Driven, drive, drive_all


@pytest.fixture(autouse=True)
def empty_kernel():
    """Let each test begin and end without a widget."""
    w.Widget.close_all()
    yield
    w.Widget.close_all()


def visited(widget, trait="value"):
    """Drive a widget and list the values that its observers saw."""
    seen = []
    widget.observe(lambda change: seen.append(change.new), trait)
    drive(widget)
    return seen


def fail(*_):
    raise ValueError("no data yet")


@pytest.mark.parametrize(
    ("widget", "expected"),
    [
        (lambda: w.IntSlider(5, min=1, max=9), [1, 9, 5]),
        (lambda: w.FloatSlider(0.5, min=0, max=1), [0.0, 1.0, 0.5]),
        (lambda: w.FloatLogSlider(10, base=10, min=-1, max=2), [0.1, 100, 10]),
        (lambda: w.BoundedIntText(2, min=0, max=4), [0, 4, 2]),
        (lambda: w.IntRangeSlider(value=(2, 3), min=0, max=9), [(0, 0), (9, 9), (0, 9), (2, 3)]),
        (lambda: w.Dropdown(options=["a", "b", "c"], value="b"), ["a", "b", "c", "b"]),
        (lambda: w.Select(options={"one": 1, "two": 2}), [2, 1]),
        (lambda: w.RadioButtons(options=[("A", 1), ("B", 2)]), [2, 1]),
        (lambda: w.ToggleButtons(options=["a", "b"]), ["b", "a"]),
        (lambda: w.SelectionSlider(options=["x", "y"]), ["y", "x"]),
        (lambda: w.SelectMultiple(options=["a", "b"], value=["a"]), [(), ("a", "b"), ("a",)]),
        (lambda: w.Checkbox(True), [False, True]),
        (lambda: w.ToggleButton(False), [True, False]),
        (lambda: w.Valid(True), [False, True]),
        (lambda: w.Text("mlops"), ["", "mlops"]),
        (lambda: w.Textarea("mlops"), ["", "mlops"]),
        (lambda: w.Combobox(value="a", options=["a", "b"], ensure_option=True), ["b", "a"]),
        (lambda: w.IntProgress(3, max=9), []),
        (lambda: w.ColorPicker(value="red"), []),
        (lambda: w.HTML("text"), []),
    ],
)
def test_every_stock_control_visits_its_corners_and_comes_back(widget, expected):
    assert visited(widget()) == expected


def test_the_pages_of_a_tab_are_opened_one_after_the_other():
    assert visited(w.Tab([w.Label("a"), w.Label("b")], selected_index=0), "selected_index") == [1, 0]


def test_the_sentence_names_widget_control_value_and_error_and_chains_the_error_itself():
    share = w.FloatSlider(0.5, max=1, description="Share")
    share.observe(lambda change: 1 / change.new, "value")
    with pytest.raises(DriveError) as caught:
        drive(share)
    assert str(caught.value) == 'FloatSlider "Share", moved to 0.0: ZeroDivisionError: float division by zero'
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert "1 / change.new" in caught.value.failures[0].trace
    assert share.value == 0.5


def test_an_option_is_named_as_the_menu_shows_it():
    menu = w.Dropdown(options=[("Logistic regression", 1), ("Trees", 2)], description="Model")
    menu.observe(lambda change: fail() if change.new == 2 else None, "value")
    with pytest.raises(DriveError, match=r"Dropdown \"Model\", moved to 'Trees': ValueError: no data yet"):
        drive(menu)


def test_every_handler_of_a_button_is_called_and_each_failure_is_told():
    pressed = []
    button = w.Button(description="Retrain")
    for handler in (fail, pressed.append, lambda _: [][0]):
        button.on_click(handler)
    with pytest.raises(DriveError) as caught:
        drive(button)
    assert pressed == [button]
    assert len(caught.value.failures) == 2
    assert 'Button "Retrain", pressed: IndexError' in str(caught.value)


def test_errors_that_interact_only_shows_are_caught():
    with pytest.raises(DriveError, match='IntSlider "n", moved to 3'):
        drive(w.interactive(lambda n: fail() if n == 3 else n, n=(0, 3)))


def test_errors_of_interact_with_a_button_are_caught():
    with pytest.raises(DriveError, match='Button "Run Interact", pressed: ValueError: no data yet'):
        drive(w.interactive(lambda n: fail(), {"manual": True}, n=(0, 3)))


def test_an_error_that_an_output_already_shows_counts():
    out = w.Output(outputs=({"output_type": "error", "ename": "KeyError", "evalue": "'psi'", "traceback": []},))
    with pytest.raises(DriveError, match="Output without a description, as first shown: KeyError: 'psi'"):
        drive(w.VBox([out]))


def test_what_a_container_holds_is_driven_once_even_if_shown_twice():
    pressed = []
    button = w.Button()
    button.on_click(pressed.append)
    drive(w.Tab([w.VBox([button]), w.Accordion([w.HBox([button])])]))
    assert pressed == [button]


def test_a_disabled_control_and_a_closed_one_are_left_alone():
    off, gone = w.Button(disabled=True), w.Button()
    for button in (off, gone):
        button.on_click(fail)
    box = w.VBox([off, gone])
    gone.close()
    drive(box)
    drive_all()


def test_a_control_that_a_button_moved_is_put_back():
    share, preset = w.FloatSlider(0.3, max=1), w.Button(description="Everything")
    preset.on_click(lambda _: setattr(share, "value", 1.0))
    drive(w.VBox([share, preset]))
    assert share.value == 0.3


def test_a_menu_whose_options_shrink_meanwhile_is_no_error():
    menu = w.Dropdown(options=["a", "b", "c"], value="c")
    menu.observe(lambda change: setattr(menu, "options", ["a", "b"]), "value")
    drive(menu)
    assert menu.value in ("a", "b")


def test_drive_all_drives_each_widget_once_and_lists_all_failures_in_one_error():
    slider = w.IntSlider(1, min=0, max=2, description="n")
    slider.observe(fail, "value")
    lone = w.Button(description="Lone")
    lone.on_click(fail)
    w.VBox([slider])
    with pytest.raises(DriveError) as caught:
        drive_all()
    sentences = str(caught.value).splitlines()
    assert sum("IntSlider" in sentence for sentence in sentences) == 3
    assert sum("Lone" in sentence for sentence in sentences) == 1
    assert {failure.model_id for failure in caught.value.failures} == {slider.model_id, lone.model_id}


def test_a_widget_that_a_button_makes_is_driven_too_and_no_chain_of_them_runs_for_ever():
    made = []

    def make(_):
        made.append(w.Button(description=f"Made {len(made)}"))
        made[-1].on_click(make)

    w.Button().on_click(make)
    drive_all()
    assert len(made) == 2


class Own:
    """A widget of our own, as small as it gets."""

    def __init__(self, *moves, errors=()):
        self.errors = list(errors)
        self.moves = moves
        self.made = []

    def corners(self):
        for name, sentence in self.moves:
            yield name, lambda name=name, sentence=sentence: self.move(name, sentence)

    def move(self, name, sentence):
        self.made.append(name)
        self.errors += [sentence] if sentence else []


def test_our_own_widget_makes_its_own_moves_and_each_recorded_sentence_is_told_once():
    own = Own(("size = 2", ""), ("size = 0", "size must be above 0"), ("back", ""))
    with pytest.raises(DriveError) as caught:
        drive(own)
    assert own.made == ["size = 2", "size = 0", "back"]
    assert str(caught.value) == "Own without a description, size = 0: size must be above 0"


def test_what_our_own_widget_recorded_before_counts_too():
    with pytest.raises(DriveError, match="as first shown: the seed is missing"):
        drive(Own(errors=["the seed is missing"]))


def test_our_own_widget_whose_list_of_moves_breaks_is_told():
    own = Own(("a move without", "trouble"))
    own.moves = [("half a move",)]
    with pytest.raises(DriveError, match="asked for its corners: ValueError"):
        drive(own)


class Scenario(stage.Scenario):
    """A flat line."""

    size: float = stage.knob(1.0, title="Size", ge=0, le=2)


def flat(scenario, *, detector=None):
    if detector is not None:
        detector().update(scenario.size)
    return stage.Trace(time=np.arange(5.0), columns={"level": np.full(5, scenario.size)}, scenario=scenario)


def steep(scenario):
    assert scenario.size < 2, "no size of two"
    return flat(scenario)


def scene(trace):
    lane = stage.Lane("Level", "units", (stage.Line("level"),))
    said = stage.Verdict(0, (stage.Phrase("It is flat."),))
    return stage.Scene("A level", "made up", stage.Axis("ticks"), (lane,), (said,))


class Forgetful:
    """A learner's detector with a mistake."""

    def update(self, value):
        return self.memory[value]


def test_a_simulator_is_driven_by_its_own_corners_and_returns_to_its_start():
    simulator = stage.Simulation("test.flat", Scenario, flat, scene).widget()
    assert isinstance(simulator, Driven)
    start = simulator.scenario
    drive(simulator)
    assert simulator.scenario == start
    assert simulator.errors == []


def test_an_error_in_a_simulation_is_found_at_its_corner():
    with pytest.raises(DriveError, match=r'Simulator "test\.steep", size = 2.*no size of two'):
        drive(stage.Simulation("test.steep", Scenario, steep, scene).widget())


def test_an_error_in_a_learner_s_part_is_found():
    with pytest.raises(DriveError, match="'Forgetful' object has no attribute 'memory'"):
        drive(stage.Simulation("test.part", Scenario, flat, scene).widget(detector=Forgetful))


def test_something_that_is_no_widget_is_refused_with_a_sentence():
    with pytest.raises(TypeError, match="drive needs a widget, or something with corners"):
        drive(7)


def test_without_any_widget_drive_all_has_nothing_to_do_and_loads_nothing():
    code = "import sys; from mlops_widgets import stage; stage.drive_all(); print('ipywidgets' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
