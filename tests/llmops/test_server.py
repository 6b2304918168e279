"""The real server, asked by OpenAI's client: it streams, batches, remembers, and refuses in the expected shape."""

import threading
import time

import httpx
import openai
import pytest

from mlops_widgets.llmops import server, tiny
from mlops_widgets.llmops.server.decoding import Batch, Member

KEYS = {"sk-one": "one", "sk-two": "two"}


@pytest.fixture(scope="module")
def loaded():
    return tiny.load()


@pytest.fixture(scope="module")
def asked(loaded):
    application = server.app(*loaded, keys=KEYS, batch=4, cache=3, waiting=8)
    with (
        server.serve(application) as running,
        openai.OpenAI(base_url=f"{running.url}/v1", api_key="sk-one", max_retries=0) as client,
    ):
        yield client, application.state.inside, running


def _chat(client, text, **options):
    return client.chat.completions.create(model="tiny", messages=[{"role": "user", "content": text}], **options)


def test_it_says_which_model_it_has(asked):
    client, *_ = asked
    assert [(each.id, each.object) for each in client.models.list()] == [("tiny", "model")]


def test_an_answer_is_the_models_own_and_is_counted(asked, loaded):
    client, inside, _ = asked
    model, words = loaded
    before = inside.accounts.table()["one"].completion_tokens
    answer = _chat(client, "A window that", max_tokens=9)
    start = words("A window that", return_tensors="pt")["input_ids"]
    told = model.generate(start, max_new_tokens=9, do_sample=False, pad_token_id=0)[0, start.shape[1] :]
    assert answer.choices[0].message.content == words.decode(told)
    usage = answer.usage
    assert (usage.prompt_tokens, usage.completion_tokens) == (start.shape[1], 9)
    assert usage.total_tokens == start.shape[1] + 9
    assert answer.choices[0].finish_reason == "length"
    assert inside.accounts.table()["one"].completion_tokens == before + 9


def test_tokens_arrive_one_after_the_other_and_make_the_same_answer(asked):
    client, inside, _ = asked
    body = {"extra_body": {"ignore_eos": True}}
    options = {"max_tokens": 10, "stream": True, "stream_options": {"include_usage": True}} | body
    before = len(inside.loop.iterations)
    chunks = list(_chat(client, "Shadow and canary", **options))
    pieces = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
    assert len(pieces) == 10 == len(inside.loop.iterations) - before
    assert chunks[-1].usage.completion_tokens == 10
    assert [chunk.choices[0].finish_reason for chunk in chunks[:-1]] == [None] * 9 + ["length"]
    assert "".join(pieces) == _chat(client, "Shadow and canary", max_tokens=10, **body).choices[0].message.content


def test_several_requests_advance_in_one_iteration_and_join_while_others_run(asked):
    client, inside, _ = asked
    before = len(inside.loop.iterations)
    told = {}

    lengths = [60, 80, 100, 120, 140, 160]  # who comes later is longer, so no four end in one iteration
    options = {"model": "tiny", "temperature": 1.0, "extra_body": {"ignore_eos": True}}

    def ask(number):
        asking = options | {"prompt": "Late flights " * (1 + number), "max_tokens": lengths[number], "seed": number}
        told[number] = client.completions.create(**asking)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen = list(inside.loop.iterations)[before:]
    assert [told[number].usage.completion_tokens for number in range(6)] == lengths
    assert sum(each.running for each in seen) == sum(lengths)  # a request gets one token in each of its iterations
    assert len(seen) < sum(lengths) / 2  # so they shared them
    assert max(each.running for each in seen) == 4  # never more than the batch
    assert any(0 < each.joined < each.running for each in seen)  # who comes joins those who run


