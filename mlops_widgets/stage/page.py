"""How does a run play with no kernel and no network? As one page that carries its player and its runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from . import joiner, offline
from .errors import StageError

__all__ = ["LIMIT", "demand_offline", "fragment", "player", "refusal", "whole"]

LIMIT = 1_500_000  # bytes of a page with one simulation


# Whatever a notebook holds, the browser itself keeps the page from asking for anything elsewhere.
POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data:; form-action 'none'\">"
)


def whole(payload: Mapping[str, Any], *, title: str, fallback: str) -> str:  # Any: JSON
    """One run, or a few, as a page of their own.

    Raises
    ------
    StageError
        When the page would be larger than ``LIMIT``.
    """
    page = (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n{POLICY}\n<title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        "<style>body { margin: 0 auto; padding: 16px; max-width: 1120px; background: #fff }\n"
        "@media (prefers-color-scheme: dark) { body { background: #0d1014 } }</style>\n"
        f"<body>\n{fragment(payload, fallback=fallback)}\n{player()}\n</body>\n</html>\n"
    )
    if len(page.encode()) > LIMIT:
        raise StageError(
            f"the page would hold {len(page) / 1e6:.1f} MB, more than {LIMIT / 1e6:g}: vary fewer values."
        )
    return page


def fragment(payload: Mapping[str, Any], *, fallback: str) -> str:  # Any: JSON
    """What stands where a run shall play: the run itself, and what is seen until it does."""
    kept = json.dumps(payload, separators=(",", ":")).replace("<", "\\u003c")
    return f'<div class="mlops-kept"><script type="application/json">{kept}</script>{fallback}</div>'


def player() -> str:
    """The player, once for all fragments of a page."""
    code = joiner.join("kept.js").replace("</script", "<\\/script")
    start = (
        "for (const el of document.querySelectorAll(\".mlops-kept > script[type='application/json']\")) {\n"
        "  play(JSON.parse(el.textContent), el.parentElement);\n}"
    )
    return f'<style>{joiner.style()}</style>\n<script type="module">\n{code}\n{start}\n</script>'


def demand_offline(page: str, *, where: str) -> None:
    """Raise a StageError when a page would ask the network for something."""
    for _, address in offline.requests(page):
        raise StageError(refusal(where, address))


def refusal(where: str, address: str) -> str:
    """The sentence for a page that is not whole in itself."""
    return f"{where} would ask the network for {address[:120]!r}: put that file beside the notebook, or leave it out."
