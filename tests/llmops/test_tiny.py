"""The course's own model: its text, its tokens, what it knows, and what it would know if it knew nothing."""

from math import exp

import numpy as np
import pytest
import torch

from mlops_widgets import llmops
from mlops_widgets.llmops import corpus, desk, tiny
from mlops_widgets.llmops.corpus.gather import gather, prose

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def loaded():
    return tiny.load()


@pytest.fixture(scope="module")
def held(loaded):
    return tiny.packed(corpus.paragraphs(held_out=True), loaded[1])


def test_no_paragraph_is_both_learned_and_held_out():
    known, unknown = set(corpus.paragraphs()), set(corpus.paragraphs(held_out=True))
    assert known.isdisjoint(unknown)
    assert all(corpus.is_held_out(each) for each in unknown)
    assert len(known) > 2000


def test_the_installed_course_is_found_and_most_of_the_stored_text_still_stands_in_it():
    found = set(gather())
    stored = [*corpus.paragraphs(), *corpus.paragraphs(held_out=True)]
    assert sum(each in found for each in stored) > 0.7 * len(stored)


def test_of_markdown_only_prose_is_kept():
    text = "# Title\n\nSome *words*, [linked](x.md).\n\n```python\ncode\n```\n\n$$x^2$$\n\n| a | b |\n\n- a list\n"
    assert list(prose(text)) == ["Some words, linked."]


@pytest.mark.parametrize("text", ["A detector.", "näher — 100 %", "日本", "\n\t x"])
def test_any_text_survives_its_tokens(loaded, text):
    _, words = loaded
    assert words.decode(words(text)["input_ids"]) == text


def test_the_same_texts_give_the_same_tokens(loaded):
    _, words = loaded
    again = tiny.tokenizer(corpus.paragraphs())
    text = corpus.paragraphs(held_out=True)[3]
    assert again(text)["input_ids"] == words(text)["input_ids"]
    assert len(again) == 1024


def test_a_model_that_knows_nothing_is_unsure_of_its_whole_vocabulary(loaded, held):
    """The closed form: the exponential of ln V is V."""
    model, words = loaded

    class Uniform(torch.nn.Module):
        def forward(self, input_ids):
            return type("Said", (), {"logits": torch.zeros(*input_ids.shape, len(words))})()

    assert llmops.perplexity(Uniform(), held) == pytest.approx(len(words), rel=1e-5)
    assert llmops.perplexity(tiny.decoder(len(words)), held) == pytest.approx(len(words), rel=0.06)
    assert llmops.perplexity(model, held) < llmops.unigram(held, held, len(words)) / 4


def test_perplexity_is_the_exponential_of_the_mean_loss_that_transformers_gives(loaded, held):
    model, _ = loaded
    with torch.no_grad():
        loss = float(model(input_ids=held.ids, labels=held.labels).loss)
    assert llmops.perplexity(model, held) == pytest.approx(exp(loss), rel=1e-5)


def test_counting_is_the_entropy_of_what_was_counted():
    rows = tiny.Rows(*(torch.tensor([[2, 3, 2, 3, 2, 3]] * 400),) * 2)
    known = tiny.Rows(*(torch.tensor([[2, 3] * 20000]),) * 2)
    assert llmops.unigram(known, rows, 8) == pytest.approx(2.0, rel=1e-3)


def test_exact_means_what_writing_one_token_after_the_other_gives(loaded):
    model, words = loaded
    prompts = [corpus.paragraphs(held_out=True)[at][:40] for at in range(6)]
    told = []
    for prompt in prompts:
        ids = words(prompt, return_tensors="pt")["input_ids"]
        written = model.generate(ids, max_new_tokens=8, do_sample=False, pad_token_id=0, eos_token_id=-1)
        told.append(written[0, ids.shape[1] :])
    rows = [
        torch.cat([words(each, return_tensors="pt")["input_ids"][0], out])
        for each, out in zip(prompts, told, strict=True)
    ]
    labels = [torch.where(torch.arange(len(row)) < len(row) - 8, -100, row) for row in rows]
    pad = torch.nn.utils.rnn.pad_sequence
    whole = tiny.Rows(pad(rows, True, 0), pad(labels, True, -100))
    assert llmops.exact(model, whole) == 1.0
    spoilt = whole.labels.clone()
    spoilt[0][spoilt[0] >= 0] = 5
    assert llmops.exact(model, tiny.Rows(whole.ids, spoilt)) == pytest.approx(5 / 6)


def test_learning_is_the_same_twice_and_lowers_the_loss(loaded):
    _, words = loaded
    rows = tiny.packed(corpus.paragraphs()[:200], words)
    losses = [tiny.fit(tiny.decoder(len(words), seed=1), rows, steps=12, batch=4) for _ in range(2)]
    assert losses[0] == losses[1]
    assert losses[0][-1] < losses[0][0] - 0.3


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"config\.json"):
        tiny.load(tmp_path)


def test_the_weights_are_small_and_only_the_answers_of_tickets_count(loaded):
    _, words = loaded
    assert sum(path.stat().st_size for path in tiny.FOLDER.iterdir()) < 1_500_000
    one = desk.tickets(1)[0]
    rows = tiny.answered([(one.prompt, one.answer)], words)
    counted = rows.labels[0][rows.labels[0] >= 0]
    assert words.decode(counted) == one.answer + "<end>"


def test_tickets_held_out_are_others_and_every_crew_and_urgency_occurs_in_both():
    known, unknown = desk.tickets(), desk.tickets(held_out=True)
    assert {each.asked for each in known}.isdisjoint(each.asked for each in unknown)
    assert len(known) + len(unknown) == len(desk.QUEUES) * 5 * 6 * 9
    for some in (known, unknown):
        assert {(each.queue, each.urgency) for each in some} == {(q, u) for q in desk.QUEUES for u in desk.URGENCY}
    with pytest.raises(ValueError, match="count must lie in 1 to"):
        desk.tickets(0)


def test_packed_rows_keep_every_token_in_order(loaded):
    _, words = loaded
    texts = corpus.paragraphs()[:30]
    flat = [token for text in texts for token in (*words(text)["input_ids"], 1)]
    rows = tiny.packed(texts, words, length=32)
    np.testing.assert_array_equal(rows.ids.flatten(), flat[: len(flat) // 32 * 32])
