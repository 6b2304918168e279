"""Does the map of the course work where it stands: in JupyterLab, trusted or not, wide or narrow, in both themes?"""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from mlops_widgets.course import copy_missing
from mlops_widgets.course import map as course_map

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
BEGUN = "{'07_drift/1_what_drifts.ipynb': 0.4}"
SHOW = f"from mlops_widgets import course\ncourse.map({BEGUN})"
PLAN = "course.plan('14 weeks')"


@pytest.fixture
def copies(folder):
    """The learner's copies beside the notebook of the test, as in a course folder."""
    before = set(folder.iterdir())
    made = copy_missing(folder)
    yield made
    for path in set(folder.iterdir()) - before:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def shown(opened, index=0):
    return opened.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .mlops-course").nth(index)


def test_a_click_on_a_notebook_opens_it(notebook, copies):
    opened = notebook(SHOW)
    opened.run(0)
    shown(opened).locator(".stops a", has_text="What drifts?").click()
    opened.path = "07_drift/1_what_drifts.ipynb"
    opened.ready()
    opened.close()


def test_in_a_notebook_that_is_not_trusted_it_reads_as_a_list_whose_links_work(notebook, copies):
    cell = nbformat.v4.new_code_cell("course.map()")
    html = course_map({"07_drift/1_what_drifts.ipynb": 0.4}).html
    cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": html, "text/plain": "the map"})]
    saved = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": {"name": "python3", "display_name": "x"}})
    opened = notebook(saved=saved)
    output = opened.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output").first
    output.locator("ol > li").first.wait_for()
    assert output.locator("svg, style").count() == 0
    assert output.locator("ol > li").count() == 10
    assert "container-type" not in output.inner_text()
    assert "45 min, begun, 40\xa0% done" in output.inner_text()
    output.locator("ul a", has_text="What drifts?").click()
    opened.path = "07_drift/1_what_drifts.ipynb"
    opened.ready()
    opened.close()


@pytest.mark.slow
def test_axe_finds_nothing_serious_in_map_and_plan_in_either_theme(notebook):
    opened = notebook(SHOW, PLAN)
    opened.run(0)
    opened.run(1)
    opened.page.add_script_tag(path=AXE)
    grave = []
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        opened.theme(theme)
        for index in (0, 1):
            grave += shown(opened, index).evaluate(
                """async node => (await axe.run(node)).violations
                    .filter(({impact}) => ['serious', 'critical'].includes(impact))
                    .map(({id, nodes}) => id + ' ' + nodes[0].html)"""
            )
    assert grave == []


def test_its_path_is_wide_where_there_is_room_and_straight_down_where_there_is_not(notebook):
    opened = notebook(SHOW)
    opened.run(0)
    before, places = opened.page.viewport_size, {}
    opened.page.evaluate("() => jupyterapp.shell.collapseLeft()")
    for width in (1200, 390):
        opened.page.set_viewport_size({"width": width, "height": 1000})
        opened.page.wait_for_function("wide => (document.body.clientWidth > 1000) === wide", arg=width > 1000)
        places[width] = shown(opened).evaluate(
            """node => [...node.querySelectorAll('.station > .marker')]
                .map(each => each.getBoundingClientRect()).map(({x, y}) => [Math.round(x), Math.round(y)])"""
        )
        assert shown(opened).evaluate("node => node.scrollWidth <= node.clientWidth + 1")
    opened.page.set_viewport_size(before)
    opened.page.evaluate("() => jupyterapp.shell.expandLeft()")
    assert len({x for x, _ in places[1200]}) == 5
    assert len({y for _, y in places[1200]}) == 2
    assert len({x for x, _ in places[390]}) == 1
    assert len({y for _, y in places[390]}) == 10
