"""Would a page ask the network for something? Read as a browser reads it: tags, style sheets, scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

__all__ = ["requests"]

_FAR = re.compile(r"\s*(?:(?:https?|wss?|ftp):)?//", re.IGNORECASE)
# Attributes that a browser follows by itself, whatever the tag; an <a> or <area> waits to be clicked.
_FOLLOWED = {"src", "srcset", "imagesrcset", "poster", "data", "background", "manifest", "xlink:href"}
_HREF = {"link", "image", "use", "feimage", "script", "base"}
_CSS = re.compile(r"""(?:\burl\(|@import|\bimage-set\()\s*["']?\s*((?:https?:)?//[^\s"')]+)""", re.IGNORECASE)
_CALLS = "import fetch open importScripts sendBeacon Worker SharedWorker WebSocket EventSource".replace(" ", "|")
_CODE = re.compile(
    rf"""(?:\b(?:{_CALLS})\s*\((?:\s*["'][A-Z]+["']\s*,)?|\bfrom|\bimport|\.(?:src|href)\s*=)"""
    r"""\s*["'`]((?:https?:|wss?:)?//[^\s"'`]+)"""
)
_NEVER_RUN = {"application/json", "application/ld+json", "text/plain", "text/x-mathjax-config"}  # types of a script
_REFRESH = re.compile(r"url\s*=\s*['\"]?\s*(\S+)", re.IGNORECASE)


def requests(page: str) -> Iterator[tuple[int, str]]:
    """Line of the page, counted from 1, and address of each thing that a browser would fetch from elsewhere."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    yield from reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.within = ""
        if tag == "style" or (tag == "script" and held.get("type", "").lower() not in _NEVER_RUN):
            self.within = tag
        for name, value in held.items():
            if name == "srcdoc":
                self.found += [(self.getpos()[0], address) for _, address in requests(value)]
            elif name in _FOLLOWED or (name == "href" and tag in _HREF):
                listed = value.split(",") if name.endswith("srcset") else [value]
                self._note(address for address in listed if _FAR.match(address))
            elif name == "style" or tag in {"rect", "path", "g", "text", "circle"}:
                self._note(_CSS.findall(value))
            elif name.startswith("on"):
                self._note(_CODE.findall(value))
        if tag == "meta" and held.get("http-equiv", "").lower() == "refresh":
            self._note(address for address in _REFRESH.findall(held.get("content", "")) if _FAR.match(address))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - HTMLParser's own
        self.within = ""

    def handle_data(self, data: str) -> None:
        if self.within:
            self._note((_CSS if self.within == "style" else _CODE).findall(data))

    def _note(self, addresses: Iterator[str] | list[str]) -> None:
        line = self.getpos()[0]
        self.found += [(line, address.strip()) for address in addresses]