def test_company_changes_no_answer(loaded):
    model, words = loaded
    texts = (
        "A detector",
        "The share of users that a canary shows its new version to",
        "Drift",
        "No data is no proof",
    )

    def grown(prompts, joins_late):
        batch, members = Batch(model), [Member(tuple(words(text)["input_ids"]), 12) for text in prompts]
        waiting = list(members)
        while waiting or batch.members:
            batch.step([waiting.pop(0)] if waiting and joins_late else waiting)
            waiting = waiting if joins_late else []
        return [each.written for each in members]

    alone = [grown([text], joins_late=False)[0] for text in texts]
    assert grown(texts, joins_late=False) == alone
    assert grown(texts, joins_late=True) == alone


def test_what_was_asked_before_is_remembered_and_the_oldest_forgotten(asked):
    client, inside, _ = asked

    def heard(text):
        options = {"model": "tiny", "prompt": text, "max_tokens": 3}
        raw = client.completions.with_raw_response.create(**options)
        return raw.headers["x-cache"], raw.parse().choices[0].text

    first = heard("A baseline")
    before = len(inside.loop.iterations)
    assert heard("A baseline") == ("hit", first[1])
    assert first[0] == "miss"
    assert len(inside.loop.iterations) == before  # nothing was computed
    for text in ("one", "two", "three"):
        heard(text)
    assert heard("A baseline")[0] == "miss"
    assert len(inside.cache) == 3


def test_what_chance_decides_is_not_remembered_unless_it_has_a_seed(asked):
    client, *_ = asked
    options = {"model": "tiny", "prompt": "Chance", "max_tokens": 12, "temperature": 1.0}
    raw = [client.completions.with_raw_response.create(**options) for _ in range(2)]
    assert [each.headers["x-cache"] for each in raw] == ["miss", "miss"]
    assert raw[0].parse().choices[0].text != raw[1].parse().choices[0].text
    seeded = [client.completions.with_raw_response.create(**options, seed=3) for _ in range(2)]
    assert [each.headers["x-cache"] for each in seeded] == ["miss", "hit"]
    assert seeded[0].parse().choices[0].text == seeded[1].parse().choices[0].text


@pytest.mark.parametrize("key", ["", "sk-", "sk-three", "sk-one-and-more"])
def test_a_key_that_is_not_known_is_refused_in_the_same_words(asked, key):
    _, _, running = asked
    heard = httpx.get(f"{running.url}/v1/models", headers={"authorization": f"Bearer {key}"} if key else {})
    assert heard.status_code == 401
    assert heard.json()["error"]["code"] == "invalid_api_key"
    assert heard.json() == httpx.post(f"{running.url}/v1/completions", json={}).json()


def test_the_client_raises_its_own_error_for_a_bad_key(asked):
    client, *_ = asked
    with pytest.raises(openai.AuthenticationError) as caught:
        _chat(client.with_options(api_key="sk-none"), "x")
    assert (caught.value.status_code, caught.value.code) == (401, "invalid_api_key")


@pytest.mark.parametrize(
    ("options", "kind", "param"),
    [
        ({"prompt": "x", "max_tokens": "many"}, openai.BadRequestError, "max_tokens"),
        ({"prompt": "x", "temperature": 9}, openai.BadRequestError, "temperature"),
        ({"prompt": "x", "max_tokens": 256}, openai.BadRequestError, "prompt"),
        ({"prompt": 7}, openai.BadRequestError, "prompt"),
        ({"prompt": "x", "n": 2}, openai.BadRequestError, "n"),
        ({"prompt": "x", "model": "huge"}, openai.NotFoundError, "model"),
    ],
)
def test_a_body_that_cannot_be_served_is_refused_with_the_field_that_is_to_blame(asked, options, kind, param):
    client, *_ = asked
    with pytest.raises(kind) as caught:
        client.completions.create(**({"model": "tiny"} | options))
    assert caught.value.param == param
    assert caught.value.body["type"] == "invalid_request_error"
    assert caught.value.body["message"].endswith(".")


