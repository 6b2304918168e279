"""Does a word in a notebook lead to its place in the glossary, in a real JupyterLab?"""

from __future__ import annotations

import shutil

import nbformat
import pytest

from mlops_widgets.course import glossary, originals

pytestmark = pytest.mark.browser

IN_SIGHT = """id => {
    const panel = jupyterapp.shell.currentWidget;
    if (panel?.context?.path !== 'glossary.ipynb') return false;
    const heading = panel.node.querySelector(`h2[data-jupyter-id="${CSS.escape(id)}"]`);
    if (!heading) return false;
    const [seen, box] = [panel.content.node.getBoundingClientRect(), heading.getBoundingClientRect()];
    return box.height > 0 && box.top >= seen.top - 1 && box.bottom <= seen.bottom + 1;
}"""


@pytest.fixture
def linking(jupyterlab, folder):
    """A notebook in a chapter's folder whose words lead to the glossary, open in JupyterLab."""
    words = [glossary()[name] for name in ("PSI", "Drift", "False alarm", "A/B test", "p-value", "Window")]
    links = " · ".join(f"[{each.name}](../glossary.ipynb#{each.anchor})" for each in words)
    chapter = folder / "07_words"
    chapter.mkdir(exist_ok=True)
    shutil.copyfile(originals() / "glossary.ipynb", folder / "glossary.ipynb")
    saved = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(links)])
    saved.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(saved, chapter / "linking.ipynb")
    jupyterlab.visit("07_words/linking.ipynb")
    yield jupyterlab, words
    jupyterlab.visit("glossary.ipynb")
    jupyterlab.close()
    jupyterlab.visit("07_words/linking.ipynb")
    jupyterlab.close()


@pytest.mark.slow
def test_a_clicked_word_opens_the_glossary_at_its_heading(linking):
    opened, (word, *_) = linking
    for each in (word, linking[1][3]):
        opened.visit("07_words/linking.ipynb")
        opened.page.locator(f".jp-NotebookPanel:not(.lm-mod-hidden) a:text-is('{each.name}')").click()
        opened.page.wait_for_function(IN_SIGHT, arg=each.anchor)
        opened.path = "glossary.ipynb"
        opened.ready()
        opened.close()


@pytest.mark.slow
def test_a_clicked_word_scrolls_the_open_glossary_to_its_heading(linking):
    opened, words = linking
    opened.visit("glossary.ipynb")
    opened.page.locator("h2[data-jupyter-id='Accuracy']").wait_for()
    for each in words:
        opened.visit("07_words/linking.ipynb")
        opened.page.locator(f".jp-NotebookPanel:not(.lm-mod-hidden) a:text-is('{each.name}')").click()
        opened.page.wait_for_function(IN_SIGHT, arg=each.anchor)
