"""How does a live run reach a page? The whole once, when the page asks, and then only what is new."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import anywidget  # noqa: TID251 - this is a view
import traitlets

from mlops_widgets.stage import joiner, kept, message
from mlops_widgets.stage.former import close_former
from mlops_widgets.stage.trace import Trace

from .changes import changed, packed

if TYPE_CHECKING:
    from .glimpse import Glimpse
    from .running import Live

__all__ = ["LiveView"]


_UNASKED = 60.0  # seconds for which a page may be there that could not yet ask
_AGAIN = 0.5  # seconds between two wholes that nobody asked for


class LiveView(anywidget.AnyWidget):
    """A live run in a page: it follows the newest row until the learner scrubs back.

    A page that has just come, or has missed a message, asks for the whole; from then on each message carries the
    new rows and the changed parts of the picture. A cell that runs may keep that question from the kernel: until
    the first has been heard, for a minute at most, the whole is sent unasked twice a second.
    Made by ``Live.widget``.
    """

    _esm = joiner.loader()
    _css = joiner.style("live.css")

    code = traitlets.Unicode(joiner.join("live.js")).tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)  # the finished run, once it is closed: a saved notebook plays it
    data = traitlets.Bytes().tag(sync=True)

    def __init__(self, live: Live) -> None:
        self.live = live
        self._told: Glimpse | None = None  # what the pages hold
        self._is_asked = False
        self._made = self._sent_whole = time.monotonic()
        self._count = 0
        self._turn = threading.Lock()
        name = uuid4().hex  # the player asks by it whether its kernel is still there
        spec = {"model": name, "name": live.simulation.name, "controls": [], "front": 0, "actions": [], "parts": {}}
        super().__init__(spec=spec | {"play": False, "tick": None, "keep": live.keep}, model_id=name)
        self.on_msg(self._heard)
        if live.state == "closed" and live.total:
            self._settle(live.trace)
        close_former(self)

    @property
    def errors(self) -> list[str]:
        """Sentences that the widget had to show, oldest first; ``stage.drive`` fails on any."""
        return self.live.errors

    def corners(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """The one thing that a page asks of the kernel."""
        yield "asked for the whole", self._whole

    def tell(self) -> None:
        """Send what is new since the last message, if a page may listen."""
        now = time.monotonic()
        with self._turn:
            if not self._is_asked and now - self._made > _UNASKED:
                self._told = None
            elif self._told is None or (not self._is_asked and now - self._sent_whole > _AGAIN):
                self._send_whole(self.live.glimpse())
            else:
                self._send_news(self._told, self.live.glimpse())
        if self.live.state == "closed" and self.live.total:
            self._settle(self.live.trace)

    def close(self) -> None:
        """Leave the page; the run goes on."""
        self.live.forget(self)
        super().close()

    def _heard(self, _: object, content: object, __: object) -> None:
        if content == {"kind": "whole"}:
            self._whole()

    def _whole(self) -> None:
        with self._turn:
            self._is_asked = True
            self._send_whole(self.live.glimpse())

    def _send_whole(self, seen: Glimpse) -> None:
        self._sent_whole = time.monotonic()
        rows = b"" if seen.trace is None else packed(seen.trace, seen.columns, 0)
        self._post("whole", seen, {"columns": list(seen.columns), "from": seen.first, "picture": seen.picture}, rows)

    def _send_news(self, told: Glimpse, seen: Glimpse) -> None:
        if told.picture is None or seen.picture is None or told.columns != seen.columns:
            if (told.picture, told.state, told.error) != (seen.picture, seen.state, seen.error):
                self._send_whole(seen)
            return
        assert seen.trace is not None
        start = max(told.total, seen.first)
        parts = changed(told.picture, seen.picture)
        if start < seen.total or parts or (told.state, told.error) != (seen.state, seen.error):
            news = {"from": start, "picture": parts}
            self._post("rows", seen, news, packed(seen.trace, seen.columns, start - seen.first))

    def _post(self, kind: str, seen: Glimpse, news: dict[str, Any], rows: bytes) -> None:  # Any: JSON
        self._told = seen
        self._count += 1
        now = {"kind": kind, "count": self._count, "total": seen.total, "state": seen.state, "error": seen.error}
        self.send({**now, **news}, buffers=[rows])

    def _settle(self, trace: Trace) -> None:
        """Keep the finished run in the widget's state, as any other widget of the stage does."""
        answer, data = message.answer(self.live.simulation, trace, request="closed")
        with self.hold_sync():
            self.data = data
            self.answer = answer

    # Any: MIME data
    def _repr_mimebundle_(self, **options: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]] | None:
        bundle = super()._repr_mimebundle_(**options)
        if bundle:
            text = bundle[0]["text/plain"] = self.live.glimpse().text
            bundle[0][kept.MIME] = kept.need_kernel(self.live.simulation.name, text)
            if self.live.state == "closed" and self.live.total:
                bundle[0][kept.MIME] = kept.keep(self.live.simulation, [self.live.trace], spec=dict(self.spec))
        return bundle
