"""Do the browser tests notice an error of the page, and tell ours from JupyterLab's own?"""

import pytest
from lab import is_theirs

pytestmark = pytest.mark.browser

AWAY = "(() => { const other = document.createElement('i'); document.body.removeChild(other); })()"


def test_an_error_of_the_page_is_kept_with_the_place_that_threw_it(notebook):
    opened = notebook()
    with opened.page.expect_event("pageerror"):
        opened.page.evaluate(f"() => {{ setTimeout(() => {AWAY}); }}")
    (error,) = opened.errors
    opened.errors.clear()
    assert "removeChild" in error
    assert "\n    at " in error
    assert not is_theirs(error)


def test_a_node_taken_away_twice_is_jupyterlabs_only_where_no_line_of_ours_ran():
    said = "Failed to execute 'removeChild' on 'Node': The node to be removed is not a child of this node."
    lab = "    at e (http://127.0.0.1:1/static/lab/3481.js?v=3:1:99)"
    ours = "    at end (http://127.0.0.1:1/lab/extensions/mlops-widgets/static/renderer.js:120:5)"
    assert is_theirs(f"{said}\nError: {said}\n{lab}\n{lab}")
    assert not is_theirs(f"{said}\nError: {said}\n{lab}\n{ours}")
    assert not is_theirs(said)
