"""Is every way in which a notebook can be broken caught? Each one here is, and a healthy one passes."""

import asyncio
import hashlib
import json
import sys
from pathlib import Path

import nbformat
import psutil
import pytest
from jupyter_core.utils import ensure_event_loop
from nbconvert.preprocessors import ExecutePreprocessor

from tools import execute as tool
from tools.pair import settle

BUTTON = """
import ipywidgets as w
def retrain(button):
    raise ValueError("no data yet")
button = w.Button(description="Retrain")
button.on_click(retrain)
button
"""

SIMULATION = """
import numpy as np
from mlops_widgets import stage

class Scenario(stage.Scenario):
    \"\"\"A flat line.\"\"\"
    size: float = stage.knob(1.0, title="Size", ge=0, le=2, source="assumed")

def simulate(scenario, *, detector=None):
    {body}
    return stage.Trace(time=np.arange(5.0), columns={{"level": np.full(5, scenario.size)}}, scenario=scenario)

def scene(trace):
    lane = stage.Lane("Level", "units", (stage.Line("level"),))
    said = stage.Verdict(0, (stage.Phrase("It is flat."),))
    return stage.Scene("A level", "made up", stage.Axis("ticks"), (lane,), (said,))

broken = stage.Simulation("test.broken", Scenario, simulate, scene)
"""


SHARE = """
import ipywidgets as w
share = w.FloatSlider(value=0.5, max=1, description="Share")
share.observe(lambda change: 1 / (1 - change.new), "value")
share
"""

INTERACT = """
@w.interact(n=(0, 3))
def show(n):
    print(1 / (3 - n))
"""

MINE = """
class Mine:
    def update(self, value):
        return self.memory[value]
broken.widget(detector=Mine)
"""

