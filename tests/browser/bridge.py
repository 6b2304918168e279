"""How is a widget shown without Jupyter? A real Python widget, a page, and a comm of two function calls."""

from __future__ import annotations

import base64
import json
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import comm
from comm.base_comm import BaseComm

ORIGIN = "http://bridge.test"

PAGE = Path(__file__).with_name("bridge.html").read_text("utf-8")


class Wire(BaseComm):
    """A comm that keeps what the kernel sends until the page fetches it."""

    def __init__(self, *arguments: object, **options: Any) -> None:
        self.outbox: deque[dict[str, Any]] = deque()  # filled from any thread
        super().__init__(*arguments, **options)

    def publish_msg(
        self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **keys: Any
    ) -> None:
        state = (data or {}).get("state")
        if msg_type == "comm_close" or not state:
            return
        paths = (data or {}).get("buffer_paths", [])
        held = [(path, base64.b64encode(blob).decode()) for path, blob in zip(paths, buffers or [], strict=True)]
        self.outbox.append({"state": json.loads(json.dumps(state)), "buffers": held})


_shown: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()  # page → the widget whose kernel it asks


def show(page: Any, make: Callable[[], Any]) -> Any:
    """Make the widget and paint it on the page, in place of what was there; returns the widget."""
    former = comm.create_comm
    comm.create_comm = Wire
    try:
        widget = make()
    finally:
        comm.create_comm = former
    is_new = page not in _shown
    _shown[page] = widget
    if is_new:
        _connect(page)
    page.goto(f"{ORIGIN}/")
    page.wait_for_function("window.ready === true")
    return widget


def _connect(page: Any) -> None:
    def to_kernel(sent: str) -> str:
        state, widget = json.loads(sent), _shown[page]
        if "custom" in state:
            widget.comm.handle_msg(
                {"content": {"data": {"method": "custom", "content": state["custom"]}}, "buffers": []}
            )
        elif state:
            data = {"method": "update", "state": state, "buffer_paths": []}
            widget.comm.handle_msg({"content": {"data": data}, "buffers": []})
        messages = [widget.comm.outbox.popleft() for _ in range(len(widget.comm.outbox))]
        return json.dumps(messages)

    def serve(route: Any) -> None:
        widget, name = _shown[page], route.request.url.removeprefix(ORIGIN).strip("/")
        body, kind = {
            "": (PAGE, "text/html"),
            "player.js": (widget._esm, "text/javascript"),
            "player.css": (widget._css, "text/css"),
        }.get(name, ("", "text/plain"))
        route.fulfill(body=str(body), content_type=f"{kind}; charset=utf-8")

    page.expose_function("toKernel", to_kernel)
    page.route(f"{ORIGIN}/**", serve)
