"""What does a language model answer over HTTP, in the interface that OpenAI's clients speak?"""

import asyncio
import contextlib
import json
import random
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from mlops_widgets.llmops.server.answering import Answer, Wire, chunk, whole
from mlops_widgets.llmops.server.decoding import Member
from mlops_widgets.llmops.server.keys import Account, Accounts
from mlops_widgets.llmops.server.loop import Job, Loop
from mlops_widgets.llmops.server.shapes import Chat, Completion, Refusal, read

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["Inside", "app"]

_numbers = count(1)  # of the requests, in their identities
_PATHS: dict[str, type[Chat] | type[Completion]] = {"/v1/chat/completions": Chat, "/v1/completions": Completion}


class Inside(NamedTuple):
    """What a test or a notebook may look at: it hangs on ``app.state.inside``."""

    loop: Loop
    accounts: Accounts
    cache: "OrderedDict[tuple[Any, ...], Answer]"  # Any: what was asked


def app(
    model: Any,  # Any: transformers' own class
    words: Any,  # Any: as above
    *,
    name: str = "tiny",
    keys: Mapping[str, str] | None = None,
    batch: int = 8,
    cache: int = 0,
    waiting: int = 64,
) -> "FastAPI":
    """Build a server around a model: ``/v1/models``, ``/v1/chat/completions`` and ``/v1/completions``.

    Parameters
    ----------
    model, words
        A language model and its tokenizer, such as ``tiny.load()`` gives.
    name
        What clients call the model.
    keys
        Key → name of its owner; without any, no key is asked for.
    batch
        How many requests are decoded side by side.
    cache
        How many answers are kept; only those that a repetition would give again: at temperature 0, or with a seed.
    waiting
        How many requests may wait; the next one is told so with status 429.

    Returns
    -------
    fastapi.FastAPI
        Run it with ``serve``. Its decoding begins and ends with it.

    Raises
    ------
    ImportError
        With the line to run, if FastAPI is not installed.
    """
    try:
        from fastapi import FastAPI, Request
        from fastapi.responses import JSONResponse, Response, StreamingResponse
    except ImportError as error:
        raise ImportError('the server needs fastapi; run: pip install "mlops-widgets[serve,torch,llmops]"') from error

    inside = Inside(Loop(model, batch=batch), Accounts(keys), OrderedDict())
    wire, created = Wire(words, name, model.config.max_position_embeddings), int(time.time())

    @contextlib.asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        inside.loop.start()
        try:
            yield
        finally:
            await asyncio.to_thread(inside.loop.stop)

    service = FastAPI(title="A small language model", lifespan=life)
    service.state.inside = inside

    @service.exception_handler(Refusal)
    def refuse(_: Request, refusal: Refusal) -> JSONResponse:
        return JSONResponse(refusal.body, refusal.status)

    @service.exception_handler(404)
    def unknown(request: Request, _: Exception) -> JSONResponse:
        words = f"there is nothing at {request.method} {request.url.path}; /v1/models is a place to begin."
        return JSONResponse(Refusal(404, words, code="unknown_url").body, 404)

    @service.get("/v1/models")
    def models(request: Request) -> dict[str, Any]:  # Any: JSON
        inside.accounts.whose(request.headers.get("authorization"))
        card = {"id": name, "object": "model", "created": created, "owned_by": "mlops-widgets"}
        return {"object": "list", "data": [card]}

    @service.get("/metrics")
    def metrics() -> Response:
        return Response(_exposed(inside), media_type="text/plain; version=0.0.4; charset=utf-8")

    def complete(path: str) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            account = inside.accounts.whose(request.headers.get("authorization"))
            asked = read(_PATHS[path], await request.body())
            prompt = wire.admitted(asked)
            account.requests += 1
            key = (path, prompt, asked.most, asked.temperature, asked.seed, asked.ignore_eos)
            kept = inside.cache.get(key)
            if kept is not None:
                inside.cache.move_to_end(key)
                account.from_cache += 1
            elif inside.loop.waiting >= waiting:
                words = f"{waiting} requests wait already; try again in a moment."
                raise Refusal(429, words, code="rate_limit_exceeded")
            grows = _kept(kept) if kept is not None else _grown(inside.loop, asked, prompt, wire)
            grows = _counted(grows, account, inside.cache, key, cache if asked.repeats else 0)
            headers = {"x-cache": "miss" if kept is None else "hit"}
            if asked.stream:
                lines = _lines(grows, asked, wire)
                return StreamingResponse(lines, media_type="text/event-stream", headers=headers)
            last = [each async for each in grows][-1]
            return JSONResponse(whole(last, asked, wire), headers=headers)

        return answer

    for path in _PATHS:
        service.add_api_route(path, complete(path), methods=["POST"], response_model=None)
    return service