# Each broken in a way of its own, and none so that the notebook ends.
BROKEN = {
    "observe": SHARE,
    "button": BUTTON,
    "tab": BUTTON.replace("\nbutton\n", "\nw.VBox([w.Tab([w.Label('front'), w.VBox([button])])])\n"),
    "interact": INTERACT,
    "output": "out = w.Output()\nwith out:\n    1 / 0\nout",
    "closed": "gone = w.Output()\nwith gone:\n    1 / 0",
    "closing": "gone.close()",
    "simulation": SIMULATION.format(body='assert scenario.size < 2, "no size of two"'),
    "corner": "broken.widget()",
    "another": SIMULATION.format(body="detector and detector().update(scenario.size)"),
    "part": MINE,
}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What is told of each cell of a notebook in which all of this is broken."""
    folder = tmp_path_factory.mktemp("broken")
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in BROKEN.values()]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "broken.ipynb")
    problems = tool.execute(folder / "broken.ipynb", into=folder).problems
    return {name: [each for each in problems if each.cell == at] for at, name in enumerate(BROKEN)}


def _is_running(pid):
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_a_healthy_notebook_passes_and_tells_its_seconds_and_megabytes(executed):
    report = executed("import ipywidgets as w\nw.IntSlider(max=3)", "print('hello')")
    assert report.ok, str(report)
    assert 0.1 < report.seconds < 30
    assert 30 < report.peak_mb < 400
    assert sorted(report.times) == [0, 1]
    assert "slowest cells: " in str(report)


def test_it_runs_where_a_loop_of_asyncio_was_run_before(executed):
    ensure_event_loop()  # which another notebook has left open
    asyncio.run(asyncio.sleep(0))
    assert executed("print('hello')").ok


def test_an_error_in_a_cell_names_the_cell_its_source_and_the_traceback_in_plain_letters(executed):
    report = executed("x = 1", "def share(n):\n    return x / n\nshare(0)", "print('never')")
    (problem,) = report.problems
    assert problem.cell == 1
    assert problem.source.endswith("share(0)")
    assert problem.trace.rstrip().endswith("ZeroDivisionError: division by zero")
    assert "\x1b" not in str(report)


def test_an_error_that_a_tag_allows_still_fails(written, tmp_path):
    path = written("1 / 0")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].metadata["tags"] = ["raises-exception"]
    nbformat.write(notebook, path)
    assert not tool.execute(path, into=tmp_path).ok


def test_an_error_in_an_observe_callback_is_caught_and_told_by_the_cell_that_made_the_control(found):
    (problem,) = found["observe"]
    assert problem.sentence == 'FloatSlider "Share", moved to 1.0: ZeroDivisionError: float division by zero'
    assert "share.observe" in problem.source


def test_an_error_in_a_button_handler_is_caught(found):
    (problem,) = found["button"]
    assert problem.sentence == 'Button "Retrain", pressed: ValueError: no data yet'


@pytest.mark.slow
def test_plain_nbconvert_does_not_notice_the_button_which_is_why_widgets_are_driven(written):
    notebook = nbformat.read(written(BUTTON), as_version=4)
    ExecutePreprocessor(timeout=30, record_timing=False).preprocess(notebook, {})
    assert "no data yet" not in json.dumps([cell.outputs for cell in notebook.cells])
    assert "ValueError" not in json.dumps(notebook.metadata.get("widgets", {}))


def test_a_broken_control_hidden_in_a_tab_in_a_box_is_caught(found):
    assert [problem.sentence for problem in found["tab"]] == ['Button "Retrain", pressed: ValueError: no data yet']


def test_an_error_in_an_interact_callback_is_caught_although_the_next_move_wipes_it(found):
    assert [problem.sentence for problem in found["interact"]] == [
        'IntSlider "n", moved to 3: ZeroDivisionError: division by zero'
    ]


def test_an_error_inside_an_output_is_caught(found):
    (problem,) = found["output"]
    assert "ZeroDivisionError: division by zero" in problem.sentence


def test_an_error_inside_an_output_that_was_closed_again_is_caught_in_the_widget_state(found):
    (problem,) = found["closed"]
    assert problem.sentence == "ZeroDivisionError: division by zero"


def test_an_error_in_a_simulation_is_caught_at_the_corner_where_it_hides(found):
    (problem,) = found["corner"]
    assert "size = 2" in problem.sentence
    assert "no size of two" in problem.sentence


def test_an_error_in_a_learners_part_is_caught(found):
    assert any("'Mine' object has no attribute 'memory'" in str(problem) for problem in found["part"])


def test_of_cells_that_only_prepare_nothing_is_told(found):
    assert found["closing"] == found["simulation"] == found["another"] == []


def test_the_same_simulation_without_a_mistake_passes(executed):
    report = executed(SIMULATION.format(body=""), "broken.widget()")
    assert report.ok, str(report)


def test_a_cell_that_takes_too_long_is_stopped_and_shows_where_it_was(executed):
    report = executed("import time\ntime.sleep(60)", seconds=3)
    (problem,) = report.problems
    assert problem.sentence == "was stopped, the budget is 3 s: Cell execution timed out."
    assert "time.sleep(60)" in problem.source
    assert "KeyboardInterrupt" in problem.trace
    assert report.seconds < 6


@pytest.mark.slow
def test_cells_that_take_too_long_only_together_are_stopped_too(executed):
    (problem,) = executed(*["import time\ntime.sleep(1)"] * 5, seconds=4).problems
    assert problem.cell > 0
    assert problem.sentence.startswith("was stopped, the budget is 4 s")


def test_a_kernel_that_is_not_installed_is_a_failed_notebook_and_no_crash(executed):
    (problem,) = executed("1", kernel="julia-9").problems
    assert problem.sentence == "NoSuchKernel: No such kernel named julia-9"


def test_too_much_memory_fails_although_no_cell_does(executed):
    report = executed("import numpy as np", "many = np.ones(25_000_000)\nimport time; time.sleep(0.3)", memory_mb=150)
    (problem,) = report.problems
    assert problem.cell == 1
    assert "the budget is 150 MB" in problem.sentence
    assert 200 < report.peak_mb < 300


def test_a_kernel_that_runs_away_is_killed_before_it_is_done(executed):
    endless = "import time\nheld = []\nwhile True:\n    held.append(bytearray(20_000_000))\n    time.sleep(0.02)"
    report = executed(endless, seconds=30, memory_mb=150)
    assert [problem.cell for problem in report.problems] == [0]
    assert "the budget is 150 MB" in str(report)
    assert report.seconds < 10


def test_memory_of_a_child_process_counts_and_no_child_outlives_its_notebook(executed):
    child = "import time; held = b'x' * 150_000_000; time.sleep(60)"
    report = executed(
        f"""
        import subprocess, sys, time
        child = subprocess.Popen([sys.executable, "-c", {child!r}], start_new_session=True)
        time.sleep(1.5)
        print(child.pid)
        """
    )
    (output,) = nbformat.read(report.executed, as_version=4).cells[0].outputs
    assert report.ok, str(report)
    assert report.peak_mb > 200
    assert not _is_running(int(output.text))


def test_a_kernel_that_dies_in_a_cell_fails_without_a_second_try(executed, tmp_path):
    marks = tmp_path / "marks"
    report = executed(f"open({str(marks)!r}, 'a').write('x')", "import os\nos._exit(1)")
    assert [problem.cell for problem in report.problems] == [1]
    assert "DeadKernelError" in report.problems[0].sentence
    assert marks.read_text() == "x"


@pytest.mark.parametrize(("deaths", "passes"), [(1, True), pytest.param(2, False, marks=pytest.mark.slow)])
def test_a_kernel_that_dies_at_its_start_gets_one_second_chance(executed, tmp_path, monkeypatch, deaths, passes):
    starts = tmp_path / "starts"
    frail = (
        f"import pathlib, runpy, sys; starts = pathlib.Path({str(starts)!r}); starts.open('a').write('x');"
        f" len(starts.read_text()) > {deaths} or sys.exit(1);"
        " runpy.run_module('ipykernel_launcher', run_name='__main__')"
    )
    spec = {"argv": [sys.executable, "-c", frail, "-f", "{connection_file}"], "display_name": "frail"}
    folder = tmp_path / "kernels" / "frail"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps({**spec, "language": "python"}), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    report = executed("1", kernel="frail")
    assert report.ok is passes
    assert starts.read_text() == "xx"


def test_each_kernel_has_a_home_a_folder_and_a_progress_file_of_its_own(executed):
    report = executed(
        """
        import os, pathlib, tempfile
        pathlib.Path("left.txt").write_text("behind")
        places = [os.getcwd(), os.path.expanduser("~"), tempfile.gettempdir(), os.environ["MLOPS_PROGRESS"]]
        print(*places, pathlib.Path("written.ipynb").exists(), sep="\\n")
        """
    )
    assert report.ok, str(report)
    *places, has_copy = nbformat.read(report.executed, as_version=4).cells[0].outputs[0].text.split()
    assert len({Path(place).parent for place in places}) == 1
    assert has_copy == "True"
    assert not Path(places[0]).exists()


def test_the_executed_notebook_is_kept_after_a_failure_without_widget_state_or_the_hidden_cell(written, tmp_path):
    path = written("import ipywidgets as w\nw.IntSlider()", "1 / 0")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    report = tool.execute(path, into=tmp_path / "kept")
    kept = nbformat.read(report.executed, as_version=4)
    assert report.executed.parent == tmp_path / "kept"
    assert [cell.outputs[0].output_type for cell in kept.cells] == ["execute_result", "error"]
    assert "widgets" not in kept.metadata
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


@pytest.mark.slow
def test_a_talkative_output_widget_does_not_lose_the_reply_it_waits_for(executed):
    chatty = """
    import ipywidgets as w
    out = w.Output()
    for line in range(200):
        with out:
            print(line, flush=True)
    """
    report = executed(*[chatty] * 3, seconds=20)
    assert report.ok, str(report)


def test_many_come_back_in_the_order_asked_for_and_each_is_printed_as_it_ends(written, tmp_path, capsys):
    paths = []
    for name, cell in [("slow", "import time; time.sleep(3)"), ("quick", "1"), ("broken", "1 / 0")]:
        paths.append(written(cell).rename(tmp_path / f"{name}.ipynb"))
    reports = tool.execute_all(paths, workers=2, into=tmp_path / "kept")
    assert [report.path.stem for report in reports] == ["slow", "quick", "broken"]
    assert [report.ok for report in reports] == [True, True, False]
    said = capsys.readouterr().out
    assert said.index("quick.ipynb") < said.index("slow.ipynb")


def test_the_command_ends_with_1_and_the_names_of_the_failed(written, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    path = written("1 / 0")
    assert tool.main([str(path), "--seconds", "20"]) == 1
    assert f"0 of 1 notebooks ok\nfailed: {path}" in capsys.readouterr().out
    assert (tmp_path / "build" / "executed" / "written.ipynb").exists()


def test_the_command_refuses_a_folder_without_notebooks(tmp_path, capsys):
    with pytest.raises(SystemExit, match="2"):
        tool.main([str(tmp_path)])
    assert "no notebook was found there" in capsys.readouterr().err


def test_the_command_refuses_a_notebook_that_its_text_has_left_behind(tmp_path, monkeypatch, capsys):
    text, notebook = tmp_path / "1_a.py", tmp_path / "1_a.ipynb"
    text.write_text("# %%\nx = 1\n", encoding="utf-8")
    settle(text, notebook)
    monkeypatch.setattr(tool, "NOTEBOOKS", tmp_path)
    text.write_text(text.read_text("utf-8").replace("x = 1", "x = 2"), encoding="utf-8")
    with pytest.raises(SystemExit, match="2"):
        tool.main([str(notebook)])
    assert "run python -m tools.pair first" in capsys.readouterr().err


def test_a_studys_bar_is_text_that_is_wiped_and_leaves_no_widget(executed):
    report = executed("""
        from mlops_widgets import stage
        from mlops_widgets.errors import prevalence
        stage.study(prevalence.simulation, [prevalence.Scenario(seed=seed) for seed in range(3)])
    """)
    *bar, study = nbformat.read(report.executed, as_version=4).cells[0].outputs
    assert {each.name for each in bar} == {"stdout"}
    drawn = "".join(each.text for each in bar).split("\r")
    assert "0/3" in drawn[1]
    assert [each.strip() for each in drawn[-2:]] == ["", ""]
    assert study.data["text/plain"].startswith("Study of 3 runs")