@pytest.mark.parametrize(
    ("path", "content", "status"),
    [
        ("/v1/chat/completions", b"{", 400),
        ("/v1/chat/completions", b"[1, 2]", 400),
        ("/v1/chat/completions", b'{"model": "tiny", "messages": []}', 400),
        ("/v1/chat/completions", b'{"model": "tiny", "messages": [{"role": "owner", "content": "x"}]}', 400),
        ("/v1/embeddings", b"{}", 404),
    ],
)
def test_whatever_comes_is_refused_in_openais_shape(asked, path, content, status):
    _, _, running = asked
    heard = httpx.post(running.url + path, content=content, headers={"authorization": "Bearer sk-two"})
    assert heard.status_code == status
    assert set(heard.json()["error"]) == {"message", "type", "param", "code"}


def test_what_each_key_used_is_told_to_a_scraper(asked):
    client, inside, running = asked
    _chat(client.with_options(api_key="sk-two"), "Only this", max_tokens=4)
    told = httpx.get(f"{running.url}/metrics").text
    account = inside.accounts.table()["two"]
    assert f'llm_completion_tokens_total{{owner="two"}} {account.completion_tokens}' in told
    assert "sk-" not in told


def test_who_goes_away_frees_the_place(asked):
    client, inside, _ = asked
    with _chat(client, "Go on", max_tokens=200, stream=True, extra_body={"ignore_eos": True}) as stream:
        next(iter(stream))
    end = time.monotonic() + 10
    while inside.loop.running and time.monotonic() < end:
        time.sleep(0.01)
    assert inside.loop.running == 0
    assert _chat(client, "Still there?", max_tokens=2).usage.completion_tokens == 2


def test_a_full_queue_says_so_and_stopping_tells_those_who_wait(loaded):
    before, (model, words), may_go = threading.active_count(), loaded, threading.Event()

    class Slow:
        config = model.config

        def __call__(self, **options):
            assert may_go.wait(20)
            return model(**options)

    application = server.app(Slow(), words, batch=1, waiting=1)
    running = server.serve(application)
    inside, errors = application.state.inside, []

    def ask():
        try:
            with openai.OpenAI(base_url=f"{running.url}/v1", api_key="any", max_retries=0) as client:
                body = {"ignore_eos": True}
                client.completions.create(model="tiny", prompt="x", max_tokens=250, temperature=1, extra_body=body)
        except openai.APIStatusError as error:
            errors.append(error)

    def until(is_so):
        end = time.monotonic() + 20
        while not is_so() and time.monotonic() < end:
            time.sleep(0.01)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    threads[0].start()
    until(lambda: inside.loop.running)
    threads[1].start()
    until(lambda: inside.loop.waiting)
    threads[2].start()
    until(lambda: errors)
    assert [each.status_code for each in errors] == [429]
    threading.Timer(0.2, may_go.set).start()
    inside.loop.stop()
    threads[3].start()  # after the end: refused, too, and not kept waiting
    for thread in threads:
        thread.join(20)
    running.stop()
    assert [each.status_code for each in errors] == [429, 503, 503, 503]
    assert not any(each.name == running.url for each in threading.enumerate())
    assert threading.active_count() <= before + 1  # a worker of the other server's may have come


def test_a_model_that_raises_is_told_to_its_clients_and_serves_the_next(loaded):
    model, words = loaded

    class Sometimes:
        config = model.config
        broken = True

        def __call__(self, **options):
            if self.broken:
                raise RuntimeError("out of memory")
            return model(**options)

    flaky = Sometimes()
    application = server.app(flaky, words)
    with (
        server.serve(application) as running,
        openai.OpenAI(base_url=f"{running.url}/v1", api_key="any", max_retries=0) as client,
    ):
        with pytest.raises(openai.InternalServerError, match="out of memory"):
            _chat(client, "x", max_tokens=2)
        flaky.broken = False
        assert _chat(client, "x", max_tokens=2).usage.completion_tokens == 2
