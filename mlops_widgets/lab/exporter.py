"""How does a notebook with simulations leave Jupyter? As one page that plays with no kernel and no network.

``jupyter nbconvert --to mlops_html notebook.ipynb``. Formulas stay in the page as the TeX that their author wrote:
what would set them lives on a server elsewhere.
"""

from __future__ import annotations

from copy import deepcopy
from html import escape
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from traitlets import default

from mlops_widgets.stage import StageError, kept, offline, page

__all__ = ["OfflineExporter"]

_VIEW = "application/vnd.jupyter.widget-view+json"
_AT = 'id="cell-id='

# Whatever the template would fetch from elsewhere is left out; the player comes once, at the end.
_TEMPLATE = """\
{%- extends 'index.html.j2' -%}
{%- block html_head -%}
{{ resources.mlops_policy }}
{{ super() }}
{%- endblock -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block body_footer -%}
{{ resources.mlops_player }}
{{ super() }}
{%- endblock -%}
"""


class OfflineExporter(HTMLExporter):
    """HTML in which every kept run plays, and that asks for nothing from elsewhere."""

    export_from_notebook = "HTML that plays offline"
    raw_template = _TEMPLATE

    @default("embed_images")
    def _embed_images_default(self) -> bool:
        return True

    # Any: nbconvert's resources
    def from_notebook_node(  # type: ignore[override]  # as in HTMLExporter itself: its HTML is text
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook.

        Raises
        ------
        StageError
            Naming the cell, when the page would ask the network for something.
        """
        nb = deepcopy(nb)
        for number, cell in enumerate(nb.cells):
            cell["id"] = f"cell-{number}"
        html, resources = super().from_notebook_node(nb, resources, **options)
        _demand_offline(html, nb)
        return html, resources

    # Any: nbconvert's resources
    def _preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Bake after all else: with ``--execute``, the outputs are only there now."""
        nb, resources = super()._preprocess(nb, resources)  # type: ignore[no-untyped-call]  # nbconvert types only some
        resources["mlops_policy"] = page.POLICY
        nb.metadata.pop("widgets", None)  # their state: without a kernel it only stands in the way of what plays
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = [output for output in cell.outputs if not _veils(output)]
                for output in cell.outputs:
                    _bake(output)
        resources["mlops_player"] = page.player() if any(map(_plays, nb.cells)) else ""
        return nb, resources


def _bake(output: NotebookNode) -> None:
    """Put what plays in an output's place; a widget of another kind leaves its picture or its words."""
    data = output.get("data", {})
    payload = data.pop(kept.MIME, None)
    if payload and payload.get("kept"):
        fallback = data.get("text/html") or f"<pre>{escape(data.get('text/plain', ''))}</pre>"
        output["data"] = {"text/html": page.fragment(payload, fallback=fallback)}
    elif len(data) > 1:
        data.pop(_VIEW, None)


def _veils(output: NotebookNode) -> bool:
    """Is it what hides a result until a prediction is made? On a page nobody can make one."""
    return 'class="mlops-veil"' in output.get("data", {}).get("text/html", "")


def _plays(cell: NotebookNode) -> bool:
    return any('class="mlops-kept"' in each.get("data", {}).get("text/html", "") for each in cell.get("outputs", ()))


def _demand_offline(html: str, nb: NotebookNode) -> None:
    for line, address in offline.requests(html):
        before = "\n".join(html.splitlines()[:line]).rpartition(_AT)[2]
        number = before.partition('"')[0].removeprefix("cell-")
        where = "the template"
        if number.isdigit():
            begins = nb.cells[int(number)].source.strip().partition("\n")[0][:60]
            where = f"cell {number} ({begins!r})"
        raise StageError(page.refusal(where, address))
