"""Who is sent to which version? A router in front of both, whose shares are changed while it runs."""

from __future__ import annotations

import asyncio
import zlib
from collections import Counter, deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any, NamedTuple

from mlops_widgets.rollout.world import BUCKETS

if TYPE_CHECKING:
    import httpx

__all__ = ["CANDIDATE", "STABLE", "Copied", "Router", "bucket", "checked_share"]

STABLE, CANDIDATE = "stable", "candidate"
_MOST_COPIES = 64  # under way at once: a shadow that is slow may cost memory, and no more than this
_KEPT = 10_000  # pairs of answers
_NOT_PASSED_ON = {b"host", b"connection", b"content-length", b"transfer-encoding", b"accept-encoding"}

Message = MutableMapping[str, Any]  # Any: as ASGI has it
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Copied(NamedTuple):
    """What both versions said to one request, of which the user saw the first."""

    stable: bytes
    candidate: bytes  # empty where it did not answer
    status: int  # of the candidate; 0 where it did not answer


class _Answer(NamedTuple):
    status: int
    kind: bytes
    body: bytes
    version: str


def bucket(user: str) -> int:
    """The group of a user, 0-99, the same for ever: a checksum of the name.

    Examples
    --------
    >>> bucket("alice"), bucket("alice"), bucket("bob")
    (35, 35, 4)
    """
    return zlib.crc32(user.encode("utf-8", "surrogateescape")) % BUCKETS  # of the bytes that came, as HAProxy's


def checked_share(share: int) -> int:
    """The share, or a ValueError."""
    if isinstance(share, bool) or not isinstance(share, int) or not 0 <= share <= BUCKETS:
        raise ValueError(f"share must be a whole number of percent from 0 to 100, got {share!r}; write 5 for 5 %")
    return share


class Router:
    """An ASGI application that splits by users, copies where it is asked to, and falls back.

    Who the user is stands in the header ``x-user``; a request without one goes to the stable version. Where the
    candidate takes no connection, the stable version answers; not where it breaks off, for it may have acted already.

    Parameters
    ----------
    stable, candidate
        Where the versions answer, such as ``http://127.0.0.1:40123``.
    patience
        Seconds that a version may take.

    Attributes
    ----------
    counts
        How often (version, what): ``"answered"``, ``"not reached"``, ``"broke off"``, ``"copied"``, ``"not copied"``.
    copies
        The last 10,000 pairs of answers, a ``Copied`` each.

    Examples
    --------
    >>> router = Router("http://127.0.0.1:8001", "http://127.0.0.1:8002")
    >>> router.route(20)
    >>> router.version("alice"), router.version("bob")
    ('stable', 'candidate')

    References
    ----------
    ASGI specification 3.0, HTTP & WebSocket message format.
    """

    def __init__(self, stable: str, candidate: str, *, patience: float = 10.0) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.copies: deque[Copied] = deque(maxlen=_KEPT)
        self._urls = {STABLE: stable, CANDIDATE: candidate}
        self._patience = patience
        self._share, self._mirrored = 0, False
        self._client: httpx.AsyncClient | None = None  # while the server runs
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def share(self) -> int:
        """Percent of the users who meet the candidate, or whose requests are copied to it."""
        return self._share

    def route(self, share: int, *, mirrored: bool = False) -> None:
        """Change the share, from the next request on.

        Parameters
        ----------
        share
            Percent of the users, a whole number from 0 to 100.
        mirrored
            Copy their requests instead: users see the stable version's answers only.

        Raises
        ------
        ValueError
            If the share is no such number.
        """
        self._share, self._mirrored = checked_share(share), mirrored

    def version(self, user: str | None) -> str:
        """Which version answers this user now?"""
        return CANDIDATE if self._is_chosen(user) and not self._mirrored else STABLE

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, as an ASGI server hands it over."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        body, headers = await _body(receive), dict(scope["headers"])
        user = headers[b"x-user"].decode("utf-8", "surrogateescape") if b"x-user" in headers else None
        passed_on = [pair for pair in scope["headers"] if pair[0] not in _NOT_PASSED_ON]
        ask = _Request(scope["method"], scope["raw_path"].decode(), scope["query_string"], passed_on, body)
        copy = self._copied(ask) if self._mirrored and self._is_chosen(user) else None
        answer = await self._answered(ask, self.version(user))
        if copy is not None:
            copy.set_result(answer.body)
        await _sent(send, answer)

    async def _live(self, receive: Receive, send: Send) -> None:
        """From the server's start to its end: connections to the versions stay open, and are closed with it."""
        import httpx

        await receive()
        async with httpx.AsyncClient(timeout=self._patience, trust_env=False) as self._client:
            await send({"type": "lifespan.startup.complete"})
            await receive()
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)
        await send({"type": "lifespan.shutdown.complete"})

    def _is_chosen(self, user: str | None) -> bool:
        return user is not None and bucket(user) < self._share

    async def _answered(self, ask: _Request, version: str) -> _Answer:
        """What the version says, or the stable one where the candidate takes no connection, or that nobody does."""
        import httpx

        try:
            answer = await self._ask(ask, version)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            self.counts[version, "not reached"] += 1
            if version == CANDIDATE:
                return await self._answered(ask, STABLE)
        except httpx.HTTPError:
            self.counts[version, "broke off"] += 1
        else:
            self.counts[version, "answered"] += 1
            return answer
        return _Answer(502, b"text/plain", f"the {version} version does not answer".encode(), version)

    async def _ask(self, ask: _Request, version: str) -> _Answer:
        import httpx

        assert self._client is not None, "a server that knows lifespan starts the router"
        url = httpx.URL(self._urls[version] + ask.path, query=ask.query or None)
        found = await self._client.request(ask.method, url, headers=ask.headers, content=ask.body)
        return _Answer(found.status_code, found.headers.get("content-type", "").encode(), found.content, version)

    def _copied(self, ask: _Request) -> asyncio.Future[bytes] | None:
        """Send a copy that no answer waits for; the future takes what the user saw."""
        if len(self._under_way) >= _MOST_COPIES:
            self.counts[CANDIDATE, "not copied"] += 1
            return None
        seen: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._compare(ask, seen))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return seen

    async def _compare(self, ask: _Request, seen: asyncio.Future[bytes]) -> None:
        import httpx

        self.counts[CANDIDATE, "copied"] += 1
        try:
            answer = await self._ask(ask, CANDIDATE)
        except httpx.HTTPError:
            answer = _Answer(0, b"", b"", CANDIDATE)
        self.copies.append(Copied(await seen, answer.body, answer.status))


class _Request(NamedTuple):
    method: str
    path: str
    query: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes


async def _body(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


async def _sent(send: Send, answer: _Answer) -> None:
    headers = [(b"content-type", answer.kind), (b"x-served-by", answer.version.encode())]
    headers += [(b"content-length", str(len(answer.body)).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
