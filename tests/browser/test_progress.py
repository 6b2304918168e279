"""Is what a learner did still there after a restart, a reload, and in a second tab with a kernel of its own?"""

from __future__ import annotations

from typing import Any

import lab
import pytest

pytestmark = pytest.mark.browser

ASK = """from mlops_widgets import course
course.Predict("{key}", "How many storms will it find?", answer=course.Number(0, 8), truth=5, reveal="it found 5")"""
CHECK = """from mlops_widgets import course
course.check("drift.window", {window})"""
SAID = """from mlops_widgets.course.progress import mine
from mlops_widgets.course.record import done
print(*done(mine().entries()).values(), sep="\\n")"""


def guess(opened: lab.Notebook, cell: int, number: int) -> None:
    card = opened.player(cell)
    card.locator("input").fill(str(number))
    card.get_by_role("button", name="This is my guess").press("Enter")
    card.locator(f".verdict:has-text('You said {number}.')").wait_for()


@pytest.fixture
def second(browser: Any, server: str, folder: Any) -> Any:
    """The same JupyterLab in another tab."""
    lab.write_notebook(folder / "second.ipynb", [ASK.format(key="two"), CHECK.format(window=36), "print('end')"])
    opened = lab.open_lab(browser, server)
    opened.visit("second.ipynb")
    yield opened
    opened.close()
    opened.page.close()


@pytest.mark.slow
def test_it_survives_a_restart_and_a_reload_and_a_second_tab_adds_to_it(notebook, second):
    opened = notebook(ASK.format(key="one"), CHECK.format(window=168), ASK.format(key="two"))
    opened.run(0)
    guess(opened, 0, 7)
    opened.run(1)
    # A second tab, with a kernel of its own, at the same time.
    second.run(0)
    guess(second, 0, 3)
    second.run(1)
    solution = second.page.get_by_text("Show the explained solution")
    solution.wait_for()  # its own try is the second one
    # In the first tab the other's guess is known as soon as it is asked for.
    opened.run(2)
    opened.player(2).locator(".verdict:has-text('You said 3.')").wait_for()
    told = opened.python(SAID)
    assert told.count("guessed") == 2
    assert "tried 2 times, not passed yet" in told
    opened.page.evaluate(
        "async () => { await jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }"
    )
    opened.ready()
    opened.run(0)
    opened.player(0).locator(".verdict:has-text('You said 7. It is 5.')").wait_for()
    opened.save()
    opened.reload()
    opened.run(0)
    opened.player(0).locator(".verdict:has-text('You said 7. It is 5.')").wait_for()
    assert opened.python(SAID) == told
