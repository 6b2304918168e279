"""An exported notebook plays all it kept, asks nobody for anything, and names the cell that would."""

import json
import re
import subprocess
import sys
from copy import deepcopy

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter, get_exporter
from nbconvert.preprocessors import ExecutePreprocessor

from mlops_widgets import stage
from mlops_widgets.lab.exporter import OfflineExporter
from mlops_widgets.stage import StageError, kept, offline

VIEW = "application/vnd.jupyter.widget-view+json"
CELLS = [
    "# A title and a formula, $\\frac{a}{b}$\n\n[a link](https://example.org)",
    "from mlops_widgets.drift import stream\nstream.simulation.widget()",
    "stream.simulation.widget(stream.Scenario(window=48))",
    "stream.simulation.widget(stream.Scenario(detector='adwin'))",
    "import ipywidgets\nipywidgets.IntSlider(3)",
]


@pytest.fixture(
    scope="module", params=[True, pytest.param(False, marks=pytest.mark.slow)], ids=["with widget state", "without"]
)
def executed(request, tmp_path_factory):
    """A notebook of three simulations and a plain slider, run by nbconvert's executor."""
    cells = [nbformat.v4.new_markdown_cell(CELLS[0]), *map(nbformat.v4.new_code_cell, CELLS[1:])]
    notebook = nbformat.v4.new_notebook(cells=cells)
    executor = ExecutePreprocessor(timeout=60, store_widget_state=request.param)
    executor.preprocess(notebook, {"metadata": {"path": str(tmp_path_factory.mktemp("run"))}})
    assert ("widgets" in notebook.metadata) is request.param
    return notebook


@pytest.fixture(scope="module")
def html(executed):
    return OfflineExporter().from_notebook_node(executed)[0]


def test_nbconvert_finds_it_by_its_name():
    assert get_exporter("mlops_html") is OfflineExporter


def test_every_kept_run_is_in_the_page_and_the_player_once(executed, html):
    held = [json.loads(each) for each in re.findall(r'class="mlops-kept"><script [^>]*>(.*?)</script>', html)]
    assert held == [cell.outputs[0].data[kept.MIME] for cell in executed.cells[1:4]]
    assert html.count("// kept.js") == 1
    assert html.count('<script type="module">') == 1


def test_nothing_is_asked_of_anybody_and_no_widget_view_is_left(html):
    assert list(offline.requests(html)) == []
    assert "widget-view" not in html
    assert "widget-state" not in html
    assert "MathJax" not in html
    assert "IntSlider(value=3)" in html


def test_a_formula_stays_readable_and_a_link_can_be_clicked(html):
    assert r"$\frac{a}{b}$" in html
    assert 'href="https://example.org"' in html


def test_three_simulations_stay_under_a_megabyte_with_nbconverts_own_base(html):
    assert len(html.encode()) < 1_000_000


def test_the_notebook_itself_is_left_as_it_was(executed):
    before = deepcopy(executed)
    OfflineExporter().from_notebook_node(executed)
    assert executed == before


def test_a_notebook_without_runs_has_no_player():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    assert "mlops" not in OfflineExporter().from_notebook_node(notebook)[0]


@pytest.mark.parametrize(
    ("cell", "words"),
    [(nbformat.v4.new_markdown_cell("Look:\n\n![a](https://example.org/a.png)"), r"cell 1 \('Look:'\)"),
     (nbformat.v4.new_code_cell("show()", outputs=[nbformat.v4.new_output(
         "display_data", {"text/html": "<script src='//example.org/a.js'></script>"})]), r"cell 1 \('show\(\)'\)")],
    ids=["markdown", "output"],
)  # fmt: skip
def test_a_cell_that_would_ask_the_network_is_named(cell, words):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1"), cell])
    with pytest.raises(StageError, match=rf"{words} would ask the network for '[^']*//example\.org/a"):
        OfflineExporter().from_notebook_node(notebook)


def test_the_command_line_writes_the_page(executed, tmp_path):
    nbformat.write(executed, tmp_path / "n.ipynb")
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "mlops_html", "n.ipynb"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=60)
    assert (tmp_path / "n.html").read_text("utf-8").count('class="mlops-kept"') == 3


def test_stock_html_shows_the_picture_where_no_state_is_stored(executed):
    notebook = deepcopy(executed)
    notebook.metadata.pop("widgets", None)
    html, _ = HTMLExporter().from_notebook_node(notebook)
    assert html.count('src="data:image/svg+xml;base64,') == 3
    assert kept.MIME not in html


def test_what_is_executed_on_the_way_plays_too():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELLS[1])])
    page, _ = OfflineExporter(config={"ExecutePreprocessor": {"enabled": True}}).from_notebook_node(notebook)
    assert page.count('class="mlops-kept"') == 1
    assert VIEW not in page


def test_the_browser_is_told_to_ask_nobody(html):
    assert html.index("Content-Security-Policy") < html.index("<script")
    assert html.count("default-src 'none'") == 1


def test_a_board_leaves_its_words(monkeypatch, tmp_path):
    monkeypatch.setenv("MLOPS_BOARDS", str(tmp_path))
    data = stage.boards()["drift.points"].widget("exported")._repr_mimebundle_()[0]
    output = nbformat.v4.new_output("display_data", data)
    cell = nbformat.v4.new_code_cell("board", outputs=[output])
    page, _ = OfflineExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    assert data["text/plain"] in page
    assert 'class="mlops-kept"' not in page


def test_a_result_is_not_veiled_where_nobody_can_answer():
    ask = (
        'from mlops_widgets import course\ncourse.Predict("a", "How many?", answer=("one", "two"), reveal="a result")'
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(ask)])
    page, _ = OfflineExporter(config={"ExecutePreprocessor": {"enabled": True}}).from_notebook_node(notebook)
    assert "Prediction: How many? Not answered yet." in page
    assert "a result" in page.partition("Not answered yet.")[2]
    assert "mlops-veil" not in page
