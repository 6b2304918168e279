"""How does a service run for real on this machine, beside a notebook, and stop without a trace?"""

from __future__ import annotations

import socket
import threading
import time
import weakref
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

__all__ = ["Running", "serve"]

_PATIENCE = 20.0  # seconds to start, on a machine that is busy
_GRACE = 5  # seconds that requests under way have to end


class Running:
    """A service that runs; it stops by ``stop()``, at the end of its ``with``, or when nobody holds it any more.

    Attributes
    ----------
    url
        Where it answers, such as ``http://127.0.0.1:40123``.
    port
        The last part of it.

    """

    def __init__(self, server: uvicorn.Server, door: socket.socket) -> None:
        self.port: int = door.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        # A thread with an event loop of its own: a notebook's kernel has one that runs already.
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, name=self.url, daemon=True)
        self._stop = weakref.finalize(self, _stop, server, thread, door)
        thread.start()
        end = time.monotonic() + _PATIENCE
        while thread.is_alive() and not server.started and time.monotonic() < end:
            time.sleep(0.005)
        if not server.started:
            self.stop()
            raise RuntimeError(f"{self.url} must answer within {_PATIENCE:g} s, and did not; run the cell again")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"{'running at' if self._stop.alive else 'stopped, was at'} {self.url}"

    def stop(self) -> None:
        """End it and free its port; once more does nothing."""
        self._stop()


def serve(app: FastAPI, *, port: int = 0) -> Running:
    """Run a service on this machine, reachable from this machine alone.

    Parameters
    ----------
    app
        What ``service.app`` built, or any other ASGI application.
    port
        0 takes one that is free.

    Returns
    -------
    Running
        It answers already. Use it in a ``with``, or call its ``stop()``.

    Raises
    ------
    ValueError
        If the port is taken.

    Examples
    --------
    >>> import httpx
    >>> from fastapi import FastAPI
    >>> with serve(FastAPI()) as running:
    ...     httpx.get(running.url + "/nothing-here").status_code
    404

    """
    import uvicorn

    # Named, or asyncio does not know TCP by sight and leaves its waiting on: 40 ms for each answer.
    door = socket.socket(proto=socket.IPPROTO_TCP)
    try:
        door.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        door.close()
        raise ValueError(f"port must be one that is free, got {port} ({error}); leave it out to take any") from None
    config = uvicorn.Config(
        app, loop="asyncio", http="h11", ws="none", lifespan="auto", log_level="critical", access_log=False,
        timeout_graceful_shutdown=_GRACE,
    )  # fmt: skip
    return Running(uvicorn.Server(config), door)


def _stop(server: uvicorn.Server, thread: threading.Thread, door: socket.socket) -> None:
    server.should_exit = True
    thread.join(_GRACE + 2)
    door.close()
