"""How does a live run reach a page? The whole in the state that a page begins with, and then only what is new."""

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

from .changes import changed, packed

if TYPE_CHECKING:
    from .glimpse import Glimpse
    from .running import Live

__all__ = ["LiveView"]


_SLOTS = tuple(f"news{number}" for number in range(64))  # six seconds of messages
_APART = 1.0  # seconds between two wholes: the questions that a running cell held back are heard all at once

Json = dict[str, Any]  # Any: what JSON can hold, and bytes


class LiveView(anywidget.AnyWidget):
    """A live run in a page: it follows the newest row until the learner scrubs back.

    The state that a page begins with carries the whole, as of the last message. Each message after it is numbered,
    carries the new rows and the changed parts of the picture, and is a trait of its own, taken in turn: a page's
    model keeps those that come while its player still loads. Only a page that has missed one asks for the whole,
    because a running cell may keep its question from the kernel.
    Made by ``Live.widget``.
    """

    _esm = joiner.loader()
    _css = joiner.style("live.css")

    code = traitlets.Unicode(joiner.join("live.js")).tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    start = traitlets.Dict().tag(sync=True)  # the whole: made whenever it is sent, see get_state
    answer = traitlets.Dict().tag(sync=True)  # the finished run, once it is closed: a saved notebook plays it
    data = traitlets.Bytes().tag(sync=True)
    vars().update({name: traitlets.Dict().tag(sync=True) for name in _SLOTS})

    def __init__(self, live: Live) -> None:
        self.live = live
        self._told = live.glimpse()  # what the pages hold
        self._is_settled = False
        self._count = 0  # of messages
        self._sent_whole = -_APART
        self._turn = threading.RLock()
        name = uuid4().hex  # the player asks by it whether its kernel is still there
        spec = {"model": name, "name": live.simulation.name, "controls": [], "front": 0, "actions": [], "parts": {}}
        spec |= {"play": False, "tick": None, "keep": live.keep, "slots": len(_SLOTS)}
        super().__init__(spec=spec, model_id=name)
        self.on_msg(self._heard)
        self._settle()
        close_former(self)

    @property
    def errors(self) -> list[str]:
        """Sentences that the widget had to show, oldest first; ``stage.drive`` fails on any."""
        return self.live.errors

    def corners(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """The one thing that a page asks of the kernel."""
        yield "asked for the whole", self._send_whole

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> Json:  # Any: as ipywidgets has it
        """What a page is told of these traits, or of all when it comes: the whole is of this moment's count."""
        with self._turn:
            state: Json = super().get_state(key, drop_defaults)
            if "start" in state:
                state["start"] = self._whole()
        return state

    def tell(self) -> None:
        """Send what is new since the last message."""
        with self._turn:
            self._send_news(self._told, self.live.glimpse())
        self._settle()

    def close(self) -> None:
        """Leave the page; the run goes on."""
        self.live.forget(self)
        super().close()

    def _heard(self, _: object, content: object, __: object) -> None:
        with self._turn:
            if content == {"kind": "whole"} and time.monotonic() - self._sent_whole >= _APART:
                self._send_whole()

    def _send_whole(self) -> None:
        with self._turn:
            self._sent_whole = time.monotonic()
            self._send_news(self._told, self.live.glimpse())
            self.send_state("start")

    def _send_news(self, told: Glimpse, seen: Glimpse) -> None:
        is_same = (told.state, told.error) == (seen.state, seen.error)
        if told.picture is None or seen.picture is None or told.columns != seen.columns:
            if not is_same or told.picture != seen.picture:
                self._post(seen, _all_of(seen))
            return
        assert seen.trace is not None
        start = max(told.total, seen.first)
        parts = changed(told.picture, seen.picture)
        if start < seen.total or parts or not is_same:
            rows = packed(seen.trace, seen.columns, start - seen.first)
            self._post(seen, {"kind": "rows", "from": start, "picture": parts, "data": rows})

    def _post(self, seen: Glimpse, news: Json) -> None:
        self._told = seen
        self._count += 1
        self.set_trait(_SLOTS[self._count % len(_SLOTS)], self._message(seen, news))

    def _whole(self) -> Json:
        """All that was told so far; nothing of it once the answer has it."""
        seen = self._told
        return self._message(seen, _none_of(seen) if self._is_settled else _all_of(seen))

    def _message(self, seen: Glimpse, news: Json) -> Json:
        return {"count": self._count, "total": seen.total, "state": seen.state, "error": seen.error, **news}

    def _settle(self) -> None:
        """Keep the finished run, once, in the widget's state, as any other widget of the stage does.

        Not before the pages know that it is closed: what they are told afterwards would find nothing to stand on.
        """
        with self._turn:  # whoever comes second comes when all is sent
            if self._is_settled or self._told.state != "closed" or not self._told.total:
                return
            answer, data = message.answer(self.live.simulation, self.live.trace, request="closed")
            with self.hold_sync():
                self._is_settled = True
                self.data = data
                self.answer = answer
                for name in _SLOTS:
                    self.set_trait(name, {})
            self.send_state("start")

    # Any: MIME data
    def _repr_mimebundle_(self, **options: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]] | None:
        bundle = super()._repr_mimebundle_(**options)
        if bundle:
            text = bundle[0]["text/plain"] = self.live.glimpse().text
            bundle[0][kept.MIME] = kept.need_kernel(self.live.simulation.name, text)
            if self.live.state == "closed" and self.live.total:
                bundle[0][kept.MIME] = kept.keep(self.live.simulation, [self.live.trace], spec=dict(self.spec))
        return bundle


def _all_of(seen: Glimpse) -> Json:
    rows = b"" if seen.trace is None else packed(seen.trace, seen.columns, 0)
    return {"kind": "whole", "columns": list(seen.columns), "from": seen.first, "picture": seen.picture, "data": rows}


def _none_of(seen: Glimpse) -> Json:
    return {"kind": "whole", "columns": [], "from": seen.total, "picture": None, "data": b""}
