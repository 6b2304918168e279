"""What is kept of a run is small, the same each time, whole when read back, and refuses what no page can hold."""

import base64
import json
import zlib

import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlops_widgets import stage
from mlops_widgets.drift.stream import Scenario, simulation
from mlops_widgets.stage import ScenarioError, StageError, kept, message, wire


class Nothing(stage.Scenario):
    """No knob at all."""


def _noisy(columns, ticks, events=0, seed=0):
    """A simulation of numbers that no packer can make smaller, and a run of it."""
    names = [f"c{index}" for index in range(columns)]
    values = np.random.default_rng(seed).standard_normal((columns, ticks)) * 1e6
    flags = [stage.Event(int(tick), "flag", f"number {tick}") for tick in np.linspace(0, ticks - 1, events)]
    trace = stage.Trace(range(ticks), dict(zip(names, values, strict=True)), scenario=Nothing(), events=flags)

    def scene(trace):
        lane = stage.Lane("noise", "", tuple(stage.Line(name) for name in names))
        verdict = stage.Verdict(0, (stage.Phrase("Nothing but noise."),))
        readouts = tuple(stage.ReadOut(name, name) for name in names)
        return stage.Scene(
            "Noise", "random numbers", stage.Axis("s"), (lane,), (verdict,), readouts=readouts, flags={"flag": "ink"}
        )

    return stage.Simulation("noise.noise", Nothing, lambda scenario: trace, scene), trace


def _keep(simulation, *traces, **options):
    spec = message.spec(simulation, (), {}, play=True)
    return kept.keep(simulation, traces, spec=spec, **options)


def _read(payload):
    """What the player reads: the line of JSON, and the bytes behind it."""
    line, _, data = zlib.decompress(base64.b64decode(payload["kept"])).partition(b"\n")
    return json.loads(line), data


@settings(max_examples=6)
@given(columns=st.integers(1, 10), ticks=st.sampled_from([1, 500, 6000, 50_000]), seed=st.integers(0, 9))
def test_any_run_fits_whatever_its_numbers_are(columns, ticks, seed):
    payload = _keep(*_noisy(columns, ticks, seed=seed))
    assert len(json.dumps(payload)) <= 120_000


def test_the_longest_noise_with_pins_behind_it_fits():
    noisy, trace = _noisy(10, 50_000, events=40)
    payload = _keep(noisy, trace, pins=[trace, trace, trace])
    assert len(json.dumps(payload)) <= 120_000
    header, data = _read(payload)
    assert len(header["ghosts"]) == 3
    assert sum(each["bytes"] for each in [*header["runs"], *header["ghosts"]]) == len(data)


def test_a_run_of_too_many_words_is_refused_with_its_size():
    with pytest.raises(
        StageError, match=r"noise\.noise cannot be kept: it has [\d,]+ characters and may have 120,000"
    ):
        _keep(*_noisy(1, 50_000, events=50_000))


def test_the_same_run_is_kept_in_the_same_bytes():
    first, second = (_keep(simulation, simulation.run()) for _ in range(2))
    assert json.dumps(first) == json.dumps(second)


def test_two_widgets_of_one_run_keep_the_same():
    made = [simulation.widget() for _ in range(2)]
    bundles = [widget._repr_mimebundle_()[0][kept.MIME] for widget in made]
    for widget in made:
        widget.close()
    assert bundles[0] == bundles[1]


def test_what_is_read_back_is_what_went_over_the_wire():
    trace = simulation.run(Scenario(window=48))
    header, data = _read(_keep(simulation, trace))
    scene = simulation.scene(trace)
    layout, wired = wire.pack(trace, scene.columns(), exact=scene.numbers())
    (run,) = header["runs"]
    assert data == wired
    assert run["answer"]["layout"] == json.loads(json.dumps(layout))
    assert run["answer"]["scenario"] == json.loads(trace.scenario.to_json())
    assert run["answer"]["picture"]["title"] == scene.title
    assert header["spec"]["kept"] is True


def test_an_output_that_holds_it_is_a_valid_notebook():
    widget = simulation.widget()
    data, metadata = widget._repr_mimebundle_()
    widget.close()
    output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    nbformat.validate(notebook)
    again = nbformat.reads(nbformat.writes(notebook), as_version=4)
    assert again.cells[0].outputs[0].data[kept.MIME] == data[kept.MIME]
    assert len(nbformat.writes(notebook)) < 300_000


def test_a_knob_takes_values_from_end_to_end_and_its_own():
    trace = simulation.run(Scenario(threshold=0.3))
    traces, values = kept.bake(simulation, trace, "threshold", {})
    assert values["threshold"][0] == 0.05
    assert values["threshold"][-1] == 1.5
    assert 0.3 in values["threshold"]
    assert 20 <= len(traces) == len(values["threshold"]) <= kept.RUNS
    assert traces[0] is trace


@pytest.mark.parametrize(
    ("vary", "runs"),
    [((), 1), ("window", 20), (["window", "threshold"], 25), (("measure",), 2), ({"seed": [3, 1, 2]}, 4),
     ({"window": [48], "detector": ["adwin", "psi"]}, 4)],
)  # fmt: skip
def test_each_wish_bakes_so_many_runs_and_every_pair_is_among_them(vary, runs):
    traces, values = kept.bake(simulation, simulation.run(), vary, {})
    assert len(traces) == runs == np.prod([len(each) for each in values.values()])
    found = {tuple(getattr(trace.scenario, name) for name in values) for trace in traces}
    assert len(found) == runs


@pytest.mark.parametrize(
    ("vary", "words"),
    [("wind", "vary must name knobs of drift.stream"),
     (("window", "threshold", "detector"), "vary takes one or two knobs, got 3"),
     ({"seed": range(30)}, "vary asks for 30 runs, and a page holds at most 25"),
     ({"window": [5]}, "window must be at least 12, got 5"),
     ("file", r"file has no ends to vary between: give its values, vary=\{'file': \[…\]\}")],
)  # fmt: skip
def test_a_wish_that_no_page_can_hold_is_refused(vary, words):
    with pytest.raises(ScenarioError, match=words):
        kept.bake(simulation, simulation.run(), vary, {})


def test_a_snapshot_is_one_picture_with_its_words_and_its_width():
    html = kept.snapshot('<svg viewBox="0 0 860 490"></svg>', 'so "it" is < that')
    assert html.startswith('<img alt="so &quot;it&quot; is &lt; that" width="860"')
    assert base64.b64decode(html.partition("base64,")[2].rstrip('">')).startswith(b"<svg")
    with pytest.raises(StageError, match="made of SVG text"):
        kept.snapshot("<script>", "")
