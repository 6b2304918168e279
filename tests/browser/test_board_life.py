"""Does a board's work bear the end of its kernel: asked for at the server, or killed in the middle?"""

from __future__ import annotations

import pytest
from test_boards import PICTURES
from test_life import by_the_server, killed

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def unheard(opened):
    """As it goes when the kernel says that it starts before the server listens to it again."""
    opened.page.evaluate(
        """() => {
            const {kernel} = jupyterapp.shell.currentWidget.sessionContext.session;
            const tell = kernel._updateStatus;
            kernel._updateStatus = status => status === 'starting' || tell.call(kernel, status);
        }"""
    )
    by_the_server(opened)


@pytest.fixture
def opened(notebook, folder):
    shown = notebook(
        f"import os\nos.environ['MLOPS_BOARDS'] = {str(folder / 'lives')!r}\n"
        "from mlops_widgets.drift import points\nw = points.board.widget('life')\nw",
        "w.act({'kind': 'clear'})",
    )
    shown.run(0)
    shown.run(1)
    shown.player(0).locator("canvas").wait_for()
    shown.player(0).locator("button:has-text('Table')").click()
    shown.player(0).locator(".range:text-is('rows 1–50 of 468')").wait_for()
    return shown


@pytest.mark.parametrize("end", [by_the_server, unheard, killed], ids=["server", "unheard", "killed"])
def test_what_was_drawn_is_there_again_after_the_kernels_end_undo_included(opened, end):
    board = opened.player(0)
    for name in ("Mark February 1977", "Mark March 1977", "Mark April 1977"):
        board.get_by_role("button", name=name, exact=True).press("Enter")
    board.locator(".verdict:has-text('You have drawn 3 change points.')").wait_for()
    board.locator("button:text-is('Undo')").press("Enter")
    board.locator(".verdict:has-text('You have drawn 2 change points.')").wait_for()
    end(opened)
    board.locator(".status:has-text('re-run this cell')").wait_for()
    assert board.locator("tr.yours").count() == 2  # what was on the page stays on it
    opened.run(0)
    again = opened.player(0)
    again.locator(".verdict:has-text('You have drawn 2 change points.')").wait_for()
    again.locator("button:text-is('Redo')").press("Enter")
    again.locator(".verdict:has-text('You have drawn 3 change points.')").wait_for()
    again.locator("button:has-text('Table')").press("Enter")
    again.locator("tr.yours:has-text('April 1977')").wait_for()
    assert opened.python("print(w.state.here, w.errors, w.notes)").strip() == "(1, 2, 3) [] []"
    PICTURES.mkdir(parents=True, exist_ok=True)
    again.locator(".table").screenshot(path=PICTURES / "points-table-jupyterlab.png")


def test_a_kernel_killed_while_it_writes_loses_no_mark_that_was_told(opened):
    board = opened.player(0)
    board.locator(".picker").focus()
    for _ in range(20):
        opened.page.keyboard.press("ArrowRight")
        opened.page.keyboard.press("Enter")
    board.locator(".verdict:has-text('You have drawn')").wait_for()
    killed(opened)
    board.locator(".status:has-text('re-run this cell')").wait_for()
    told = board.locator("tr.yours").count()
    opened.run(0)
    opened.player(0).locator(".verdict:has-text('You have drawn')").wait_for()
    kept, notes = opened.python("print(len(w.state.here)); print(w.notes)").split("\n")[:2]
    assert 1 <= told <= int(kept) <= 20
    assert notes == "[]"