async def _kept(answer: Answer) -> AsyncIterator[Answer]:
    """An answer that was kept: there at once."""
    yield answer


async def _grown(loop: Loop, asked: Chat | Completion, prompt: tuple[int, ...], wire: Wire) -> AsyncIterator[Answer]:
    """The answer so far, after each token; if nobody listens any more, its place in the batch is freed."""
    here, news = asyncio.get_running_loop(), asyncio.Queue[bool]()
    seed = random.getrandbits(31) if asked.seed is None else asked.seed
    member = Member(prompt, asked.most, asked.temperature, seed, asked.ignore_eos)

    def tell(is_over: bool) -> None:
        here.call_soon_threadsafe(news.put_nowait, is_over)

    job = Job(member, tell, asked.stream)
    loop.submit(job)
    is_over, seen, number = False, 0, next(_numbers)
    try:
        while not is_over:
            is_over = await news.get()
            if job.error:
                raise Refusal(503, job.error)
            seen = len(member.written) if is_over else seen + 1
            yield wire.said(prompt, member.written[:seen], number, is_over=is_over)
    finally:
        job.is_dropped = not is_over


async def _counted(
    grows: AsyncIterator[Answer],
    account: Account,
    cache: "OrderedDict[tuple[Any, ...], Answer]",  # Any: what was asked
    key: tuple[Any, ...],  # Any: as above
    capacity: int,
) -> AsyncIterator[Answer]:
    """Write down what an answer took, and keep it, as soon as it is complete."""
    async for each in grows:
        if each.finish:
            account.prompt_tokens += each.prompt_tokens
            account.completion_tokens += each.tokens
            if capacity:
                cache[key] = each
                while len(cache) > capacity:
                    cache.popitem(last=False)
        yield each


async def _lines(grows: AsyncIterator[Answer], asked: Chat | Completion, wire: Wire) -> AsyncIterator[str]:
    """Server-sent events: one for what each token adds, then the word that all is said."""
    before, last = "", None
    try:
        async for each in grows:
            last = each
            yield f"data: {json.dumps(chunk(each, each.text[len(before) :], asked, wire))}\n\n"
            before = each.text
        if last is not None and (asked.stream_options or {}).get("include_usage"):
            yield f"data: {json.dumps(chunk(last, '', asked, wire, usage=True))}\n\n"
        yield "data: [DONE]\n\n"
    except Refusal as refusal:  # the status has left already
        yield f"data: {json.dumps(refusal.body)}\n\n"


def _exposed(inside: Inside) -> str:
    """The state as Prometheus reads it."""
    sums = inside.accounts.table().items()
    lines = [f"llm_running {inside.loop.running}", f"llm_waiting {inside.loop.waiting}"]
    for each in ("requests", "prompt_tokens", "completion_tokens", "from_cache"):
        lines.append(f"# TYPE llm_{each} counter")
        lines += [f'llm_{each}_total{{owner="{_quoted(name)}"}} {getattr(account, each)}' for name, account in sums]
    return "\n".join(lines) + "\n"


def _quoted(label: str) -> str:
    """A label's value as the exposition format wants it between its quotation marks."""
    return label.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
