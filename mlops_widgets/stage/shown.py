"""Which errors would a page only show, while the program goes on? Those of callbacks, caught here."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["shown_errors"]


class _Listener(logging.Handler):
    def __init__(self, caught: list[Exception]) -> None:
        super().__init__()
        self.caught = caught

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and isinstance(record.exc_info[1], Exception):
            self.caught.append(record.exc_info[1])


@contextmanager
def shown_errors() -> Iterator[list[Exception]]:
    """Catch what the callbacks of interact and Output would only show (in a kernel) or log (outside one).

    The next redraw would wipe it from the page, and nobody would know which move had caused it.
    """
    from IPython import get_ipython

    caught: list[Exception] = []
    shell = get_ipython()
    with _logged(caught) if shell is None else _traced(shell, caught):
        yield caught


@contextmanager
def _logged(caught: list[Exception]) -> Iterator[None]:
    from traitlets.log import get_logger

    adapter = get_logger()
    logger = adapter.logger if isinstance(adapter, logging.LoggerAdapter) else adapter
    listener = _Listener(caught)
    logger.addHandler(listener)
    try:
        yield
    finally:
        logger.removeHandler(listener)


@contextmanager
def _traced(shell: Any, caught: list[Exception]) -> Iterator[None]:  # Any: IPython's shell is untyped
    def note(shown: Any = None, *_: object, **__: object) -> None:  # Any: a triple of sys.exc_info, or nothing
        error = shown[1] if shown else sys.exc_info()[1]
        if isinstance(error, Exception):
            caught.append(error)

    shell.showtraceback = note
    try:
        yield
    finally:
        del shell.showtraceback
